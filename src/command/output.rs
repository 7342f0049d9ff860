//! Where the lines of a display go: SYS$OUTPUT, screen by screen under /PAGE, or the file of /OUTPUT.

use super::{Context, console};
use crate::cdu::Command;
use crate::message::{Condition, Status, codes, text};
use crate::rms::{FullSpec, RecordFile, bytes_of, expand};

impl Context<'_> {
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
    /// What becomes of lines that are wider than the screen, and the screen's width; `None` leaves them to the terminal.
    wide: Option<(bool, usize)>,
    finder: Option<Finder>,
}

/// /SEARCH: lines that hold a text stand out.
struct Finder {
    text: String,
    exact: bool,
    escape: &'static str,
}

impl Finder {
    fn of(command: &Command) -> Option<Self> {
        let exact = asked(command, "EXACT");
        let text = command.value("SEARCH")?;
        let text = if exact { text.to_owned() } else { text.to_uppercase() };
        Some(Self { text, exact, escape: highlight(command).unwrap_or(BOLD) })
    }

    fn shown(&self, line: &str) -> String {
        let folded = if self.exact { line.to_owned() } else { line.to_uppercase() };
        if folded.contains(&self.text) { format!("{}{line}{PLAIN}", self.escape) } else { line.to_owned() }
    }
}

/// Control sequences of a VT100.
const BOLD: &str = "\u{1b}[1m";
/// Ends what any of them began.
pub const PLAIN: &str = "\u{1b}[0m";

/// The control sequence that /HIGHLIGHT asks for.
pub fn highlight(command: &Command) -> Option<&'static str> {
    if !command.present("HIGHLIGHT").is_typed() || !command.has("HIGHLIGHT") {
        return None;
    }
    let ways = [("BLINK", "\u{1b}[5m"), ("REVERSE", "\u{1b}[7m"), ("UNDERLINE", "\u{1b}[4m")];
    let way = ways.into_iter().find(|(word, _)| command.has(&format!("HIGHLIGHT.{word}")));
    Some(way.map_or(BOLD, |(_, escape)| escape))
}

/// Whether a command has a qualifier; some commands have not all.
pub fn asked(command: &Command, label: &str) -> bool {
    command.known.iter().any(|known| known == label) && command.has(label)
}

/// Lines of a page that are kept for the question whether to go on.
const PAGE_MARGIN: usize = 2;

/// Keywords of /PAGE; SAVE, the second, keeps the screens.
const WAYS: [&str; 3] = ["CLEAR_SCREEN", "SAVE", "SCROLL"];

impl Page {
    /// The pages of /PAGE, for a command that has it, at a terminal. What looks for a text or at wide lines needs the
    /// screens that /PAGE=SAVE keeps.
    fn of(context: &Context<'_>, command: &Command) -> Result<Option<Self>, Condition> {
        let pages = asked(command, "PAGE") && command.present("PAGE").is_typed();
        let way = match if pages { command.value("PAGE") } else { None } {
            None => None,
            Some(word) => WAYS.into_iter().find(|known| *known == word),
        };
        // SEARCH has an /EXACT and a /HIGHLIGHT of its own.
        let searches =
            command.routine() != "SEARCH" && ["SEARCH", "EXACT", "HIGHLIGHT"].iter().any(|l| asked(command, l));
        let wraps = command.known.iter().any(|known| known == "WRAP") && command.present("WRAP").is_typed();
        let blind = searches && !(asked(command, "SEARCH") && command.present("SEARCH").is_typed());
        if blind || way != Some(WAYS[1]) && (searches || wraps) {
            return Err(codes::CLI_CONFQUAL.into());
        }
        if !pages || context.process.terminal.is_none() {
            return Ok(None);
        }
        let setup = &context.process.terminal_setup;
        let width = usize::from(setup.width);
        Ok(Some(Self {
            lines: usize::from(setup.page).saturating_sub(PAGE_MARGIN).max(1),
            shown: 0,
            is_over: false,
            wide: (wraps && width > 0).then(|| (!command.present("WRAP").is_negated(), width)),
            finder: if searches { Finder::of(command) } else { None },
        }))
    }

    /// The rows of a line on the screen.
    fn rows(&self, line: &str) -> Vec<String> {
        let rows = match self.wide {
            Some((wraps, width)) if line.chars().count() > width => {
                let letters: Vec<char> = line.chars().collect();
                let count = if wraps { usize::MAX } else { 1 };
                letters.chunks(width).take(count).map(|row| row.iter().collect()).collect()
            }
            _ => vec![line.to_owned()],
        };
        match &self.finder {
            Some(finder) => rows.iter().map(|row| finder.shown(row)).collect(),
            None => rows,
        }
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
        match &mut self.page {
            _ if self.silent => {}
            None => context.line(text),
            Some(page) => {
                for row in page.rows(text) {
                    if page.takes_one(context) {
                        context.line(row);
                    }
                }
            }
        }
        Ok(())
    }

    /// A screen begins: what was shown before was read.
    pub fn new_screen(&mut self) {
        if let Some(page) = &mut self.page {
            page.shown = 0;
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wraps: bool, text: &str) -> Page {
        let finder = Finder { text: text.to_owned(), exact: false, escape: BOLD };
        Page { lines: 3, shown: 0, is_over: false, wide: Some((wraps, 4)), finder: Some(finder) }
    }

    #[test]
    fn wide_lines_wrap_or_are_cut_and_what_was_found_stands_out() {
        assert_eq!(page(true, "CD").rows("abcdefghij"), ["\u{1b}[1mabcd\u{1b}[0m", "efgh", "ij"]);
        assert_eq!(page(false, "X").rows("abcdefghij"), ["abcd"]);
        assert_eq!(page(true, "X").rows("abcd"), ["abcd"]);
    }
}
