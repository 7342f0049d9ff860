//! kill -9 of the program under a load that acknowledges through its pipe: nothing acknowledged is lost, and the members
//! are the same when all is over.
//!
//! The program is killed when the n-th acknowledgement was read, never after a time. Ten kills in a test run; more with
//! `DCLSHADOW_KILLS=200`. A failure names its kill: `DCLSHADOW_KILL=n` repeats that one alone.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};

use crate::hosted::{Hosted, site_json};

const DISKS: [&str; 3] = ["$1$DGA101:", "$1$DGA102:", "$1$DGA103:"];
const BLOCKS: u64 = 3000;

/// Slow enough that a copy is under way whenever the kill comes.
const RATE: u64 = 200_000;

/// What the program is doing when it is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    TwoMembers,
    ThreeMembers,
    Minicopy,
    FullCopy,
    Dismount,
    RemovingAMember,
    Suspend,
    Again,
}

const MOMENTS: [Moment; 8] = [
    Moment::TwoMembers,
    Moment::ThreeMembers,
    Moment::Minicopy,
    Moment::FullCopy,
    Moment::Dismount,
    Moment::RemovingAMember,
    Moment::Suspend,
    Moment::Again,
];

/// Numbers that follow from the kill.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Writes that were acknowledged: for each block the number of the load and of its write.
type Acknowledged = HashMap<u64, (u64, u64)>;

/// One load, killed at an acknowledgement.
struct Load<'a> {
    hosted: &'a Hosted,
    /// Its seed, which its blocks carry: loads are numbered.
    number: u64,
    before: String,
    operations: u64,
    after: String,
}

impl Load<'_> {
    /// Runs it, kills the program at the n-th acknowledgement, and notes what was acknowledged.
    fn kill_at(&self, n: u64, acknowledged: &mut Acknowledged) {
        let mut child =
            self.hosted.program().stderr(std::process::Stdio::inherit()).spawn().expect("the program starts");
        let (number, operations) = (self.number, self.operations);
        let load = format!("SIMULATE LOAD DSA1: /LOG/SEED={number}/OPERATIONS={operations}/SIZE=9");
        let mut input = child.stdin.take().expect("a pipe");
        write!(input, "{}\n{load}\n{}\n", self.before, self.after).expect("commands are sent");
        // The end of the input: after the last command the site is suspended.
        drop(input);
        let mut seen = Vec::new();
        let mut count = 0;
        for line in BufReader::new(child.stdout.take().expect("a pipe")).lines() {
            let line = line.expect("a line");
            let Some((first, blocks)) = acknowledgement(&line) else {
                seen.push(line);
                continue;
            };
            count += 1;
            acknowledged.extend((first..first + blocks).map(|lbn| (lbn, (number, count))));
            if count == n {
                break;
            }
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        assert!(count == n, "{count} acknowledgements, not {n}:\n{}", seen.join("\n"));
    }
}

/// First LBN and blocks of a line that acknowledges a write.
fn acknowledgement(line: &str) -> Option<(u64, u64)> {
    let rest = line.strip_prefix("%SIMULATE-S-WRITTEN, ")?;
    let (blocks, rest) = rest.split_once(" block")?;
    Some((rest.rsplit(' ').next()?.parse().ok()?, blocks.parse().ok()?))
}

/// Makes a set of the first `members` disks and fills it a little.
fn prepare(hosted: &Hosted, members: usize) {
    let list = DISKS[..members].join(",");
    let lines = format!(
        "INITIALIZE/SHADOW=({list}) DATA\nMOUNT/SYSTEM DSA1: /SHADOW=({list}) DATA\nSIMULATE LOAD DSA1: /SEED=0\nDISMOUNT DSA1:\n"
    );
    let ran = hosted.run(&lines).says("%SIMULATE-S-LOADDONE");
    assert_eq!(ran.status, Some(0), "{}", ran.output);
}

