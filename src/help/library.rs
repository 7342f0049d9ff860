//! A help library: topics by key, and how typed keys find them (help-format.md 3).

use std::sync::{Arc, OnceLock};

use super::source;
use crate::message::Condition;

/// The shipped help files.
const EMBEDDED: [(&str, &str); 10] = [
    ("HELP.HLP", include_str!("../../grammar/HELP.HLP")),
    ("MOUNT.HLP", include_str!("../../grammar/MOUNT.HLP")),
    ("SHOW.HLP", include_str!("../../grammar/SHOW.HLP")),
    ("SET.HLP", include_str!("../../grammar/SET.HLP")),
    ("SIMULATE.HLP", include_str!("../../grammar/SIMULATE.HLP")),
    ("DCL.HLP", include_str!("../../grammar/DCL.HLP")),
    ("FILES.HLP", include_str!("../../grammar/FILES.HLP")),
    ("SYSTEM.HLP", include_str!("../../grammar/SYSTEM.HLP")),
    ("LEXICALS.HLP", include_str!("../../grammar/LEXICALS.HLP")),
    ("SHADOWING.HLP", include_str!("../../grammar/SHADOWING.HLP")),
];

/// What messages mean and what to do about them: a topic for each, named by facility and ident.
const EXPLANATIONS: (&str, &str) = ("MESSAGES.HLP", include_str!("../../grammar/MESSAGES.HLP"));

/// A key with its text and the keys below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Key as it is displayed.
    pub name: String,
    /// What a qualifier line shows in place of its name.
    pub heading: Option<String>,
    /// Lines of text as the source has them.
    pub text: Vec<String>,
    /// Topics one level below, sorted.
    pub children: Vec<Topic>,
}

/// A place in a library: the index of the child taken at each level.
pub type Path = Vec<usize>;

/// One typed key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Upper-cased pattern, a leading slash included.
    pub pattern: String,
    /// Followed by an ellipsis: everything below too.
    pub deep: bool,
}

/// Help topics in alphabetical order, case-blind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Library {
    root: Vec<Topic>,
}

impl Topic {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), heading: None, text: Vec::new(), children: Vec::new() }
    }

    pub(super) fn has_no_text(&self) -> bool {
        self.text.iter().all(|line| line.trim().is_empty())
    }

    fn sort(&mut self) {
        self.children.sort_by_cached_key(|child| child.name.to_ascii_uppercase());
        self.children.iter_mut().for_each(Self::sort);
    }
}

impl Library {
    /// The topics that the program carries, read at first use.
    pub fn embedded() -> Arc<Self> {
        static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
        let library = LIBRARY.get_or_init(|| {
            let mut library = Self::default();
            // Embedded sources are right by test.
            EMBEDDED.iter().for_each(|(name, source)| drop(library.insert(name, source)));
            Arc::new(library)
        });
        Arc::clone(library)
    }

    /// What is explained of messages, read at first use.
    pub fn explanations() -> Arc<Self> {
        static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
        let library = LIBRARY.get_or_init(|| {
            let mut library = Self::default();
            // The embedded source is right by test.
            let _ = library.insert(EXPLANATIONS.0, EXPLANATIONS.1);
            Arc::new(library)
        });
        Arc::clone(library)
    }

    /// The topic of exactly that name, a module.
    pub fn module(&self, name: &str) -> Option<&Topic> {
        self.root.iter().find(|topic| topic.name.eq_ignore_ascii_case(name))
    }

    /// Adds the modules of a `.HLP` source; a module of the same name is replaced.
    ///
    /// # Errors
    /// What is wrong with the source; the library stays as it is.
    pub fn insert(&mut self, name: &str, source: &str) -> Result<(), Condition> {
        for mut module in source::read(name, source)? {
            module.sort();
            self.root.retain(|topic| !topic.name.eq_ignore_ascii_case(&module.name));
            self.root.push(module);
        }
        self.root.sort_by_cached_key(|topic| topic.name.to_ascii_uppercase());
        Ok(())
    }

    /// The topic at a path; `None` for the root and for a path that leads nowhere.
    pub fn topic(&self, path: &[usize]) -> Option<&Topic> {
        let (last, above) = path.split_last()?;
        self.children(above).get(*last)
    }

