//! SET VOLUME on whole sets: random growth with copies and returns, judged by the independent checker of volumes.

use super::*;
use crate::node::VolumeChange;
use crate::ods2::verify;

fn grow(bench: &Bench, size: Option<u64>) -> Result<(), Vec<String>> {
    let size = Some(size.map(BlockCount));
    let change = VolumeChange { device: "DSA1", edit: &|_| Ok(()), limit: None, size, rebuild: None };
    bench.node.set_volume(&change, &system()).map_err(|condition| lines(&condition))
}

fn size(bench: &Bench) -> u64 {
    bench.node.set(1).unwrap().size
}

/// A set of one disk of 4,000 blocks, with room in its bitmap for 8,000.
fn growing(members: &[u32], blocks: u64) -> Bench {
    let bench = bench();
    let devices = members.iter().map(|member| disk(*member)).collect();
    let options = InitOptions {
        limit: Some(BlockCount(2 * BLOCKS)),
        size: Some(BlockCount(blocks)),
        ..InitOptions::new("DATA", bench.clock.now())
    };
    let request = InitializeRequest { devices, shadow: members.len() > 1, options };
    bench.node.initialize(&request, &system()).unwrap();
    bench.mount(&super::request("DSA1:", members, "DATA"));
    bench
}

/// Every full member carries a sound volume.
fn assert_sound(bench: &Bench, seed: u64) {
    let set = bench.node.set(1).unwrap();
    for member in set.members.iter().filter(|member| member.role == crate::node::views::MemberRole::Full) {
        let file = bench.files.lock().unwrap()[&member.device].clone();
        let findings: Vec<String> = verify(file.as_ref()).unwrap().iter().map(ToString::to_string).collect();
        assert!(findings.is_empty(), "seed {seed}: {}: {findings:#?}", member.device);
    }
}

#[test]
fn random_growth_keeps_members_alike_and_the_volume_sound() {
    for seed in 1..30_u64 {
        let mut random = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut below = |limit: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            (random >> 16) % limit
        };
        let bench = growing(&[1, 2], 1_000);
        let mut away = false;
        for _ in 0..25 {
            let now = size(&bench);
            match below(6) {
                0 | 1 => {
                    let wanted = now + below(BLOCKS - now + 1);
                    grow(&bench, Some(wanted)).unwrap();
                    assert_eq!(size(&bench), wanted, "seed {seed}");
                }
                2 if !away => {
                    away = bench.dismount(&disk(2), Minicopy::Required).is_ok();
                }
                3 if away => {
                    bench.mount(&request("DSA1:", &[2], "DATA"));
                    away = false;
                }
                4 => bench.wait_for_copies(1),
                _ => {
                    // Blocks that no structure lies on.
                    let lbn = now - 1 - below(200);
                    bench.write("DSA1", lbn, below(256) as u8);
                }
            }
            assert_sound(&bench, seed);
        }
        bench.wait_for_copies(1);
        if !away {
            bench.assert_same(&[1, 2], size(&bench));
        }
        bench.dismount("DSA1:", Minicopy::Unspecified).unwrap();
        let members: &[u32] = if away { &[1] } else { &[1, 2] };
        let before = bench.image(1);
        bench.mount(&request("DSA1:", members, "DATA"));
        assert_sound(&bench, seed);
        assert_eq!(before.len(), bench.image(1).len(), "an image is never resized");
    }
}

#[test]
fn a_crash_while_an_scb_is_written_leaves_a_set_that_is_formed_and_grows_again() {
    let steps = {
        let bench = growing(&[1, 2], 1_000);
        let file = bench.files.lock().unwrap()["$1$DGA102"].clone();
        let before = file.operations();
        grow(&bench, Some(3_500)).unwrap();
        file.operations() - before
    };
    for left in 0..=steps {
        let bench = growing(&[1, 2], 1_000);
        bench.write("DSA1", 990, 7);
        let second = bench.files.lock().unwrap()["$1$DGA102"].clone();
        second.plan(|plan| plan.operations_left = Some(left));
        let grown = grow(&bench, Some(3_500));
        second.plan(|plan| *plan = Default::default());
        bench.node.crash();
        let again = boot(bench.config.clone(), Arc::clone(&bench.clock), Arc::clone(&bench.files));
        again.mount(&request("DSA1:", &[1, 2], "DATA"));
        again.wait_for_copies(1);
        let found = size(&again);
        assert!([1_000, 3_500].contains(&found), "step {left}: {found}");
        assert!(found == 3_500 || grown.is_err(), "step {left}: acknowledged growth is lost");
        assert_eq!(again.read("DSA1", 990), 7, "step {left}");
        assert_sound(&again, left);
        grow(&again, Some(3_700)).unwrap();
        assert_sound(&again, left);
        again.assert_same(&[1, 2], 3_700);
    }
}

#[test]
fn sizes_that_a_set_cannot_have_are_refused() {
    let bench = growing(&[1, 2], 1_000);
    assert_eq!(grow(&bench, Some(999)).unwrap_err(), ["%SYSTEM-F-BADPARAM, bad parameter value"]);
    assert_eq!(grow(&bench, Some(BLOCKS + 1)).unwrap_err(), ["%SYSTEM-F-BADPARAM, bad parameter value"]);
    grow(&bench, None).unwrap();
    assert_eq!(size(&bench), BLOCKS);
}
