//! Command tables as text that a file can keep: what SET COMMAND/OUTPUT and /OBJECT write, and what /TABLE reads (cdu.md 3).
//!
//! A table file holds, for each compilation unit, the verbs that are still there and the definitions they need, in the
//! language they came from. The verbs of the system's own tables are named only.

use super::compiler::{Diagnostic, statements};
use super::definition::{Action, Statement};
use super::tables::Tables;

/// First line of a table file.
const TABLE_MARK: &str = "! Command table";
/// First line of an object file.
const OBJECT_MARK: &str = "! Command table object module";
/// Begins the line with the verbs of a unit; names stand behind it, each after a tab.
const VERBS: &str = "! Verbs:";

impl Tables {
    /// The tables as the text of a table file.
    pub fn to_file(&self) -> String {
        let mut text = format!("{TABLE_MARK}\n");
        for (unit, verbs) in self.verbs_by_unit() {
            text.push_str(VERBS);
            verbs.iter().for_each(|verb| text.extend(["\t", verb]));
            text.push('\n');
            if unit > 0 {
                self.statements_of(unit).for_each(|statement| text.push_str(&statement.to_string()));
            }
        }
        text
    }

    /// Reads a table file; `None` if the text is something else.
    pub fn from_file(file: &str, text: &str) -> Option<Self> {
        let rest = text.strip_prefix(TABLE_MARK)?.strip_prefix('\n')?;
        let mut tables = Self::embedded();
        let mut kept = vec![Vec::new()];
        for unit in rest.split(VERBS).skip(1) {
            let (verbs, definitions) = unit.split_once('\n').unwrap_or((unit, ""));
            let verbs: Vec<String> = verbs.split('\t').filter(|verb| !verb.is_empty()).map(str::to_owned).collect();
            if definitions.trim().is_empty() {
                kept[0] = verbs;
            } else {
                tables.replace(file, definitions).ok()?;
                kept.push(verbs);
            }
        }
        tables.keep_verbs(&kept);
        Some(tables)
    }

    /// Compiles one text to an object module for a program to be linked with, which has its routines: the text of its
    /// file.
    ///
    /// # Errors
    /// Every mistake in the text; a verb with IMAGE, which no program can have in it, is one.
    pub fn object(file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
        Self::embedded().replace(file, text)?;
        let read = statements(file, text).map_err(|error| vec![error])?;
        let image = |statement: &Statement| match statement {
            Statement::Command(definition) if matches!(definition.action, Some(Action::Image(_))) => Some(Diagnostic {
                file: file.to_owned(),
                line: text[..definition.span.0.min(text.len())].matches('\n').count() + 1,
                text: format!("IMAGE in {} cannot be part of an object module", definition.name),
            }),
            _ => None,
        };
        let mistakes: Vec<Diagnostic> = read.iter().filter_map(image).collect();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(format!("{OBJECT_MARK}\n") + &read.iter().map(Statement::to_string).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cdu::Match;

    const TRY: &str =
        "DEFINE VERB TRYIT\n  SYNONYM ATTEMPT\n  PARAMETER P1, VALUE(TYPE=ONES)\nDEFINE TYPE ONES\n  KEYWORD A\n";

    #[test]
    fn a_table_file_gives_the_same_verbs_again() {
        let mut tables = Tables::embedded();
        tables.replace("T", TRY).unwrap();
        assert!(tables.delete_verb("TYPE") && tables.delete_verb("ATTEMPT"));
        let text = tables.to_file();
        let again = Tables::from_file("T", &text).unwrap();
        assert_eq!(tables.verbs().collect::<Vec<_>>(), again.verbs().collect::<Vec<_>>());
        assert!(matches!(again.find_verb("TRYI"), Match::One(found) if found.definition.name == "TRYIT"));
        assert!(matches!(again.find_verb("TYPE"), Match::None) && matches!(again.find_verb("ATTE"), Match::None));
        assert_eq!(text, again.to_file());
        assert!(Tables::from_file("T", TRY).is_none());
    }

    #[test]
    fn an_object_module_has_routines_and_no_images() {
        let object = Tables::object("T", "MODULE TABLES\nDEFINE VERB GO\n  ROUTINE GO_ROUTINE\n").unwrap();
        assert!(object.contains("MODULE TABLES") && object.contains("ROUTINE GO_ROUTINE"));
        let mistakes = Tables::object("T", "MODULE TABLES\nDEFINE VERB GO\n  IMAGE GO\n").unwrap_err();
        assert_eq!(mistakes[0].line, 2);
    }
}
