//! The streams of a process: where lines go, where input and answers come from.

use std::collections::VecDeque;

use crate::command::Streams;
use crate::rms::{RecordFile, bytes_of};

use super::status_line::StatusLine;
use super::terminal::{Input, Terminal};

/// SYS$INPUT, SYS$COMMAND and SYS$OUTPUT of a process over its terminal.
pub(super) struct ProcessStreams<'t> {
    terminal: &'t mut dyn Terminal,
    /// Files that SYS$OUTPUT goes to, innermost last.
    outputs: Vec<Box<dyn RecordFile>>,
    /// The file that DEFINE made SYS$OUTPUT, with the value of the name.
    definition: Option<(String, Box<dyn RecordFile>)>,
    /// SYS$ERROR is defined: messages do not go to the terminal as well.
    pub(super) errors_defined: bool,
    /// Level-0 lines of the host's command line, if that is where commands come from.
    pub(super) lines: Option<VecDeque<String>>,
    /// An interrupt that was seen and not yet acted on.
    pending: bool,
    /// Interrupts one after the other without a look in between that found none.
    row: u32,
    /// The terminal is gone.
    pub(super) hung_up: bool,
    /// What Ctrl/T shows while a command runs; nothing when it is off.
    pub(super) status_line: Option<StatusLine>,
}

/// So many interrupts in a row no person makes: the program was told to end.
const HANGUP_ROW: u32 = 50;

impl<'t> ProcessStreams<'t> {
    pub(super) fn new(terminal: &'t mut dyn Terminal, lines: Option<VecDeque<String>>) -> Self {
        Self {
            terminal,
            outputs: Vec::new(),
            definition: None,
            errors_defined: false,
            lines,
            pending: false,
            row: 0,
            hung_up: false,
            status_line: None,
        }
    }

    pub(super) fn terminal(&mut self) -> &mut dyn Terminal {
        self.terminal
    }

    /// What SYS$OUTPUT is defined as, if it is.
    pub(super) fn defined_as(&self) -> Option<&str> {
        self.definition.as_ref().map(|(value, _)| value.as_str())
    }

    /// Sends SYS$OUTPUT to the file that DEFINE named; `None` ends that.
    pub(super) fn define(&mut self, definition: Option<(String, Box<dyn RecordFile>)>) {
        if let Some((_, mut file)) = std::mem::replace(&mut self.definition, definition) {
            // As with the end of a redirection, there is nobody to tell again.
            let _ = file.flush();
        }
    }

    /// Sends SYS$OUTPUT to a file.
    pub(super) fn redirect(&mut self, file: Box<dyn RecordFile>) {
        self.outputs.push(file);
    }

    /// Closes the innermost file of SYS$OUTPUT.
    pub(super) fn end_redirection(&mut self) {
        if let Some(mut file) = self.outputs.pop() {
            // A full disk was told of when the record was written; there is nobody to tell again.
            let _ = file.flush();
        }
    }

    /// Whether somebody pressed Ctrl/Y, asked since the last time it was taken.
    pub(super) fn take_interrupt(&mut self) -> bool {
        let pressed = std::mem::take(&mut self.pending) | self.terminal.interrupted();
        self.row = if pressed { self.row + 1 } else { 0 };
        self.hung_up |= self.row >= HANGUP_ROW;
        pressed
    }

    /// What a prompt was answered with; `None` at its end. Ctrl/Y interrupts as well.
    pub(super) fn answer(&mut self, input: Input) -> Option<String> {
        match input {
            Input::Line(line) => Some(line),
            Input::EndOfInput => None,
            Input::ControlY | Input::ControlC => {
                self.pending = true;
                None
            }
            Input::Hangup => {
                self.hung_up = true;
                None
            }
        }
    }
}

impl Streams for ProcessStreams<'_> {
    fn line(&mut self, text: &str) {
        let defined = self.definition.as_mut().map(|(_, file)| file);
        match defined.or(self.outputs.last_mut()) {
            // A record that cannot be written is lost, as on a full disk; the command itself goes on.
            Some(file) => drop(file.write(&bytes_of(text))),
            None => self.terminal.line(text),
        }
    }

    fn message_line(&mut self, text: &str) {
        self.line(text);
        if self.definition.is_some() && !self.errors_defined {
            self.terminal.line(text);
        }
    }

    fn ask(&mut self, prompt: &str) -> Option<String> {
        let input = self.terminal.read(prompt);
        self.answer(input)
    }

    fn interrupted(&mut self) -> bool {
        self.pending |= self.terminal.interrupted();
        if self.terminal.wants_status()
            && let Some(status_line) = &self.status_line
        {
            self.terminal.line(&status_line.text());
        }
        self.pending
    }
}
