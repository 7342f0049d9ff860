//! After a line has been read without error: what is present by default, and combinations that are refused.

use crate::message::{Condition, codes};

use super::command::{Given, Value};
use super::definition::{Entity, Expr, Path, ValueType};
use super::parser::{Active, Elements, PATH_LIMIT};
use super::tables::Tables;
use super::values::refuse;

/// Adds what is present by default; gives parameters and qualifiers.
pub fn defaults(tables: &Tables, active: Active<'_>, elements: Elements, batch: bool) -> (Vec<Given>, Vec<Given>) {
    let fill = Fill { tables, unit: active.unit };
    let Elements { mut parameters, indices, mut qualifiers } = elements;
    for (given, &index) in parameters.iter_mut().zip(&indices) {
        if let Some(entity) = active.parameters.get(index) {
            fill.keywords(entity, given, 0);
        }
        for value in &mut given.values {
            for qualifier in &mut value.qualifiers {
                fill.typed(active.qualifiers, qualifier);
            }
        }
    }
    for qualifier in &mut qualifiers {
        fill.typed(active.qualifiers, qualifier);
    }
    for (index, entity) in active.parameters.iter().enumerate() {
        let has_default = entity.default || entity.value.as_ref().is_some_and(|value| !value.default.is_empty());
        if has_default && !indices.contains(&index) {
            parameters.push(fill.defaulted(entity, 0));
        }
    }
    for entity in active.qualifiers {
        let by_default = entity.default || (entity.batch && batch);
        if by_default && !qualifiers.iter().any(|given| given.label == entity.label()) {
            qualifiers.push(fill.defaulted(entity, 0));
        }
    }
    (parameters, qualifiers)
}

struct Fill<'t> {
    tables: &'t Tables,
    unit: usize,
}

impl Fill<'_> {
    fn typed(&self, entities: &[Entity], given: &mut Given) {
        if let Some(entity) = entities.iter().find(|entity| entity.label() == given.label) {
            self.keywords(entity, given, 0);
        }
    }

    fn defaulted(&self, entity: &Entity, depth: usize) -> Given {
        let mut given = Given { defaulted: true, ..Given::typed(entity.label().to_owned(), 0) };
        self.keywords(entity, &mut given, depth);
        given
    }

    /// Default value and default keywords of an entity that is present.
    fn keywords(&self, entity: &Entity, given: &mut Given, depth: usize) {
        let Some(spec) = entity.value.as_ref().filter(|_| !given.negated && depth < PATH_LIMIT) else { return };
        let kind = match &spec.kind {
            Some(ValueType::Keywords(kind)) => self.tables.keyword_type(self.unit, kind),
            _ => None,
        };
        let keywords = kind.map_or(&[][..], |kind| kind.keywords.as_slice());
        for value in &mut given.values {
            if let Some(typed) = &mut value.keyword
                && let Some(keyword) = keywords.iter().find(|keyword| keyword.label() == typed.label)
            {
                self.keywords(keyword, typed, depth + 1);
            }
        }
        if given.values.is_empty() {
            given.values = spec.default.iter().map(|text| self.default_value(text, keywords, depth)).collect();
        }
        let typed: Vec<String> =
            given.values.iter().filter_map(|value| Some(value.keyword.as_ref()?.label.clone())).collect();
        let absent = keywords.iter().filter(|keyword| keyword.default && !typed.iter().any(|t| t == keyword.label()));
        given.default_keywords = absent.map(|keyword| self.defaulted(keyword, depth + 1)).collect();
    }

    fn default_value(&self, text: &str, keywords: &[Entity], depth: usize) -> Value {
        let keyword = keywords.iter().find(|keyword| keyword.name == text);
        let keyword = keyword.map(|keyword| Box::new(self.defaulted(keyword, depth + 1)));
        Value { text: text.to_owned(), keyword, ..Value::default() }
    }
}

/// Evaluates the DISALLOW clauses.
///
/// # Errors
/// CONFLICT with the rightmost element that takes part.
pub fn disallows(active: Active<'_>, parameters: &[Given], qualifiers: &[Given]) -> Result<(), Condition> {
    let state = State { name: active.name, parameters, qualifiers };
    for disallow in active.disallows {
        if state.is_true(&disallow.expr) {
            let mut offenders = Vec::new();
            state.offenders(&disallow.expr, &mut offenders);
            let last = offenders.into_iter().filter(|given| !given.defaulted).max_by_key(|given| given.at);
            return Err(match last {
                Some(given) => refuse(codes::CLI_CONFLICT, &given.token),
                None => codes::CLI_CONFLICT.into(),
            });
        }
    }
    Ok(())
}

struct State<'a> {
    name: &'a str,
    parameters: &'a [Given],
    qualifiers: &'a [Given],
}

impl<'a> State<'a> {
    /// Every entity that the path names, on the command and on items of its parameters.
    fn find(&self, path: &Path) -> Vec<&'a Given> {
        if path.definition.as_deref().is_some_and(|definition| definition != self.name) {
            return Vec::new();
        }
        let items = self.parameters.iter().flat_map(|parameter| &parameter.values);
        let local = items.flat_map(|value| &value.qualifiers);
        let all = self.parameters.iter().chain(self.qualifiers).chain(local);
        let (first, rest) = path.labels.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let named = all.filter(|given| given.label == first);
        named.filter_map(|given| given.find(rest.iter().map(String::as_str))).collect()
    }

    fn is_true(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => self.find(path).iter().any(|given| !given.negated),
            Expr::Neg(path) => self.find(path).iter().any(|given| given.negated),
            Expr::Any2(list) => list.iter().filter(|one| self.is_true(one)).count() >= 2,
            Expr::Not(inner) => !self.is_true(inner),
            Expr::And(list) => list.iter().all(|one| self.is_true(one)),
            Expr::Or(list) => list.iter().any(|one| self.is_true(one)),
        }
    }

    fn offenders(&self, expr: &Expr, offenders: &mut Vec<&'a Given>) {
        match expr {
            Expr::Path(path) => offenders.extend(self.find(path).into_iter().filter(|given| !given.negated)),
            Expr::Neg(path) => offenders.extend(self.find(path).into_iter().filter(|given| given.negated)),
            Expr::Not(_) => {}
            Expr::Any2(list) | Expr::And(list) | Expr::Or(list) => {
                list.iter().for_each(|one| self.offenders(one, offenders));
            }
        }
    }
}
