//! Symbol tables: a slot for every name, local values by procedure level on top of the global one (dcl.md 3).
//!
//! A slot is found once for each place in a procedure that names it; after that a look-up is an index and a look at
//! the innermost value. Assigning, shadowing and leaving a level never move a slot.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

use super::value::Value;

/// The slot of a symbol name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SymbolId(u32);

impl SymbolId {
    /// `$STATUS`.
    pub const STATUS: Self = Self(0);
    /// `$SEVERITY`.
    pub const SEVERITY: Self = Self(1);
    /// `$RESTART`.
    pub const RESTART: Self = Self(2);
    /// Stands for every name beyond [`MAX_NAMES`]: it has no value and cannot get one.
    const OVERFLOW: Self = Self(3);
    /// `P1`; P2 to P8 follow it.
    const P1: u32 = 4;

    /// The slot of a parameter: 0 is `P1`.
    fn parameter(number: usize) -> Self {
        Self(Self::P1 + u32::try_from(number).unwrap_or(0))
    }
}

/// Parameters of a procedure: P1 to P8.
pub const PARAMETERS: usize = 8;

/// Names that have slots at once.
const MAX_NAMES: usize = 200_000;
/// Names of a level whose list is kept for the next one.
const MOST_SPARE: usize = 64;
/// Bytes of all values together; more is SYMOVF.
const MAX_BYTES: usize = 64 << 20;
/// Bytes that a symbol takes beside the text of its value.
const OVERHEAD: usize = 32;

/// A hash of names: they are short, and what is hashed comes from the process itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let word = chunk.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
        }
    }
}

/// A map by names or lines.
pub type NameMap<V> = HashMap<Rc<str>, V, BuildHasherDefault<NameHasher>>;

fn weight(value: &Value) -> usize {
    match value {
        Value::Integer(_) => OVERHEAD,
        Value::Text(text) => OVERHEAD + text.len(),
    }
}

/// A defined symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// What it stands for.
    pub value: Value,
    /// The shortest number of characters that name it, for a symbol defined with `*`.
    pub shortest: Option<u8>,
}

/// Which tables a look-up sees (SET SYMBOL/SCOPE).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Locals of levels below this one are hidden.
    pub floor: u32,
    /// Whether globals are seen.
    pub globals: bool,
}

impl Scope {
    /// Everything is seen.
    pub const ALL: Self = Self { floor: 0, globals: true };
}

/// Where a listed symbol lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// A procedure level's local table.
    Local,
    /// The global table.
    Global,
}

#[derive(Debug)]
struct Slot {
    name: Rc<str>,
    locals: Vec<(u32, Symbol)>,
    global: Option<Symbol>,
    /// The slot that this name abbreviates, as known at the generation in front.
    abbreviates: Cell<(u32, Option<SymbolId>)>,
}

/// All symbols of one process.
#[derive(Debug)]
pub struct Symbols {
    slots: Vec<Slot>,
    names: NameMap<SymbolId>,
    /// Bytes of all values.
    bytes: usize,
    /// Names assigned at each level, for taking them away when it ends.
    defined: Vec<Vec<SymbolId>>,
    /// Empty lists of levels that have ended, for those that begin.
    spare: Vec<Vec<SymbolId>>,
    /// Slots that were ever defined with `*`.
    abbreviated: Vec<SymbolId>,
    generation: u32,
}

impl Default for Symbols {
    fn default() -> Self {
        let mut symbols = Self {
            slots: Vec::new(),
            names: NameMap::default(),
            bytes: 0,
            defined: vec![Vec::new()],
            spare: Vec::new(),
            abbreviated: Vec::new(),
            generation: 1,
        };
        // In the order of the constants of `SymbolId`.
        for name in ["$STATUS", "$SEVERITY", "$RESTART", "", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"] {
            symbols.id(name);
        }
        symbols
    }
}

