//! The embedded grammar: which routine real-looking lines reach, and that no qualifier of the reference is missing.

use super::super::definition::{Inherited, Statement};
use super::*;
use crate::message::codes;

#[test]
fn lines_reach_their_routines() {
    for (line, routine, labels) in [
        ("init $1$dga101: data/system/clus=8", "INITIALIZE", "SYSTEM CLUSTER_SIZE DEVICE VOLUME"),
        (
            "INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:)/ERASE=INIT DATA",
            "INITIALIZE_SHADOW",
            "SHADOW ERASE ERASE.INIT VOLUME",
        ),
        ("SHOW DEV/FUL DSA1:", "SHOW_DEVICES", "FULL OPTION DEVICE"),
        ("SHOW DEVICE D/WRITE_BITMAP", "SHOW_DEVICES", "BITMAP OPTION DEVICE"),
        ("SHOW DEVICES/SERVED/COUNT", "SHOW_DEVICES_SERVED", "SERVED COUNT OPTION"),
        ("SHO SHAD/POL=HBMM/NAME DSA1:", "SHOW_SHADOW", "POLICY POLICY.HBMM NAME OPTION DEVICE"),
        ("SHOW SYMBOL/ALL", "SHOW_SYMBOL", "ALL OPTION"),
        ("SHOW DAYTIME", "SHOW_TIME", "OPTION"),
        ("SET NOVERIFY", "SET_NOVERIFY", "OPTION OPTION.NOVERIFY"),
        ("SET VERIFY=(NOPROC,IMAGE)", "SET_VERIFY", "OPTION OPTION.VERIFY OPTION.VERIFY.PROCEDURE OPTION.VERIFY.IMAGE"),
        ("SET NOON", "SET_NOON", "OPTION"),
        ("SET CONTROL=(T,Y)", "SET_CONTROL", "OPTION OPTION.CONTROL OPTION.CONTROL.T OPTION.CONTROL.Y"),
        ("SET PROMPT = \"Hi> \"", "SET_PROMPT", "OPTION OPTION.PROMPT"),
        ("SET PROT=(S:RWED,W) A.B", "SET_PROTECTION", "OPTION OPTION.PROTECTION FILE"),
        ("SET PROT=(S:RWED,W)/DEFAULT", "SET_PROTECTION_DEFAULT", "DEFAULT OPTION OPTION.PROTECTION"),
        ("SET PROCESS/PRIV=(NOALL,OPER)", "SET_PROCESS", "PRIVILEGES PRIVILEGES.ALL PRIVILEGES.OPER OPTION"),
        ("SET DEFAULT [-.X]", "SET_DEFAULT", "OPTION DIRECTORY"),
        ("SET SHADOW/NOSTALL=WRITES=10 DSA1:", "SET_SHADOW", "NOSTALL NOSTALL.WRITES OPTION DEVICE"),
        ("SET SHADOW DSA1:/POLICY=HBMM=(MASTER_LIST=*,COUNT=2)", "SET_SHADOW", "POLICY POLICY.HBMM OPTION DEVICE"),
        ("SET VOL DSA1:/LABEL=X/SIZE", "SET_VOLUME", "LABEL SIZE OPTION DEVICE"),
        ("DELETE/BITMAP 00010001/LOG", "DELETE_BITMAP", "BITMAP LOG BITMAP_ID"),
        ("DELETE/SYMBOL/GLOBAL X", "DELETE_SYMBOL", "SYMBOL GLOBAL NAME"),
        ("DEL/SYM/ALL", "DELETE_SYMBOL", "SYMBOL ALL"),
        ("DELETE A.B;*,C.D;1/LOG/SINCE", "DELETE", "LOG SINCE FILE"),
        (
            "DEFINE/SYSTEM/EXEC DISK DSA1:[A.]/TRANS=(CONC,TERM),DSA2:",
            "DEFINE",
            "SYSTEM EXECUTIVE_MODE NAME EQUIVALENCE TRANSLATION_ATTRIBUTES TRANSLATION_ATTRIBUTES.CONCEALED \
             TRANSLATION_ATTRIBUTES.TERMINAL",
        ),
        ("DEFINE/KEY/NOECHO PF1 \"SHOW TIME\"", "DEFINE_KEY", "KEY ECHO NAME STRING"),
        ("DEASSIGN/ALL/GROUP", "DEASSIGN", "ALL GROUP"),
        ("WRITE SYS$OUTPUT \"a\" + B, F$TIME()", "WRITE", "LOGICAL_NAME EXPRESSION"),
        ("READ/END_OF_FILE=DONE F LINE", "READ", "END_OF_FILE LOGICAL_NAME SYMBOL"),
        ("C", "CONTINUE", ""),
        ("HELP MOUNT /POLICY", "HELP", "TOPIC"),
        ("RECALL/ALL", "RECALL", "ALL"),
        ("SPAWN/NOWAIT SHOW DEVICE/FULL", "SPAWN", "WAIT COMMAND"),
        ("REPLY/ENABLE=(DISKS,OPER1)", "REPLY", "ENABLE ENABLE.DISKS ENABLE.OPER1"),
        ("SIMULATE WRITE DSA1: /LBN=100/COUNT=4/DATA=\"text\"", "SIMULATE_WRITE", "LBN COUNT DATA OPTION DEVICE"),
        ("SIM LOAD DSA1: /RANGE=(10,20)/CONT", "SIMULATE_LOAD", "RANGE CONTINUOUS OPTION DEVICE"),
        ("SIM LOAD/STOP DSA1:", "SIMULATE_LOAD_STOP", "STOP OPTION DEVICE"),
        ("SIM LOAD DSA1:/VERIFY", "SIMULATE_LOAD_VERIFY", "VERIFY OPTION DEVICE"),
        ("SIM CLOCK/ADVANCE=\"0 00:10:00\"", "SIMULATE_CLOCK", "ADVANCE OPTION"),
        ("SIM FAULT $1$DGA101:/BUSY=3", "SIMULATE_FAULT", "BUSY OPTION DEVICE"),
        (
            "ANALYZE/DISK/SHADOW=(BLOCKS=(START:10,COUNT:5),BRIEF) DSA1:",
            "ANALYZE_DISK",
            "DISK_STRUCTURE SHADOW SHADOW.BLOCKS SHADOW.BLOCKS.START SHADOW.BLOCKS.COUNT SHADOW.BRIEF DEVICE",
        ),
        (
            "BACKUP/IMAGE/IGNORE=INTERLOCK $1$DGA101: DNFS1:[S]D.BCK/SAVE_SET",
            "BACKUP",
            "IMAGE IGNORE IGNORE.INTERLOCK INPUT OUTPUT SAVE_SET",
        ),
        ("COPY A.B,C.D [-]/LOG", "COPY", "LOG INPUT OUTPUT"),
        ("CREATE/DIRECTORY [A.B]", "CREATE_DIRECTORY", "DIRECTORY NAME"),
        ("DIR/SIZE=ALL/DATE *.COM", "DIRECTORY", "SIZE SIZE.ALL DATE FILE"),
    ] {
        let parsed = command(line);
        assert_eq!(parsed.routine(), routine, "{line}");
        assert_eq!(parsed.labels().join(" "), labels, "{line}");
    }
}

