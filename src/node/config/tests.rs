//! What a site may say about nodes, disks and users, and how mistakes are told.

use super::*;

fn device(text: &str) -> DeviceName {
    text.parse().unwrap()
}

#[test]
fn device_names_come_apart() {
    let name = device("_$1$dga101:");
    assert_eq!((name.as_str(), name.allocation_class(), name.device_code()), ("$1$DGA101", 1, "DG"));
    assert_eq!((name.controller(), name.unit(), name.node()), ('A', 101, None));
    assert_eq!(name.file_stem(), "1-dga101");
    let name = device("TROLL$DJA12");
    assert_eq!((name.node(), name.allocation_class(), name.unit()), (Some("TROLL"), 0, 12));
    assert_eq!(device("DKA100:").to_string(), "DKA100:");
}

#[test]
fn what_is_no_physical_disk_is_refused() {
    for bad in [
        "",
        "$1$",
        "$1$DGA",
        "$x$DGA1:",
        "$0$DGA1",
        "DGA01",
        "DSA1:",
        "DGA1A",
        "$1DGA1:",
        "DGA99999",
        "D\u{e9}A1",
        "$256$DGA1",
    ] {
        assert!(bad.parse::<DeviceName>().is_err(), "{bad}");
    }
}

#[test]
fn parameters_keep_their_ranges() {
    let mut parameters = Parameters::default();
    assert_eq!(parameters.get("shadow_max_copy"), Some(4));
    assert!(!parameters.set("SHADOW_MAX_COPY", 201));
    assert!(parameters.set("SHADOW_MAX_COPY", 200));
    assert_eq!(parameters.get("SHADOW_MAX_COPY"), Some(200));
    assert_eq!(parameters.get("SHADOW_NONE"), None);
    assert!(PARAMETERS.iter().all(|p| p.min <= p.default && p.default <= p.max));
    assert!(PARAMETERS.is_sorted_by_key(|p| p.name));
}

#[test]
fn a_uic_is_octal() {
    assert_eq!(Uic::try_from("[1,4]".to_owned()).unwrap(), Uic { group: 1, member: 4 });
    assert_eq!(Uic { group: 0o200, member: 0o10 }.to_string(), "[200,10]");
    assert!(Uic::try_from("[8,1]".to_owned()).is_err());
}
