//! The condition values of `grammar/UTILITIES.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `message not found in Help Message database`
pub const MSGHLP_NOTFOUND: Status = Status(0x00F0_800C);

/// `error modifying !AS`
pub const SET_NOTSET: Status = Status(0x0077_800A);

/// `!AS modified`
pub const SET_MODIFIED: Status = Status(0x0077_8013);

/// `new working set:  Limit = !UL  Quota = !UL  Extent = !UL`
pub const SET_NEWLIMS: Status = Status(0x0077_801B);

/// `password is locked to prevent change`
pub const SET_PWDLOCKED: Status = Status(0x0077_8022);

/// `no translation for logical name !AS`
pub const SHOW_NOTRAN: Status = Status(0x0078_8019);

/// `no device errors found`
pub const SHOW_NOERRORS: Status = Status(0x0078_8021);

/// `no intrusion records match specification`
pub const SHOW_NOINTRUDERS: Status = Status(0x0078_802C);

/// `the MSCP server is not loaded on node !AS`
pub const SHOW_NOMSCP: Status = Status(0x0078_8030);

/// `no matching intruders or suspects found`
pub const SECSRV_NOSUCHINTRUDER: Status = Status(0x018B_800A);

/// `no files found`
pub const DIRECT_NOFILES: Status = Status(0x0079_8008);

/// `!AS deleted`
pub const DELETE_DELETED: Status = Status(0x0093_800B);

/// `entry !UL deleted`
pub const DELETE_ENTDEL: Status = Status(0x0093_8013);

/// `queue !AS deleted`
pub const DELETE_QUEDEL: Status = Status(0x0093_801B);

/// `!AS unlocked`
pub const UNLOCK_UNLOCKED: Status = Status(0x0092_800B);

/// `error creating job`
pub const PRINT_CREJOB: Status = Status(0x00BF_800C);

/// `process creation failed`
pub const RUN_CREPRC: Status = Status(0x00C0_800C);

/// `identification of created process is !XL`
pub const RUN_PROC_ID: Status = Status(0x00C0_8011);

/// `ambiguous keyword in statement number !UL`
pub const FDL_ABKW: Status = Status(0x00B4_800C);

/// `unrecognized primary keyword in statement number !UL`
pub const FDL_UNPRIKW: Status = Status(0x00B4_8014);

/// `unrecognized secondary keyword in statement number !UL`
pub const FDL_UNSECKW: Status = Status(0x00B4_801C);

/// `syntax error reported at or near statement number !UL`
pub const FDL_SYNTAX: Status = Status(0x00B4_8024);

/// `specified value is out of legal range in statement number !UL`
pub const FDL_VALERR: Status = Status(0x00B4_802C);

/// `error opening !AS`
pub const FDL_OPENFDL: Status = Status(0x00B4_8034);

/// `error creating !AS`
pub const FDL_CREATE: Status = Status(0x00B4_803C);

/// `error creating job`
pub const SUBMIT_CREJOB: Status = Status(0x00C1_800C);

/// `no classes specified`
pub const MONITOR_NOCLASS: Status = Status(0x00CE_800A);

/// `invalid format in input file`
pub const MONITOR_INVINPFIL: Status = Status(0x00CE_8012);

/// `!12AS logged out at !AS`
pub const LOGIN_LOGOUT: Status = Status(0x00D3_8009);

/// `no file found`
pub const SEARCH_NOFILE: Status = Status(0x08D7_804A);

/// `no strings matched`
pub const SEARCH_NOMATCHES: Status = Status(0x08D7_8053);

/// `!AS - !UL record!%S, !UL match`
pub const SEARCH_MATCHED: Status = Status(0x08D7_8059);

/// `!AS - !UL record!%S, !UL matches`
pub const SEARCH_MATCHES: Status = Status(0x08D7_8061);

/// `!AS - !UL record!%S`
pub const SEARCH_NOMATCH: Status = Status(0x08D7_8069);

