//! Operator messages: what the shadow server, volume processing and write bitmaps report.
//!
//! Every message goes to the operator log at once, with OPCOM's envelope, and waits until the sessions that it is for
//! print it between two commands. No thread of the node ever prints. Requests wait here for their replies.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::process::{Process, ProcessMode};
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
    /// OPCOM and those who ask operators: the text says who.
    Operators,
    /// REPLY with a text: shown as it is, and not logged.
    Broadcast,
}

/// Who is to see a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Operator terminals that hear one of these classes; every one when none is named.
    Operators(Vec<String>),
    /// Every terminal.
    Everybody,
    /// Terminals of these users.
    Users(Vec<String>),
    /// These terminals.
    Terminals(Vec<String>),
}

/// The seat of a process at its terminal: what it hears as an operator, and what it has seen.
#[derive(Clone, Debug, Default)]
pub struct Seat {
    /// Classes of operator messages (REPLY/ENABLE); none for who is no operator.
    pub classes: Vec<String>,
    /// Messages that were sent before the last look, of whoever looks there.
    pub seen: Arc<AtomicU64>,
}

/// What a process at a terminal hears.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ears {
    username: String,
    terminal: Option<String>,
    classes: Vec<String>,
    broadcast: bool,
}

impl Ears {
    /// What a process hears now. A batch job has no terminal to hear anything on.
    pub fn of(process: &Process) -> Self {
        Self {
            username: process.username.clone(),
            terminal: process.terminal.clone(),
            classes: process.seat.classes.clone(),
            broadcast: process.terminal_setup.broadcast && process.mode != ProcessMode::Batch,
        }
    }

    /// Whether a message is shown there.
    pub fn hear(&self, audience: &Audience) -> bool {
        self.broadcast
            && match audience {
                Audience::Operators(_) if self.classes.is_empty() => false,
                Audience::Operators(classes) => {
                    classes.is_empty() || classes.iter().any(|class| self.classes.contains(class))
                }
                Audience::Everybody => true,
                Audience::Users(users) => users.contains(&self.username),
                Audience::Terminals(terminals) => terminals.iter().any(|name| Some(name) == self.terminal.as_ref()),
            }
    }
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// REPLY/PENDING: the requester goes on waiting.
    Pending,
    /// REPLY/TO.
    Completed,
    /// REPLY/ABORT.
    Aborted,
    /// REPLY/BLANK_TAPE: completed, with the blank tape that is loaded.
    BlankTape,
    /// REPLY/INITIALIZE_TAPE: completed, with a tape that is to be initialized.
    InitializeTape,
}

/// A reply to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What became of the request.
    pub answer: Answer,
    /// What the operator says.
    pub text: String,
    /// The operator's terminal, `_NODEA$FTA1:`.
    pub operator: String,
    /// When.
    pub time: VmsTime,
}

/// A request that no operator has completed.
#[derive(Clone, Debug, Default)]
struct OpenRequest {
    text: Vec<String>,
    replies: VecDeque<Reply>,
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
    /// Who is to see it.
    pub audience: Audience,
    /// What it says.
    pub text: Vec<String>,
}

impl OperatorMessage {
    /// Lines on an operator terminal, the blank line behind them included.
    pub fn console_lines(&self) -> Vec<String> {
        match self.origin {
            Origin::Process | Origin::Operators => self.log_lines(),
            Origin::System | Origin::Broadcast => self.text.clone(),
        }
    }

    /// Lines in the operator log, the blank line behind them included.
    pub fn log_lines(&self) -> Vec<String> {
        let banner = Condition::new(codes::OPCOM_BANNER).arg(self.time.absolute());
        let from = Condition::new(codes::OPCOM_USERMSG).arg("SYSTEM").arg(self.node.as_str());
        let from = (self.origin != Origin::Operators).then(|| expand(&from));
        let head = std::iter::once(expand(&banner)).chain(from);
        head.chain(self.text.iter().cloned()).chain([String::new()]).collect()
    }
}

