//! Command lines: the worked examples of the reference and every refusal with its token.

use super::*;
use crate::message::codes;
use Presence::{Absent, Defaulted, LocallyPresent, Negated, Present};

/// The tables of the reference's worked examples: smaller than the real ones.
const EXAMPLES: &str = r#"
DEFINE VERB MOUNT
    CLIROUTINE MOUNT
    PARAMETER P1, LABEL=DEVICE, PROMPT="Device", VALUE(REQUIRED, LIST, TYPE=$DEVICE)
    PARAMETER P2, LABEL=VOLUME, PROMPT="Label", VALUE(LIST)
    PARAMETER P3, LABEL=LOGICAL, PROMPT="Log name"
    QUALIFIER SHADOW, PLACEMENT=POSITIONAL, NONNEGATABLE, VALUE(REQUIRED, LIST, NOCONCATENATE, TYPE=$DEVICE)
    QUALIFIER CONFIRM
    QUALIFIER COPY, DEFAULT
    QUALIFIER POLICY, NONNEGATABLE, VALUE(REQUIRED, LIST, TYPE=MOUNT_POLICY)
    QUALIFIER SYSTEM, NONNEGATABLE
    QUALIFIER GROUP, NONNEGATABLE
    QUALIFIER SHARE
    DISALLOW ANY2(SYSTEM, GROUP, SHARE)
    DISALLOW (CONFIRM OR NEG COPY) AND NOT SHADOW
DEFINE TYPE MOUNT_POLICY
    KEYWORD MINICOPY, NEGATABLE, VALUE(TYPE=MINICOPY_OPTION)
    KEYWORD REQUIRE_MEMBERS
DEFINE TYPE MINICOPY_OPTION
    KEYWORD OPTIONAL
DEFINE VERB DISMOUNT
    CLIROUTINE DISMOUNT
    PARAMETER P1, LABEL=DEVICE, PROMPT="Device", VALUE(REQUIRED, TYPE=$DEVICE)
"#;

fn examples() -> Tables {
    Tables::compile("EXAMPLES.CLD", EXAMPLES).unwrap()
}

#[test]
fn worked_examples_that_parse() {
    for tables in [examples(), Tables::embedded()] {
        let first = complete(&tables, "MOUNT/SYS DSA1: /SHAD=(DKA100,DKA200:) DATA");
        assert_eq!(first.present("SYSTEM"), Present);
        assert_eq!(first.value("DEVICE"), Some("DSA1:"));
        assert_eq!(first.present("SHADOW"), LocallyPresent);
        assert_eq!(first.values("SHADOW"), ["DKA100", "DKA200:"]);
        assert_eq!(first.items("DEVICE")[0].values("SHADOW"), ["DKA100", "DKA200:"]);
        assert_eq!(first.value("VOLUME"), Some("DATA"));
        let second = complete(&tables, "MOU DSA1:/SHAD=DKA300 DATA/POL=MINI=OPT");
        assert_eq!(second.values("SHADOW"), ["DKA300"]);
        assert_eq!(second.present("POLICY.MINICOPY.OPTIONAL"), Present);
        assert_eq!(second.values("POLICY.MINICOPY"), ["OPTIONAL"]);
    }
}

#[test]
fn worked_examples_that_are_refused() {
    for tables in [examples(), Tables::embedded()] {
        let refused = |line| refused(&tables, line);
        let token = |token: &str| Some(token.to_owned());
        assert_eq!(refused("MOUNT DSA1:/SHA=DKA300 DATA"), (codes::CLI_ABKEYW, token("SHA")));
        assert_eq!(refused("MOUNT DSA1:/SHADOW DATA"), (codes::CLI_VALREQ, token("SHADOW")));
        assert_eq!(refused("MOUNT/SYSTEM/GROUP DKA100: X"), (codes::CLI_CONFLICT, token("GROUP")));
        assert_eq!(refused("MOUNT/POLICY=(MINICOPY,FOO) DSA1: X"), (codes::CLI_IVKEYW, token("FOO")));
        assert_eq!(refused("MOUNT/NOSHADOW DSA1: X"), (codes::CLI_NOTNEG, token("NOSHADOW")));
        assert_eq!(refused("MOUNT/CO DSA1: X"), (codes::CLI_ABKEYW, token("CO")));
        assert_eq!(refused("DISMOUNT DKA1: DKA2:"), (codes::CLI_MAXPARM, token("DKA2:")));
        assert_eq!(refused("MUONT DKA100: TEST"), (codes::CLI_IVVERB, token("MUONT")));
        assert_eq!(refused("MOUNT/SYSTEM/BOGUS DKA100: TEST"), (codes::CLI_IVQUAL, token("BOGUS")));
    }
}

