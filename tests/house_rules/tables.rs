//! The tables agree: verbs, routines, handlers and help.

use dclshadow::cdu::{Definition, Entity, Statement, Tables, ValueType};
use dclshadow::command;
use dclshadow::help::Library;

use super::no_complaints;

/// The definitions of the shipped tables.
fn commands(tables: &Tables) -> Vec<&Definition> {
    let mut commands = Vec::new();
    for statement in tables.definitions() {
        if let Statement::Command(definition) = statement {
            commands.push(definition);
        }
    }
    commands
}

/// Whether help has a topic of exactly these names.
fn has_topic(names: &[&str]) -> bool {
    let library = Library::embedded();
    let mut path = Vec::new();
    for name in names {
        let here = library.children(&path).iter().position(|topic| topic.name.eq_ignore_ascii_case(name));
        match here {
            Some(index) => path.push(index),
            None => return false,
        }
    }
    true
}

/// Complaints about the qualifiers of a definition that the topic does not explain, those of its syntaxes included.
fn unexplained(tables: &Tables, definition: &Definition, topic: &[&str]) -> Vec<String> {
    let mut complaints = Vec::new();
    for qualifier in definition.qualifiers.own() {
        let name = format!("/{}", qualifier.name);
        let path: Vec<&str> = topic.iter().copied().chain(["Qualifiers", name.as_str()]).collect();
        if !has_topic(&path) {
            complaints.push(format!("grammar: no help for {}", path.join(" ")));
        }
        let syntax = qualifier.syntax.as_deref().and_then(|syntax| tables.syntax(0, syntax));
        if let Some(syntax) = syntax.filter(|syntax| syntax.definition.name != definition.name) {
            complaints.extend(unexplained(tables, syntax.definition, topic));
        }
    }
    complaints
}

#[test]
fn every_verb_option_and_qualifier_has_help() {
    let tables = Tables::embedded();
    let mut complaints = Vec::new();
    for verb in commands(&tables).into_iter().filter(|definition| definition.is_verb) {
        for name in verb.synonyms.iter().chain([&verb.name]) {
            if !has_topic(&[name]) && verb.name == *name {
                complaints.push(format!("grammar: no help for {name}"));
            }
        }
        complaints.extend(unexplained(&tables, verb, &[&verb.name]));
        let first = verb.parameters.own().first().and_then(|parameter| parameter.value.as_ref());
        let Some(ValueType::Keywords(options)) = first.and_then(|value| value.kind.as_ref()) else { continue };
        let options = tables.keyword_type(0, options).map(|options| &options.keywords[..]).unwrap_or_default();
        for option in options {
            let Some(syntax) = option.syntax.as_deref().and_then(|syntax| tables.syntax(0, syntax)) else { continue };
            // SET NOON is explained with SET ON.
            let positive = option.name.strip_prefix("NO").unwrap_or(&option.name);
            if !has_topic(&[&verb.name, &option.name]) && !has_topic(&[&verb.name, positive]) {
                complaints.push(format!("grammar: no help for {} {}", verb.name, option.name));
            }
            complaints.extend(unexplained(&tables, syntax.definition, &[&verb.name, &option.name]));
        }
    }
    complaints.sort();
    complaints.dedup();
    no_complaints(complaints);
}

/// Names of the qualifiers that help explains below a topic.
fn explained<'a>(library: &'a Library, topic: &[&str]) -> Vec<&'a str> {
    let mut path = Vec::new();
    for name in topic.iter().chain(&["Qualifiers"]) {
        let here = library.children(&path).iter().position(|topic| topic.name.eq_ignore_ascii_case(name));
        match here {
            Some(index) => path.push(index),
            None => return Vec::new(),
        }
    }
    library.children(&path).iter().map(|topic| topic.name.as_str()).collect()
}

