//! A procedure level: where it is in its procedure, its IF blocks, its subroutine returns, its error handling.

use std::rc::Rc;

use crate::message::Severity;

use super::procedure::Procedure;
use super::symbols::Scope;

/// What to do when an error or Ctrl/Y stops the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Leave the procedure.
    Default,
    /// Run this command.
    Command(Rc<str>),
}

/// How a level came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Level 0.
    Interactive,
    /// `@`.
    Procedure,
    /// CALL.
    Subroutine,
}

/// Part of an IF block that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// IF was read; THEN must follow.
    Condition,
    /// Between THEN and ELSE or ENDIF.
    Then,
    /// Between ELSE and ENDIF.
    Else,
}

/// An open IF block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Record of its IF; tells blocks of one procedure apart.
    pub opened_at: usize,
    /// Part that is being read.
    pub part: Part,
    /// What the condition said.
    pub truth: bool,
    /// The block itself stands in a part that is skipped.
    pub dead: bool,
}

impl Block {
    /// A block that is skipped whole.
    pub fn skipped(opened_at: usize) -> Self {
        Self { opened_at, part: Part::Then, truth: false, dead: true }
    }

    /// Whether THEN must come next.
    pub fn lacks_then(&self) -> bool {
        self.part == Part::Condition && !self.dead
    }

    /// Whether commands in the current part are skipped.
    pub fn skips(&self) -> bool {
        self.dead
            || match self.part {
                Part::Condition => false,
                Part::Then => !self.truth,
                Part::Else => self.truth,
            }
    }
}

/// Where a GOSUB returns to.
#[derive(Clone, Debug)]
pub struct Return {
    /// Next record.
    pub next: usize,
    /// IF blocks that were open.
    pub blocks: Vec<Block>,
}

/// One procedure level.
#[derive(Debug)]
pub struct Level {
    /// How it came to be.
    pub kind: Kind,
    /// What it reads; `None` at level 0.
    pub procedure: Option<Rc<Procedure>>,
    /// Next record of the procedure.
    pub next: usize,
    /// Subroutine it runs in: the record of SUBROUTINE.
    pub region: Option<usize>,
    /// Open IF blocks.
    pub blocks: Vec<Block>,
    /// Open GOSUBs.
    pub returns: Vec<Return>,
    /// SET ON.
    pub checking: bool,
    /// Least severity that the reaction is for.
    pub trap: Severity,
    /// What to do about it.
    pub reaction: Reaction,
    /// What to do about Ctrl/Y.
    pub on_control_y: Reaction,
    /// What first tokens see.
    pub verb: Scope,
    /// What everything else sees.
    pub general: Scope,
    /// SYS$OUTPUT goes to a file of its own until the level ends.
    pub redirected: bool,
    /// Inside DECK: the record that ends the data.
    pub deck: Option<Rc<str>>,
    /// Data records passed over since the last command; reported once.
    pub skipped_data: bool,
}

impl Level {
    /// Level 0.
    pub fn interactive() -> Self {
        Self {
            kind: Kind::Interactive,
            procedure: None,
            next: 0,
            region: None,
            blocks: Vec::new(),
            returns: Vec::new(),
            checking: true,
            trap: Severity::Error,
            reaction: Reaction::Default,
            on_control_y: Reaction::Default,
            verb: Scope::ALL,
            general: Scope::ALL,
            redirected: false,
            deck: None,
            skipped_data: false,
        }
    }

    /// A level that runs a procedure from a record on, seeing what the level outside sees.
    pub fn running(kind: Kind, procedure: Rc<Procedure>, next: usize, outer: &Self) -> Self {
        Self { kind, procedure: Some(procedure), next, verb: outer.verb, general: outer.general, ..Self::interactive() }
    }

    /// Whether commands are skipped because of an IF block.
    pub fn skips(&self) -> bool {
        self.blocks.last().is_some_and(Block::skips)
    }

    /// Takes the next record if it is data. DECK makes everything up to its end data.
    pub fn next_data(&mut self) -> Option<Rc<str>> {
        let procedure = Rc::clone(self.procedure.as_ref()?);
        let mut record = procedure.record(self.next)?;
        if self.deck.is_none()
            && let Some(terminator) = super::procedure::deck_terminator(record)
        {
            self.deck = Some(terminator);
            self.next += 1;
            record = procedure.record(self.next)?;
        }
        let is_end = match &self.deck {
            Some(terminator) => super::procedure::ends_deck(record, terminator),
            None => record.starts_with('$'),
        };
        if is_end {
            return None;
        }
        self.next += 1;
        Some(record.into())
    }
}
