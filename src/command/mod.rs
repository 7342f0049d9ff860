//! One file per verb: a parsed command becomes requests to the node, lines on SYS$OUTPUT and a status.
