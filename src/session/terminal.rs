//! What a session talks to ([`Terminal`]) and how it begins ([`Startup`]): a person at a terminal, a pipe and a recorded
//! session all look the same from inside.

use std::rc::Rc;
use std::time::Duration;

use crate::command::Recall;
use crate::dcl::Keypad;
use crate::node::terminal_setup::TerminalSetup;

/// What came in at a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A line, without its end.
    Line(String),
    /// Ctrl/Z, or the end of the input; reading again gives it again.
    EndOfInput,
    /// Ctrl/Y at the prompt.
    ControlY,
    /// Ctrl/C at the prompt.
    ControlC,
    /// The terminal is gone, or the program was told to end (SIGHUP, SIGTERM): suspend and leave. Reading again gives
    /// it again.
    Hangup,
}

/// Takes lines that came for whoever sits at the terminal.
pub type News = Rc<dyn Fn() -> Vec<String>>;

/// A session's input and output. Whoever implements it decides whether prompts are shown: a pipe shows none.
pub trait Terminal {
    /// A line of output.
    fn line(&mut self, text: &str);

    /// Stands at a prompt: the DCL prompt, its continuation, or a question of a command. Only the last line of `prompt`
    /// is edited; lines before it are output.
    fn read(&mut self, prompt: &str) -> Input;

    /// As [`Terminal::read`], but waits no longer than `limit` for a line: `None` when that time is over.
    fn read_within(&mut self, prompt: &str, limit: Duration) -> Option<Input> {
        let _ = limit;
        Some(self.read(prompt))
    }

    /// As [`Terminal::read`], for a command: `text` stands on the line already, for editing (RECALL puts it there), and
    /// the arrow keys go through `recall`.
    fn read_command(&mut self, prompt: &str, text: &str, recall: &Recall) -> Input {
        let _ = (text, recall);
        self.read(prompt)
    }

    /// Where to look from here on for lines that came for whoever sits there. They are shown before a prompt, and at once
    /// when somebody calls ([`Terminal::caller`]), whatever reads or runs then.
    fn set_news(&mut self, news: News) {
        let _ = news;
    }

    /// What makes the terminal look for news, from any thread; `None` where nobody sits.
    fn caller(&self) -> Option<Box<dyn Fn() + Send + Sync>> {
        None
    }

    /// What keys stand for, what SET TERMINAL has made of the terminal, and whether Ctrl/Y interrupts (SET CONTROL), from
    /// here on.
    fn set_up(&mut self, keypad: &Keypad, setup: &TerminalSetup, interrupts: bool) {
        let _ = (keypad, setup, interrupts);
    }

    /// What Ctrl/T shows at a prompt, from here on; nothing when it is off.
    fn set_status_line(&mut self, status_line: Option<Rc<dyn Fn() -> String>>) {
        let _ = status_line;
    }

    /// The keys, with the state that pressing them has led to since they were set; `None` if no key can be pressed.
    fn keypad(&mut self) -> Option<Keypad> {
        None
    }

    /// A command begins (true) or has ended (false): in between the keys are watched, and what is typed is kept for the
    /// next prompt. Calls do not nest; reading a prompt in between is allowed.
    fn running(&mut self, running: bool) {
        let _ = running;
    }

    /// Whether Ctrl/Y or Ctrl/C was pressed since the last look, while a command or procedure runs; true for ever after
    /// a hangup. Cheap: to be asked before every command and in every loop that may be long.
    fn interrupted(&mut self) -> bool {
        false
    }

    /// Lets time pass for a command that does nothing but wait: at most `limit`, and less when a key is pressed or the
    /// session is told to end. To be called again until the time is over, with [`Terminal::interrupted`] asked in between.
    fn rest(&mut self, limit: Duration) {
        std::thread::sleep(limit.min(Duration::from_millis(20)));
    }

    /// What tells whether [`Terminal::interrupted`] would say so now, for whatever waits deep below a command in the
    /// session's own thread; it takes nothing away. Asked many times a second. `None`: nobody can interrupt.
    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        None
    }

    /// Whether Ctrl/T was pressed since the last look at the keys ([`Terminal::interrupted`]): the session then prints
    /// its status line.
    fn wants_status(&mut self) -> bool {
        false
    }

    /// Columns and lines.
    fn size(&self) -> (u16, u16) {
        (80, 24)
    }

    /// Whether a person sits there: missing parameters are asked for, and keys do what they do at a terminal.
    fn is_person(&self) -> bool;

    /// Whether the session greets whoever sits there. A recorded session begins with its first prompt.
    fn is_greeted(&self) -> bool {
        self.is_person()
    }
}

/// How a session begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Startup {
    /// Command lines at level 0, read from the terminal until its input ends. With a person there: banner and prompts.
    Commands,
    /// Command lines at level 0 from the host's command line, then the end. Questions are read from the terminal.
    Lines(Vec<String>),
    /// A procedure at level 1; SYS$COMMAND is the terminal. The session ends with it.
    Procedure {
        /// File specification as F$ENVIRONMENT("PROCEDURE") shows it.
        spec: String,
        /// Its text, one byte in each `char`.
        text: String,
        /// P1 to P8, as given.
        parameters: Vec<String>,
    },
}

/// Bytes of the host as text: one `char` for each byte, as DCL sees records. UTF-8 passes through both ways unchanged.
pub fn host_text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// Text as bytes for the host: the inverse of [`host_text`]. A character that is no byte is written as UTF-8.
pub fn host_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}
