//! SHOW SHADOW (shadowing.md 2.5 and 3.5), in the form of V8.4.

use super::layout::{Line, UNIT_PAIRS};
use crate::node::views::{MemberRole, MemberView, OperationKind, OperationView, SetView};

/// What SHOW SHADOW prints of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// No qualifier, or /FULL.
    Everything,
    /// /ACTIVE.
    Active,
    /// /COPY.
    Copy,
    /// /MERGE.
    Merge,
}

/// The lines of one mounted set.
pub fn lines(set: &SetView, report: Report) -> Vec<String> {
    let mut lines = vec![format!("{:<10}Volume Label: {}", format!("_{}:", set.name), set.label)];
    match report {
        Report::Everything => everything(&mut lines, set),
        Report::Active => lines.push(format!("  {}", active_sentence(set))),
        Report::Copy => lines.push(format!("  {}", sentence("Copy", operation(set, OperationKind::Copy)))),
        Report::Merge => lines.push(format!("  {}", sentence("Merge", any_merge(set)))),
    }
    lines
}

fn operation(set: &SetView, kind: OperationKind) -> Option<&OperationView> {
    set.operations.iter().find(|operation| operation.kind == kind)
}

fn any_merge(set: &SetView) -> Option<&OperationView> {
    operation(set, OperationKind::MiniMerge).or_else(|| operation(set, OperationKind::Merge))
}

fn everything(lines: &mut Vec<String>, set: &SetView) {
    lines.push(format!("  Virtual Unit State:   {}", state(set)));
    lines.push("  No Enhanced Shadowing Features in use".to_owned());
    lines.push(String::new());
    let pair =
        |first: (&str, u32), second: (&str, &str)| UNIT_PAIRS.line((first.0, &first.1.to_string()), Some(second));
    lines.push(pair(("VU Timeout Value", set.timeout), ("VU Site Value", &set.site.to_string())));
    let minimerge = if set.minimerge { "Enabled" } else { "Disabled" };
    lines.push(pair(("Copy/Merge Priority", set.priority), ("Mini Merge", minimerge)));
    let delay = set.recovery_delay.to_string();
    lines.push(Line::new().at(3, "Recovery Delay Per Served Member").ending(56, &delay).finish());
    let threshold = set.delay_threshold.to_string();
    lines.push(pair(("Merge Delay Factor", set.merge_delay_factor), ("Delay Threshold", &threshold)));
    for member in &set.members {
        lines.push(String::new());
        lines.extend(member_lines(member));
    }
}

fn member_lines(member: &MemberView) -> [String; 3] {
    let mut tags = Vec::new();
    if member.master {
        tags.push("Master Member".to_owned());
    }
    match member.role {
        MemberRole::Full => {}
        MemberRole::CopyTarget => tags.push(format!("Copy Target ({}%)", member.percent)),
        MemberRole::Merging => tags.push(format!("Merging ({}%)", member.percent)),
    }
    [
        Line::new().at(3, &format!("Device {}", member.device)).at(33, &tags.join(", ")).finish(),
        Line::new()
            .at(5, "Read Cost")
            .ending(28, &member.read_cost.to_string())
            .at(33, &format!("Site {}", member.site))
            .finish(),
        Line::new().at(5, "Member Timeout").ending(28, &member.timeout.to_string()).finish(),
    ]
}

/// The value of `Virtual Unit State:`.
pub fn state(set: &SetView) -> String {
    match set.copier_node() {
        Some(node) if !set.mount_verification && !set.aborted => format!("{} on {node}", operations(set)),
        _ => operations(set),
    }
}

/// What the set does, without the node that does it.
pub fn operations(set: &SetView) -> String {
    if set.aborted {
        return "MntVerifyTimeout".to_owned();
    }
    if set.mount_verification {
        return "Mount Verification".to_owned();
    }
    let words: Vec<String> = set.operations.iter().map(operation_words).collect();
    if words.is_empty() { "Steady State".to_owned() } else { words.join(",") }
}

