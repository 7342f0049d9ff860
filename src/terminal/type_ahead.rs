//! What is typed while a command runs, kept for the next prompts.
//!
//! Pure: keys in, lines out. Nothing is echoed before its prompt comes, as on a real terminal.

use std::collections::VecDeque;

/// What waits for a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A line that was ended with Return.
    Line(String),
    /// Ctrl/Z, with what stood before it on its line.
    EndOfInput(String),
}

/// The type-ahead buffer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeAhead {
    ended: VecDeque<Waiting>,
    line: String,
}

impl TypeAhead {
    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.ended.is_empty() && self.line.is_empty()
    }

    /// A character.
    pub fn character(&mut self, c: char) {
        self.line.push(c);
    }

    /// Return.
    pub fn end_line(&mut self) {
        self.ended.push_back(Waiting::Line(std::mem::take(&mut self.line)));
    }

    /// Ctrl/Z.
    pub fn end_of_input(&mut self) {
        self.ended.push_back(Waiting::EndOfInput(std::mem::take(&mut self.line)));
    }

    /// DEL: takes the last character of the line back; a line that was ended stays.
    pub fn delete(&mut self) {
        self.line.pop();
    }

    /// Ctrl/U: takes the line back.
    pub fn delete_line(&mut self) {
        self.line.clear();
    }

    /// Ctrl/X: takes everything back.
    pub fn purge(&mut self) {
        *self = Self::default();
    }

    /// What the next prompt gets, if it was ended.
    pub fn next(&mut self) -> Option<Waiting> {
        self.ended.pop_front()
    }

    /// The line that was not ended yet, for the prompt to go on with.
    pub fn take_line(&mut self) -> String {
        std::mem::take(&mut self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> TypeAhead {
        let mut ahead = TypeAhead::default();
        for c in keys.chars() {
            match c {
                '\r' => ahead.end_line(),
                '\x7F' => ahead.delete(),
                '\x15' => ahead.delete_line(),
                '\x18' => ahead.purge(),
                '\x1A' => ahead.end_of_input(),
                c => ahead.character(c),
            }
        }
        ahead
    }

    #[test]
    fn lines_come_in_the_order_in_which_they_were_typed() {
        let mut ahead = typed("one\rtwo\x1Athree\x7F\x7Feee\rfou");
        assert_eq!(ahead.next(), Some(Waiting::Line("one".to_owned())));
        assert_eq!(ahead.next(), Some(Waiting::EndOfInput("two".to_owned())));
        assert_eq!(ahead.next(), Some(Waiting::Line("threee".to_owned())));
        assert_eq!(ahead.next(), None);
        assert_eq!(ahead.take_line(), "fou");
        assert!(ahead.is_empty());
    }

    #[test]
    fn deleting_stops_at_the_end_of_a_line_and_purging_does_not() {
        assert_eq!(typed("a\r\x7F\x7Fb\x15c").take_line(), "c");
        assert_eq!(typed("a\r\x7F").next(), Some(Waiting::Line("a".to_owned())));
        assert!(typed("a\rb\x18").is_empty());
    }
}
