//! The command line parser (cdu.md 4, 5): a line and a table to a [`Command`].
//!
//! Elements are read from left to right and the first error ends the parse. An entity with SYNTAX starts the parse
//! again with the new definition; each place of the line can do that once, so the parse ends.

use crate::message::{Condition, Status, codes};

use super::command::{Command, Given, Join, Value};
use super::definition::{Action, Builtin, Definition, Disallow, Entity, Placement, ValueSpec, ValueType};
use super::finish;
use super::line::{LINE_LIMIT, Line, canonical};
use super::link::{or_inherit, significant};
use super::outcome::{Outcome, Pending, Setting};
use super::tables::{Match, Tables};
use super::values::{self, Place, refuse};

/// A keyword path has at most this many names (cdu.md 1).
pub const PATH_LIMIT: usize = 8;

/// How a parameter without VALUE takes its one string.
static PLAIN: ValueSpec =
    ValueSpec { required: false, list: false, concatenate: None, default: Vec::new(), kind: None };

/// The definition that applies: a verb's, changed by the syntaxes that its elements asked for.
#[derive(Clone, Copy)]
pub struct Active<'t> {
    /// Name of the verb or of the last syntax.
    pub name: &'t str,
    /// The unit in which its names are looked up.
    pub unit: usize,
    /// What it runs.
    pub action: Option<&'t Action>,
    /// Its parameters.
    pub parameters: &'t [Entity],
    /// Its qualifiers.
    pub qualifiers: &'t [Entity],
    /// What it refuses.
    pub disallows: &'t [Disallow],
}

impl<'t> Active<'t> {
    fn verb(definition: &'t Definition, unit: usize) -> Self {
        Self {
            name: &definition.name,
            unit,
            action: definition.action.as_ref(),
            parameters: definition.parameters.own(),
            qualifiers: definition.qualifiers.own(),
            disallows: definition.disallows.own(),
        }
    }

    fn changed_by(self, syntax: &'t Definition) -> Self {
        Self {
            name: &syntax.name,
            unit: self.unit,
            action: syntax.action.as_ref().or(self.action),
            parameters: or_inherit(&syntax.parameters, self.parameters),
            qualifiers: or_inherit(&syntax.qualifiers, self.qualifiers),
            disallows: or_inherit(&syntax.disallows, self.disallows),
        }
    }
}

/// Why the elements were not read to the end.
enum Stop<'t> {
    Refused(Condition),
    /// The entity at this place of the line changes the syntax.
    Change {
        at: usize,
        syntax: &'t str,
    },
}

impl From<Condition> for Stop<'_> {
    fn from(condition: Condition) -> Self {
        Self::Refused(condition)
    }
}

/// What was typed after the verb.
#[derive(Default)]
pub struct Elements {
    /// Parameters; the one at index i belongs to the definition's parameter `indices[i]`.
    pub parameters: Vec<Given>,
    /// Which parameter of the definition each is.
    pub indices: Vec<usize>,
    /// Qualifiers for the whole command.
    pub qualifiers: Vec<Given>,
}

struct Parser<'t, 'l> {
    tables: &'t Tables,
    line: Line<'l>,
    setting: &'l mut dyn Setting,
    /// Parameters that were left out at their prompts.
    skipped: &'l [usize],
    /// Places whose SYNTAX has been followed.
    followed: Vec<usize>,
}

/// Parses a line; `skipped` parameters were left out at their prompts, `prompting` goes on to prompt for optional ones.
pub fn parse_line(
    tables: &Tables,
    text: &str,
    skipped: &[usize],
    prompting: bool,
    setting: &mut dyn Setting,
) -> Outcome {
    if text.chars().count() > LINE_LIMIT {
        return Outcome::Error(codes::CLI_BUFOVF.into());
    }
    let mut parser = Parser { tables, line: Line::new(text), setting, skipped, followed: Vec::new() };
    parser.run(prompting).unwrap_or_else(Outcome::Error)
}