/// The operator's mailbox of a node.
pub struct Operator {
    node: String,
    clock: Arc<Clock>,
    log: LogWriter,
    is_logging: AtomicBool,
    queue: Mutex<VecDeque<OperatorMessage>>,
    /// Messages sent so far: the number of the last one in the queue.
    sent: AtomicU64,
    /// Operators by process, with the classes that each hears.
    enabled: Mutex<BTreeMap<u32, Vec<String>>>,
    requests: Mutex<BTreeMap<u32, OpenRequest>>,
    /// Requests made so far.
    asked: AtomicU64,
    /// Who is told of every message.
    listeners: Mutex<Vec<Listener>>,
}

/// What is called when a message was sent, with whom it is for, in the thread that sent it.
type Listener = Box<dyn Fn(&Audience) + Send + Sync>;

impl fmt::Debug for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operator").field("node", &self.node).finish_non_exhaustive()
    }
}

impl Operator {
    /// A mailbox for `node` that writes its log through `log`.
    pub fn new(node: &str, clock: Arc<Clock>, log: LogWriter) -> Self {
        Self {
            node: node.to_owned(),
            clock,
            log,
            is_logging: AtomicBool::new(true),
            queue: Mutex::default(),
            sent: AtomicU64::new(0),
            enabled: Mutex::default(),
            requests: Mutex::default(),
            asked: AtomicU64::new(0),
            listeners: Mutex::default(),
        }
    }

    /// Sends a message.
    pub fn send(&self, origin: Origin, condition: &Condition) {
        self.post(origin, Audience::Operators(Vec::new()), lines(condition));
    }

    /// Has `listener` called after every message that is sent from here on.
    pub fn listen(&self, listener: Box<dyn Fn(&Audience) + Send + Sync>) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// How many messages were sent: a look that costs nothing before every command.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Messages sent since a seat looked last, oldest first, whoever they are for.
    pub fn since(&self, seen: &AtomicU64) -> Vec<OperatorMessage> {
        let queue = self.lock_queue();
        let sent = self.sent();
        let fresh = sent.saturating_sub(seen.swap(sent, Ordering::Relaxed));
        let fresh = usize::try_from(fresh).unwrap_or(usize::MAX).min(queue.len());
        queue.iter().skip(queue.len() - fresh).cloned().collect()
    }

    /// A process hears these classes from now on; none ends its being an operator.
    pub fn enable(&self, pid: u32, classes: &[String]) {
        let mut enabled = self.enabled.lock().unwrap_or_else(PoisonError::into_inner);
        enabled.remove(&pid);
        if !classes.is_empty() {
            enabled.insert(pid, classes.to_vec());
        }
    }

    /// Whether an operator hears one of these classes; any class when none is named.
    pub fn is_covered(&self, classes: &[String]) -> bool {
        let enabled = self.enabled.lock().unwrap_or_else(PoisonError::into_inner);
        let hears = |own: &Vec<String>| classes.is_empty() || own.iter().any(|class| classes.contains(class));
        enabled.values().any(hears)
    }

    /// Sends a request that waits for a reply; its number.
    pub fn request(&self, user: &str, classes: &[String], text: &str) -> u32 {
        let number = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let heading = Condition::new(codes::OPCOM_REQUEST).arg(number.cast_signed()).arg(user).arg(self.node.as_str());
        let text = vec![expand(&heading), text.to_owned()];
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.lock_requests().insert(number, OpenRequest { text: text.clone(), replies: VecDeque::new() });
        self.post(Origin::Operators, Audience::Operators(classes.to_vec()), text);
        number
    }

    /// Replies to a request; false when there is none of that number that waits.
    pub fn reply(&self, number: u32, answer: Answer, text: &str, operator: &str) -> bool {
        let reply = Reply { answer, text: text.to_owned(), operator: operator.to_owned(), time: self.clock.now() };
        let mut requests = self.lock_requests();
        let is_over = |reply: &Reply| reply.answer != Answer::Pending;
        match requests.get_mut(&number).filter(|request| !request.replies.iter().any(is_over)) {
            Some(request) => request.replies.push_back(reply),
            None => return false,
        }
        true
    }

