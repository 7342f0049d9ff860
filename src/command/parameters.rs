//! What SYSGEN and SYSMAN PARAMETERS do: a working set of system parameters that is shown, changed and written.
//!
//! ACTIVE is what the node goes by now, and takes dynamic parameters only; CURRENT is what it boots with.

use std::sync::Arc;

use super::utility::{Action, Flow};
use super::{Context, help};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes};
use crate::node::Node;
use crate::node::config::{PARAMETERS, Parameters, SystemParameter};
use crate::node::privileges::Privilege;
use crate::show::parameter::{Layout, heading, row};

/// Messages of a utility.
struct Messages {
    unknown: Status,
    out_of_range: Status,
    not_dynamic: Status,
}

/// A working set of parameters.
pub(super) struct Editor {
    name: &'static str,
    layout: Layout,
    messages: Messages,
    values: Parameters,
    source: &'static str,
}

impl Editor {
    /// The commands.
    pub(super) const ACTIONS: &'static [Action] = &[
        Action { name: "PARAMETERS_SET", act: Self::set, labels: &["OPTION", "PARAMETER", "VALUE"] },
        Action { name: "PARAMETERS_SHOW", act: Self::show, labels: &["ALL", "DYNAMIC", "OPTION", "PARAMETER"] },
        Action {
            name: "PARAMETERS_USE",
            act: Self::take,
            labels: &["OPTION", "SOURCE", "SOURCE.ACTIVE", "SOURCE.CURRENT", "SOURCE.DEFAULT"],
        },
        Action {
            name: "PARAMETERS_WRITE",
            act: Self::write,
            labels: &["OPTION", "TARGET", "TARGET.ACTIVE", "TARGET.CURRENT"],
        },
        Action { name: "UTILITY_EXIT", act: |_, _, _| Ok(Flow::Exit), labels: &[] },
        Action { name: "UTILITY_HELP", act: Self::help, labels: &["TOPIC"] },
    ];

    /// The active parameters, for the utility of that name.
    pub(super) fn new(node: &Arc<Node>, name: &'static str) -> Self {
        let (layout, messages) = if name == "SYSMAN" {
            let (unknown, out_of_range) = (codes::SMI_NOPARAM, codes::SMI_OUTRANGE);
            (Layout::Sysman, Messages { unknown, out_of_range, not_dynamic: codes::SMI_NOTDYN })
        } else {
            let (unknown, out_of_range) = (codes::SYSGEN_NOPARAM, codes::SYSGEN_OUTRANGE);
            (Layout::Sysgen, Messages { unknown, out_of_range, not_dynamic: codes::SYSGEN_NOTDYN })
        };
        Self { name, layout, messages, values: node.parameters(), source: "Active" }
    }

    fn find(&self, command: &Command) -> Result<&'static SystemParameter, Condition> {
        let typed = command.value("PARAMETER").unwrap_or_default();
        SystemParameter::find(typed).ok_or_else(|| self.messages.unknown.into())
    }

    fn show(&mut self, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        let one = command.value("PARAMETER").filter(|typed| !typed.is_empty());
        let shown: Vec<&SystemParameter> = match one {
            Some(_) => vec![self.find(command)?],
            None => PARAMETERS.iter().filter(|known| known.dynamic || !command.has("DYNAMIC")).collect(),
        };
        context.lines(heading(self.layout, one.is_none().then_some(self.source)));
        for parameter in shown {
            let value = self.values.get(parameter.name).unwrap_or_default();
            context.line(row(self.layout, parameter, value));
        }
        Ok(Flow::Next)
    }

    /// A value of -1 stands for the largest one of a parameter without a limit.
    fn set(&mut self, _: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        let parameter = self.find(command)?;
        let value = match command.number("VALUE") {
            Some(-1) => Some(u32::MAX),
            number => number.and_then(|number| u32::try_from(number).ok()),
        };
        match value {
            Some(value) if self.values.set(parameter.name, value) => Ok(Flow::Next),
            _ => Err(self.messages.out_of_range.into()),
        }
    }

    fn take(&mut self, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        (self.source, self.values) = if command.has("SOURCE.CURRENT") {
            ("Current", context.node.current_parameters())
        } else if command.has("SOURCE.DEFAULT") {
            ("Default", Parameters::default())
        } else {
            ("Active", context.node.parameters())
        };
        Ok(Flow::Next)
    }

    fn write(&mut self, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        if command.has("TARGET.CURRENT") {
            context.require(Privilege::Sysprv)?;
            context.node.write_current(&self.values)?;
            return Ok(Flow::Next);
        }
        context.require(Privilege::Cmkrnl)?;
        for name in context.node.write_active(&self.values) {
            context.message(&Condition::new(self.messages.not_dynamic).arg(name));
        }
        Ok(Flow::Next)
    }

    fn help(&mut self, context: &mut Context<'_>, command: &Command) -> Result<Flow, Condition> {
        let topic = command.value("TOPIC").unwrap_or_default();
        help::topic(context, &format!("{} {topic}", self.name));
        Ok(Flow::Next)
    }
}
