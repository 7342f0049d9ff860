//! Files-11 ODS-2 structures: home block, index file, storage bitmap, storage control block.
