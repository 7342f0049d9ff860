//! What a process's command interpreter remembers, and what commands may touch of it: symbols, status, verification,
//! error handling of each procedure level.

use std::rc::Rc;

use crate::message::{Catalog, Parts, Severity, Status};

use super::keypad::Keypad;
use super::level::{Level, Reaction};
use super::symbols::{Scope, SymbolId, Symbols};
use super::value::Value;

/// Deepest procedure level; one more is STKOVF.
pub const MAX_DEPTH: usize = 32;

/// Ctrl/T and Ctrl/Y as SET CONTROL leaves them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlKeys {
    /// Ctrl/T shows the status line.
    pub t: bool,
    /// Ctrl/Y interrupts.
    pub y: bool,
}

/// The state of one interpreter. [`Host::execute`](super::Host::execute) lends it to commands.
#[derive(Debug)]
pub struct State {
    pub(super) symbols: Symbols,
    pub(super) levels: Vec<Level>,
    pub(super) status: Status,
    /// Whether the message of `status` was displayed already, though bit 28 may be clear.
    pub(super) displayed: bool,
    pub(super) branch: Option<String>,
    /// Data lines that a command read under image verification; shown when it has ended.
    pub(super) read_data: Vec<Rc<str>>,
    pub(super) ended: bool,
    /// Counts changes of the command tables: what a line meant before one may be wrong.
    pub(super) table_generation: u32,
    /// A string that is being put together; its room is used again.
    pub(super) scratch: String,
    /// An empty string: what parameters that were not given hold.
    pub(super) nothing: Rc<str>,
    /// Procedure verification: command lines are shown as they are executed.
    pub verify_procedure: bool,
    /// Image verification: data lines are shown as they are read.
    pub verify_image: bool,
    /// FAO control string in front of verified lines (SET PREFIX).
    pub verify_prefix: String,
    /// SET CONTROL.
    pub control: ControlKeys,
    /// SET MESSAGE with qualifiers.
    pub message_parts: Parts,
    /// Message files in force: SET MESSAGE with a file.
    pub messages: Catalog,
    /// DEFINE/KEY.
    pub keypad: Keypad,
    /// SET PROMPT.
    pub prompt: String,
    /// SET PROMPT/CARRIAGE_CONTROL: each prompt begins a line. Here it does anyway, since output ends its lines.
    pub prompt_control: bool,
    /// `$RESTART`: a batch job that began before.
    pub restarted: bool,
    /// SET OUTPUT_RATE of a batch job, as a delta time.
    pub output_rate: String,
    /// How the process came to be, as F$MODE tells it: `INTERACTIVE`, `BATCH` or `OTHER`.
    pub mode: &'static str,
}

impl Default for State {
    fn default() -> Self {
        Self {
            symbols: Symbols::default(),
            levels: vec![Level::interactive()],
            status: Status::NORMAL,
            displayed: true,
            branch: None,
            read_data: Vec::new(),
            ended: false,
            scratch: String::new(),
            nothing: "".into(),
            verify_procedure: false,
            verify_image: false,
            verify_prefix: String::new(),
            control: ControlKeys { t: false, y: true },
            message_parts: Parts::ALL,
            messages: Catalog::embedded().clone(),
            keypad: Keypad::default(),
            table_generation: 0,
            prompt: "$ ".to_owned(),
            prompt_control: true,
            restarted: false,
            output_rate: String::new(),
            mode: "INTERACTIVE",
        }
    }
}

impl State {
    /// What a subprocess begins with: the settings, and copies of the symbols seen here if it is to have them.
    pub fn subprocess(&self, with_symbols: bool) -> Self {
        Self {
            symbols: if with_symbols { self.symbols.seen(self.scope()) } else { Symbols::default() },
            verify_procedure: self.verify_procedure,
            verify_image: self.verify_image,
            verify_prefix: self.verify_prefix.clone(),
            control: self.control,
            message_parts: self.message_parts,
            messages: self.messages.clone(),
            keypad: self.keypad.clone(),
            prompt: self.prompt.clone(),
            prompt_control: self.prompt_control,
            mode: self.mode,
            ..Self::default()
        }
    }

    /// The symbols of all levels.
    pub fn symbols(&self) -> &Symbols {
        &self.symbols
    }

    /// The symbols of all levels, for defining and deleting.
    pub fn symbols_mut(&mut self) -> &mut Symbols {
        &mut self.symbols
    }

    /// The value of a symbol (any case, abbreviations followed), `$STATUS` and its like included.
    pub fn symbol(&mut self, name: &str) -> Option<Value> {
        let id = self.id(name);
        self.value_of(id)
    }

    /// Appends the string of a symbol (any case) to a text; nothing if it is undefined.
    pub(super) fn append_symbol(&mut self, name: &str, out: &mut String) {
        let id = self.id(name);
        self.append_value(id, out);
    }

    /// The slot of a name (any case).
    fn id(&mut self, name: &str) -> SymbolId {
        let mut upper = [0; 64];
        match upper.get_mut(..name.len()) {
            Some(upper) => {
                upper.copy_from_slice(name.as_bytes());
                upper.make_ascii_uppercase();
                self.symbols.id(std::str::from_utf8(upper).unwrap_or(name))
            }
            None => self.symbols.id(&name.to_ascii_uppercase()),
        }
    }

    /// Appends the string of a symbol to a text; nothing if it is undefined.
    pub(super) fn append_value(&self, id: SymbolId, out: &mut String) {
        match self.symbols.get(id, self.level().general) {
            Some(symbol) => symbol.value.append_to(out),
            None => {
                if let Some(value) = self.permanent(id) {
                    value.append_to(out);
                }
            }
        }
    }

