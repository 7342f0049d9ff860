//! The compiler: the embedded files, the round trip, mistakes with their lines, tables changed at run time.

use super::super::compiler::statements;
use super::super::definition::Statement;
use super::super::embedded::FILES;
use super::super::index::{Kind, index};
use super::super::link;
use super::super::tables::Compilation;
use super::*;
use crate::message::codes;

fn embedded() -> Vec<(&'static str, &'static str, Vec<Statement>)> {
    let compile = |&(file, text)| (file, text, statements(file, text).unwrap_or_else(|error| panic!("{error}")));
    FILES.iter().map(compile).collect()
}

#[test]
fn embedded_files_have_no_mistake() {
    let files = embedded();
    let all: Vec<&Statement> = files.iter().flat_map(|(_, _, statements)| statements).collect();
    let mut mistakes = link::duplicates("grammar", "", &all);
    for (file, text, own) in &files {
        let own: Vec<&Statement> = own.iter().collect();
        mistakes.extend(link::link(&Compilation { statements: &all, tables: None }, file, text, &own));
    }
    assert_eq!(mistakes, []);
}

#[test]
fn the_cheap_index_agrees_with_the_compiler() {
    for (file, text, statements) in embedded() {
        let indexed = index(text);
        let compiled: Vec<_> = statements
            .iter()
            .filter_map(|statement| match statement {
                Statement::Module(_) | Statement::Ident(_) => None,
                Statement::Type(kind) => Some((Kind::Type, kind.name.as_str(), vec![])),
                Statement::Command(found) => {
                    let kind = if found.is_verb { Kind::Verb } else { Kind::Syntax };
                    Some((kind, found.name.as_str(), found.synonyms.iter().map(String::as_str).collect()))
                }
            })
            .collect();
        let found: Vec<_> = indexed.iter().map(|entry| (entry.kind, entry.name, entry.synonyms.clone())).collect();
        assert_eq!(found, compiled, "{file}");
        let parts =
            statements.iter().filter(|statement| !matches!(statement, Statement::Module(_) | Statement::Ident(_)));
        for (entry, statement) in indexed.iter().zip(parts) {
            let part = super::super::compiler::statement(file, text, entry.range.clone());
            assert_eq!(part.as_ref(), Ok(statement), "{file} {}", entry.name);
        }
    }
    let tables = Tables::embedded();
    assert!(tables.verbs().is_sorted() && tables.verbs().count() > 1);
}

