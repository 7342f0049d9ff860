//! Classes of system parameters: what SYSGEN SHOW and SYSMAN PARAMETERS SHOW list under a qualifier.

use super::SystemParameter;

/// Each class by its qualifier, with its parameters; a name that ends with an underscore stands for all that begin so.
/// What is in no class here is in SYS.
const CLASSES: &[(&str, &[&str])] = &[
    ("ACP", &["ACP_"]),
    (
        "CLUSTER",
        &[
            "ALLOCLASS",
            "EXPECTED_VOTES",
            "LOCKDIRWT",
            "MSCP_",
            "NISCS_",
            "QDSKINTERVAL",
            "QDSKVOTES",
            "RECNXINTERVAL",
            "TAPE_ALLOCLASS",
            "VAXCLUSTER",
            "VOTES",
        ],
    ),
    ("GALAXY", &[]),
    (
        "GEN",
        &[
            "BALSETCNT",
            "GBLPAGES",
            "GBLSECTIONS",
            "LOCKIDTBL",
            "MAXPROCESSCNT",
            "NPAGEDYN",
            "PAGEDYN",
            "QUANTUM",
            "SYSMWCNT",
            "VIRTUALPAGECNT",
            "WSMAX",
        ],
    ),
    ("JOB", &["CHANNELCNT", "CLISYMTBL", "DCL_CTLFLAGS", "DEFPRI"]),
    ("LAN", &[]),
    ("LGI", &["LGI_"]),
    ("MULTIPROCESSING", &[]),
    ("PQL", &["PQL_"]),
    ("RMS", &["RMS_"]),
    ("SCS", &["PRCPOLINTERVAL", "SCSSYSTEMID"]),
    ("SPECIAL", &["DUMPBUG", "IOTA", "PHYSICAL_MEMORY", "XQPCTL2"]),
    ("TTY", &["TTY_"]),
];

fn holds(names: &[&str], parameter: &str) -> bool {
    names.iter().any(|name| *name == parameter || name.ends_with('_') && parameter.starts_with(name))
}

impl SystemParameter {
    /// Every class that can be asked for, by its qualifier.
    pub fn classes() -> impl Iterator<Item = &'static str> {
        CLASSES.iter().map(|(class, _)| *class).chain(["MAJOR", "SYS"])
    }

    /// Whether the parameter is of a class.
    pub fn is_of(&self, class: &str) -> bool {
        match class {
            // The most important ones: sizes that the system is made with.
            "MAJOR" => self.is_of("GEN") && self.name != "QUANTUM",
            "SYS" => !CLASSES.iter().any(|(_, names)| holds(names, self.name)),
            class => CLASSES.iter().any(|(known, names)| *known == class && holds(names, self.name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::config::PARAMETERS;

    #[test]
    fn every_parameter_is_of_one_class_besides_major() {
        for parameter in PARAMETERS {
            let classes: Vec<&str> =
                SystemParameter::classes().filter(|class| *class != "MAJOR" && parameter.is_of(class)).collect();
            assert_eq!(classes.len(), 1, "{}: {classes:?}", parameter.name);
        }
    }

    #[test]
    fn classes_name_parameters_that_exist() {
        let exists = |name: &&str| name.ends_with('_') || SystemParameter::find(name).is_some();
        assert!(CLASSES.iter().flat_map(|(_, names)| *names).all(exists));
        assert!(SystemParameter::find("SHADOW_MAX_COPY").unwrap().is_of("SYS"));
    }
}
