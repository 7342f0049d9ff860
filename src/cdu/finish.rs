//! After a line has been read without error: what is present by default, and combinations that are refused.

use crate::message::{Condition, codes};

use super::command::{Given, Value};
use super::definition::{Entity, Expr, Path, ValueSpec, ValueType};
use super::line::Token;
use super::outcome::Setting;
use super::parser::{Active, Elements, PATH_LIMIT};
use super::tables::Tables;
use super::values::{self, refuse};

/// Adds what is present by default; gives parameters and qualifiers.
///
/// # Errors
/// A default value that its type refuses.
pub fn defaults(
    tables: &Tables,
    active: Active<'_>,
    elements: Elements,
    setting: &mut dyn Setting,
) -> Result<(Vec<Given>, Vec<Given>), Condition> {
    let batch = setting.is_batch();
    let mut fill = Fill { tables, unit: active.unit, setting };
    let Elements { mut parameters, indices, mut qualifiers } = elements;
    for (given, &index) in parameters.iter_mut().zip(&indices) {
        if let Some(entity) = active.parameters.get(index) {
            fill.keywords(entity, given, 0)?;
        }
        for value in &mut given.values {
            for qualifier in &mut value.qualifiers {
                fill.typed(active.qualifiers, qualifier)?;
            }
        }
    }
    for qualifier in &mut qualifiers {
        fill.typed(active.qualifiers, qualifier)?;
    }
    for (index, entity) in active.parameters.iter().enumerate() {
        let has_default = entity.default || entity.value.as_ref().is_some_and(|value| !value.default.is_empty());
        if has_default && !indices.contains(&index) {
            parameters.push(fill.defaulted(entity, 0)?);
        }
    }
    for entity in active.qualifiers {
        let by_default = entity.default || (entity.batch && batch);
        if by_default && !qualifiers.iter().any(|given| given.label == entity.label()) {
            qualifiers.push(fill.defaulted(entity, 0)?);
        }
    }
    Ok((parameters, qualifiers))
}

struct Fill<'t, 's> {
    tables: &'t Tables,
    unit: usize,
    setting: &'s mut dyn Setting,
}

impl Fill<'_, '_> {
    fn typed(&mut self, entities: &[Entity], given: &mut Given) -> Result<(), Condition> {
        match entities.iter().find(|entity| entity.label() == given.label) {
            Some(entity) => self.keywords(entity, given, 0),
            None => Ok(()),
        }
    }

    fn defaulted(&mut self, entity: &Entity, depth: usize) -> Result<Given, Condition> {
        let mut given = Given { defaulted: true, ..Given::typed(entity.label().to_owned(), 0) };
        self.keywords(entity, &mut given, depth)?;
        Ok(given)
    }

    /// Default value and default keywords of an entity that is present.
    fn keywords(&mut self, entity: &Entity, given: &mut Given, depth: usize) -> Result<(), Condition> {
        let Some(spec) = entity.value.as_ref().filter(|_| !given.negated && depth < PATH_LIMIT) else {
            return Ok(());
        };
        let tables = self.tables;
        let kind = match &spec.kind {
            Some(ValueType::Keywords(kind)) => tables.keyword_type(self.unit, kind),
            _ => None,
        };
        let keywords = kind.map_or(&[][..], |kind| kind.keywords.as_slice());
        for value in &mut given.values {
            if let Some(typed) = &mut value.keyword
                && let Some(keyword) = keywords.iter().find(|keyword| keyword.label() == typed.label)
            {
                self.keywords(keyword, typed, depth + 1)?;
            }
        }
        if given.values.is_empty() {
            for text in &spec.default {
                let value = self.default_value(text, spec, keywords, depth)?;
                given.values.push(value);
            }
        }
        let typed: Vec<String> =
            given.values.iter().filter_map(|value| Some(value.keyword.as_ref()?.label.clone())).collect();
        for keyword in keywords {
            if keyword.default && !typed.iter().any(|label| label == keyword.label()) {
                let keyword = self.defaulted(keyword, depth + 1)?;
                given.default_keywords.push(keyword);
            }
        }
        Ok(())
    }

    fn default_value(
        &mut self,
        text: &str,
        spec: &ValueSpec,
        keywords: &[Entity],
        depth: usize,
    ) -> Result<Value, Condition> {
        if let Some(keyword) = keywords.iter().find(|keyword| keyword.name == text) {
            let keyword = Some(Box::new(self.defaulted(keyword, depth + 1)?));
            return Ok(Value { text: text.to_owned(), keyword, ..Value::default() });
        }
        let kind = match spec.kind {
            Some(ValueType::Builtin(kind)) => Some(kind),
            _ => None,
        };
        let token = Token { text: text.to_owned(), raw: text.to_owned(), quoted: false };
        let token = values::convert(kind, token, self.setting)?;
        Ok(Value { text: token.text, ..Value::default() })
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
