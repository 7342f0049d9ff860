//! The streams of a process: where lines go, where input and answers come from.

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::command::Streams;
use crate::rms::{RecordFile, bytes_of, text_of};

use super::status_line::StatusLine;
use super::terminal::{Input, Terminal};

/// A file that several processes may write to.
pub(super) type Sink = Arc<Mutex<Box<dyn RecordFile>>>;

/// A record into a sink. One that cannot be written is lost, as on a full disk; the command itself goes on.
fn put(sink: &Sink, record: &str) {
    let mut file = sink.lock().unwrap_or_else(PoisonError::into_inner);
    drop(file.write(&bytes_of(record)));
}

/// Closes a sink as far as this process is concerned.
fn finish(sink: &Sink) {
    // A full disk was told of when the record was written; there is nobody to tell again.
    let _ = sink.lock().unwrap_or_else(PoisonError::into_inner).flush();
}

/// Where SYS$OUTPUT goes in place of the terminal.
struct Output {
    sink: Sink,
    /// Messages go to SYS$ERROR as well: SYS$OUTPUT alone was redirected.
    alone: bool,
}

/// The streams of one process: a subprocess has its own for as long as it has the terminal.
#[derive(Default)]
pub(super) struct Frame {
    /// Files that SYS$OUTPUT goes to, innermost last.
    outputs: Vec<Output>,
    /// Files that SYS$ERROR goes to, innermost last.
    errors: Vec<Sink>,
    /// The file that DEFINE made SYS$OUTPUT, with the value of the name.
    definition: Option<(String, Sink)>,
    /// SYS$ERROR is defined: messages do not go to the terminal as well.
    pub(super) errors_defined: bool,
    /// Level-0 lines of the host's command line, if that is where commands come from.
    pub(super) lines: Option<VecDeque<String>>,
    /// SYS$INPUT and SYS$COMMAND of a process that does not read the terminal.
    pub(super) input: Option<Box<dyn RecordFile>>,
}

