//! SET COMMAND: the command tables of the process or of a file change (cdu.md 3).

use std::sync::Arc;

use crate::cdu::{Command, Diagnostic, Tables};
use crate::command::{self, refuse_unknown_labels};
use crate::dcl::{Host as _, State};
use crate::message::{self, Condition, Status, codes};

use super::run::Session;

/// Labels that SET COMMAND acts on.
const LABELS: [&str; 9] =
    ["DELETE", "FILE", "LISTING", "OBJECT", "OPTION", "OPTION.COMMAND", "OUTPUT", "REPLACE", "TABLE"];

/// The tables of the system, which no file holds.
const DCLTABLES: &str = "DCLTABLES";

/// A file of definitions, with what is wrong in it.
struct Input {
    spec: String,
    text: String,
    mistakes: Vec<Diagnostic>,
}

impl Session<'_> {
    /// Adds the verbs of .CLD files, or with /DELETE takes verbs away. A file with a mistake changes nothing.
    pub(super) fn set_command(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        refuse_unknown_labels(command, &LABELS)?;
        let mut tables = match command.value("TABLE") {
            Some(file) => self.read_tables(state, file)?,
            None => (*self.tables).clone(),
        };
        for verb in command.values("DELETE") {
            if !tables.delete_verb(verb) {
                return Err(Condition::new(codes::CLI_IVVERB).token(verb.to_uppercase()));
            }
        }
        let mut inputs = self.inputs(state, command)?;
        let object = command.has("OBJECT").then(|| one_object(&mut inputs)).transpose()?;
        if object.is_none() {
            for input in &mut inputs {
                input.mistakes = tables.replace(&input.spec, &input.text).err().unwrap_or_default();
            }
        }
        for mistake in inputs.iter().flat_map(|input| &input.mistakes) {
            self.message(state, &told(mistake));
        }
        if command.has("LISTING") {
            let lines: Vec<String> = inputs.iter().flat_map(|input| listing(input, &self.now().to_string())).collect();
            self.write_text(state, command.value("LISTING"), &default_file(&inputs, "LIS"), &lines)?;
        }
        if inputs.iter().any(|input| !input.mistakes.is_empty()) {
            return Ok(codes::CDU_SYNTAX.inhibited());
        }
        match (object, command.value("OUTPUT")) {
            (Some(text), _) => {
                self.write_module(state, command.value("OBJECT"), &default_file(&inputs, "OBJ"), &text)?
            }
            (None, Some(file)) => self.write_module(state, Some(file), ".EXE", &tables.to_file())?,
            (None, None) if command.present("OUTPUT").is_negated() => {}
            (None, None) => {
                self.tables = Arc::new(tables);
                self.parsed.clear();
                state.forget_commands();
            }
        }
        Ok(Status::NORMAL)
    }

    fn inputs(&mut self, state: &mut State, command: &Command) -> Result<Vec<Input>, Condition> {
        let mut inputs = Vec::new();
        for file in command.values("FILE") {
            let (spec, text) =
                self.with_context(state, |context| command::read_text(context, file, ".CLD", codes::CDU_OPENIN))?;
            inputs.push(Input { spec, text, mistakes: Vec::new() });
        }
        Ok(inputs)
    }

    /// The tables of a file that /OUTPUT wrote, or the system's own. [`codes::CDU_INVTABLE`] for another file.
    fn read_tables(&mut self, state: &mut State, file: &str) -> Result<Tables, Condition> {
        let read = self.with_context(state, |context| command::read_text(context, file, ".EXE", codes::CDU_OPENIN));
        let name = file.rsplit([':', ']']).next().unwrap_or_default().split('.').next().unwrap_or_default();
        match read {
            Ok((spec, text)) => {
                Tables::from_file(&spec, &text).ok_or_else(|| Condition::new(codes::CDU_INVTABLE).arg(spec))
            }
            Err(_) if name.eq_ignore_ascii_case(DCLTABLES) => Ok(Tables::embedded()),
            Err(why) => Err(why),
        }
    }

    fn write_module(
        &mut self,
        state: &mut State,
        typed: Option<&str>,
        default: &str,
        text: &str,
    ) -> Result<(), Condition> {
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        self.write_text(state, typed, default, &lines)
    }

    fn write_text(
        &mut self,
        state: &mut State,
        typed: Option<&str>,
        default: &str,
        lines: &[String],
    ) -> Result<(), Condition> {
        let typed = typed.unwrap_or_default();
        self.with_context(state, |context| command::write_text(context, typed, default, codes::CDU_OPENOUT, lines))
    }
}

/// The object module of the one file that it is made from.
///
/// # Errors
/// INSFPRM without a file, MAXPARM for several.
fn one_object(inputs: &mut [Input]) -> Result<String, Condition> {
    match inputs {
        [input] => Ok(Tables::object(&input.spec, &input.text).unwrap_or_else(|mistakes| {
            input.mistakes = mistakes;
            String::new()
        })),
        [] => Err(codes::CLI_INSFPRM.into()),
        _ => Err(codes::CLI_MAXPARM.into()),
    }
}

/// The file that a listing or an object goes to by default: named as the first input.
fn default_file(inputs: &[Input], file_type: &str) -> String {
    let spec = inputs.first().map_or("", |input| input.spec.as_str());
    let name = spec.rsplit(']').next().unwrap_or_default().split('.').next().unwrap_or_default();
    format!("{name}.{file_type}")
}

/// The listing of a file: its lines with their numbers, and below each what is wrong in it.
fn listing(input: &Input, now: &str) -> Vec<String> {
    let mut lines = vec![format!("{}  {now}  Command Definition Utility", input.spec), String::new()];
    for (number, line) in (1..).zip(input.text.lines()) {
        lines.push(format!("{number:7}  {line}"));
        let wrong = input.mistakes.iter().filter(|mistake| mistake.line == number);
        lines.extend(wrong.flat_map(|mistake| message::lines(&told(mistake))));
    }
    let plural = if input.mistakes.len() == 1 { "" } else { "s" };
    lines.extend([String::new(), format!("{} error{plural}", input.mistakes.len()), String::new()]);
    lines
}

fn told(mistake: &Diagnostic) -> Condition {
    let line = i64::try_from(mistake.line).unwrap_or(i64::MAX);
    Condition::new(codes::CDU_SYNTAX).arg(line).arg(mistake.text.as_str())
}