#[test]
fn names_are_told_by_their_first_four_characters() {
    let tables = Tables::embedded();
    assert_eq!(complete(&tables, "SHOW SYSTEM/NOHEADER").present("HEADING"), Negated);
    assert_eq!(complete(&tables, "OPEN/READONLY F X.DAT").present("READ"), Present);
    assert_eq!(complete(&tables, "SHOW LOGICALS").routine(), "SHOW_LOGICAL");
    assert_eq!(complete(&tables, "MOUNT/NOCOPYING DSA1:/SHADED=DKA1: X").present("COPY"), Negated);
    // The negated name goes before one that only begins alike.
    assert_eq!(complete(&tables, "SHOW SYSTEM/NOPROCESS").present("PROCESS"), Negated);
    assert_eq!(refused(&tables, "SHOW SYSTEM/HEA_X"), (codes::CLI_IVQUAL, Some("HEA_X".to_owned())));
}

#[test]
fn dismount_without_parameter_prompts() {
    let tables = Tables::embedded();
    let Outcome::NeedsParameter(pending) = parse(&tables, "DISMOUNT", &mut AsTyped) else { panic!() };
    assert_eq!((pending.prompt.as_str(), pending.required), ("_Device: ", true));
    assert_eq!(pending.refuse().status, codes::CLI_INSFPRM);
    let Outcome::NeedsParameter(again) = pending.clone().resume(&tables, "  ", &mut AsTyped) else { panic!() };
    assert_eq!(again.prompt, "_Device: ");
    let Outcome::Complete(command) = again.resume(&tables, "DSA1:/NOUNLOAD", &mut AsTyped) else { panic!() };
    assert_eq!((command.value("DEVICE"), command.present("UNLOAD")), (Some("DSA1:"), Negated));
}

#[test]
fn prompting_goes_on_through_optional_parameters() {
    let tables = Tables::embedded();
    let Outcome::NeedsParameter(pending) = parse(&tables, "MOUNT/SYSTEM", &mut AsTyped) else { panic!() };
    let Outcome::NeedsParameter(label) = pending.resume(&tables, "DKA100:", &mut AsTyped) else { panic!() };
    assert_eq!((label.prompt.as_str(), label.required), ("_Label: ", false));
    let Outcome::NeedsParameter(log) = label.clone().resume(&tables, "", &mut AsTyped) else { panic!() };
    assert_eq!(log.prompt, "_Log name: ");
    let Outcome::Complete(command) = log.clone().resume(&tables, "WORK", &mut AsTyped) else { panic!() };
    assert_eq!((command.present("VOLUME"), command.value("LOGICAL")), (Absent, Some("WORK")));
    let Outcome::Complete(command) = log.resume(&tables, "", &mut AsTyped) else { panic!() };
    assert_eq!(command.present("LOGICAL"), Absent);
    let Outcome::Complete(command) = label.resume(&tables, "DATA WORK/SHARE", &mut AsTyped).clone() else {
        // /SYSTEM and /SHARE together are refused: the qualifier typed at the prompt counts.
        return;
    };
    panic!("{command:?}");
}

