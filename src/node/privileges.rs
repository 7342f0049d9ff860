//! The 39 privileges, sets of them, and what SET PROCESS/PRIVILEGES may do to a process.
//!
//! Owns names, bit numbers and descriptions (command reference 14). Decides nothing about files or devices: a handler
//! asks [`PrivilegeSet::has`] and refuses.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::message::codes;
use crate::message::{Condition, Status};

/// Declares the privileges: name, what the holder may do, the status that says it is missing. The order is that of
/// the bits in a privilege mask.
macro_rules! privileges {
    ($($ident:ident $name:literal $missing:ident $may:literal;)*) => {
        /// A privilege; the discriminant is its bit number in a privilege mask.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Privilege {
            $(#[doc = $may] $ident,)*
        }

        impl Privilege {
            /// All privileges by bit number.
            pub const ALL: [Self; 39] = [$(Self::$ident,)*];

            /// The name as SHOW PROCESS/PRIVILEGES prints it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$ident => $name,)* }
            }

            /// What the holder may do, as SHOW PROCESS/PRIVILEGES prints it.
            pub fn description(self) -> &'static str {
                match self { $(Self::$ident => $may,)* }
            }

            /// `operation requires ... privilege`.
            pub fn missing(self) -> Status {
                match self { $(Self::$ident => codes::$missing,)* }
            }
        }
    };
}

privileges! {
    Cmkrnl "CMKRNL" SYSTEM_NOCMKRNL "may change mode to kernel";
    Cmexec "CMEXEC" SYSTEM_NOCMEXEC "may change mode to exec";
    Sysnam "SYSNAM" SYSTEM_NOSYSNAM "may insert in system logical name table";
    Grpnam "GRPNAM" SYSTEM_NOGRPNAM "may insert in group logical name table";
    Allspool "ALLSPOOL" SYSTEM_NOALLSPOOL "may allocate spooled device";
    Impersonate "IMPERSONATE" SYSTEM_NOIMPERSONATE "may impersonate another user";
    Diagnose "DIAGNOSE" SYSTEM_NODIAGNOSE "may diagnose devices";
    LogIo "LOG_IO" SYSTEM_NOLOG_IO "may do logical i/o";
    Group "GROUP" SYSTEM_NOGROUP "may affect other processes in same group";
    Acnt "ACNT" SYSTEM_NOACNT "may suppress accounting messages";
    Prmceb "PRMCEB" SYSTEM_NOPRMCEB "may create permanent common event clusters";
    Prmmbx "PRMMBX" SYSTEM_NOPRMMBX "may create permanent mailbox";
    Pswapm "PSWAPM" SYSTEM_NOPSWAPM "may change process swap mode";
    Altpri "ALTPRI" SYSTEM_NOALTPRI "may set any priority value";
    Setprv "SETPRV" SYSTEM_NOSETPRV "may set any privilege bit";
    Tmpmbx "TMPMBX" SYSTEM_NOTMPMBX "may create temporary mailbox";
    World "WORLD" SYSTEM_NOWORLD "may affect other processes in the world";
    Mount "MOUNT" SYSTEM_NOMOUNT "may execute mount acp function";
    Oper "OPER" SYSTEM_NOOPER "may perform operator functions";
    Exquota "EXQUOTA" SYSTEM_NOEXQUOTA "may exceed disk quota";
    Netmbx "NETMBX" SYSTEM_NONETMBX "may create network device";
    Volpro "VOLPRO" SYSTEM_NOVOLPRO "may override volume protection";
    PhyIo "PHY_IO" SYSTEM_NOPHY_IO "may do physical i/o";
    Bugchk "BUGCHK" SYSTEM_NOBUGCHK "may make bug check log entries";
    Prmgbl "PRMGBL" SYSTEM_NOPRMGBL "may create permanent global sections";
    Sysgbl "SYSGBL" SYSTEM_NOSYSGBL "may create system wide global sections";
    Pfnmap "PFNMAP" SYSTEM_NOPFNMAP "may map to specific physical pages";
    Shmem "SHMEM" SYSTEM_NOSHMEM "may create/delete objects in shared memory";
    Sysprv "SYSPRV" SYSTEM_NOSYSPRV "may access objects via system protection";
    Bypass "BYPASS" SYSTEM_NOBYPASS "may bypass all object access controls";
    Syslck "SYSLCK" SYSTEM_NOSYSLCK "may lock system wide resources";
    Share "SHARE" SYSTEM_NOSHARE "may assign channels to non-shared devices";
    Upgrade "UPGRADE" SYSTEM_NOUPGRADE "may upgrade object integrity";
    Downgrade "DOWNGRADE" SYSTEM_NODOWNGRADE "may downgrade object secrecy";
    Grpprv "GRPPRV" SYSTEM_NOGRPPRV "may access group objects via system protection";
    Readall "READALL" SYSTEM_NOREADALL "may read anything as the owner";
    Import "IMPORT" SYSTEM_NOIMPORT "may set classification for unlabeled object";
    Audit "AUDIT" SYSTEM_NOAUDIT "may direct audit to system security audit log";
    Security "SECURITY" SYSTEM_NOSECURITY "may perform security administration functions";
}

