//! SIMULATE EXPLAIN: what the last copy was, why it was that kind, and what it moved, in plain words.
//!
//! The facts are the node's record of the copy; only the words are made here.

use crate::blocks::BLOCK_BYTES;
use crate::dcl::time::delta_text;
use crate::node::{BrokenOff, CopyRecord};
use crate::shadow::{CopyOutcome, CopyReason};

/// The lines about one copy.
pub fn lines(record: &CopyRecord) -> Vec<String> {
    let kind = if record.is_minicopy() { "Minicopy" } else { "Full copy" };
    let targets: Vec<String> = record.targets.iter().map(|(device, _)| format!("{device}:")).collect();
    let mut lines = vec![
        format!("  {kind} onto {}, {}.", targets.join(" and "), outcome(record)),
        format!("    Why:      {}", why(record)),
    ];
    lines.extend(other_reasons(record));
    if let Some(bitmap) = record.bitmap {
        lines.push(format!("    Bitmap:   {bitmap:08X}"));
        if let Some(covers) = record.bitmap_covers.filter(|covers| *covers < record.volume_blocks) {
            lines.push(format!("    Covers:   {covers} blocks; the volume has grown, and the rest is copied in full"));
        }
    }
    if record.from > 0 {
        lines.push(format!("    Began at: LBN {}, where an earlier copy had come", record.from));
    }
    let Some(started) = record.started else { return lines };
    lines.push(format!("    Ranges:   {} of {} looked at", record.ranges_visited, record.ranges_total));
    lines.push(format!(
        "    Blocks:   {} read, {} compared, {} written, of {} in the volume",
        record.blocks_read, record.blocks_compared, record.blocks_written, record.volume_blocks
    ));
    lines.push(format!(
        "    Bytes:    {} written; a full copy would have to move {}",
        record.blocks_written * BLOCK_BYTES as u64,
        record.full_copy_bytes
    ));
    if record.repeats > 0 {
        lines.push(format!("    Repeated: {} looks, because applications wrote meanwhile", record.repeats));
    }
    let begun = format!("    Begun:    {}", started.absolute().trim_start());
    lines.push(match record.ended {
        Some(ended) => {
            let elapsed = delta_text(ended.0.saturating_sub(started.0));
            format!("{begun}, lasted {}", elapsed.trim_start())
        }
        None => begun,
    });
    lines
}

fn outcome(record: &CopyRecord) -> String {
    match (record.outcome, record.started) {
        (CopyOutcome::Completed, _) => "completed".to_owned(),
        (CopyOutcome::Ended, _) => {
            let why = record.broken_off.map_or("", |why| match why {
                BrokenOff::TargetLost => ": the target failed or did not answer",
                BrokenOff::TargetDismounted => ": the target was dismounted",
                BrokenOff::SetDismounted => ": the set was dismounted",
            });
            format!("ended at LBN {} before it was complete{why}", record.fence)
        }
        (CopyOutcome::Running, None) => "waiting for its turn".to_owned(),
        (CopyOutcome::Running, Some(_)) => format!("under way at LBN {}", record.fence),
    }
}

/// The lines about members that the set has lost.
pub fn expelled(members: &[String]) -> Vec<String> {
    members
        .iter()
        .map(|member| format!("  {member}: was expelled from the set: it failed or did not answer."))
        .collect()
}

