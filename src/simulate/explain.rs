//! SIMULATE EXPLAIN: what the last copy and the last merge were, why, and what they moved, in plain words.
//!
//! The facts are the node's records; only the words are made here.

use crate::blocks::BLOCK_BYTES;
use crate::clock::VmsTime;
use crate::dcl::time::delta_text;
use crate::node::{
    BrokenOff, CopyRecord, ExpelledMember, ExpulsionCause, MergeReason, MergeRecord, PauseReason, PauseRecord,
};
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
    lines.extend(record.pauses.iter().map(pause));
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
    lines.push(duration(started, record.ended));
    lines
}

/// When something began and how long it lasted.
fn duration(started: VmsTime, ended: Option<VmsTime>) -> String {
    let begun = format!("    Begun:    {}", started.absolute().trim_start());
    match ended {
        Some(ended) => format!("{begun}, lasted {}", delta_text(ended.0.saturating_sub(started.0)).trim_start()),
        None => begun,
    }
}

/// What an operation that has not ended does.
fn running(started: Option<VmsTime>, fence: u64, pauses: &[PauseRecord]) -> String {
    match started {
        None => "waiting for its turn".to_owned(),
        Some(_) if pauses.last().is_some_and(|pause| pause.until.is_none()) => format!("suspended at LBN {fence}"),
        Some(_) => format!("under way at LBN {fence}"),
    }
}

/// What a crash of the node did to an operation. Nobody noted how far it came after its last note.
fn crashed(fence: u64) -> String {
    format!("ended before it was complete: the node crashed; last noted at LBN {fence}")
}

/// The line about an interruption.
fn pause(pause: &PauseRecord) -> String {
    let (before, after) = match pause.reason {
        PauseReason::Suspended => ("the site was suspended", "continued after suspension of the site"),
        PauseReason::ThreadTaken => {
            ("its thread serves another set", "continued after its thread had served another set")
        }
        PauseReason::CopyFirst => ("a copy goes first", "continued after a copy, which went first"),
    };
    match pause.until {
        Some(until) => format!("    Resumed:  at LBN {}, {after}, {}", pause.at, until.absolute().trim_start()),
        None => format!("    Paused:   at LBN {}: {before}", pause.at),
    }
}

/// The lines about one merge.
pub fn merge_lines(record: &MergeRecord) -> Vec<String> {
    let state = match (record.outcome, record.started) {
        (CopyOutcome::Completed, _) => "completed".to_owned(),
        (CopyOutcome::Ended, _) => {
            if record.ended.is_none() {
                crashed(record.fence)
            } else {
                format!("ended at LBN {} before it was complete", record.fence)
            }
        }
        (CopyOutcome::Running, started) => running(started, record.fence, &record.pauses),
    };
    let why = match record.reason {
        MergeReason::Improper => "the set had not been dismounted properly: writes may have reached some members only",
        MergeReason::LeftOver => "a merge of an earlier mount had not ended",
        MergeReason::Demanded => "SET SHADOW/DEMAND_MERGE",
        MergeReason::GivenUp => "a node gave the set up with writes half done",
    };
    let mut lines = vec![format!("  Full merge, {state}."), format!("    Why:      {why}")];
    lines.extend(record.pauses.iter().map(pause));
    let Some(started) = record.started else { return lines };
    lines.push(format!("    By:       node {}, from LBN {} to LBN {}", record.node, record.from, record.fence));
    lines.push(format!(
        "    Blocks:   {} compared, {} written, of {} in the volume",
        record.blocks_compared, record.blocks_repaired, record.volume_blocks
    ));
    if record.blocks_repaired_by_reads > 0 {
        let blocks = record.blocks_repaired_by_reads;
        lines.push(format!("              {blocks} written by reads that came before it"));
    }
    if let Some(kept) = &record.kept {
        lines.push(format!("    Kept:     what {kept}: held, where members differed"));
    }
    if record.ios > 0 {
        lines.push(format!(
            "    Throttle: {} of {} I/Os delayed, {} in all, delay threshold {}",
            record.ios_delayed,
            record.ios,
            delta_text(record.delayed.0).trim_start(),
            record.threshold
        ));
    }
    lines.push(duration(started, record.ended));
    lines
}

