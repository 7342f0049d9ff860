//! From a folded command line to [`Code`] (dcl.md 2, 3, 6).

use std::borrow::Cow;
use std::rc::Rc;

use crate::message::{Condition, Severity, codes};

use super::code::{Code, Command, Event, Inquire, Later, Parameter, Source, Start, Target, WriteCommand};
use super::expression::{self, Expression};
use super::substitute;
use super::symbols::{PARAMETERS, Symbols};
use super::text;

/// Longest symbol name.
const MAX_NAME: usize = 255;

/// What finds the full name of a verb: [`Host::verb`](super::Host::verb).
pub type Verbs<'a> = dyn FnMut(&str) -> Result<String, Condition> + 'a;

/// Makes a folded line ready. With `symbols_for_verb` its first token may be a symbol; without, that was looked at.
pub fn compile(line: &str, symbols: &mut Symbols, verbs: &mut Verbs<'_>, symbols_for_verb: bool) -> Code {
    let mut code = Code {
        text: line.into(),
        first: None,
        first_length: 0,
        ampersands: false,
        command: Command::Empty,
        generation: 0,
    };
    if line.is_empty() {
        return code;
    }
    code.ampersands =
        symbols_for_verb && !text::is_keyword(text::first_word(line), "PIPE") && substitute::has_ampersands(line);
    if code.ampersands {
        return code;
    }
    if let Some(rest) = line.strip_prefix('@') {
        code.command = start(rest).map_or_else(Command::Bad, Command::Run);
        return code;
    }
    if let Some(assignment) = assignment(line, symbols) {
        code.command = assignment.unwrap_or_else(Command::Bad);
        return code;
    }
    let word = text::first_word(line);
    if !word.as_bytes().first().copied().is_some_and(text::starts_name) {
        code.command = Command::Bad(Condition::new(codes::CLI_NOCOMD).token(first_element(line)));
        return code;
    }
    if symbols_for_verb && word.len() <= MAX_NAME {
        code.first = Some(symbols.id(word));
        code.first_length = word.len();
    }
    code.command = match verbs(word) {
        Ok(verb) => verb_command(&verb, line, word.len(), symbols).unwrap_or_else(Command::Bad),
        Err(condition) => Command::Bad(condition),
    };
    code
}

fn first_element(line: &str) -> &str {
    let length = if line.starts_with('"') { text::quoted_length(line) } else { text::first_word(line).len().max(1) };
    line.get(..length).unwrap_or(line)
}

fn verb_command(verb: &str, line: &str, length: usize, symbols: &mut Symbols) -> Result<Command, Condition> {
    let rest = line[length..].trim_start();
    Ok(match verb {
        "IF" => {
            let then = text::find_then(rest);
            let condition = expression::parse(rest[..then.unwrap_or(rest.len())].trim(), symbols)?;
            match then {
                None => Command::If(condition, None),
                // Nothing behind THEN is no matter where the condition does not hold.
                Some(at) => Command::If(condition, Some(Later::new(&rest[at + 4..]).unwrap_or_default())),
            }
        }
        "THEN" => Command::Then(Later::new(rest)),
        "ELSE" => Command::Else(Later::new(rest)),
        "ENDIF" => Command::EndIf,
        "GOTO" => label(rest)?.map_or_else(Command::lacks_parameter, Command::Goto),
        "GOSUB" => label(rest)?.map_or_else(Command::lacks_parameter, Command::Gosub),
        "RETURN" => Command::Return(operand(rest, symbols)?),
        "EXIT" => Command::Exit(operand(rest, symbols)?),
        "CALL" => Command::Call(call(rest)?),
        "SUBROUTINE" => Command::Subroutine,
        "ENDSUBROUTINE" => Command::EndSubroutine,
        "STOP" if rest.is_empty() => Command::Stop,
        "CONTINUE" => no_more(rest).map(|()| Command::Continue)?,
        "DECK" | "EOD" => Command::Nothing,
        "ON" => on(rest)?,
        "WRITE" => write(rest, symbols)?,
        "INQUIRE" => inquire(rest)?,
        _ => Command::Table(leaves_status(verb, rest)),
    })
}

/// Commands whose success leaves `$STATUS` alone (dcl.md 7).
fn leaves_status(verb: &str, rest: &str) -> bool {
    let word = text::first_word(rest);
    let is = |keyword: &str, least: usize| word.len() >= least && keyword.starts_with(word);
    match verb {
        "WAIT" | "RECALL" | "EXAMINE" | "DEPOSIT" => true,
        "SHOW" => is("SYMBOL", 2) && !is("SYSTEM", 3) || is("STATUS", 3),
        "SET" => is("SYMBOL", 2),
        _ => false,
    }
}

fn operand(rest: &str, symbols: &mut Symbols) -> Result<Option<Expression>, Condition> {
    if rest.is_empty() { Ok(None) } else { expression::parse(rest, symbols).map(Some) }
}

fn label(rest: &str) -> Result<Option<String>, Condition> {
    let (word, more) = rest.split_once(' ').unwrap_or((rest, ""));
    no_more(more)?;
    let word = word.strip_suffix(':').unwrap_or(word);
    Ok((!word.is_empty()).then(|| word.to_ascii_uppercase()))
}

