//! Recordings: reading, playing, comparing and writing them anew.

use super::*;

/// A session that knows a few words.
struct Parrots;

impl Sessions for Parrots {
    fn defaults(&self) -> (String, String) {
        ("NODEA".to_owned(), "SYSTEM".to_owned())
    }

    fn run(&self, node: &str, user: &str, console: &mut dyn Console) -> Result<(), String> {
        let mut count = 0;
        loop {
            let line = match console.read("$ ") {
                Typed::Line(line) => line,
                Typed::EndOfInput | Typed::Nothing => return Ok(()),
                Typed::ControlY | Typed::ControlC => {
                    console.write("*INTERRUPT*");
                    continue;
                }
            };
            count += 1;
            match line.split_once(' ').unwrap_or((&line, "")) {
                ("SAY", text) => console.write(text),
                ("WHO", _) => console.write(&format!("{user} on {node}, command {count}")),
                ("ASK", _) => match console.read("Two things.\nSure? [N]: ") {
                    Typed::Line(answer) => console.write(&format!("you said {answer}")),
                    _ => console.write("no answer"),
                },
                ("NAG", _) => while console.read("Really? ") != Typed::Line("YES".to_owned()) {},
                ("BYE", _) => return Ok(()),
                ("BURST", _) => panic!("burst"),
                _ => {}
            }
        }
    }
}

fn run(text: &str) -> (Performance, Comparison) {
    let recording = Recording::parse(text).unwrap();
    let performance = play(&recording, &Parrots);
    let comparison = compare(&recording, &performance, "t");
    (performance, comparison)
}

fn passes(text: &str) {
    let (performance, comparison) = run(text);
    assert_eq!((comparison.difference, performance.failure), (None, None));
    assert_eq!(comparison.blessed, text);
}

#[test]
fn a_session_that_shows_what_was_recorded_passes() {
    passes("$ SAY hello\nhello\n$ ASK\nTwo things.\nSure? [N]: Y\nyou said Y\n$\n$ BYE\n");
}

#[test]
fn output_that_looks_like_a_prompt_is_output() {
    passes("$ SAY $ SAY x\n$ SAY x\n$ SAY Sure? [N]: Z\nSure? [N]: Z\n$ ASK\nTwo things.\nSure? [N]: A\nyou said A\n");
}

#[test]
fn keys_and_the_end_of_the_file() {
    passes(
        "$ ^Y\n*INTERRUPT*\n$ ASK\nTwo things.\nSure? [N]: ^Z\nno answer\n$ ^C\n*INTERRUPT*\n$ WHO\nSYSTEM on NODEA, command 2\n",
    );
}

#[test]
fn sessions_on_other_nodes_keep_their_place() {
    passes(
        "$ WHO\nSYSTEM on NODEA, command 1\n@NODEB\n$ WHO\nSYSTEM on NODEB, command 1\n@NODEA\n$ WHO\n\
         SYSTEM on NODEA, command 2\n@NODEA OPERATOR\n$ WHO\nOPERATOR on NODEA, command 1\n$ BYE\n$ WHO\n\
         SYSTEM on NODEB, command 2\n",
    );
}

#[test]
fn the_header_masks_and_comments_are_kept() {
    passes(
        "!! first\nuser: BOB\nmask n: [0-9]+\nseed: 7\n---\n!! before\n$ WHO\n!! inside\nBOB on NODEA, command <n>\n!! last\n",
    );
}

#[test]
fn one_difference_is_shown_as_one_and_blessing_keeps_the_rest() {
    let text =
        "mask n: [0-9]\n---\n$ SAY good\nbad\n!! a remark\n$ WHO\nSYSTEM on NODEA, command <n>\n$ ASK\nSure? [N]: Q\n";
    let (_, comparison) = run(text);
    let diff = comparison.difference.unwrap();
    assert!(
        diff.contains("\n-bad\n+good\n") && !diff.contains("-$ WHO") && diff.contains("\n+Two things.\n"),
        "{diff}"
    );
    assert_eq!(
        comparison.blessed,
        "mask n: [0-9]\n---\n$ SAY good\ngood\n!! a remark\n$ WHO\nSYSTEM on NODEA, command <n>\n$ ASK\nTwo things.\n\
         Sure? [N]: Q\nyou said Q\n"
    );
    passes(&comparison.blessed);
}

