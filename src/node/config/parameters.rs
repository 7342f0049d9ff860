//! System parameters that this product knows: ranges, defaults, and a node's own values (shadowing.md 5.8).

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::{Serialize, Serializer};

/// What is known of a parameter.
#[derive(Debug, PartialEq, Eq)]
pub struct SystemParameter {
    /// Name.
    pub name: &'static str,
    /// Smallest value.
    pub min: u32,
    /// Value when nobody set one.
    pub default: u32,
    /// Largest value.
    pub max: u32,
    /// Unit, as SYSGEN shows it.
    pub unit: &'static str,
    /// Whether a change acts at once.
    pub dynamic: bool,
}

const fn parameter(name: &'static str, range: (u32, u32, u32), unit: &'static str, dynamic: bool) -> SystemParameter {
    SystemParameter { name, min: range.0, default: range.1, max: range.2, unit, dynamic }
}

/// Every parameter, by name. Ranges: shadowing.md 5.8 as (minimum, default, maximum).
pub const PARAMETERS: &[SystemParameter] = &[
    parameter("ALLOCLASS", (0, 0, 255), "Pure-numbe", false),
    parameter("MVTIMEOUT", (1, 3600, 64_000), "Seconds", true),
    parameter("SHADOWING", (0, 0, 3), "Coded-valu", false),
    parameter("SHADOW_HBMM_RTC", (60, 150, 65_535), "Seconds", true),
    parameter("SHADOW_MAX_COPY", (0, 4, 200), "Threads", true),
    parameter("SHADOW_MAX_UNIT", (10, 500, 10_000), "Shadow-set", false),
    parameter("SHADOW_MBR_TMO", (1, 120, 65_535), "Seconds", true),
    parameter("SHADOW_PSM_RDLY", (0, 30, 65_535), "Seconds", true),
    parameter("SHADOW_REC_DLY", (20, 20, 65_535), "Seconds", true),
    parameter("SHADOW_SITE_ID", (0, 0, 255), "Pure-numbe", true),
    parameter("SHADOW_SYS_DISK", (0, 0, u32::MAX), "Bitmask", true),
    parameter("SHADOW_SYS_TMO", (1, 120, 65_535), "Seconds", true),
    parameter("SHADOW_SYS_UNIT", (0, 0, 9999), "Unit", false),
    parameter("SHADOW_SYS_WAIT", (1, 480, 65_535), "Seconds", true),
    parameter("WBM_MSG_INT", (10, 10, u32::MAX), "Msec", true),
    parameter("WBM_MSG_LOWER", (0, 10, u32::MAX), "Msgs/int", true),
    parameter("WBM_MSG_UPPER", (0, 100, u32::MAX), "Msgs/int", true),
    parameter("WBM_OPCOM_LVL", (0, 1, 2), "Coded-valu", true),
];

/// A node's parameters: those that were set, and the defaults of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<&'static str, u32>);

impl SystemParameter {
    /// The parameter of that name, in either case.
    pub fn find(name: &str) -> Option<&'static Self> {
        PARAMETERS.iter().find(|parameter| parameter.name.eq_ignore_ascii_case(name))
    }
}

impl Parameters {
    /// The value in force; `None` for a name that is no parameter.
    pub fn get(&self, name: &str) -> Option<u32> {
        let parameter = SystemParameter::find(name)?;
        Some(self.0.get(parameter.name).copied().unwrap_or(parameter.default))
    }

    /// Sets a value; false when the name is unknown or the value out of range, and nothing changes.
    pub fn set(&mut self, name: &str, value: u32) -> bool {
        match SystemParameter::find(name) {
            Some(parameter) if (parameter.min..=parameter.max).contains(&value) => {
                self.0.insert(parameter.name, value);
                true
            }
            _ => false,
        }
    }

    /// Whether every parameter has its default.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl<'de> Deserialize<'de> for Parameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ParametersVisitor)
    }
}

struct ParametersVisitor;

impl<'de> Visitor<'de> for ParametersVisitor {
    type Value = Parameters;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("system parameters with their values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parameters, A::Error> {
        let mut parameters = Parameters::default();
        while let Some(name) = map.next_key::<String>()? {
            let Some(known) = SystemParameter::find(&name) else {
                return Err(A::Error::custom(format!(
                    "{name:?} stands here; expected a system parameter such as \"SHADOWING\""
                )));
            };
            let value: i64 = map.next_value()?;
            let in_range = u32::try_from(value).is_ok_and(|value| (known.min..=known.max).contains(&value));
            if !in_range {
                let (min, max) = (known.min, known.max);
                return Err(A::Error::custom(format!("{} is {value}; expected {min} to {max}", known.name)));
            }
            if parameters.0.insert(known.name, u32::try_from(value).unwrap_or(known.default)).is_some() {
                return Err(A::Error::custom(format!("{} stands twice; expected each name once", known.name)));
            }
        }
        Ok(parameters)
    }
}
