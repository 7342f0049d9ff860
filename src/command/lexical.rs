//! Lexical functions that need the world: the node, the process, files, logical names (dcl.md 16).
//!
//! [`world`] is what the interpreter's host calls; arguments are evaluated and their number is checked.

mod devices;
mod files;
mod getjpi;
mod getqui;
mod getsyi;
mod identity;
pub mod plain_device;
mod processes;
mod queue_operation;
mod trnlnm;

use super::Context;
use crate::dcl::Value;
use crate::message::{Condition, codes};

/// What a function is given: an argument that was left out is `None`.
pub type Arguments = [Option<Value>];

/// Performs a function; `name` has its `F$`. What it reports ends the whole command.
pub fn world(context: &mut Context<'_>, name: &str, arguments: &Arguments) -> Result<Value, Condition> {
    match name {
        "F$CONTEXT" => processes::context(context, arguments),
        "F$CSID" => getsyi::csid(context, arguments),
        "F$DEVICE" => devices::device(context, arguments),
        "F$DIRECTORY" => Ok(Value::text(context.process.default_directory.as_str())),
        "F$ENVIRONMENT" => identity::environment(context, arguments),
        "F$FID_TO_NAME" => files::fid_to_name(context, arguments),
        "F$FILE_ATTRIBUTES" => files::file_attributes(context, arguments),
        "F$GETDVI" => devices::getdvi(context, arguments),
        "F$GETENV" => Ok(Value::text("")),
        "F$GETJPI" => getjpi::getjpi(context, arguments),
        "F$GETQUI" => getqui::getqui(context, arguments),
        "F$GETSYI" => getsyi::getsyi(context, arguments),
        "F$IDENTIFIER" => identity::identifier(context, arguments),
        "F$LICENSE" => Ok(identity::license(arguments)),
        "F$MULTIPATH" => devices::multipath(context, arguments),
        "F$READLINK" => files::readlink(context, arguments),
        "F$LOGICAL" => trnlnm::logical(context, arguments),
        "F$PARSE" => files::parse(context, arguments),
        "F$PID" => processes::pid(context, arguments),
        "F$PRIVILEGE" => identity::privilege(context, arguments),
        "F$PROCESS" => Ok(Value::text(context.process.name.as_str())),
        "F$SEARCH" => files::search(context, arguments),
        "F$SETPRV" => identity::setprv(context, arguments),
        "F$SYMLINK_ATTRIBUTES" => files::file_attributes(context, arguments),
        "F$TRNLNM" => trnlnm::trnlnm(context, arguments),
        "F$UNIQUE" => Ok(identity::unique(context)),
        "F$USER" => Ok(Value::text(context.node.rights().show(context.process.uic))),
        _ => Err(Condition::new(codes::CLI_UNSUPITEM).token(name)),
    }
}

/// An argument as a string; empty when it was left out.
fn text(arguments: &Arguments, at: usize) -> String {
    arguments.get(at).and_then(Option::as_ref).map_or_else(String::new, |value| value.string().to_string())
}

/// An argument as a keyword: upper case, without blanks.
fn keyword(arguments: &Arguments, at: usize) -> String {
    text(arguments, at).trim().to_uppercase()
}

/// A keyword that the function does not know.
fn unknown(keyword: &str) -> Condition {
    Condition::new(codes::CLI_IVKEYW).token(keyword)
}
