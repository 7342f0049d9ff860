//! Times as people write them: absolute, delta and combination times (dcl.md 13). Asks nobody for the time: "now" is an
//! argument.

use crate::clock::{MONTHS, VmsTime};
use crate::message::{Condition, codes};

/// 100 ns units in a hundredth of a second.
pub const HUNDREDTH: u64 = 100_000;
/// 100 ns units in a second.
pub const SECOND: u64 = 100 * HUNDREDTH;
/// 100 ns units in a day.
pub const DAY: u64 = 86_400 * SECOND;

/// Years that a written time may name.
const FIRST_YEAR: i64 = 1858;
const LAST_YEAR: i64 = 9999;

/// Calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// Year.
    pub year: i64,
    /// Month, 1 to 12.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
}

impl Date {
    /// Day number since 17-NOV-1858, counted in the Gregorian calendar.
    pub fn number(self) -> i64 {
        let shifted = if self.month <= 2 { self.year - 1 } else { self.year };
        let era = shifted.div_euclid(400);
        let year_of_era = shifted.rem_euclid(400);
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 678_881
    }

    /// The date of a day number since 17-NOV-1858.
    pub fn from_number(number: i64) -> Self {
        let shifted = number + 678_881;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self { year, month, day: day_of_year - (153 * month_index + 2) / 5 + 1 }
    }

    fn is_real(self) -> bool {
        Self::from_number(self.number()) == self
    }
}

/// A time taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fields {
    /// Date.
    pub date: Date,
    /// Day number since 17-NOV-1858, a Wednesday.
    pub day_number: i64,
    /// Day of the year, from 1.
    pub day_of_year: i64,
    /// Hour.
    pub hour: u64,
    /// Minute.
    pub minute: u64,
    /// Second.
    pub second: u64,
    /// Hundredth of a second.
    pub hundredth: u64,
}

impl Fields {
    /// The parts of a time.
    pub fn of(time: VmsTime) -> Self {
        let day_number = i64::try_from(time.0 / DAY).unwrap_or(i64::MAX);
        let date = Date::from_number(day_number);
        let rest = time.0 % DAY / HUNDREDTH;
        Self {
            date,
            day_number,
            day_of_year: day_number - Date { month: 1, day: 1, ..date }.number() + 1,
            hour: rest / 360_000,
            minute: rest / 6000 % 60,
            second: rest / 100 % 60,
            hundredth: rest % 100,
        }
    }

    /// `Monday` ...
    pub fn weekday(&self) -> &'static str {
        const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
        NAMES[(self.day_number + 2).rem_euclid(7).unsigned_abs() as usize % 7]
    }
}

/// Reads an absolute or combination time; an empty text is now.
///
/// # Errors
/// IVATIME with the text, upper case, as token.
pub fn parse_absolute(text: &str, now: VmsTime) -> Result<VmsTime, Condition> {
    let upper = text.to_ascii_uppercase();
    Scanner { rest: upper.trim(), now }
        .combination()
        .ok_or_else(|| Condition::new(codes::CLI_IVATIME).token(text.to_ascii_uppercase()))
}

/// A delta time as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Digits of each field; empty where nothing was typed.
    pub days: String,
    /// Hours.
    pub hours: String,
    /// Minutes.
    pub minutes: String,
    /// Seconds.
    pub seconds: String,
    /// Fraction of a second, without its period.
    pub fraction: String,
}

impl Delta {
    /// Length in 100 ns units, rounded to hundredths of a second.
    pub fn ticks(&self) -> u64 {
        let number = |digits: &str| digits.parse::<u64>().unwrap_or(0);
        number(&self.days) * DAY
            + (number(&self.hours) * 3600 + number(&self.minutes) * 60 + number(&self.seconds)) * SECOND
            + hundredths(&self.fraction) * HUNDREDTH
    }

    /// `d hh:mm:ss.cc` with the digits as typed.
    pub fn typed(&self) -> String {
        format!("{} {}", Self::or(&self.days, "0"), self.time())
    }

    /// `hh:mm:ss.cc` with the digits as typed.
    pub fn time(&self) -> String {
        format!(
            "{}:{}:{}.{}",
            Self::or(&self.hours, "0"),
            Self::or(&self.minutes, "00"),
            Self::or(&self.seconds, "00"),
            Self::or(&self.fraction, "00")
        )
    }

    /// A field, or what stands for it when nothing was typed.
    pub fn or<'a>(field: &'a str, default: &'a str) -> &'a str {
        if field.is_empty() { default } else { field }
    }
}

/// Reads a delta time: `[dddd-][hh:mm:ss.cc]`.
///
/// # Errors
/// IVDTIME with the text, upper case, as token.
pub fn parse_delta(text: &str) -> Result<Delta, Condition> {
    delta(text.trim()).ok_or_else(|| Condition::new(codes::CLI_IVDTIME).token(text.to_ascii_uppercase()))
}

/// `dddd hh:mm:ss.cc` for a length of time, the days in four columns, as F$DELTA_TIME shows it.
pub fn delta_text(ticks: u64) -> String {
    let rest = ticks % DAY / HUNDREDTH;
    format!("{:4} {:02}:{:02}:{:02}.{:02}", ticks / DAY, rest / 360_000, rest / 6000 % 60, rest / 100 % 60, rest % 100)
}

/// Digits after the period as hundredths, rounded.
fn hundredths(fraction: &str) -> u64 {
    let digit = |at: usize| fraction.as_bytes().get(at).map_or(0, |byte| u64::from(byte - b'0'));
    digit(0) * 10 + digit(1) + u64::from(digit(2) >= 5)
}

fn take_digits<'a>(rest: &mut &'a str) -> &'a str {
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at(length);
    *rest = after;
    digits
}

