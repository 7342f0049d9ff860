//! User identification codes and the identifiers that stand for them.

use serde::{Deserialize, Serialize};

pub use super::config::Uic;

impl Uic {
    /// `[1,4]`, the system manager.
    pub const SYSTEM: Self = Self { group: 1, member: 4 };

    /// The code as a longword: group in the upper half.
    pub fn longword(self) -> u32 {
        (u32::from(self.group) << 16) | u32::from(self.member)
    }

    /// The code in a longword.
    pub fn from_longword(value: u32) -> Self {
        Self { group: (value >> 16) as u16, member: value as u16 }
    }

    /// Reads `[g,m]` or `g,m`, both octal; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        Self::try_from(format!("[{inner}]")).ok()
    }
}

/// Identifiers that every system has beside those of its users: name and value (`$KGBDEF`).
const ENVIRONMENT: [(&str, u32); 6] = [
    ("BATCH", 0x8000_0001),
    ("DIALUP", 0x8000_0002),
    ("INTERACTIVE", 0x8000_0003),
    ("LOCAL", 0x8000_0004),
    ("NETWORK", 0x8000_0005),
    ("REMOTE", 0x8000_0006),
];

/// The rights database of a site: its users and the environment identifiers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rights {
    users: Vec<(String, Uic)>,
}

impl Rights {
    /// A database of these users.
    pub fn new(users: impl IntoIterator<Item = (String, Uic)>) -> Self {
        Self { users: users.into_iter().map(|(name, uic)| (name.to_ascii_uppercase(), uic)).collect() }
    }

    /// The value of an identifier.
    pub fn value(&self, name: &str) -> Option<u32> {
        let user = self.users.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, uic)| uic.longword());
        let system = || name.eq_ignore_ascii_case("SYSTEM").then(|| Uic::SYSTEM.longword());
        let environment = || ENVIRONMENT.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, v)| *v);
        user.or_else(system).or_else(environment)
    }

    /// The identifier of a value.
    pub fn name(&self, value: u32) -> Option<&str> {
        let user = self.users.iter().find(|(_, uic)| uic.longword() == value).map(|(name, _)| name.as_str());
        let system = || (value == Uic::SYSTEM.longword()).then_some("SYSTEM");
        let environment = || ENVIRONMENT.iter().find(|(_, v)| *v == value).map(|(name, _)| *name);
        user.or_else(system).or_else(environment)
    }

    /// A UIC as displays show it: `[SYSTEM]`, `[100,1]` without an identifier.
    pub fn show(&self, uic: Uic) -> String {
        self.name(uic.longword()).map_or_else(|| uic.to_string(), |name| format!("[{name}]"))
    }

    /// Reads `[SYSTEM]`, `SYSTEM` or `[1,4]`.
    pub fn parse(&self, text: &str) -> Option<Uic> {
        let text = text.trim();
        let inner = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(text);
        Uic::parse(inner).or_else(|| self.value(inner).filter(|value| value >> 31 == 0).map(Uic::from_longword))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_recorded_values() {
        let rights = Rights::default();
        assert_eq!(rights.value("interactive").map(|v| v as i32), Some(-2_147_483_645));
        assert_eq!(rights.value("NETWORK").map(|v| v as i32), Some(-2_147_483_643));
        assert_eq!(rights.value("DIALUP").map(|v| v as i32), Some(-2_147_483_646));
        assert_eq!(rights.value("SYSTEM"), Some(65_540));
        assert_eq!(rights.name(5), None);
    }

    #[test]
    fn uics_read_and_print_in_octal() {
        let rights = Rights::new([("anna".to_owned(), Uic { group: 0o100, member: 0o12 })]);
        assert_eq!(rights.parse("[100,12]").map(|uic| rights.show(uic)).as_deref(), Some("[ANNA]"));
        assert_eq!(rights.parse("[ANNA]"), Uic::parse("[100,12]"));
        assert_eq!(rights.show(Uic { group: 0o200, member: 1 }), "[200,1]");
        assert_eq!(rights.parse("[9,1]"), None);
        assert_eq!(rights.parse("DIALUP"), None);
    }
}