impl Privilege {
    /// The privilege with that name; abbreviations that name one only are accepted, as keywords are.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_uppercase();
        if let Some(exact) = Self::ALL.into_iter().find(|p| p.name() == name) {
            return Some(exact);
        }
        let mut starting = Self::ALL.into_iter().filter(|p| !name.is_empty() && p.name().starts_with(&name));
        starting.next().filter(|_| starting.next().is_none())
    }

    /// All privileges in the order of their names, as displays list them.
    pub fn by_name() -> Vec<Self> {
        let mut all = Self::ALL.to_vec();
        all.sort_by_key(|p| p.name());
        all
    }
}

/// A set of privileges. In `site.json` and saved state: a list of names, `"ALL"` allowed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PrivilegeSet(u64);

impl PrivilegeSet {
    /// No privilege.
    pub const NONE: Self = Self(0);
    /// Every privilege.
    pub const ALL: Self = Self((1 << 39) - 1);
    /// What every user has: TMPMBX and NETMBX.
    pub const ORDINARY: Self = Self((1 << Privilege::Tmpmbx as u64) | (1 << Privilege::Netmbx as u64));

    /// Whether the set contains `privilege`.
    pub fn has(self, privilege: Privilege) -> bool {
        self.0 & (1 << privilege as u64) != 0
    }

    /// The set with `privilege` added.
    #[must_use]
    pub fn with(self, privilege: Privilege) -> Self {
        Self(self.0 | (1 << privilege as u64))
    }

    /// Members of either set.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Members of both sets.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Members of this set that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether there is no member.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members by name.
    pub fn iter_by_name(self) -> impl Iterator<Item = Privilege> {
        Privilege::by_name().into_iter().filter(move |&p| self.has(p))
    }

    /// The mask, bit numbers as in `$PRVDEF`.
    pub fn mask(self) -> u64 {
        self.0
    }

    /// The names joined by commas, as F$GETJPI returns CURPRIV.
    pub fn list(self) -> String {
        self.iter_by_name().map(Privilege::name).collect::<Vec<_>>().join(",")
    }
}

impl FromIterator<Privilege> for PrivilegeSet {
    fn from_iter<I: IntoIterator<Item = Privilege>>(privileges: I) -> Self {
        privileges.into_iter().fold(Self::NONE, Self::with)
    }
}

impl fmt::Debug for PrivilegeSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.list())
    }
}

impl Serialize for PrivilegeSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if *self == Self::ALL {
            return serializer.collect_seq(["ALL"]);
        }
        serializer.collect_seq(self.iter_by_name().map(Privilege::name))
    }
}

