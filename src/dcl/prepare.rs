//! How a line comes to be run: substituted, made ready, and kept for the next time (dcl.md 2, 4).

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use crate::message::{Condition, codes};

use super::code::{Code, Later};
use super::compile::compile;
use super::evaluate::evaluate_text;
use super::host::Host;
use super::interpreter::{Interpreter, Ran};
use super::procedure::{Line, Procedure};
use super::substitute;
use super::text;

/// Lines kept ready at most, for lines that substitution made.
const MAX_CACHED: usize = 4096;

impl Interpreter {
    /// Runs a command line of a procedure.
    pub(super) fn run_line(&mut self, host: &mut dyn Host, procedure: &Procedure, line: &Line) -> Ran {
        if line.is_too_long {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        if line.dynamic || line.dynamic_comment {
            if let Some(code) = self.with_insertions(host, line) {
                return self.run_code(host, code);
            }
            return self.run_substituted(host, procedure, line);
        }
        if self.state.verify_procedure {
            for number in line.first..line.next {
                self.echo(host, procedure.record(number).unwrap_or(""));
            }
        }
        let known = self.still_right(&line.code);
        let code = known.unwrap_or_else(|| {
            let code = self.ready(host, &text::fold(&line.text), true);
            *line.code.borrow_mut() = Some(Rc::clone(&code));
            code
        });
        self.run_code(host, code)
    }

    /// Substitutes record by record, as verification shows them.
    fn run_substituted(&mut self, host: &mut dyn Host, procedure: &Procedure, line: &Line) -> Ran {
        if !line.dynamic_comment && !self.state.verify_procedure {
            let substituted = self.substitute(host, &line.text)?;
            return self.run_variable(host, line, &text::fold(text::significant(&substituted).0));
        }
        let mut records = Vec::new();
        for number in line.first..line.next {
            let record = procedure.record(number).unwrap_or("");
            records.push(self.substitute(host, record)?);
        }
        if self.state.verify_procedure {
            for record in &records {
                self.echo(host, record);
            }
        }
        let last = records.len() - 1;
        let parts: Vec<String> = records
            .iter()
            .enumerate()
            .map(|(at, record)| {
                let body = record.strip_prefix('$').unwrap_or(record);
                let (part, continued) = text::significant(body);
                // Only what was continued as written loses its hyphen.
                if continued && at == last { format!("{part}-") } else { part.to_owned() }
            })
            .collect();
        let joined = parts.concat();
        let (_, command) = text::split_label(&joined);
        self.run_variable(host, line, &text::fold(command))
    }

    /// Runs what substitution made of a line; the line remembers what it meant last.
    fn run_variable(&mut self, host: &mut dyn Host, line: &Line, folded: &str) -> Ran {
        if folded.len() > text::MAX_LINE && folded.chars().nth(text::MAX_LINE).is_some() {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        let last = self.still_right(&line.last).filter(|code| *code.text == *folded);
        let code = last.unwrap_or_else(|| {
            let code = self.ready(host, folded, true);
            *line.last.borrow_mut() = Some(Rc::clone(&code));
            code
        });
        self.run_code(host, code)
    }

    /// Runs a line that may hold apostrophes and a comment.
    pub(super) fn run_dynamic(&mut self, host: &mut dyn Host, line: &str) -> Ran {
        if line.len() > text::MAX_ENTERED && line.chars().nth(text::MAX_ENTERED).is_some() {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        let substituted = if line.contains('\'') { Cow::Owned(self.substitute(host, line)?) } else { line.into() };
        let folded = text::fold(text::significant(&substituted).0);
        if folded.len() > text::MAX_LINE && folded.chars().nth(text::MAX_LINE).is_some() {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        let code = self.cached(host, &folded, true);
        self.run_code(host, code)
    }

    /// What a folded line means, made ready now if it was not met lately.
    pub(super) fn cached(&mut self, host: &mut dyn Host, line: &str, symbols_for_verb: bool) -> Rc<Code> {
        let cache = if symbols_for_verb { &mut self.cache } else { &mut self.expanded };
        if let Some(code) = cache.get(line).filter(|code| code.generation == self.state.table_generation) {
            return Rc::clone(code);
        }
        if cache.len() >= MAX_CACHED {
            cache.clear();
        }
        let code = self.ready(host, line, symbols_for_verb);
        let cache = if symbols_for_verb { &mut self.cache } else { &mut self.expanded };
        cache.insert(Rc::clone(&code.text), Rc::clone(&code));
        code
    }

    /// Makes a folded line ready to run.
    fn ready(&mut self, host: &mut dyn Host, folded: &str, symbols_for_verb: bool) -> Rc<Code> {
        let mut code = compile(folded, &mut self.state.symbols, &mut |token| host.verb(token), symbols_for_verb);
        code.generation = self.state.table_generation;
        Rc::new(code)
    }

    /// What was made ready earlier, unless the command tables have changed since.
    fn still_right(&self, kept: &RefCell<Option<Rc<Code>>>) -> Option<Rc<Code>> {
        kept.borrow().as_ref().filter(|code| code.generation == self.state.table_generation).map(Rc::clone)
    }

    /// Phase 1 on a text. Undefined symbols leave nothing.
    pub(super) fn substitute(&mut self, host: &mut dyn Host, line: &str) -> Result<String, Condition> {
        let state = &mut self.state;
        substitute::apostrophes(line, &mut |operand, out| {
            if text::name_length(operand) == operand.len() {
                state.append_symbol(operand, out);
            } else {
                evaluate_text(state, host, operand)?.append_to(out);
            }
            Ok(())
        })
    }

    /// Shows a record under verification.
    pub(super) fn echo(&self, host: &mut dyn Host, record: &str) {
        let prefix = match self.state.verify_prefix.as_str() {
            "" => String::new(),
            prefix => crate::message::fao::format(prefix, &[], host.now()).unwrap_or_default(),
        };
        host.output(&format!("{prefix}{record}"));
    }

    /// What a command behind THEN or ELSE means.
    pub(super) fn code_of(&mut self, host: &mut dyn Host, later: &Later) -> Rc<Code> {
        self.still_right(&later.code).unwrap_or_else(|| {
            let code = self.ready(host, &later.text, true);
            *later.code.borrow_mut() = Some(Rc::clone(&code));
            code
        })
    }

    /// The command with the first token's symbol put in its place.
    pub(super) fn expand(&mut self, host: &mut dyn Host, code: &Code, value: &str) -> Result<Rc<Code>, Condition> {
        let rest = &code.text[code.first_length..];
        let line = match value.strip_prefix('$') {
            Some(image) => format!("MCR {}{rest}", text::fold(image)),
            None => format!("{}{rest}", text::fold(value)),
        };
        if line.len() > text::MAX_LINE {
            return Err(Condition::new(codes::CLI_BUFOVF));
        }
        Ok(self.cached(host, line.trim(), false))
    }
}
