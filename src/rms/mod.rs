//! Files and records as DCL sees them: file specifications, the `FileSystem` trait, the host directory behind it.
