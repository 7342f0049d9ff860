//! Definitions of keypad keys: what DEFINE/KEY made of them, and the state that chooses among definitions (dcl.md 17).

use std::collections::BTreeMap;

/// The state at login.
pub const DEFAULT_STATE: &str = "DEFAULT";

/// Every key that can be defined, in the order of displays.
pub const KEY_NAMES: &[&str] = &[
    "PF1", "PF2", "PF3", "PF4", "KP0", "KP1", "KP2", "KP3", "KP4", "KP5", "KP6", "KP7", "KP8", "KP9", "PERIOD",
    "COMMA", "MINUS", "ENTER", "LEFT", "RIGHT", "E1", "E2", "E3", "E4", "E5", "E6", "HELP", "DO", "F6", "F7", "F8",
    "F9", "F10", "F11", "F12", "F13", "F14", "F17", "F18", "F19", "F20",
];

/// What a key stands for in one state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyDefinition {
    /// Text that the key types.
    pub text: String,
    /// The text is shown.
    pub echo: bool,
    /// The line is erased before the text is typed.
    pub erase: bool,
    /// The new state stays until another is set; else it is for the next key only.
    pub lock_state: bool,
    /// The state that the key sets.
    pub set_state: Option<String>,
    /// The line is entered behind the text.
    pub terminate: bool,
}

/// The definitions of a process and its key state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keypad {
    state: String,
    /// The state that comes back after the next key.
    returns_to: Option<String>,
    keys: BTreeMap<(String, usize), KeyDefinition>,
}

impl Default for Keypad {
    fn default() -> Self {
        Self { state: DEFAULT_STATE.to_owned(), returns_to: None, keys: BTreeMap::new() }
    }
}

fn number_of(key: &str) -> Option<usize> {
    KEY_NAMES.iter().position(|name| name.eq_ignore_ascii_case(key))
}

impl Keypad {
    /// Whether there is a key of that name, any case.
    pub fn knows(key: &str) -> bool {
        number_of(key).is_some()
    }

    /// The key state: what F$ENVIRONMENT("KEY_STATE") returns.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// SET KEY/STATE: a state that stays.
    pub fn set_state(&mut self, state: &str) {
        self.state = state.to_ascii_uppercase();
        self.returns_to = None;
    }

    /// Defines a key in a state; a key that does not exist is left alone.
    pub fn define(&mut self, state: &str, key: &str, definition: KeyDefinition) {
        if let Some(number) = number_of(key) {
            self.keys.insert((state.to_ascii_uppercase(), number), definition);
        }
    }

    /// Takes a definition away; whether there was one.
    pub fn delete(&mut self, state: &str, key: &str) -> bool {
        number_of(key).is_some_and(|number| self.keys.remove(&(state.to_ascii_uppercase(), number)).is_some())
    }

    /// What a key stands for in a state.
    pub fn find(&self, state: &str, key: &str) -> Option<&KeyDefinition> {
        self.keys.get(&(state.to_ascii_uppercase(), number_of(key)?))
    }

    /// The definitions of a state in the order of displays.
    pub fn list(&self, state: &str) -> Vec<(&'static str, &KeyDefinition)> {
        let state = state.to_ascii_uppercase();
        let own = self.keys.iter().filter(|((other, _), _)| *other == state);
        own.map(|((_, number), definition)| (KEY_NAMES[*number], definition)).collect()
    }

    /// The states that have definitions.
    pub fn states(&self) -> Vec<&str> {
        let mut states: Vec<&str> = self.keys.keys().map(|(state, _)| state.as_str()).collect();
        states.dedup();
        states
    }

    /// The key was pressed: what it stands for now, the state changed as it says. `None` for a key without definition,
    /// which ends a state that was set for one key.
    pub fn press(&mut self, key: &str) -> Option<KeyDefinition> {
        let found = self.find(&self.state, key).cloned();
        if let Some(before) = self.returns_to.take() {
            self.state = before;
        }
        if let Some(KeyDefinition { set_state: Some(state), lock_state, .. }) = &found {
            let before = std::mem::replace(&mut self.state, state.to_ascii_uppercase());
            self.returns_to = (!lock_state).then_some(before);
        }
        found
    }

    /// A line was entered: a state that was set for one key ends with it.
    pub fn line_ended(&mut self) {
        if let Some(before) = self.returns_to.take() {
            self.state = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(text: &str) -> KeyDefinition {
        KeyDefinition { text: text.to_owned(), echo: true, ..KeyDefinition::default() }
    }

    #[test]
    fn a_state_is_for_the_next_key_unless_it_is_locked() {
        let mut keypad = Keypad::default();
        let gold = |lock_state| KeyDefinition { set_state: Some("gold".into()), lock_state, ..types("") };
        keypad.define("default", "pf1", gold(false));
        keypad.define("DEFAULT", "PF2", gold(true));
        keypad.define("DEFAULT", "PF3", types("plain"));
        keypad.define("GOLD", "PF3", types("gold"));
        let text = |keypad: &mut Keypad, key: &str| keypad.press(key).map(|d| d.text);
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("plain"));
        keypad.press("PF1");
        assert_eq!(keypad.state(), "GOLD");
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("gold"));
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("plain"));
        keypad.press("PF1");
        keypad.line_ended();
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("plain"));
        keypad.press("PF2");
        keypad.line_ended();
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("gold"));
        assert_eq!(text(&mut keypad, "PF3").as_deref(), Some("gold"));
        assert_eq!(keypad.states(), ["DEFAULT", "GOLD"]);
    }

    #[test]
    fn keys_are_known_by_name() {
        assert!(Keypad::knows("kp7") && !Keypad::knows("KP10") && !Keypad::knows("F5"));
        let mut keypad = Keypad::default();
        keypad.define("DEFAULT", "DO", types("x"));
        assert!(keypad.delete("default", "do") && !keypad.delete("DEFAULT", "DO"));
    }
}