impl<'de> Deserialize<'de> for PrivilegeSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut set = Self::NONE;
        for name in Vec::<String>::deserialize(deserializer)? {
            if name.eq_ignore_ascii_case("ALL") {
                return Ok(Self::ALL);
            }
            let known = Privilege::ALL.into_iter().find(|p| p.name().eq_ignore_ascii_case(&name));
            let wrong = || de::Error::invalid_value(de::Unexpected::Str(&name), &"the name of a privilege, or ALL");
            set = set.with(known.ok_or_else(wrong)?);
        }
        Ok(set)
    }
}

/// The privileges of a process: what it may switch on, and what is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessPrivileges {
    /// What the user may have.
    pub authorized: PrivilegeSet,
    /// What is in effect.
    pub current: PrivilegeSet,
}

impl ProcessPrivileges {
    /// A process that has all it may have.
    pub fn all_of(authorized: PrivilegeSet) -> Self {
        Self { authorized, current: authorized }
    }

    /// SET PROCESS/PRIVILEGES: switches `off` off, then `on` on. With SETPRV every privilege may be switched on, else
    /// only an authorized one; the rest is left off and [`codes::SYSTEM_NOTALLPRIV`] comes back (command reference 14).
    pub fn change(&mut self, on: PrivilegeSet, off: PrivilegeSet) -> Status {
        let may = if self.authorized.union(self.current).has(Privilege::Setprv) {
            PrivilegeSet::ALL
        } else {
            self.authorized
        };
        self.current = self.current.without(off.without(on)).union(on.intersection(may));
        if on.without(may).is_empty() { Status::NORMAL } else { codes::SYSTEM_NOTALLPRIV }
    }

    /// Refuses with the privilege's own message unless it is in effect.
    pub fn require(&self, privilege: Privilege) -> Result<(), Condition> {
        if self.current.has(privilege) { Ok(()) } else { Err(privilege.missing().into()) }
    }

    /// Whether any of `privileges` is in effect.
    pub fn has_any(&self, privileges: &[Privilege]) -> bool {
        privileges.iter().any(|&p| self.current.has(p))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_have_the_documented_bits() {
        assert_eq!(Privilege::Setprv as u64, 14);
        assert_eq!(Privilege::Security as u64, 38);
        assert_eq!(PrivilegeSet::ORDINARY.mask(), 0x0010_8000);
        assert_eq!(PrivilegeSet::ORDINARY.list(), "NETMBX,TMPMBX");
    }

    #[test]
    fn without_setprv_only_authorized_privileges_come_on() {
        let mut privileges = ProcessPrivileges::all_of(PrivilegeSet::ORDINARY);
        let wanted = PrivilegeSet::NONE.with(Privilege::Oper).with(Privilege::Netmbx);
        assert_eq!(privileges.change(wanted, PrivilegeSet::ALL), codes::SYSTEM_NOTALLPRIV);
        assert_eq!(privileges.current.list(), "NETMBX");
        assert_eq!(privileges.change(PrivilegeSet::ORDINARY, PrivilegeSet::NONE), Status::NORMAL);
        assert_eq!(privileges.require(Privilege::Oper).unwrap_err().status, codes::SYSTEM_NOOPER);
    }

    #[test]
    fn setprv_once_authorized_opens_everything() {
        let authorized = PrivilegeSet::NONE.with(Privilege::Setprv);
        let mut privileges = ProcessPrivileges { authorized, current: PrivilegeSet::NONE };
        assert_eq!(privileges.change(PrivilegeSet::ALL, PrivilegeSet::NONE), Status::NORMAL);
        assert_eq!(privileges.current, PrivilegeSet::ALL);
    }

    #[test]
    fn names_may_be_abbreviated_but_not_ambiguous() {
        assert_eq!(Privilege::from_name("oper"), Some(Privilege::Oper));
        assert_eq!(Privilege::from_name("SYSP"), Some(Privilege::Sysprv));
        assert_eq!(Privilege::from_name("SYS"), None);
        assert_eq!(Privilege::from_name("GROUP"), Some(Privilege::Group));
        assert_eq!(Privilege::from_name(""), None);
    }
}
