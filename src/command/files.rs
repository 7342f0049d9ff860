//! What the file commands have in common: finding files, selecting among them, asking, displaying.

use super::{Context, console};
use crate::cdu::Command;
use crate::clock::VmsTime;
use crate::dcl::time::parse_absolute;
use crate::message::{Condition, Status, codes, text};
use crate::node::files::FileView;
use crate::node::privileges::Privilege;
use crate::node::uic::Uic;
use crate::rms::{
    Access, Attributes, FileSpec, FoundFile, FullSpec, RecordFile, bytes_of, expand, matches, search_all,
};

/// How a utility's own status ends: the message was displayed.
pub const DISPLAYED_NORMAL: Status = Status(0x1000_0001);

impl Context<'_> {
    /// What file names mean to the process.
    pub fn files(&self) -> FileView<'_> {
        self.process.files(self.node.names(), &**self.node)
    }

    /// Shows the lines of a display, or writes them to the file of /OUTPUT (default type .LIS).
    pub fn display<T: AsRef<str>>(&mut self, command: &Command, lines: &[T]) -> Result<Status, Condition> {
        let mut output = Output::open(self, command, "SHOW")?;
        for line in lines {
            output.line(self, line.as_ref())?;
        }
        output.close()?;
        Ok(Status::NORMAL)
    }
}

/// Where a command's lines go: SYS$OUTPUT, or the file of /OUTPUT.
#[derive(Default)]
pub struct Output {
    file: Option<Box<dyn RecordFile>>,
    page: Option<Page>,
    /// /NOOUTPUT: nothing is shown.
    silent: bool,
}

/// /PAGE: how far the screen is filled.
struct Page {
    lines: usize,
    shown: usize,
    /// The reader had enough.
    is_over: bool,
}

/// Lines of a page that are kept for the question whether to go on.
const PAGE_MARGIN: usize = 2;

impl Page {
    /// The pages of /PAGE, for a command that has it, at a terminal.
    fn of(context: &Context<'_>, command: &Command) -> Result<Option<Self>, Condition> {
        if !asked(command, "PAGE") || !command.present("PAGE").is_typed() {
            return Ok(None);
        }
        if let Some(word) = command.value("PAGE") {
            let word = word.split('=').next().unwrap_or_default().to_uppercase();
            let known = ["CLEAR_SCREEN", "SAVE", "SCROLL"];
            if word.is_empty() || !known.iter().any(|known| known.starts_with(&word)) {
                return Err(Condition::new(codes::CLI_IVKEYW).token(word));
            }
        }
        let lines = usize::from(context.process.terminal_setup.page).saturating_sub(PAGE_MARGIN).max(1);
        Ok(context.process.terminal.is_some().then_some(Self { lines, shown: 0, is_over: false }))
    }

    /// Whether one more line is to be shown; asks when the screen is full.
    fn takes_one(&mut self, context: &mut Context<'_>) -> bool {
        if !self.is_over && self.shown == self.lines {
            self.shown = 0;
            self.is_over = context.streams.ask(&text(codes::TEXT_PRESSRETURN)).is_none();
        }
        self.shown += 1;
        !self.is_over
    }
}

impl Output {
    /// SYS$OUTPUT, for a command without /OUTPUT.
    pub fn screen() -> Self {
        Self::default()
    }

    /// Opens the file of /OUTPUT if there is one; it is named after the command unless it has a name. Without one, /PAGE
    /// counts.
    pub fn open(context: &Context<'_>, command: &Command, name: &str) -> Result<Self, Condition> {
        let bare = command.present("OUTPUT").is_typed() && name.contains('.');
        let typed = match command.has("OUTPUT") {
            // A bare /OUTPUT means the file that is named after the input, where there is one.
            true => command.value("OUTPUT").or(bare.then_some("")),
            false => None,
        };
        let page = Page::of(context, command)?;
        let output = Self::to(context, typed, name)?;
        let silent = command.present("OUTPUT").is_negated();
        Ok(if output.file.is_some() { output } else { Self { page, silent, ..output } })
    }

    /// The file that was typed, `name.LIS` (or the name's own type) where that says nothing; SYS$OUTPUT when none was.
    pub fn to(context: &Context<'_>, typed: Option<&str>, name: &str) -> Result<Self, Condition> {
        let Some(typed) = typed.filter(|typed| console::permanent(context, typed).is_none()) else {
            return Ok(Self::default());
        };
        let wrong = |spec: &str, why: Condition| Condition::new(codes::SHOW_OPENOUT).arg(spec).then(why);
        let default = if name.contains('.') { name.to_owned() } else { format!("{name}.LIS") };
        let specs = expand(&context.files(), typed, &default, "").map_err(|why| wrong(typed, why))?;
        let shown = specs.first().map_or_else(|| typed.to_owned(), FullSpec::to_string);
        let (_, file) = context.create_file(&specs).map_err(|why| wrong(&shown, why))?;
        Ok(Self { file: Some(file), ..Self::default() })
    }