#[test]
fn lines_are_refused_as_dcl_refuses_them() {
    let tables = Tables::embedded();
    for (line, status, token) in [
        ("SE", codes::CLI_ABVERB, Some("SE")),
        ("SHOW SY", codes::CLI_ABKEYW, Some("SY")),
        ("SHOW BOGUS", codes::CLI_IVKEYW, Some("BOGUS")),
        ("SHOW/FULL DEVICE", codes::CLI_NOQUAL, Some("FULL")),
        ("SHOW SHADOW/FULL/COPY", codes::CLI_CONFLICT, Some("COPY")),
        ("DISMOUNT/FORCE_REMOVAL=$1$DGA101:", codes::CLI_NOVALU, Some("FORCE_REMOVAL")),
        ("DISMOUNT/FORCE/POLICY=MINICOPY $1$DGA101:", codes::CLI_CONFLICT, Some("POLICY")),
        ("DISMOUNT/OVERRIDE=FOO DSA1:", codes::CLI_IVKEYW, Some("FOO")),
        ("MOUNT/INCLUDE DSA1: X", codes::CLI_CONFLICT, Some("INCLUDE")),
        ("MOUNT/NOSYSTEM DSA1: X", codes::CLI_NOTNEG, Some("NOSYSTEM")),
        ("SET SHADOW/POLICY=HBMM/SITE=1 DSA1:", codes::CLI_CONFLICT, Some("SITE")),
        ("SET SHADOW/ALL DSA1:/SITE=1", codes::CLI_CONFLICT, Some("DSA1:")),
        ("SIMULATE LOAD/STOP/SIZE=1 DSA1:", codes::CLI_IVQUAL, Some("SIZE")),
        ("SET PROCESS/PRIV=FOO", codes::CLI_IVKEYW, Some("FOO")),
        ("SHOW TIME X", codes::CLI_MAXPARM, Some("X")),
        ("SET PROT=(S:RW)/PROT=(W) A.B", codes::CLI_IVQLOC, Some("PROT")),
    ] {
        assert_eq!(refused(&tables, line), (status, token.map(str::to_owned)), "{line}");
    }
    for (line, prompt) in [
        ("SHOW", "_What: "),
        ("SIMULATE READ", "_Device: "),
        ("DELETE/SYMBOL", "_Symbol: "),
        ("DEFINE X", "_Equ name: "),
        ("COPY A.B", "_To: "),
        ("INITIALIZE $1$DGA101:", "_Label: "),
    ] {
        let Outcome::NeedsParameter(pending) = parse(&tables, line, &mut AsTyped) else { panic!("{line}") };
        assert_eq!(pending.prompt, prompt, "{line}");
    }
}