/// Every qualifier of a definition and of the syntaxes that its qualifiers and keywords lead to.
fn qualifiers(tables: &Tables, definition: &Definition, seen: &mut Vec<String>) -> Vec<String> {
    if seen.contains(&definition.name) {
        return Vec::new();
    }
    seen.push(definition.name.clone());
    let mut names = Vec::new();
    for qualifier in definition.qualifiers.own() {
        names.push(format!("/{}", qualifier.name));
        let syntax = qualifier.syntax.as_deref().and_then(|syntax| tables.syntax(0, syntax));
        names.extend(syntax.into_iter().flat_map(|syntax| qualifiers(tables, syntax.definition, seen)));
    }
    names
}

#[test]
fn help_explains_no_qualifier_that_does_not_exist() {
    let (tables, library) = (Tables::embedded(), Library::embedded());
    let mut complaints = Vec::new();
    let mut check = |topic: &[&str], definition: &Definition| {
        let known = qualifiers(&tables, definition, &mut Vec::new());
        let strangers = explained(&library, topic).into_iter().filter(|name| !known.iter().any(|known| known == name));
        complaints.extend(
            strangers.map(|name| format!("grammar: help for {} {name}, which is not defined", topic.join(" "))),
        );
    };
    for verb in commands(&tables).into_iter().filter(|definition| definition.is_verb) {
        check(&[&verb.name], verb);
        let first = verb.parameters.own().first().and_then(|parameter| parameter.value.as_ref());
        let Some(ValueType::Keywords(options)) = first.and_then(|value| value.kind.as_ref()) else { continue };
        for option in tables.keyword_type(0, options).map(|options| &options.keywords[..]).unwrap_or_default() {
            let Some(syntax) = option.syntax.as_deref().and_then(|syntax| tables.syntax(0, syntax)) else { continue };
            check(&[&verb.name, &option.name], syntax.definition);
        }
    }
    no_complaints(complaints);
}

/// Labels of entities, keywords of their types as dotted paths. Types may hold themselves; four levels are enough.
fn labels(tables: &Tables, entities: &[Entity], prefix: &str, depth: usize) -> Vec<String> {
    let mut labels = Vec::new();
    for entity in entities {
        let path = format!("{prefix}{}", entity.label());
        if let Some(ValueType::Keywords(name)) = entity.value.as_ref().and_then(|value| value.kind.as_ref())
            && let Some(keywords) = tables.keyword_type(0, name).filter(|_| depth < 4)
        {
            labels.extend(self::labels(tables, &keywords.keywords, &format!("{path}."), depth + 1));
        }
        labels.push(path);
    }
    labels
}

/// The keywords that lead to a syntax, as paths: `OPTION.DEVICES`.
fn leading_keywords(tables: &Tables, syntax: &Definition) -> Vec<String> {
    let mut paths = Vec::new();
    for verb in commands(tables).into_iter().filter(|verb| verb.is_verb) {
        for parameter in verb.parameters.own() {
            let kind = parameter.value.as_ref().and_then(|value| value.kind.as_ref());
            let Some(ValueType::Keywords(name)) = kind else { continue };
            let keywords = tables.keyword_type(0, name).map(|kind| &kind.keywords[..]).unwrap_or_default();
            let leading = keywords.iter().filter(|keyword| keyword.syntax.as_ref() == Some(&syntax.name));
            paths.extend(leading.map(|keyword| format!("{}.{}", parameter.label(), keyword.name)));
        }
    }
    paths
}

/// What the interpreter and the session carry out themselves.
const LANGUAGE: &str = "SYNCHRONIZE ATTACH CALL CONTINUE DECK ELSE ENDIF ENDSUBROUTINE EOD EXIT GOSUB GOTO IF INQUIRE ON PIPE \
                        MCR RECALL RETURN RUN SET_COMMAND SPAWN STOP SUBROUTINE THEN WRITE";

/// What is defined so that it abbreviates and parses as it should, and is refused as unsupported for now.
const REFUSED: &str = "ANALYZE BACKUP SET SHOW SIMULATE";

