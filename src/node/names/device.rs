//! From a typed device name to the device: iterative translation.

use super::DEPTH_LIMIT;
use super::search::Names;
use crate::message::Condition;
use crate::message::codes;

/// Where the translation of a device name ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceTranslation {
    /// The device name, upper case, without colon and without leading underscore.
    pub device: String,
    /// What followed the device in the last translation: a directory such as `[SYS0.]`, or nothing.
    pub rest: String,
    /// The name as the user should see it: the last CONCEALED logical name, else the device.
    pub shown: String,
}

impl Names<'_> {
    /// Translates a device name through LNM$FILE_DEV, ten times at most, until nothing matches, a translation is
    /// TERMINAL, or the name is physical (begins with `_`). Of a search list the first member counts.
    pub fn device(&self, typed: &str) -> Result<DeviceTranslation, Condition> {
        let mut current = typed.trim().to_uppercase();
        let mut rest = String::new();
        let mut shown = None;
        for _ in 0..=DEPTH_LIMIT {
            let (name, tail) = split_device(&current);
            if !tail.is_empty() {
                rest = tail.to_owned();
            }
            if let Some(physical) = name.strip_prefix('_') {
                return Ok(ended(physical, rest, shown));
            }
            let Some(found) = self.file_dev(name) else { return Ok(ended(name, rest, shown)) };
            let Some(value) = found.translations.first() else { return Ok(ended(name, rest, shown)) };
            if value.concealed {
                shown.get_or_insert_with(|| name.to_owned());
            }
            let next = value.value.to_uppercase();
            if value.terminal {
                let (device, tail) = split_device(&next);
                let rest = if tail.is_empty() { rest } else { tail.to_owned() };
                return Ok(ended(device.trim_start_matches('_'), rest, shown));
            }
            current = next;
        }
        Err(codes::SYSTEM_IVLOGNAM.into())
    }

    /// The device that a typed name stands for, upper case, without colon and underscore; a name whose translation
    /// does not end stands for itself.
    pub fn device_name(&self, typed: &str) -> String {
        let itself = || typed.trim().trim_start_matches('_').trim_end_matches(':').to_uppercase();
        self.device(typed).map_or_else(|_| itself(), |translation| translation.device)
    }
}

/// Splits `DKA100:[X]` into the name and what follows the colon; a name without colon is all name.
fn split_device(text: &str) -> (&str, &str) {
    match text.find([':', '[', '<']) {
        Some(at) if text[at..].starts_with(':') => (&text[..at], &text[at + 1..]),
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    }
}

fn ended(device: &str, rest: String, shown: Option<String>) -> DeviceTranslation {
    let device = device.to_owned();
    DeviceTranslation { shown: shown.unwrap_or_else(|| device.clone()), device, rest }
}
