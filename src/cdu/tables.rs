//! Command tables: which verbs exist and what defines them.
//!
//! A table is a list of verbs over compilation units. The first unit is everything in `grammar/*.CLD`, indexed at start
//! and compiled definition by definition at first use; SET COMMAND adds a unit for each file, compiled whole. Types and
//! syntaxes are looked up in the unit of their user, then in the first.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use crate::message::{Condition, codes};

use super::compiler::{Diagnostic, statement, statements};
use super::definition::{Definition, Statement, Type};
use super::embedded;
use super::index::{Kind, index};
use super::link::{self, Scope, significant};

/// One definition of a unit.
#[derive(Debug)]
struct Section {
    /// Index of its file in [`embedded::FILES`]; nothing for a unit that is compiled whole.
    place: Option<(usize, std::ops::Range<usize>)>,
    compiled: OnceLock<Statement>,
}

/// Definitions that see each other's names.
#[derive(Debug, Default)]
pub struct Unit {
    sections: Vec<Section>,
    names: HashMap<(Kind, String), usize>,
}

impl Unit {
    fn embedded() -> &'static (Arc<Self>, Vec<Verb>) {
        static UNIT: OnceLock<(Arc<Unit>, Vec<Verb>)> = OnceLock::new();
        UNIT.get_or_init(|| {
            let mut unit = Self::default();
            let mut verbs = Vec::new();
            for (file, (_, text)) in embedded::FILES.iter().enumerate() {
                for entry in index(text) {
                    let section = unit.sections.len();
                    unit.names.insert((entry.kind, entry.name.to_owned()), section);
                    if entry.kind == Kind::Verb {
                        let names = entry.synonyms.iter().copied().chain([entry.name]);
                        verbs.extend(names.map(|name| Verb { name: name.to_owned(), unit: 0, section }));
                    }
                    unit.sections.push(Section { place: Some((file, entry.range)), compiled: OnceLock::new() });
                }
            }
            verbs.sort_by(|a, b| a.name.cmp(&b.name));
            (Arc::new(unit), verbs)
        })
    }

    /// A definition, compiled now if it was not.
    ///
    /// # Panics
    /// If an embedded file has a syntax error, which the tests exclude.
    fn section(&self, section: usize) -> Option<&Statement> {
        let section = self.sections.get(section)?;
        Some(section.compiled.get_or_init(|| {
            let (file, range) = section.place.clone().unwrap_or_default();
            let (name, text) = embedded::FILES.get(file).copied().unwrap_or_default();
            statement(name, text, range).unwrap_or_else(|error| panic!("{error}"))
        }))
    }

    fn named(&self, kind: Kind, name: &str) -> Option<&Statement> {
        self.section(*self.names.get(&(kind, name.to_owned()))?)
    }
}

/// A verb's name and where its definition is.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Verb {
    name: String,
    unit: usize,
    section: usize,
}

/// The verbs that a process can use.
#[derive(Clone, Debug)]
pub struct Tables {
    units: Vec<Arc<Unit>>,
    /// Sorted by name.
    verbs: Vec<Verb>,
}

/// A definition with the unit in which its names are looked up.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// The definition.
    pub definition: &'a Definition,
    /// Its unit.
    pub unit: usize,
}

/// What a verb as typed matches.
#[derive(Clone, Copy, Debug)]
pub enum Match<'a> {
    /// One verb.
    One(Found<'a>),
    /// No verb.
    None,
    /// Several.
    Ambiguous,
}

impl Default for Tables {
    fn default() -> Self {
        Self::embedded()
    }
}

impl Tables {
    /// The verbs of `grammar/*.CLD`. Cheap: a verb is compiled at its first use.
    pub fn embedded() -> Self {
        let (unit, verbs) = Unit::embedded();
        Self { units: vec![unit.clone()], verbs: verbs.clone() }
    }

    /// Tables with the verbs of one text only.
    ///
    /// # Errors
    /// Every mistake in the text.
    pub fn compile(file: &str, text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut tables = Self { units: vec![Arc::new(Unit::default())], verbs: Vec::new() };
        tables.replace(file, text)?;
        Ok(tables)
    }

