//! Owner and protection of an object that is no file against a process: which categories it is in, what they grant.

use serde::{Deserialize, Serialize};

use super::privileges::{Privilege, PrivilegeSet};
use super::uic::Uic;

/// Groups up to this one count as system (MAXSYSGROUP).
const SYSTEM_GROUPS: u16 = 8;

/// Who wants something of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// UIC of the process.
    pub uic: Uic,
    /// Its current privileges.
    pub privileges: PrivilegeSet,
}

/// Owner and protection of an object: four bits for each of system, owner, group and world; one that is set denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Security {
    /// Owner.
    pub owner: Uic,
    /// Protection mask.
    pub protection: u16,
}

impl Subject {
    /// Whether the process is in the categories system, owner, group and world of an object of that owner.
    pub fn categories(self, owner: Uic) -> [bool; 4] {
        let same_group = self.uic.group == owner.group;
        let system = self.uic.group <= SYSTEM_GROUPS
            || self.privileges.has(Privilege::Sysprv)
            || same_group && self.privileges.has(Privilege::Grpprv);
        [system, self.uic == owner, same_group, true]
    }
}

impl Security {
    /// Whether one of the rights, bits of a category, is granted to a process.
    pub fn grants(self, subject: Subject, rights: u16) -> bool {
        let categories = subject.categories(self.owner).into_iter().enumerate();
        let granted = |at: usize| (self.protection >> (4 * at)) & rights != rights;
        subject.privileges.has(Privilege::Bypass) || categories.filter(|(_, is_in)| *is_in).any(|(at, _)| granted(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_grants_what_its_bits_do_not_deny() {
        let uic = |group, member| Uic { group, member };
        let security = Security { owner: uic(0o100, 1), protection: 0xFD00 };
        let may = |uic, privileges, rights| security.grants(Subject { uic, privileges }, rights);
        let none = PrivilegeSet::NONE;
        assert!(may(uic(0o100, 1), none, 8) && may(Uic::SYSTEM, none, 8));
        assert!(may(uic(0o100, 2), none, 2) && !may(uic(0o100, 2), none, 1) && may(uic(0o100, 2), none, 3));
        assert!(!may(uic(0o200, 1), none, 3) && may(uic(0o200, 1), PrivilegeSet::ALL, 1));
        assert!(may(uic(0o100, 2), none.with(Privilege::Grpprv), 8));
        assert!(!may(uic(0o200, 2), none.with(Privilege::Grpprv), 8));
    }
}
