//! Recorded sessions: their format, the comparison, JUnit reports.