    /// The next reply to a request that its process has not seen; the last one ends the request.
    pub fn next_reply(&self, number: u32) -> Option<Reply> {
        let mut requests = self.lock_requests();
        let reply = requests.get_mut(&number)?.replies.pop_front()?;
        if reply.answer != Answer::Pending {
            requests.remove(&number);
        }
        Some(reply)
    }

    /// Its process waits no longer.
    pub fn cancel(&self, number: u32) {
        self.lock_requests().remove(&number);
    }

    /// What requests that wait say, oldest first.
    pub fn waiting(&self) -> Vec<Vec<String>> {
        let waits = |request: &&OpenRequest| request.replies.iter().all(|reply| reply.answer == Answer::Pending);
        self.lock_requests().values().filter(waits).map(|request| request.text.clone()).collect()
    }

    /// REPLY/LOG and REPLY/NOLOG: whether messages go to the operator log.
    pub fn set_logging(&self, on: bool) {
        self.is_logging.store(on, Ordering::SeqCst);
    }

    /// Whether messages go to the operator log.
    pub fn is_logging(&self) -> bool {
        self.is_logging.load(Ordering::SeqCst)
    }

    fn lock_queue(&self) -> MutexGuard<'_, VecDeque<OperatorMessage>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_requests(&self) -> MutexGuard<'_, BTreeMap<u32, OpenRequest>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_log(&self, text: &[String]) {
        if self.is_logging() {
            (self.log)(&(text.join("\n") + "\n"));
        }
    }

    /// Writes what OPCOM itself says to the log, and returns its lines for the terminal that caused it: banner, text, a
    /// blank line.
    pub fn announce(&self, text: &[String]) -> Vec<String> {
        let banner = expand(&Condition::new(codes::OPCOM_BANNER).arg(self.clock.now().absolute()));
        let all: Vec<String> = std::iter::once(banner).chain(text.iter().cloned()).chain([String::new()]).collect();
        self.write_log(&all);
        all
    }

    /// Sends lines to an audience; a broadcast is not logged.
    pub fn post(&self, origin: Origin, audience: Audience, text: Vec<String>) {
        let message = OperatorMessage { time: self.clock.now(), node: self.node.clone(), origin, audience, text };
        if origin != Origin::Broadcast {
            self.write_log(&message.log_lines());
        }
        let audience = message.audience.clone();
        let mut queue = self.lock_queue();
        self.sent.fetch_add(1, Ordering::SeqCst);
        if queue.len() == KEPT {
            queue.pop_front();
        }
        queue.push_back(message);
        drop(queue);
        self.call(&audience);
    }

    /// Tells the listeners that there is news: a message, or the end of a job.
    pub fn call(&self, audience: &Audience) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(|listener| listener(audience));
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
    fn who_is_no_operator_hears_only_what_is_for_the_terminal() {
        let mut ears =
            Ears { username: "SYSTEM".into(), terminal: Some("FTA1".into()), classes: vec![], broadcast: true };
        let disks = Audience::Operators(vec!["DISKS".into()]);
        assert!(!ears.hear(&disks) && !ears.hear(&Audience::Operators(Vec::new())));
        assert!(ears.hear(&Audience::Everybody) && ears.hear(&Audience::Users(vec!["SYSTEM".into()])));
        assert!(!ears.hear(&Audience::Users(vec!["JONES".into()])));
        assert!(ears.hear(&Audience::Terminals(vec!["FTA1".into()])));
        ears.classes.push("DISKS".into());
        assert!(ears.hear(&disks) && !ears.hear(&Audience::Operators(vec!["TAPES".into()])));
        ears.broadcast = false;
        assert!(!ears.hear(&disks) && !ears.hear(&Audience::Everybody));
    }

