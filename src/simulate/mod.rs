//! SIMULATE: loads, faults, the clock, crashes, and the explanation of the last copy.
