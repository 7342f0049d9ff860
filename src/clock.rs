//! The one clock. Nothing else in the crate asks the host for the time.
//!
//! A [`Clock`] is *real* (it follows the host) or *virtual* (it stands still until somebody advances it, so that a
//! recorded session repeats exactly). Times are [`VmsTime`]: 100 ns units since 17-NOV-1858, local time, no zone,
//! as OpenVMS keeps them. Engine timers use [`Millis`] of the same clock.

use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use chrono::{DateTime, Datelike, Local, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// Milliseconds on the engine's time axis: since the clock was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Millis(pub u64);

/// An absolute time: 100 ns units since 17-NOV-1858 00:00:00.00, local time (ods2.md 1). Zero means "not recorded".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct VmsTime(pub u64);

/// 100 ns units in a millisecond.
pub const TICKS_PER_MILLI: u64 = 10_000;

/// Month names as OpenVMS prints them.
pub const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

impl VmsTime {
    /// The time at a calendar date and time of day; `None` before 17-NOV-1858.
    pub fn from_naive(time: NaiveDateTime) -> Option<Self> {
        let since = time - vms_epoch();
        let micros = u64::try_from(since.num_microseconds()?).ok()?;
        Some(Self(micros * 10))
    }

    /// Local time at an interval after the Unix epoch, as hosts keep the dates of files; zero beyond the calendar.
    pub fn from_unix(since: std::time::Duration) -> Self {
        let utc = i64::try_from(since.as_secs()).ok().and_then(|s| DateTime::from_timestamp(s, since.subsec_nanos()));
        utc.and_then(|utc| Self::from_naive(utc.with_timezone(&Local).naive_local())).unwrap_or_default()
    }

    /// Calendar date and time of day; `None` past the calendar's end.
    pub fn to_naive(self) -> Option<NaiveDateTime> {
        let micros = i64::try_from(self.0 / 10).ok()?;
        vms_epoch().checked_add_signed(TimeDelta::microseconds(micros))
    }

    /// `dd-MMM-yyyy hh:mm:ss.cc`, 23 characters, the day padded with a blank (dcl.md 13).
    pub fn absolute(self) -> String {
        match self.to_naive() {
            Some(t) => format!(
                "{:2}-{}-{:04} {:02}:{:02}:{:02}.{:02}",
                t.day(),
                MONTHS[t.month0() as usize],
                t.year(),
                t.hour(),
                t.minute(),
                t.second(),
                t.nanosecond() / 10_000_000
            ),
            None => " 1-JAN-0000 00:00:00.00".to_owned(),
        }
    }

    /// Reads `d-MMM-yyyy [hh:mm[:ss[.cc]]]`, in either case; `None` for anything else. A host-side form: DCL reads times
    /// by its own rules.
    pub fn parse_absolute(text: &str) -> Option<Self> {
        let (date, time) = text.trim().split_once(' ').unwrap_or((text.trim(), "0:0"));
        let mut parts = date.splitn(3, '-');
        let day = parts.next()?.parse().ok()?;
        let month = parts.next()?.to_ascii_uppercase();
        let month = u32::try_from(MONTHS.iter().position(|name| *name == month)?).ok()? + 1;
        let date = NaiveDate::from_ymd_opt(parts.next()?.parse().ok()?, month, day)?;
        let mut parts = time.trim().splitn(3, ':');
        let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (seconds, hundredths) = match parts.next() {
            Some(rest) => rest.split_once('.').unwrap_or((rest, "0")),
            None => ("0", "0"),
        };
        let hundredths: u32 = hundredths.parse().ok().filter(|n| *n < 100)?;
        let time = date.and_hms_milli_opt(hour, minute, seconds.parse().ok()?, hundredths * 10)?;
        Self::from_naive(time)
    }

    /// The time `millis` later.
    pub fn plus(self, millis: Millis) -> Self {
        Self(self.0 + millis.0 * TICKS_PER_MILLI)
    }
}

impl fmt::Display for VmsTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.absolute())
    }
}

fn vms_epoch() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(1858, 11, 17).and_then(|d| d.and_hms_opt(0, 0, 0)).expect("17-NOV-1858 is a date")
}

/// Source of all time in a site. Shared by every thread.
#[derive(Debug)]
pub enum Clock {
    /// Follows the host.
    Real {
        /// Where [`Millis`] zero lies.
        start: Instant,
        /// What SET TIME has moved the time of day by, 100 ns units.
        shift: AtomicI64,
    },
    /// Stands still until it is advanced.
    Virtual {
        /// Time of day at [`Millis`] zero.
        origin: VmsTime,
        /// Milliseconds advanced since.
        elapsed: AtomicU64,
        /// What SET TIME has moved the time of day by, 100 ns units.
        shift: AtomicI64,
    },
}

