//! One file per verb: a parsed command becomes requests to the node, lines on SYS$OUTPUT and a status.

mod recall;

pub use recall::{LABELS as RECALL_LABELS, Recall, recall};
