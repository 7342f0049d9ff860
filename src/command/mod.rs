//! One file per verb: a parsed command becomes requests to the node, lines on SYS$OUTPUT and a status. Those that work on
//! files stand in `files`, beside what they share.
//!
//! [`run`] looks the routine up, refuses every label that its handler does not act on, and calls it: nothing that an
//! operator types is ignored in silence. Handlers know no terminal and no interpreter; what they need of a process
//! stands in [`Context`].

mod allocate;
mod analyze;
mod authorization;
mod console;
mod context;
mod delete_bitmap;
mod device_protection;
mod dismount;
mod explain;
mod fault;
mod files;
mod help;
mod help_message;
mod initialize;
mod key;
mod labels;
pub mod lexical;
mod load;
mod logical;
pub mod logout;
mod memory_use;
mod monitor;
mod mount;
mod operator;
mod output;
mod parameters;
mod procedure;
pub mod processes;
mod protection;
mod queue;
mod queue_control;
mod recall;
mod rms_default;
mod set_process;
mod set_shadow;
mod set_small;
mod set_system;
mod set_volume;
mod show_cluster;
mod show_devices;
mod show_logical;
mod show_machine;
mod show_memory;
mod show_process;
mod show_served;
mod show_small;
mod show_system;
mod simulate;
mod symbol;
mod sysman;
mod terminal;
mod utility;
mod wait;

pub use context::{Context, Ending, Streams};
pub use files::record::{delete_one, write_record};
pub use operator::send_request;
pub use procedure::{append_output, create_output, input_spec, open_input, open_procedure, read_text, write_text};
pub use recall::{LABELS as RECALL_LABELS, Recall, recall};
pub use set_process::wanted_privileges;
pub use utility::{Flow, NodeCommand, Target, Utility, begin as begin_utility, begin_monitor, no_image};

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::cdu::Command;
use crate::message::{Condition, Status, codes};

/// What carries a command out. An error is displayed by [`run`].
pub type Handler = fn(&mut Context<'_>, &Command) -> Result<Status, Condition>;

/// A routine that command tables name in CLIROUTINE.
pub struct Routine {
    /// The name in the table.
    pub name: &'static str,
    /// What carries it out.
    pub handler: Handler,
    /// Labels that the handler acts on: parameters, qualifiers, and keywords as dotted paths.
    pub labels: &'static [&'static str],
}

/// Every routine that has a handler, by family.
const FAMILIES: &[&[Routine]] = &[
    allocate::ROUTINES,
    analyze::ROUTINES,
    authorization::ROUTINES,
    files::copy::ROUTINES,
    files::create::ROUTINES,
    delete_bitmap::ROUTINES,
    files::delete::ROUTINES,
    device_protection::ROUTINES,
    files::differences::ROUTINES,
    files::directory::ROUTINES,
    dismount::ROUTINES,
    files::dump::ROUTINES,
    explain::ROUTINES,
    fault::ROUTINES,
    help::ROUTINES,
    help_message::ROUTINES,
    initialize::ROUTINES,
    key::ROUTINES,
    load::ROUTINES,
    logical::ROUTINES,
    logout::ROUTINES,
    monitor::ROUTINES,
    mount::ROUTINES,
    operator::ROUTINES,
    queue::ROUTINES,
    rms_default::ROUTINES,
    queue_control::ROUTINES,
    files::record::ROUTINES,
    files::rename::ROUTINES,
    files::search::ROUTINES,
    files::security::ROUTINES,
    files::set::ROUTINES,
    set_process::ROUTINES,
    set_shadow::ROUTINES,
    set_small::ROUTINES,
    set_system::ROUTINES,
    set_volume::ROUTINES,
    show_cluster::ROUTINES,
    show_devices::ROUTINES,
    show_logical::ROUTINES,
    show_machine::ROUTINES,
    show_memory::ROUTINES,
    show_process::ROUTINES,
    show_served::ROUTINES,
    show_small::ROUTINES,
    show_system::ROUTINES,
    simulate::ROUTINES,
    symbol::ROUTINES,
    terminal::ROUTINES,
    files::type_records::ROUTINES,
    files::unlock::ROUTINES,
    wait::ROUTINES,
];

