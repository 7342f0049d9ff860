//! Runs compiled directives over arguments. Owns every rule of widths and filling.

use super::directives::{Action, Bits, Count, Piece, Radix};
use super::{MAX_OUTPUT, codes};
use crate::clock::VmsTime;
use crate::message::condition::{Arg, Condition};

/// 100 ns units in a second, minute, hour and day.
const SECOND: u64 = 10_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// One formatting: the output so far and where it stands in the arguments.
pub struct Run<'a> {
    control: &'a str,
    args: &'a [Arg],
    now: VmsTime,
    next: usize,
    out: String,
    last_number: Option<i64>,
    fields: Vec<(usize, usize)>,
    case: Case,
}

/// Where in an `!n%C ... !%E ... !%F` sequence the run stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Outside,
    Printing,
    Waiting,
    Done,
}

impl<'a> Run<'a> {
    /// A run over `args`; `control` stands in for missing strings.
    pub fn new(control: &'a str, args: &'a [Arg], now: VmsTime) -> Self {
        let (out, fields) = (String::new(), Vec::new());
        Self { control, args, now, next: 0, out, last_number: None, fields, case: Case::Outside }
    }

    /// Performs every piece.
    pub fn all(mut self, pieces: &[Piece<'_>]) -> Result<String, Condition> {
        for piece in pieces {
            match piece {
                Piece::Text(text) if self.prints() => self.out.push_str(text),
                Piece::Text(_) => {}
                Piece::Directive { repeat, width, action } => self.directive(*repeat, *width, *action)?,
            }
        }
        while !self.fields.is_empty() {
            self.end_field();
        }
        Ok(self.out)
    }

    fn prints(&self) -> bool {
        matches!(self.case, Case::Outside | Case::Printing)
    }

    fn directive(&mut self, repeat: Count, width: Count, action: Action) -> Result<(), Condition> {
        if let Action::Case | Action::Else | Action::EndCase = action {
            self.conditional(width, action);
            return Ok(());
        }
        if !self.prints() {
            return Ok(());
        }
        let times = self.count(repeat).unwrap_or(1);
        // A repeated directive with an argument width takes the width once, like the real service.
        let width = self.count(width);
        if times > MAX_OUTPUT || width.is_some_and(|width| width > MAX_OUTPUT) {
            return Err(overflow());
        }
        for _ in 0..times {
            self.perform(width, action);
            if self.out.len() > MAX_OUTPUT {
                return Err(overflow());
            }
        }
        Ok(())
    }

    fn perform(&mut self, width: Option<usize>, action: Action) {
        match action {
            Action::Text => {
                let text = self.text();
                self.out.push_str(&left(&text, width));
            }
            Action::Filtered => {
                let text: String =
                    self.text().chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '.' }).collect();
                self.out.push_str(&left(&text, width));
            }
            Action::Number(radix, bits) => {
                let number = self.number();
                self.out.push_str(&numeric(number, radix, bits, width));
            }
            Action::Literal(c) => self.out.extend(std::iter::repeat_n(c, width.unwrap_or(1))),
            Action::Reuse => self.next = self.next.saturating_sub(1),
            Action::Skip => self.next += 1,
            Action::Fill(c) => self.out.extend(std::iter::repeat_n(c, width.unwrap_or(1))),
            Action::FieldStart => self.fields.push((self.out.len(), width.unwrap_or(0))),
            Action::FieldEnd => self.end_field(),
            Action::Plural => self.plural(),
            Action::Date | Action::Time => {
                let text = self.time(action == Action::Time);
                self.out.push_str(&left(&text, width));
            }
            Action::Uic => {
                let uic = self.number();
                self.out.push_str(&left(&format!("[{:o},{:o}]", (uic >> 16) & 0xFFFF, uic & 0xFFFF), width));
            }
            Action::Case | Action::Else | Action::EndCase => {}
        }
    }

    fn conditional(&mut self, width: Count, action: Action) {
        self.case = match (action, self.case) {
            (Action::EndCase, _) => Case::Outside,
            (_, Case::Printing | Case::Done) => Case::Done,
            (Action::Else, _) => Case::Printing,
            (_, _) => {
                let wanted = self.count(width).unwrap_or(0);
                if self.last_number == i64::try_from(wanted).ok() { Case::Printing } else { Case::Waiting }
            }
        };
    }

    fn count(&mut self, count: Count) -> Option<usize> {
        match count {
            Count::None => None,
            Count::Fixed(n) => Some(n),
            Count::Argument => Some(usize::try_from(self.number_quietly()).unwrap_or(0)),
        }
    }

    fn argument(&mut self) -> Option<&'a Arg> {
        let arg = self.args.get(self.next);
        self.next += 1;
        arg
    }

    fn text(&mut self) -> String {
        match self.argument() {
            Some(Arg::Text(text)) => text.clone(),
            Some(Arg::Number(number)) => number.to_string(),
            None => self.control.to_owned(),
        }
    }

    fn number(&mut self) -> i64 {
        let number = self.number_quietly();
        self.last_number = Some(number);
        number
    }

    fn number_quietly(&mut self) -> i64 {
        match self.argument() {
            Some(Arg::Number(number)) => *number,
            Some(Arg::Text(text)) => text.trim().parse().unwrap_or(0),
            None => 0,
        }
    }

    /// `!%S`: nothing for the number 1, else an s in the case of the letter before it.
    fn plural(&mut self) {
        if self.last_number != Some(1) {
            let upper = self.out.chars().next_back().is_some_and(|c| c.is_ascii_uppercase());
            self.out.push(if upper { 'S' } else { 's' });
        }
    }

    fn end_field(&mut self) {
        if let Some((start, width)) = self.fields.pop() {
            let field = left(&self.out[start..], Some(width));
            self.out.truncate(start);
            self.out.push_str(&field);
        }
    }

    fn time(&mut self, time_only: bool) -> String {
        let number = self.number_quietly();
        if number < 0 {
            return delta(number.unsigned_abs());
        }
        let time = if number == 0 { self.now } else { VmsTime(number.unsigned_abs()) };
        let text = time.absolute();
        if time_only { text.chars().skip(12).collect() } else { text }
    }
}

