//! Keys that something deep below a command has looked at: they are kept until the terminal itself looks.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use crossterm::event::Event;

use super::keys::{self, Action};
use super::signals::Signals;
use super::type_ahead::TypeAhead;

/// Events in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(Rc<RefCell<VecDeque<Event>>>);

impl Seen {
    /// The next event: one that was seen already, else from the keyboard, waited for no longer than that.
    pub fn next(&self, wait: Duration) -> Option<Event> {
        let seen = self.0.borrow_mut().pop_front();
        seen.or_else(|| keys::next(wait))
    }

    /// What tells whether a key that interrupts was pressed, or the terminal is gone.
    pub fn probe(&self, signals: &Signals) -> Rc<dyn Fn() -> bool> {
        let (seen, signals) = (self.clone(), signals.clone());
        Rc::new(move || {
            let mut events = seen.0.borrow_mut();
            while let Some(event) = keys::next(Duration::ZERO) {
                events.push_back(event);
            }
            let interrupts = |event: &Event| {
                let action = keys::take(event, &mut TypeAhead::default());
                matches!(action, Some(Action::Interrupt | Action::Cancel))
            };
            signals.is_hangup() || events.iter().any(interrupts)
        })
    }
}
