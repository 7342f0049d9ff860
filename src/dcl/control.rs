//! Control flow: blocks, labels, subroutines, levels (dcl.md 6).

use std::borrow::Cow;
use std::rc::Rc;

use crate::message::{Condition, Status, codes};

use super::code::{Code, Event, Later, Parameter, Start};
use super::evaluate::evaluate;
use super::expression::Expression;
use super::host::Host;
use super::interpreter::{Effect, Interpreter, Ran};
use super::level::{Block, Kind, Level, Part, Reaction, Return};
use super::procedure::Procedure;
use super::state::MAX_DEPTH;
use super::symbols::PARAMETERS;
use super::text;
use super::value::Value;

/// Open IF blocks of one level at most.
pub const MAX_BLOCKS: usize = 15;
/// Open GOSUBs of one level at most.
const MAX_GOSUBS: usize = 16;

impl Interpreter {
    /// IF: the command to go on with, when it stands on the same line and the condition holds.
    pub(super) fn run_if(
        &mut self,
        host: &mut dyn Host,
        condition: &Expression,
        then: Option<&Later>,
    ) -> Result<Option<Rc<Code>>, Condition> {
        let truth = evaluate(&mut self.state, host, condition);
        if let Some(then) = then {
            return match truth?.is_true() {
                true if then.text.is_empty() => Err(Condition::new(codes::CLI_NOTHEN)),
                true => Ok(Some(self.code_of(host, then))),
                false => Ok(None),
            };
        }
        let level = self.state.level_mut();
        if level.blocks.len() >= MAX_BLOCKS {
            return Err(Condition::new(codes::CLI_INVIFNEST));
        }
        let opened_at = level.next;
        // A condition that cannot be told skips both parts.
        let block = match &truth {
            Ok(value) => Block { opened_at, part: Part::Condition, truth: value.is_true(), dead: false },
            Err(_) => Block::skipped(opened_at),
        };
        level.blocks.push(block);
        truth.map(|_| None)
    }

    pub(super) fn run_then(
        &mut self,
        host: &mut dyn Host,
        then: Option<&Later>,
    ) -> Result<Option<Rc<Code>>, Condition> {
        match self.state.level_mut().blocks.last_mut() {
            Some(block) if block.part == Part::Condition => {
                block.part = Part::Then;
                let runs = block.truth;
                self.part(host, then, runs)
            }
            _ => Err(Condition::new(codes::CLI_NOTHEN)),
        }
    }

    pub(super) fn run_else(
        &mut self,
        host: &mut dyn Host,
        then: Option<&Later>,
    ) -> Result<Option<Rc<Code>>, Condition> {
        match self.state.level_mut().blocks.last_mut() {
            Some(block) if block.part == Part::Then => {
                block.part = Part::Else;
                let runs = !block.truth;
                self.part(host, then, runs)
            }
            _ => Err(Condition::new(codes::CLI_INVIFNEST)),
        }
    }

    /// The command behind THEN or ELSE, if it is to run. An IF block that is opened there is skipped with it.
    fn part(&mut self, host: &mut dyn Host, then: Option<&Later>, runs: bool) -> Result<Option<Rc<Code>>, Condition> {
        match then {
            Some(then) if runs => Ok(Some(self.code_of(host, then))),
            Some(then) if text::opens_block(&then.text) => self.skip_block().map(|()| None),
            _ => Ok(None),
        }
    }

    /// Opens an IF block that is skipped whole.
    fn skip_block(&mut self) -> Result<(), Condition> {
        let level = self.state.level_mut();
        if level.blocks.len() >= MAX_BLOCKS {
            return Err(Condition::new(codes::CLI_INVIFNEST));
        }
        level.blocks.push(Block::skipped(level.next));
        Ok(())
    }

    pub(super) fn end_if(&mut self) -> Ran {
        match self.state.level_mut().blocks.pop() {
            Some(_) => Ok(Effect::Keep),
            None => Err(Condition::new(codes::CLI_INVIFNEST)),
        }
    }

    /// Looks at a line of a part that is skipped: only IF blocks count. False if the line is to run after all: THEN,
    /// ELSE and ENDIF of a block that is not itself skipped.
    pub(super) fn skim(&mut self, line: &str) -> bool {
        let line = line.trim_start();
        let word = text::first_word(line);
        let level = self.state.level_mut();
        let Some(block) = level.blocks.last() else { return false };
        let (is_else, is_end) = (word.eq_ignore_ascii_case("ELSE"), text::is_keyword(word, "ENDIF"));
        if (is_else || is_end) && !block.dead {
            return false;
        }
        if is_end {
            level.blocks.pop();
        } else if text::opens_block(line) {
            let opened_at = level.next;
            level.blocks.push(Block::skipped(opened_at));
        }
        true
    }

