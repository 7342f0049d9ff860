//! Wildcard searches: the files that a specification stands for.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::Arc;

use super::directory::{Directory, Step};
use super::expand::{Environment, FullSpec, expand};
use super::file_system::{Entry, FileSystem};
use super::spec::Version;
use crate::message::{Condition, codes};

/// Directories below each other that `...` goes into.
const DEPTH_LIMIT: usize = 64;

/// Wildcards of names.
const WILD: [char; 3] = ['*', '%', '?'];

/// A file that was found.
#[derive(Clone)]
pub struct FoundFile {
    /// Its full specification, as displays show it.
    pub spec: FullSpec,
    /// Its directory on the device.
    pub directory: Vec<String>,
    /// How the directory lists it.
    pub entry: Entry,
    /// Where it lies.
    pub files: Arc<dyn FileSystem>,
}

/// The files of one search, handed out one after the other.
#[derive(Default)]
pub struct Search {
    found: VecDeque<FoundFile>,
    /// There is nothing to go on to: no wildcard and no search list.
    names_one: bool,
}

impl Iterator for Search {
    type Item = FoundFile;

    fn next(&mut self) -> Option<FoundFile> {
        self.found.pop_front()
    }
}

impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.found.iter().map(|file| file.spec.to_string())).finish()
    }
}

/// Searches that go on from call to call, by stream number.
#[derive(Debug, Default)]
pub struct SearchStreams(BTreeMap<i64, (String, Search)>);

impl SearchStreams {
    /// The next file of a stream. A new argument begins a new search, made by `begin`; the end of a search ends the
    /// stream, so that the next call begins again. What names one file finds it each time.
    pub fn next(
        &mut self,
        stream: i64,
        argument: &str,
        begin: impl FnOnce() -> Result<Search, Condition>,
    ) -> Result<Option<FoundFile>, Condition> {
        if self.0.get(&stream).is_none_or(|(own, _)| own != argument) {
            self.0.remove(&stream);
            self.0.insert(stream, (argument.to_owned(), begin()?));
        }
        let found = self.0.get_mut(&stream).and_then(|(_, search)| search.next());
        if found.is_none() || self.0.get(&stream).is_some_and(|(_, search)| search.names_one) {
            self.0.remove(&stream);
        }
        Ok(found)
    }
}

/// Whether `text` matches a pattern: `*` any run, `%` and `?` one character. Upper case on both sides.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == text[t] || matches!(c, '%' | '?') => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

/// Finds the files that a specification with its defaults stands for, in the order of directories. RMS statuses when
/// there is none: FNF, DNF, or what the device says.
pub fn search(env: &dyn Environment, file: &str, default: &str, related: &str) -> Result<Search, Condition> {
    let specs = expand(env, file, default, related)?;
    let names_one = specs.len() == 1 && !specs[0].is_wild();
    Ok(Search { found: search_all(env, &specs)?.into(), names_one })
}

/// Finds the files of every member of a search list; without a wildcard the first member that has the file counts.
pub fn search_all(env: &dyn Environment, specs: &[FullSpec]) -> Result<Vec<FoundFile>, Condition> {
    let mut found: Vec<FoundFile> = Vec::new();
    let mut failure = None;
    for spec in specs {
        match search_one(env, spec) {
            Ok(files) if files.is_empty() => failure = Some(codes::RMS_FNF.into()),
            Ok(files) => found.extend(files),
            Err(error) => {
                failure.get_or_insert(error);
            }
        }
        if !found.is_empty() && !spec.is_wild() {
            break;
        }
    }
    match failure {
        Some(failure) if found.is_empty() => Err(failure),
        _ => Ok(found),
    }
}

