//! System parameters: what exists, ranges, defaults, and a node's own values (shadowing.md 5.8).
//!
//! Values come from `site.json`, SYSGEN and SYSMAN; F$GETSYI reads them. A parameter that the table does not have does not
//! exist.

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

/// The largest value of a longword parameter without a limit of its own; displays show it as -1.
const UNLIMITED: u32 = u32::MAX;

/// Every numeric parameter, by name, as (minimum, default, maximum): those of shadowing.md 5.8, and the common ones
/// that procedures ask F$GETSYI for.
pub const PARAMETERS: &[SystemParameter] = &[
    parameter("ACP_DATACHECK", (0, 2, 255), "Bit-mask", true),
    parameter("ACP_DINDXCACHE", (2, 26, UNLIMITED), "Blocks", true),
    parameter("ACP_DIRCACHE", (2, 104, UNLIMITED), "Blocks", true),
    parameter("ACP_EXTCACHE", (0, 64, UNLIMITED), "Extents", true),
    parameter("ACP_FIDCACHE", (0, 64, UNLIMITED), "File-Ids", true),
    parameter("ACP_HDRCACHE", (8, 208, UNLIMITED), "Blocks", true),
    parameter("ACP_MAPCACHE", (2, 52, UNLIMITED), "Blocks", true),
    parameter("ACP_QUOCACHE", (0, 65, UNLIMITED), "Users", true),
    parameter("ACP_REBLDSYSD", (0, 1, 1), "Boolean", false),
    parameter("ACP_WRITEBACK", (0, 1, 1), "Boolean", true),
    parameter("ALLOCLASS", (0, 0, 255), "Pure-numbe", false),
    parameter("BALSETCNT", (4, 30, 16384), "Slots", false),
    parameter("CHANNELCNT", (64, 512, 65535), "Channels", false),
    parameter("CLISYMTBL", (128, 512, 1024), "Pages", true),
    parameter("DCL_CTLFLAGS", (0, 0, 255), "Bit-mask", true),
    parameter("DEADLOCK_WAIT", (0, 10, UNLIMITED), "Seconds", true),
    parameter("DEFMBXBUFQUO", (256, 1056, 64000), "Bytes", true),
    parameter("DEFMBXMXMSG", (64, 256, 64000), "Bytes", true),
    parameter("DEFPRI", (1, 4, 31), "Priority", true),
    parameter("DEVICE_NAMING", (0, 0, UNLIMITED), "Bit-mask", true),
    parameter("DUMPBUG", (0, 1, 1), "Boolean", false),
    parameter("EXPECTED_VOTES", (1, 1, 127), "Votes", false),
    parameter("GBLPAGES", (10240, 1_048_576, UNLIMITED), "Pages", true),
    parameter("GBLSECTIONS", (80, 1000, 65535), "Sections", false),
    parameter("IOTA", (0, 2, 255), "10Ms", true),
    parameter("LGI_BRK_LIM", (1, 5, 255), "Failures", true),
    parameter("LGI_BRK_TMO", (0, 300, UNLIMITED), "Seconds", true),
    parameter("LOCKDIRWT", (0, 0, 255), "Pure-numbe", false),
    parameter("LOCKIDTBL", (1792, 3840, 16_776_959), "Entries", false),
    parameter("MAXBUF", (4096, 8192, 64000), "Bytes", true),
    parameter("MAXPROCESSCNT", (12, 32767, 32767), "Processes", false),
    parameter("MPDEV_ENABLE", (0, 1, 1), "Boolean", true),
    parameter("MSCP_BUFFER", (256, 1024, UNLIMITED), "Coded-valu", false),
    parameter("MSCP_CREDITS", (2, 32, 1024), "Coded-valu", false),
    parameter("MSCP_LOAD", (0, 0, 16384), "Coded-valu", false),
    parameter("MSCP_SERVE_ALL", (0, 4, UNLIMITED), "Bit-Encode", false),
    parameter("MVSUPMSG_INTVL", (0, 3600, UNLIMITED), "Seconds", true),
    parameter("MVSUPMSG_NUM", (0, 5, UNLIMITED), "Pure-numbe", true),
    parameter("MVTIMEOUT", (1, 3600, 64_000), "Seconds", true),
    parameter("NISCS_LOAD_PEA0", (0, 0, 1), "Boolean", false),
    parameter("NPAGEDYN", (163_840, 1_048_576, UNLIMITED), "Bytes", false),
    parameter("PAGEDYN", (65536, 524_288, UNLIMITED), "Bytes", false),
    parameter("PHYSICAL_MEMORY", (0, 0, UNLIMITED), "Mbytes", false),
    parameter("PRCPOLINTERVAL", (1, 30, 32767), "Seconds", true),
    parameter("QDSKINTERVAL", (1, 3, 32767), "Seconds", false),
    parameter("QDSKVOTES", (0, 1, 127), "Votes", false),
    parameter("QUANTUM", (2, 20, 32767), "10Ms", true),
    parameter("RECNXINTERVAL", (1, 20, 32767), "Seconds", true),
    parameter("RESALLOC", (0, 0, 1), "Boolean", false),
    parameter("RMS_DFMBC", (1, 32, 127), "Blocks", true),
    parameter("RMS_EXTEND_SIZE", (0, 0, 65535), "Blocks", true),
    parameter("RMS_FILEPROT", (0, 64000, 65535), "Prot-mask", true),
    parameter("SCSSYSTEMID", (0, 1025, UNLIMITED), "Pure-numbe", false),
    parameter("SECURITY_POLICY", (0, 7, UNLIMITED), "Bit-mask", true),
    parameter("SHADOWING", (0, 0, 3), "Coded-valu", false),
    parameter("SHADOW_D1", (0, 0, UNLIMITED), "Reserved", true),
    parameter("SHADOW_D2", (0, 0, UNLIMITED), "Reserved", true),
    parameter("SHADOW_D3", (0, 0, UNLIMITED), "Reserved", true),
    parameter("SHADOW_D4", (0, 0, UNLIMITED), "Reserved", true),
    parameter("SHADOW_D5", (0, 0, UNLIMITED), "Reserved", true),
    parameter("SHADOW_HBMM_RTC", (60, 150, 65_535), "Seconds", true),
    parameter("SHADOW_MAX_COPY", (0, 4, 200), "Threads", true),
    parameter("SHADOW_MAX_UNIT", (10, 500, 10_000), "Shadow-set", false),
    parameter("SHADOW_MBR_TMO", (1, 120, 65_535), "Seconds", true),
    parameter("SHADOW_PSM_RDLY", (0, 30, 65_535), "Seconds", true),
    parameter("SHADOW_REC_DLY", (20, 20, 65_535), "Seconds", true),
    parameter("SHADOW_SITE_ID", (0, 0, 255), "Pure-numbe", true),
    parameter("SHADOW_SYS_DISK", (0, 0, UNLIMITED), "Bitmask", true),
    parameter("SHADOW_SYS_TMO", (1, 120, 65_535), "Seconds", true),
    parameter("SHADOW_SYS_UNIT", (0, 0, 9999), "Unit", false),
    parameter("SHADOW_SYS_WAIT", (1, 480, 65_535), "Seconds", true),
    parameter("SYSMWCNT", (1024, 8185, UNLIMITED), "Pages", false),
    parameter("TAPE_ALLOCLASS", (0, 0, 255), "Pure-numbe", false),
    parameter("TIMEPROMPTWAIT", (0, 0, UNLIMITED), "uFortnight", false),
    parameter("TTY_TIMEOUT", (0, 900, UNLIMITED), "Seconds", true),
    parameter("UAFALTERNATE", (0, 0, 1), "Boolean", false),
    parameter("USERD1", (0, 0, UNLIMITED), "Undefined", true),
    parameter("USERD2", (0, 0, UNLIMITED), "Undefined", true),
    parameter("VAXCLUSTER", (0, 1, 2), "Coded-valu", false),
    parameter("VIRTUALPAGECNT", (2048, UNLIMITED, UNLIMITED), "Pages", true),
    parameter("VOTES", (0, 1, 127), "Votes", false),
    parameter("WBM_MSG_INT", (10, 10, UNLIMITED), "Msec", true),
    parameter("WBM_MSG_LOWER", (0, 10, UNLIMITED), "Msgs/int", true),
    parameter("WBM_MSG_UPPER", (0, 100, UNLIMITED), "Msgs/int", true),
    parameter("WBM_OPCOM_LVL", (0, 1, 2), "Coded-valu", true),
    parameter("WINDOW_SYSTEM", (0, 1, 65535), "Pure-numbe", true),
    parameter("WRITABLESYS", (0, 0, 1), "Boolean", false),
    parameter("WSMAX", (1024, 131_072, 1_048_576), "Pages", false),
    parameter("XQPCTL2", (0, 1, 2), "Coded-valu", true),
];