#[test]
fn verbs_match_on_four_characters() {
    let tables = examples();
    for verb in ["MOUNT", "mount", "MOUN", "MOUNTAIN", "mounx", "M"] {
        assert_eq!(complete(&tables, &format!("{verb} DKA0: X")).routine(), "MOUNT", "{verb}");
    }
    assert_eq!(refused(&tables, "MOUT DKA0: X").0, codes::CLI_IVVERB);
    assert_eq!(refused(&tables, "123 X"), (codes::CLI_NOCOMD, Some("123".to_owned())));
    let both = Tables::compile(
        "X.CLD",
        "DEFINE VERB SET DEFINE VERB SEARCH DEFINE VERB CONTINUE CLIFLAGS(ABBREVIATE) DEFINE VERB COPY",
    )
    .unwrap();
    assert_eq!(refused(&both, "SE"), (codes::CLI_ABVERB, Some("SE".to_owned())));
    assert_eq!(complete(&both, "C").verb, "CONTINUE");
    assert_eq!(complete(&both, "COPY").verb, "COPY");
    assert_eq!(refused(&both, "SETX").0, codes::CLI_IVVERB);
}

const ODDS: &str = r#"
DEFINE VERB TRY
    PARAMETER P1, LABEL=WHAT, VALUE(LIST, NOCONCATENATE)
    PARAMETER P2, LABEL=MORE
    QUALIFIER NUMBER, VALUE(TYPE=$NUMBER)
    QUALIFIER NOTIFY
    QUALIFIER TIFY
    QUALIFIER HERE, PLACEMENT=LOCAL
    QUALIFIER EACH, PLACEMENT=POSITIONAL, VALUE
    QUALIFIER TEXT, VALUE(REQUIRED)
    QUALIFIER QUOTED, VALUE(TYPE=$QUOTED_STRING)
    QUALIFIER PROTECTION, VALUE(REQUIRED, TYPE=$PROTECTION)
    QUALIFIER OWNER, VALUE(REQUIRED, TYPE=$UIC)
    QUALIFIER INSIDE, VALUE(REQUIRED, TYPE=$PARENTHESIZED_VALUE)
    QUALIFIER OPTION, VALUE(LIST, DEFAULT=SLOW, TYPE=SPEED)
    QUALIFIER BACKGROUND, BATCH
    QUALIFIER OTHER, SYNTAX=TRY_OTHER
    QUALIFIER PLAIN, NONNEGATABLE
    DISALLOW NEG NOTIFY AND OPTION.FAST
DEFINE TYPE SPEED
    KEYWORD FAST, NEGATABLE, VALUE(TYPE=$NUMBER)
    KEYWORD SLOW
    KEYWORD EXTRA, DEFAULT
DEFINE SYNTAX TRY_OTHER
    ROUTINE OTHER_ONE
    QUALIFIER OTHER
    QUALIFIER DEEPER, SYNTAX=TRY_DEEPER
    NODISALLOWS
DEFINE SYNTAX TRY_DEEPER
    NOPARAMETERS
    QUALIFIER OTHER
    QUALIFIER DEEPER
DEFINE VERB REST
    PARAMETER P1, LABEL=ALL, VALUE(TYPE=$REST_OF_LINE)
DEFINE VERB SAY
    PARAMETER P1, LABEL=WHERE, VALUE(REQUIRED)
    PARAMETER P2, LABEL=EXPRESSION, VALUE(REQUIRED, LIST, TYPE=$EXPRESSION)
DEFINE VERB FILES
    PARAMETER P1, LABEL=FILE, VALUE(REQUIRED, LIST, TYPE=$FILE)
    NOQUALIFIERS
"#;

fn odds() -> Tables {
    Tables::compile("ODDS.CLD", ODDS).unwrap()
}

