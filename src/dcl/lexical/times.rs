//! F$TIME, F$CVTIME, F$DELTA_TIME (dcl.md 13, 16).

use crate::clock::{MONTHS, VmsTime};
use crate::message::Condition;

use super::super::time::{Delta, Fields, delta_text, parse_absolute, parse_delta};
use super::super::value::Value;
use super::{Arguments, bad_keyword, text};

/// F$TIME.
pub fn time(_: &Arguments, now: VmsTime) -> Result<Value, Condition> {
    Ok(now.absolute().into())
}

/// F$CVTIME.
pub fn cvtime(arguments: &Arguments, now: VmsTime) -> Result<Value, Condition> {
    let keyword = |at: usize, default: &str| match arguments.get(at) {
        Some(Some(value)) => value.string().to_ascii_uppercase(),
        _ => default.to_owned(),
    };
    let (form, field) = (keyword(1, "COMPARISON"), keyword(2, "DATETIME"));
    let input = text(arguments, 0);
    let answer = match form.as_str() {
        "DELTA" => delta_field(&parse_delta(&input)?, &field)?,
        "ABSOLUTE" | "COMPARISON" => time_field(&Fields::of(parse_absolute(&input, now)?), &field, form == "ABSOLUTE")?,
        other => return Err(bad_keyword(other)),
    };
    Ok(answer.into())
}

fn delta_field(delta: &Delta, field: &str) -> Result<String, Condition> {
    Ok(match field {
        "DATETIME" => delta.typed(),
        "DATE" | "DAY" => Delta::or(&delta.days, "0").to_owned(),
        "TIME" => delta.time(),
        "HOUR" => Delta::or(&delta.hours, "0").to_owned(),
        "MINUTE" => Delta::or(&delta.minutes, "00").to_owned(),
        "SECOND" => Delta::or(&delta.seconds, "00").to_owned(),
        "HUNDREDTH" => Delta::or(&delta.fraction, "00").to_owned(),
        other => return Err(bad_keyword(other)),
    })
}

fn time_field(fields: &Fields, field: &str, absolute: bool) -> Result<String, Condition> {
    let Fields { date, hour, minute, second, hundredth, .. } = *fields;
    let year = if date.year > 9999 { "****".to_owned() } else { format!("{:04}", date.year) };
    let month = if absolute {
        MONTHS[usize::try_from(date.month - 1).unwrap_or(0)].to_owned()
    } else {
        format!("{:02}", date.month)
    };
    let day = if absolute { date.day.to_string() } else { format!("{:02}", date.day) };
    let date_text = if absolute { format!("{day}-{month}-{year}") } else { format!("{year}-{month}-{day}") };
    let time_text = format!("{hour:02}:{minute:02}:{second:02}.{hundredth:02}");
    let hour_of_year = u64::try_from(fields.day_of_year - 1).unwrap_or(0) * 24 + hour;
    Ok(match field {
        "DATETIME" => format!("{date_text} {time_text}"),
        "DATE" => date_text,
        "TIME" => time_text,
        "DAY" => day,
        "MONTH" => month,
        "YEAR" => year,
        "HOUR" => format!("{hour:02}"),
        "MINUTE" => format!("{minute:02}"),
        "SECOND" => format!("{second:02}"),
        "HUNDREDTH" => format!("{hundredth:02}"),
        "WEEKDAY" => fields.weekday().to_owned(),
        "DAYOFYEAR" => fields.day_of_year.to_string(),
        "HOUROFYEAR" => hour_of_year.to_string(),
        "MINUTEOFYEAR" => (hour_of_year * 60 + minute).to_string(),
        "SECONDOFYEAR" => ((hour_of_year * 60 + minute) * 60 + second).to_string(),
        other => return Err(bad_keyword(other)),
    })
}

/// F$DELTA_TIME: the second time less the first.
pub fn delta_time(arguments: &Arguments, now: VmsTime) -> Result<Value, Condition> {
    let (start, end) = (parse_absolute(&text(arguments, 0), now)?, parse_absolute(&text(arguments, 1), now)?);
    let ticks = end.0.saturating_sub(start.0);
    let form = text(arguments, 2).to_ascii_uppercase();
    match form.as_str() {
        "" | "ASCTIM" => Ok(delta_text(ticks).into()),
        "DCL" => Ok(delta_text(ticks).trim_start().replacen(' ', "-", 1).into()),
        other => Err(bad_keyword(other)),
    }
}