    /// Goes to a label of the same level. A label that is missing ends the level.
    pub(super) fn goto(&mut self, host: &mut dyn Host, label: &str) -> Ran {
        match self.find(label) {
            Some((record, blocks)) => {
                let level = self.state.level_mut();
                level.next = record;
                level.blocks.truncate(blocks);
                Ok(Effect::Moved)
            }
            None => Ok(self.no_label(host, Condition::new(codes::CLI_USGOTO).token(label))),
        }
    }

    fn no_label(&mut self, host: &mut dyn Host, condition: Condition) -> Effect {
        host.message(&self.state, &condition);
        self.state.status = condition.status;
        self.state.displayed = true;
        if self.state.depth() > 0 {
            self.leave(host, None);
        }
        Effect::Moved
    }

    /// The record of a label, and how many of the open IF blocks stay open there. `None` also for a label inside a
    /// block that is not open.
    fn find(&self, label: &str) -> Option<(usize, usize)> {
        let level = self.state.level();
        let procedure = level.procedure.as_ref()?;
        let found = procedure.find_label(label, level.next, level.region)?;
        let around = &found.blocks;
        let open = level
            .blocks
            .iter()
            .zip(around)
            .take_while(|(block, first)| procedure.line(**first).next == block.opened_at);
        let kept = open.count();
        (kept == around.len()).then_some((found.record, kept))
    }

    pub(super) fn gosub(&mut self, host: &mut dyn Host, label: &str) -> Ran {
        let level = self.state.level();
        if level.procedure.is_none() {
            return Err(Condition::new(codes::CLI_INVGOSUB));
        }
        if level.returns.len() >= MAX_GOSUBS {
            return Err(Condition::new(codes::CLI_GOSUBMAX));
        }
        let Some((record, blocks)) = self.find(label) else {
            return Ok(self.no_label(host, Condition::new(codes::CLI_USGOSUB).token(label)));
        };
        let level = self.state.level_mut();
        level.returns.push(Return { next: level.next, blocks: level.blocks.clone() });
        level.next = record;
        level.blocks.truncate(blocks);
        Ok(Effect::Moved)
    }

    pub(super) fn return_from(&mut self, host: &mut dyn Host, status: Option<&Expression>) -> Ran {
        let status = self.status_operand(host, status)?;
        let level = self.state.level_mut();
        let Some(back) = level.returns.pop() else { return Err(Condition::new(codes::CLI_BADRET)) };
        level.next = back.next;
        level.blocks = back.blocks;
        if let Some(status) = status {
            self.receive(host, Some(status));
        }
        Ok(Effect::Moved)
    }

    fn status_operand(
        &mut self,
        host: &mut dyn Host,
        status: Option<&Expression>,
    ) -> Result<Option<Status>, Condition> {
        status.map(|status| Ok(Status(evaluate(&mut self.state, host, status)?.integer().cast_unsigned()))).transpose()
    }

    pub(super) fn exit(&mut self, host: &mut dyn Host, status: Option<&Expression>) -> Ran {
        let status = self.status_operand(host, status)?;
        if self.state.depth() > 0 {
            self.leave(host, status);
            return Ok(Effect::Moved);
        }
        self.drop_suspended();
        if let Some(status) = status {
            self.receive(host, Some(status));
        }
        Ok(Effect::Moved)
    }

    pub(super) fn call(&mut self, host: &mut dyn Host, start: &Start) -> Ran {
        let level = self.state.level();
        let place = level.procedure.clone().and_then(|procedure| {
            let record = procedure.find_subroutine(&upper(&start.name), level.region)?;
            Some((procedure, record))
        });
        let Some((procedure, record)) = place else {
            return Err(Condition::new(codes::CLI_USCALL).arg(start.name.as_str()));
        };
        if procedure.subroutine_end(record).is_none() {
            host.message(&self.state, &Condition::new(codes::CLI_MSNGENDS));
        }
        self.begin(host, start, Kind::Subroutine, &procedure, record)
    }

    /// SUBROUTINE met in line: goes on after its end.
    pub(super) fn pass_subroutine(&mut self) -> Ran {
        let level = self.state.level_mut();
        let Some(procedure) = level.procedure.clone() else { return Err(Condition::new(codes::CLI_INVCALL)) };
        let start = (0..level.next).rev().find(|at| procedure.record(*at).is_some_and(|r| r.starts_with('$')));
        match start.and_then(|start| procedure.subroutine_end(start)) {
            Some(end) => level.next = end,
            None => return Err(Condition::new(codes::CLI_INVCALL)),
        }
        Ok(Effect::Keep)
    }

