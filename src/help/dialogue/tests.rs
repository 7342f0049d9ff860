//! Whole dialogues, byte for byte, and seeded nonsense.

use super::*;

const SAMPLE: &str = "1 HELP
  Introduction.
1 SHOW
  Shows things.
2 DEVICES

   Displays the status of devices.

3 Parameter
  name
3 Qualifiers
4 /FULL
  everything
2 DEFAULT
  Shows the default.
2 SHADOW
  Shows sets.
/COPY
  Copies.
/ACTIVE
  All.
1 WAIT
  Waits.
";

fn dialogue(options: Options) -> Dialogue {
    let mut library = Library::default();
    library.insert("SAMPLE.HLP", SAMPLE).unwrap();
    let mut other = Library::default();
    other.insert("OTHER.HLP", "1 ONLY\n  One.\n").unwrap();
    Dialogue::new(Arc::new(library), vec![("OTHER".to_owned(), Arc::new(other))], options)
}

/// Lines and prompt as a terminal shows them.
fn screen(reply: &Reply) -> String {
    let mut text: String = reply.lines.iter().map(|line| line.text.clone() + "\n").collect();
    if let Some(prompt) = &reply.prompt {
        text += "\n";
        text += prompt;
    }
    text
}

#[test]
fn without_keys_the_introduction_and_all_topics() {
    let root = "
  Introduction.

  Information available:

  HELP       SHOW       WAIT

  Additional help libraries available (type @name for topics):

  OTHER

Topic? ";
    let mut help = dialogue(Options::default());
    assert_eq!(screen(&help.start("")), root);
    let mut brief = dialogue(Options { instructions: false, prompt: true, liblist: true });
    assert_eq!(screen(&brief.start("")), root.replace("\n  Introduction.\n", ""));
    assert_eq!(screen(&help.answer(Some(""))), "");
}

#[test]
fn a_topic_shows_its_path_text_and_list() {
    let mut help = dialogue(Options::default());
    let devices = "
SHOW

  DEVICES

     Displays the status of devices.

  Additional information available:

  Parameter  Qualifiers

SHOW DEVICES Subtopic? ";
    assert_eq!(screen(&help.start("sh/dev")), devices);
    let full = "
SHOW

  DEVICES

    Qualifiers

      /FULL

        everything

SHOW DEVICES Subtopic? ";
    assert_eq!(screen(&help.answer(Some("/full"))), full.replace("DEVICES Sub", "DEVICES Qualifiers Sub"));
    assert_eq!(screen(&help.answer(Some(""))), "\nSHOW DEVICES Subtopic? ");
    assert_eq!(screen(&help.answer(Some("?"))), devices);
    assert_eq!(screen(&help.answer(None)), "");
}

#[test]
fn several_matches_are_all_shown_and_the_prompt_stays() {
    let mut help = dialogue(Options::default());
    let text = "
SHOW

  DEFAULT

    Shows the default.

SHOW

  DEVICES

     Displays the status of devices.

  Additional information available:

  Parameter  Qualifiers

SHOW Subtopic? ";
    assert_eq!(screen(&help.start("SHOW D")), text);
}

#[test]
fn qualifiers_stand_on_their_own_line_of_the_list() {
    let mut help = dialogue(Options { instructions: true, prompt: false, liblist: true });
    let text = "
SHOW

  SHADOW

    Shows sets.

  Additional information available:

  /ACTIVE    /COPY
";
    assert_eq!(screen(&help.start("SHOW SHADOW")), text);
}

#[test]
fn an_ellipsis_shows_everything_below() {
    let mut help = dialogue(Options { instructions: true, prompt: false, liblist: true });
    let reply = help.start("SHOW...");
    let names = reply.lines.iter().filter(|line| line.kind == crate::help::Kind::KeyName).count();
    assert_eq!(names, 1 + 2 * 3 + 3 * 2 + 4 + 3 * 2);
    assert!(reply.lines.iter().all(|line| line.kind != crate::help::Kind::OtherInfo));
}

#[test]
fn what_is_not_there_is_regretted() {
    let mut help = dialogue(Options::default());
    let sorry = "
  Sorry, no documentation on SHOW FOOBAR

  Additional information available:

  DEFAULT    DEVICES    SHADOW

SHOW Subtopic? ";
    assert_eq!(screen(&help.start("show foobar")), sorry);
    assert_eq!(screen(&help.answer(Some("foobar"))), sorry);
    help.answer(Some(""));
    let root = help.answer(Some("nonsense"));
    assert_eq!(root.prompt.as_deref(), Some("Topic? "));
    assert_eq!(root.lines[1].text, "  Sorry, no documentation on NONSENSE");
}

#[test]
fn another_library_is_picked_by_name() {
    let mut help = dialogue(Options::default());
    assert!(screen(&help.start("@other")).contains("  ONLY"));
    assert!(screen(&help.answer(Some("only"))).contains("  One."));
    let missing = help.answer(Some("@nosuch"));
    assert_eq!(missing.message.unwrap().status, codes::HELP_OPENIN);
    assert_eq!(missing.prompt.as_deref(), Some("Topic? "));
}

#[test]
fn nonsense_never_panics_and_return_always_leads_out() {
    let mut state = 0xFACE_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for round in 0..500 {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for _ in 0..random(6) {
            let at = random(bytes.len());
            bytes[at] = b"123/ !\nA*%\xC3"[random(11)];
        }
        let mut library = Library::default();
        let _ = library.insert("DAMAGED.HLP", &String::from_utf8_lossy(&bytes));
        let mut help = Dialogue::new(Arc::new(library), Vec::new(), Options::default());
        let mut typed = || (0..random(8)).map(|_| char::from(b"SHOWD/FULL *%.@?4"[random(17)])).collect::<String>();
        help.start(&typed());
        for _ in 0..6 {
            help.answer(Some(&typed()));
        }
        let mut left = 0;
        while help.answer(Some("")).prompt.is_some() {
            left += 1;
            assert!(left < 20, "round {round}");
        }
    }
}
