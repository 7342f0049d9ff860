//! Sources, keys and places.

use super::*;

const SAMPLE: &str = "! comment
1 SHOW
  Shows things.
2 DEVICES
   Displays devices.
3 Parameter
  name
3 Qualifiers
4 /FULL
  everything
4 /BITMAP
  bitmaps
2 DEFAULT
2 SHADOW
/COPY
/MERGE=(a,b)
  What /COPY and /MERGE do.
/[NO]LOG (default)
  Log.
1 SET
1 SETTLE
1 :=
";

fn library() -> Library {
    let mut library = Library::default();
    library.insert("SAMPLE.HLP", SAMPLE).unwrap();
    library
}

fn found(typed: &str) -> Vec<String> {
    let library = library();
    let places = library.find(&[], &keys(typed)).unwrap_or_default();
    places.iter().map(|place| library.names(place).join(" ")).collect()
}

#[test]
fn keys_are_abbreviated_ambiguous_wild_or_exact() {
    assert_eq!(found("sh dev"), ["SHOW DEVICES"]);
    assert_eq!(found("SHOW D"), ["SHOW DEFAULT", "SHOW DEVICES"]);
    assert_eq!(found("SHOW D*S"), ["SHOW DEVICES"]);
    assert_eq!(found("SHOW *"), ["SHOW DEFAULT", "SHOW DEVICES", "SHOW SHADOW"]);
    assert_eq!(found("SET"), ["SET"]);
    assert_eq!(found("SE"), ["SET", "SETTLE"]);
    assert_eq!(found("S% DEV"), Vec::<String>::new());
    assert_eq!(found("S* DEV"), ["SHOW DEVICES"]);
    assert_eq!(found("*"), [":=", "SET", "SETTLE", "SHOW"]);
}

#[test]
fn qualifiers_are_found_below_qualifiers_too() {
    assert_eq!(found("SHOW/DEVICES/FULL"), ["SHOW DEVICES Qualifiers /FULL"]);
    assert_eq!(found("show dev/bit"), ["SHOW DEVICES Qualifiers /BITMAP"]);
    assert_eq!(found("SHOW DEVICES Q /F"), ["SHOW DEVICES Qualifiers /FULL"]);
    assert_eq!(found("SHOW SHADOW/NOLOG"), ["SHOW SHADOW /LOG"]);
    assert_eq!(found("SHOW DEVICES/NOFULL"), ["SHOW DEVICES Qualifiers /FULL"]);
    assert_eq!(found("SHOW DEVICES/NO"), Vec::<String>::new());
}

#[test]
fn qualifier_lines_share_the_text_that_follows() {
    let library = library();
    let text = |typed: &str| {
        let place = library.find(&[], &keys(typed)).unwrap().remove(0);
        library.topic(&place).unwrap().text.clone()
    };
    assert_eq!(text("SHOW SHADOW/COPY"), ["  What /COPY and /MERGE do."]);
    assert_eq!(text("SHOW SHADOW/COPY"), text("SHOW SHADOW/MERGE"));
    assert_eq!(text("SHOW SHADOW/LOG"), ["  Log."]);
}

#[test]
fn ellipses_mark_the_key_before_them() {
    assert!(keys("SHOW...")[0].deep);
    assert!(keys("SHOW DEV ...").last().unwrap().deep);
    assert_eq!(keys("...")[0].pattern, "*");
}

#[test]
fn wrong_sources_are_refused() {
    let mut library = library();
    let before = library.clone();
    assert_eq!(library.insert("X", "1 A\n3 B\n").unwrap_err().status, crate::message::codes::LIBRAR_NESTERR);
    assert_eq!(library.insert("X", "text\n1 A\n").unwrap_err().status, crate::message::codes::LIBRAR_NOKEY);
    assert_eq!(library, before);
    library.insert("X", "1 set\n  new\n").unwrap();
    assert_eq!(library.find(&[], &keys("SET")).unwrap().len(), 1);
}

#[test]
fn the_shipped_sources_are_right() {
    for (name, source) in EMBEDDED {
        let mut library = Library::default();
        library.insert(name, source).unwrap_or_else(|condition| panic!("{condition:?}"));
        for line in source.lines() {
            assert!(line.is_ascii() && line.len() <= 76 && !line.contains('\t'), "{name}: {line}");
        }
    }
    let all: usize = EMBEDDED.iter().map(|(name, source)| source::read(name, source).unwrap().len()).sum();
    assert_eq!(all, Library::embedded().children(&[]).len(), "a module comes twice");
}