    #[inline]
    pub(super) fn value_of(&self, id: SymbolId) -> Option<Value> {
        match self.symbols.get(id, self.level().general) {
            Some(symbol) => Some(symbol.value.clone()),
            None => self.permanent(id),
        }
    }

    pub(super) fn permanent(&self, id: SymbolId) -> Option<Value> {
        match id {
            SymbolId::STATUS => Some(self.status.symbol_value().into()),
            SymbolId::SEVERITY => Some(Value::Integer((self.status.0 & 7).cast_signed())),
            SymbolId::RESTART => Some(Value::boolean(self.restarted)),
            _ => None,
        }
    }

    /// Assigns a local symbol of the innermost level (any case).
    pub fn set_local(&mut self, name: &str, value: impl Into<Value>) {
        let id = self.id(name);
        self.symbols.set_local(id, value.into(), None);
    }

    /// Assigns a global symbol (any case).
    pub fn set_global(&mut self, name: &str, value: impl Into<Value>) {
        let id = self.id(name);
        self.symbols.set_global(id, value.into(), None);
    }

    /// `$STATUS` as a value.
    pub fn status(&self) -> Status {
        self.status
    }

    /// Procedure depth: 0 at the interactive level.
    pub fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// Full file specification of the procedure that runs; empty at the interactive level.
    pub fn procedure(&self) -> &str {
        self.level().procedure.as_ref().map_or("", |procedure| procedure.spec.as_str())
    }

    pub(super) fn level(&self) -> &Level {
        self.levels.last().expect("level 0 stays")
    }

    pub(super) fn level_mut(&mut self) -> &mut Level {
        self.levels.last_mut().expect("level 0 stays")
    }

    /// SET ON (`true`) or SET NOON for the innermost level.
    pub fn set_checking(&mut self, checking: bool) {
        self.level_mut().checking = checking;
    }

    /// F$ENVIRONMENT("ON_SEVERITY") of the innermost level.
    pub fn on_severity(&self) -> &'static str {
        let level = self.level();
        match level.trap {
            _ if !level.checking => "NONE",
            Severity::Warning => "WARNING",
            Severity::Severe => "SEVERE_ERROR",
            _ => "ERROR",
        }
    }

    /// Whether an ON CONTROL_Y action is in force at the innermost level.
    pub fn has_control_y_action(&self) -> bool {
        !matches!(self.level().on_control_y, Reaction::Default)
    }

    /// SET SYMBOL/SCOPE for the innermost level: what first tokens see, and what everything else sees. `None` leaves
    /// a setting alone.
    pub fn set_scope(&mut self, locals: Option<bool>, globals: Option<bool>, verb: bool, general: bool) {
        let depth = self.symbols.level();
        let outer = if self.levels.len() > 1 { &self.levels[self.levels.len() - 2] } else { self.level() };
        let (outer_verb, outer_general) = (outer.verb.floor, outer.general.floor);
        let level = self.level_mut();
        let change = |scope: &mut Scope, outer: u32| {
            if let Some(locals) = locals {
                scope.floor = if locals { outer.min(depth) } else { depth };
            }
            if let Some(globals) = globals {
                scope.globals = globals;
            }
        };
        if verb {
            change(&mut level.verb, outer_verb);
        }
        if general {
            change(&mut level.general, outer_general);
        }
    }

    /// F$ENVIRONMENT("SYMBOL_SCOPE") or, with `verb`, "VERB_SCOPE".
    pub fn scope_text(&self, verb: bool) -> &'static str {
        let level = self.level();
        let scope = if verb { level.verb } else { level.general };
        let locals = scope.floor < self.symbols.level() || self.symbols.level() == 0 && scope.floor == 0;
        match (locals, scope.globals) {
            (true, true) => "LOCAL, GLOBAL",
            (false, true) => "NOLOCAL, GLOBAL",
            (true, false) => "LOCAL, NOGLOBAL",
            (false, false) => "NOLOCAL, NOGLOBAL",
        }
    }

    /// The scope for looking symbols up in expressions.
    pub fn scope(&self) -> Scope {
        self.level().general
    }

    /// Asks the interpreter to go to a label once the command has ended: `/ERROR=label`, `/END_OF_FILE=label`. The
    /// command's status does not count as an error then.
    pub fn branch_to(&mut self, label: &str) {
        self.branch = Some(label.to_ascii_uppercase());
    }

    /// The next data record of the procedure that runs, for whoever reads SYS$INPUT: `None` at a record with `$`, at
    /// the end of the file, and at the interactive level, where SYS$INPUT is the terminal.
    pub fn next_data(&mut self) -> Option<Rc<str>> {
        let record = self.level_mut().next_data()?;
        if self.verify_image {
            self.read_data.push(Rc::clone(&record));
        }
        Some(record)
    }

    /// The command tables have changed (SET COMMAND): every line is looked at anew.
    pub fn forget_commands(&mut self) {
        self.table_generation += 1;
    }

    /// Ends the session once the command has ended: LOGOUT, SIMULATE CRASH, SIMULATE SHUTDOWN.
    pub fn end_session(&mut self) {
        self.ended = true;
    }

    /// Lets a session go on that was to end: its process is attached to again.
    pub fn resume_session(&mut self) {
        self.ended = false;
    }

    /// Whether the session is to end.
    pub fn has_ended(&self) -> bool {
        self.ended
    }
}
