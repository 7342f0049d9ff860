//! The CLD compiler's second half: what must hold between the statements of a compilation (cdu.md 1, 2, 8).
//!
//! Works on statements that parsed; reports every mistake it finds, each with its line.

use std::collections::HashSet;

use super::compiler::{Diagnostic, line_of};
use super::definition::{Definition, Disallow, Entity, Expr, Inherited, Path, Span, Statement, Type, ValueType};

/// Where names that this compilation does not define are looked up, and the names it defines itself.
pub trait Scope {
    /// A DEFINE TYPE.
    fn keyword_type(&self, name: &str) -> Option<&Type>;
    /// A DEFINE SYNTAX.
    fn syntax(&self, name: &str) -> Option<&Definition>;
    /// A DEFINE VERB.
    fn verb(&self, name: &str) -> Option<&Definition>;
}

/// A mistake with its place.
struct Linker<'a, S: Scope + ?Sized> {
    scope: &'a S,
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

/// Checks the statements of one file.
pub fn link<S: Scope + ?Sized>(scope: &S, file: &str, text: &str, statements: &[&Statement]) -> Vec<Diagnostic> {
    let mut linker = Linker { scope, file, text, found: Vec::new() };
    for statement in statements {
        match statement {
            Statement::Module(_) | Statement::Ident(_) => {}
            Statement::Command(definition) => linker.definition(definition),
            Statement::Type(kind) => linker.keyword_type(kind),
        }
    }
    linker.found
}

/// Checks that no name is defined twice and no two verbs share their first four characters.
pub fn duplicates(file: &str, text: &str, statements: &[&Statement]) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut report = |span: Span, said: String| {
        found.push(Diagnostic { file: file.to_owned(), line: line_of(text, span.0), text: said });
    };
    for statement in statements {
        match statement {
            Statement::Module(_) | Statement::Ident(_) => {}
            Statement::Command(verb) if verb.is_verb => {
                for name in verb.synonyms.iter().chain([&verb.name]) {
                    if !seen.insert(("verb", significant(name).to_owned())) {
                        report(verb.span, format!("verb {name} begins like another verb"));
                    }
                }
            }
            Statement::Command(syntax) => {
                if !seen.insert(("syntax", syntax.name.clone())) {
                    report(syntax.span, format!("syntax {} is defined twice", syntax.name));
                }
            }
            Statement::Type(kind) => {
                if !seen.insert(("type", kind.name.clone())) {
                    report(kind.span, format!("type {} is defined twice", kind.name));
                }
            }
        }
    }
    found
}

/// The part of a verb that is compared: its first four characters.
pub fn significant(verb: &str) -> &str {
    verb.char_indices().nth(4).map_or(verb, |(end, _)| &verb[..end])
}