impl Clock {
    /// A clock that follows the host.
    pub fn real() -> Self {
        Self::Real { start: Instant::now(), shift: AtomicI64::new(0) }
    }

    /// A clock that starts at `origin` and moves only by [`Clock::advance`].
    pub fn virtual_at(origin: VmsTime) -> Self {
        Self::Virtual { origin, elapsed: AtomicU64::new(0), shift: AtomicI64::new(0) }
    }

    /// A virtual clock at 1-JAN-2030 00:00:00.00, the default of recorded sessions.
    pub fn virtual_default() -> Self {
        let origin = NaiveDate::from_ymd_opt(2030, 1, 1).and_then(|d| d.and_hms_opt(0, 0, 0));
        Self::virtual_at(origin.and_then(VmsTime::from_naive).expect("1-JAN-2030 is a date"))
    }

    /// Whether time moves only by [`Clock::advance`].
    pub fn is_virtual(&self) -> bool {
        matches!(self, Self::Virtual { .. })
    }

    /// Milliseconds since the clock was made.
    pub fn millis(&self) -> Millis {
        match self {
            Self::Real { start, .. } => Millis(u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)),
            Self::Virtual { elapsed, .. } => Millis(elapsed.load(Ordering::SeqCst)),
        }
    }

    /// Microseconds since the clock was made.
    pub fn micros(&self) -> u64 {
        match self {
            Self::Real { start, .. } => u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX),
            Self::Virtual { .. } => self.millis().0 * 1000,
        }
    }

    /// Date and time of day.
    pub fn now(&self) -> VmsTime {
        let (Self::Real { shift, .. } | Self::Virtual { shift, .. }) = self;
        VmsTime(self.unshifted().0.saturating_add_signed(shift.load(Ordering::SeqCst)))
    }

    /// Sets the time of day for everything that is told from now on; [`Millis`] are not touched. `None` goes back to the
    /// host's time, or to where a virtual clock would stand.
    pub fn set(&self, time: Option<VmsTime>) {
        let (Self::Real { shift, .. } | Self::Virtual { shift, .. }) = self;
        let by = time.map_or(0, |time| time.0.cast_signed().wrapping_sub(self.unshifted().0.cast_signed()));
        shift.store(by, Ordering::SeqCst);
    }

    fn unshifted(&self) -> VmsTime {
        match self {
            Self::Real { .. } => VmsTime::from_naive(Local::now().naive_local()).unwrap_or_default(),
            Self::Virtual { origin, .. } => origin.plus(self.millis()),
        }
    }

    /// Moves a virtual clock forward; a real clock is left alone.
    pub fn advance(&self, by: Millis) {
        if let Self::Virtual { elapsed, .. } = self {
            elapsed.fetch_add(by.0, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unix_epoch_is_where_the_reference_puts_it() {
        let unix = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
        assert_eq!(VmsTime::from_naive(unix), Some(VmsTime(0x007C_9567_4BEB_4000)));
    }

    #[test]
    fn a_time_reads_back_as_it_is_printed() {
        for text in [" 1-JAN-2030 00:00:00.00", "29-FEB-2028 23:59:59.99"] {
            assert_eq!(VmsTime::parse_absolute(text).map(VmsTime::absolute).as_deref(), Some(text));
        }
        let short = VmsTime::parse_absolute("4-jul-2026 8:30").map(VmsTime::absolute);
        assert_eq!(short.as_deref(), Some(" 4-JUL-2026 08:30:00.00"));
        for bad in ["", "30-FEB-2026", "1-XYZ-2030", "1-JAN-2030 25:00", "1-JAN-2030 1", "1-JAN-2030 1:1:1.100"] {
            assert_eq!(VmsTime::parse_absolute(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_virtual_clock_moves_only_when_told() {
        let clock = Clock::virtual_default();
        assert_eq!(clock.now().absolute(), " 1-JAN-2030 00:00:00.00");
        clock.advance(Millis(1_230));
        assert_eq!(clock.now().absolute(), " 1-JAN-2030 00:00:01.23");
        assert_eq!(clock.millis(), Millis(1_230));
        clock.set(VmsTime::parse_absolute("4-JUL-2031 8:30"));
        clock.advance(Millis(10));
        assert_eq!((clock.now().absolute().as_str(), clock.millis()), (" 4-JUL-2031 08:30:00.01", Millis(1_240)));
        clock.set(None);
        assert_eq!(clock.now().absolute(), " 1-JAN-2030 00:00:01.24");
    }
}