/// Refuses what stands behind the last parameter of a command.
fn no_more(rest: &str) -> Result<(), Condition> {
    match first_element(rest.trim_start()) {
        "" => Ok(()),
        surplus => Err(Condition::new(codes::CLI_MAXPARM).token(surplus)),
    }
}

/// `name[/OUTPUT=file] [p1 ...]`.
fn start(rest: &str) -> Result<Start, Condition> {
    let mut words = text::words(rest).into_iter().peekable();
    let Some(first) = words.next() else { return Err(Condition::new(codes::CLI_NOATFIL)) };
    let (name, mut qualifiers) = match find_unquoted(first, '/') {
        Some(at) => (&first[..at], vec![&first[at..]]),
        None => (first, Vec::new()),
    };
    while let Some(word) = words.next_if(|word| word.starts_with('/')) {
        qualifiers.push(word);
    }
    let mut output = None;
    for qualifier in qualifiers.iter().flat_map(|text| text[1..].split('/')) {
        let (key, value) = qualifier.split_once(['=', ':']).map_or((qualifier, None), |(k, v)| (k, Some(v)));
        if key.is_empty() || !"OUTPUT".starts_with(key) {
            return Err(Condition::new(codes::CLI_IVQUAL).token(key));
        }
        let value = value.filter(|value| !value.is_empty());
        output = Some(text::unquote(value.ok_or_else(|| Condition::new(codes::CLI_VALREQ).token(key))?).into_owned());
    }
    let parameters: Vec<Parameter> = words.map(|word| Parameter::Text(text::unquote(word).into())).collect();
    if parameters.len() > PARAMETERS {
        return Err(Condition::new(codes::CLI_DEFOVF));
    }
    Ok(Start { name: text::unquote(name).into_owned(), output, parameters })
}

/// CALL puts its qualifier after the verb or after the label.
fn call(rest: &str) -> Result<Start, Condition> {
    if rest.starts_with('/')
        && let Some((qualifier, rest)) = rest.split_once(' ')
    {
        let (label, parameters) = rest.split_once(' ').unwrap_or((rest, ""));
        return start(&format!("{label}{qualifier} {parameters}"));
    }
    start(rest).map_err(|error| match error.status {
        codes::CLI_NOATFIL => Condition::new(codes::CLI_INSFPRM),
        _ => error,
    })
}

fn find_unquoted(text: &str, mark: char) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        (!quoted && c == mark).then_some(at)
    })
}

fn on(rest: &str) -> Result<Command, Condition> {
    let Some(then) = text::find_then(rest) else { return Err(Condition::new(codes::CLI_NOTHEN)) };
    let word = rest[..then].trim();
    let events = [
        ("WARNING", Event::Status(Severity::Warning)),
        ("ERROR", Event::Status(Severity::Error)),
        ("SEVERE_ERROR", Event::Status(Severity::Severe)),
        ("CONTROL_Y", Event::ControlY),
    ];
    let event = events.iter().find(|(name, _)| !word.is_empty() && name.starts_with(word));
    let Some((_, event)) = event else { return Err(Condition::new(codes::CLI_ONERR).token(word)) };
    let command = text::without_dollars(&rest[then + 4..]).trim();
    if command.is_empty() {
        return Err(Condition::new(codes::CLI_NOTHEN));
    }
    Ok(Command::On(*event, command.into()))
}

/// Takes the qualifiers off the front of a text: name and value.
fn qualifiers(mut rest: &str) -> (Vec<(&str, Option<&str>)>, &str) {
    let mut found = Vec::new();
    while let Some(body) = rest.strip_prefix('/') {
        let body = body.trim_start();
        let name = text::first_word(body);
        let after = body[name.len()..].trim_start();
        let (value, after) = match after.strip_prefix(['=', ':']) {
            None => (None, after),
            Some(value) => {
                let value = value.trim_start();
                let length = if value.starts_with('"') {
                    text::quoted_length(value)
                } else {
                    value.find([' ', '/']).unwrap_or(value.len())
                };
                (Some(&value[..length]), value[length..].trim_start())
            }
        };
        found.push((name, value));
        if after.len() >= rest.len() {
            break;
        }
        rest = after;
    }
    (found, rest)
}