/// A node's parameters: those that were set, and the defaults of all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters(BTreeMap<&'static str, u32>);

impl SystemParameter {
    /// The parameter of that name, in either case.
    pub fn find(name: &str) -> Option<&'static Self> {
        let upper = name.to_ascii_uppercase();
        PARAMETERS.binary_search_by(|known| known.name.cmp(upper.as_str())).ok().map(|at| &PARAMETERS[at])
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

    /// Sets a value whatever the range says: DISABLE CHECKS. False when the name is unknown.
    pub fn set_unchecked(&mut self, name: &str, value: u32) -> bool {
        let known = SystemParameter::find(name);
        known.map(|parameter| self.0.insert(parameter.name, value)).is_some()
    }

    /// The first parameter whose value is out of range.
    pub fn out_of_range(&self) -> Option<&'static SystemParameter> {
        let beyond = |known: &SystemParameter, value| !(known.min..=known.max).contains(&value);
        let mut own = self.0.iter().filter_map(|(name, value)| Some((SystemParameter::find(name)?, *value)));
        own.find(|(known, value)| beyond(known, *value)).map(|(known, _)| known)
    }

    /// Whether every parameter has its default.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The parameters that the product itself goes by.
impl Parameters {
    fn value(&self, name: &str) -> u32 {
        self.get(name).unwrap_or_default()
    }