fn qualifiers(definition: &str) -> Vec<String> {
    let tables = Tables::embedded();
    let found = tables.definitions().into_iter().find_map(|statement| match statement {
        Statement::Command(found) if found.name == definition => Some(found.qualifiers.clone()),
        _ => None,
    });
    match found {
        Some(Inherited::Own(list)) => list.into_iter().map(|entity| entity.name).collect(),
        _ => panic!("{definition}"),
    }
}

#[test]
fn no_documented_qualifier_is_missing() {
    assert_eq!(qualifiers("MOUNT").len(), 42, "HELP MOUNT lists 42");
    for (definition, documented) in [
        ("DISMOUNT", "ABORT CLUSTER FORCE_REMOVAL OVERRIDE POLICY UNIT UNLOAD"),
        (
            "SHOW_DEVICES",
            "ALLOCATED BITMAP BRIEF FILES FULL MOUNTED MULTIPATH_SET OUTPUT REBUILD_STATUS SERVED SYSTEM WINDOWS",
        ),
        ("SHOW_SHADOW", "ACTIVE BY_PRIORITY COPY FULL MERGE NAME OUTPUT POLICY"),
        (
            "SET_SHADOW",
            "ABORT_VIRTUAL_UNIT ALL CONFIRM COPY_SOURCE DELETE DEMAND_MERGE DISABLE ENABLE EVALUATE FORCE_REMOVAL LOG \
             MEMBER_TIMEOUT MVTIMEOUT NAME OUTPUT POLICY PRIORITY READ_COST RECOVERY_OPTIONS RESET_COUNTERS SITE STALL NOSTALL",
        ),
        (
            "INITIALIZE",
            "ACCESSED BADBLOCKS CLUSTER_SIZE DATA_CHECK DENSITY DIRECTORIES ERASE EXTENSION FILE_PROTECTION GPT GROUP \
             HEADERS HIGHWATER HOMEBLOCKS INDEX INTERCHANGE JOURNAL LABEL LIMIT MAXIMUM_FILES MEDIA_FORMAT OVERRIDE \
             OWNER_UIC PROTECTION SHADOW SHARE SIZE STRUCTURE SUBSYSTEM SYSTEM USER_NAME VERIFIED VOLUME_CHARACTERISTICS WINDOWS",
        ),
        (
            "SET_VOLUME",
            "ACCESSED CACHE DATA_CHECK ERASE_ON_DELETE EXTENSION FILE_PROTECTION HIGHWATER_MARKING LABEL LIMIT LOG \
             MOUNT_VERIFICATION OWNER_UIC PROTECTION REBUILD RETENTION SIZE STRUCTURE_LEVEL SUBSYSTEM UNLOAD USER_NAME \
             VOLUME_CHARACTERISTICS WINDOWS WRITETHROUGH",
        ),
        (
            "SET_DEVICE",
            "ABORT_VIRTUAL_UNIT AVAILABLE COPY_SOURCE DUAL_PORT ERROR_LOGGING FORCE_REMOVAL LOG MEMBER_TIMEOUT MVTIMEOUT \
             PATH SWITCH ENABLE POLL VERIFY PREFERRED_CPUS READ_COST SERVED SITE SPOOLED RESET",
        ),
    ] {
        let have = qualifiers(definition);
        for name in documented.split_whitespace() {
            assert!(have.iter().any(|known| known == name), "{definition}/{name}");
        }
    }
}
