//! Logical name tables: modes, search lists, translation, who may write where.

use super::*;
use crate::message::codes;

fn fresh() -> (SharedNames, ProcessNames) {
    let shared = SharedNames::new();
    shared.create_group_table(1);
    let job = shared.create_job_table(0x8123_4560);
    (shared, ProcessNames::new(1, &job))
}

fn simple(name: &str, value: &str) -> LogicalName {
    LogicalName::simple(name, Mode::Supervisor, value)
}

#[test]
fn file_dev_searches_process_job_group_system_cluster() {
    let (shared, process) = fresh();
    let tables = Names::new(&process, &shared).tables("lnm$file_dev");
    let expected =
        ["LNM$PROCESS_TABLE", "LNM$JOB_81234560", "LNM$GROUP_000001", "LNM$SYSTEM_TABLE", "LNM$SYSCLUSTER_TABLE"];
    assert_eq!(tables, expected);
    assert_eq!(Names::new(&process, &shared).tables(DCL_LOGICAL), expected);
    assert!(Names::new(&process, &shared).tables("NOSUCH").is_empty());
}

#[test]
fn a_process_name_hides_the_system_name_until_it_is_deassigned() {
    let (shared, mut process) = fresh();
    assert_eq!(process.define(&shared, "LNM$SYSTEM", simple("X", "SYSTEM")), Ok(false));
    assert_eq!(process.define(&shared, "LNM$PROCESS", simple("X", "OWN")), Ok(false));
    assert_eq!(process.define(&shared, PROCESS_TABLE, simple("X", "OWN2")), Ok(true));
    let value = |process: &ProcessNames| Names::new(process, &shared).file_dev("x").map(|n| n.value().to_owned());
    assert_eq!(value(&process).as_deref(), Some("OWN2"));
    assert_eq!(Names::new(&process, &shared).find_each(FILE_DEV, "X", Mode::User).len(), 2);
    process.deassign(&shared, PROCESS_TABLE, "x", Mode::Supervisor).unwrap();
    assert_eq!(value(&process).as_deref(), Some("SYSTEM"));
    let none = process.deassign(&shared, PROCESS_TABLE, "X", Mode::Supervisor).unwrap_err();
    assert_eq!(none.status, codes::SYSTEM_NOLOGNAM);
    let table = process.define(&shared, "NOSUCH", simple("X", "Y")).unwrap_err();
    assert_eq!(table.status, codes::SYSTEM_NOLOGTAB);
}

#[test]
fn modes_stand_beside_each_other_and_the_least_privileged_wins() {
    let (shared, mut process) = fresh();
    for (mode, value) in [(Mode::Executive, "E"), (Mode::User, "U"), (Mode::Supervisor, "S")] {
        process.define(&shared, PROCESS_TABLE, LogicalName::simple("M", mode, value)).unwrap();
    }
    let found = |process: &ProcessNames, mode| {
        Names::new(process, &shared).find(DCL_LOGICAL, "M", mode, false).map(|f| f.name.value().to_owned())
    };
    assert_eq!(found(&process, Mode::User).as_deref(), Some("U"));
    assert_eq!(found(&process, Mode::Supervisor).as_deref(), Some("S"));
    assert_eq!(found(&process, Mode::Executive).as_deref(), Some("E"));
    assert_eq!(found(&process, Mode::Kernel), None);
    process.image_ended();
    assert_eq!(found(&process, Mode::User).as_deref(), Some("S"));
}

#[test]
fn no_alias_keeps_less_privileged_names_out() {
    let (shared, mut process) = fresh();
    process.define(&shared, PROCESS_TABLE, simple("N", "OLD")).unwrap();
    let guarded = LogicalName { no_alias: true, ..LogicalName::simple("N", Mode::Executive, "NEW") };
    process.define(&shared, PROCESS_TABLE, guarded).unwrap();
    assert_eq!(Names::new(&process, &shared).file_dev("N").unwrap().value(), "NEW");
    let refused = process.define(&shared, PROCESS_TABLE, simple("N", "X")).unwrap_err();
    assert_eq!(refused.status, codes::SYSTEM_DUPLNAM);
}

#[test]
fn devices_translate_step_by_step_and_end() {
    let (shared, mut process) = fresh();
    let mut define = |name: &str, value: Translation| {
        process.define(&shared, PROCESS_TABLE, LogicalName::new(name, Mode::Supervisor, vec![value])).unwrap();
    };
    define("A", Translation::plain("B:"));
    define("B", Translation::concealed("$1$DGA101:[ROOT.]"));
    define("T", Translation { terminal: true, ..Translation::plain("A") });
    define("LOOP", Translation::plain("LOOP"));
    let names = Names::new(&process, &shared);
    let device = |name: &str| names.device(name).map(|d| (d.device, d.rest, d.shown));
    let owned = |a: &str, b: &str, c: &str| Ok((a.to_owned(), b.to_owned(), c.to_owned()));
    assert_eq!(device("a:"), owned("$1$DGA101", "[ROOT.]", "B"));
    assert_eq!(device("_a:"), owned("A", "", "A"));
    assert_eq!(device("T"), owned("A", "", "A"));
    assert_eq!(device("dsa1:"), owned("DSA1", "", "DSA1"));
    assert!(device("LOOP").is_err());
}

#[test]
fn directories_list_their_tables() {
    let (shared, process) = fresh();
    let names = Names::new(&process, &shared);
    let found = names.find(SYSTEM_DIRECTORY, "LNM$SYSTEM_TABLE", Mode::User, false).unwrap();
    assert!(found.is_table);
    let listed = names.list(PROCESS_DIRECTORY, Mode::User, |name| name.ends_with("TABLE")).unwrap();
    assert_eq!(listed[0].names.len(), 1);
    assert!(names.list("NOSUCH", Mode::User, |_| true).is_err());
}

#[test]
fn a_job_table_is_shared_by_whoever_names_it() {
    let (shared, mut process) = fresh();
    process.define(&shared, "LNM$JOB", simple("DISK$DATA", "DSA1:")).unwrap();
    let subprocess = ProcessNames::new(1, process.job_table());
    assert_eq!(Names::new(&subprocess, &shared).device("DISK$DATA").unwrap().device, "DSA1");
    assert!(shared.deassign(process.job_table(), "disk$data"));
    assert_eq!(shared.value(process.job_table(), "DISK$DATA"), None);
}
