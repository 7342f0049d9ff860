//! Records in the order of their keys: an indexed file in memory (Guide to OpenVMS File Applications, 3.3 and 8.3).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::keys::Key;
use crate::message::{Condition, Status, codes};

/// A record of a file that is open, as long as it is open.
pub type RecordId = u64;

/// A place in an index: the value as it sorts, then the records that have it in the order of their arrival.
pub type Place = (Vec<u8>, RecordId);

/// Which record /KEY finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// The first whose value begins with that.
    #[default]
    Equal,
    /// The same, or the one behind it.
    EqualOrNext,
    /// The first behind all that begin with that.
    Next,
    /// The last that begins with that, or the one before.
    EqualOrBefore,
    /// The last before all that begin with that.
    Before,
}

/// Records and their indexes, the primary one first.
#[derive(Debug, Default)]
pub struct Indexed {
    keys: Vec<Key>,
    records: BTreeMap<RecordId, Vec<u8>>,
    indexes: Vec<BTreeSet<Place>>,
    next: RecordId,
}

impl Indexed {
    /// A file with these keys that holds these records, whatever their keys are: another tool may have written them.
    pub fn new(keys: Vec<Key>, records: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let indexes = keys.iter().map(|_| BTreeSet::new()).collect();
        let mut file = Self { keys, indexes, ..Self::default() };
        for record in records {
            file.add(record);
        }
        file
    }

    /// A record.
    pub fn record(&self, id: RecordId) -> Option<&[u8]> {
        self.records.get(&id).map(Vec::as_slice)
    }

    /// All records, in the order of the primary key.
    pub fn in_order(&self) -> impl Iterator<Item = &[u8]> {
        self.indexes.iter().take(1).flatten().filter_map(|(_, id)| self.record(*id))
    }

    fn places(&self, record: &[u8], id: RecordId) -> Vec<(usize, Place)> {
        let held = self.keys.iter().enumerate().filter(|(at, key)| *at == 0 || !key.leaves_out(record));
        held.map(|(at, key)| (at, (key.value(record), id))).collect()
    }

    fn add(&mut self, record: Vec<u8>) -> RecordId {
        let id = self.next;
        self.next += 1;
        for (index, place) in self.places(&record, id) {
            self.indexes[index].insert(place);
        }
        self.records.insert(id, record);
        id
    }

    /// Adds a record. RSZ for one too short for the primary key, DUP for a value that must be there once only.
    pub fn insert(&mut self, record: &[u8]) -> Result<RecordId, Condition> {
        self.check(record, None)?;
        Ok(self.add(record.to_vec()))
    }

    /// Puts another record in the place of one. CHG where a key must keep its value, else as [`Indexed::insert`].
    pub fn replace(&mut self, id: RecordId, record: &[u8]) -> Result<(), Condition> {
        let old = self.records.get(&id).ok_or(codes::RMS_CUR)?;
        for (at, key) in self.keys.iter().enumerate() {
            if (at == 0 || !key.changes) && key.value(old) != key.value(record) {
                return Err(codes::RMS_CHG.into());
            }
        }
        self.check(record, Some(id))?;
        self.remove(id)?;
        for (index, place) in self.places(record, id) {
            self.indexes[index].insert(place);
        }
        self.records.insert(id, record.to_vec());
        Ok(())
    }

    /// Takes a record out; CUR if it is gone already.
    pub fn remove(&mut self, id: RecordId) -> Result<(), Condition> {
        let record = self.records.remove(&id).ok_or(codes::RMS_CUR)?;
        for (index, place) in self.places(&record, id) {
            self.indexes[index].remove(&place);
        }
        Ok(())
    }

    /// Takes all records out.
    pub fn clear(&mut self) {
        *self = Self::new(std::mem::take(&mut self.keys), []);
    }

    fn check(&self, record: &[u8], instead: Option<RecordId>) -> Result<(), Status> {
        if self.keys.first().is_some_and(|primary| record.len() < primary.reach()) {
            return Err(codes::RMS_RSZ);
        }
        for (index, (value, _)) in self.places(record, RecordId::MAX) {
            let mut same = self.indexes[index].range((value.clone(), 0)..=(value, RecordId::MAX));
            if !self.keys[index].duplicates && same.any(|(_, id)| Some(*id) != instead) {
                return Err(codes::RMS_DUP);
            }
        }
        Ok(())
    }

    /// The record that comes behind a place in an index, from its beginning on.
    pub fn after(&self, index: usize, place: Option<&Place>) -> Option<Place> {
        let from = place.map_or(Bound::Unbounded, Bound::Excluded);
        self.indexes.get(index)?.range((from, Bound::Unbounded)).next().cloned()
    }