    /// The topics below a path, the modules for the empty one.
    pub fn children(&self, path: &[usize]) -> &[Topic] {
        let mut children = &self.root[..];
        for index in path {
            let Some(topic) = children.get(*index) else { return &[] };
            children = &topic.children;
        }
        children
    }

    /// The names along a path.
    pub fn names(&self, path: &[usize]) -> Vec<&str> {
        let topics = (1..=path.len()).filter_map(|depth| self.topic(&path[..depth]));
        topics.map(|topic| topic.name.as_str()).collect()
    }

    /// Every place that the keys lead to from `from`, in order of display.
    ///
    /// # Errors
    /// The place whose children were searched in vain.
    pub fn find(&self, from: &[usize], keys: &[Key]) -> Result<Vec<Path>, Path> {
        let mut places = vec![from.to_vec()];
        for key in keys {
            let found: Vec<Path> = places.iter().flat_map(|place| self.find_one(place, key)).collect();
            if found.is_empty() {
                let place = if places.len() == 1 { places.swap_remove(0) } else { from.to_vec() };
                return Err(place);
            }
            places = found;
        }
        Ok(places)
    }

    /// Places below `place` that one key matches. A key with a slash is looked for among the children, then among those
    /// of Qualifiers, then without its slash (`SHOW/DEVICES`), then without NO.
    fn find_one(&self, place: &[usize], key: &Key) -> Vec<Path> {
        let pattern = key.pattern.as_str();
        let direct = self.matching(place, pattern);
        let Some(word) = pattern.strip_prefix('/') else { return direct };
        if !direct.is_empty() {
            return direct;
        }
        let qualifiers = |pattern: &str| -> Vec<Path> {
            let groups = self.matching(place, "QUALIFIER");
            groups.iter().flat_map(|group| self.matching(group, pattern)).collect()
        };
        let positive = word.strip_prefix("NO").map(|word| format!("/{word}")).unwrap_or_default();
        let mut found = qualifiers(pattern);
        if found.is_empty() {
            found = self.matching(place, word);
        }
        if found.is_empty() && positive.len() > 1 {
            found = self.matching(place, &positive);
        }
        if found.is_empty() && positive.len() > 1 {
            found = qualifiers(&positive);
        }
        found
    }

    /// Children of `place` that a pattern matches: the one of exactly this name, else all that begin with it.
    fn matching(&self, place: &[usize], pattern: &str) -> Vec<Path> {
        if pattern.is_empty() {
            return Vec::new();
        }
        let wild = pattern.contains(['*', '%']);
        let names: Vec<String> = self.children(place).iter().map(|topic| topic.name.to_ascii_uppercase()).collect();
        let exact = !wild && names.iter().any(|name| name == pattern);
        let fits = |name: &String| match (wild, exact) {
            (true, _) => wildcard(name.as_bytes(), pattern.as_bytes()),
            (_, true) => name == pattern,
            (_, false) => name.starts_with(pattern),
        };
        let hits = names.iter().enumerate().filter(|(_, name)| fits(name));
        hits.map(|(index, _)| place.iter().copied().chain([index]).collect()).collect()
    }
}

/// Splits what was typed into keys: at blanks and before slashes; a trailing ellipsis marks the key before it.
pub fn keys(typed: &str) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for word in typed.to_ascii_uppercase().split_whitespace() {
        let mut starts: Vec<usize> = word.match_indices('/').map(|(at, _)| at).filter(|at| *at > 0).collect();
        starts.push(word.len());
        let mut from = 0;
        for end in starts {
            let (pattern, deep) = match word[from..end].strip_suffix("...") {
                Some(pattern) => (pattern, true),
                None => (&word[from..end], false),
            };
            from = end;
            match keys.last_mut() {
                Some(last) if pattern.is_empty() && deep => last.deep = true,
                _ if pattern.is_empty() && deep => keys.push(Key { pattern: "*".to_owned(), deep }),
                _ => keys.push(Key { pattern: pattern.to_owned(), deep }),
            }
        }
    }
    keys
}

/// Whether a pattern with `*` (any characters) and `%` (one) matches the whole name. Linear in practice: on a mismatch it
/// goes back to the last `*` only.
fn wildcard(name: &[u8], pattern: &[u8]) -> bool {
    let (mut n, mut p, mut star) = (0, 0, None);
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(c) if *c == b'%' || *c == name[n] => {
                n += 1;
                p += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    p = at + 1;
                    n = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests;
