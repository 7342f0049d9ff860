//! Operator messages: what the shadow server, volume processing and write bitmaps report.
//!
//! Every message goes to the operator log at once, with OPCOM's envelope, and waits in a queue until the session that
//! is an operator terminal prints it between two commands. No thread of the node ever prints.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use crate::clock::{Clock, VmsTime};
use crate::message::{Condition, codes, expand, lines};

/// Messages kept for terminals that have not looked; older ones stand in the log only.
const KEPT: usize = 1000;

/// Writes a piece of text, its newlines included, to the operator log.
pub type LogWriter = Box<dyn Fn(&str) + Send + Sync>;

/// Where a message comes from: decides how a console shows it (shadowing.md 3.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A user or server process: always in OPCOM's envelope.
    Process,
    /// The system itself: stands alone on a console, in the envelope in the log.
    System,
}

/// An operator message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorMessage {
    /// When it was sent.
    pub time: VmsTime,
    /// Node that sent it.
    pub node: String,
    /// Who sent it.
    pub origin: Origin,
    /// What it says.
    pub text: Vec<String>,
}

impl OperatorMessage {
    /// Lines on an operator terminal, the blank line behind them included.
    pub fn console_lines(&self) -> Vec<String> {
        match self.origin {
            Origin::Process => self.log_lines(),
            Origin::System => self.text.clone(),
        }
    }

    /// Lines in the operator log, the blank line behind them included.
    pub fn log_lines(&self) -> Vec<String> {
        let banner = Condition::new(codes::OPCOM_BANNER).arg(self.time.absolute());
        let from = Condition::new(codes::OPCOM_USERMSG).arg("SYSTEM").arg(self.node.as_str());
        let head = [expand(&banner), expand(&from)];
        head.into_iter().chain(self.text.iter().cloned()).chain([String::new()]).collect()
    }
}

/// The operator's mailbox of a node.
pub struct Operator {
    node: String,
    clock: Arc<Clock>,
    log: LogWriter,
    queue: Mutex<VecDeque<OperatorMessage>>,
}

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator").field("node", &self.node).finish_non_exhaustive()
    }
}

impl Operator {
    /// A mailbox for `node` that writes its log through `log`.
    pub fn new(node: &str, clock: Arc<Clock>, log: LogWriter) -> Self {
        Self { node: node.to_owned(), clock, log, queue: Mutex::default() }
    }

    /// Sends a message.
    pub fn send(&self, origin: Origin, condition: &Condition) {
        self.send_text(origin, lines(condition));
    }

    /// Writes what OPCOM itself says to the log, and returns its lines for the terminal that caused it: banner, text, a
    /// blank line.
    pub fn announce(&self, text: &[String]) -> Vec<String> {
        let banner = expand(&Condition::new(codes::OPCOM_BANNER).arg(self.clock.now().absolute()));
        let all: Vec<String> = std::iter::once(banner).chain(text.iter().cloned()).chain([String::new()]).collect();
        (self.log)(&(all.join("\n") + "\n"));
        all
    }

    /// Takes the messages that no terminal has shown yet, oldest first.
    pub fn take(&self) -> Vec<OperatorMessage> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }

    fn send_text(&self, origin: Origin, text: Vec<String>) {
        let message = OperatorMessage { time: self.clock.now(), node: self.node.clone(), origin, text };
        (self.log)(&(message.log_lines().join("\n") + "\n"));
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if queue.len() == KEPT {
            queue.pop_front();
        }
        queue.push_back(message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox() -> (Operator, Arc<Mutex<String>>) {
        let log = Arc::new(Mutex::new(String::new()));
        let writer = Arc::clone(&log);
        let log_writer: LogWriter = Box::new(move |text| writer.lock().unwrap().push_str(text));
        (Operator::new("NODEA", Arc::new(Clock::virtual_default()), log_writer), log)
    }

    #[test]
    fn a_server_message_stands_in_its_envelope() {
        let (operator, log) = mailbox();
        let status = Condition::new(codes::SHADOW_SERVER_SSRVINICPY).arg("_DSA1:").arg(0).arg(7);
        operator.send(Origin::Process, &status);
        let expected = "%%%%%%%%%%%  OPCOM   1-JAN-2030 00:00:00.00  %%%%%%%%%%%\nMessage from user SYSTEM on NODEA\n\
            %SHADOW_SERVER-I-SSRVINICPY, initiating copy operation on device _DSA1: at LBN: 0, ID number: 7\n\n";
        assert_eq!(*log.lock().unwrap(), expected);
        assert_eq!(operator.take()[0].console_lines().join("\n") + "\n", expected);
        assert!(operator.take().is_empty());
    }

    #[test]
    fn volume_processing_stands_alone_on_a_console() {
        let (operator, _) = mailbox();
        operator.send(Origin::System, &Condition::new(codes::SHADOW_CHANGED).arg("DSA13:"));
        let shown = operator.take()[0].console_lines();
        assert_eq!(shown, ["%SHADOW-I-VOLPROC, DSA13: shadow set has changed state. Volume processing in progress."]);
    }

    #[test]
    fn bitmap_messages_have_no_comma() {
        let (operator, _) = mailbox();
        operator.send(Origin::Process, &Condition::new(codes::WBM_STARTED).arg(0x000A_0001).arg("_DSA1:"));
        assert_eq!(operator.take()[0].text, ["%WBM-I-WBMINFO Bitmap 000A0001 has been started on _DSA1:"]);
    }
}
