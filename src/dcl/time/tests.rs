//! Absolute, delta and combined times, and what F$CVTIME makes of them.

use super::*;

const NOW: &str = "7-OCT-2026 13:14:15.16";

fn now() -> VmsTime {
    parse_absolute(NOW, VmsTime(0)).expect("a full time")
}

fn shown(text: &str) -> String {
    parse_absolute(text, now()).map_or_else(|_| "bad".to_owned(), |time| time.absolute().trim_start().to_owned())
}

#[test]
fn dates_and_day_numbers_agree_over_the_whole_range() {
    assert_eq!(Date { year: 1858, month: 11, day: 17 }.number(), 0);
    let mut expected = Date { year: 1858, month: 11, day: 17 };
    for number in 0..900_000 {
        let date = Date::from_number(number);
        assert_eq!((date, date.number()), (expected, number));
        expected.day += 1;
        if !expected.is_real() {
            expected = Date { month: expected.month + 1, day: 1, ..expected };
        }
        if expected.month > 12 {
            expected = Date { year: expected.year + 1, month: 1, day: 1 };
        }
    }
}

#[test]
fn missing_date_fields_are_todays_and_missing_time_fields_zero() {
    for (text, time) in [
        ("1-JAN", "1-JAN-2026 00:00:00.00"),
        ("-FEB-2000", "7-FEB-2000 00:00:00.00"),
        ("--2001 10:00", "7-OCT-2001 10:00:00.00"),
        ("15-", "15-OCT-2026 00:00:00.00"),
        ("15", "7-OCT-2026 15:00:00.00"),
        ("10:20", "7-OCT-2026 10:20:00.00"),
        (":30", "7-OCT-2026 00:30:00.00"),
        ("::15", "7-OCT-2026 00:00:15.00"),
        ("  1-JAN-2000   10:20", "1-JAN-2000 10:20:00.00"),
        ("1-jan-2000:10:20:30.456", "1-JAN-2000 10:20:30.46"),
        ("1-JAN-00", "1-JAN-2000 00:00:00.00"),
        ("1-JAN-99", "1-JAN-1999 00:00:00.00"),
        ("", "7-OCT-2026 13:14:15.16"),
        ("TODAY", "7-OCT-2026 00:00:00.00"),
        ("tom", "8-OCT-2026 00:00:00.00"),
        ("YESTERDAY+1", "6-OCT-2026 01:00:00.00"),
    ] {
        assert_eq!(shown(text), time, "{text:?}");
    }
}

#[test]
fn combinations_add_and_subtract() {
    for (text, time) in [
        ("1-JAN-2000+1", "1-JAN-2000 01:00:00.00"),
        ("+1-", "8-OCT-2026 13:14:15.16"),
        ("-1:00", "7-OCT-2026 12:14:15.16"),
        ("1-MAR-2000-1-", "29-FEB-2000 00:00:00.00"),
        ("1-JAN-2000 +1-", "2-JAN-2000 00:00:00.00"),
        ("1-JAN-2000 10:20 +2-03:00", "bad"),
        ("1-JAN-2000+1-25:00", "bad"),
        ("1-JAN-2000+", "bad"),
        ("NOW", "bad"),
        ("2000-01-01 10:20:30.40", "bad"),
        ("32-JAN-2000", "bad"),
        ("29-FEB-1900", "bad"),
        ("16-NOV-1858", "bad"),
        ("17-NOV-1858", "17-NOV-1858 00:00:00.00"),
    ] {
        assert_eq!(shown(text), time, "{text:?}");
    }
}

#[test]
fn deltas_repeat_what_was_typed() {
    for (text, typed) in [
        ("2-03:04:05.06", "2 03:04:05.06"),
        ("2-", "2 0:00:00.00"),
        ("2", "0 2:00:00.00"),
        ("0-3:4:5.6", "0 3:4:5.6"),
        ("", "0 0:00:00.00"),
        (":30", "0 0:30:00.00"),
        ("2-03", "2 03:00:00.00"),
    ] {
        assert_eq!(parse_delta(text).map(|delta| delta.typed()), Ok(typed.to_owned()), "{text:?}");
    }
    for text in ["10000-", "-2-", "1-24:00", "1:60", "x"] {
        let error = parse_delta(text).expect_err(text);
        assert_eq!((error.status, error.token), (codes::CLI_IVDTIME, Some(text.to_ascii_uppercase())));
    }
    assert_eq!(parse_delta("1-00:00:00.5").map(|delta| delta.ticks()), Ok(DAY + SECOND / 2));
}

#[test]
fn any_text_is_read_or_refused() {
    let alphabet = b"0123456789-:+. JANFEBTODYMORWabx";
    let mut seed = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..200_000 {
        let mut text = String::new();
        for _ in 0..seed % 24 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text.push(char::from(alphabet[(seed % alphabet.len() as u64) as usize]));
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let _ = parse_absolute(&text, now());
        let _ = parse_delta(&text);
    }
}