/// A delta time as `$FAO` prints it: days in four columns, then the time of day.
fn delta(ticks: u64) -> String {
    let (hours, minutes, seconds) = (ticks % DAY / HOUR, ticks % HOUR / MINUTE, ticks % MINUTE / SECOND);
    format!("{:4} {hours:02}:{minutes:02}:{seconds:02}.{:02}", ticks / DAY, ticks % SECOND / (SECOND / 100))
}

/// A string in a field: left-justified, cut or filled with blanks.
fn left(text: &str, width: Option<usize>) -> String {
    match width {
        Some(width) => format!("{text:<width$.width$}"),
        None => text.to_owned(),
    }
}

fn numeric(number: i64, radix: Radix, bits: Bits, width: Option<usize>) -> String {
    let mask = u64::MAX >> (64 - bits);
    let unsigned = number.cast_unsigned() & mask;
    match radix {
        Radix::Unsigned => decimal(unsigned.to_string(), width, ' ', false),
        Radix::Zero => decimal(unsigned.to_string(), width, '0', false),
        Radix::Signed => {
            let shift = 64 - bits;
            let signed = (number << shift) >> shift;
            decimal(signed.to_string(), width, ' ', signed < 0)
        }
        Radix::Hex => digits(&format!("{unsigned:0size$X}", size = (bits / 4) as usize), width),
        Radix::Octal => digits(&format!("{unsigned:0size$o}", size = bits.div_ceil(3) as usize), width),
    }
}

/// Decimal digits right-justified; a field too narrow is filled with asterisks, the sign kept at its end.
fn decimal(digits: String, width: Option<usize>, fill: char, negative: bool) -> String {
    let Some(width) = width.filter(|width| *width != 0) else { return digits };
    if digits.len() <= width {
        let missing = width - digits.len();
        return std::iter::repeat_n(fill, missing).chain(digits.chars()).collect();
    }
    let stars = if negative { width - 1 } else { width };
    std::iter::repeat_n('*', stars).chain(negative.then_some('-')).collect()
}

/// Hexadecimal or octal digits: cut on the left when the field is narrow, blanks in front when it is wide.
fn digits(digits: &str, width: Option<usize>) -> String {
    match width {
        Some(width) if width != 0 && width < digits.len() => digits[digits.len() - width..].to_owned(),
        Some(width) => format!("{digits:>width$}"),
        None => digits.to_owned(),
    }
}

fn overflow() -> Condition {
    Condition::new(codes::SYSTEM_BUFFEROVF.with_severity(crate::message::Severity::Severe))
}
