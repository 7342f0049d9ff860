//! The language over a host that knows a few verbs: what procedures print, to the character.

use std::collections::HashMap;

use super::*;
use crate::clock::VmsTime;
use crate::message::{self, Condition, Status, codes};

mod control;
mod errors;
mod expressions;
mod insertions;
mod layouts;
mod lexicals;
mod mutation;
mod recorded;
mod symbols;

/// A world of its own: what procedures write is kept, a few verbs act.
#[derive(Default)]
struct World {
    out: Vec<String>,
    files: HashMap<String, String>,
    answers: Vec<String>,
    input: Vec<String>,
    /// Command lines that reached the host.
    ran: Vec<String>,
    /// Lines handed out before Ctrl/Y is pressed once.
    interrupt_after: Option<usize>,
    redirected: usize,
    polls: usize,
}

const VERBS: &[&str] = &[
    "CALL",
    "CONTINUE",
    "DECK",
    "DELETE",
    "DISMOUNT",
    "ELSE",
    "ENDIF",
    "ENDSUBROUTINE",
    "EOD",
    "EXIT",
    "FAIL",
    "GOSUB",
    "GOTO",
    "IF",
    "INQUIRE",
    "MCR",
    "ON",
    "PIPE",
    "READ",
    "RETURN",
    "SEARCH",
    "SET",
    "SHOW",
    "STOP",
    "SUBROUTINE",
    "THEN",
    "TYPE",
    "WAIT",
    "WRITE",
];

impl Host for World {
    fn next_line(&mut self, _: &mut State, _: bool) -> Option<String> {
        (!self.input.is_empty()).then(|| self.input.remove(0))
    }

    fn procedure(&mut self, _: &mut State, spec: &str) -> Result<Source, Condition> {
        let missing = || Condition::new(codes::CLI_OPENIN).arg(format!("{spec};")).then(codes::RMS_FNF);
        let text = self.files.get(spec).cloned().ok_or_else(missing)?;
        Ok(Source { spec: format!("DNFS1:[000000]{spec}.COM;1"), text })
    }

    fn verb(&mut self, token: &str) -> Result<String, Condition> {
        let short = &token[..token.len().min(4)];
        let mut found = VERBS.iter().filter(|verb| verb[..verb.len().min(4)].starts_with(short));
        match (found.next(), found.next()) {
            (Some(verb), None) => Ok((*verb).to_owned()),
            (Some(_), Some(_)) => Err(Condition::new(codes::CLI_ABVERB).token(token)),
            _ => Err(Condition::new(codes::CLI_IVVERB).token(token)),
        }
    }

    fn execute(&mut self, state: &mut State, line: &str) -> Status {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["SET", "NOON"] => state.set_checking(false),
            ["SET", "ON"] => state.set_checking(true),
            ["SET", "VERIFY"] => state.verify_procedure = true,
            ["SET", "NOVERIFY"] => state.verify_procedure = false,
            ["SHOW", "SYMBOL", name] => {
                let text = match state.symbol(name) {
                    Some(Value::Integer(n)) => format!("  {name} = {n}"),
                    Some(Value::Text(text)) => format!("  {name} = \"{text}\""),
                    None => format!("  {name} ?"),
                };
                self.out.push(text);
            }
            ["FAIL", status] => {
                let status = Status(to_integer(status).cast_unsigned());
                self.message(state, &Condition::new(status));
                return status.inhibited();
            }
            ["READ", name, label] => {
                match state.next_data() {
                    Some(record) => state.set_local(name, &*record),
                    None => state.branch_to(label),
                }
                return Status(0x0001_0001);
            }
            _ => self.ran.push(line.to_owned()),
        }
        Status::DCL_NORMAL
    }

    fn lexical(&mut self, _: &mut State, name: &str, arguments: &[Option<Value>]) -> Result<Value, Condition> {
        let shown: Vec<String> =
            arguments.iter().map(|a| a.as_ref().map_or_else(String::new, |v| v.string().to_string())).collect();
        Ok(format!("{name}({})", shown.join(",")).into())
    }

    fn write(&mut self, _: &mut State, write: &Write<'_>) -> Result<(), Condition> {
        if write.file != "SYS$OUTPUT" {
            return Err(codes::CLI_UNDFIL.into());
        }
        self.out.extend(write.record.split('\n').map(str::to_owned));
        Ok(())
    }

    fn ask(&mut self, _: &mut State, prompt: &str) -> Option<String> {
        self.out.push(prompt.to_owned());
        (!self.answers.is_empty()).then(|| self.answers.remove(0))
    }

    fn output(&mut self, line: &str) {
        self.out.push(line.to_owned());
    }

    fn message(&mut self, _: &State, condition: &Condition) {
        self.out.extend(message::lines(condition));
    }

    fn begin_output(&mut self, _: &mut State, _: &str) -> Result<(), Condition> {
        self.redirected += 1;
        Ok(())
    }

    fn end_output(&mut self, _: &mut State) {
        self.redirected -= 1;
    }

    fn poll(&mut self, _: &mut State) -> bool {
        self.polls += 1;
        self.interrupt_after == Some(self.polls)
    }

    fn now(&self) -> VmsTime {
        time::parse_absolute("7-OCT-2026 13:14:15.16", VmsTime(0)).unwrap_or_default()
    }
}

/// Runs a procedure and gives what it printed.
fn run(text: &str) -> Vec<String> {
    run_in(&mut World::default(), text)
}

fn run_in(world: &mut World, text: &str) -> Vec<String> {
    let mut interpreter = Interpreter::new();
    let source = Source { spec: "DNFS1:[000000]TEST.COM;1".to_owned(), text: text.to_owned() };
    interpreter.run_procedure(world, source, &[]);
    assert_eq!((interpreter.state().depth(), world.redirected), (0, 0));
    std::mem::take(&mut world.out)
}

/// What an expression is, or the ident and token of what is wrong with it.
fn value(expression: &str) -> String {
    let lines = run(&format!("$ SET NOON\n$ WRITE SYS$OUTPUT {expression}\n"));
    let ident = |line: &str| line.split(['-', ',']).nth(2).unwrap_or("").to_owned();
    match lines.as_slice() {
        [error, token] if error.starts_with("%DCL") => format!("{}{token}", ident(error)),
        [error] if error.starts_with("%DCL") => ident(error),
        lines => lines.join("\n"),
    }
}