fn outcome(record: &CopyRecord) -> String {
    match (record.outcome, record.started) {
        (CopyOutcome::Completed, _) => "completed".to_owned(),
        (CopyOutcome::Ended, _) => {
            let why = match record.broken_off {
                None => "",
                Some(BrokenOff::TargetLost) => ": the target failed or did not answer",
                Some(BrokenOff::TargetDismounted) => ": the target was dismounted",
                Some(BrokenOff::SetDismounted) => ": the set was dismounted",
                Some(BrokenOff::Crash) => return crashed(record.fence),
            };
            format!("ended at LBN {} before it was complete{why}", record.fence)
        }
        (CopyOutcome::Running, Some(_)) if record.fence >= record.volume_blocks => {
            "at its end: the target becomes a full member when the merge has covered it".to_owned()
        }
        (CopyOutcome::Running, started) => running(started, record.fence, &record.pauses),
    }
}

/// The lines about members that the set has lost.
pub fn expelled(members: &[ExpelledMember]) -> Vec<String> {
    let line = |member: &ExpelledMember| {
        let when = member.time.map_or_else(String::new, |time| format!(" {}", time.absolute().trim_start()));
        let cause = match member.cause {
            ExpulsionCause::NoAnswer(seconds) => format!("it did not answer for {seconds} seconds"),
            ExpulsionCause::WriteLocked(seconds) => format!("it was write-locked for {seconds} seconds"),
            ExpulsionCause::Forced => "it did not answer, and /FORCE_REMOVAL was given".to_owned(),
            ExpulsionCause::WrongVolume => "it came back as another volume".to_owned(),
            ExpulsionCause::Failed => "it reported an error that the other members did not".to_owned(),
            ExpulsionCause::Shorter => "its image had become shorter".to_owned(),
            ExpulsionCause::NoRoom => "the host had no room for its image".to_owned(),
            ExpulsionCause::Unknown => "it failed or did not answer".to_owned(),
        };
        let back = if member.returned { "; it has been mounted since" } else { "" };
        format!("  {}: was expelled{when}: {cause}{back}.", member.device)
    };
    members.iter().map(line).collect()
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
            pauses: Vec::new(),
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
        assert!(first(BrokenOff::Crash).ends_with("the node crashed; last noted at LBN 5080."));
    }

    #[test]
    fn interruptions_tell_where_and_why() {
        let pauses = vec![
            PauseRecord { at: 508, reason: PauseReason::Suspended, until: Some(VmsTime(50_000_000_000_000_000)) },
            PauseRecord { at: 635, reason: PauseReason::ThreadTaken, until: None },
        ];
        let lines = lines(&CopyRecord { pauses, ..record() });
        assert!(
            lines[3].starts_with("    Resumed:  at LBN 508, continued after suspension of the site, "),
            "{lines:?}"
        );
        assert_eq!(lines[4], "    Paused:   at LBN 635: its thread serves another set");
    }

    #[test]
    fn a_merge_tells_why_how_far_and_what_it_changed() {
        let merge = MergeRecord {
            reason: MergeReason::Improper,
            node: "NODEA".to_owned(),
            kept: Some("$1$DGA101".to_owned()),
            outcome: CopyOutcome::Ended,
            started: Some(VmsTime(50_000_000_000_000_000)),
            ended: Some(VmsTime(50_000_000_015_000_000)),
            from: 0,
            fence: 1270,
            volume_blocks: 8192,
            blocks_compared: 1270,
            blocks_repaired: 2,
            blocks_repaired_by_reads: 1,
            ios: 10,
            ios_delayed: 4,
            delayed: VmsTime(12_300_000),
            threshold: 200,
            pauses: Vec::new(),
        };
        let text = merge_lines(&merge).join("\n");
        for part in [
            "  Full merge, ended at LBN 1270 before it was complete.",
            "not been dismounted properly",
            "By:       node NODEA, from LBN 0 to LBN 1270",
            "1270 compared, 2 written, of 8192",
            "1 written by reads",
            "what $1$DGA101: held",
            "4 of 10 I/Os delayed, 0 00:00:01.23 in all, delay threshold 200",
        ] {
            assert!(text.contains(part), "{part:?} is missing in:\n{text}");
        }
        let crashed = merge_lines(&MergeRecord { ended: None, ..merge.clone() });
        assert_eq!(crashed[0], "  Full merge, ended before it was complete: the node crashed; last noted at LBN 1270.");
        let pending = MergeRecord { outcome: CopyOutcome::Running, started: None, ..merge };
        assert_eq!(merge_lines(&pending).len(), 2);
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
