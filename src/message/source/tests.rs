//! The MESSAGE language: what compiles to what, and what is refused.

use super::*;

const SAMPLE: &str = "
! a comment
        .TITLE  TEST  Anything goes here
        .FACILITY TEST,5 /PREFIX=TST_
        .SEVERITY WARNING    ! trailing comment
        .BASE 3
FIRST   <first !AS>/FAO_COUNT=1
second  \"in quotes\"/ERROR /IDENT=OTHER
        .FACILITY SYS,114/SYSTEM/SHARED
THIRD   <third>/FATAL
        .LITERAL A=^X00728009, B = ^O17
        .END
not read any more
";

#[test]
fn a_file_compiles_to_codes() {
    let compiled = compile("TEST.MSG", SAMPLE).unwrap();
    let codes: Vec<_> = compiled.entries.iter().map(|e| (e.symbol.as_str(), e.ident.as_str(), e.status.0)).collect();
    assert_eq!(
        codes,
        [
            ("TST_FIRST", "FIRST", 0x0805_8018),
            ("TST_SECOND", "OTHER", 0x0805_8022),
            ("SYS_THIRD", "THIRD", 0x0072_0004)
        ]
    );
    assert_eq!(compiled.entries[0].fao_count, 1);
    assert_eq!(compiled.literals, [("A".to_owned(), Status(0x0072_8009)), ("B".to_owned(), Status(15))]);
    assert_eq!(compiled.facilities.len(), 2);
}

#[test]
fn mistakes_name_their_line() {
    for bad in [
        "FIRST <text>",
        ".FACILITY X",
        ".FACILITY X,5\nA <no severity>",
        ".FACILITY X,4096/SYSTEM",
        ".FACILITY X,5\n.SEVERITY HARD",
        ".FACILITY X,5\n.SEVERITY ERROR\n.BASE 4096\nA <a>",
        ".FACILITY X,5\n.SEVERITY ERROR\nA <open",
        ".FACILITY X,5\n.SEVERITY ERROR\nA <a>/NONSENSE",
        ".NOSUCH",
        ".BASE 99999999999",
    ] {
        let condition = compile("BAD.MSG", bad).unwrap_err();
        let line = bad.lines().count();
        assert_eq!(condition.status, codes::MESSAGE_SYNTAX, "{bad}");
        assert!(format!("{:?}", condition.args).contains(&format!("line {line}:")), "{bad}: {condition:?}");
    }
}

#[test]
fn damaged_source_never_panics() {
    let mut state = 0xC0FFEE_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for _ in 0..3_000 {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(3) {
                0 => bytes[at] = b"!<>\"/.,=^ \nA0\xC3"[random(14)],
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, b"!<>/.,=\n"[random(8)]),
            }
        }
        let _ = compile("DAMAGED.MSG", &String::from_utf8_lossy(&bytes));
    }
}