impl<'t> Parser<'t, '_> {
    fn run(&mut self, prompting: bool) -> Result<Outcome, Condition> {
        let verb = self.line.name();
        if verb.is_empty() || verb.starts_with(|c: char| c.is_ascii_digit()) {
            self.line.seek(0);
            return Err(refuse(codes::CLI_NOCOMD, self.line.segment()));
        }
        let found = match self.tables.find_verb(&verb) {
            Match::One(found) => found,
            Match::None | Match::Ambiguous => {
                return Err(self.tables.verb(&verb).err().unwrap_or_else(|| codes::CLI_IVVERB.into()));
            }
        };
        let start = self.line.position();
        let mut active = Active::verb(found.definition, found.unit);
        let elements = loop {
            self.line.seek(start);
            match self.elements(active) {
                Ok(elements) => break elements,
                Err(Stop::Refused(condition)) => return Err(condition),
                Err(Stop::Change { at, syntax }) => {
                    self.followed.push(at);
                    let syntax = self.tables.syntax(active.unit, syntax).ok_or(codes::CLI_INVROUT)?;
                    active = active.changed_by(syntax.definition);
                }
            }
        };
        if let Some(pending) = self.missing(active, &elements, prompting) {
            return Ok(Outcome::NeedsParameter(pending));
        }
        let (parameters, qualifiers) = finish::defaults(self.tables, active, elements, self.setting)?;
        finish::disallows(active, &parameters, &qualifiers)?;
        let entities = active.parameters.iter().chain(active.qualifiers);
        Ok(Outcome::Complete(Box::new(Command {
            verb: found.definition.name.clone(),
            routine: active.action.map_or(found.definition.name.as_str(), Action::name).to_owned(),
            line: canonical(self.line.text()),
            parameters,
            qualifiers,
            known: entities.map(|entity| entity.label().to_owned()).collect(),
        })))
    }

    /// The parameter to prompt for: a required one that is missing, or, once prompting has begun, any.
    fn missing(&self, active: Active<'_>, elements: &Elements, prompting: bool) -> Option<Pending> {
        let next = elements.indices.last().map_or(0, |last| last + 1);
        let mut left = active.parameters.iter().enumerate().skip(next).filter(|(i, _)| !self.skipped.contains(i));
        let (index, entity) = left.find(|(_, entity)| prompting || entity.is_required())?;
        Some(Pending {
            prompt: entity.prompt_text(),
            required: entity.is_required(),
            line: self.line.text().to_owned(),
            parameter: index,
            skipped: self.skipped.to_vec(),
        })
    }

    fn elements(&mut self, active: Active<'t>) -> Result<Elements, Stop<'t>> {
        let mut elements = Elements::default();
        loop {
            self.line.skip_blanks();
            match self.line.peek() {
                None => return Ok(elements),
                Some('/') => self.qualifier(active, &mut elements, None)?,
                Some(_) => self.parameter(active, &mut elements)?,
            }
        }
    }

    fn parameter(&mut self, active: Active<'t>, elements: &mut Elements) -> Result<(), Stop<'t>> {
        let mut index = elements.indices.last().map_or(0, |last| last + 1);
        while self.skipped.contains(&index) {
            index += 1;
        }
        let Some(entity) = active.parameters.get(index) else {
            return Err(refuse(codes::CLI_MAXPARM, self.line.segment()).into());
        };
        let at = self.line.position();
        let label = entity.label().to_owned();
        let mut given = Given::typed(label, at);
        let spec = entity.value.as_ref().unwrap_or(&PLAIN);
        let mut join = Join::First;
        loop {
            let start = self.line.position();
            let mut value = self.value(active.unit, spec, Place::Parameter, true, 0)?;
            value.join = join;
            if start == self.line.position() {
                return Err(refuse(codes::CLI_PARMDEL, self.line.wrong_delimiter()).into());
            }
            if let Some(wrong) = self.line.peek().filter(|next| "=()".contains(*next)) {
                debug_assert!(wrong.is_ascii());
                return Err(refuse(codes::CLI_PARMDEL, self.line.wrong_delimiter()).into());
            }
            while self.line.take_after_blanks("/").is_some() {
                self.line.seek(self.line.position() - 1);
                // A keyword that chose the syntax counts as part of the verb.
                let item = if self.followed.contains(&start) { None } else { Some(&mut value) };
                self.qualifier(active, elements, item)?;
            }
            given.values.push(value);
            let Some(separator) = self.line.take_after_blanks(",+") else { break };
            self.line.skip_blanks();
            join = if separator == ',' { Join::Comma } else { Join::Plus };
            if join == Join::Comma && !spec.list {
                return Err(refuse(codes::CLI_NOLIST, self.line.segment()).into());
            }
            if join == Join::Plus && !spec.concatenates() {
                return Err(refuse(codes::CLI_NOCCAT, self.line.segment()).into());
            }
        }
        self.follow(entity, at)?;
        if let Some(first) = given.values.first() {
            given.token.clone_from(&first.text);
        }
        elements.parameters.push(given);
        elements.indices.push(index);
        Ok(())
    }

    fn follow(&self, entity: &'t Entity, at: usize) -> Result<(), Stop<'t>> {
        match &entity.syntax {
            Some(syntax) if !self.followed.contains(&at) => Err(Stop::Change { at, syntax }),
            _ => Ok(()),
        }
    }

    /// A qualifier, from its slash on; `item` is the parameter item that it follows.
    fn qualifier(
        &mut self,
        active: Active<'t>,
        elements: &mut Elements,
        item: Option<&mut Value>,
    ) -> Result<(), Stop<'t>> {
        let at = self.line.position();
        self.line.take("/");
        self.line.skip_blanks();
        let token = self.line.name();
        if token.is_empty() {
            return Err(Condition::new(codes::CLI_NOKEYW).into());
        }
        if active.qualifiers.is_empty() {
            return Err(refuse(codes::CLI_NOQUAL, token).into());
        }
        let (entity, negated) = lookup(active.qualifiers, &token, true, codes::CLI_IVQUAL)?;
        if entity.placement == Placement::Local && item.is_none() {
            return Err(refuse(codes::CLI_IVQLOC, token).into());
        }
        let mut given = Given { token, negated, ..Given::typed(entity.label().to_owned(), at) };
        self.entity_values(active.unit, entity, &mut given, 0)?;
        if !negated {
            self.follow(entity, at)?;
        }
        match item {
            Some(item) if entity.placement != Placement::Global => item.qualifiers.push(given),
            _ => {
                // The rightmost of several wins, negated or not (cdu.md 5.2).
                elements.qualifiers.retain(|earlier| earlier.label != given.label);
                elements.qualifiers.push(given);
            }
        }
        Ok(())
    }

    /// The values of a qualifier or keyword, from the `=` or `:` on.
    fn entity_values(
        &mut self,
        unit: usize,
        entity: &'t Entity,
        given: &mut Given,
        depth: usize,
    ) -> Result<(), Stop<'t>> {
        let has_value = self.line.take_after_blanks("=:").is_some();
        match (&entity.value, has_value) {
            (Some(spec), true) if !given.negated => {
                self.line.skip_blanks();
                given.values = self.values(unit, spec, &given.token, depth)?;
                Ok(())
            }
            (_, true) => Err(refuse(codes::CLI_NOVALU, &given.token).into()),
            (Some(spec), false) if spec.required && !given.negated => {
                Err(refuse(codes::CLI_VALREQ, &given.token).into())
            }
            (_, false) => Ok(()),
        }
    }

    fn values(&mut self, unit: usize, spec: &'t ValueSpec, owner: &str, depth: usize) -> Result<Vec<Value>, Stop<'t>> {
        let in_parentheses = !values::keeps_parentheses(builtin(spec)) && self.line.take("(").is_some();
        let place = if in_parentheses { Place::Listed } else { Place::Bare };
        let separators = if in_parentheses { ",+" } else { "+" };
        let mut list: Vec<Value> = Vec::new();
        let mut join = Join::First;
        loop {
            if in_parentheses {
                self.line.skip_blanks();
            }
            let start = self.line.position();
            let plus_ends = spec.list || spec.concatenate.is_some();
            let mut value = self.value(unit, spec, place, plus_ends, depth)?;
            value.join = join;
            if start == self.line.position() {
                let empty = self.line.peek().is_none() && list.is_empty();
                let status = if empty { codes::CLI_VALREQ } else { codes::CLI_IVVALU };
                let token = if empty { owner.to_owned() } else { self.line.wrong_delimiter() };
                return Err(refuse(status, token).into());
            }
            if join == Join::Comma && !spec.list {
                return Err(refuse(codes::CLI_ONEVAL, value.text).into());
            }
            list.push(value);
            let separator = if plus_ends || in_parentheses { self.line.take_after_blanks(separators) } else { None };
            join = match separator {
                Some('+') if !spec.concatenates() => {
                    self.line.skip_blanks();
                    return Err(refuse(codes::CLI_NOCCAT, self.line.segment()).into());
                }
                Some('+') => Join::Plus,
                Some(_) => Join::Comma,
                None => break,
            };
            self.line.skip_blanks();
        }
        if in_parentheses && self.line.take_after_blanks(")").is_none() {
            let token = list.last().map_or_else(String::new, |value| value.text.clone());
            return Err(refuse(codes::CLI_NOPAREN, token).into());
        }
        if let Some('=' | '(') = self.line.peek() {
            return Err(refuse(codes::CLI_IVVALU, self.line.wrong_delimiter()).into());
        }
        Ok(list)
    }

    fn value(
        &mut self,
        unit: usize,
        spec: &'t ValueSpec,
        place: Place,
        plus_ends: bool,
        depth: usize,
    ) -> Result<Value, Stop<'t>> {
        if let Some(ValueType::Keywords(kind)) = &spec.kind {
            return self.keyword(unit, kind, depth);
        }
        let token = values::read(&mut self.line, builtin(spec), place, plus_ends, self.setting)?;
        Ok(Value { text: token.text, quoted: token.quoted, ..Value::default() })
    }

    fn keyword(&mut self, unit: usize, kind: &str, depth: usize) -> Result<Value, Stop<'t>> {
        if depth >= PATH_LIMIT {
            return Err(Condition::new(codes::CLI_RSLOVF).into());
        }
        let at = self.line.position();
        let quoted = self.line.peek() == Some('"');
        let token =
            if quoted { self.line.token(Default::default())?.text.to_ascii_uppercase() } else { self.line.name() };
        if self.line.position() == at {
            return Ok(Value::default());
        }
        let keywords = self.tables.keyword_type(unit, kind).ok_or(codes::CLI_INVROUT).map_err(Condition::new)?;
        let (entity, negated) = lookup(&keywords.keywords, &token, false, codes::CLI_IVKEYW)?;
        let mut given = Given { token, negated, ..Given::typed(entity.label().to_owned(), at) };
        self.entity_values(unit, entity, &mut given, depth + 1)?;
        if !negated {
            self.follow(entity, at)?;
        }
        let text = if negated { format!("NO{}", entity.name) } else { entity.name.clone() };
        Ok(Value { text, quoted, keyword: Some(Box::new(given)), ..Value::default() })
    }
}