fn take(rest: &mut &str, mark: char) -> bool {
    match rest.strip_prefix(mark) {
        Some(after) => {
            *rest = after;
            true
        }
        None => false,
    }
}

fn delta(text: &str) -> Option<Delta> {
    let mut rest = text;
    let mut delta = Delta::default();
    let digits = take_digits(&mut rest);
    if take(&mut rest, '-') {
        if digits.is_empty() || digits.len() > 4 {
            return None;
        }
        digits.clone_into(&mut delta.days);
        take(&mut rest, ' ');
        take_digits(&mut rest).clone_into(&mut delta.hours);
    } else {
        digits.clone_into(&mut delta.hours);
    }
    take_time(&mut rest, &mut delta)?;
    rest.is_empty().then_some(delta)
}

/// `[:mm[:ss[.cc]]]` behind the hours, and the limits of all fields.
fn take_time(rest: &mut &str, time: &mut Delta) -> Option<()> {
    if take(rest, ':') {
        take_digits(rest).clone_into(&mut time.minutes);
        if take(rest, ':') {
            take_digits(rest).clone_into(&mut time.seconds);
        }
        if take(rest, '.') {
            take_digits(rest).clone_into(&mut time.fraction);
        }
    }
    let fits = |digits: &str, limit: u64| {
        digits.is_empty() || digits.len() <= 2 && digits.parse().is_ok_and(|n: u64| n < limit)
    };
    (fits(&time.hours, 24) && fits(&time.minutes, 60) && fits(&time.seconds, 60)).then_some(())
}

struct Scanner<'a> {
    rest: &'a str,
    now: VmsTime,
}

impl Scanner<'_> {
    fn combination(mut self) -> Option<VmsTime> {
        let (base, timed) = if self.rest.is_empty() || self.is_sign() { (self.now, true) } else { self.absolute()? };
        if self.rest.starts_with(' ') {
            if timed {
                return None;
            }
            self.rest = self.rest.trim_start();
        }
        let negative = match self.rest.as_bytes().first() {
            None => return Some(base),
            Some(b'+') => false,
            Some(b'-') => true,
            Some(_) => return None,
        };
        let ticks = delta(&self.rest[1..])?.ticks();
        if self.rest.len() == 1 {
            return None;
        }
        let ticks = if negative { base.0.checked_sub(ticks) } else { base.0.checked_add(ticks) };
        ticks.map(VmsTime)
    }

    /// Whether a delta from now stands here: a sign, not a date without day.
    fn is_sign(&self) -> bool {
        match self.rest.as_bytes() {
            [b'+', ..] => true,
            [b'-', next, ..] => next.is_ascii_digit() || *next == b':',
            _ => false,
        }
    }

    /// An absolute time, and whether a time of day was written.
    fn absolute(&mut self) -> Option<(VmsTime, bool)> {
        let today = Fields::of(self.now);
        if self.rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.keyword(today.day_number).map(|day| (VmsTime(day * DAY), false));
        }
        let mut day = today.day_number;
        let mut timed = true;
        if self.has_date() {
            day = self.date(today.date)?;
            timed = false;
            let before = self.rest;
            if take(&mut self.rest, ':') {
                timed = true;
            } else if self.rest.starts_with(' ') {
                self.rest = self.rest.trim_start();
                if self.rest.is_empty() || self.rest.starts_with(['+', '-']) {
                    self.rest = before;
                } else {
                    timed = true;
                }
            }
        }
        let mut time = Delta::default();
        if timed {
            take_digits(&mut self.rest).clone_into(&mut time.hours);
            take_time(&mut self.rest, &mut time)?;
        }
        let day = u64::try_from(day).ok()?;
        Some((VmsTime(day * DAY + time.ticks()), timed))
    }

    fn keyword(&mut self, today: i64) -> Option<u64> {
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (word, after) = self.rest.split_at(length);
        let day = match word {
            _ if word.len() >= 3 && "TODAY".starts_with(word) => today,
            _ if word.len() >= 3 && "TOMORROW".starts_with(word) => today + 1,
            _ if "YESTERDAY".starts_with(word) => today - 1,
            _ => return None,
        };
        self.rest = after;
        u64::try_from(day).ok()
    }

    /// Whether a date stands here: at most two digits, a hyphen, and no digit behind it.
    fn has_date(&self) -> bool {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let after = &self.rest.as_bytes()[digits..];
        after.first() == Some(&b'-') && !after.get(1).is_some_and(u8::is_ascii_digit)
    }

    /// `[dd][-[mmm][-[yyyy]]]` as a day number; missing fields are today's.
    fn date(&mut self, today: Date) -> Option<i64> {
        let mut date = today;
        let day = take_digits(&mut self.rest);
        if !day.is_empty() {
            date.day = day.parse().ok().filter(|_| day.len() <= 2)?;
        }
        take(&mut self.rest, '-');
        let length = self.rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        if length > 0 {
            let (name, after) = self.rest.split_at(length);
            date.month = i64::try_from(MONTHS.iter().position(|month| *month == name)?).ok()? + 1;
            self.rest = after;
        }
        let mut tail = self.rest;
        if take(&mut tail, '-') {
            let year = take_digits(&mut tail);
            self.rest = tail;
            if !year.is_empty() {
                let number: i64 = year.parse().ok().filter(|_| year.len() <= 4)?;
                date.year = match number {
                    _ if year.len() > 2 => number,
                    0..58 => 2000 + number,
                    _ => 1900 + number,
                };
            }
        }
        let in_range = (FIRST_YEAR..=LAST_YEAR).contains(&date.year) && date.is_real() && date.number() >= 0;
        in_range.then(|| date.number())
    }
}

#[cfg(test)]
mod tests;
