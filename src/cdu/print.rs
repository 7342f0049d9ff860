//! Definitions written back as CLD text.
//!
//! What is printed here compiles to the definition it was printed from; a test holds that for every embedded file.

use std::fmt;

use super::definition::{
    Action, Definition, Entity, Expr, Inherited, Path, Placement, Statement, Type, ValueSpec, ValueType,
};

/// Writes a name, in quotes if it could not stand bare.
fn name(f: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    let bare =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "$_".contains(c));
    if bare { f.write_str(name) } else { string(f, name) }
}

fn string(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(f, "\"{}\"", text.replace('"', "\"\""))
}

fn names(f: &mut fmt::Formatter<'_>, word: &str, list: &[String]) -> fmt::Result {
    write!(f, "{word}(")?;
    for (i, item) in list.iter().enumerate() {
        if i > 0 {
            f.write_str(",")?;
        }
        name(f, item)?;
    }
    f.write_str(")")
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(module) => {
                f.write_str("MODULE ")?;
                name(f, module)?;
                f.write_str("\n")
            }
            Self::Ident(ident) => {
                f.write_str("IDENT ")?;
                string(f, ident)?;
                f.write_str("\n")
            }
            Self::Command(definition) => definition.fmt(f),
            Self::Type(kind) => kind.fmt(f),
        }
    }
}

impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_verb { "DEFINE VERB " } else { "DEFINE SYNTAX " })?;
        name(f, &self.name)?;
        for synonym in &self.synonyms {
            f.write_str("\n    SYNONYM ")?;
            name(f, synonym)?;
        }
        match &self.action {
            Some(Action::CliRoutine(routine)) => write_clause(f, "CLIROUTINE", routine)?,
            Some(Action::Routine(routine)) => write_clause(f, "ROUTINE", routine)?,
            Some(Action::Image(image)) => write_clause(f, "IMAGE", image)?,
            None => {}
        }
        if !self.flags.is_empty() {
            f.write_str("\n    ")?;
            names(f, "CLIFLAGS", &self.flags)?;
        }
        if !self.outputs.is_empty() {
            f.write_str("\n    ")?;
            names(f, "OUTPUTS", &self.outputs)?;
        }
        if let Some(prefix) = &self.prefix {
            write_clause(f, "PREFIX", prefix)?;
        }
        write_list(f, &self.parameters, "NOPARAMETERS", |f, entity| write_entity(f, "PARAMETER", entity))?;
        write_list(f, &self.qualifiers, "NOQUALIFIERS", |f, entity| write_entity(f, "QUALIFIER", entity))?;
        write_list(f, &self.disallows, "NODISALLOWS", |f, disallow| write!(f, "\n    DISALLOW {}", disallow.expr))?;
        f.write_str("\n")
    }
}

fn write_clause(f: &mut fmt::Formatter<'_>, word: &str, value: &str) -> fmt::Result {
    write!(f, "\n    {word} ")?;
    name(f, value)
}

fn write_list<T>(
    f: &mut fmt::Formatter<'_>,
    list: &Inherited<T>,
    none: &str,
    item: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    if matches!(list, Inherited::None) {
        write!(f, "\n    {none}")?;
    }
    list.own().iter().try_for_each(|one| item(f, one))
}

fn write_entity(f: &mut fmt::Formatter<'_>, word: &str, entity: &Entity) -> fmt::Result {
    write!(f, "\n    {word} ")?;
    name(f, &entity.name)?;
    if let Some(label) = &entity.label {
        f.write_str(", LABEL=")?;
        name(f, label)?;
    }
    if let Some(prompt) = &entity.prompt {
        f.write_str(", PROMPT=")?;
        string(f, prompt)?;
    }
    if entity.default {
        f.write_str(", DEFAULT")?;
    }
    if entity.batch {
        f.write_str(", BATCH")?;
    }
    match entity.negatable {
        Some(true) => f.write_str(", NEGATABLE")?,
        Some(false) => f.write_str(", NONNEGATABLE")?,
        None => {}
    }
    match entity.placement {
        Placement::Global => {}
        Placement::Local => f.write_str(", PLACEMENT=LOCAL")?,
        Placement::Positional => f.write_str(", PLACEMENT=POSITIONAL")?,
    }
    if let Some(syntax) = &entity.syntax {
        f.write_str(", SYNTAX=")?;
        name(f, syntax)?;
    }
    if let Some(value) = &entity.value {
        write!(f, ", {value}")?;
    }
    if !entity.flags.is_empty() {
        f.write_str(", ")?;
        names(f, "CLIFLAGS", &entity.flags)?;
    }
    Ok(())
}

impl fmt::Display for ValueSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut clauses = Vec::new();
        if self.required {
            clauses.push("REQUIRED".to_owned());
        }
        if self.list {
            clauses.push("LIST".to_owned());
        }
        match self.concatenate {
            Some(true) => clauses.push("CONCATENATE".to_owned()),
            Some(false) => clauses.push("NOCONCATENATE".to_owned()),
            None => {}
        }
        let quoted: Vec<String> =
            self.default.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\""))).collect();
        match quoted.as_slice() {
            [] => {}
            [one] => clauses.push(format!("DEFAULT={one}")),
            many => clauses.push(format!("DEFAULT=({})", many.join(","))),
        }
        match &self.kind {
            Some(ValueType::Builtin(builtin)) => clauses.push(format!("TYPE={}", builtin.name())),
            Some(ValueType::Keywords(kind)) => clauses.push(format!("TYPE={kind}")),
            None => {}
        }
        f.write_str("VALUE")?;
        if clauses.is_empty() { Ok(()) } else { write!(f, "({})", clauses.join(",")) }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DEFINE TYPE ")?;
        name(f, &self.name)?;
        if let Some(prefix) = &self.prefix {
            write_clause(f, "PREFIX", prefix)?;
        }
        self.keywords.iter().try_for_each(|keyword| write_entity(f, "KEYWORD", keyword))?;
        f.write_str("\n")
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.fmt(f),
            Self::Neg(path) => write!(f, "NEG {path}"),
            Self::Not(inner) => write_tight(f, "NOT ", inner),
            Self::Any2(list) => {
                f.write_str("ANY2(")?;
                for (i, one) in list.iter().enumerate() {
                    write!(f, "{}{one}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(")")
            }
            Self::And(list) => {
                for (i, one) in list.iter().enumerate() {
                    write_tight(f, if i > 0 { " AND " } else { "" }, one)?;
                }
                Ok(())
            }
            Self::Or(list) => {
                for (i, one) in list.iter().enumerate() {
                    f.write_str(if i > 0 { " OR " } else { "" })?;
                    match one {
                        Self::Or(_) => write!(f, "({one})")?,
                        _ => write!(f, "{one}")?,
                    }
                }
                Ok(())
            }
        }
    }
}

fn write_tight(f: &mut fmt::Formatter<'_>, before: &str, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::And(_) | Expr::Or(_) => write!(f, "{before}({expr})"),
        _ => write!(f, "{before}{expr}"),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(definition) = &self.definition {
            write!(f, "<{definition}>")?;
        }
        for (i, label) in self.labels.iter().enumerate() {
            f.write_str(if i > 0 { "." } else { "" })?;
            name(f, label)?;
        }
        Ok(())
    }
}
