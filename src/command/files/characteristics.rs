//! The characteristics that a file header keeps as flags, with the words that displays have for them.

use crate::rms::Attributes;

/// A flag, its word in DIRECTORY/FULL and its word in DUMP/HEADER.
type Characteristic = (fn(&Attributes) -> bool, &'static str, &'static str);

const ALL: [Characteristic; 7] = [
    (|known| known.contiguous, "Contiguous", "Contiguous"),
    (|known| known.is_directory, "Directory file", "Directory"),
    (|known| known.no_backup, "Backups disabled", "No backup"),
    (|known| known.erase, "Erase on delete", "Erase on delete"),
    (|known| known.no_move, "MoveFile disabled", "Movefile disabled"),
    (|known| known.read_check, "Read check", "Read-check"),
    (|known| known.write_check, "Write check", "Write-check"),
];

fn that_hold(known: &Attributes) -> impl Iterator<Item = &'static Characteristic> {
    ALL.iter().filter(|(holds, _, _)| holds(known))
}

/// The words of DIRECTORY/FULL for what a file has.
pub fn for_directory(known: &Attributes) -> impl Iterator<Item = &'static str> {
    that_hold(known).map(|(_, word, _)| *word)
}

/// The words of DUMP/HEADER for what a file has.
pub fn for_dump(known: &Attributes) -> impl Iterator<Item = &'static str> {
    that_hold(known).map(|(_, _, word)| *word)
}