#[test]
fn what_is_printed_compiles_to_the_same() {
    for (file, _, statements_read) in embedded() {
        let printed: String = statements_read.iter().map(Statement::to_string).collect();
        let again = statements(file, &printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
        let reprinted: String = again.iter().map(Statement::to_string).collect();
        assert_eq!(printed, reprinted, "{file}");
        assert_eq!(again.len(), statements_read.len());
    }
}

fn mistakes(text: &str) -> Vec<String> {
    Tables::compile("T.CLD", text)
        .map(|_| Vec::new())
        .unwrap_or_else(|found| found.iter().map(Diagnostic::to_string).collect())
}

#[test]
fn mistakes_are_reported_with_their_line() {
    for (text, expected) in [
        ("DEFINE VERB A\n  QUALIFIER B, VALUE(REQUIRED", "T.CLD:2: expected ), found end of file"),
        ("DEFINE VERB A\n  PARAMETER P2", "T.CLD:2: parameter P2 is out of order, P1 expected"),
        ("DEFINE VERB A QUALIFIER B,\n LABEL=", "T.CLD:2: expected a label, found end of file"),
        ("DEFINE VERB A\n QUALIFIER B\n QUALIFIER B", "T.CLD:3: qualifier B is defined twice"),
        ("DEFINE VERB A\n\n QUALIFIER B, SYNTAX=C", "T.CLD:3: syntax C is not defined"),
        ("DEFINE VERB A\n QUALIFIER B, VALUE(TYPE=C)", "T.CLD:2: type C is not defined"),
        ("DEFINE VERB A QUALIFIER B, VALUE(TYPE=$C)", "T.CLD:1: expected a built-in type that exists, found \"=$C)\""),
        ("DEFINE VERB A\n DISALLOW B AND C", "T.CLD:2: B is no parameter or qualifier of A"),
        ("DEFINE VERB A QUALIFIER B, VALUE(REQUIRED,DEFAULT=C)", "T.CLD:1: B has both REQUIRED and DEFAULT"),
        (
            "DEFINE VERB A IMAGE B ROUTINE C",
            "T.CLD:1: expected a clause that does not contradict an earlier one, found \"ROUTINE\"",
        ),
        ("DEFINE VERB ABCDE\nDEFINE VERB ABCDF", "T.CLD:2: verb ABCDF begins like another verb"),
        ("DEFINE THING A", "T.CLD:1: expected VERB, SYNTAX or TYPE, found \"THING\""),
        ("NONSENSE", "T.CLD:1: expected MODULE, IDENT or DEFINE, found \"NONSENSE\""),
        (
            "DEFINE VERB A PARAMETER P1\n PARAMETER P2, VALUE(REQUIRED)",
            "T.CLD:2: required parameter P2 follows an optional one",
        ),
    ] {
        assert!(mistakes(text).iter().any(|found| found == expected), "{text}: {:?}", mistakes(text));
    }
    let deep = format!("DEFINE VERB A QUALIFIER B DISALLOW {}B", "NOT ".repeat(5000));
    assert_eq!(mistakes(&deep).len(), 1);
    let deep = format!("DEFINE VERB A QUALIFIER B DISALLOW {}B", "(".repeat(5000));
    assert_eq!(mistakes(&deep).len(), 1);
}

#[test]
fn odd_but_legal_layout_is_accepted() {
    let text = "module m ident \"v 1\" ! comment\ndefine verb a, parameter p1,value(list,type=t)negatable_is_not_this";
    assert_eq!(mistakes(text).len(), 1);
    let text = "define verb a,\n qualifier b,value(list,type=t)negatable, qualifier c cliflags(immediate) outputs(x,y)
        disallow any2(b.\"LIST\", c) or neg b and not c
        define type t keyword \"list\", default keyword n, value(default=(\"a\"\"b\",2))";
    assert_eq!(mistakes(text), Vec::<String>::new());
    assert_eq!(complete(&Tables::compile("T", text).unwrap(), "A/B=L").labels(), ["B", "B.LIST"]);
}

#[test]
fn set_command_replaces_and_deletes_verbs() {
    let mut tables = Tables::embedded();
    let own = "DEFINE VERB MOUNTX CLIROUTINE MINE PARAMETER P1, VALUE(TYPE=MINICOPY_OPTION) DEFINE VERB NEWVERB";
    assert_eq!(tables.replace("MY.CLD", own).unwrap(), ["MOUNTX", "NEWVERB"]);
    assert_eq!(complete(&tables, "MOUNT OPT").routine(), "MINE");
    assert!(tables.replace("BAD.CLD", "DEFINE VERB DISMOUNT QUALIFIER A QUALIFIER A").is_err());
    assert_eq!(complete(&tables, "DISMOUNT A").routine(), "DISMOUNT");
    assert!(tables.delete_verb("newverb") && !tables.delete_verb("NEWVERB"));
    assert_eq!(refused(&tables, "NEWV").0, codes::CLI_IVVERB);
    // A type of the same name in a user's file does not change the others.
    tables
        .replace(
            "T.CLD",
            "DEFINE VERB USE QUALIFIER Q, VALUE(TYPE=MINICOPY_OPTION) DEFINE TYPE MINICOPY_OPTION KEYWORD Z",
        )
        .unwrap();
    assert_eq!(complete(&tables, "USE/Q=Z").values("Q"), ["Z"]);
    assert_eq!(complete(&tables, "MOUNT OPT").values("P1"), ["OPTIONAL"]);
    assert_eq!(command("DISMOUNT X/POL=MINI=OPT").routine(), "DISMOUNT");
}