/// The documented reason (shadowing.md 5.2).
fn reason_words(reason: CopyReason) -> &'static str {
    match reason {
        CopyReason::Bitmap(_) => "the write bitmap belongs to this member, which has not changed since it left",
        CopyReason::NoHistory => "the disk has no shadowing history",
        CopyReason::GenerationZero => {
            "the disk's generation number is zero: its membership was overridden, or a copy onto it did not end"
        }
        CopyReason::OtherUnit => "the disk was a member of another virtual unit",
        CopyReason::OlderGeneration => "the disk's generation is older than the set's",
        CopyReason::BackupRevision => "the disk's BACKUP revision number differs: it was restored from an image",
        CopyReason::TornScb => "the disk's storage control block has a bad checksum",
        CopyReason::NoBitmap => {
            "the member left without a write bitmap (no /POLICY=MINICOPY), or the bitmap was deleted"
        }
        CopyReason::GenerationChanged => {
            "the member's generation is not the one it left with: it was used or overridden outside the set"
        }
        CopyReason::ContentsChanged => "the member was written outside the set",
        CopyReason::BitmapUsed => "the one bitmap for missing members has served another member",
        CopyReason::NotWanted => "/POLICY=NOMINICOPY",
        CopyReason::BitmapLost => "the write bitmap was lost while the minicopy ran: the rest was copied in full",
    }
}

fn why(record: &CopyRecord) -> &'static str {
    reason_words(record.reason)
}

/// Targets of the same pass whose reason is another one than the first target's.
fn other_reasons(record: &CopyRecord) -> Vec<String> {
    let others = record.targets.iter().filter(|(_, reason)| *reason != record.reason);
    others.map(|(device, reason)| format!("              {device}: {}", reason_words(*reason))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::VmsTime;
    use crate::shadow::BitmapId;

    fn record() -> CopyRecord {
        let reason = CopyReason::Bitmap(BitmapId(0x0001_0001));
        CopyRecord {
            targets: vec![("$1$DGA103".to_owned(), reason)],
            reason,
            bitmap: Some(0x0001_0001),
            bitmap_covers: Some(131_072),
            outcome: CopyOutcome::Completed,
            broken_off: None,
            started: Some(VmsTime(50_000_000_000_000_000)),
            ended: Some(VmsTime(50_000_000_015_000_000)),
            volume_blocks: 131_072,
            from: 0,
            fence: 131_072,
            ranges_total: 1033,
            ranges_visited: 12,
            blocks_read: 96,
            blocks_compared: 96,
            blocks_written: 48,
            repeats: 0,
            full_copy_bytes: 67_108_864,
        }
    }

    #[test]
    fn a_minicopy_tells_what_it_moved_and_what_a_full_copy_would_have() {
        let text = lines(&record()).join("\n");
        for part in [
            "  Minicopy onto $1$DGA103:, completed.",
            "Bitmap:   00010001",
            "12 of 1033 looked at",
            "96 read, 96 compared, 48 written, of 131072",
            "24576 written; a full copy would have to move 67108864",
            "lasted 0 00:00:01.50",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
    }

    #[test]
    fn an_interrupted_copy_tells_where_and_why_it_ended() {
        let ended = |why| CopyRecord { outcome: CopyOutcome::Ended, fence: 5_080, broken_off: Some(why), ..record() };
        let first = |why| lines(&ended(why)).swap_remove(0);
        assert_eq!(
            first(BrokenOff::SetDismounted),
            "  Minicopy onto $1$DGA103:, ended at LBN 5080 before it was complete: the set was dismounted."
        );
        assert!(first(BrokenOff::TargetLost).ends_with("the target failed or did not answer."));
        assert!(first(BrokenOff::TargetDismounted).ends_with("the target was dismounted."));
    }

    #[test]
    fn a_full_copy_names_its_reason_and_a_pending_one_has_no_figures() {
        let pending = CopyRecord {
            reason: CopyReason::NoBitmap,
            targets: vec![("$1$DGA103".to_owned(), CopyReason::NoBitmap)],
            bitmap: None,
            outcome: CopyOutcome::Running,
            started: None,
            ended: None,
            ..record()
        };
        let lines = lines(&pending);
        assert_eq!(lines[0], "  Full copy onto $1$DGA103:, waiting for its turn.");
        assert!(lines[1].contains("without a write bitmap"), "{}", lines[1]);
        assert_eq!(lines.len(), 2);
    }
}