impl From<Status> for Stop<'_> {
    fn from(status: Status) -> Self {
        Self::Refused(status.into())
    }
}

fn builtin(spec: &ValueSpec) -> Option<Builtin> {
    match spec.kind {
        Some(ValueType::Builtin(builtin)) => Some(builtin),
        _ => None,
    }
}

/// Finds a name: as written, else without `NO` (cdu.md 4); then the same once more by its first four characters, as
/// procedures count on that write /HEADER for /HEADING. `negatable` is what holds for entities that do not say.
fn lookup<'t>(
    entities: &'t [Entity],
    token: &str,
    negatable: bool,
    unknown: Status,
) -> Result<(&'t Entity, bool), Condition> {
    if let Some(entity) = abbreviated(entities, token)? {
        return Ok((entity, false));
    }
    let positive = token.strip_prefix("NO").filter(|rest| !rest.is_empty());
    let mut negated = match positive {
        Some(positive) => abbreviated(entities, positive).map_err(|_| refuse(codes::CLI_ABKEYW, token))?,
        None => None,
    };
    if negated.is_none() {
        if let Some(entity) = alike(entities, token) {
            return Ok((entity, false));
        }
        negated = positive.and_then(|positive| alike(entities, positive));
    }
    match negated {
        Some(entity) if entity.negatable.unwrap_or(negatable) => Ok((entity, true)),
        Some(_) => Err(refuse(codes::CLI_NOTNEG, token)),
        None => Err(refuse(unknown, token)),
    }
}

/// The only entity whose name has the same first four characters, for a token that goes on behind them.
fn alike<'t>(entities: &'t [Entity], token: &str) -> Option<&'t Entity> {
    let first = significant(token);
    if first.len() == token.len() {
        return None;
    }
    let mut candidates = entities.iter().filter(|entity| entity.name.starts_with(first));
    candidates.next().filter(|_| candidates.next().is_none())
}

/// The entity with that name, or the only one that begins with it.
fn abbreviated<'t>(entities: &'t [Entity], token: &str) -> Result<Option<&'t Entity>, Condition> {
    if let Some(exact) = entities.iter().find(|entity| entity.name == token) {
        return Ok(Some(exact));
    }
    let mut candidates = entities.iter().filter(|entity| entity.name.starts_with(token));
    match (candidates.next(), candidates.next()) {
        (Some(_), Some(_)) => Err(refuse(codes::CLI_ABKEYW, token)),
        (found, _) => Ok(found),
    }
}
