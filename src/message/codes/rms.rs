//! The condition values of `grammar/RMS.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `!UL byte record too large for user's buffer`
pub const RMS_RTB: Status = Status(0x0001_81A8);

/// `timeout period expired`
pub const RMS_TMO: Status = Status(0x0001_81B0);

/// `file activity precludes operation`
pub const RMS_ACT: Status = Status(0x0001_825A);

/// `RFA-accessed record was deleted`
pub const RMS_DEL: Status = Status(0x0001_8262);

/// `incompatible file sharing attributes`
pub const RMS_INCOMPSHR: Status = Status(0x0001_826A);

/// `device not ready, not mounted, or unavailable`
pub const RMS_DNR: Status = Status(0x0001_8272);

/// `end of file detected`
pub const RMS_EOF: Status = Status(0x0001_827A);

/// `file already exists, not superseded`
pub const RMS_FEX: Status = Status(0x0001_8282);

/// `file currently locked by another user`
pub const RMS_FLK: Status = Status(0x0001_828A);

/// `file not found`
pub const RMS_FNF: Status = Status(0x0001_8292);

/// `insufficient privilege or file protection violation`
pub const RMS_PRV: Status = Status(0x0001_829A);

/// `record already exists`
pub const RMS_REX: Status = Status(0x0001_82A2);

/// `target record currently locked by another stream`
pub const RMS_RLK: Status = Status(0x0001_82AA);

/// `record not found`
pub const RMS_RNF: Status = Status(0x0001_82B2);

/// `device currently write locked`
pub const RMS_WLK: Status = Status(0x0001_82BA);

/// `file expiration date not yet reached`
pub const RMS_EXP: Status = Status(0x0001_82C2);

/// `no more files found`
pub const RMS_NMF: Status = Status(0x0001_82CA);

/// `invalid wild card context (WCC) value`
pub const RMS_WCC: Status = Status(0x0001_82EA);

/// `network operation not supported; DAP code = !XL`
pub const RMS_SUP: Status = Status(0x0001_830A);

/// `invalid directory rename operation`
pub const RMS_IDR: Status = Status(0x0001_832A);

/// `fatal RMS condition detected, process deleted`
pub const RMS_BUG: Status = Status(0x0001_8434);

/// `cannot connect record stream (RAB)`
pub const RMS_CCR: Status = Status(0x0001_8494);

/// `invalid key change in $UPDATE (CHG not set)`
pub const RMS_CHG: Status = Status(0x0001_849C);

/// `invalid type code (COD) in XAB at !XL`
pub const RMS_COD: Status = Status(0x0001_84AC);

/// `no current record (operation not preceded by successful $GET or $FIND)`
pub const RMS_CUR: Status = Status(0x0001_84B4);

/// `invalid data area number (DAN) in KEY XAB at !XL`
pub const RMS_DAN: Status = Status(0x0001_84BC);

/// `error in device name or inappropriate device type for operation`
pub const RMS_DEV: Status = Status(0x0001_84C4);

/// `error in directory name`
pub const RMS_DIR: Status = Status(0x0001_84CC);

/// `dynamic memory exhausted`
pub const RMS_DME: Status = Status(0x0001_84D4);

/// `duplicate key detected (DUP not set)`
pub const RMS_DUP: Status = Status(0x0001_84EC);

/// `expanded string area too small`
pub const RMS_ESS: Status = Status(0x0001_8504);

/// `invalid FAB or FAB not accessible`
pub const RMS_FAB: Status = Status(0x0001_850C);

/// `record operation not permitted by specified file access (FAC)`
pub const RMS_FAC: Status = Status(0x0001_8514);

/// `error in file name`
pub const RMS_FNM: Status = Status(0x0001_852C);

/// `device full (insufficient space for allocation)`
pub const RMS_FUL: Status = Status(0x0001_8544);

/// `invalid index area number (IAN) in KEY XAB at !XL`
pub const RMS_IAN: Status = Status(0x0001_8554);

/// `invalid internal file identifier (IFI)`
pub const RMS_IFI: Status = Status(0x0001_8564);

/// `duplicate or non-dense XAB at !XL`
pub const RMS_IMX: Status = Status(0x0001_856C);

