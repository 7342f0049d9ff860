//! Device names as people type them: `DSA1`, `$1$DGA101:`, `NODEA$DKA0`, `_DKA100:`, and the unfinished ones of
//! SHOW DEVICES. Owns their syntax and order; knows no devices.

use crate::ods2::DeviceCode;

use super::config::DeviceName;

/// Highest unit number of a virtual unit (shadowing.md 1.1).
pub const MAX_VIRTUAL_UNIT: u16 = 9999;

/// A device name as typed, in upper case, its parts apart. Controller and unit may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedName {
    /// `$1$` or `NODEA$`, with its dollar signs; empty for none.
    pub prefix: String,
    /// The two letters of the device type, fewer in an unfinished name.
    pub code: String,
    /// Controller letter.
    pub controller: Option<char>,
    /// Unit number as typed.
    pub unit: Option<u32>,
}

impl TypedName {
    /// Takes a typed name apart; `None` when it cannot be a device name.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = text.trim().to_ascii_uppercase();
        let name = upper.strip_prefix('_').unwrap_or(&upper);
        let name = name.strip_suffix(':').unwrap_or(name);
        let cut = match name.strip_prefix('$') {
            Some(rest) => {
                let end = rest.find('$')?;
                rest[..end].parse::<u16>().ok()?;
                end + 2
            }
            None => name.find('$').map_or(0, |at| at + 1),
        };
        let (prefix, rest) = name.split_at(cut);
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letters, digits) = rest.split_at(letters);
        if letters.is_empty() || letters.len() > 3 || digits.len() > 5 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let code = letters.get(..2).unwrap_or(letters).to_owned();
        Some(Self { prefix: prefix.to_owned(), code, controller: letters.chars().nth(2), unit: digits.parse().ok() })
    }

    /// The name in full: a missing controller is A, a missing unit 0 (commands.md 0.2). `None` without a device type
    /// of two letters.
    pub fn complete(&self) -> Option<String> {
        (self.code.len() == 2).then(|| {
            let controller = self.controller.unwrap_or('A');
            format!("{}{}{controller}{}", self.prefix, self.code, self.unit.unwrap_or(0))
        })
    }

    /// The number of the virtual unit that the name stands for; `None` for any other device.
    pub fn virtual_unit(&self) -> Option<u16> {
        let is_virtual = self.prefix.is_empty() && self.code == "DS" && self.controller.unwrap_or('A') == 'A';
        let unit = u16::try_from(self.unit.unwrap_or(0)).ok()?;
        (is_virtual && unit <= MAX_VIRTUAL_UNIT).then_some(unit)
    }
}

/// Name of a virtual unit without underscore and colon.
pub fn virtual_unit_name(unit: u16) -> String {
    format!("DSA{unit}")
}

/// Where a device stands in lists: virtual units by number, then disks with an allocation class by class, name and
/// unit, then the rest (shadowing.md 3.1).
pub fn sort_key(name: &DeviceName) -> (u8, u32, String, u16) {
    let class = name.allocation_class();
    let letters = format!("{}{}{}", name.node().unwrap_or(""), name.device_code(), name.controller());
    (if class > 0 { 1 } else { 2 }, class, letters, name.unit())
}

/// The quadword that names a device in a storage control block. A node in place of an allocation class gets a number
/// above all classes.
pub fn unit_id(name: &DeviceName) -> u64 {
    let node = name.node().map_or(0, |node| {
        0x8000 | node.bytes().fold(0_u16, |sum, b| sum.wrapping_mul(31).wrapping_add(u16::from(b))) & 0x7FFF
    });
    let mut letters = name.device_code().bytes().chain([name.controller() as u8]);
    DeviceCode {
        allocation_class: u16::try_from(name.allocation_class()).unwrap_or(0) | node,
        letters: std::array::from_fn(|_| letters.next().unwrap_or(b'A')),
        unit: u32::from(name.unit()),
    }
    .encode()
}

/// The quadword that names a virtual unit in a storage control block.
pub fn virtual_unit_id(unit: u16) -> u64 {
    DeviceCode { allocation_class: 0, letters: *b"DSA", unit: u32::from(unit) }.encode()
}

/// The unit number in the quadword that names a virtual unit; `None` when it names none.
pub fn unit_of_id(id: u64) -> Option<u16> {
    let unit = u16::try_from(id & 0xFFFF_FFFF).ok()?;
    (virtual_unit_id(unit) == id).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(text: &str) -> Option<String> {
        TypedName::parse(text)?.complete()
    }

    #[test]
    fn missing_parts_get_their_defaults() {
        assert_eq!(complete("_$1$dga101:").as_deref(), Some("$1$DGA101"));
        assert_eq!(complete("DK").as_deref(), Some("DKA0"));
        assert_eq!(complete("dkb").as_deref(), Some("DKB0"));
        assert_eq!(complete("NODEA$DK5").as_deref(), Some("NODEA$DKA5"));
        assert_eq!(complete("D"), None);
    }

    #[test]
    fn names_that_cannot_be_devices() {
        for bad in ["", "$1$", "$X$DGA1", "DGA1B", "A-B", "1DGA", "DISK$USER", "DGAB1", "DGA123456"] {
            assert!(TypedName::parse(bad).is_none() || bad == "DISK$USER", "{bad}");
        }
        assert!(TypedName::parse("DISK$USER").is_none());
    }

    #[test]
    fn virtual_units_end_at_9999() {
        let unit = |text: &str| TypedName::parse(text).and_then(|name| name.virtual_unit());
        assert_eq!(unit("DSA4:"), Some(4));
        assert_eq!(unit("DS"), Some(0));
        assert_eq!(unit("DSA10000"), None);
        assert_eq!(unit("DSB1"), None);
        assert_eq!(unit("$1$DSA1"), None);
    }

    #[test]
    fn unit_ids_differ_and_come_back() {
        let id = |text: &str| unit_id(&text.parse().unwrap());
        assert_ne!(id("$1$DGA101"), id("$2$DGA101"));
        assert_ne!(id("DKA0"), id("DKA1"));
        assert_ne!(id("NODEA$DKA0"), id("NODEB$DKA0"));
        assert_eq!(unit_of_id(virtual_unit_id(42)), Some(42));
        assert_eq!(unit_of_id(id("DKA42")), None);
    }
}