impl<S: Scope + ?Sized> Linker<'_, S> {
    fn report(&mut self, span: Span, text: String) {
        self.found.push(Diagnostic { file: self.file.to_owned(), line: line_of(self.text, span.0), text });
    }

    fn limit(&mut self, span: Span, what: &str, have: usize, limit: usize) {
        if have > limit {
            self.report(span, format!("{what} exceeds {limit}"));
        }
    }

    fn definition(&mut self, definition: &Definition) {
        self.limit(definition.span, "length of a name", definition.name.len(), 31);
        if let Some(action) = &definition.action {
            self.limit(definition.span, "length of an image or routine name", action.name().len(), 63);
        }
        self.parameters(definition.parameters.own());
        self.limit(definition.span, "number of qualifiers", definition.qualifiers.own().len(), 255);
        self.distinct("qualifier", definition.qualifiers.own());
        for qualifier in definition.qualifiers.own() {
            self.entity(qualifier);
            if qualifier.prompt.is_some() {
                self.report(qualifier.span, format!("qualifier {} cannot have PROMPT", qualifier.name));
            }
        }
        for disallow in definition.disallows.own() {
            self.disallow(definition, disallow, &disallow.expr);
        }
    }

    fn parameters(&mut self, parameters: &[Entity]) {
        let mut optional = false;
        for (i, parameter) in parameters.iter().enumerate() {
            self.entity(parameter);
            if parameter.name != format!("P{}", i + 1) || i >= 8 {
                self.report(
                    parameter.span,
                    format!("parameter {} is out of order, P{} expected", parameter.name, i + 1),
                );
            }
            if parameter.is_required() && optional {
                self.report(parameter.span, format!("required parameter {} follows an optional one", parameter.name));
            }
            optional |= !parameter.is_required();
            if parameter.negatable.is_some() || parameter.batch {
                self.report(parameter.span, format!("parameter {} cannot be NEGATABLE or BATCH", parameter.name));
            }
            self.limit(parameter.span, "length of PROMPT", parameter.prompt.as_ref().map_or(0, String::len), 63);
        }
    }

    fn keyword_type(&mut self, kind: &Type) {
        self.limit(kind.span, "number of keywords", kind.keywords.len(), 255);
        self.distinct("keyword", &kind.keywords);
        for keyword in &kind.keywords {
            self.entity(keyword);
            if keyword.prompt.is_some() || keyword.batch {
                self.report(keyword.span, format!("keyword {} cannot have PROMPT or BATCH", keyword.name));
            }
        }
    }

    fn distinct(&mut self, what: &str, entities: &[Entity]) {
        let mut seen = HashSet::new();
        for entity in entities {
            if !seen.insert(&entity.name) {
                self.report(entity.span, format!("{what} {} is defined twice", entity.name));
            }
        }
    }

    fn entity(&mut self, entity: &Entity) {
        self.limit(entity.span, "length of a name", entity.name.len().max(entity.label().len()), 31);
        if let Some(syntax) = &entity.syntax
            && self.scope.syntax(syntax).is_none()
        {
            self.report(entity.span, format!("syntax {syntax} is not defined"));
        }
        let Some(value) = &entity.value else { return };
        if value.required && !value.default.is_empty() {
            self.report(entity.span, format!("{} has both REQUIRED and DEFAULT", entity.name));
        }
        for default in &value.default {
            self.limit(entity.span, "length of DEFAULT", default.len(), 94);
        }
        if let Some(ValueType::Keywords(kind)) = &value.kind {
            match self.scope.keyword_type(kind) {
                None => self.report(entity.span, format!("type {kind} is not defined")),
                Some(found) => {
                    for default in &value.default {
                        if !found.keywords.iter().any(|keyword| keyword.name == *default) {
                            self.report(entity.span, format!("default {default} is no keyword of type {kind}"));
                        }
                    }
                }
            }
        }
    }

    fn disallow(&mut self, definition: &Definition, disallow: &Disallow, expr: &Expr) {
        match expr {
            Expr::Path(path) | Expr::Neg(path) => self.path(definition, disallow, path),
            Expr::Not(inner) => self.disallow(definition, disallow, inner),
            Expr::Any2(list) | Expr::And(list) | Expr::Or(list) => {
                for one in list {
                    self.disallow(definition, disallow, one);
                }
            }
        }
    }

    fn path(&mut self, definition: &Definition, disallow: &Disallow, path: &Path) {
        self.limit(disallow.span, "number of names in a path", path.labels.len(), 8);
        let scope = self.scope;
        let target = match &path.definition {
            None => Some(definition),
            Some(other) => scope.syntax(other).or_else(|| scope.verb(other)),
        };
        let Some(target) = target else {
            let other = path.definition.as_deref().unwrap_or_default();
            return self.report(disallow.span, format!("definition {other} does not exist"));
        };
        let mut labels = path.labels.iter();
        let first = labels.next().map_or("", String::as_str);
        let own = target.parameters.own().iter().chain(target.qualifiers.own());
        let Some(mut entity) = own.clone().find(|entity| entity.label() == first) else {
            // A syntax without clauses of its own takes those of a definition that is not known here.
            let inherits = |silent: bool| !target.is_verb && silent;
            if !inherits(target.parameters.is_silent()) && !inherits(target.qualifiers.is_silent()) {
                self.report(disallow.span, format!("{first} is no parameter or qualifier of {}", target.name));
            }
            return;
        };
        for label in labels {
            let kind = match entity.value.as_ref().and_then(|value| value.kind.as_ref()) {
                Some(ValueType::Keywords(kind)) => scope.keyword_type(kind),
                _ => None,
            };
            let keyword = kind.and_then(|kind| kind.keywords.iter().find(|keyword| keyword.label() == label));
            let Some(keyword) = keyword else {
                return self.report(disallow.span, format!("{label} is no keyword of {}", entity.name));
            };
            entity = keyword;
        }
    }
}

/// Whether a list says nothing, for callers that merge definitions.
pub fn or_inherit<'a, T>(own: &'a Inherited<T>, primary: &'a [T]) -> &'a [T] {
    match own {
        Inherited::Silent => primary,
        Inherited::None => &[],
        Inherited::Own(list) => list,
    }
}
