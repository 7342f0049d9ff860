//! Comparing what a session showed with its recording, and writing the recording anew.

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use super::file::Recording;
use super::play::Performance;

/// The outcome of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// A unified diff from the recording to what was shown; `None` when they agree.
    pub difference: Option<String>,
    /// The recording with the output that was shown: same input, comments and masks.
    pub blessed: String,
}

/// Compares a performance with its recording; `name` heads the diff.
pub fn compare(recording: &Recording, performance: &Performance, name: &str) -> Comparison {
    let expected = &recording.body;
    let mut shown = performance.lines.clone();
    // What was never reached is a difference, but input is not lost by a session that ended early.
    let difference = (*expected != shown).then(|| unified(expected, &shown, name));
    shown.extend_from_slice(expected.get(performance.reached..).unwrap_or_default());
    let ops = capture_diff_slices(Algorithm::Myers, expected, &shown);
    let blessed = recording.with_body(&shown, |old| new_place(&ops, old, shown.len()));
    Comparison { difference, blessed }
}

fn unified(expected: &[String], shown: &[String], name: &str) -> String {
    let text = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    let (expected, shown) = (text(expected), text(shown));
    let diff = TextDiff::from_lines(&expected, &shown);
    diff.unified_diff().context_radius(3).header(&format!("{name} (recorded)"), &format!("{name} (shown)")).to_string()
}

/// Which new line stands where old line `old` stood.
fn new_place(ops: &[DiffOp], old: usize, new_len: usize) -> usize {
    for op in ops {
        let (before, after) = (op.old_range(), op.new_range());
        if before.contains(&old) {
            let same = matches!(op, DiffOp::Equal { .. });
            return if same { after.start + (old - before.start) } else { after.start };
        }
    }
    new_len
}
