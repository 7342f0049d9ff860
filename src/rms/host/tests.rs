//! Files of the host: records, versions, and that nothing leads out.

use std::fs;

use super::*;

fn site() -> (tempfile::TempDir, HostDirectory) {
    let site = tempfile::tempdir().unwrap();
    let host = HostDirectory::open(site.path()).unwrap();
    (site, host)
}

fn listed(host: &HostDirectory, directory: &[String]) -> Vec<String> {
    let entries = host.list(directory).unwrap();
    entries.iter().map(|e| format!("{}.{};{}", e.name, e.file_type, e.version)).collect()
}

fn entry(host: &HostDirectory, shown: &str) -> Entry {
    let found = host.list(&[]).unwrap().into_iter();
    found.into_iter().find(|e| format!("{}.{};{}", e.name, e.file_type, e.version) == shown).unwrap()
}

fn all_records(file: &mut dyn RecordFile) -> Vec<String> {
    let mut records = Vec::new();
    while let Some(record) = file.read().unwrap() {
        records.push(String::from_utf8(record).unwrap());
    }
    records
}

const NONE: Change = Change {
    owner: None,
    protection: None,
    expires: None,
    version_limit: None,
    extend: None,
    global_buffers: None,
    no_backup: None,
    erase: None,
    no_move: None,
    allocation: None,
    contiguous: None,
    read_check: None,
    write_check: None,
    no_caching: None,
    format: None,
    carriage: None,
    longest: None,
    maximum: None,
    statistics: None,
    end_of_file: false,
};
const READ: Access = Access { write: false, share_write: false, share_read: true };
const WRITE: Access = Access { write: true, share_write: false, share_read: false };

#[test]
fn files_list_by_name_and_falling_version() {
    let (site, host) = site();
    for name in ["A.TXT;1", "A.TXT;3", "A.TXT;2", "b.dat", "A$B.TXT"] {
        fs::write(site.path().join(name), "x").unwrap();
    }
    assert_eq!(listed(&host, &[]), ["A$B.TXT;1", "A.TXT;3", "A.TXT;2", "A.TXT;1", "B.DAT;1"]);
}

#[test]
fn versions_count_up_and_a_taken_one_is_refused() {
    let (_site, host) = site();
    for expected in 1..=3 {
        let (made, _) = host.create(&[], "LOG", "TXT", None, &NONE).unwrap();
        assert_eq!(made.version, expected);
    }
    let taken = host.create(&[], "LOG", "TXT", Some(2), &NONE).err().unwrap();
    assert_eq!(taken.status, codes::RMS_FEX);
    fs::write(_site.path().join("LOG.TXT;32767"), "").unwrap();
    assert_eq!(host.create(&[], "LOG", "TXT", None, &NONE).err().unwrap().status, codes::RMS_CRE);
}

#[test]
fn records_are_lines_however_they_end() {
    let (site, host) = site();
    fs::write(site.path().join("X"), "one\r\n\ntwo\n three").unwrap();
    let mut file = host.open(&[], &entry(&host, "X.;1"), READ).unwrap();
    assert_eq!(all_records(&mut *file), ["one", "", "two", " three"]);
    assert_eq!(file.write(b"no").unwrap_err().status, codes::RMS_FAC);
}

#[test]
fn appending_to_an_unfinished_line_starts_a_new_one() {
    let (site, host) = site();
    fs::write(site.path().join("X.T;1"), "one").unwrap();
    let mut file = host.open(&[], &entry(&host, "X.T;1"), WRITE).unwrap();
    file.to_end().unwrap();
    file.write(b"two").unwrap();
    drop(file);
    assert_eq!(fs::read_to_string(site.path().join("X.T;1")).unwrap(), "one\ntwo\n");
}

#[test]
fn a_record_can_be_replaced_by_one_of_its_length() {
    let (site, host) = site();
    fs::write(site.path().join("X.T;1"), "one\ntwo\n").unwrap();
    let mut file = host.open(&[], &entry(&host, "X.T;1"), WRITE).unwrap();
    file.read().unwrap();
    file.update(b"ONE").unwrap();
    assert_eq!(file.update(b"LONGER").unwrap_err().status, codes::RMS_RSZ);
    assert_eq!(file.read().unwrap(), Some(b"two".to_vec()));
    drop(file);
    assert_eq!(fs::read_to_string(site.path().join("X.T;1")).unwrap(), "ONE\ntwo\n");
}

