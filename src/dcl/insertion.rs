//! Lines that insert symbols where the values change nothing else of the line: into quoted strings, and into parameters
//! of CALL and `@`: `$ WRITE SYS$OUTPUT "''name' is done"`, `$ CALL copy 'unit' "''text'"` (dcl.md 4).
//!
//! Such a line is made ready once, with the insertions in its expressions or parameters, and not substituted, folded and
//! parsed at each turn of a loop. Used only where nobody could see a difference; any other line is substituted every time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::message::Condition;

use super::code::{Code, Command, Parameter, Source, Start};
use super::compile::compile;
use super::expression::Expression;
use super::host::Host;
use super::interpreter::Interpreter;
use super::procedure::Line;
use super::state::State;
use super::substitute;
use super::symbols::SymbolId;
use super::text;
use super::value::Value;

/// Stands for the first insertion while a line is made ready, the next character for the second: no byte of a procedure.
const FIRST_MARK: u32 = 0xE000;

/// Insertions of one line at most.
const MOST: usize = 64;

/// Bytes that a line and what is inserted may have together: far from where a line is too long.
const MOST_BYTES: usize = text::MAX_LINE / 2;

/// Bytes of an inserted value that is no string, at most.
const NUMBER_BYTES: usize = 16;

/// A string or a parameter in a line, with what is inserted into it.
#[derive(Clone, Debug)]
pub struct Insertion(Rc<[Piece]>);

#[derive(Clone, Debug)]
enum Piece {
    Text(Box<str>),
    Symbol(SymbolId),
}

impl Insertion {
    /// The string as it is now.
    pub(super) fn value(&self, state: &mut State) -> Value {
        let mut string = std::mem::take(&mut state.scratch);
        string.clear();
        for piece in self.0.iter() {
            match piece {
                Piece::Text(text) => string.push_str(text),
                Piece::Symbol(id) => state.append_value(*id, &mut string),
            }
        }
        let value = Value::text(string.as_str());
        state.scratch = string;
        value
    }
}

/// What a line with apostrophes keeps of its last turns.
#[derive(Debug, Default)]
pub struct Kept {
    turns: Cell<u8>,
    ready: RefCell<Option<Rc<Ready>>>,
}

/// A line made ready with its insertions.
#[derive(Debug)]
struct Ready {
    code: Rc<Code>,
    symbols: Vec<Inserted>,
}

/// A symbol that a line inserts.
#[derive(Clone, Copy, Debug)]
struct Inserted {
    id: SymbolId,
    /// It stands outside of quotes.
    bare: bool,
}

/// Whether a value outside of quotes is one word, or a part of one, that means nothing else.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'$' | b'_' | b'.' | b':' | b';')
    };
    !text.is_empty() && text.bytes().all(plain)
}

impl Ready {
    /// Whether the line means with today's values what it meant when it was made ready.
    fn fits(&self, state: &State) -> bool {
        let general = state.level().general;
        let mut bytes = self.code.text.len();
        for inserted in &self.symbols {
            bytes += match state.symbols.get(inserted.id, general).map(|symbol| &symbol.value) {
                Some(Value::Text(text)) if inserted.bare && !is_plain(text) => return false,
                Some(Value::Text(text)) if text.contains('"') => return false,
                Some(Value::Text(text)) => text.len(),
                // It may have no value, and leave no word.
                None if inserted.bare => return false,
                _ => NUMBER_BYTES,
            };
        }
        let is_symbol = |id| state.symbols.get(id, state.level().verb).is_some();
        bytes <= MOST_BYTES && !self.code.first.is_some_and(is_symbol)
    }
}

impl Interpreter {
    /// A line of a procedure that can be run without being substituted, if it is such a line. It becomes one at its second
    /// turn: most lines have only one.
    pub(super) fn with_insertions(&mut self, host: &mut dyn Host, line: &Line) -> Option<Rc<Code>> {
        const LOOKED_AT: u8 = 2;
        if line.dynamic_comment || self.state.verify_procedure {
            return None;
        }
        let kept = &line.kept;
        let turns = kept.turns.get();
        if turns < LOOKED_AT {
            kept.turns.set(turns + 1);
        }
        let changed = |ready: &Rc<Ready>| ready.code.generation != self.state.table_generation;
        if turns == 1 || kept.ready.borrow().as_ref().is_some_and(changed) {
            let ready = self.look_for_insertions(host, &line.text).map(Rc::new);
            *kept.ready.borrow_mut() = ready;
        }
        let ready = kept.ready.borrow();
        ready.as_ref().filter(|ready| ready.fits(&self.state)).map(|ready| Rc::clone(&ready.code))
    }

