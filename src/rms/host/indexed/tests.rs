//! Indexed files on the host: what is in them after each way that they can be closed.

use std::fs;

use super::*;
use crate::rms::file_system::{Change, Entry, FileSystem, NewName};

const WRITE: Access = Access { write: true, share_write: true, share_read: true };

/// A site with an indexed file A.IDX that holds these records.
fn site(records: &[&str]) -> (tempfile::TempDir, HostDirectory, Entry) {
    let site = tempfile::tempdir().unwrap();
    let host = HostDirectory::open(site.path()).unwrap();
    let (entry, file) = host.create(&[], "A", "IDX", None, &Change::default()).unwrap();
    drop(file);
    host.set_keys(&[], &entry, &[Key::parse("0+1").unwrap(), Key::parse("1+1 d c").unwrap()]).unwrap();
    let mut file = host.open(&[], &entry, WRITE).unwrap();
    for record in records {
        file.write(record.as_bytes()).unwrap();
    }
    drop(file);
    (site, host, entry)
}

fn text(site: &tempfile::TempDir, name: &str) -> String {
    fs::read_to_string(site.path().join(name)).unwrap()
}

#[test]
fn records_are_on_the_host_in_the_order_of_their_keys_when_the_file_is_closed() {
    let (site, host, entry) = site(&["2b", "1z"]);
    let name = String::from_utf8(entry.token.clone()).unwrap();
    assert_eq!(text(&site, &name), "1z\n2b\n");
    assert_eq!(host.keys(&[], &entry).len(), 2);
    assert_eq!(host.attributes(&[], &entry).unwrap().keys, 2);
    let mut file = host.open(&[], &entry, WRITE).unwrap();
    assert_eq!(file.find(1, b"b", Match::Equal).unwrap(), b"2b");
    file.update(b"2a").unwrap();
    file.flush().unwrap();
    assert_eq!(text(&site, &name), "1z\n2a\n");
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 1);
}

#[test]
fn all_who_have_it_open_see_the_same_records_and_the_last_writer_loses_nothing() {
    let (site, host, entry) = site(&["1a"]);
    let mut one = host.open(&[], &entry, WRITE).unwrap();
    let mut two = host.open(&[], &entry, WRITE).unwrap();
    one.write(b"2b").unwrap();
    one.flush().unwrap();
    two.write(b"3c").unwrap();
    // Written anew under one's hands, it is still the same file for who opens it now.
    let mut three = host.open(&[], &entry, Access { write: false, ..WRITE }).unwrap();
    assert_eq!(three.find(0, b"3", Match::Equal).unwrap(), b"3c");
    drop(one);
    drop(two);
    drop(three);
    assert_eq!(text(&site, &String::from_utf8(entry.token.clone()).unwrap()), "1a\n2b\n3c\n");
    assert!(host.delete(&[], &entry).is_ok(), "nobody has it open any more");
}

#[test]
fn a_file_that_was_renamed_or_has_two_names_is_still_written() {
    let (site, host, entry) = site(&["1a"]);
    let mut file = host.open(&[], &entry, WRITE).unwrap();
    let to = NewName { directory: &[], name: "B", file_type: "IDX", version: None };
    let renamed = host.rename(&[], &entry, &to).unwrap();
    file.write(b"2b").unwrap();
    drop(file);
    assert_eq!(text(&site, &String::from_utf8(renamed.token.clone()).unwrap()), "1a\n2b\n");
    assert_eq!(fs::read_dir(site.path()).unwrap().count(), 1);
    let second = host.enter(&[], &renamed, &NewName { name: "C", ..to }).unwrap();
    let mut file = host.open(&[], &second, WRITE).unwrap();
    file.write(b"3c").unwrap();
    drop(file);
    assert_eq!(text(&site, &String::from_utf8(renamed.token).unwrap()), "1a\n2b\n3c\n");
}

#[test]
fn what_another_tool_wrote_is_read_whatever_its_keys_are() {
    let (site, host, entry) = site(&["1a"]);
    let name = String::from_utf8(entry.token.clone()).unwrap();
    fs::write(site.path().join(name), "9z\n\n1a\n1b").unwrap();
    let mut file = host.open(&[], &entry, WRITE).unwrap();
    let mut all = Vec::new();
    while let Some(record) = file.read().unwrap() {
        all.push(String::from_utf8(record).unwrap());
    }
    assert_eq!(all, ["", "1a", "1b", "9z"]);
    assert_eq!(file.write(b"1c").unwrap_err().status, codes::RMS_DUP);
}