#[test]
fn a_question_that_was_not_expected_does_not_eat_the_commands() {
    let (performance, comparison) = run("$ ASK\n$ SAY after\nafter\n");
    assert_eq!(performance.lines, ["$ ASK", "Two things.", "Sure? [N]:", "no answer", "$ SAY after", "after"]);
    assert!(comparison.difference.is_some());
}

#[test]
fn a_session_that_ends_early_loses_no_input() {
    let (performance, comparison) = run("$ BYE\n$ SAY x\nx\n");
    assert_eq!((performance.lines.len(), performance.reached), (1, 1));
    assert!(comparison.difference.is_some());
    assert_eq!(comparison.blessed, "$ BYE\n$ SAY x\nx\n");
}

#[test]
fn a_session_that_never_ends_is_stopped_and_a_panic_is_told() {
    assert!(run("$ NAG\n").0.failure.unwrap().contains("never came to its end"));
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let failure = run("$ BURST\n$ SAY x\nx\n").0.failure;
    std::panic::set_hook(hook);
    assert_eq!(failure.as_deref(), Some("the session panicked: burst"));
}

#[test]
fn header_mistakes_name_their_line() {
    let error = |text: &str| Recording::parse(text).unwrap_err().to_string();
    assert!(error("seed: x\n---\n").starts_with("line 1: \"x\" stands here; expected a number"));
    assert!(error("user: A\nclock: soon\n---\n").starts_with("line 2: \"soon\" stands here; expected a date"));
    assert!(error("user: A\ncolour: red\n---\n").starts_with("line 2: \"colour: red\" stands here"));
    assert!(error("user: A\n$ SHOW TIME\n").contains("expected --- after the header"));
    assert!(error("mask a: [0-\n---\n").starts_with("line 1: a set has no ]"));
    assert!(error("site: {\n \"nodes\"\n---\n").contains("its } in the first column"));
}

#[test]
fn an_inline_site_is_taken_whole() {
    let recording = Recording::parse("site: {\n  \"nodes\": []\n}\nuser: X\n---\n$ A\n").unwrap();
    assert_eq!(recording.header.site, SiteSource::Inline("{\n  \"nodes\": []\n}\n".to_owned()));
    assert_eq!((recording.header.user.as_deref(), recording.body.len()), (Some("X"), 1));
}

#[test]
fn masks_match_what_they_say_and_no_more() {
    let mask = |pattern| [Mask::new("m", pattern).unwrap()];
    assert!(Mask::line_matches(&mask("[0-9]{2}:[0-9]{2}"), "at <m>.", "at 12:34."));
    assert!(!Mask::line_matches(&mask("[0-9]{2}:[0-9]{2}"), "at <m>.", "at 12:3."));
    assert!(Mask::line_matches(&mask("a*b?"), "<m>|<m>", "aab|"));
    assert!(Mask::line_matches(&mask("[^ ]+"), "x <m> y", "x z9 y"));
    assert!(!Mask::line_matches(&mask("[^ ]+"), "x <m> y", "x z 9 y"));
    assert!(Mask::line_matches(&mask("\\[1\\]"), "<m> <other>", "[1] <other>"));
    for bad in ["", "*", "[", "[]", "a{2", "a{3,2}", "\\"] {
        assert!(Mask::new("m", bad).is_err(), "{bad}");
    }
}

#[test]
fn a_suite_runs_everything_and_reports_in_order() {
    let directory = tempfile::TempDir::new().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("b.log"), "$ SAY a\n<&>\n").unwrap();
    std::fs::write(path("a.log"), "$ SAY a\na\n").unwrap();
    std::fs::write(path("note.txt"), "no recording").unwrap();
    let files = collect(&[directory.path().to_path_buf()]).unwrap();
    assert_eq!(files, [path("a.log"), path("b.log")]);
    let stager = |_: &Recording| Ok(Box::new(Parrots) as Box<dyn Sessions>);
    let run = |bless| run_suite(&files, SuiteOptions { bless, jobs: 4 }, &stager, &|_| ());
    let outcomes = run(false);
    assert_eq!(outcomes.iter().map(|outcome| outcome.problem.is_some()).collect::<Vec<_>>(), [false, true]);
    let report = junit_report(&outcomes);
    assert!(report.contains("tests=\"2\" failures=\"1\"") && report.contains("-&lt;&amp;&gt;"), "{report}");
    assert!(run(true)[1].blessed);
    assert!(run(false).iter().all(|outcome| outcome.problem.is_none()));
    assert!(collect(&[path("missing")]).is_err());
}