    /// Looks a value up. A short one stands for all that begin with it. KRF for an index that is not there, KSZ for a
    /// value longer than the key, RNF when there is none.
    pub fn find(&self, index: usize, value: &[u8], how: Match) -> Result<Place, Condition> {
        let key = self.keys.get(index).ok_or(codes::RMS_KRF)?;
        if value.is_empty() || value.len() > key.length() {
            return Err(codes::RMS_KSZ.into());
        }
        let value = key.sought(value);
        let first = (value.clone(), 0);
        let from = self.indexes[index].range(first.clone()..);
        let beyond = || from.clone().find(|(found, _)| !found.starts_with(&value));
        let found = match how {
            Match::Equal => from.clone().next().filter(|(found, _)| found.starts_with(&value)),
            Match::EqualOrNext => from.clone().next(),
            Match::Next => beyond(),
            Match::Before => self.indexes[index].range(..first).next_back(),
            Match::EqualOrBefore => {
                let end = beyond().map_or(Bound::Unbounded, |place| Bound::Excluded(place.clone()));
                self.indexes[index].range((Bound::Unbounded, end)).next_back()
            }
        };
        found.cloned().ok_or_else(|| codes::RMS_RNF.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(keys: &[&str], records: &[&str]) -> Indexed {
        let keys = keys.iter().map(|text| Key::parse(text).unwrap()).collect();
        let mut file = Indexed::new(keys, []);
        for record in records {
            file.insert(record.as_bytes()).unwrap();
        }
        file
    }

    fn order(file: &Indexed) -> Vec<String> {
        file.in_order().map(|record| String::from_utf8_lossy(record).into_owned()).collect()
    }

    fn found(file: &Indexed, index: usize, value: &str, how: Match) -> Result<String, Status> {
        let (_, id) = file.find(index, value.as_bytes(), how).map_err(|condition| condition.status)?;
        Ok(String::from_utf8_lossy(file.record(id).unwrap()).into_owned())
    }

    #[test]
    fn records_lie_in_the_order_of_the_primary_key() {
        let mut file = file(&["0+2", "2+1 d c"], &["b1x", "a2y", "c1z"]);
        assert_eq!(order(&file), ["a2y", "b1x", "c1z"]);
        assert_eq!(file.insert(b"a2q").unwrap_err().status, codes::RMS_DUP);
        assert_eq!(file.insert(b"a").unwrap_err().status, codes::RMS_RSZ);
        let (_, id) = file.find(0, b"b1", Match::Equal).unwrap();
        assert_eq!(file.replace(id, b"b2x").unwrap_err().status, codes::RMS_CHG);
        file.replace(id, b"b1a").unwrap();
        assert_eq!(found(&file, 1, "a", Match::Equal), Ok("b1a".to_owned()));
        file.remove(id).unwrap();
        assert_eq!(file.remove(id).unwrap_err().status, codes::RMS_CUR);
        assert_eq!(order(&file), ["a2y", "c1z"]);
    }

    #[test]
    fn a_short_value_stands_for_all_that_begin_with_it() {
        let file = file(&["0+3"], &["aa1", "ab1", "ab2", "b01"]);
        for (value, how, record) in [
            ("ab", Match::Equal, Ok("ab1")),
            ("ab", Match::EqualOrNext, Ok("ab1")),
            ("ac", Match::EqualOrNext, Ok("b01")),
            ("ab", Match::Next, Ok("b01")),
            ("ab", Match::EqualOrBefore, Ok("ab2")),
            ("ab", Match::Before, Ok("aa1")),
            ("z", Match::EqualOrBefore, Ok("b01")),
            ("z", Match::EqualOrNext, Err(codes::RMS_RNF)),
            ("ac", Match::Equal, Err(codes::RMS_RNF)),
            ("aa", Match::Before, Err(codes::RMS_RNF)),
            ("abcd", Match::Equal, Err(codes::RMS_KSZ)),
        ] {
            assert_eq!(found(&file, 0, value, how), record.map(str::to_owned), "{value} {how:?}");
        }
        assert_eq!(found(&file, 1, "a", Match::Equal), Err(codes::RMS_KRF));
    }

    #[test]
    fn equal_values_come_in_the_order_of_their_arrival_and_may_fall() {
        let file = file(&["0+1", "1+1 r d"], &["1a", "2b", "3a", "4b"]);
        let mut place = None;
        let mut all = Vec::new();
        while let Some(next) = file.after(1, place.as_ref()) {
            all.push(String::from_utf8_lossy(file.record(next.1).unwrap()).into_owned());
            place = Some(next);
        }
        assert_eq!(all, ["2b", "4b", "1a", "3a"]);
    }
}
