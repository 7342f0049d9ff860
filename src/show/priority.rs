//! SHOW SHADOW/BY_PRIORITY: sets in the order in which recovery is scheduled (shadowing.md 3.6).

use super::layout::Line;
use super::shadow_set::operations;
use crate::node::views::SetView;

/// The two heading lines.
pub fn heading() -> [String; 2] {
    [
        "  Device       Mbr                                           Active".to_owned(),
        "   Name        Cnt   Priority    Virtual Unit State          on Node".to_owned(),
    ]
}

/// The rows: higher priorities first, equal ones by unit number, priority 0 last.
pub fn rows(sets: &[SetView]) -> Vec<String> {
    let mut order: Vec<&SetView> = sets.iter().collect();
    order.sort_by_key(|set| (std::cmp::Reverse(set.priority), set.unit));
    order.into_iter().map(row).collect()
}

fn row(set: &SetView) -> String {
    let full = set.full_count();
    let count = match set.members.len() - full {
        0 => full.to_string(),
        targets => format!("{full}+{targets}"),
    };
    Line::new()
        .at(1, &format!("_{}:", set.name))
        .ending(18, &count)
        .ending(29, &set.priority.to_string())
        .at(34, &operations(set))
        .at(62, set.copier_node().unwrap_or_default())
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::views::{MemberRole, OperationKind, OperationView};
    use crate::show::full::tests;

    #[test]
    fn rows_stand_under_the_heading_in_the_order_of_recovery() {
        let set = |unit: u16, priority, roles: &[MemberRole], operations| SetView {
            unit,
            priority,
            name: format!("DSA{unit}"),
            members: roles.iter().map(|role| tests::member("$1$DGA1", *role, 32)).collect(),
            operations,
            ..tests::set()
        };
        let copy = OperationView { kind: OperationKind::Copy, active: true, percent: 32, node: "NODEA".to_owned() };
        let sets = [
            set(2, 5000, &[MemberRole::Full, MemberRole::CopyTarget, MemberRole::Full], vec![copy]),
            set(9, 0, &[MemberRole::Full], Vec::new()),
            set(1, 10_000, &[MemberRole::Full, MemberRole::Full, MemberRole::Full], Vec::new()),
            set(3, 10_000, &[MemberRole::Full], Vec::new()),
        ];
        assert_eq!(
            rows(&sets),
            [
                "_DSA1:           3      10000    Steady State",
                "_DSA3:           1      10000    Steady State",
                "_DSA2:         2+1       5000    Copy Active (32%)           NODEA",
                "_DSA9:           1          0    Steady State",
            ]
        );
    }
}
