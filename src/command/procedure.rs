//! Files that the interpreter itself opens: procedures of `@`, and the output file of `@` and CALL.

use super::Context;
use crate::dcl::Source;
use crate::message::{Condition, codes};
use crate::rms::{Access, FullSpec, RecordFile, expand, search_all, text_of};

/// Reads the procedure that `@` names; the default type is .COM. [`codes::CLI_OPENIN`] with the RMS status chained.
pub fn open_procedure(context: &mut Context<'_>, typed: &str) -> Result<Source, Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::CLI_OPENIN).arg(spec).then(why);
    let specs = expand(&context.files(), typed, ".COM", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let found = search_all(&context.files(), &specs).map_err(|why| wrong(&shown, why))?;
    let file = found.into_iter().next().ok_or_else(|| wrong(&shown, codes::RMS_FNF.into()))?;
    let refuse = |why| wrong(&shown, why);
    let mut records = file.files.open(&file.directory, &file.entry, Access::reading()).map_err(refuse)?;
    let mut text = String::new();
    while let Some(record) = records.read().map_err(refuse)? {
        text.push_str(&text_of(&record));
        text.push('\n');
    }
    Ok(Source { spec: file.spec.to_string(), text })
}

/// Makes the file that SYS$OUTPUT goes to; the default type is .LIS. [`codes::CLI_OPENOUT`] with the RMS status chained.
pub fn create_output(context: &mut Context<'_>, typed: &str) -> Result<Box<dyn RecordFile>, Condition> {
    let wrong = |spec: &str, why: Condition| Condition::new(codes::CLI_OPENOUT).arg(spec).then(why);
    let specs = expand(&context.files(), typed, ".LIS", "").map_err(|why| wrong(typed, why))?;
    let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
    let (_, file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
    Ok(file)
}
