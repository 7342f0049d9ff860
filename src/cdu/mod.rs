//! Command definitions: the CLD compiler and the table-driven command line parser.
