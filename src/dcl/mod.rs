//! The command language: lines, symbols, expressions, control flow, lexical functions that need nothing outside.