#[test]
fn every_refusal_shows_its_token() {
    let tables = odds();
    for (line, status, token) in [
        ("TRY/", codes::CLI_NOKEYW, None),
        ("TRY/NOPLAIN", codes::CLI_NOTNEG, Some("NOPLAIN")),
        ("TRY/NOX", codes::CLI_IVQUAL, Some("NOX")),
        ("TRY/NU=12X", codes::CLI_NUMBER, Some("12X")),
        ("TRY/NU=%XFG", codes::CLI_IVCHAR, Some("%XFG")),
        ("TRY/NU=4294967296", codes::CLI_NUMBER, Some("4294967296")),
        ("TRY/NONUMBER=1", codes::CLI_NOVALU, Some("NONUMBER")),
        ("TRY/PLAIN=1", codes::CLI_NOVALU, Some("PLAIN")),
        ("TRY/TEXT=(A,B)", codes::CLI_ONEVAL, Some("B")),
        ("TRY/TEXT=", codes::CLI_VALREQ, Some("TEXT")),
        ("TRY/TEXT=(A", codes::CLI_NOPAREN, Some("A")),
        ("TRY/TEXT=A=B", codes::CLI_IVVALU, Some("=B")),
        ("TRY/HERE A", codes::CLI_IVQLOC, Some("HERE")),
        ("TRY A+B", codes::CLI_NOCCAT, Some("B")),
        ("TRY A B,C", codes::CLI_NOLIST, Some("C")),
        ("TRY A B C.TXT", codes::CLI_MAXPARM, Some("C")),
        ("TRY A=B", codes::CLI_PARMDEL, Some("=B")),
        ("TRY (A) B", codes::CLI_PARMDEL, Some("(A)")),
        ("TRY A,,B", codes::CLI_PARMDEL, Some(",B")),
        ("TRY/OPTION=(FAST=1=2)", codes::CLI_IVVALU, Some("=2)")),
        ("TRY/OPTION=SLOW=2", codes::CLI_NOVALU, Some("SLOW")),
        ("TRY/OPTION=NOSLOW", codes::CLI_NOTNEG, Some("NOSLOW")),
        ("TRY/OWNER=[9,1]", codes::CLI_INVUIC, Some("[9,1]")),
        ("TRY/PROTECTION=(X:R)", codes::CLI_IVPROT, Some("(X:R)")),
        ("TRY/INSIDE=X", codes::CLI_NOPAREN, Some("X")),
        ("TRY/NONOTIFY/OPTION=FAST", codes::CLI_CONFLICT, Some("FAST")),
        ("FILES/LOG A", codes::CLI_NOQUAL, Some("LOG")),
        ("TRY/OTHER/NUMBER=1", codes::CLI_IVQUAL, Some("NUMBER")),
        ("TRY/OTHER/DEEPER A", codes::CLI_MAXPARM, Some("A")),
    ] {
        assert_eq!(refused(&tables, line), (status, token.map(str::to_owned)), "{line}");
    }
    let long = format!("TRY {}", "X".repeat(300));
    assert_eq!(refused(&tables, &long).0, codes::CLI_TKNOVF);
    let longer = format!("TRY {}", "X ".repeat(5000));
    assert_eq!(refused(&tables, &longer).0, codes::CLI_BUFOVF);
}

#[test]
fn values_are_folded_squeezed_and_unquoted() {
    let tables = odds();
    let line = complete(&tables, "try  a , \"b  c\"\"d\" ,x\"y z\"\t! comment /bogus");
    assert_eq!(line.values("WHAT"), ["A", "b  c\"d", "Xy z"]);
    assert_eq!(line.line, "TRY A , \"b  c\"\"d\" ,X\"y z\"");
    assert!(line.full_values("WHAT")[1].quoted);
    assert_eq!(line.full_values("WHAT")[1].join, Join::Comma);
    assert_eq!(complete(&tables, "TRY/TEXT = abc/NUMBER : %x1F").value("TEXT"), Some("ABC"));
    assert_eq!(complete(&tables, "TRY/NUMBER:-%O17").number("NUMBER"), Some(-15));
    assert_eq!(complete(&tables, "TRY/QUOTED=\"a b\"").value("QUOTED"), Some("\"a b\""));
    assert_eq!(complete(&tables, "TRY/PROT=(S:RWED, o, W:R)").value("PROTECTION"), Some("(S:RWED,O,W:R)"));
    assert_eq!(complete(&tables, "TRY/OWNER=[100,7] X").value("OWNER"), Some("[100,7]"));
    assert_eq!(complete(&tables, "TRY \"unclosed  quote").value("WHAT"), Some("unclosed  quote"));
    assert_eq!(complete(&tables, "REST  Keep This=As (it/is").value("ALL"), Some("Keep This=As (it/is"));
    let say = complete(&tables, "SAY SYS$OUTPUT \"a,b\" + F(1,2)/3 , Y");
    assert_eq!(say.values("EXPRESSION"), ["\"a,b\" + F(1,2)/3", "Y"]);
    let files = complete(&tables, "FILES node\"user pw\"::dev:[a,b]x.y;3, <d.e>z^,w");
    assert_eq!(files.values("FILE"), ["NODE\"user pw\"::DEV:[A,B]X.Y;3", "<D.E>Z^,W"]);
}