fn search_one(env: &dyn Environment, spec: &FullSpec) -> Result<Vec<FoundFile>, Condition> {
    if !spec.node.is_empty() {
        return Err(Condition::new(codes::RMS_ACC).then(codes::SYSTEM_NOSUCHNODE));
    }
    let files = env.file_system(&spec.physical_device)?;
    // A device without directories has any file by its name, and none by a wildcard.
    if let Some(entry) = files.any_file(&spec.name, &spec.file_type).filter(|_| !spec.is_wild()) {
        return Ok(vec![FoundFile { spec: spec.clone(), directory: Vec::new(), entry, files }]);
    }
    let root = spec.physical_root.as_ref().map_or(0, |root| root.steps.len());
    let mut directories = Vec::new();
    let wild_directory = spec.directory.is_wild();
    walk(&*files, &spec.physical_directory().steps, &mut Vec::new(), &mut directories)?;
    if directories.is_empty() {
        return Err(super::file_system::directory_not_found());
    }
    let mut found = Vec::new();
    let one_name = !spec.name.contains(WILD) && !spec.file_type.contains(WILD);
    for directory in directories {
        let listed = match one_name {
            true => files.list_named(&directory, &spec.name, &spec.file_type),
            false => files.list(&directory),
        };
        let entries = match listed {
            Err(error) if wild_directory && error.status == codes::RMS_DNF => continue,
            other => other?,
        };
        let shown = Directory::of_names(&directory[root.min(directory.len())..]);
        for entry in selected(spec, entries) {
            found.push(found_file(spec, &files, &directory, &shown, entry));
        }
    }
    Ok(found)
}

fn found_file(
    spec: &FullSpec,
    files: &Arc<dyn FileSystem>,
    directory: &[String],
    shown: &Directory,
    entry: Entry,
) -> FoundFile {
    let spec = FullSpec {
        directory: shown.clone(),
        name: entry.name.clone(),
        file_type: entry.file_type.clone(),
        version: Version::Number(entry.version),
        ..spec.clone()
    };
    FoundFile { spec, directory: directory.to_vec(), entry, files: Arc::clone(files) }
}

/// The entries of one directory that name, type and version select. `entries` are sorted, versions falling.
fn selected(spec: &FullSpec, entries: Vec<Entry>) -> Vec<Entry> {
    let mut chosen: Vec<Entry> = Vec::new();
    let mut before: Option<(String, String)> = None;
    let mut position = 0;
    for entry in entries {
        if !matches(&spec.name, &entry.name) || !matches(&spec.file_type, &entry.file_type) {
            continue;
        }
        let file = (entry.name.clone(), entry.file_type.clone());
        position = if before.as_ref() == Some(&file) { position + 1 } else { 0 };
        before = Some(file);
        let wanted = match spec.version {
            Version::All => true,
            Version::Highest => position == 0,
            Version::Relative(below) => position == below,
            Version::Number(number) => entry.version == number,
        };
        if wanted {
            chosen.push(entry);
        }
    }
    chosen
}

/// Collects the directories that `steps` stand for below `at`.
fn walk(
    files: &dyn FileSystem,
    steps: &[Step],
    at: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) -> Result<(), Condition> {
    let Some((step, rest)) = steps.split_first() else {
        found.push(at.clone());
        return Ok(());
    };
    match step {
        Step::Up => Err(codes::RMS_DIR.into()),
        Step::Name(name) if !name.contains(['*', '%', '?']) => {
            at.push(name.clone());
            let walked = walk(files, rest, at, found);
            at.pop();
            walked
        }
        Step::Name(pattern) => {
            for entry in subdirectories(files, at)?.into_iter().filter(|e| matches(pattern, &e.name)) {
                at.push(entry.name);
                let walked = walk(files, rest, at, found);
                at.pop();
                walked?;
            }
            Ok(())
        }
        Step::Ellipsis => {
            walk(files, rest, at, found)?;
            if at.len() >= DEPTH_LIMIT {
                return Ok(());
            }
            for entry in subdirectories(files, at)?.into_iter().filter(|e| !e.is_link) {
                at.push(entry.name);
                let walked = walk(files, steps, at, found);
                at.pop();
                walked?;
            }
            Ok(())
        }
    }
}

fn subdirectories(files: &dyn FileSystem, at: &[String]) -> Result<Vec<Entry>, Condition> {
    Ok(files.list(at)?.into_iter().filter(|entry| entry.is_directory).collect())
}