fn write(rest: &str, symbols: &mut Symbols) -> Result<Command, Condition> {
    let (found, rest) = qualifiers(rest);
    let mut command = WriteCommand { file: String::new(), items: Vec::new(), update: false, error: None };
    for (name, value) in found {
        match (name, value) {
            (name, Some(value)) if !name.is_empty() && "ERROR".starts_with(name) => {
                command.error = Some(value.to_ascii_uppercase());
            }
            (name, None) if !name.is_empty() && "ERROR".starts_with(name) => {
                return Err(Condition::new(codes::CLI_VALREQ).token(name));
            }
            (name, None) if !name.is_empty() && "UPDATE".starts_with(name) => command.update = true,
            // Symbols or expressions: a list of names is both.
            (name, None) if !name.is_empty() && "SYMBOL".starts_with(name) => {}
            (name, _) => return Err(Condition::new(codes::CLI_IVQUAL).token(name)),
        }
    }
    let length =
        if rest.starts_with('"') { text::quoted_length(rest) } else { rest.find([' ', ',']).unwrap_or(rest.len()) };
    let file = text::unquote(&rest[..length]).to_ascii_uppercase();
    command.file = file.strip_suffix(':').unwrap_or(&file).to_owned();
    let items = rest[length..].trim_start();
    if command.file.is_empty() || items.is_empty() {
        return Err(Condition::new(codes::CLI_INSFPRM));
    }
    command.items = expression::parse_list(items, symbols)?;
    Ok(Command::Write(command))
}

fn inquire(rest: &str) -> Result<Command, Condition> {
    let (found, rest) = qualifiers(rest);
    let mut command = Inquire { name: String::new(), prompt: String::new(), punctuation: true, global: false };
    for (name, _) in found {
        match name {
            name if name.len() > 2 && "NOPUNCTUATION".starts_with(name) => command.punctuation = false,
            name if !name.is_empty() && "PUNCTUATION".starts_with(name) => {}
            name if !name.is_empty() && "GLOBAL".starts_with(name) => command.global = true,
            name if !name.is_empty() && "LOCAL".starts_with(name) => {}
            name => return Err(Condition::new(codes::CLI_IVQUAL).token(name)),
        }
    }
    let name = text::first_word(rest);
    if name.is_empty() {
        return Err(Condition::new(codes::CLI_INSFPRM));
    }
    let after = &rest[name.len()..];
    let (more, prompt) = qualifiers(after.trim_start());
    for (name, _) in more {
        match name {
            name if name.len() > 2 && "NOPUNCTUATION".starts_with(name) => command.punctuation = false,
            name if !name.is_empty() && "GLOBAL".starts_with(name) => command.global = true,
            name if !name.is_empty() && ("LOCAL".starts_with(name) || "PUNCTUATION".starts_with(name)) => {}
            name => return Err(Condition::new(codes::CLI_IVQUAL).token(name)),
        }
    }
    let length =
        if prompt.starts_with('"') { text::quoted_length(prompt) } else { prompt.find(' ').unwrap_or(prompt.len()) };
    let (prompt, surplus) = prompt.split_at(length);
    no_more(surplus)?;
    command.name = name.to_owned();
    command.prompt = if prompt.is_empty() { name.to_owned() } else { text::unquote(prompt).into_owned() };
    Ok(Command::Inquire(command))
}

/// An assignment, if the line is one: a name, perhaps `*` or `[position,size]`, and one of `=`, `==`, `:=`, `:==`.
fn assignment(line: &str, symbols: &mut Symbols) -> Option<Result<Command, Condition>> {
    let word = text::first_word(line);
    let mut rest = &line[word.len()..];
    if word.is_empty() {
        return None;
    }
    let mut full = Cow::Borrowed(word);
    let mut shortest = None;
    if let Some(after) = rest.strip_prefix('*') {
        let tail = text::first_word(after);
        shortest = Some(u8::try_from(word.len()).unwrap_or(u8::MAX));
        full.to_mut().push_str(tail);
        rest = &after[tail.len()..];
    }
    let mut part = None;
    if let Some(after) = rest.trim_start().strip_prefix('[')
        && let Some(end) = find_unquoted(after, ']')
    {
        part = Some(&after[..end]);
        rest = &after[end + 1..];
    }
    let rest = rest.trim_start();
    let forms = [(":==", true, true), (":=", false, true), ("==", true, false), ("=", false, false)];
    let (mark, global, is_text) = forms.into_iter().find(|(mark, ..)| rest.starts_with(mark))?;
    let value = rest[mark.len()..].trim_start();
    Some(assign(&full, shortest, part, global, value, is_text, symbols))
}

fn assign(
    name: &str,
    shortest: Option<u8>,
    part: Option<&str>,
    global: bool,
    value: &str,
    is_text: bool,
    symbols: &mut Symbols,
) -> Result<Command, Condition> {
    if !name.as_bytes().first().copied().is_some_and(text::starts_name) {
        return Err(Condition::new(codes::CLI_IVSYMB).token(name));
    }
    if name.len() > MAX_NAME {
        return Err(Condition::new(codes::CLI_SYMLNG).token(name));
    }
    let source = if is_text {
        Source::Text(Rc::from(&*text::unquote(value)))
    } else {
        Source::Expression(expression::parse(value, symbols)?)
    };
    let target = Target { id: symbols.id(name), shortest, global };
    let Some(part) = part else { return Ok(Command::Assign(target, source)) };
    if shortest.is_some() {
        return Err(Condition::new(codes::CLI_SYMABR).token(name));
    }
    let list = expression::parse_list(part, symbols)?;
    let [position, size]: [Expression; 2] =
        list.try_into().map_err(|_| Condition::new(codes::CLI_SYMDEL).token(part))?;
    Ok(Command::Overlay(target, Box::new((position, size)), source))
}