    /// One line.
    pub fn line(&mut self, context: &mut Context<'_>, text: &str) -> Result<(), Condition> {
        if let Some(file) = &mut self.file {
            return file.write(&bytes_of(text));
        }
        if !self.silent && self.page.as_mut().is_none_or(|page| page.takes_one(context)) {
            context.line(text);
        }
        Ok(())
    }

    /// Whether the reader of /PAGE had enough: nothing more is shown.
    pub fn is_over(&self) -> bool {
        self.page.as_ref().is_some_and(|page| page.is_over)
    }

    /// Writes out what is buffered.
    pub fn close(self) -> Result<(), Condition> {
        self.file.map_or(Ok(()), |mut file| file.flush())
    }
}

/// The owner that a qualifier names. [`codes::CLI_INVUIC`] for no UIC, NOPRIV where a privilege is needed and missing:
/// only GRPPRV, SYSPRV and BYPASS give files away.
pub fn owner(context: &Context<'_>, text: &str) -> Result<u32, Condition> {
    let uic = context.node.rights().parse(text).ok_or(codes::CLI_INVUIC)?;
    let needed: &[Privilege] = match uic.group == context.process.uic.group {
        true => &[Privilege::Grpprv, Privilege::Sysprv, Privilege::Bypass],
        false => &[Privilege::Sysprv, Privilege::Bypass],
    };
    if uic != context.process.uic && !context.process.privileges.has_any(needed) {
        return Err(codes::SYSTEM_NOPRIV.into());
    }
    Ok(uic.longword())
}

/// Whether a command has a selection qualifier; some of them have not all.
fn asked(command: &Command, label: &str) -> bool {
    command.known.iter().any(|known| known == label) && command.has(label)
}

/// The condition of a selection: dates, owner, names to leave out.
pub struct Selection {
    since: Option<VmsTime>,
    before: Option<VmsTime>,
    date: fn(&Attributes) -> Option<VmsTime>,
    owner: Option<Uic>,
    exclude: Vec<FileSpec>,
}

impl Selection {
    /// Reads the selection qualifiers of a command.
    pub fn of(context: &Context<'_>, command: &Command) -> Result<Self, Condition> {
        let now = context.node.clock().now();
        let time = |label: &str| match asked(command, label) {
            true => parse_absolute(command.value(label).unwrap_or("TODAY"), now).map(Some),
            false => Ok(None),
        };
        let by_owner = if asked(command, "BY_OWNER") { command.value("BY_OWNER") } else { None };
        let owner = match by_owner {
            Some(text) => Some(context.node.rights().parse(text).ok_or(codes::CLI_INVUIC)?),
            None => asked(command, "BY_OWNER").then_some(context.process.uic),
        };
        let exclude = if asked(command, "EXCLUDE") { command.values("EXCLUDE") } else { Vec::new() };
        let exclude = exclude.into_iter().map(FileSpec::parse).collect::<Result<_, _>>()?;
        let date: fn(&Attributes) -> Option<VmsTime> = match () {
            () if asked(command, "MODIFIED") => |known| Some(known.revised),
            () if asked(command, "EXPIRED") => |known| known.expires,
            () if asked(command, "BACKUP") && command.routine() != "SET_FILE" => |known| known.backup,
            () => |known| Some(known.created),
        };
        Ok(Self { since: time("SINCE")?, before: time("BEFORE")?, date, owner, exclude })
    }

    /// Whether the file is selected.
    pub fn takes(&self, file: &FoundFile) -> bool {
        if self.exclude.iter().any(|spec| excluded(spec, file)) {
            return false;
        }
        if self.since.is_none() && self.before.is_none() && self.owner.is_none() {
            return true;
        }
        let Ok(attributes) = file.files.attributes(&file.directory, &file.entry) else { return false };
        let date = (self.date)(&attributes);
        self.since.is_none_or(|since| date.is_some_and(|date| date >= since))
            && self.before.is_none_or(|before| date.is_some_and(|date| date < before))
            && self.owner.is_none_or(|owner| owner.longword() == attributes.owner)
    }
}

/// /EXCLUDE compares name, type and, when typed, version.
fn excluded(spec: &FileSpec, file: &FoundFile) -> bool {
    let field =
        |pattern: &Option<String>, text: &str| pattern.as_ref().is_none_or(|p| p.is_empty() || matches(p, text));
    let version = match spec.version {
        Some(crate::rms::Version::Number(number)) => number == file.entry.version,
        _ => true,
    };
    field(&spec.name, &file.entry.name) && field(&spec.file_type, &file.entry.file_type) && version
}

