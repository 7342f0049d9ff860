//! Ties the shipped message files to `codes.rs`, and the look-up rules.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::*;
use crate::message::{codes, fao};

const CODES: &str = include_str!("../codes.rs");

/// Name, value and text of everything that the message files define, in their order.
fn defined() -> Vec<(String, Status, String)> {
    let catalog = Catalog::embedded();
    let mut all = Vec::new();
    for (_, file) in catalog.all() {
        all.extend(file.entries.iter().map(|entry| (entry.symbol.clone(), entry.status, entry.text.clone())));
        let literal = |(name, status): &(String, Status)| {
            let text = catalog.lookup(*status).map(|message| message.text.to_owned());
            (name.clone(), *status, text.unwrap_or_else(|| panic!("{name}: no text for {status:?}")))
        };
        all.extend(file.literals.iter().map(literal));
    }
    all
}

fn generated() -> String {
    let header: Vec<&str> = CODES.lines().take_while(|line| !line.starts_with("///")).collect();
    let mut file = header.join("\n").trim_end().to_owned() + "\n";
    for (name, status, text) in defined() {
        let (high, low) = (status.0 >> 16, status.0 & 0xFFFF);
        let text = text.trim().to_owned();
        write!(file, "\n/// `{text}`\npub const {name}: Status = Status(0x{high:04X}_{low:04X});\n").unwrap();
    }
    file
}

#[test]
fn codes_agree_with_the_message_files() {
    let generated = generated();
    if std::env::var_os("DCLSHADOW_BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/message/codes.rs"), &generated).unwrap();
        return;
    }
    for (old, new) in CODES.lines().zip(generated.lines()) {
        assert_eq!(old, new, "codes.rs is not what the message files say: see its head");
    }
    assert_eq!(CODES.len(), generated.len(), "codes.rs is not what the message files say: see its head");
}

#[test]
fn every_file_compiles_and_no_code_or_name_comes_twice() {
    for (name, source) in EMBEDDED {
        let file = compile(name, source).unwrap_or_else(|condition| panic!("{condition:?}"));
        assert!(!file.facilities.is_empty(), "{name}");
        for entry in &file.entries {
            let args = vec![super::super::Arg::Number(0); usize::from(entry.fao_count)];
            fao::format(&entry.text, &args, Default::default()).unwrap_or_else(|_| panic!("{}", entry.symbol));
            let wanted = fao::arguments(&entry.text);
            assert_eq!(wanted, Some(usize::from(entry.fao_count)), "{name}: FAO_COUNT of {}", entry.symbol);
        }
    }
    let (mut names, mut values) = (BTreeMap::new(), BTreeMap::new());
    for (name, status, _) in defined() {
        assert_eq!(names.insert(name.clone(), status), None, "{name} is defined twice");
        let other = values.insert(status.0 & 0x0FFF_FFF8, name.clone());
        assert_eq!(other, None, "{name} has the number of {other:?}");
    }
    assert!(names.len() > 780, "{} messages", names.len());
}

#[test]
fn a_literal_is_named_after_the_text_it_stands_for() {
    for (_, file) in Catalog::embedded().all() {
        for (name, status) in &file.literals {
            let facility = Catalog::embedded().facility(status.facility()).unwrap();
            let message = Catalog::embedded().lookup(*status).unwrap();
            let ident = name.strip_prefix(&format!("{facility}_")).unwrap_or_else(|| panic!("{name}"));
            assert!(ident == message.ident || ident.strip_suffix('R') == Some(message.ident), "{name}");
        }
    }
}

#[test]
fn values_of_the_running_system() {
    assert_eq!(codes::CLI_IVVERB, Status(0x0003_8090));
    assert_eq!(codes::SYSTEM_NOWBMDURINGCOPY, Status(0x0000_347C));
    assert_eq!(codes::RMS_EOF.0, 0x0001_827A);
    assert_eq!(codes::RMS_DNF.0, 0x0001_C04A);
    assert_eq!(codes::TYPE_SEARCHFAIL.inhibited().0, 0x1095_1238);
    assert_eq!(codes::COPY_OPENIN.inhibited().0, 0x1067_109A);
    assert_eq!(codes::DELETE_DELVER.inhibited().0, 0x1093_120A);
    assert_eq!(codes::SEARCH_NOMATCHES.0, 0x08D7_8053);
    assert_eq!(codes::SEARCH_NOFILE.0, 0x08D7_804A);
    assert_eq!(codes::SHOW_NOTRAN.inhibited().0, 0x1078_8019);
    assert_eq!(codes::SYSTEM_NOVOLPRO.0, 0x0000_28AC);
    assert_eq!(codes::SYSTEM_DEVNOTMOUNT.0, 0x0000_007C);
    assert_eq!(codes::SIMULATE_DIFFER.facility() & 0x800, 0x800);
}

#[test]
fn another_file_is_asked_first() {
    let source =
        ".FACILITY MOUNT,114/SYSTEM\n.SEVERITY INFORMATIONAL\n.BASE ^X3E\nMOUNTED <!AF is up>/FAO_COUNT=1\n.END\n";
    let number = codes::MOUNT_MOUNTED.number();
    let source = source.replace("^X3E", &format!("^X{:X}", (number & 0x7FFF) >> 3));
    let catalog = Catalog::embedded().with("MINE.MSG", source).unwrap();
    assert_eq!(catalog.lookup(codes::MOUNT_MOUNTED).unwrap().text, "!AF is up");
    assert_eq!(catalog.lookup(codes::MOUNT_WRITELOCK).unwrap().text, "volume is write locked");
    assert!(catalog.with("BAD.MSG", "nonsense".to_owned()).is_err());
}
