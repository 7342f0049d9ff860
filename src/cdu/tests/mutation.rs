//! Seeded mutations of CLD text and of command lines: no panic, no hang, and what compiles prints and compiles again.

use super::super::compiler::statements;
use super::super::definition::Statement;
use super::super::embedded::FILES;
use super::*;

/// A small generator (SplitMix64): the same seed gives the same run everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const PIECES: &[&str] = &[
    "/", "=", "(", ")", ",", "\"", "+", "!", "'", "[", "]", "<", ">", ".", ":", ";", " ", "NO", "/NO", "DEFINE",
    "VERB", "VALUE(", "TYPE=", "$NUMBER", "LIST", "DISALLOW", "ANY2(", "NEG ", "NOT ", "-", "%X", "^", "\u{e9}",
    "\u{0}", "\t", "KEYWORD", "SYNTAX=", "DEFAULT", "&", "@", "*", "DSA1:", "MINICOPY", "REQUIRED", "\n",
];

/// One to four edits at random places.
fn mutate(random: &mut Random, text: &str) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(text.len() + 1);
        match random.below(4) {
            0 if at < text.len() => {
                text.remove(at);
            }
            1 if at < text.len() => {
                let end = (at + random.below(40)).min(text.len());
                let copied: Vec<char> = text[at..end].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, copied);
            }
            2 if at < text.len() => {
                let end = (at + random.below(12)).min(text.len());
                text.drain(at..end);
            }
            _ => {
                let piece = random.pick(PIECES).chars();
                text.splice(at..at, piece);
            }
        }
    }
    text.into_iter().collect()
}

#[test]
fn mutated_definitions_never_panic() {
    for seed in 0..400 {
        let mut random = Random(seed);
        let (file, text) = FILES[random.below(FILES.len())];
        let start = random.below(text.len());
        let part: String = text.chars().skip(if random.below(2) == 0 { 0 } else { start }).take(3000).collect();
        let text = mutate(&mut random, &part);
        let run = std::panic::catch_unwind(|| {
            if let Ok(read) = statements(file, &text) {
                let printed: String = read.iter().map(Statement::to_string).collect();
                let again = statements(file, &printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
                let reprinted: String = again.iter().map(Statement::to_string).collect();
                assert_eq!(printed, reprinted);
            }
            let _ = Tables::compile(file, &text);
        });
        assert!(run.is_ok(), "seed {seed}");
    }
}

const LINES: &[&str] = &[
    "MOUNT/SYSTEM DSA1: /SHADOW=($1$DGA101:,$1$DGA102:) DATA WORK /POLICY=(MINICOPY=OPTIONAL,VERIFY_LABEL)",
    "MOUNT/NOASSIST/OVERRIDE=(SHADOW_MEMBERSHIP,IDENT) $1$DGA101: \"a b\"\"c\" X ! comment",
    "MOUNT DSA1:/SHAD=A,DSA2:/SHAD=(B,C) L1,L2/BIND=SET/PROT=(S:RWED,O)/OWNER=[1,4]",
    "DISMOUNT/POLICY=MINICOPY=OPTIONAL $1$DGA101:",
    "DISMOUNT/NOUNLOAD/OVERRIDE=CHECKS DSA1:",
];

#[test]
fn mutated_command_lines_never_panic() {
    let tables = Tables::embedded();
    for seed in 0..4000 {
        let mut random = Random(seed);
        let base = random.pick(LINES);
        let line = mutate(&mut random, base);
        let run = std::panic::catch_unwind(|| {
            let mut outcome = parse(&tables, &line, &mut AsTyped);
            for _ in 0..10 {
                outcome = match outcome {
                    Outcome::NeedsParameter(pending) => pending.resume(&tables, "X", &mut AsTyped),
                    Outcome::Complete(command) => {
                        command.labels().iter().for_each(|label| assert!(command.present(label).is_typed(), "{label}"));
                        return;
                    }
                    Outcome::Error(_) => return,
                };
            }
        });
        assert!(run.is_ok(), "seed {seed}: {line:?}");
    }
}
