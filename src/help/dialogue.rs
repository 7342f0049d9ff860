//! The HELP dialogue: what was typed goes in, lines and the next prompt come out (help-format.md 4).

use std::sync::Arc;

use super::display::{Line, Page};
use super::library::{Key, Library, Path, keys};
use crate::message::{Condition, codes};

/// Choices of the HELP command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// /INSTRUCTIONS: with no keys show the introduction.
    pub instructions: bool,
    /// /PROMPT: go on asking.
    pub prompt: bool,
    /// /LIBLIST: with no keys name the other libraries.
    pub liblist: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { instructions: true, prompt: true, liblist: true }
    }
}

/// What HELP does next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// Lines to print.
    pub lines: Vec<Line>,
    /// A message to print: a library that cannot be had.
    pub message: Option<Condition>,
    /// Prompt to read the next answer with; `None` when HELP ends.
    pub prompt: Option<String>,
}

/// A HELP session: the library in use and the topic it stands at.
pub struct Dialogue {
    library: Arc<Library>,
    others: Vec<(String, Arc<Library>)>,
    options: Options,
    at: Path,
}

impl Dialogue {
    /// A dialogue over a library; `others` are what `@name` switches to.
    pub fn new(library: Arc<Library>, others: Vec<(String, Arc<Library>)>, options: Options) -> Self {
        Self { library, others, options, at: Path::new() }
    }

    /// Begins with the keys of the command line, perhaps none.
    pub fn start(&mut self, typed: &str) -> Reply {
        let reply = if typed.trim().is_empty() { self.root() } else { self.search(typed) };
        if self.options.prompt { reply } else { Reply { prompt: None, ..reply } }
    }

    /// Takes an answer to the last prompt; `None` is Ctrl/Z.
    pub fn answer(&mut self, typed: Option<&str>) -> Reply {
        match typed.map(str::trim) {
            None => Reply::default(),
            Some("") if self.at.is_empty() => Reply::default(),
            Some("") => {
                self.at.pop();
                self.reply(Page::default())
            }
            Some("?") if self.at.is_empty() => self.root(),
            Some("?") => {
                let mut page = Page::default();
                page.topic(&self.library, &self.at, true);
                self.reply(page)
            }
            Some(typed) => self.search(typed),
        }
    }

    fn root(&mut self) -> Reply {
        let mut page = Page::default();
        let introduction = self.library.find(&[], &keys("HELP")).ok().and_then(|places| places.into_iter().next());
        let topic = introduction.as_deref().and_then(|path| self.library.topic(path));
        page.root(&self.library, topic.filter(|_| self.options.instructions));
        if self.options.liblist {
            let names: Vec<&str> = self.others.iter().map(|(name, _)| name.as_str()).collect();
            page.libraries(&names);
        }
        self.reply(page)
    }

    fn search(&mut self, typed: &str) -> Reply {
        let (typed, switched) = match self.switch(typed) {
            Ok(rest) => rest,
            Err(message) => return Reply { message: Some(message), ..self.reply(Page::default()) },
        };
        if switched && typed.is_empty() {
            return self.root();
        }
        let keys = keys(&typed);
        let mut page = Page::default();
        match self.library.find(&self.at, &keys) {
            Ok(places) => {
                let deep = keys.last().is_some_and(|key| key.deep);
                places.iter().for_each(|place| show(&mut page, &self.library, place, deep));
                self.at = self.resting_place(&places);
            }
            Err(_) if self.has_elsewhere(&keys) => return self.search(&typed),
            Err(searched) => {
                let below = self.library.children(&searched);
                let above = self.library.names(&self.at).join(" ");
                let typed: Vec<String> = keys.into_iter().map(|key| key.pattern).collect();
                let wanted = format!("{above} {}", typed.join(" ")).to_ascii_uppercase();
                page.not_found(wanted.trim(), below);
                self.at = searched;
            }
        }
        self.reply(page)
    }

    /// Turns to another library that has what the keys name, where this one has nothing.
    fn has_elsewhere(&mut self, keys: &[Key]) -> bool {
        let has = |library: &&Arc<Library>| self.at.is_empty() && library.find(&[], keys).is_ok();
        match self.others.iter().map(|(_, library)| library).find(has) {
            Some(library) => self.library = Arc::clone(library),
            None => return false,
        }
        true
    }

    /// `@name` in front of the keys picks another library. What is left of the keys, and whether it did.
    fn switch(&mut self, typed: &str) -> Result<(String, bool), Condition> {
        let typed = typed.trim();
        let named = typed.strip_prefix('@').filter(|rest| !rest.is_empty() && !rest.starts_with(char::is_whitespace));
        let Some(rest) = named.filter(|_| self.at.is_empty()) else { return Ok((typed.to_owned(), false)) };
        let (name, keys) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let library = self.others.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, found)| found);
        match library {
            Some(library) => {
                self.library = Arc::clone(library);
                Ok((keys.trim().to_owned(), true))
            }
            None => {
                let name = name.to_ascii_uppercase();
                Err(Condition::new(codes::HELP_OPENIN).arg(name).then(codes::RMS_FNF))
            }
        }
    }

    /// Where the next prompt stands: the topic found when it has sub-topics, else the place above it; after several
    /// topics, the place that they share.
    fn resting_place(&self, places: &[Path]) -> Path {
        match places {
            [place] if !self.library.children(place).is_empty() => place.clone(),
            [first, rest @ ..] => {
                let parent = &first[..first.len().saturating_sub(1)];
                let shared = rest.iter().all(|place| place.len() == first.len() && place.starts_with(parent));
                if shared { parent.to_vec() } else { self.at.clone() }
            }
            [] => self.at.clone(),
        }
    }

    fn reply(&self, page: Page) -> Reply {
        let names = self.library.names(&self.at).join(" ");
        let prompt = if names.is_empty() { "Topic? ".to_owned() } else { format!("{names} Subtopic? ") };
        Reply { lines: page.0, message: None, prompt: self.options.prompt.then_some(prompt) }
    }
}

/// A topic with its list, or with everything below it.
fn show(page: &mut Page, library: &Library, place: &[usize], deep: bool) {
    page.topic(library, place, !deep);
    if deep {
        for index in 0..library.children(place).len() {
            let below: Path = place.iter().copied().chain([index]).collect();
            show(page, library, &below, deep);
        }
    }
}

#[cfg(test)]
mod tests;
