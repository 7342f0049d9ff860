//! REQUEST/REPLY: a process that waits for an operator (command reference 22).

use std::time::Duration;

use crate::cdu::Command;
use crate::clock::Millis;
use crate::command::{self, Streams as _};
use crate::dcl::{Host as _, State};
use crate::message::{Condition, Status, codes, expand};
use crate::node::operator::{Answer, Reply};
use crate::node::queues::JobState;
use crate::simulate;

use super::run::Session;

/// How often a process that waits looks for its reply.
const LOOK: Millis = Millis(100);

impl Session<'_> {
    /// Sends a request and waits until an operator completes or aborts it. A request that nobody is left to answer, and
    /// one whose process is interrupted, is canceled.
    pub(super) fn ask_operator(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let Some(number) = self.with_context(state, |context| command::send_request(context, command))? else {
            return Ok(codes::OPCOM_NOPERATOR.inhibited());
        };
        loop {
            self.run_due_jobs();
            self.show_operator_messages();
            if let Some(reply) = self.node.operator().next_reply(number) {
                if let Some(status) = self.show_reply(state, number, &reply) {
                    return Ok(status);
                }
                continue;
            }
            if self.streams.interrupted() || !self.has_company() {
                self.node.operator().cancel(number);
                return Err(codes::OPCOM_RQSTCAN.into());
            }
            if self.node.clock().is_virtual() {
                simulate::pass(&self.node, &self.loads, LOOK);
            } else {
                std::thread::sleep(Duration::from_millis(LOOK.0));
            }
        }
    }

    /// Shows a reply; the status of the command when it is the last one.
    fn show_reply(&mut self, state: &State, number: u32, reply: &Reply) -> Option<Status> {
        let (first, by) = match reply.answer {
            Answer::Aborted => (Condition::new(codes::OPCOM_RQSTABORT), codes::OPCOM_ABORTED),
            Answer::Pending => (Condition::new(codes::OPCOM_OPREPLY).arg(reply.text.as_str()), codes::OPCOM_PENDING),
            Answer::Completed => {
                (Condition::new(codes::OPCOM_OPREPLY).arg(reply.text.as_str()), codes::OPCOM_COMPLETED)
            }
            Answer::BlankTape => {
                (Condition::new(codes::OPCOM_BLANKTAPE).arg(reply.text.as_str()), codes::OPCOM_COMPLETED)
            }
            Answer::InitializeTape => {
                (Condition::new(codes::OPCOM_INITAPE).arg(reply.text.as_str()), codes::OPCOM_COMPLETED)
            }
        };
        self.message(state, &first);
        if reply.answer == Answer::Aborted && !reply.text.is_empty() {
            self.streams.line(&reply.text);
        }
        let by = Condition::new(by).arg(reply.time.absolute()).arg(i64::from(number)).arg(reply.operator.as_str());
        self.streams.line(&expand(&by));
        (reply.answer != Answer::Pending).then(|| first.status.inhibited())
    }

    /// Whether somebody is left who could reply: a person who can interrupt, or another job of the node that can run
    /// while this process waits.
    fn has_company(&self) -> bool {
        if self.nested > 0 {
            return !self.node.clock().is_virtual();
        }
        let person = self.streams.is_person() && !self.node.clock().is_virtual();
        let others = self.node.queues().jobs().into_iter().any(|job| job.state != JobState::Holding);
        person || others
    }
}
