//! The shadowing core: a pure state machine, one VirtualUnit for each node and set.
