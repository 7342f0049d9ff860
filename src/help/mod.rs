//! HELP libraries: `.HLP` source, key matching, the display and the dialogue.
//!
//! Pure: a [`Dialogue`] takes what was typed and gives lines and the next prompt; somebody else reads and prints.
//! Topics live in `grammar/*.HLP`. Imports `message` only. Source of the rules: help-format.md, after the OpenVMS
//! Librarian manual.

mod dialogue;
mod display;
mod library;
mod source;

pub use dialogue::{Dialogue, Options, Reply};
pub use display::{Kind, Line};
pub use library::{Library, Topic};