/// The files of one item of a list, or why there are none, with the specification that displays name.
pub struct Listed {
    /// The specification with its defaults, wildcards kept.
    pub spec: String,
    /// It may stand for several files.
    pub wild: bool,
    /// The files that are selected.
    pub files: Result<Vec<FoundFile>, Condition>,
}

/// Finds the files that a parameter lists. Each item takes missing fields from the one before it.
pub fn list(context: &Context<'_>, command: &Command, label: &str, default: &str) -> Result<Vec<Listed>, Condition> {
    let selection = Selection::of(context, command)?;
    let typed: Vec<String> = command.items(label).iter().map(|item| item.text().to_owned()).collect();
    let typed = if typed.is_empty() { vec![String::new()] } else { typed };
    let mut related = String::new();
    let mut all = Vec::new();
    for text in typed {
        let default = if related.is_empty() { default } else { "" };
        let listed = find(context, &text, default, &related, &selection);
        // What could not be expanded gives nothing to the next item.
        if FileSpec::parse(&listed.spec).is_ok_and(|spec| spec.device.is_some()) {
            related.clone_from(&listed.spec);
        }
        all.push(listed);
    }
    Ok(all)
}

/// As [`list`], for a command that reads its files: SYS$INPUT and its like are files as well.
pub fn list_readable(
    context: &mut Context<'_>,
    command: &Command,
    label: &str,
    default: &str,
) -> Result<Vec<Listed>, Condition> {
    let typed: Vec<String> = command.items(label).iter().map(|item| item.text().to_owned()).collect();
    if !typed.iter().any(|text| console::permanent(context, text).is_some()) {
        return list(context, command, label, default);
    }
    let mut listed = list(context, command, label, default)?;
    for (text, item) in typed.iter().zip(&mut listed) {
        if let Some(file) = console::input(context, text)? {
            item.files = Ok(vec![file]);
        }
    }
    Ok(listed)
}

fn find(context: &Context<'_>, text: &str, default: &str, related: &str, selection: &Selection) -> Listed {
    let files = context.files();
    match expand(&files, text, default, related) {
        Err(why) => Listed { spec: text.to_uppercase(), wild: false, files: Err(why) },
        Ok(specs) => {
            let spec = specs.first().map_or_else(|| text.to_uppercase(), FullSpec::to_string);
            let wild = specs.iter().any(FullSpec::is_wild);
            let found = search_all(&files, &specs);
            let found = found.map(|files| files.into_iter().filter(|file| selection.takes(file)).collect());
            Listed { spec, wild, files: found }
        }
    }
}

/// Bytes of the longest record of a file: what its header says, else the file is read for it.
pub fn longest_record(file: &FoundFile, known: &Attributes) -> Result<usize, Condition> {
    if let Some(longest) = known.longest {
        return Ok(longest.into());
    }
    let mut records = file.files.open(&file.directory, &file.entry, Access::reading())?;
    let mut longest = 0;
    while let Some(record) = records.read()? {
        longest = longest.max(record.len());
    }
    Ok(longest)
}

/// What an operator answers to /CONFIRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This file.
    Yes,
    /// Not this file.
    No,
    /// This file and all that follow.
    All,
    /// Neither this file nor any that follows.
    Quit,
}

/// The questions of /CONFIRM.
pub struct Confirm {
    asks: bool,
}

impl Confirm {
    /// Asks if the command has /CONFIRM.
    pub fn of(command: &Command) -> Self {
        Self { asks: command.has("CONFIRM") }
    }

    /// Asks about a file; Ctrl/Z counts as QUIT, Return as NO.
    pub fn ask(&mut self, context: &mut Context<'_>, question: &str) -> Answer {
        if !self.asks {
            return Answer::Yes;
        }
        loop {
            let Some(typed) = context.streams.ask(&format!("{question} ? [N]:")) else { return Answer::Quit };
            let typed = typed.trim().to_uppercase();
            let is = |word: &str| !typed.is_empty() && word.starts_with(&typed);
            return match typed.as_str() {
                "" | "0" => Answer::No,
                "1" => Answer::Yes,
                _ if is("YES") || is("TRUE") => Answer::Yes,
                _ if is("NO") || is("FALSE") => Answer::No,
                _ if is("QUIT") => Answer::Quit,
                _ if is("ALL") => {
                    self.asks = false;
                    Answer::All
                }
                _ => continue,
            };
        }
    }
}

/// Displays a failure of one file and keeps its status as what the command ends with.
pub fn report(context: &mut Context<'_>, worst: &mut Status, condition: &Condition) {
    context.message(condition);
    *worst = condition.status.inhibited();
}