#[test]
fn every_routine_is_carried_out_or_listed_as_refused() {
    let tables = Tables::embedded();
    let listed = |list: &str, name: &str| list.split_whitespace().any(|word| word == name);
    let mut complaints = Vec::new();
    for definition in commands(&tables) {
        let Some(name) = definition.action.as_ref().map(|action| action.name()) else { continue };
        let homes = [command::routine(name).is_some(), listed(LANGUAGE, name), listed(REFUSED, name)];
        match homes.iter().filter(|home| **home).count() {
            1 => {}
            0 => complaints.push(format!("grammar: nothing carries out {name}, and it is not listed as refused")),
            _ => complaints.push(format!("tests/house_rules/tables.rs: {name} is carried out; take it off the lists")),
        }
    }
    complaints.dedup();
    no_complaints(complaints);
}

#[test]
fn handlers_act_on_labels_that_are_defined() {
    let tables = Tables::embedded();
    let mut complaints = Vec::new();
    for routine in command::routines() {
        let named =
            |definition: &&Definition| definition.action.as_ref().is_some_and(|action| action.name() == routine.name);
        let definitions: Vec<&Definition> = commands(&tables).into_iter().filter(named).collect();
        if definitions.is_empty() {
            complaints.push(format!("src/command: no table names the routine {}", routine.name));
            continue;
        }
        let mut known = Vec::new();
        for definition in definitions {
            known.extend(labels(&tables, definition.parameters.own(), "", 0));
            known.extend(labels(&tables, definition.qualifiers.own(), "", 0));
            known.extend(leading_keywords(&tables, definition));
            // What a syntax does not say it takes from the definition it replaces; that may be any verb.
            let silent = [definition.parameters.is_silent(), definition.qualifiers.is_silent()];
            for verb in commands(&tables).into_iter().filter(|_| !definition.is_verb) {
                let lists = [&verb.parameters, &verb.qualifiers];
                let inherited = lists.into_iter().zip(silent).filter(|(_, silent)| *silent);
                known.extend(inherited.flat_map(|(list, _)| labels(&tables, list.own(), "", 0)));
            }
        }
        let strange = routine.labels.iter().filter(|label| !known.iter().any(|known| known == *label));
        complaints.extend(
            strange.map(|label| format!("src/command: {} acts on {label}, which is not defined", routine.name)),
        );
    }
    no_complaints(complaints);
}

#[test]
fn the_shipped_procedures_are_clean() {
    let mut complaints = Vec::new();
    let tables = Tables::embedded();
    for script in super::sources::with_extension(&["scripts"], &["COM"]) {
        let text: String = script.text.bytes().map(char::from).collect();
        let findings = dclshadow::lint::check(&text, &tables);
        complaints.extend(findings.iter().map(|finding| finding.text(&script.path)));
    }
    no_complaints(complaints);
}

/// The manual page as plain words: requests and escapes gone.
fn manual() -> String {
    let page = super::sources::with_extension(&["man"], &["1"]).remove(0);
    page.text.replace("\\-", "-")
}

#[test]
fn the_manual_page_knows_every_host_option() {
    let source = super::sources::with_extension(&["src/cli.rs"], &["rs"]).remove(0);
    let (manual, lines) = (manual(), source.lines());
    let mut complaints = Vec::new();
    let options: Vec<_> = lines.windows(2).filter(|pair| pair[0].code.contains("#[arg(long")).collect();
    assert!(options.len() > 5, "src/cli.rs:1: the options were not found");
    for pair in options {
        let name = pair[1].code.trim().trim_start_matches("pub ").split(':').next().unwrap_or_default();
        let option = format!("--{}", name.replace('_', "-"));
        if !manual.contains(&option) {
            complaints.push(format!("{}: {option} is not in the manual page", pair[1].place));
        }
    }
    no_complaints(complaints);
}

#[test]
fn the_manual_page_knows_every_simulation() {
    let (tables, manual) = (Tables::embedded(), manual());
    let mut complaints = Vec::new();
    for option in tables.keyword_type(0, "SIMULATE_OPTIONS").into_iter().flat_map(|options| &options.keywords) {
        let acts = command::routine(&format!("SIMULATE_{}", option.name)).is_some();
        if acts && !manual.contains(&format!("SIMULATE {}", option.name)) {
            complaints.push(format!("man/dclshadow.1:1: SIMULATE {} is missing", option.name));
        }
    }
    no_complaints(complaints);
}
