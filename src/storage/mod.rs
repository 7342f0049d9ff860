//! Block files: memory-mapped images, memory, and a faulty one for tests.