/// `operation invalid for file organization or device`
pub const RMS_IOP: Status = Status(0x0001_8574);

/// `invalid key value or size, or key not found`
pub const RMS_KEY: Status = Status(0x0001_8594);

/// `invalid key-of-reference for $GET/$FIND`
pub const RMS_KRF: Status = Status(0x0001_85A4);

/// `invalid key size for $GET/$FIND`
pub const RMS_KSZ: Status = Status(0x0001_85AC);

/// `logical name translation error`
pub const RMS_LNE: Status = Status(0x0001_85BC);

/// `invalid maximum record number (MRN) or record number`
pub const RMS_MRN: Status = Status(0x0001_85CC);

/// `invalid maximum record size (MRS)`
pub const RMS_MRS: Status = Status(0x0001_85D4);

/// `invalid name block (NAM) or NAM not accessible`
pub const RMS_NAM: Status = Status(0x0001_85DC);

/// `error in node name`
pub const RMS_NOD: Status = Status(0x0001_85F4);

/// `error in quoted string`
pub const RMS_QUO: Status = Status(0x0001_8634);

/// `invalid RAB or RAB not accessible`
pub const RMS_RAB: Status = Status(0x0001_863C);

/// `invalid record access mode (RAC)`
pub const RMS_RAC: Status = Status(0x0001_8644);

/// `invalid resultant string size`
pub const RMS_RSS: Status = Status(0x0001_8694);

/// `invalid resultant string address`
pub const RMS_RST: Status = Status(0x0001_869C);

/// `invalid record size`
pub const RMS_RSZ: Status = Status(0x0001_86A4);

/// `primary key value out of sequence (SEQ)`
pub const RMS_SEQ: Status = Status(0x0001_86AC);

/// `invalid file sharing (SHR) options`
pub const RMS_SHR: Status = Status(0x0001_86B4);

/// `invalid key size (SIZ) in KEY XAB at !XL`
pub const RMS_SIZ: Status = Status(0x0001_86BC);

/// `operation not sequential (SQO set)`
pub const RMS_SQO: Status = Status(0x0001_86C4);

/// `file specification syntax error`
pub const RMS_SYN: Status = Status(0x0001_86D4);

/// `error in index tree`
pub const RMS_TRE: Status = Status(0x0001_86DC);

/// `error in file type`
pub const RMS_TYP: Status = Status(0x0001_86E4);

/// `invalid user buffer`
pub const RMS_UBF: Status = Status(0x0001_86EC);

/// `invalid user buffer size`
pub const RMS_USZ: Status = Status(0x0001_86F4);

/// `error in version number`
pub const RMS_VER: Status = Status(0x0001_86FC);

/// `invalid volume number (VOL) in ALL XAB at !XL`
pub const RMS_VOL: Status = Status(0x0001_8704);

/// `invalid wildcard operation`
pub const RMS_WLD: Status = Status(0x0001_8744);

/// `ACP file access failed`
pub const RMS_ACC: Status = Status(0x0001_C002);

/// `ACP file create failed`
pub const RMS_CRE: Status = Status(0x0001_C00A);

/// `ACP file deaccess failed during $CLOSE`
pub const RMS_DAC: Status = Status(0x0001_C012);

/// `ACP enter function failed`
pub const RMS_ENT: Status = Status(0x0001_C01A);

/// `ACP file extend failed`
pub const RMS_EXT: Status = Status(0x0001_C022);

/// `ACP file or directory lookup failed`
pub const RMS_FND: Status = Status(0x0001_C02A);

/// `ACP could not mark file for deletion`
pub const RMS_MKD: Status = Status(0x0001_C032);

/// `directory not found`
pub const RMS_DNF: Status = Status(0x0001_C04A);

/// `file read error`
pub const RMS_RER: Status = Status(0x0001_C0F4);

/// `ACP remove function failed`
pub const RMS_RMV: Status = Status(0x0001_C0FC);

/// `error while reading prologue`
pub const RMS_RPL: Status = Status(0x0001_C104);

/// `file write error`
pub const RMS_WER: Status = Status(0x0001_C114);

/// `error while writing prologue`
pub const RMS_WPL: Status = Status(0x0001_C11C);
