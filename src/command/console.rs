//! Process-permanent files as files: TYPE SYS$INPUT, COPY x SYS$OUTPUT, OPEN f SYS$COMMAND (dcl.md 10).
//!
//! What stands behind these names is the terminal, or the procedure that runs; neither has files. A command that reads
//! one gets its records from memory, a command that writes one leaves records that are shown before its next line.

use std::sync::Arc;

use super::Context;
use crate::message::Condition;
use crate::rms::{Channel, Environment, FileSystem, FoundFile, FullSpec, Pipe, RecordFile, bytes_of, expand, text_of};

/// The names that are always open.
const PERMANENT: [&str; 5] = ["SYS$COMMAND", "SYS$ERROR", "SYS$INPUT", "SYS$OUTPUT", "TT"];
/// Logical names one after the other, at most.
const DEPTH_LIMIT: usize = 10;

/// The process-permanent file that a specification means, through logical names; `None` when it means another file.
pub fn permanent(context: &Context<'_>, typed: &str) -> Option<&'static str> {
    let mut name = typed.trim().trim_end_matches(':').to_uppercase();
    // What they are from the login on; in a pipeline SYS$INPUT is another device.
    let terminal = context.process.terminal.as_ref().map_or_else(|| "_NLA0".to_owned(), |own| format!("_{own}"));
    for _ in 0..DEPTH_LIMIT {
        if context.process.terminal.is_some() && name.trim_start_matches('_') == &terminal[1..] {
            return Some("TT");
        }
        let values = context.files().translate(&name)?;
        let value = values.first()?.value.trim_end_matches(':').to_uppercase();
        if value == terminal && PERMANENT.contains(&name.as_str()) {
            return PERMANENT.into_iter().find(|known| *known == name);
        }
        name = value;
    }
    None
}

/// The next record of a process-permanent file: SYS$INPUT of a procedure is the records behind the command, the others
/// ask at the terminal until Ctrl/Z.
pub fn next_record(context: &mut Context<'_>, name: &str) -> Option<String> {
    match name {
        "SYS$INPUT" if context.dcl.depth() > 0 => context.dcl.next_data().map(|record| record.to_string()),
        _ => context.streams.ask(""),
    }
}

/// Reads a process-permanent file to its end.
pub fn read_all(context: &mut Context<'_>, name: &str) -> Vec<Vec<u8>> {
    std::iter::from_fn(|| next_record(context, name)).map(|record| bytes_of(&record)).collect()
}

/// A process-permanent file that a command reads, with what is in it.
pub fn input(context: &mut Context<'_>, typed: &str) -> Result<Option<FoundFile>, Condition> {
    let Some(name) = permanent(context, typed) else { return Ok(None) };
    let Some(spec) = expand(&context.files(), typed, "", "")?.into_iter().next() else { return Ok(None) };
    let records = read_all(context, name);
    let pipe = Pipe::default();
    let mut end = pipe.end();
    for record in &records {
        end.write(record)?;
    }
    let Some(entry) = pipe.any_file(&spec.name, &spec.file_type) else { return Ok(None) };
    Ok(Some(FoundFile { spec, directory: Vec::new(), entry, files: Arc::new(pipe) }))
}

/// A process-permanent file that a command writes, with its specification.
pub fn output(context: &Context<'_>, typed: &str) -> Option<(FullSpec, Box<dyn RecordFile>)> {
    permanent(context, typed)?;
    let spec = expand(&context.files(), typed, "", "").ok()?.into_iter().next()?;
    Some((spec, context.process.console.end()))
}

/// A process-permanent file that OPEN opens: READ asks as it does of the name itself, WRITE shows.
pub fn channel(context: &Context<'_>, typed: &str, read: bool, write: bool) -> Option<Channel> {
    let name = permanent(context, typed)?;
    let (spec, file) = output(context, typed)?;
    let device = spec.physical_device.clone();
    Some(Channel::new(spec.to_string(), device, read, write, file).standing_for(name))
}

impl Context<'_> {
    /// Shows what was written to SYS$OUTPUT as to a file.
    pub fn show_console(&mut self) {
        if self.process.console.is_empty() {
            return;
        }
        let mut end = self.process.console.end();
        while let Ok(Some(record)) = end.read() {
            self.streams.line(&text_of(&record));
        }
    }
}