    /// SHADOWING: whether host-based shadowing is on (value 2).
    pub fn shadowing(&self) -> bool {
        self.value("SHADOWING") == 2
    }

    /// SHADOW_MAX_COPY: copies and merges managed at once.
    pub fn shadow_max_copy(&self) -> u32 {
        self.value("SHADOW_MAX_COPY")
    }

    /// SHADOW_MAX_UNIT: shadow sets that can exist.
    pub fn shadow_max_unit(&self) -> u32 {
        self.value("SHADOW_MAX_UNIT")
    }

    /// SHADOW_MBR_TMO in seconds.
    pub fn shadow_mbr_tmo(&self) -> u32 {
        self.value("SHADOW_MBR_TMO")
    }

    /// SHADOW_HBMM_RTC in seconds.
    pub fn shadow_hbmm_rtc(&self) -> u32 {
        self.value("SHADOW_HBMM_RTC")
    }

    /// SHADOW_SITE_ID.
    pub fn shadow_site_id(&self) -> u32 {
        self.value("SHADOW_SITE_ID")
    }

    /// SHADOW_REC_DLY in seconds.
    pub fn shadow_rec_dly(&self) -> u32 {
        self.value("SHADOW_REC_DLY")
    }

    /// MVTIMEOUT in seconds.
    pub fn mvtimeout(&self) -> u32 {
        self.value("MVTIMEOUT")
    }

    /// WBM_OPCOM_LVL: which bitmap events operators hear of.
    pub fn wbm_opcom_lvl(&self) -> u32 {
        self.value("WBM_OPCOM_LVL")
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