/// `files are identical`
pub const DIFF_SAMEFILE: Status = Status(0x006C_8009);

/// `files are different`
pub const DIFF_DIFFERENT: Status = Status(0x006C_8013);

/// `key on line !UL of !AS is more than one level below the key before it`
pub const LIBRAR_NESTERR: Status = Status(0x0086_800A);

/// `text on line !UL of !AS belongs to no key`
pub const LIBRAR_NOKEY: Status = Status(0x0086_8012);

/// `error opening !AS as input`
pub const CLI_OPENIN: Status = Status(0x0003_109A);

/// `error opening !AS as output`
pub const CLI_OPENOUT: Status = Status(0x0003_10A2);

/// `error reading !AS`
pub const CLI_READERR: Status = Status(0x0003_10B2);

/// `error writing !AS`
pub const CLI_WRITEERR: Status = Status(0x0003_10D2);

/// `error closing !AS as input`
pub const CLI_CLOSEIN: Status = Status(0x0003_1052);

/// `error closing !AS as output`
pub const CLI_CLOSEOUT: Status = Status(0x0003_105A);

/// `error parsing !AS`
pub const CLI_PARSEFAIL: Status = Status(0x0003_124A);

/// `error searching for !AS`
pub const CLI_SEARCHFAIL: Status = Status(0x0003_1238);

/// `error activating image !AS`
pub const CLI_ACTIMAGE: Status = Status(0x0003_12B8);

/// `error opening !AS as input`
pub const COPY_OPENIN: Status = Status(0x0067_109A);

/// `error opening !AS as output`
pub const COPY_OPENOUT: Status = Status(0x0067_10A2);

/// `error closing !AS as input`
pub const COPY_CLOSEIN: Status = Status(0x0067_1052);

/// `error closing !AS as output`
pub const COPY_CLOSEOUT: Status = Status(0x0067_105A);

/// `error reading !AS`
pub const COPY_READERR: Status = Status(0x0067_10B2);

/// `error writing !AS`
pub const COPY_WRITEERR: Status = Status(0x0067_10D2);

/// `!AS appended to !AS (!UL block!%S)`
pub const COPY_APPENDED: Status = Status(0x0067_1001);

/// `!AS appended to !AS (!UL record!%S)`
pub const COPY_APPENDEDR: Status = Status(0x0067_1009);

/// `!AS copied to !AS (!UL block!%S)`
pub const COPY_COPIED: Status = Status(0x0067_1061);

/// `!AS copied to !AS (!UL record!%S)`
pub const COPY_COPIEDR: Status = Status(0x0067_1069);

/// `!AS created`
pub const COPY_CREATED: Status = Status(0x0067_1071);

/// `!UL file!%S created`
pub const COPY_NEWFILES: Status = Status(0x0067_1091);

/// `!AS being replaced`
pub const COPY_REPLACED: Status = Status(0x0067_1403);

/// `!AS being overwritten`
pub const COPY_OVERLAY: Status = Status(0x0067_140B);

/// `!AS not copied`
pub const COPY_NOTCOPIED: Status = Status(0x0067_11B8);

/// `!AS not completely copied`
pub const COPY_NOTCMPLT: Status = Status(0x0067_11C2);

/// `!AS (input) and !AS (output) have incompatible attributes`
pub const COPY_INCOMPAT: Status = Status(0x0067_11E0);

/// `higher version of !AS already exists`
pub const COPY_HIGHVER: Status = Status(0x0067_1148);

/// `error searching for !AS`
pub const COPY_SEARCHFAIL: Status = Status(0x0067_1238);

/// `error parsing !AS`
pub const COPY_PARSEFAIL: Status = Status(0x0067_124A);

/// `error parsing '!AS'`
pub const COPY_SYNTAX: Status = Status(0x0067_10FA);

/// `conflicting qualifiers`
pub const COPY_CONFQUAL: Status = Status(0x0067_12E2);

/// `specified value is out of legal range`
pub const COPY_VALERR: Status = Status(0x0067_11EA);

