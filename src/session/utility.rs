//! Utilities with a prompt of their own: where their commands come from, and what of them only a session can do - run
//! other processes (SPAWN, ATTACH, SYSMAN's DO).

use crate::cdu;
use crate::clock::VmsTime;
use crate::command::{self, Flow, NodeCommand, Streams as _, Target, Utility};
use crate::dcl::{Host as _, State, significant};
use crate::message::{Condition, Status, codes, expand, text};
use crate::node::patience;

use super::peers::Errand;
use super::run::Session;

impl Session<'_> {
    /// MCR and RUN: starts a utility and carries out its commands until it ends, or leaves the terminal to another process.
    pub(super) fn run_utility(&mut self, state: &mut State, command: &cdu::Command) -> Result<Status, Condition> {
        self.node.look_at_files();
        self.follow_output(state, true);
        let (mut utility, line) = self.with_context(state, |context| command::begin_utility(context, command))?;
        utility.change_desk(&mut state.keypad, &mut self.recall);
        let status = match line {
            None => self.utility_prompt(state, utility),
            Some(line) => match self.utility_command(state, &mut utility, &line) {
                (_, true) => self.utility_prompt(state, utility),
                (status, false) => {
                    self.end_utility(state, utility);
                    status
                }
            },
        };
        self.follow_output(state, false);
        Ok(status)
    }

    /// MONITOR without a class: its prompt.
    pub(super) fn monitor_prompt(&mut self, state: &mut State) -> Status {
        self.follow_output(state, true);
        let mut utility = self.with_context(state, |context| command::begin_monitor(context));
        utility.change_desk(&mut state.keypad, &mut self.recall);
        let status = self.utility_prompt(state, utility);
        self.follow_output(state, false);
        status
    }

    /// Goes on at the prompt of a utility that the process left by ATTACH.
    pub(super) fn go_on_with_utility(&mut self, state: &mut State) {
        if let Some(mut utility) = self.utilities.remove(&self.process.pid) {
            utility.change_desk(&mut state.keypad, &mut self.recall);
            self.utility_prompt(state, utility);
        }
    }

    /// Carries out commands until the utility ends.
    fn utility_prompt(&mut self, state: &mut State, mut utility: Utility) -> Status {
        while let Some(line) = self.utility_line(state, &mut utility) {
            let goes_on = match self.utility_step(state, &mut utility, &line) {
                Ok(flow) => !matches!(flow, Flow::Exit),
                Err(condition) => {
                    self.with_context(state, |context| utility.report(context, &condition));
                    true
                }
            };
            if self.attaching.is_some() {
                utility.change_desk(&mut state.keypad, &mut self.recall);
                self.utilities.insert(self.process.pid, utility);
                return Status::NORMAL;
            }
            let interrupted = match utility.outlives_interrupts() {
                true => self.streams.take_interrupt() && self.streams.hung_up,
                false => self.streams.interrupted(),
            };
            if !goes_on || state.has_ended() || interrupted {
                break;
            }
        }
        self.end_utility(state, utility);
        Status::NORMAL
    }

    /// One command of the command line that started the utility: its status, and whether the utility goes on.
    fn utility_command(&mut self, state: &mut State, utility: &mut Utility, line: &str) -> (Status, bool) {
        match self.utility_step(state, utility, line) {
            Ok(flow) => (Status::NORMAL, matches!(flow, Flow::Stay)),
            Err(condition) => {
                self.with_context(state, |context| utility.report(context, &condition));
                (condition.status.inhibited(), false)
            }
        }
    }

    fn end_utility(&mut self, state: &mut State, mut utility: Utility) {
        utility.change_desk(&mut state.keypad, &mut self.recall);
        self.with_context(state, |context| utility.end(context));
        self.process.names.image_ended();
    }

    /// The next line of its input, with those that continue it.
    fn utility_line(&mut self, state: &mut State, utility: &mut Utility) -> Option<String> {
        let mut joined = String::new();
        loop {
            let line = self.utility_record(state, utility, !joined.is_empty())?;
            let (part, continued) = significant(&line);
            joined.push_str(part);
            if !continued {
                return Some(joined);
            }
        }
    }

    /// The next record: of a file that `@` named, of the procedure that started the utility, of the terminal.
    fn utility_record(&mut self, state: &mut State, utility: &mut Utility, continued: bool) -> Option<String> {
        if let Some(record) = utility.next_record() {
            return Some(record);
        }
        if state.depth() > 0 {
            return state.next_data().map(|record| record.to_string());
        }
        let prompt = format!("{}{}", if continued { "_" } else { "" }, utility.prompt());
        if self.streams.frame.input.is_some() {
            return self.streams.ask(&prompt);
        }
        let input = self.read_command(state, &prompt);
        let line = self.streams.answer(input)?;
        self.recall.push(&line);
        Some(line)
    }

    /// One command, the part of the session included.
    fn utility_step(&mut self, state: &mut State, utility: &mut Utility, line: &str) -> Result<Flow, Condition> {
        let probe = self.streams.interrupt_probe();
        let step = || self.with_context(state, |context| utility.step(context, line));
        match patience::while_asking(probe, step)? {
            Flow::Spawn(command) => {
                self.outside(state, utility, |session, state| session.spawn(state, &command))?;
                Ok(Flow::Next)
            }
            Flow::Attach(command) => {
                self.outside(state, utility, |session, state| session.attach(state, &command))?;
                Ok(Flow::Next)
            }
            Flow::Do(order) => self.do_on_nodes(state, &order).map(|()| Flow::Next),
            flow => Ok(flow),
        }
    }

    /// Does something at the process's own desk: the keys and recalled lines of DCL.
    fn outside<T>(
        &mut self,
        state: &mut State,
        utility: &mut Utility,
        work: impl FnOnce(&mut Self, &mut State) -> Result<T, Condition>,
    ) -> Result<T, Condition> {
        utility.change_desk(&mut state.keypad, &mut self.recall);
        let done = work(self, state);
        utility.change_desk(&mut state.keypad, &mut self.recall);
        done
    }

    /// SYSMAN DO: a command on each node of the environment, one after the other.
    fn do_on_nodes(&mut self, state: &mut State, order: &NodeCommand) -> Result<(), Condition> {
        let output = order.output.as_ref().map(|spec| self.open_output(state, spec, false)).transpose()?;
        let to_file = output.is_some();
        if let Some(file) = output {
            self.streams.redirect(file, false);
        }
        let last = order.targets.len().saturating_sub(1);
        for (at, target) in order.targets.iter().enumerate() {
            if order.confirm && !self.confirms(&target.name) {
                continue;
            }
            self.do_on(state, order, target);
            let stops = state.has_ended() || self.ending.is_some() || self.streams.interrupted();
            let turns = || order.pause && !to_file && at < last;
            if stops || turns() && self.streams.ask(&text(codes::TEXT_PRESSRETURN)).is_none() {
                break;
            }
        }
        if to_file {
            self.streams.end_redirection();
        }
        if self.ending.is_some() {
            state.end_session();
        }
        Ok(())
    }

    fn confirms(&mut self, node: &str) -> bool {
        let question = expand(&Condition::new(codes::SYSMAN_CONFIRMDO).arg(node));
        self.streams.ask(&question).is_some_and(|answer| answer.trim().to_ascii_uppercase().starts_with('Y'))
    }

    fn do_on(&mut self, state: &State, order: &NodeCommand, target: &Target) {
        let errand = Errand {
            line: &order.line,
            username: order.username.as_deref(),
            verify: order.verify,
            until: order.limit.map(|ticks| VmsTime(self.node.clock().now().0 + ticks)),
        };
        let done = match &target.node {
            Some(node) => {
                let heading = Condition::new(codes::SYSMAN_OUTPUT).arg(target.name.as_str());
                self.run_errand(state, node, &errand, &heading)
            }
            None => Err(codes::SYSTEM_NOSUCHNODE.into()),
        };
        if let Err(why) = done {
            self.message(state, &Condition::new(codes::SYSMAN_NODERR).arg(target.name.as_str()).then(why));
        }
    }
}
