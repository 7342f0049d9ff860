//! A person at a terminal.
//!
//! All keys are in the keyboard's queue. The line editor takes them from there at a prompt; while a command runs, those
//! that act at once are taken out, and the others wait for the next prompt.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write};
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::time::Duration;

use rustyline::error::ReadlineError;

use crate::command::Recall;
use crate::dcl::Keypad;
use crate::node::terminal_setup::TerminalSetup;
use crate::session::{Input, News, Terminal};

use super::bell::RealInput;
use super::editor::{Editor, Ended};
use super::keyboard::Keyboard;
use super::keys::Action;
use super::raw::Raw;
use super::signals;

/// Kinds of terminals that cannot move their cursor: their lines are not edited.
const IMMOBILE: [&str; 3] = ["dumb", "cons25", "emacs"];

/// Tells a terminal that its keypad is the application's, and that it types digits.
const APPLICATION_KEYPAD: &str = "\x1b=";
const NUMERIC_KEYPAD: &str = "\x1b>";

/// What Ctrl/C and Ctrl/Y show below the line where the cursor stands. Ctrl/Z shows what it does on the line itself.
pub(super) const CANCEL: &str = "\n Cancel \n";
pub(super) const INTERRUPT: &str = "\n Interrupt \n\n";

/// What Ctrl/T shows at a prompt.
type StatusLine = Rc<dyn Fn() -> String>;

/// The terminal on standard input and output.
pub struct Person {
    pub(super) editor: Editor,
    pub(super) keyboard: Keyboard,
    pub(super) setup: TerminalSetup,
    /// Ctrl/Y and Ctrl/C interrupt what runs.
    pub(super) interrupts: bool,
    /// The terminal can move its cursor.
    is_mobile: bool,
    status_line: Option<StatusLine>,
    /// What came for whoever sits here.
    pub(super) news: News,
    is_running: bool,
    /// What the keys asked for and nobody has picked up yet.
    interrupted: Rc<Cell<bool>>,
    wants_status: bool,
    is_held: bool,
    discards: bool,
    /// The last read ended with its time.
    pub(super) is_late: bool,
    _raw: Raw,
    _input: RealInput,
}

impl Person {
    /// Whether a person sits there: standard input and output are terminals.
    pub fn is_there() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }

    /// Takes the terminal.
    ///
    /// # Errors
    /// What the host says of it.
    pub fn new() -> Result<Self, ReadlineError> {
        let (input, bell) = RealInput::replace()?;
        let another = || input.another();
        let raw = Raw::on(another()?)?;
        let keyboard = Keyboard::new(bell);
        signals::listen(&keyboard);
        let terminal: OwnedFd = another()?;
        let editor = Editor::new(&keyboard)?;
        keyboard.follow(terminal);
        let kind = std::env::var("TERM").unwrap_or_default();
        Ok(Self {
            editor,
            keyboard,
            // Until the session says how it is: lines go out as they are.
            setup: TerminalSetup { width: 0, ..TerminalSetup::default() },
            interrupts: true,
            is_mobile: !IMMOBILE.iter().any(|immobile| immobile.eq_ignore_ascii_case(&kind)),
            status_line: None,
            news: Rc::new(Vec::new),
            is_running: false,
            interrupted: Rc::default(),
            wants_status: false,
            is_held: false,
            discards: false,
            is_late: false,
            _raw: raw,
            _input: input,
        })
    }

    /// Shows what Ctrl/T asks for at a prompt, and again what stands there.
    pub(super) fn show_status(&self, prompt: &str) {
        if let Some(status_line) = &self.status_line {
            show(&format!("\n{}\n{prompt}", status_line()));
        }
    }

    /// Reads on until something ends the read.
    fn read_line(&mut self, prompt: &str, text: &str, recall: Option<&Recall>) -> Input {
        if !self.setup.echo || !self.setup.line_editing || !self.is_mobile {
            return self.read_plainly(prompt, text);
        }
        let (mut left, mut right) = (text.to_owned(), String::new());
        loop {
            let lines = recall.into_iter().flat_map(|recall| recall.lines().rev());
            match self.editor.read(prompt, (&left, &right), lines) {
                Ended::Line(line) => return Input::Line(line),
                // The editor has ended the line.
                Ended::Cancel => return echo(&CANCEL[1..], Input::ControlC),
                Ended::Interrupt => return echo(&INTERRUPT[1..], Input::ControlY),
                // The editor has shown it, on the line itself.
                Ended::EndOfInput => return Input::EndOfInput,
                Ended::Late => {
                    self.is_late = true;
                    return Input::EndOfInput;
                }
                Ended::Gone => return Input::Hangup,
                Ended::Called(before, behind) => {
                    (left, right) = (before, behind);
                    self.show_news();
                }
                Ended::Status(before, behind) => {
                    (left, right) = (before, behind);
                    if let Some(status_line) = &self.status_line {
                        show(&(status_line() + "\n"));
                    }
                }
            }
        }
    }

    /// Looks at the keyboard: what acts at once does, and the output is held as long as it was asked to be.
    fn look(&mut self) {
        if !self.is_running {
            return;
        }
        if self.keyboard.take_call() {
            self.show_news();
        }
        loop {
            for action in self.keyboard.look(self.setup.type_ahead) {
                self.act(action);
            }
            if !self.is_held || self.keyboard.is_gone() {
                return;
            }
            self.keyboard.wait_for_news();
        }
    }

    fn act(&mut self, action: Action) {
        match action {
            Action::Hold => self.is_held = self.setup.ttsync,
            Action::Resume => self.is_held = false,
            Action::Discard => {
                self.discards = !self.discards;
                show(if self.discards { "\n Output off \n" } else { "\n Output on \n" });
            }
            Action::Status => self.wants_status = true,
            Action::Cancel | Action::Interrupt if !self.interrupts => {}
            Action::Cancel => self.interrupt(CANCEL),
            Action::Interrupt => self.interrupt(INTERRUPT),
            // The keyboard has done it.
            Action::Purge => {}
        }
    }

    fn interrupt(&mut self, shown: &str) {
        self.is_held = false;
        self.discards = false;
        // Pressed again before anybody looked: the echo stands there already.
        if !self.interrupted.replace(true) {
            show(shown);
        }
    }

    pub(super) fn show_lines(&self, lines: &[String]) {
        let rows = lines.iter().flat_map(|line| self.setup.rows(line));
        show(&rows.map(|row| row + "\n").collect::<String>());
    }

    /// Shows what came for whoever sits here.
    fn show_news(&self) {
        let lines = (self.news)();
        self.show_lines(&lines);
    }

    fn read_prompt(&mut self, prompt: &str, text: &str, recall: Option<&Recall>) -> Input {
        self.look();
        self.discards = false;
        self.keyboard.hear_calls(true);
        self.show_news();
        let (before, last) = prompt.rsplit_once('\n').map_or(("", prompt), |(before, last)| (before, last));
        if !before.is_empty() {
            show(&format!("{before}\n"));
        }
        let input = self.read_line(last, text, recall);
        self.keyboard.hear_calls(false);
        match input {
            Input::Line(line) if !self.setup.lowercase => Input::Line(line.to_uppercase()),
            input => input,
        }
    }
}