#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let (site, host) = site();
    let long = "x".repeat(100_000);
    fs::write(site.path().join("A.B;1"), format!("one\n{long}\n{}\r\nlast", &long[..32767])).unwrap();
    let mut file = host.open(&[], &entry(&host, "A.B;1"), READ).unwrap();
    assert_eq!(file.read().unwrap().unwrap(), b"one");
    let refused = file.read().unwrap_err();
    assert_eq!((refused.status, refused.args.len()), (codes::RMS_RTB, 1));
    assert_eq!(file.read().unwrap().unwrap().len(), 32767);
    assert_eq!(file.read().unwrap().unwrap(), b"last");
    assert_eq!(file.read().unwrap(), None);
}

#[test]
fn a_writer_keeps_others_out_until_it_closes() {
    let (_site, host) = site();
    let (made, writer) = host.create(&[], "A", "B", None, &NONE).unwrap();
    assert_eq!(host.open(&[], &made, READ).err().unwrap().status, codes::RMS_FLK);
    assert_eq!(host.delete(&[], &made).unwrap_err().status, codes::RMS_FLK);
    drop(writer);
    let first = host.open(&[], &made, READ).unwrap();
    assert!(host.open(&[], &made, READ).is_ok());
    assert_eq!(host.open(&[], &made, WRITE).err().unwrap().status, codes::RMS_FLK);
    drop(first);
    assert!(host.delete(&[], &made).is_ok());
}

#[test]
fn nothing_leads_out_of_the_directory() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "s").unwrap();
    let (site, host) = site();
    std::os::unix::fs::symlink(outside.path(), site.path().join("out")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret"), site.path().join("leak")).unwrap();
    std::os::unix::fs::symlink("..", site.path().join("up")).unwrap();
    assert!(host.open(&[], &entry(&host, "LEAK.;1"), READ).is_err());
    assert_eq!(host.list(&["OUT".to_owned()]).unwrap_err().status, codes::RMS_DNF);
    assert!(host.list(&["UP".to_owned()]).is_err());
    assert!(host.list(&["..".to_owned()]).is_err());
    assert!(host.create(&[], "^.^.^2Fx", "T", None, &NONE).is_err());
    assert!(host.create_directory(&[], "^.^.").is_err());
}

#[test]
fn a_pipe_does_not_hang() {
    let (site, host) = site();
    let pipe = site.path().join("PIPE");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        let refused = host.open(&[], &entry(&host, "PIPE.;1"), READ).err().unwrap();
        assert_eq!(refused.status, codes::RMS_PRV);
    }
}

#[test]
fn directories_are_made_renamed_and_deleted_when_empty() {
    let (_site, host) = site();
    host.create_directory(&[], "SUB").unwrap();
    assert_eq!(host.create_directory(&[], "SUB").unwrap_err().status, codes::RMS_FEX);
    let sub = ["SUB".to_owned()];
    let (made, file) = host.create(&sub, "X", "Y", None, &NONE).unwrap();
    drop(file);
    let name = NewName { directory: &[], name: "Z", file_type: "Y", version: None };
    let moved = host.rename(&sub, &made, &name).unwrap();
    assert_eq!(listed(&host, &[]), ["SUB.DIR;1", "Z.Y;1"]);
    let back = NewName { directory: &sub, name: "X", file_type: "Y", version: Some(4) };
    host.rename(&[], &moved, &back).unwrap();
    let full = host.delete(&[], &entry(&host, "SUB.DIR;1")).unwrap_err();
    assert_eq!(full.then[0].status, codes::SYSTEM_DIRNOTEMPTY);
    let inside = host.list(&sub).unwrap().remove(0);
    assert_eq!(inside.version, 4);
    host.delete(&sub, &inside).unwrap();
    host.delete(&[], &entry(&host, "SUB.DIR;1")).unwrap();
    assert!(listed(&host, &[]).is_empty());
}

#[test]
fn allocation_comes_in_clusters() {
    let (site, host) = site();
    fs::write(site.path().join("A.B;1"), vec![b'x'; 513]).unwrap();
    fs::write(site.path().join("EMPTY.B;1"), "").unwrap();
    let attributes = host.attributes(&[], &entry(&host, "A.B;1")).unwrap();
    assert_eq!((attributes.used(), attributes.allocated), (2, 16));
    assert_eq!(host.attributes(&[], &entry(&host, "EMPTY.B;1")).unwrap().allocated, 0);
    assert_eq!(kept::protection(0o640), 0xFA00);
}
