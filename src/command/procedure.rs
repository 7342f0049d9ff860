//! Files that the interpreter itself opens: procedures of `@`, and the output file of `@` and CALL; and texts that
//! commands read whole.

use super::{Context, console};
use crate::dcl::Source;
use crate::message::{Condition, Status, codes};
use crate::rms::{Access, FullSpec, RecordFile, bytes_of, expand, search_all, text_of};

/// Reads a file whole: its full specification and its records, each with a line feed. `purpose` is the message for a
/// file that cannot be had, the RMS status chained.
pub fn read_text(
    context: &Context<'_>,
    typed: &str,
    default: &str,
    purpose: Status,
) -> Result<(String, String), Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(purpose).arg(spec).then(why);
    let specs = expand(&context.files(), typed, default, "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let found = search_all(&context.files(), &specs).map_err(|why| wrong(&shown, why))?;
    let file = found.into_iter().next().ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))?;
    let refuse = |why| wrong(&shown, why);
    let mut records = context.open_file(&file, Access::reading()).map_err(refuse)?;
    let mut text = String::new();
    while let Some(record) = records.read().map_err(refuse)? {
        text.push_str(&text_of(&record));
        text.push('\n');
    }
    Ok((file.spec.to_string(), text))
}

/// Reads the procedure that `@` names; the default type is .COM. Of a terminal it is what is typed up to Ctrl/Z, with or
/// without a dollar sign; SYS$INPUT of a procedure is the records behind the command. [`codes::CLI_OPENIN`] with the RMS
/// status chained.
pub fn open_procedure(context: &mut Context<'_>, typed: &str) -> Result<Source, Condition> {
    if let Some(name) = console::permanent(context, typed) {
        let spec = format!("_{}:", context.device(typed)?);
        let from_procedure = name == "SYS$INPUT" && context.dcl.depth() > 0;
        let record = |record: Vec<u8>| {
            let text = text_of(&record);
            let mark = if from_procedure || text.starts_with('$') { "" } else { "$ " };
            format!("{mark}{text}\n")
        };
        return Ok(Source { spec, text: console::read_all(context, name).into_iter().map(record).collect() });
    }
    let (spec, text) = read_text(context, typed, ".COM", codes::CLI_OPENIN)?;
    Ok(Source { spec, text })
}

/// Makes the file that SYS$OUTPUT goes to; the default type is .LIS. [`codes::CLI_OPENOUT`] with the RMS status chained.
pub fn create_output(context: &mut Context<'_>, typed: &str) -> Result<Box<dyn RecordFile>, Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::CLI_OPENOUT).arg(spec).then(why);
    let specs = expand(&context.files(), typed, ".LIS", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let (_, file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
    Ok(file)
}

/// Writes lines to a new file. `purpose` is the message for a file that cannot be made, the RMS status chained.
pub fn write_text(
    context: &mut Context<'_>,
    typed: &str,
    default: &str,
    purpose: Status,
    lines: &[String],
) -> Result<(), Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(purpose).arg(spec).then(why);
    let specs = expand(&context.files(), typed, default, "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let (_, mut file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
    for line in lines {
        file.write(&bytes_of(line))?;
    }
    file.flush()
}

/// Opens a file to read as SYS$INPUT. [`codes::CLI_OPENIN`] with the RMS status chained.
pub fn open_input(context: &mut Context<'_>, typed: &str, default: &str) -> Result<Box<dyn RecordFile>, Condition> {
    Ok(opened(context, typed, default)?.1)
}

/// As [`open_input`] without a default type, with the file's full specification.
pub fn input_spec(context: &mut Context<'_>, typed: &str) -> Result<(String, Box<dyn RecordFile>), Condition> {
    opened(context, typed, "")
}

fn opened(context: &Context<'_>, typed: &str, default: &str) -> Result<(String, Box<dyn RecordFile>), Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::CLI_OPENIN).arg(spec).then(why);
    let specs = expand(&context.files(), typed, default, "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let found = search_all(&context.files(), &specs).map_err(|why| wrong(&shown, why))?;
    let file = found.into_iter().next().ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))?;
    let open = context.open_file(&file, Access::reading()).map_err(|why| wrong(&shown, why))?;
    Ok((file.spec.to_string(), open))
}

/// Opens the end of the file that SYS$OUTPUT is added to; one that is not there is made.
pub fn append_output(context: &mut Context<'_>, typed: &str) -> Result<Box<dyn RecordFile>, Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::CLI_OPENOUT).arg(spec).then(why);
    let specs = expand(&context.files(), typed, ".LIS", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let found = match search_all(&context.files(), &specs) {
        Err(why) if why.status == codes::RMS_FNF => return create_output(context, typed),
        other => other.map_err(|why| wrong(&shown, why))?,
    };
    let file = found.into_iter().next().ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))?;
    let access = Access { write: true, ..Access::default() };
    let mut open = context.open_file(&file, access).map_err(|why| wrong(&shown, why))?;
    open.to_end().map_err(|why| wrong(&shown, why))?;
    Ok(open)
}
