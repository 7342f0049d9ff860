//! How long a request waits for a disk: whoever runs commands may end the wait.
//!
//! A command's handler does not know where deep below it a request waits in mount verification. What the person at the
//! terminal wants is asked here, in the thread that waits, which is the one that runs the command.

use std::cell::RefCell;
use std::rc::Rc;

/// How long a request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all: it is tried again later.
    None,
    /// Until the disk is back or given up, or the person who waits has had enough.
    Endless,
}

/// Whether whoever waits has had enough. It is asked every few milliseconds.
pub type Question = Rc<dyn Fn() -> bool>;

thread_local! {
    static ASKED: RefCell<Option<Question>> = const { RefCell::new(None) };
}

/// Does something whose waits the question may end; without a question they last as long as they last.
pub fn while_asking<T>(question: Option<Question>, work: impl FnOnce() -> T) -> T {
    let before = ASKED.replace(question);
    let done = work();
    ASKED.set(before);
    done
}

/// Whether the wait of this thread is over.
pub(super) fn is_over() -> bool {
    let question = ASKED.with_borrow(Clone::clone);
    question.is_some_and(|question| question())
}

/// Whether anybody may end the waits of this thread.
pub(super) fn has_end() -> bool {
    ASKED.with_borrow(Option::is_some)
}