/// `Copy Active (32%)`, `Copy Pending`; a pending operation shows a percentage only when it has come somewhere.
fn operation_words(operation: &OperationView) -> String {
    let word = match operation.kind {
        OperationKind::Copy => "Copy",
        OperationKind::Merge => "Merge",
        OperationKind::MiniMerge => "MiniMerge",
    };
    match (operation.active, operation.percent) {
        (true, percent) => format!("{word} Active ({percent}%)"),
        (false, 0) => format!("{word} Pending"),
        (false, percent) => format!("{word} Pending ({percent}%)"),
    }
}

fn active_sentence(set: &SetView) -> String {
    let running = set.operations.iter().find(|operation| operation.active);
    // What waits goes in this order.
    let order = [OperationKind::MiniMerge, OperationKind::Copy, OperationKind::Merge];
    match running.or_else(|| order.iter().find_map(|kind| operation(set, *kind))) {
        None => "Merge or Copy is not required".to_owned(),
        Some(copy) if copy.kind == OperationKind::Copy => sentence("Copy", Some(copy)),
        Some(merge) => sentence("Merge", Some(merge)),
    }
}

fn sentence(word: &str, operation: Option<&OperationView>) -> String {
    match operation {
        None => format!("{word} is not required"),
        Some(waiting) if !waiting.active => format!("{word} is pending"),
        Some(running) => {
            format!("{word} is in progress on node {}, {}% completed", running.node, running.percent)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::full::tests;

    fn member(device: &str, master: bool, role: MemberRole, percent: u8) -> MemberView {
        MemberView { unit: 112, master, read_cost: 2, ..tests::member(device, role, percent) }
    }

    fn running(kind: OperationKind, active: bool, percent: u8) -> OperationView {
        OperationView { kind, active, percent, node: if active { "NODE1".to_owned() } else { String::new() } }
    }

    fn set(operations: Vec<OperationView>) -> SetView {
        SetView {
            unit: 112,
            name: "DSA112".to_owned(),
            label: "DSA112".to_owned(),
            members: vec![
                member("$1$DGA112", true, MemberRole::Full, 100),
                member("$1$DGA113", false, MemberRole::CopyTarget, 32),
            ],
            operations,
            ..tests::set()
        }
    }

    #[test]
    fn a_set_that_copies_in_the_form_of_v8_4() {
        let expected = "\
_DSA112:  Volume Label: DSA112
  Virtual Unit State:   Copy Active (32%) on NODE1
  No Enhanced Shadowing Features in use

  VU Timeout Value      3600    VU Site Value          0
  Copy/Merge Priority   5000    Mini Merge      Disabled
  Recovery Delay Per Served Member                    30
  Merge Delay Factor     200    Delay Threshold      200

  Device $1$DGA112              Master Member
    Read Cost              2    Site 0
    Member Timeout       120

  Device $1$DGA113              Copy Target (32%)
    Read Cost              2    Site 0
    Member Timeout       120";
        let copying = set(vec![running(OperationKind::Copy, true, 32)]);
        assert_eq!(lines(&copying, Report::Everything).join("\n"), expected);
    }

    #[test]
    fn one_sentence_each_for_active_copy_and_merge() {
        let copying = set(vec![running(OperationKind::Copy, true, 32)]);
        let of = |report| lines(&copying, report)[1].clone();
        assert_eq!(of(Report::Active), "  Copy is in progress on node NODE1, 32% completed");
        assert_eq!(of(Report::Copy), "  Copy is in progress on node NODE1, 32% completed");
        assert_eq!(of(Report::Merge), "  Merge is not required");
        let waiting = set(vec![running(OperationKind::Merge, false, 0), running(OperationKind::Copy, false, 32)]);
        assert_eq!(lines(&waiting, Report::Active)[1], "  Copy is pending");
        assert_eq!(lines(&set(Vec::new()), Report::Active)[1], "  Merge or Copy is not required");
    }

    #[test]
    fn pending_work_is_listed_with_the_running_one() {
        let both = vec![running(OperationKind::MiniMerge, true, 5), running(OperationKind::Copy, false, 32)];
        assert_eq!(state(&set(both)), "MiniMerge Active (5%),Copy Pending (32%) on NODE1");
        assert_eq!(state(&set(vec![running(OperationKind::Copy, false, 0)])), "Copy Pending");
        assert_eq!(state(&set(Vec::new())), "Steady State");
    }
}
