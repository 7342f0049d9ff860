//! What the language needs from outside: [`Host`].

use crate::clock::VmsTime;
use crate::message::{Condition, Status};

use super::state::State;
use super::value::Value;

/// A procedure as the host found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Full file specification, as F$ENVIRONMENT("PROCEDURE") shows it.
    pub spec: String,
    /// Records separated by line feeds (a carriage return in front of one is dropped), one byte in each `char`.
    pub text: String,
}

/// A WRITE command, its expressions evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write<'a> {
    /// Logical name of the open file, upper case, without colon.
    pub file: &'a str,
    /// The record.
    pub record: &'a str,
    /// `/UPDATE`: replaces the record read last.
    pub update: bool,
}

/// The world around an interpreter: the process, its streams and the commands. The interpreter does no I/O itself.
pub trait Host {
    /// The next record at level 0, without its end of line; `continued` asks for it with the `_$ ` prompt. `None` at
    /// the end of input.
    fn next_line(&mut self, state: &mut State, continued: bool) -> Option<String>;

    /// A level-0 command, with every procedure that it started, has ended.
    fn command_ended(&mut self) {}

    /// Opens a procedure for `@`; the default type is .COM.
    ///
    /// # Errors
    /// `CLI-E-OPENIN` with the RMS status chained.
    fn procedure(&mut self, state: &mut State, spec: &str) -> Result<Source, Condition>;

    /// The full name of the verb that an upper-case token stands for: its first four characters count (cdu.md 4).
    ///
    /// # Errors
    /// `CLI-W-IVVERB`, `CLI-W-ABVERB`, with the token.
    fn verb(&mut self, token: &str) -> Result<String, Condition>;

    /// Runs a table-driven command line: symbols are substituted, label and `$` are gone. The host prints the
    /// messages; the status returned is what `$STATUS` gets.
    fn execute(&mut self, state: &mut State, line: &str) -> Status;

    /// CONTINUE: goes on with the command that Ctrl/Y interrupted, if there is one and it can go on; its status.
    fn go_on(&mut self, state: &mut State) -> Option<Status> {
        let _ = state;
        None
    }

    /// A lexical function that needs the world: F$GETDVI, F$TRNLNM, F$SEARCH ... `name` has its `F$`; an argument
    /// that was left out is `None`. Their number was checked.
    ///
    /// # Errors
    /// What the function reports; the whole command is abandoned with it.
    fn lexical(&mut self, state: &mut State, name: &str, arguments: &[Option<Value>]) -> Result<Value, Condition>;

    /// Writes a record to an open file, SYS$OUTPUT among them.
    ///
    /// # Errors
    /// `CLI-W-UNDFIL`, or what RMS reports.
    fn write(&mut self, state: &mut State, write: &Write<'_>) -> Result<(), Condition>;

    /// What F$TYPE says of a symbol that holds a context of a lexical function: `PROCESS_CONTEXT`, `CANCELED_CONTEXT`.
    fn context_type(&self, name: &str, value: &str) -> Option<&'static str> {
        let _ = (name, value);
        None
    }

    /// Asks on SYS$COMMAND for INQUIRE; `None` at Ctrl/Z.
    fn ask(&mut self, state: &mut State, prompt: &str) -> Option<String>;

    /// A line on SYS$OUTPUT: verified command lines.
    fn output(&mut self, line: &str);

    /// Displays a condition as SET MESSAGE has it.
    fn message(&mut self, state: &State, condition: &Condition);

    /// Sends SYS$OUTPUT to a new file (default type .LIS) until the matching [`Host::end_output`]: `@` and CALL with
    /// `/OUTPUT`.
    ///
    /// # Errors
    /// `CLI-E-OPENOUT` with the RMS status chained.
    fn begin_output(&mut self, state: &mut State, spec: &str) -> Result<(), Condition>;

    /// Ends the innermost redirection of SYS$OUTPUT.
    fn end_output(&mut self, state: &mut State);

    /// Called before each command: charges the virtual clock, lets engines move. True if Ctrl/Y was pressed since the
    /// last call.
    fn poll(&mut self, state: &mut State) -> bool;

    /// Date and time of day.
    fn now(&self) -> VmsTime;
}
