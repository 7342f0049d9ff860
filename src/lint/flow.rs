//! Findings that need more than one line: IF blocks, labels, subroutines.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Finding;
use super::{command, is_assigned};
use crate::cdu::Tables;
use crate::dcl::{MAX_BLOCKS, Meaning, Outline, OutlineLine};
use crate::message::{Condition, Status, codes};

/// Qualifiers whose value is a label.
const LABEL_QUALIFIERS: [&str; 2] = ["ERROR", "END_OF_FILE"];

/// A subroutine, or the procedure outside of all: labels are private to it.
type Region = Option<usize>;

struct Block {
    opened: usize,
    part: Part,
}

#[derive(PartialEq, Eq)]
enum Part {
    Condition,
    Then,
    Else,
}

/// A jump: the line, its region, the label, and what is reported when it is missing.
struct Jump {
    line: usize,
    region: Region,
    label: String,
    missing: Status,
}

#[derive(Default)]
struct Flow {
    findings: Vec<Finding>,
    blocks: Vec<Block>,
    /// Open subroutines: the line of each, and the label that names it.
    regions: Vec<(usize, String)>,
    labels: BTreeMap<(Region, String), usize>,
    subroutines: Vec<(usize, String)>,
    jumps: Vec<Jump>,
    called: BTreeSet<String>,
    /// A label that substitution makes: anything may be meant.
    any_call: bool,
    last_label: Option<String>,
}

/// Checks the flow of a procedure.
pub fn check(outline: &Outline, tables: &Tables) -> Vec<Finding> {
    let mut flow = Flow::default();
    for line in &outline.lines {
        flow.line(line, outline, tables);
    }
    flow.end();
    flow.findings
}

impl Flow {
    fn report(&mut self, line: usize, condition: impl Into<Condition>) {
        self.findings.push(Finding::new(line, condition.into()));
    }

    fn region(&self) -> Region {
        self.regions.last().map(|(line, _)| *line)
    }

    fn line(&mut self, line: &OutlineLine, outline: &Outline, tables: &Tables) {
        if let Some(label) = &line.label {
            let key = (self.region(), label.clone());
            if self.labels.insert(key, line.record).is_some() {
                self.report(line.record, Condition::new(codes::LINT_DUPLABEL).arg(label.as_str()));
            }
            self.last_label = Some(label.clone());
        }
        self.command(line.record, &line.meaning, outline, tables);
        if line.label.is_none() && line.meaning != Meaning::Nothing {
            self.last_label = None;
        }
    }

    fn command(&mut self, at: usize, meaning: &Meaning, outline: &Outline, tables: &Tables) {
        let continues_block = matches!(verb(meaning, outline), Meaning::Then(_) | Meaning::Nothing);
        if !continues_block && self.blocks.last().is_some_and(|block| block.part == Part::Condition) {
            self.blocks.pop();
            self.report(at, codes::CLI_NOTHEN);
        }
        match verb(meaning, outline) {
            Meaning::IfBlock if self.blocks.len() >= MAX_BLOCKS => self.report(at, codes::CLI_INVIFNEST),
            Meaning::IfBlock => self.blocks.push(Block { opened: at, part: Part::Condition }),
            Meaning::Then(inner) => {
                match self.blocks.last_mut() {
                    Some(block) if block.part == Part::Condition => block.part = Part::Then,
                    _ => self.report(at, codes::CLI_NOTHEN),
                }
                self.command(at, inner, outline, tables);
            }
            Meaning::Else(inner) => {
                match self.blocks.last_mut() {
                    Some(block) if block.part == Part::Then => block.part = Part::Else,
                    _ => self.report(at, codes::CLI_INVIFNEST),
                }
                self.command(at, inner, outline, tables);
            }
            Meaning::EndIf => self.close_block(at),
            Meaning::Perhaps(inner) => self.command(at, inner, outline, tables),
            Meaning::Goto(Some(label)) => self.jump(at, label, codes::CLI_USGOTO),
            Meaning::Gosub(Some(label)) => self.jump(at, label, codes::CLI_USGOSUB),
            Meaning::Branch(label) => self.jump(at, label, codes::CLI_USGOTO),
            Meaning::Call(Some(name)) => {
                self.called.insert(name.clone());
                self.jump(at, name, codes::CLI_USCALL);
            }
            Meaning::Call(None) => self.any_call = true,
            Meaning::Subroutine => {
                let name = self.last_label.take().unwrap_or_default();
                self.subroutines.push((at, name.clone()));
                self.regions.push((at, name));
            }
            Meaning::EndSubroutine => self.close_subroutine(at),
            Meaning::Table(text) => self.labels_of(at, text, tables),
            _ => {}
        }
    }

    fn close_block(&mut self, at: usize) {
        if self.blocks.pop().is_none() {
            self.report(at, codes::CLI_INVIFNEST);
        }
    }

    fn close_subroutine(&mut self, at: usize) {
        if self.regions.pop().is_none() {
            self.report(at, codes::CLI_INVCALL);
        }
    }

    fn jump(&mut self, line: usize, label: &str, missing: Status) {
        let region = self.region();
        self.jumps.push(Jump { line, region, label: label.to_owned(), missing });
    }

    /// The labels that qualifiers of OPEN, READ and CLOSE name.
    fn labels_of(&mut self, at: usize, text: &str, tables: &Tables) {
        let Ok(command) = command(text, tables) else { return };
        for qualifier in LABEL_QUALIFIERS.into_iter().filter(|name| command.known.iter().any(|known| known == name)) {
            if let Some(label) = command.value(qualifier).filter(|label| !label.is_empty()) {
                self.jump(at, &label.to_ascii_uppercase(), codes::CLI_USGOTO);
            }
        }
    }

    fn end(&mut self) {
        for block in std::mem::take(&mut self.blocks) {
            self.report(block.opened, codes::LINT_NOENDIF);
        }
        for (line, _) in std::mem::take(&mut self.regions) {
            self.report(line, codes::CLI_MSNGENDS);
        }
        let names: BTreeSet<&str> = self.subroutines.iter().map(|(_, name)| name.as_str()).collect();
        let missing: Vec<Finding> = self
            .jumps
            .iter()
            .filter(|jump| match jump.missing {
                codes::CLI_USCALL => !names.contains(jump.label.as_str()),
                _ => !self.labels.contains_key(&(jump.region, jump.label.clone())),
            })
            .map(|jump| {
                let condition = Condition::new(jump.missing);
                let condition = match jump.missing {
                    codes::CLI_USCALL => condition.arg(jump.label.as_str()),
                    _ => condition.token(jump.label.as_str()),
                };
                Finding::new(jump.line, condition)
            })
            .collect();
        self.findings.extend(missing);
        if !self.any_call {
            for (line, name) in std::mem::take(&mut self.subroutines) {
                if !self.called.contains(&name) {
                    self.report(line, Condition::new(codes::LINT_UNREACHED).arg(name));
                }
            }
        }
    }
}

/// What a line does unless the procedure makes its first word a symbol.
fn verb<'a>(meaning: &'a Meaning, outline: &Outline) -> &'a Meaning {
    match meaning {
        Meaning::Symbol(word, _) if is_assigned(outline, word) => &Meaning::Other,
        Meaning::Symbol(_, inner) => inner,
        other => other,
    }
}
