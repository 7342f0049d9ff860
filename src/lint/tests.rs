//! Findings of the syntax check on small procedures.

use super::*;

fn found(text: &str) -> Vec<String> {
    check(text, &Tables::embedded()).iter().map(|finding| finding.text("A.COM")).collect()
}

#[test]
fn what_would_fail_is_named_with_its_line() {
    let text = "$ FROBNICATE x\n$ SHOW SYMBOL/BOGUS x\n$ x = 1 +\n$ GOTO nowhere\n$ IF 1 THEN MUONT x\n$ COPY a\n\
                $ WRITE SYS$OUTPUT \"open\n$ READ/END_OF_FILE=gone f x\n";
    let expected = [
        "A.COM:1: %DCL-W-IVVERB, unrecognized command verb - check validity and spelling \\FROBNICATE\\",
        "A.COM:2: %DCL-W-IVQUAL, unrecognized qualifier - check validity, spelling, and placement \\BOGUS\\",
        "A.COM:3: %DCL-W-EXPSYN, invalid expression syntax - check operators and operands \\+\\",
        "A.COM:4: %DCL-W-USGOTO, target of GOTO not found - check spelling and presence of label \\NOWHERE\\",
        "A.COM:5: %DCL-W-IVVERB, unrecognized command verb - check validity and spelling \\MUONT\\",
        "A.COM:6: %DCL-W-INSFPRM, missing command parameters - supply all required parameters",
        "A.COM:7: %LINT-W-OPENQUOTE, quoted string has no closing quotation mark",
        "A.COM:8: %DCL-W-USGOTO, target of GOTO not found - check spelling and presence of label \\GONE\\",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn blocks_and_subroutines_must_be_whole() {
    let text = "$ IF 1\n$ THEN\n$ IF 0\n$ WRITE SYS$OUTPUT \"x\"\n$ ELSE\n$ CALL b\n$ ENDIF\n$ ENDIF\n$ IF 1\n$ THEN EXIT\n\
                $a: SUBROUTINE\n$ GOTO in\n$ ENDSUBROUTINE\n$in: EXIT\n$b: SUBROUTINE\n";
    let expected = [
        "A.COM:4: %DCL-W-NOTHEN, IF or ON statement syntax error - check placement of THEN keyword",
        "A.COM:8: %DCL-W-INVIFNEST, invalid IF-THEN-ELSE nesting structure or data inconsistency",
        "A.COM:9: %LINT-W-NOENDIF, IF block has no ENDIF",
        "A.COM:11: %LINT-W-UNREACHED, no command calls subroutine A",
        "A.COM:12: %DCL-W-USGOTO, target of GOTO not found - check spelling and presence of label \\IN\\",
        "A.COM:15: %DCL-I-MSNGENDS, missing or misspelled ENDSUBROUTINE statement detected while scanning for label",
    ];
    assert_eq!(found(text), expected);
}

#[test]
fn what_is_known_only_at_run_time_is_left_alone() {
    let text = "$ say = \"WRITE SYS$OUTPUT\"\n$ say \"x\"\n$ d*o := SHOW\n$ do TIME\n$ 'p1' x y/z\n$ GOTO 'p1'\n\
                $ IF 'p2' THEN 'p3'\n$ IF p1 .EQS. \"''x'\" THEN GOTO out\n$ x'p1' = 1\n$ COPY 'p1' b 'p2'\n$ CALL 'p4'\n\
                $sub: SUBROUTINE\n$ ENDSUBROUTINE\n$ CREATE a.b\nany $ text\n$ DECK\n$ NOSUCH\n$ EOD\n$out: EXIT\n";
    assert_eq!(found(text), Vec::<String>::new());
}

#[test]
fn symbols_may_come_from_outside() {
    let text = "$ early x\n$ @setup\n$ late x\n$ IF 1 THEN later y\n$ SHOW/BOGUS\n";
    let missing = found("$ @setup\n$ SORT/KEY=(POS:1,SIZ:2) a b\n");
    assert!(missing[0].starts_with("A.COM:2: %DCL-W-IVVERB"), "{missing:?}");
    let found = found(text);
    assert!(found[0].starts_with("A.COM:1: %DCL-W-IVVERB"), "{found:?}");
    assert!(found[1].starts_with("A.COM:3: %DCL-I-IVVERB") && found[1].ends_with("\\LATE\\"), "{found:?}");
    assert!(found[2].starts_with("A.COM:4: %DCL-I-IVVERB"), "{found:?}");
    assert!(found[3].starts_with("A.COM:5: %DCL-W-"), "{found:?}");
    let tables = Tables::embedded();
    let login = "$ ear*ly :== SHOW\n$ late = \"SHOW\"\n$ IF 1 THEN later == \"X\"\n";
    let mut globals = Outside::default();
    globals.add(login, &tables, true);
    let lines = |outside: &Outside| {
        let found = check_beside(text, &tables, outside);
        found.iter().map(|finding| (finding.line, finding.is_problem())).collect::<Vec<_>>()
    };
    assert_eq!(lines(&globals), [(3, false), (5, true)]);
    let mut all = Outside::default();
    all.add(login, &tables, false);
    assert_eq!(lines(&all), [(5, true)]);
}

#[test]
fn editors_get_json() {
    let finding = Finding::new(3, Condition::new(codes::CLI_IVVERB).token("A\"B"));
    let text = json(&[("x.com".to_owned(), finding)]);
    for part in ["\"file\": \"x.com\"", "\"line\": 3", "\"severity\": \"W\"", "\"ident\": \"IVVERB\"", "\"A\\\"B\""] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert_eq!(json(&[]), "[]");
}

/// The next number of a sequence that a seed begins.
fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 33).unwrap_or(0)
}

#[test]
fn mutated_procedures_are_only_reported() {
    const SCRIPTS: [&str; 2] =
        [include_str!("../../scripts/MINICOPY.COM"), include_str!("../../scripts/SHADOW_WATCH.COM")];
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let mut seed = number("DCLSHADOW_TEST_SEED").unwrap_or(0x1D87_2B41_55AA_0F01);
    let rounds = number("DCLSHADOW_MUTATIONS").unwrap_or(150);
    for round in 0..rounds {
        let before = seed;
        let mut text: Vec<char> = SCRIPTS[next(&mut seed) % SCRIPTS.len()].chars().collect();
        for _ in 0..1 + next(&mut seed) % 12 {
            let at = next(&mut seed) % text.len();
            match next(&mut seed) % 4 {
                0 => text[at] = char::from(u8::try_from(next(&mut seed) % 256).unwrap_or(0)),
                1 => text.insert(at, ['\'', '"', '$', '-', '\n', '(', '/', '&'][next(&mut seed) % 8]),
                2 => drop(text.drain(at..(at + next(&mut seed) % 40).min(text.len() - 1).max(at))),
                _ => {
                    let from = next(&mut seed) % text.len();
                    let piece: Vec<char> = text[from..].iter().take(60).copied().collect();
                    text.splice(at..at, piece);
                }
            }
        }
        let text: String = text.into_iter().collect();
        let checked = std::panic::catch_unwind(|| check(&text, &Tables::embedded()).len());
        assert!(checked.is_ok(), "round {round}, DCLSHADOW_TEST_SEED={before}:\n{text}");
    }
}