impl Drop for Person {
    fn drop(&mut self) {
        if self.setup.application_keypad {
            show(NUMERIC_KEYPAD);
        }
    }
}

impl Terminal for Person {
    fn line(&mut self, text: &str) {
        self.look();
        if self.discards {
            return;
        }
        self.show_lines(&text.split('\n').map(str::to_owned).collect::<Vec<_>>());
    }

    fn read(&mut self, prompt: &str) -> Input {
        self.read_prompt(prompt, "", None)
    }

    fn read_within(&mut self, prompt: &str, limit: Duration) -> Option<Input> {
        let alarm = self.keyboard.alarm(limit);
        let input = self.read(prompt);
        drop(alarm);
        (!std::mem::take(&mut self.is_late)).then_some(input)
    }

    fn read_command(&mut self, prompt: &str, text: &str, recall: &Recall) -> Input {
        self.read_prompt(prompt, text, Some(recall))
    }

    fn set_news(&mut self, news: News) {
        self.news = news;
    }

    fn caller(&self) -> Option<Box<dyn Fn() + Send + Sync>> {
        let keyboard = self.keyboard.clone();
        Some(Box::new(move || keyboard.call()))
    }

    fn set_up(&mut self, keypad: &Keypad, setup: &TerminalSetup, interrupts: bool) {
        self.editor.set_up(keypad, setup.insert, interrupts);
        if setup.application_keypad != self.setup.application_keypad && self.is_mobile {
            show(if setup.application_keypad { APPLICATION_KEYPAD } else { NUMERIC_KEYPAD });
        }
        self.setup.clone_from(setup);
        self.interrupts = interrupts;
    }

    fn set_status_line(&mut self, status_line: Option<StatusLine>) {
        self.status_line = status_line;
    }

    fn keypad(&mut self) -> Option<Keypad> {
        Some(self.editor.keypad())
    }

    fn running(&mut self, running: bool) {
        if running {
            self.wants_status = false;
        } else {
            self.look();
        }
        self.interrupted.set(false);
        self.is_running = running;
    }

    fn interrupted(&mut self) -> bool {
        self.look();
        self.interrupted.take() || self.keyboard.is_gone()
    }

    fn rest(&mut self, limit: Duration) {
        self.keyboard.wait_for_news_within(limit);
    }

    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        let (keyboard, interrupted, status_line) =
            (self.keyboard.clone(), Rc::clone(&self.interrupted), self.status_line.clone());
        let probe = move || {
            // Whoever waits for long is asked of, too.
            if keyboard.take_status() {
                status_line.iter().for_each(|status_line| show(&(status_line() + "\n")));
            }
            interrupted.get() || keyboard.is_interrupting()
        };
        (self.interrupts && self.is_running).then(|| Rc::new(probe) as Rc<dyn Fn() -> bool>)
    }

    fn wants_status(&mut self) -> bool {
        std::mem::take(&mut self.wants_status)
    }

    fn size(&self) -> (u16, u16) {
        crossterm::terminal::size().unwrap_or((80, 24))
    }

    fn is_person(&self) -> bool {
        true
    }
}

fn echo(shown: &str, input: Input) -> Input {
    show(shown);
    input
}

/// Writes to the terminal; a terminal that is gone is noticed at the next read.
pub(super) fn show(text: &str) {
    let mut out = io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