    #[test]
    fn only_those_who_listen_are_told_at_once() {
        let (operator, _) = mailbox();
        let told = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&told);
        operator.listen(Box::new(move |audience| heard.lock().unwrap().push(audience.clone())));
        operator.post(Origin::Broadcast, Audience::Everybody, vec!["tea".into()]);
        operator.call(&Audience::Users(vec!["SYSTEM".into()]));
        assert_eq!(*told.lock().unwrap(), [Audience::Everybody, Audience::Users(vec!["SYSTEM".into()])]);
    }

    #[test]
    fn a_server_message_stands_in_its_envelope() {
        let (operator, log) = mailbox();
        let status = Condition::new(codes::SHADOW_SERVER_SSRVINICPY).arg("_DSA1:").arg(0).arg(7);
        operator.send(Origin::Process, &status);
        let expected = "%%%%%%%%%%%  OPCOM   1-JAN-2030 00:00:00.00  %%%%%%%%%%%\nMessage from user SYSTEM on NODEA\n\
            %SHADOW_SERVER-I-SSRVINICPY, initiating copy operation on device _DSA1: at LBN: 0, ID number: 7\n\n";
        assert_eq!(*log.lock().unwrap(), expected);
        assert_eq!(operator.since(&AtomicU64::new(0))[0].console_lines().join("\n") + "\n", expected);
        let seen = AtomicU64::new(operator.sent());
        assert!(operator.since(&seen).is_empty());
    }

    #[test]
    fn volume_processing_stands_alone_on_a_console() {
        let (operator, _) = mailbox();
        operator.send(Origin::System, &Condition::new(codes::SHADOW_CHANGED).arg("DSA13:"));
        let shown = operator.since(&AtomicU64::new(0))[0].console_lines();
        assert_eq!(shown, ["%SHADOW-I-VOLPROC, DSA13: shadow set has changed state. Volume processing in progress."]);
    }

    #[test]
    fn bitmap_messages_have_no_comma() {
        let (operator, _) = mailbox();
        operator.send(Origin::Process, &Condition::new(codes::WBM_STARTED).arg(0x000A_0001).arg("_DSA1:"));
        assert_eq!(
            operator.since(&AtomicU64::new(0))[0].text,
            ["%WBM-I-WBMINFO Bitmap 000A0001 has been started on _DSA1:"]
        );
    }

    #[test]
    fn a_request_waits_for_its_last_reply() {
        let (operator, log) = mailbox();
        operator.enable(7, &["TAPES".to_owned()]);
        assert!(operator.is_covered(&[]) && !operator.is_covered(&["DISKS".to_owned()]));
        let number = operator.request("ANNA", &["TAPES".to_owned()], "Please mount");
        assert_eq!(operator.waiting(), [["Request 1, from user ANNA on NODEA", "Please mount"]]);
        assert!(operator.next_reply(number).is_none());
        assert!(operator.reply(number, Answer::Pending, "soon", "_NODEA$OPA0:"));
        assert!(operator.reply(number, Answer::Completed, "done", "_NODEA$OPA0:"));
        assert!(!operator.reply(number, Answer::Aborted, "", "_NODEA$OPA0:"));
        assert!(operator.waiting().is_empty());
        assert_eq!(operator.next_reply(number).unwrap().text, "soon");
        assert_eq!(operator.next_reply(number).unwrap().answer, Answer::Completed);
        assert!(operator.next_reply(number).is_none());
        operator.enable(7, &[]);
        assert!(!operator.is_covered(&[]));
        assert!(log.lock().unwrap().contains("Request 1, from user ANNA on NODEA\nPlease mount\n"));
    }

    #[test]
    fn without_a_log_nothing_is_written() {
        let (operator, log) = mailbox();
        operator.set_logging(false);
        operator.announce(&["x".to_owned()]);
        operator.post(Origin::Operators, Audience::Everybody, vec!["y".to_owned()]);
        assert!(log.lock().unwrap().is_empty());
    }
}