/// `error opening !AS as input`
pub const APPEND_OPENIN: Status = Status(0x0071_109A);

/// `error opening !AS as output`
pub const APPEND_OPENOUT: Status = Status(0x0071_10A2);

/// `error reading !AS`
pub const APPEND_READERR: Status = Status(0x0071_10B2);

/// `error writing !AS`
pub const APPEND_WRITEERR: Status = Status(0x0071_10D2);

/// `!AS appended to !AS (!UL block!%S)`
pub const APPEND_APPENDED: Status = Status(0x0071_1001);

/// `!AS appended to !AS (!UL record!%S)`
pub const APPEND_APPENDEDR: Status = Status(0x0071_1009);

/// `!AS created`
pub const APPEND_CREATED: Status = Status(0x0071_1071);

/// `!AS (input) and !AS (output) have incompatible attributes`
pub const APPEND_INCOMPAT: Status = Status(0x0071_11E0);

/// `error searching for !AS`
pub const APPEND_SEARCHFAIL: Status = Status(0x0071_1238);

/// `error parsing !AS`
pub const APPEND_PARSEFAIL: Status = Status(0x0071_124A);

/// `error opening !AS as input`
pub const HELP_OPENIN: Status = Status(0x0076_109C);

/// `error opening !AS as output`
pub const HELP_OPENOUT: Status = Status(0x0076_10A4);

/// `error reading !AS`
pub const HELP_READERR: Status = Status(0x0076_10B4);

/// `error writing !AS`
pub const HELP_WRITEERR: Status = Status(0x0076_10D4);

/// `specified value is out of legal range`
pub const HELP_VALERR: Status = Status(0x0076_11EA);

/// `error opening !AS as input`
pub const SET_OPENIN: Status = Status(0x0077_109A);

/// `error opening !AS as output`
pub const SET_OPENOUT: Status = Status(0x0077_10A2);

/// `error reading !AS`
pub const SET_READERR: Status = Status(0x0077_10B2);

/// `error writing !AS`
pub const SET_WRITEERR: Status = Status(0x0077_10D2);

/// `error parsing '!AS'`
pub const SET_SYNTAX: Status = Status(0x0077_10FA);

/// `protection on !AS changed to !AS`
pub const SET_PROTECTED: Status = Status(0x0077_12AB);

/// `value '!AS' invalid for /!AS qualifier`
pub const SET_INVQUAVAL: Status = Status(0x0077_132A);

/// `conflicting qualifiers`
pub const SET_CONFQUAL: Status = Status(0x0077_12E2);

/// `specified value is out of legal range`
pub const SET_VALERR: Status = Status(0x0077_11EA);

/// `error searching for !AS`
pub const SET_SEARCHFAIL: Status = Status(0x0077_1238);

/// `error opening !AS as input`
pub const SHOW_OPENIN: Status = Status(0x0078_109A);

/// `error opening !AS as output`
pub const SHOW_OPENOUT: Status = Status(0x0078_10A2);

/// `error writing !AS`
pub const SHOW_WRITEERR: Status = Status(0x0078_10D2);

/// `value '!AS' invalid for /!AS qualifier`
pub const SHOW_INVQUAVAL: Status = Status(0x0078_132A);

/// `conflicting qualifiers`
pub const SHOW_CONFQUAL: Status = Status(0x0078_12E2);

/// `specified value is out of legal range`
pub const SHOW_VALERR: Status = Status(0x0078_11EA);

/// `error opening !AS as input`
pub const DIRECT_OPENIN: Status = Status(0x0079_109A);

/// `error opening !AS as output`
pub const DIRECT_OPENOUT: Status = Status(0x0079_10A2);

/// `error reading !AS`
pub const DIRECT_READERR: Status = Status(0x0079_10B2);

/// `error parsing !AS`
pub const DIRECT_PARSEFAIL: Status = Status(0x0079_124A);

/// `error searching for !AS`
pub const DIRECT_SEARCHFAIL: Status = Status(0x0079_1238);