    /// The commands of a utility with a prompt of its own, with the verbs of DCL that it takes over; empty for a name that
    /// is none.
    ///
    /// # Panics
    /// If an embedded file has a mistake, which the tests exclude.
    pub fn utility(name: &str, borrowed: &[&str]) -> Self {
        let file = embedded::UTILITIES.iter().find(|(file, _)| file.strip_suffix(".CLD") == Some(name));
        let (file, text) = file.copied().unwrap_or_default();
        let (unit, verbs) = Unit::embedded();
        let verbs = verbs.iter().filter(|verb| borrowed.contains(&verb.name.as_str())).cloned().collect();
        let mut tables = Self { units: vec![unit.clone()], verbs };
        if let Err(mistakes) = tables.replace(file, text) {
            panic!("{file}: {mistakes:?}");
        }
        tables
    }

    /// Names of all verbs, synonyms included, sorted.
    pub fn verbs(&self) -> impl Iterator<Item = &str> {
        self.verbs.iter().map(|verb| verb.name.as_str())
    }

    /// SET COMMAND/REPLACE: adds the verbs of a `.CLD` text, each in place of one that begins with the same four
    /// characters. Nothing changes if the text has a mistake. Returns the names of the verbs.
    ///
    /// # Errors
    /// Every mistake in the text.
    pub fn replace(&mut self, file: &str, text: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
        let statements = statements(file, text).map_err(|error| vec![error])?;
        let all: Vec<&Statement> = statements.iter().collect();
        let mut mistakes = link::duplicates(file, text, &all);
        mistakes.extend(link::link(&Compilation { statements: &all, tables: Some(self) }, file, text, &all));
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let mut unit = Unit::default();
        let mut names = Vec::new();
        for statement in statements {
            let key = match &statement {
                Statement::Module(_) | Statement::Ident(_) => continue,
                Statement::Type(kind) => (Kind::Type, kind.name.clone()),
                Statement::Command(syntax) if !syntax.is_verb => (Kind::Syntax, syntax.name.clone()),
                Statement::Command(verb) => {
                    let section = unit.sections.len();
                    names.extend(verb.synonyms.iter().chain([&verb.name]).map(|name| (name.clone(), section)));
                    (Kind::Verb, verb.name.clone())
                }
            };
            unit.names.insert(key, unit.sections.len());
            unit.sections.push(Section { place: None, compiled: OnceLock::from(statement) });
        }
        let number = self.units.len();
        self.units.push(Arc::new(unit));
        for (name, section) in &names {
            self.delete_verb(name);
            self.verbs.push(Verb { name: name.clone(), unit: number, section: *section });
        }
        self.verbs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(names.into_iter().map(|(name, _)| name).collect())
    }

    /// SET COMMAND/DELETE: removes the verb that begins with the same four characters. False if there is none.
    pub fn delete_verb(&mut self, name: &str) -> bool {
        let before = self.verbs.len();
        let name = name.to_ascii_uppercase();
        self.verbs.retain(|verb| significant(&verb.name) != significant(&name));
        self.verbs.len() < before
    }

    /// The verbs of each unit that has any, the system's own first.
    pub(super) fn verbs_by_unit(&self) -> Vec<(usize, Vec<&str>)> {
        let of = |unit: usize| self.verbs.iter().filter(move |verb| verb.unit == unit).map(|verb| verb.name.as_str());
        let all = (0..self.units.len()).map(|unit| (unit, of(unit).collect::<Vec<_>>()));
        all.filter(|(unit, verbs)| *unit == 0 || !verbs.is_empty()).collect()
    }

    /// The definitions of a unit.
    pub(super) fn statements_of(&self, unit: usize) -> impl Iterator<Item = &Statement> {
        let unit = self.units.get(unit);
        unit.into_iter().flat_map(|unit| (0..unit.sections.len()).filter_map(|section| unit.section(section)))
    }

    /// Takes away every verb that is not named for its unit.
    pub(super) fn keep_verbs(&mut self, kept: &[Vec<String>]) {
        self.verbs.retain(|verb| kept.get(verb.unit).is_some_and(|names| names.contains(&verb.name)));
    }

