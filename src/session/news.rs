//! What a process at a terminal is told between its commands and in the middle of a prompt: messages of operators and to
//! them, and batch jobs of its user that have ended.

use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};

use super::run::Session;
use crate::message::{Condition, codes, expand};
use crate::node::Node;
use crate::node::operator::{Ears, OperatorMessage};
use crate::node::process::Process;
use crate::node::queues::Job;

impl Session<'_> {
    /// Has the prompts, and the commands that run long, tell what there is for the process as it is now.
    pub(super) fn offer_news(&mut self) {
        if !self.streams.is_person() {
            return;
        }
        let ears = Ears::of(&self.process);
        self.ears.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&ears);
        let (node, seen) = (Arc::clone(&self.node), Arc::clone(&self.process.seat.seen));
        let username = self.process.username.clone();
        let news = move || messages(&node, &ears, &seen).into_iter().chain(ended_jobs(&node, &username)).collect();
        self.streams.terminal().set_news(Rc::new(news));
    }

    /// Messages of operators and for them stand between commands.
    pub(super) fn show_operator_messages(&mut self) {
        if is_new(&self.node, &self.process) {
            for line in messages(&self.node, &Ears::of(&self.process), &self.process.seat.seen) {
                self.streams.terminal().line(&line);
            }
        }
    }

    /// Tells the user of jobs that have ended, if that was asked for.
    pub(super) fn show_job_news(&mut self) {
        for line in ended_jobs(&self.node, &self.process.username) {
            self.streams.terminal().line(&line);
        }
    }
}

/// Whether there are messages that a process has not seen: a look that costs nothing.
fn is_new(node: &Node, process: &Process) -> bool {
    node.operator().sent() != process.seat.seen.load(Ordering::Relaxed)
}

/// The messages that were not seen yet, as far as they are heard.
fn messages(node: &Node, ears: &Ears, seen: &AtomicU64) -> Vec<String> {
    let messages = node.operator().since(seen);
    let heard = messages.iter().filter(|message| ears.hear(&message.audience));
    heard.flat_map(OperatorMessage::console_lines).collect()
}

/// Jobs of a user that have ended since the last look, if they asked for notice.
fn ended_jobs(node: &Node, user: &str) -> Vec<String> {
    let line = |job: Job| {
        let own = &job.submission;
        let line = Condition::new(codes::TEXT_JOBSTATE).arg(own.name.as_str()).arg(own.queue.as_str());
        expand(&line.arg(i64::from(job.entry)).arg("completed"))
    };
    node.queues().take_news(user).into_iter().map(line).collect()
}