/// `conflicting qualifiers`
pub const DIRECT_CONFQUAL: Status = Status(0x0079_12E2);

/// `specified value is out of legal range`
pub const DIRECT_VALERR: Status = Status(0x0079_11EA);

/// `value '!AS' invalid for /!AS qualifier`
pub const DIRECT_INVQUAVAL: Status = Status(0x0079_132A);

/// `error opening !AS as input`
pub const RENAME_OPENIN: Status = Status(0x0090_109A);

/// `error opening !AS as output`
pub const RENAME_OPENOUT: Status = Status(0x0090_10A2);

/// `!AS renamed to !AS`
pub const RENAME_RENAMED: Status = Status(0x0090_12A3);

/// `error searching for !AS`
pub const RENAME_SEARCHFAIL: Status = Status(0x0090_1238);

/// `error parsing !AS`
pub const RENAME_PARSEFAIL: Status = Status(0x0090_124A);

/// `error opening !AS as input`
pub const CREATE_OPENIN: Status = Status(0x0091_109A);

/// `error opening !AS as output`
pub const CREATE_OPENOUT: Status = Status(0x0091_10A2);

/// `error writing !AS`
pub const CREATE_WRITEERR: Status = Status(0x0091_10D2);

/// `!AS created`
pub const CREATE_CREATED: Status = Status(0x0091_1073);

/// `!AS already exists`
pub const CREATE_EXISTS: Status = Status(0x0091_1293);

/// `!AS directory file not created`
pub const CREATE_DIRNOTCRE: Status = Status(0x0091_12C2);

/// `error parsing !AS`
pub const CREATE_PARSEFAIL: Status = Status(0x0091_124A);

/// `error parsing '!AS'`
pub const CREATE_SYNTAX: Status = Status(0x0091_10FA);

/// `specified value is out of legal range`
pub const CREATE_VALERR: Status = Status(0x0091_11EA);

/// `error opening !AS as input`
pub const DELETE_OPENIN: Status = Status(0x0093_109A);

/// `explicit version number or wild card required`
pub const DELETE_DELVER: Status = Status(0x0093_120A);

/// `!AS deleted (!UL block!%S)`
pub const DELETE_FILDEL: Status = Status(0x0093_1323);

/// `!UL file!%S deleted (!UL block!%S)`
pub const DELETE_TOTAL: Status = Status(0x0093_1313);

/// `error deleting !AS`
pub const DELETE_FILNOTDEL: Status = Status(0x0093_11F0);

/// `error searching for !AS`
pub const DELETE_SEARCHFAIL: Status = Status(0x0093_1238);

/// `error parsing !AS`
pub const DELETE_PARSEFAIL: Status = Status(0x0093_124A);

/// `specified value is out of legal range`
pub const DELETE_VALERR: Status = Status(0x0093_11EA);

/// `conflicting qualifiers`
pub const DELETE_CONFQUAL: Status = Status(0x0093_12E2);

/// `error opening !AS as input`
pub const PURGE_OPENIN: Status = Status(0x0094_109A);

/// `!AS deleted (!UL block!%S)`
pub const PURGE_FILPURG: Status = Status(0x0094_131B);

/// `!UL file!%S deleted (!UL block!%S)`
pub const PURGE_TOTAL: Status = Status(0x0094_1313);

/// `error deleting !AS`
pub const PURGE_FILNOTPUR: Status = Status(0x0094_1410);

/// `no files purged`
pub const PURGE_NOFILPURG: Status = Status(0x0094_122B);

/// `version numbers not permitted`
pub const PURGE_PURGEVER: Status = Status(0x0094_1212);

/// `error searching for !AS`
pub const PURGE_SEARCHFAIL: Status = Status(0x0094_1238);

/// `error parsing !AS`
pub const PURGE_PARSEFAIL: Status = Status(0x0094_124A);

/// `specified value is out of legal range`
pub const PURGE_VALERR: Status = Status(0x0094_11EA);