/// Every routine that has a handler.
pub fn routines() -> impl Iterator<Item = &'static Routine> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// The routine of that name.
pub fn routine(name: &str) -> Option<&'static Routine> {
    static ROUTINES: OnceLock<HashMap<&str, &Routine>> = OnceLock::new();
    ROUTINES.get_or_init(|| routines().map(|routine| (routine.name, routine)).collect()).get(name).copied()
}

/// Commands that DCL performs itself: no image ends with them, so that user-mode logical names stay.
const INTERNAL: &[&str] = &[
    "ALLOCATE",
    "ASSIGN",
    "CLOSE",
    "CREATE_NAME_TABLE",
    "DEALLOCATE",
    "DEASSIGN",
    "DEFINE",
    "DEFINE_KEY",
    "DELETE_KEY",
    "DELETE_SYMBOL",
    "LOGOUT",
    "OPEN",
    "READ",
    "SET_COMMAND",
    "SET_CONTROL",
    "SET_DEFAULT",
    "SET_KEY",
    "SET_NOCONTROL",
    "SET_NOON",
    "SET_NOPREFIX",
    "SET_NOVERIFY",
    "SET_ON",
    "SET_OUTPUT_RATE",
    "SET_PREFIX",
    "SET_PROMPT",
    "SET_RESTART_VALUE",
    "SET_SYMBOL",
    "SET_UIC",
    "SET_VERIFY",
    "SHOW_DEFAULT",
    "SHOW_KEY",
    "SHOW_QUOTA",
    "SHOW_PROTECTION",
    "SHOW_STATUS",
    "SHOW_SYMBOL",
    "SHOW_TIME",
    "SHOW_TRANSLATION",
    "WAIT",
];

/// Whether an image carries the routine out: user-mode definitions hold until it has ended.
pub fn runs_an_image(routine: &str) -> bool {
    !INTERNAL.contains(&routine)
}

/// Carries a command out and displays what it ends with. The result is what `$STATUS` gets.
pub fn run(context: &mut Context<'_>, command: &Command) -> Status {
    let result = acting_routine(command).and_then(|routine| (routine.handler)(context, command));
    context.show_console();
    let status = match result {
        Ok(status) => status,
        // Whoever ended the wait knows.
        Err(condition) if condition.status == codes::SYSTEM_CONTROLY => condition.status,
        Err(condition) => {
            context.message(&condition);
            displayed(condition.status)
        }
    };
    if runs_an_image(command.routine()) {
        context.process.names.image_ended();
    }
    status
}

/// The routine, if it acts on everything that was typed.
fn acting_routine(command: &Command) -> Result<&'static Routine, Condition> {
    let unknown = || Condition::new(codes::SYSTEM_UNSUPPORTED).token(command.verb.as_str());
    let routine = routine(command.routine()).ok_or_else(unknown)?;
    refuse_unknown_labels(command, routine.labels)?;
    Ok(routine)
}

/// Refuses a command on which something was typed that its handler does not act on: `SYSTEM-E-UNSUPPORTED`.
pub fn refuse_unknown_labels(command: &Command, known: &[&str]) -> Result<(), Condition> {
    match command.unknown_label(known) {
        Some(label) => Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label)),
        None => Ok(()),
    }
}

/// What `$STATUS` holds after a command displayed its error: the utilities' own messages carry the display bit, plain
/// SYSTEM statuses and DCL's own do not (dcl.md 7, 18.5).
fn displayed(status: Status) -> Status {
    const PLAIN: [u16; 2] = [0, 3];
    if PLAIN.contains(&status.facility()) { status } else { status.inhibited() }
}

#[cfg(test)]
mod desk;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routine_names_are_unique_and_labels_too() {
        let mut names: Vec<&str> = FAMILIES.iter().flat_map(|family| family.iter()).map(|r| r.name).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before, "a routine is listed twice");
    }

    #[test]
    fn system_statuses_keep_their_display_bit_clear() {
        assert_eq!(displayed(codes::SYSTEM_DEVNOTMOUNT), Status(0x0000_007C));
        assert_eq!(displayed(codes::MOUNT_SHDWCOPYREQ).0 >> 28, 1);
    }
}
