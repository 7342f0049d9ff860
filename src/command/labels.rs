//! Labels that several commands act on alike, and how a command's list is put together from them.

/// The qualifiers that select among files.
pub const SELECTION: &[&str] = &[
    "BACKUP",
    "BEFORE",
    "BY_OWNER",
    "CREATED",
    "EXCLUDE",
    "EXPIRED",
    "MODIFIED",
    "SINCE",
    "STYLE",
    "STYLE.CONDENSED",
    "STYLE.EXPANDED",
];

/// The qualifiers of a display that is shown screen by screen.
pub const PAGING: &[&str] = &[
    "EXACT",
    "HIGHLIGHT",
    "HIGHLIGHT.BLINK",
    "HIGHLIGHT.BOLD",
    "HIGHLIGHT.REVERSE",
    "HIGHLIGHT.UNDERLINE",
    "PAGE",
    "PAGE.CLEAR_SCREEN",
    "PAGE.SAVE",
    "PAGE.SCROLL",
    "SEARCH",
    "WRAP",
];

/// `/PRIVILEGES` and its keywords.
pub const PRIVILEGES: &[&str] = &[
    "PRIVILEGES",
    "PRIVILEGES.ACNT",
    "PRIVILEGES.ALL",
    "PRIVILEGES.ALLSPOOL",
    "PRIVILEGES.ALTPRI",
    "PRIVILEGES.AUDIT",
    "PRIVILEGES.BUGCHK",
    "PRIVILEGES.BYPASS",
    "PRIVILEGES.CMEXEC",
    "PRIVILEGES.CMKRNL",
    "PRIVILEGES.DETACH",
    "PRIVILEGES.DIAGNOSE",
    "PRIVILEGES.DOWNGRADE",
    "PRIVILEGES.EXQUOTA",
    "PRIVILEGES.GROUP",
    "PRIVILEGES.GRPNAM",
    "PRIVILEGES.GRPPRV",
    "PRIVILEGES.IMPERSONATE",
    "PRIVILEGES.IMPORT",
    "PRIVILEGES.LOG_IO",
    "PRIVILEGES.MOUNT",
    "PRIVILEGES.NETMBX",
    "PRIVILEGES.OPER",
    "PRIVILEGES.PFNMAP",
    "PRIVILEGES.PHY_IO",
    "PRIVILEGES.PRMCEB",
    "PRIVILEGES.PRMGBL",
    "PRIVILEGES.PRMMBX",
    "PRIVILEGES.PSWAPM",
    "PRIVILEGES.READALL",
    "PRIVILEGES.SAME",
    "PRIVILEGES.SECURITY",
    "PRIVILEGES.SETPRV",
    "PRIVILEGES.SHARE",
    "PRIVILEGES.SHMEM",
    "PRIVILEGES.SYSGBL",
    "PRIVILEGES.SYSLCK",
    "PRIVILEGES.SYSNAM",
    "PRIVILEGES.SYSPRV",
    "PRIVILEGES.TMPMBX",
    "PRIVILEGES.UPGRADE",
    "PRIVILEGES.VOLPRO",
    "PRIVILEGES.WORLD",
];

/// How many labels the groups hold.
pub const fn total(groups: &[&[&str]]) -> usize {
    let (mut sum, mut at) = (0, 0);
    while at < groups.len() {
        sum += groups[at].len();
        at += 1;
    }
    sum
}

/// The labels of all groups.
pub const fn joined<const N: usize>(groups: &[&[&'static str]]) -> [&'static str; N] {
    let mut all = [""; N];
    let (mut end, mut group) = (0, 0);
    while group < groups.len() {
        let mut at = 0;
        while at < groups[group].len() {
            all[end] = groups[group][at];
            end += 1;
            at += 1;
        }
        group += 1;
    }
    all
}

/// One list of labels from several: `labels!(SELECTION, &["FILE", "LOG"])`.
macro_rules! labels {
    ($($group:expr),+ $(,)?) => {{
        const GROUPS: &[&[&str]] = &[$($group),+];
        const ALL: [&str; crate::command::labels::total(GROUPS)] = crate::command::labels::joined(GROUPS);
        &ALL
    }};
}

pub(super) use labels;

#[cfg(test)]
mod tests {
    #[test]
    fn groups_become_one_list() {
        const LIST: &[&str] = labels!(&["LOG", "FILE"], &[], &["OUTPUT"]);
        assert_eq!(LIST, ["LOG", "FILE", "OUTPUT"]);
    }
}