/// `error opening !AS as input`
pub const TYPE_OPENIN: Status = Status(0x0095_1098);

/// `error opening !AS as output`
pub const TYPE_OPENOUT: Status = Status(0x0095_10A2);

/// `error reading !AS`
pub const TYPE_READERR: Status = Status(0x0095_10B2);

/// `error writing !AS`
pub const TYPE_WRITEERR: Status = Status(0x0095_10D2);

/// `error searching for !AS`
pub const TYPE_SEARCHFAIL: Status = Status(0x0095_1238);

/// `error parsing !AS`
pub const TYPE_PARSEFAIL: Status = Status(0x0095_124A);

/// `specified value is out of legal range`
pub const TYPE_VALERR: Status = Status(0x0095_11EA);

/// `error opening !AS as input`
pub const MESSAGE_OPENIN: Status = Status(0x0097_109A);

/// `error parsing '!AS'`
pub const MESSAGE_SYNTAX: Status = Status(0x0097_10FA);

/// `error opening !AS as input`
pub const UNLOCK_OPENIN: Status = Status(0x0092_109A);

/// `error opening !AS as input`
pub const PRINT_OPENIN: Status = Status(0x00BF_109A);

/// `error opening !AS as input`
pub const RUN_OPENIN: Status = Status(0x00C0_109A);

/// `!AS created`
pub const FDL_CREATED: Status = Status(0x00B4_1073);

/// `error opening !AS as input`
pub const SUBMIT_OPENIN: Status = Status(0x00C1_109A);

/// `error opening !AS as input`
pub const DUMP_OPENIN: Status = Status(0x00CD_109A);

/// `error opening !AS as output`
pub const DUMP_OPENOUT: Status = Status(0x00CD_10A2);

/// `error reading !AS`
pub const DUMP_READERR: Status = Status(0x00CD_10B2);

/// `error searching for !AS`
pub const DUMP_SEARCHFAIL: Status = Status(0x00CD_1238);

/// `error parsing !AS`
pub const DUMP_PARSEFAIL: Status = Status(0x00CD_124A);

/// `specified value is out of legal range`
pub const DUMP_VALERR: Status = Status(0x00CD_11EA);

/// `error opening !AS as input`
pub const MONITOR_OPENIN: Status = Status(0x00CE_109A);

/// `error opening !AS as output`
pub const MONITOR_OPENOUT: Status = Status(0x00CE_10A2);

/// `error opening !AS as input`
pub const SEARCH_OPENIN: Status = Status(0x08D7_1098);

/// `error opening !AS as output`
pub const SEARCH_OPENOUT: Status = Status(0x08D7_10A2);

/// `error reading !AS`
pub const SEARCH_READERR: Status = Status(0x08D7_10B2);

/// `error searching for !AS`
pub const SEARCH_SEARCHFAIL: Status = Status(0x08D7_1238);

/// `error parsing !AS`
pub const SEARCH_PARSEFAIL: Status = Status(0x08D7_124A);

/// `conflicting qualifiers`
pub const SEARCH_CONFQUAL: Status = Status(0x08D7_12E2);

/// `value '!AS' invalid for /!AS qualifier`
pub const SEARCH_INVQUAVAL: Status = Status(0x08D7_132A);

/// `specified value is out of legal range`
pub const SEARCH_VALERR: Status = Status(0x08D7_11EA);

/// `error opening !AS as input`
pub const DIFF_OPENIN: Status = Status(0x006C_109A);

/// `error opening !AS as output`
pub const DIFF_OPENOUT: Status = Status(0x006C_10A2);

/// `error reading !AS`
pub const DIFF_READERR: Status = Status(0x006C_10B2);

/// `error searching for !AS`
pub const DIFF_SEARCHFAIL: Status = Status(0x006C_1238);

/// `error parsing !AS`
pub const DIFF_PARSEFAIL: Status = Status(0x006C_124A);

/// `specified value is out of legal range`
pub const DIFF_VALERR: Status = Status(0x006C_11EA);
