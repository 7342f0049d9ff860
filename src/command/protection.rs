//! Protection codes as commands take them, and masks as displays show them: `(S:RWED,O:RWED,G:RE,W)`.

use crate::message::{Condition, codes};

/// The four categories with the place of their four bits.
const CATEGORIES: [(&str, u16); 4] = [("SYSTEM", 0), ("OWNER", 4), ("GROUP", 8), ("WORLD", 12)];

/// The mask of a code, where a bit that is set denies (ods2.md 1). Categories that are not named keep their bits of
/// `base`. E and C are one bit: execute for a file, create for a volume.
///
/// # Errors
/// IVPROT with the text.
pub fn mask(text: &str, base: u16) -> Result<u16, Condition> {
    mask_of(text, base, |letter| match letter {
        'E' | 'C' => Some(4),
        'D' => Some(8),
        _ => None,
    })
}

/// As [`mask`], for a device: read, write, physical and logical access.
///
/// # Errors
/// IVPROT with the text.
pub fn device_mask(text: &str, base: u16) -> Result<u16, Condition> {
    mask_of(text, base, |letter| match letter {
        'P' => Some(4),
        'L' => Some(8),
        _ => None,
    })
}

/// The mask of a code whose letters beside R and W have these bits.
fn mask_of(text: &str, base: u16, own: impl Fn(char) -> Option<u16>) -> Result<u16, Condition> {
    let invalid = || Condition::new(codes::CLI_IVPROT).token(text);
    let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
    let mut mask = base;
    for part in inner.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, letters) = part.split_once([':', '=']).unwrap_or((part, ""));
        let name = name.trim().to_ascii_uppercase();
        let category = CATEGORIES.iter().find(|(full, _)| !name.is_empty() && full.starts_with(&name));
        let (_, shift) = category.ok_or_else(invalid)?;
        let mut denied = 0xF;
        for letter in letters.trim().chars() {
            denied &= match letter.to_ascii_uppercase() {
                'R' => !1,
                'W' => !2,
                other => !own(other).ok_or_else(invalid)?,
            };
        }
        mask = mask & !(0xF << shift) | denied << shift;
    }
    Ok(mask)
}

/// The access letters of system, owner, group and world.
pub fn categories(mask: u16) -> [String; 4] {
    std::array::from_fn(|at| {
        let denied = (mask >> (4 * at)) & 0xF;
        "RWED".chars().enumerate().filter(|(bit, _)| denied & (1 << bit) == 0).map(|(_, letter)| letter).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_categories_replace_theirs_and_others_stay() {
        assert_eq!(mask("(S:RWED,O:RWED,G:RE,W)", 0), Ok(0xFA00));
        assert_eq!(mask("(W:R)", 0), Ok(0xE000));
        assert_eq!(mask("SYSTEM=RWCD", 0xFFFF), Ok(0xFFF0));
        assert!(mask("(Q:R)", 0).is_err());
        assert!(mask("(S:X)", 0).is_err());
        assert_eq!(device_mask("(S:RWPL,G:R,W)", 0xF0), Ok(0xFEF0));
        assert!(device_mask("(S:E)", 0).is_err());
    }
}