/// SYS$INPUT, SYS$COMMAND and SYS$OUTPUT of a process over its terminal.
pub(super) struct ProcessStreams<'t> {
    terminal: &'t mut dyn Terminal,
    /// Those of the process that runs now.
    pub(super) frame: Frame,
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
        let frame = Frame { lines, ..Frame::default() };
        Self { terminal, frame, pending: false, row: 0, hung_up: false, status_line: None }
    }

    pub(super) fn terminal(&mut self) -> &mut dyn Terminal {
        self.terminal
    }

    /// What tells whether whoever sits at the terminal wants to interrupt.
    pub(super) fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        self.terminal.interrupt_probe()
    }

    /// Whether a person sits at the terminal.
    pub(super) fn is_person(&self) -> bool {
        self.terminal.is_person()
    }

    /// Gives the streams to a subprocess; what comes back is for [`ProcessStreams::leave`]. It writes where this process
    /// does, and reads the same lines unless it has an `input` of its own.
    pub(super) fn enter(&mut self, input: Option<Box<dyn RecordFile>>) -> Frame {
        let lines = if input.is_none() { self.frame.lines.take() } else { Some(VecDeque::new()) };
        let sink = self.sink().map(|sink| Output { sink, alone: false });
        let errors = self.frame.errors.last().cloned();
        let frame = Frame {
            outputs: sink.into_iter().collect(),
            errors: errors.into_iter().collect(),
            lines,
            input,
            ..Frame::default()
        };
        std::mem::replace(&mut self.frame, frame)
    }

    /// Gives the streams to a subprocess that has had them before.
    pub(super) fn resume(&mut self, own: Frame) -> Frame {
        let lines = if own.input.is_none() { self.frame.lines.take() } else { own.lines };
        std::mem::replace(&mut self.frame, Frame { lines, ..own })
    }

    /// Takes the streams back from a subprocess, whose own come back.
    pub(super) fn leave(&mut self, parent: Frame) -> Frame {
        let mut own = std::mem::replace(&mut self.frame, parent);
        if own.input.is_none() {
            self.frame.lines = own.lines.take();
        }
        own
    }

    /// The file that lines go to now, if any.
    fn sink(&self) -> Option<Sink> {
        let defined = self.frame.definition.as_ref().map(|(_, sink)| sink);
        defined.or(self.frame.outputs.last().map(|output| &output.sink)).cloned()
    }

    /// What SYS$OUTPUT is defined as, if it is.
    pub(super) fn defined_as(&self) -> Option<&str> {
        self.frame.definition.as_ref().map(|(value, _)| value.as_str())
    }

    /// Sends SYS$OUTPUT to the file that DEFINE named; `None` ends that.
    pub(super) fn define(&mut self, definition: Option<(String, Box<dyn RecordFile>)>) {
        let definition = definition.map(|(value, file)| (value, Arc::new(Mutex::new(file))));
        if let Some((_, sink)) = std::mem::replace(&mut self.frame.definition, definition) {
            finish(&sink);
        }
    }

    /// Sends SYS$OUTPUT to a file; with `alone` SYS$ERROR stays where it is.
    pub(super) fn redirect(&mut self, file: Box<dyn RecordFile>, alone: bool) {
        self.frame.outputs.push(Output { sink: Arc::new(Mutex::new(file)), alone });
    }

    /// Closes the innermost file of SYS$OUTPUT.
    pub(super) fn end_redirection(&mut self) {
        if let Some(output) = self.frame.outputs.pop() {
            finish(&output.sink);
        }
    }

    /// Sends SYS$ERROR to a file.
    pub(super) fn redirect_errors(&mut self, file: Box<dyn RecordFile>) {
        self.frame.errors.push(Arc::new(Mutex::new(file)));
    }

    /// Closes the innermost file of SYS$ERROR.
    pub(super) fn end_error_redirection(&mut self) {
        if let Some(sink) = self.frame.errors.pop() {
            finish(&sink);
        }
    }

    /// Whether somebody pressed Ctrl/Y, asked since the last time it was taken.
    pub(super) fn take_interrupt(&mut self) -> bool {
        let pressed = std::mem::take(&mut self.pending) | self.terminal.interrupted();
        self.row = if pressed { self.row + 1 } else { 0 };
        self.hung_up |= self.row >= HANGUP_ROW;
        pressed
    }

    /// Has the terminal show the status line at the next prompt, if Ctrl/T shows one.
    pub(super) fn offer_status_line(&mut self) {
        let shown = self.status_line.clone();
        self.terminal.set_status_line(shown.map(|line| Rc::new(move || line.text()) as _));
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
        match self.sink() {
            Some(sink) => put(&sink, text),
            None => self.terminal.line(text),
        }
    }

    fn message_line(&mut self, text: &str) {
        self.line(text);
        let frame = &self.frame;
        if let Some(errors) = frame.errors.last() {
            put(errors, text);
            return;
        }
        let defined = frame.definition.is_some() && !frame.errors_defined;
        let alone = frame.definition.is_none() && frame.outputs.last().is_some_and(|output| output.alone);
        if defined || alone {
            self.terminal.line(text);
        }
    }

    fn ask(&mut self, prompt: &str) -> Option<String> {
        if let Some(input) = &mut self.frame.input {
            return input.read().ok().flatten().map(|record| text_of(&record));
        }
        self.offer_status_line();
        let input = self.terminal.read(prompt);
        self.answer(input)
    }

    fn ask_within(&mut self, prompt: &str, limit: Duration) -> Option<Option<String>> {
        if self.frame.input.is_some() {
            return Some(self.ask(prompt));
        }
        self.offer_status_line();
        let input = self.terminal.read_within(prompt, limit)?;
        Some(self.answer(input))
    }

    fn rest(&mut self, limit: Duration) {
        self.terminal.rest(limit);
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
