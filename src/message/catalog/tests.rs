//! Ties the shipped message files to the constants in `codes`, and the look-up rules.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::*;
use crate::message::{codes, fao};

/// Name, value and text of everything that a message file defines, in its order.
fn defined(file: &Compiled) -> Vec<(String, Status, String)> {
    let catalog = Catalog::embedded();
    let entries = file.entries.iter().map(|entry| (entry.symbol.clone(), entry.status, entry.text.clone()));
    let literal = |(name, status): &(String, Status)| {
        let text = catalog.lookup(*status).map(|message| message.text.to_owned());
        (name.clone(), *status, text.unwrap_or_else(|| panic!("{name}: no text for {status:?}")))
    };
    entries.chain(file.literals.iter().map(literal)).collect()
}

/// Where the constants of each message file stand, and what has to stand there.
fn generated() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/message/codes");
    let mut files = Vec::new();
    for (name, file) in Catalog::embedded().all() {
        let mut text = format!("//! The condition values of `grammar/{name}`. Generated: see `codes.rs`.\n\n");
        text += "use crate::message::Status;\n";
        let defined = defined(file);
        for (name, status, meaning) in &defined {
            let (high, low) = (status.0 >> 16, status.0 & 0xFFFF);
            let meaning = meaning.trim();
            write!(text, "\n/// `{meaning}`\npub const {name}: Status = Status(0x{high:04X}_{low:04X});\n").unwrap();
        }
        // A file may name facilities alone.
        if !defined.is_empty() {
            files.push((folder.join(name.to_ascii_lowercase()).with_extension("rs"), text));
        }
    }
    files
}

#[test]
fn codes_agree_with_the_message_files() {
    for (path, generated) in generated() {
        if std::env::var_os("DCLSHADOW_BLESS").is_some() {
            std::fs::write(&path, &generated).unwrap();
            continue;
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = || format!("{} is not what the message file says: see codes.rs", path.display());
        for (old, new) in found.lines().zip(generated.lines()) {
            assert_eq!(old, new, "{}", differs());
        }
        assert_eq!(found.len(), generated.len(), "{}", differs());
    }
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
    for (name, status, _) in Catalog::embedded().all().flat_map(|(_, file)| defined(file)) {
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