    pub(super) fn end_subroutine(&mut self, host: &mut dyn Host) -> Ran {
        if self.state.level().kind != Kind::Subroutine {
            return Err(Condition::new(codes::CLI_INVCALL));
        }
        self.leave(host, Some(Status::DCL_NORMAL));
        Ok(Effect::Moved)
    }

    pub(super) fn run_file(&mut self, host: &mut dyn Host, start: &Start) -> Ran {
        let source = host.procedure(&mut self.state, &start.name)?;
        let procedure = Rc::new(Procedure::new(source.spec, source.text));
        self.begin(host, start, Kind::Procedure, &procedure, 0)
    }

    fn begin(
        &mut self,
        host: &mut dyn Host,
        start: &Start,
        kind: Kind,
        procedure: &Rc<Procedure>,
        record: usize,
    ) -> Ran {
        if let Some(output) = &start.output {
            host.begin_output(&mut self.state, output)?;
        }
        let mut given = start.parameters.iter();
        let parameters = std::array::from_fn(|_| match given.next() {
            Some(Parameter::Text(text)) => Value::Text(Rc::clone(text)),
            Some(Parameter::Insertion(insertion)) => insertion.value(&mut self.state),
            None => Value::Text(Rc::clone(&self.state.nothing)),
        });
        let entered = self.enter(kind, Rc::clone(procedure), record, parameters);
        match (&entered, &start.output) {
            (Ok(_), Some(_)) => self.state.level_mut().redirected = true,
            (Err(_), Some(_)) => host.end_output(&mut self.state),
            _ => {}
        }
        entered
    }

    /// Opens a level; for a subroutine `record` is its SUBROUTINE command.
    pub(super) fn enter(
        &mut self,
        kind: Kind,
        procedure: Rc<Procedure>,
        record: usize,
        parameters: [Value; PARAMETERS],
    ) -> Ran {
        if self.state.depth() >= MAX_DEPTH {
            return Err(Condition::new(codes::CLI_STKOVF));
        }
        self.drop_suspended();
        let next = if kind == Kind::Subroutine { procedure.line(record).next } else { record };
        let mut level = Level::running(kind, procedure, next, self.state.level());
        level.region = (kind == Kind::Subroutine).then_some(record);
        self.state.levels.push(level);
        self.state.symbols.enter(parameters);
        Ok(Effect::Moved)
    }

    /// Leaves the innermost level with a status, or with `$STATUS` as it is. The level outside displays the message
    /// of an error that nobody displayed yet, and reacts to it.
    pub(super) fn leave(&mut self, host: &mut dyn Host, status: Option<Status>) {
        self.drop_level(host);
        self.receive(host, status);
    }

    fn receive(&mut self, host: &mut dyn Host, status: Option<Status>) {
        if let Some(status) = status {
            self.state.status = status;
            self.state.displayed = false;
        }
        let status = self.state.status;
        let is_error = matches!(status.0 & 7, 0 | 2 | 4);
        if is_error && !status.is_inhibited() && !self.state.displayed {
            host.message(&self.state, &Condition::new(status));
        }
        self.state.displayed = true;
        if is_error {
            self.react(host);
        }
    }

    fn drop_level(&mut self, host: &mut dyn Host) {
        if self.state.depth() == 0 {
            return;
        }
        let redirected = self.state.levels.pop().is_some_and(|level| level.redirected);
        self.state.symbols.leave();
        if redirected {
            host.end_output(&mut self.state);
        }
    }

    /// Ends all levels above a depth, without a word.
    pub(super) fn unwind(&mut self, host: &mut dyn Host, depth: usize) {
        while self.state.depth() > depth {
            self.drop_level(host);
        }
    }

    pub(super) fn on(&mut self, event: Event, command: &Rc<str>) -> Ran {
        if self.state.depth() == 0 {
            return Err(Condition::new(codes::CLI_ONLEVL));
        }
        let level = self.state.level_mut();
        match event {
            Event::Status(severity) => {
                level.trap = severity;
                level.reaction = Reaction::Command(Rc::clone(command));
            }
            Event::ControlY => level.on_control_y = Reaction::Command(Rc::clone(command)),
        }
        Ok(Effect::Status(Status::DCL_NORMAL))
    }
}

/// A name in upper case, as it mostly is already.
fn upper(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_lowercase()) { name.to_ascii_uppercase().into() } else { name.into() }
}