#[test]
fn negation_prefers_the_name_as_written() {
    let tables = odds();
    assert_eq!(complete(&tables, "TRY/NOTIFY").present("NOTIFY"), Present);
    assert_eq!(complete(&tables, "TRY/NOTI").present("TIFY"), Absent);
    assert_eq!(complete(&tables, "TRY/NONOTIFY").present("NOTIFY"), Negated);
    assert_eq!(complete(&tables, "TRY/NUMBER=1/NONUMBER").present("NUMBER"), Negated);
    assert_eq!(complete(&tables, "TRY/NUMBER=1/NUMBER=2").values("NUMBER"), ["2"]);
}

#[test]
fn placement_decides_what_a_qualifier_holds_for() {
    let tables = odds();
    let line = complete(&tables, "TRY/EACH=1 A/NOEACH,B/EACH=3/HERE,C D/NUMBER=7");
    let items = line.items("WHAT");
    assert_eq!(items[0].present("EACH"), Presence::LocallyNegated);
    assert_eq!((items[1].present("EACH"), items[1].value("EACH")), (LocallyPresent, Some("3")));
    assert_eq!((items[2].present("EACH"), items[2].value("EACH")), (Present, Some("1")));
    assert_eq!((items[1].present("HERE"), items[2].present("HERE")), (LocallyPresent, Absent));
    assert_eq!((line.present("EACH"), line.number("NUMBER")), (Present, Some(7)));
    assert_eq!(line.labels(), ["EACH", "NUMBER", "WHAT", "HERE", "MORE"]);
}

#[test]
fn defaults_follow_their_parents() {
    let tables = odds();
    let bare = complete(&tables, "TRY/OPTION");
    assert_eq!((bare.values("OPTION"), bare.present("OPTION.SLOW")), (vec!["SLOW"], Defaulted));
    assert_eq!((bare.present("OPTION.EXTRA"), bare.present("OPTION.FAST")), (Defaulted, Absent));
    let given = complete(&tables, "TRY/OPTION=(NOFAST,EXTRA)");
    assert_eq!((given.present("OPTION.FAST"), given.present("OPTION.EXTRA")), (Negated, Present));
    assert_eq!(given.labels(), ["OPTION", "OPTION.FAST", "OPTION.EXTRA"]);
    assert_eq!(complete(&tables, "TRY").present("OPTION.EXTRA"), Absent);
    assert_eq!(complete(&tables, "TRY").present("BACKGROUND"), Absent);
    struct Batch;
    impl Setting for Batch {
        fn is_batch(&self) -> bool {
            true
        }
        fn evaluate(&mut self, text: &str) -> Result<String, crate::message::Condition> {
            Ok(text.to_owned())
        }
        fn absolute_time(&mut self, text: &str) -> Result<String, crate::message::Condition> {
            Ok(text.to_owned())
        }
        fn delta_time(&mut self, text: &str) -> Result<String, crate::message::Condition> {
            Ok(text.to_owned())
        }
    }
    let Outcome::Complete(batch) = parse(&tables, "TRY", &mut Batch) else { panic!() };
    assert_eq!(batch.present("BACKGROUND"), Defaulted);
}

#[test]
fn a_syntax_replaces_what_it_defines() {
    let tables = odds();
    let other = complete(&tables, "TRY/OTHER A B");
    assert_eq!((other.routine(), other.present("OTHER"), other.value("MORE")), ("OTHER_ONE", Present, Some("B")));
    let negated = complete(&tables, "TRY/NOOTHER");
    assert_eq!((negated.routine(), negated.present("OTHER")), ("TRY", Negated));
    let deeper = complete(&tables, "TRY/OTHER/DEEPER");
    assert_eq!((deeper.routine(), deeper.present("DEEPER")), ("OTHER_ONE", Present));
}
