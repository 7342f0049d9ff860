//! A person at a terminal.
//!
//! One reader owns the keyboard at a time: the line editor at a prompt, the watcher of keys while a command runs. What
//! the watcher keeps goes to the next prompt, behind what the editor may still hold of a paste.

use std::io::{self, IsTerminal, Write};
use std::rc::Rc;
use std::time::Duration;

use rustyline::error::ReadlineError;

use crate::clock::{Clock, Millis};
use crate::command::Recall;
use crate::dcl::Keypad;
use crate::node::terminal_setup::TerminalSetup;
use crate::session::{Input, Terminal};

use super::editor::{Editor, Ended};
use super::keyboard::Seen;
use super::keys::{self, Action};
use super::raw::Raw;
use super::signals::{Signals, Waker};
use super::type_ahead::{TypeAhead, Waiting};

/// Between two looks at the keyboard while a command runs; looking costs a system call.
const LOOK_MILLIS: u64 = 15;

/// The terminal on standard input and output.
pub struct Person {
    editor: Editor,
    pub(super) setup: TerminalSetup,
    /// Ctrl/Y and Ctrl/C interrupt what runs.
    interrupts: bool,
    pub(super) signals: Signals,
    ahead: TypeAhead,
    /// Keys that a wait below a command has looked at.
    seen: Seen,
    /// Raw mode, while a command runs and nothing is read.
    raw: Option<Raw>,
    is_running: bool,
    /// What the keys asked for and nobody has picked up yet.
    interrupted: bool,
    wants_status: bool,
    is_held: bool,
    discards: bool,
    clock: Clock,
    last_look: Option<Millis>,
    /// When the read that is under way ends without a line, if it has a limit, and whether it has ended so.
    deadline: Option<Millis>,
    is_late: bool,
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
        Ok(Self {
            editor: Editor::new()?,
            // Until the session says how it is: lines go out as they are.
            setup: TerminalSetup { width: 0, ..TerminalSetup::default() },
            interrupts: true,
            signals: Signals::listen(),
            ahead: TypeAhead::default(),
            seen: Seen::default(),
            raw: None,
            is_running: false,
            interrupted: false,
            wants_status: false,
            is_held: false,
            discards: false,
            clock: Clock::real(),
            last_look: None,
            deadline: None,
            is_late: false,
        })
    }

    /// Reads on until something ends the read; the keyboard is the editor's.
    fn read_line(&mut self, prompt: &str, text: &str, recall: Option<&Recall>) -> Input {
        let mut text = text.to_owned();
        let mut holds_more = self.editor.may_hold_more();
        loop {
            if self.signals.is_hangup() {
                return Input::Hangup;
            }
            if !holds_more {
                if let Some(waiting) = self.ahead.next() {
                    return show_waiting(prompt, &text, waiting, self.setup.echo);
                }
                text.push_str(&self.ahead.take_line());
            }
            // What the editor may still hold of a paste comes first.
            let is_plain = !self.setup.echo || !self.setup.line_editing;
            if is_plain && !holds_more {
                return self.read_plainly(prompt, text);
            }
            let waker = if holds_more && (is_plain || !self.ahead.is_empty()) { Some(Waker::set()) } else { None };
            let lines = recall.into_iter().flat_map(|recall| recall.lines().rev());
            let ended = self.editor.read(prompt, &text, lines);
            let rang = waker.is_some_and(Waker::call_off);
            self.signals.take_interrupt();
            if self.editor.take_purge() {
                self.ahead.purge();
            }
            match ended {
                Ended::Line(line) => return Input::Line(line),
                Ended::Cancel => return echo(" Cancel \n", Input::ControlC),
                Ended::Interrupt => return echo(" Interrupt \n\n", Input::ControlY),
                Ended::EndOfInput => return echo(" Exit \n", Input::EndOfInput),
                Ended::Gone => return Input::Hangup,
                Ended::Woken(partial) if rang => {
                    // The editor held no more: what was typed ahead continues its line. The prompt is printed again.
                    show("\x1b[A\r\x1b[K");
                    self.editor.holds_nothing();
                    holds_more = false;
                    text = partial;
                }
                Ended::Woken(_) if self.signals.is_hangup() => return Input::Hangup,
                Ended::Woken(_) if self.is_over_time() => return echo("\n", Input::EndOfInput),
                Ended::Woken(_) => return echo(" Cancel \n", Input::ControlC),
            }
        }
    }

    /// Whether the time for a read is over; the read is late then.
    pub(super) fn is_over_time(&mut self) -> bool {
        self.is_late |= self.deadline.is_some_and(|deadline| self.clock.millis().0 >= deadline.0);
        self.is_late
    }

    /// Looks at the keyboard.
    fn look(&mut self) {
        if self.signals.is_hangup() || self.signals.take_interrupt() {
            self.interrupted = true;
        }
        if self.raw.is_none() {
            return;
        }
        while let Some(event) = self.seen.next(Duration::ZERO) {
            let action = keys::take(&event, &mut self.ahead);
            self.act(action);
        }
        if !self.setup.type_ahead {
            self.ahead.purge();
        }
        while self.is_held && !self.signals.is_hangup() {
            if let Some(event) = self.seen.next(Duration::from_millis(100)) {
                let action = keys::take(&event, &mut self.ahead);
                self.act(action);
            }
        }
    }

    fn act(&mut self, action: Option<Action>) {
        match action {
            None => {}
            Some(Action::Hold) => self.is_held = self.setup.ttsync,
            Some(Action::Resume) => self.is_held = false,
            Some(Action::Discard) => self.discards = !self.discards,
            Some(Action::Status) => self.wants_status = true,
            Some(Action::Cancel | Action::Interrupt) if !self.interrupts => {}
            Some(Action::Cancel) => self.interrupt("\r\n Cancel \r\n"),
            Some(Action::Interrupt) => self.interrupt("\r\n Interrupt \r\n\r\n"),
        }
    }

    fn interrupt(&mut self, shown: &str) {
        self.is_held = false;
        self.discards = false;
        // Pressed again before anybody looked: the echo stands there already.
        if !self.interrupted {
            show(shown);
        }
        self.interrupted = true;
    }

    /// Looks at the keyboard if the last look was some time ago.
    fn look_sometimes(&mut self) {
        let now = self.clock.millis();
        if self.last_look.is_none_or(|last| now.0.saturating_sub(last.0) >= LOOK_MILLIS) {
            self.last_look = Some(now);
            self.look();
        }
    }

    fn read_prompt(&mut self, prompt: &str, text: &str, recall: Option<&Recall>) -> Input {
        self.look();
        self.raw = None;
        self.discards = false;
        let (before, last) = prompt.rsplit_once('\n').map_or(("", prompt), |(before, last)| (before, last));
        if !before.is_empty() {
            show(&format!("{before}\n"));
        }
        let input = match self.read_line(last, text, recall) {
            Input::Line(line) if !self.setup.lowercase => Input::Line(line.to_uppercase()),
            input => input,
        };
        if self.is_running {
            self.raw = Raw::on();
        }
        input
    }
}

