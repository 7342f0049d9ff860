//! Command lines made ready to run: what a folded line says, with expressions parsed and symbols bound to their slots.

use std::cell::RefCell;
use std::rc::Rc;

use crate::message::{Condition, codes};

use super::expression::Expression;
use super::insertion::Insertion;
use super::symbols::SymbolId;
use super::text;

/// A command after THEN, ELSE, and what ON runs: made ready when it is first reached.
#[derive(Debug, Default)]
pub struct Later {
    /// Folded text.
    pub text: Rc<str>,
    /// The command, once it was needed.
    pub code: RefCell<Option<Rc<Code>>>,
}

impl Later {
    /// A command for later; `None` if the text is empty.
    pub fn new(text: &str) -> Option<Self> {
        let text = text::without_dollars(text).trim();
        (!text.is_empty()).then(|| Self { text: text.into(), code: RefCell::new(None) })
    }
}

/// A command line ready to run.
#[derive(Debug)]
pub struct Code {
    /// The folded line.
    pub text: Rc<str>,
    /// Its first token, where a symbol may stand for the verb.
    pub first: Option<SymbolId>,
    /// Length of the first token.
    pub first_length: usize,
    /// Ampersands outside quotes ask for substitution before it runs.
    pub ampersands: bool,
    /// What it does when the first token is no symbol.
    pub command: Command,
    /// State of the command tables that it was made ready with.
    pub generation: u32,
}

/// A local or global assignment's target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Slot of the full name.
    pub id: SymbolId,
    /// Shortest abbreviation, for `A*BC`.
    pub shortest: Option<u8>,
    /// `==` or `:==`.
    pub global: bool,
}

/// What is assigned.
#[derive(Debug)]
pub enum Source {
    /// `=`: an expression.
    Expression(Expression),
    /// `:=`: text.
    Text(Rc<str>),
}

/// How a procedure or subroutine is started.
#[derive(Debug)]
pub struct Start {
    /// File or label.
    pub name: String,
    /// `/OUTPUT=`
    pub output: Option<String>,
    /// P1 to P8.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a procedure or subroutine.
#[derive(Debug)]
pub enum Parameter {
    /// It stands as it is.
    Text(Rc<str>),
    /// Symbols are inserted into it.
    Insertion(Insertion),
}

/// What ON reacts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A status of this severity or worse.
    Status(crate::message::Severity),
    /// Ctrl/Y.
    ControlY,
}

/// An INQUIRE command.
#[derive(Debug)]
pub struct Inquire {
    /// Symbol.
    pub name: String,
    /// Prompt text.
    pub prompt: String,
    /// Whether `: ` follows it.
    pub punctuation: bool,
    /// `/GLOBAL`
    pub global: bool,
}

/// A WRITE command.
#[derive(Debug)]
pub struct WriteCommand {
    /// Logical name of the file.
    pub file: String,
    /// What is written.
    pub items: Vec<Expression>,
    /// `/UPDATE`
    pub update: bool,
    /// `/ERROR=`
    pub error: Option<String>,
}

/// A command. What is not here is table-driven and run by the host.
#[derive(Debug)]
pub enum Command {
    /// Nothing on the line.
    Empty,
    /// Assignment.
    Assign(Target, Source),
    /// Assignment into a part of a symbol: position and size.
    Overlay(Target, Box<(Expression, Expression)>, Source),
    /// IF with THEN on the line, or the start of a block.
    If(Expression, Option<Later>),
    /// THEN of a block.
    Then(Option<Later>),
    /// ELSE of a block.
    Else(Option<Later>),
    /// ENDIF.
    EndIf,
    /// GOTO.
    Goto(String),
    /// GOSUB.
    Gosub(String),
    /// RETURN.
    Return(Option<Expression>),
    /// CALL.
    Call(Start),
    /// SUBROUTINE, met in line.
    Subroutine,
    /// ENDSUBROUTINE.
    EndSubroutine,
    /// `@`.
    Run(Start),
    /// EXIT.
    Exit(Option<Expression>),
    /// STOP without operands.
    Stop,
    /// ON.
    On(Event, Rc<str>),
    /// CONTINUE: resumes what Ctrl/Y stopped.
    Continue,
    /// DECK, EOD.
    Nothing,
    /// WRITE.
    Write(WriteCommand),
    /// INQUIRE.
    Inquire(Inquire),
    /// A table-driven command; whether success leaves `$STATUS` alone.
    Table(bool),
    /// A line that cannot run.
    Bad(Condition),
}

impl Command {
    /// A line that lacks a parameter.
    pub fn lacks_parameter() -> Self {
        Self::Bad(Condition::new(codes::CLI_INSFPRM))
    }
}
