//! HELP libraries: .HLP source, key matching, the display.