/// Kills once, or twice; what was acknowledged, and how many disks belong to the set.
fn strike(hosted: &Hosted, moment: Moment, random: &mut Random, acknowledged: &mut Acknowledged) -> usize {
    let mount = |members: usize| format!("MOUNT/SYSTEM DSA1: /SHADOW=({}) DATA", DISKS[..members].join(","));
    let n = 1 + random.below(600);
    let load = |number, before: &str, operations, after: &str| Load {
        hosted,
        number,
        before: before.to_owned(),
        operations,
        after: after.to_owned(),
    };

    match moment {
        Moment::TwoMembers | Moment::ThreeMembers => {
            let members = if moment == Moment::TwoMembers { 2 } else { 3 };
            prepare(hosted, members);
            load(1, &mount(members), 100_000, "").kill_at(n, acknowledged);
            members
        }
        Moment::Minicopy => {
            prepare(hosted, 2);
            let before = format!(
                "{}\nDISMOUNT/POLICY=MINICOPY {}\nSIMULATE LOAD DSA1: /SEED=0/OPERATIONS=400\nMOUNT/SYSTEM DSA1: /SHADOW={} DATA",
                mount(2),
                DISKS[1],
                DISKS[1]
            );
            load(1, &before, 100_000, "").kill_at(n, acknowledged);
            2
        }
        Moment::FullCopy => {
            prepare(hosted, 2);
            load(1, &format!("{}\nMOUNT/SYSTEM DSA1: /SHADOW={} DATA", mount(2), DISKS[2]), 100_000, "")
                .kill_at(n, acknowledged);
            3
        }
        Moment::Dismount | Moment::RemovingAMember | Moment::Suspend => {
            let members = 2 + random.below(2) as usize;
            prepare(hosted, members);
            let removal = format!("DISMOUNT/POLICY=MINICOPY {}", DISKS[1]);
            let after = match moment {
                Moment::Dismount => "DISMOUNT DSA1:",
                Moment::RemovingAMember => &removal,
                _ => "",
            };
            // The last acknowledgement is on its way when the next command begins.
            load(1, &mount(members), n, after).kill_at(n, acknowledged);
            members
        }
        Moment::Again => {
            prepare(hosted, 3);
            load(1, &mount(3), 100_000, "").kill_at(n, acknowledged);
            // Before the merge is over.
            load(2, &mount(3), 100_000, "").kill_at(1 + random.below(50), acknowledged);
            3
        }
    }
}

/// Every acknowledged write is there, or a later one to the same block.
fn compare(hosted: &Hosted, acknowledged: &Acknowledged) {
    let image = std::fs::read(hosted.image(DISKS[0])).expect("an image");
    let word = |lbn: u64, at: usize| {
        let at = usize::try_from(lbn).expect("an address") * 512 + at;
        u64::from_le_bytes(image[at..at + 8].try_into().expect("eight bytes"))
    };
    for (lbn, wanted) in acknowledged {
        let found = (word(*lbn, 24), word(*lbn, 16));
        assert!(
            word(*lbn, 8) == *lbn && found >= *wanted,
            "LBN {lbn} has write {found:?}; {wanted:?} was acknowledged"
        );
    }
}

fn one_kill(kill: u64) -> usize {
    let moment = MOMENTS[usize::try_from(kill).unwrap_or(0) % MOMENTS.len()];
    let mut random = Random(kill);
    let slow = matches!(moment, Moment::Minicopy | Moment::FullCopy);
    let hosted = Hosted::new(&site_json(&DISKS, BLOCKS, slow.then_some(RATE)));
    let mut acknowledged = Acknowledged::new();
    let members = strike(&hosted, moment, &mut random, &mut acknowledged);
    std::fs::write(hosted.root().join("site.json"), site_json(&DISKS, BLOCKS, None)).expect("site.json");
    hosted.recover(&DISKS[..members]);
    compare(&hosted, &acknowledged);
    let check = hosted.check();
    assert_eq!(check.status, Some(0), "{}", check.output);
    acknowledged.len()
}

#[test]
fn a_killed_program_loses_nothing_that_it_acknowledged() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let kills: u64 = number("DCLSHADOW_KILLS").unwrap_or(10);
    let only: Option<u64> = number("DCLSHADOW_KILL");
    let mut blocks = 0;
    for kill in only.map_or(0..kills, |only| only..only + 1) {
        let moment = MOMENTS[usize::try_from(kill).unwrap_or(0) % MOMENTS.len()];
        blocks += std::panic::catch_unwind(|| one_kill(kill))
            .unwrap_or_else(|_| panic!("kill {kill}, {moment:?}: repeat it with DCLSHADOW_KILL={kill}"));
    }
    eprintln!("{kills} kills, {blocks} acknowledged blocks, none lost");
}