impl Terminal for Person {
    fn line(&mut self, text: &str) {
        self.look_sometimes();
        if self.discards {
            return;
        }
        let end = if self.raw.is_some() { "\r\n" } else { "\n" };
        let rows = text.split('\n').flat_map(|line| self.setup.rows(line));
        show(&rows.map(|row| row + end).collect::<String>());
    }

    fn read(&mut self, prompt: &str) -> Input {
        self.read_prompt(prompt, "", None)
    }

    fn read_within(&mut self, prompt: &str, limit: Duration) -> Option<Input> {
        let limit_millis = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        self.deadline = Some(Millis(self.clock.millis().0.saturating_add(limit_millis)));
        self.is_late = false;
        let alarm = Waker::after(limit);
        let input = self.read_prompt(prompt, "", None);
        alarm.call_off();
        self.signals.take_interrupt();
        self.deadline = None;
        (!std::mem::take(&mut self.is_late)).then_some(input)
    }

    fn read_command(&mut self, prompt: &str, text: &str, recall: &Recall) -> Input {
        self.read_prompt(prompt, text, Some(recall))
    }

    fn set_up(&mut self, keypad: &Keypad, setup: &TerminalSetup, interrupts: bool) {
        self.editor.set_up(keypad, setup.insert, interrupts);
        self.setup.clone_from(setup);
        self.interrupts = interrupts;
    }

    fn keypad(&mut self) -> Option<Keypad> {
        Some(self.editor.keypad())
    }

    fn running(&mut self, running: bool) {
        if running {
            self.interrupted = false;
            self.wants_status = false;
            self.last_look = None;
            self.raw = Raw::on();
        } else {
            self.look();
            self.interrupted = false;
            self.raw = None;
        }
        self.is_running = running;
    }

    fn interrupted(&mut self) -> bool {
        self.look_sometimes();
        std::mem::take(&mut self.interrupted) || self.signals.is_hangup()
    }

    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        (self.interrupts && self.raw.is_some()).then(|| self.seen.probe(&self.signals))
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

/// A prompt whose answer was typed ahead: both are shown as if it were typed now.
fn show_waiting(prompt: &str, text: &str, waiting: Waiting, is_echoed: bool) -> Input {
    let shown = |line: &str| if is_echoed { format!("{prompt}{text}{line}") } else { prompt.to_owned() };
    match waiting {
        Waiting::Line(line) => echo(&(shown(&line) + "\n"), Input::Line(format!("{text}{line}"))),
        Waiting::EndOfInput(line) => echo(&(shown(&line) + "\n Exit \n"), Input::EndOfInput),
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