    /// Looks a verb up as it was typed, in upper case: the first four characters decide; fewer must be unique, or be
    /// the start of a verb with the flag ABBREVIATE (cdu.md 4).
    pub fn find_verb(&self, typed: &str) -> Match<'_> {
        let typed = significant(typed);
        let is_exact = |verb: &&Verb| significant(&verb.name) == typed;
        if let Some(verb) = self.verbs.iter().find(is_exact) {
            return self.one(verb);
        }
        let candidates: Vec<&Verb> =
            self.verbs.iter().filter(|verb| !typed.is_empty() && verb.name.starts_with(typed)).collect();
        match candidates.as_slice() {
            [] => Match::None,
            [first, rest @ ..] if rest.iter().all(|verb| (verb.unit, verb.section) == (first.unit, first.section)) => {
                self.one(first)
            }
            many => {
                let short = many.iter().find(|verb| {
                    self.definition(verb.unit, verb.section).is_some_and(|verb| verb.has_flag("ABBREVIATE"))
                });
                short.map_or(Match::Ambiguous, |verb| self.one(verb))
            }
        }
    }

    /// The full name of the verb that a token in upper case stands for.
    ///
    /// # Errors
    /// IVVERB or ABVERB with the token.
    pub fn verb(&self, typed: &str) -> Result<&str, Condition> {
        match self.find_verb(typed) {
            Match::One(found) => Ok(&found.definition.name),
            Match::None => Err(Condition::new(codes::CLI_IVVERB).token(typed)),
            Match::Ambiguous => Err(Condition::new(codes::CLI_ABVERB).token(typed)),
        }
    }

    fn one(&self, verb: &Verb) -> Match<'_> {
        let definition = self.definition(verb.unit, verb.section);
        definition.map_or(Match::None, |definition| Match::One(Found { definition, unit: verb.unit }))
    }

    fn definition(&self, unit: usize, section: usize) -> Option<&Definition> {
        match self.units.get(unit)?.section(section)? {
            Statement::Command(definition) => Some(definition),
            _ => None,
        }
    }

    fn named(&self, unit: usize, kind: Kind, name: &str) -> Option<(&Statement, usize)> {
        let own = self.units.get(unit).and_then(|own| own.named(kind, name));
        own.map(|found| (found, unit)).or_else(|| self.units.first()?.named(kind, name).map(|found| (found, 0)))
    }

    /// The syntax that a definition of a unit means by a name.
    pub fn syntax(&self, unit: usize, name: &str) -> Option<Found<'_>> {
        match self.named(unit, Kind::Syntax, name)? {
            (Statement::Command(definition), unit) => Some(Found { definition, unit }),
            _ => None,
        }
    }

    /// The type that a definition of a unit means by a name.
    pub fn keyword_type(&self, unit: usize, name: &str) -> Option<&Type> {
        match self.named(unit, Kind::Type, name)?.0 {
            Statement::Type(kind) => Some(kind),
            _ => None,
        }
    }

    /// Every definition of the embedded files, compiled: for the checks that tie labels, handlers and help together.
    pub fn definitions(&self) -> Vec<&Statement> {
        (0..self.units.len()).flat_map(|unit| self.statements_of(unit)).collect()
    }
}

/// The statements of a compilation with the tables behind them.
pub struct Compilation<'a> {
    /// All statements.
    pub statements: &'a [&'a Statement],
    /// Where other names come from.
    pub tables: Option<&'a Tables>,
}

impl Compilation<'_> {
    fn command(&self, is_verb: bool, name: &str) -> Option<&Definition> {
        self.statements.iter().find_map(|statement| match statement {
            Statement::Command(found) if found.is_verb == is_verb && found.name == name => Some(found),
            _ => None,
        })
    }
}

impl Scope for Compilation<'_> {
    fn keyword_type(&self, name: &str) -> Option<&Type> {
        let own = self.statements.iter().find_map(|statement| match statement {
            Statement::Type(kind) if kind.name == name => Some(kind),
            _ => None,
        });
        own.or_else(|| self.tables?.keyword_type(0, name))
    }

    fn syntax(&self, name: &str) -> Option<&Definition> {
        self.command(false, name).or_else(|| Some(self.tables?.syntax(0, name)?.definition))
    }

    fn verb(&self, name: &str) -> Option<&Definition> {
        self.command(true, name)
    }
}