impl Symbols {
    /// The slot of an upper-case name, made if there is none and room for one.
    pub fn id(&mut self, name: &str) -> SymbolId {
        if let Some(id) = self.names.get(name) {
            return *id;
        }
        if self.slots.len() >= MAX_NAMES {
            return SymbolId::OVERFLOW;
        }
        let id = SymbolId(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let name: Rc<str> = name.into();
        self.slots.push(Slot {
            name: Rc::clone(&name),
            locals: Vec::new(),
            global: None,
            abbreviates: Cell::new((0, None)),
        });
        self.names.insert(name, id);
        id
    }

    /// The name of a slot.
    pub fn name(&self, id: SymbolId) -> &Rc<str> {
        &self.slots[id.0 as usize].name
    }

    /// The procedure level whose local table is innermost.
    pub fn level(&self) -> u32 {
        u32::try_from(self.defined.len() - 1).unwrap_or(u32::MAX)
    }

    /// Opens a new innermost local table that holds the parameters of a procedure.
    pub fn enter(&mut self, parameters: [Value; PARAMETERS]) {
        let mut defined = self.spare.pop().unwrap_or_default();
        let level = self.level() + 1;
        for (number, value) in parameters.into_iter().enumerate() {
            let id = SymbolId::parameter(number);
            self.bytes += weight(&value);
            self.slots[id.0 as usize].locals.push((level, Symbol { value, shortest: None }));
            defined.push(id);
        }
        self.defined.push(defined);
    }

    /// Drops the innermost local table.
    pub fn leave(&mut self) {
        let level = self.level();
        if level == 0 {
            return;
        }
        let mut ended = self.defined.pop().unwrap_or_default();
        for id in ended.drain(..) {
            let slot = &mut self.slots[id.0 as usize];
            if slot.locals.last().is_some_and(|(at, _)| *at >= level)
                && let Some((_, symbol)) = slot.locals.pop()
            {
                self.bytes -= weight(&symbol.value);
                self.generation += u32::from(symbol.shortest.is_some());
            }
        }
        if ended.capacity() <= MOST_SPARE {
            self.spare.push(ended);
        }
    }

    /// The symbol that a slot's name stands for: innermost local first, then global, then abbreviated symbols.
    #[inline]
    pub fn get(&self, id: SymbolId, scope: Scope) -> Option<&Symbol> {
        let slot = &self.slots[id.0 as usize];
        if let Some((level, symbol)) = slot.locals.last()
            && *level >= scope.floor
        {
            return Some(symbol);
        }
        match &slot.global {
            Some(symbol) if scope.globals => Some(symbol),
            _ if self.abbreviated.is_empty() => None,
            _ => self.get_abbreviated(slot, scope),
        }
    }

    fn get_abbreviated(&self, slot: &Slot, scope: Scope) -> Option<&Symbol> {
        let (generation, known) = slot.abbreviates.get();
        let target = if generation == self.generation {
            known
        } else {
            let found = self.abbreviated.iter().copied().find(|id| self.is_abbreviation(&slot.name, *id));
            slot.abbreviates.set((self.generation, found));
            found
        }?;
        let full = &self.slots[target.0 as usize];
        let local = full.locals.last().filter(|(level, _)| *level >= scope.floor).map(|(_, symbol)| symbol);
        let symbol = local.or_else(|| full.global.as_ref().filter(|_| scope.globals))?;
        symbol.shortest.filter(|shortest| slot.name.len() >= usize::from(*shortest)).map(|_| symbol)
    }

    fn is_abbreviation(&self, name: &str, of: SymbolId) -> bool {
        let full = &self.slots[of.0 as usize];
        let shortest =
            full.locals.iter().map(|(_, symbol)| symbol).chain(&full.global).filter_map(|s| s.shortest).min();
        full.name.starts_with(name) && shortest.is_some_and(|shortest| name.len() >= usize::from(shortest))
    }

    /// Whether any symbol was ever defined with `*`.
    pub fn has_abbreviations(&self) -> bool {
        !self.abbreviated.is_empty()
    }

    /// Whether other symbols could be confused with a new symbol: the conflict of ABSYMD.
    pub fn conflicts(&self, id: SymbolId, shortest: Option<u8>) -> bool {
        let name = Rc::clone(self.name(id));
        let least = usize::from(shortest.unwrap_or(u8::try_from(name.len()).unwrap_or(u8::MAX)));
        self.abbreviated.iter().any(|other| {
            let full = &self.slots[other.0 as usize];
            let Some(symbol) = full.locals.last().map(|(_, symbol)| symbol).or(full.global.as_ref()) else {
                return false;
            };
            let Some(other_least) = symbol.shortest.map(usize::from) else { return false };
            let common = full.name.bytes().zip(name.bytes()).take_while(|(a, b)| a == b).count();
            *other != id && common >= least.max(other_least)
        })
    }

    /// Whether a symbol can be given that value: there is a slot for its name, and room.
    pub fn has_room(&self, id: SymbolId, value: &Value) -> bool {
        id != SymbolId::OVERFLOW && self.bytes + weight(value) <= MAX_BYTES
    }

    /// Assigns at the innermost level. A name beyond the last slot gets nothing.
    #[inline]
    pub fn set_local(&mut self, id: SymbolId, value: Value, shortest: Option<u8>) {
        if id == SymbolId::OVERFLOW {
            return;
        }
        let level = self.level();
        self.bytes += weight(&value);
        let slot = &mut self.slots[id.0 as usize];
        if let Some((at, symbol)) = slot.locals.last_mut()
            && *at == level
        {
            self.bytes -= weight(&symbol.value);
            symbol.value = value;
            if symbol.shortest != shortest {
                symbol.shortest = shortest;
                self.note_abbreviation(id, shortest);
            }
            return;
        }
        slot.locals.push((level, Symbol { value, shortest }));
        self.defined[level as usize].push(id);
        if shortest.is_some() {
            self.note_abbreviation(id, shortest);
        }
    }

    /// Assigns a global symbol. A name beyond the last slot gets nothing.
    pub fn set_global(&mut self, id: SymbolId, value: Value, shortest: Option<u8>) {
        if id == SymbolId::OVERFLOW {
            return;
        }
        self.bytes += weight(&value);
        let slot = &mut self.slots[id.0 as usize];
        let before = slot.global.replace(Symbol { value, shortest });
        self.bytes -= before.as_ref().map_or(0, |symbol| weight(&symbol.value));
        if shortest.is_some() || before.is_some_and(|symbol| symbol.shortest.is_some()) {
            self.note_abbreviation(id, shortest);
        }
    }

    fn note_abbreviation(&mut self, id: SymbolId, shortest: Option<u8>) {
        self.generation += 1;
        if shortest.is_some() && !self.abbreviated.contains(&id) {
            self.abbreviated.push(id);
        }
    }

    /// Takes away a symbol of the innermost level; false if it has none.
    pub fn delete_local(&mut self, id: SymbolId) -> bool {
        let level = self.level();
        let slot = &mut self.slots[id.0 as usize];
        if slot.locals.last().is_none_or(|(at, _)| *at != level) {
            return false;
        }
        let gone = slot.locals.pop();
        self.bytes -= gone.map_or(0, |(_, symbol)| weight(&symbol.value));
        let defined = &mut self.defined[level as usize];
        if let Some(at) = defined.iter().rposition(|other| *other == id) {
            defined.swap_remove(at);
        }
        self.generation += 1;
        true
    }

    /// Takes away a global symbol; false if there is none.
    pub fn delete_global(&mut self, id: SymbolId) -> bool {
        self.generation += 1;
        let gone = self.slots[id.0 as usize].global.take();
        self.bytes -= gone.as_ref().map_or(0, |symbol| weight(&symbol.value));
        gone.is_some()
    }

    /// Takes away all symbols of the innermost level, or all global ones.
    pub fn delete_all(&mut self, table: Table) {
        for index in 0..self.slots.len() {
            let id = SymbolId(u32::try_from(index).unwrap_or(u32::MAX));
            match table {
                Table::Local => self.delete_local(id),
                Table::Global => self.delete_global(id),
            };
        }
    }

    /// The symbol of one table: of the innermost level, or global. Abbreviations are not followed.
    pub fn in_table(&self, id: SymbolId, table: Table) -> Option<&Symbol> {
        let slot = &self.slots[id.0 as usize];
        match table {
            Table::Local => slot.locals.last().filter(|(at, _)| *at == self.level()).map(|(_, symbol)| symbol),
            Table::Global => slot.global.as_ref(),
        }
    }

    /// Where the symbol that a name stands for lives, with its full name: for SHOW SYMBOL.
    pub fn find(&self, id: SymbolId, scope: Scope) -> Option<(Rc<str>, Table, &Symbol)> {
        let symbol = self.get(id, scope)?;
        let owner = self.slots.iter().find_map(|slot| {
            let local = slot.locals.last().map(|(_, s)| (s, Table::Local));
            let global = slot.global.as_ref().map(|s| (s, Table::Global));
            local.into_iter().chain(global).find(|(s, _)| std::ptr::eq(*s, symbol)).map(|(_, table)| (slot, table))
        })?;
        Some((Rc::clone(&owner.0.name), owner.1, symbol))
    }

    /// Copies of the symbols that a scope sees: locals of all levels at level 0, and globals.
    pub fn seen(&self, scope: Scope) -> Self {
        let mut copies = Self::default();
        for slot in &self.slots {
            let id = copies.id(&slot.name);
            if let Some((_, symbol)) = slot.locals.last().filter(|(level, _)| *level >= scope.floor) {
                copies.set_local(id, symbol.value.clone(), symbol.shortest);
            }
            if let Some(symbol) = slot.global.as_ref().filter(|_| scope.globals) {
                copies.set_global(id, symbol.value.clone(), symbol.shortest);
            }
        }
        copies
    }

    /// All symbols of a table by name: the innermost level's, or the global ones.
    pub fn list(&self, table: Table) -> Vec<(Rc<str>, Symbol)> {
        let mut found: Vec<_> = (0..self.slots.len())
            .map(|index| SymbolId(u32::try_from(index).unwrap_or(u32::MAX)))
            .filter_map(|id| self.in_table(id, table).map(|symbol| (Rc::clone(self.name(id)), symbol.clone())))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters() -> [Value; PARAMETERS] {
        std::array::from_fn(|_| "".into())
    }

    #[test]
    fn an_inner_level_shadows_and_leaves_no_trace() {
        let mut symbols = Symbols::default();
        let id = symbols.id("A");
        symbols.set_local(id, 1.into(), None);
        symbols.enter(parameters());
        assert_eq!(symbols.get(id, Scope::ALL).map(|s| s.value.integer()), Some(1));
        symbols.set_local(id, 2.into(), None);
        assert_eq!(symbols.get(id, Scope::ALL).map(|s| s.value.integer()), Some(2));
        assert!(symbols.delete_local(id) && !symbols.delete_local(id));
        symbols.set_local(id, 3.into(), None);
        symbols.leave();
        assert_eq!(symbols.get(id, Scope::ALL).map(|s| s.value.integer()), Some(1));
    }

    #[test]
    fn abbreviations_are_found_from_their_shortest_form_on() {
        let mut symbols = Symbols::default();
        let full = symbols.id("DIRECT");
        symbols.set_global(full, "SHOW TIME".into(), Some(3));
        for (name, found) in [("DI", false), ("DIR", true), ("DIREC", true), ("DIRX", false)] {
            let id = symbols.id(name);
            assert_eq!(symbols.get(id, Scope::ALL).is_some(), found, "{name}");
        }
        symbols.delete_global(full);
        let id = symbols.id("DIR");
        assert!(symbols.get(id, Scope::ALL).is_none());
    }

    #[test]
    fn scope_hides_outer_locals_and_globals() {
        let mut symbols = Symbols::default();
        let (a, b) = (symbols.id("A"), symbols.id("B"));
        symbols.set_local(a, 1.into(), None);
        symbols.set_global(b, 2.into(), None);
        symbols.enter(parameters());
        let hidden = Scope { floor: 1, globals: false };
        assert!(symbols.get(a, hidden).is_none() && symbols.get(b, hidden).is_none());
    }
}