    fn look_for_insertions(&mut self, host: &mut dyn Host, text: &str) -> Option<Ready> {
        if text.chars().any(|c| u32::from(c) >= FIRST_MARK) {
            return None;
        }
        let mut symbols = Vec::new();
        let state = &mut self.state;
        let mut names_only = true;
        let mut mark = |operand: &str, out: &mut String| -> Result<(), Condition> {
            names_only &= text::name_length(operand) == operand.len() && symbols.len() < MOST;
            out.extend(char::from_u32(FIRST_MARK + u32::try_from(symbols.len()).unwrap_or(0)));
            symbols.push(state.symbols.id(&operand.to_ascii_uppercase()));
            Ok(())
        };
        let marked = substitute::apostrophes(text, &mut mark).ok()?;
        let folded = text::fold(text::significant(&marked).0);
        let quotes = folded.bytes().filter(|byte| *byte == b'"').count();
        if !names_only || quotes % 2 == 1 || folded.contains("\"\"") {
            return None;
        }
        let bare = marks_outside_quotes(&folded);
        let mut code = compile(&folded, &mut self.state.symbols, &mut |token| host.verb(token), true);
        code.generation = self.state.table_generation;
        let found = match &mut code.command {
            _ if code.ampersands => None,
            Command::Assign(_, Source::Expression(expression)) | Command::If(expression, _) => {
                bind(expression, &symbols)
            }
            Command::Write(write) => write.items.iter_mut().map(|item| bind(item, &symbols)).sum(),
            // A value behind an ampersand would be the name of another symbol.
            Command::Call(start) | Command::Run(start) if !folded.contains('&') => {
                Some(bind_parameters(start, &symbols))
            }
            _ => None,
        };
        if found != Some(symbols.len()) {
            return None;
        }
        let inserted = |(number, id)| Inserted { id, bare: bare.contains(&number) };
        let symbols = symbols.into_iter().enumerate().map(inserted).collect();
        Some(Ready { code: Rc::new(code), symbols })
    }
}

/// The numbers of the insertions that stand outside of quotes.
fn marks_outside_quotes(folded: &str) -> Vec<usize> {
    let mut quoted = false;
    let bare = |c: char| {
        quoted ^= c == '"';
        number_of(c).filter(|_| !quoted)
    };
    folded.chars().filter_map(bare).collect()
}

/// The number of the insertion that a character stands for.
fn number_of(c: char) -> Option<usize> {
    u32::from(c).checked_sub(FIRST_MARK).and_then(|number| usize::try_from(number).ok())
}

/// Puts insertions into the parameters of a procedure or subroutine; how many.
fn bind_parameters(start: &mut Start, symbols: &[SymbolId]) -> usize {
    let mut all = 0;
    for parameter in &mut start.parameters {
        let Parameter::Text(text) = parameter else { continue };
        let (pieces, found) = pieces(text, symbols);
        if found > 0 {
            *parameter = Parameter::Insertion(Insertion(pieces.into()));
        }
        all += found;
    }
    all
}

/// Puts insertions into the strings of an expression; how many. `None` when the expression may do more than give a value: a
/// symbol that it changes must not be inserted afterwards.
fn bind(expression: &mut Expression, symbols: &[SymbolId]) -> Option<usize> {
    match expression {
        Expression::Integer(_) | Expression::Symbol(_) | Expression::Insertion(_) => Some(0),
        Expression::Text(text) => {
            let (pieces, found) = pieces(text, symbols);
            if found > 0 {
                *expression = Expression::Insertion(Insertion(pieces.into()));
            }
            Some(found)
        }
        Expression::Negate(operand) | Expression::Plus(operand) | Expression::Not(operand) => bind(operand, symbols),
        Expression::Binary(_, left, right) => Some(bind(left, symbols)? + bind(right, symbols)?),
        Expression::Call(function, arguments) if function.is_pure() => {
            arguments.iter_mut().flatten().map(|argument| bind(argument, symbols)).sum()
        }
        Expression::Call(..) => None,
    }
}

/// A string cut at its marks.
fn pieces(text: &str, symbols: &[SymbolId]) -> (Vec<Piece>, usize) {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut found = 0;
    for c in text.chars() {
        match number_of(c).and_then(|number| symbols.get(number)) {
            None => plain.push(c),
            Some(id) => {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain).into()));
                }
                pieces.push(Piece::Symbol(*id));
                found += 1;
            }
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain.into()));
    }
    (pieces, found)
}
