//! The condition values of `grammar/MOUNT.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

/// `invalid keyword on /DATACHECK qualifier`
pub const MOUNT_BADDATCHK: Status = Status(0x0072_800C);

/// `unknown value on /DENSITY qualifier`
pub const MOUNT_BADDENS: Status = Status(0x0072_8014);

/// `invalid syntax on /PROTECTION qualifier`
pub const MOUNT_BADPRO: Status = Status(0x0072_801C);

/// `invalid UIC syntax`
pub const MOUNT_BADUIC: Status = Status(0x0072_8024);

/// `conflicting qualifiers`
pub const MOUNT_CONFQUAL: Status = Status(0x0072_802C);

/// `qualifier(s) not appropriate to this device`
pub const MOUNT_ILLOPT: Status = Status(0x0072_8034);

/// `device is not a local device`
pub const MOUNT_NONLOCAL: Status = Status(0x0072_803C);

/// `logical name cannot be translated`
pub const MOUNT_NOTRAN: Status = Status(0x0072_8044);

/// `unknown device type`
pub const MOUNT_UNKDEV: Status = Status(0x0072_804C);

/// `invalid keyword on /LABEL qualifier`
pub const MOUNT_BADLABELQ: Status = Status(0x0072_8054);

/// `error converting value`
pub const MOUNT_VALCNVERR: Status = Status(0x0072_805C);

/// `logical name is too long`
pub const MOUNT_LOGNAME: Status = Status(0x0072_8064);

/// `too many devices`
pub const MOUNT_MAXDEV: Status = Status(0x0072_806C);

/// `too many volume labels`
pub const MOUNT_MAXLAB: Status = Status(0x0072_8074);

/// `device named by /PROCESSOR:SAME has no ACP`
pub const MOUNT_NOACPDEV: Status = Status(0x0072_807C);

/// `MOUNT relative volume !ZB (!AD) on !AD!/`
pub const MOUNT_MOUVOL: Status = Status(0x0072_8084);

/// `indicated ACP is incompatible with volume`
pub const MOUNT_INCOMPACP: Status = Status(0x0072_808C);

/// `qualifiers incompatible with already mounted volume`
pub const MOUNT_INCOMPAT: Status = Status(0x0072_8094);

/// `another volume of same label already mounted`
pub const MOUNT_VOLALRMNT: Status = Status(0x0072_809C);

/// `not a generic device`
pub const MOUNT_NOTGENDEV: Status = Status(0x0072_80A4);

/// `duplicate device specified`
pub const MOUNT_DUPDEVSPC: Status = Status(0x0072_80AC);

/// `non-blank accessibility field in volume labels on !AD!/`
pub const MOUNT_ACCERR: Status = Status(0x0072_80B4);

/// `user denied privilege to write to volume on !AD!/`
pub const MOUNT_NOPRIV: Status = Status(0x0072_80BC);

/// `(!AD) not on !AD!/`
pub const MOUNT_NOTLABEL: Status = Status(0x0072_80C4);

/// `volume on !AD not in volume set !AD!/`
pub const MOUNT_NOTVOLSET: Status = Status(0x0072_80CC);

/// `Relative volume !ZB not on !AD!/`
pub const MOUNT_NOTRELVOL: Status = Status(0x0072_80D4);

/// `!AD offline`
pub const MOUNT_OFFLINE: Status = Status(0x0072_80DC);

/// `I/O error initializing volume on !AD!/`
pub const MOUNT_IOERROR: Status = Status(0x0072_80E4);

/// `invalid qualifier`
pub const MOUNT_ILLQUAL: Status = Status(0x0072_80EC);

/// `volume on !AD is write locked!/`
pub const MOUNT_WRITLCK: Status = Status(0x0072_80F4);

/// `record size is greater than block size`
pub const MOUNT_RECGTRBL: Status = Status(0x0072_80FC);

/// `ACP file name is too long`
pub const MOUNT_ACPNAME: Status = Status(0x0072_8104);

/// `ACP does not respond`
pub const MOUNT_ACPTIME: Status = Status(0x0072_810C);

/// `ACP queue is unstable`
pub const MOUNT_AQBTIME: Status = Status(0x0072_8114);

/// `invalid syntax on /PROCESSOR qualifier`
pub const MOUNT_BADACP: Status = Status(0x0072_811C);

/// `unknown keyword on /OVERRIDE qualifier`
pub const MOUNT_BADOVR: Status = Status(0x0072_8124);

/// `only one device allowed`
pub const MOUNT_DEVICES: Status = Status(0x0072_812C);

/// `record size or block size greater than 65534`
pub const MOUNT_SZTOOBIG: Status = Status(0x0072_8134);

/// `inconsistent device types`
pub const MOUNT_INCONSDEV: Status = Status(0x0072_813C);

/// `number of devices must match number of volumes`
pub const MOUNT_DEVCOUNT: Status = Status(0x0072_8144);

/// `volume is already part of another volume set`
pub const MOUNT_VOLINSET: Status = Status(0x0072_814C);

/// `root volume is not mounted`
pub const MOUNT_RVN1NOTMT: Status = Status(0x0072_8154);

/// `too many volumes in volume set`
pub const MOUNT_SETLIMIT: Status = Status(0x0072_815C);

/// `volume label already present in set`
pub const MOUNT_DUPVOLNAM: Status = Status(0x0072_8164);

/// `home block software consistency error`
pub const MOUNT_HOMBLKCHK: Status = Status(0x0072_816C);

/// `duplicate volume number already mounted`
pub const MOUNT_DUPRVN: Status = Status(0x0072_8174);

/// `invalid syntax on /CACHE qualifier`
pub const MOUNT_BADCACHE: Status = Status(0x0072_817C);

/// `volume is not part of volume set being mounted`
pub const MOUNT_UNRELVOL: Status = Status(0x0072_8184);

/// `error creating operator reply mailbox`
pub const MOUNT_MBXCRERR: Status = Status(0x0072_818C);

/// `error reading operator reply mailbox`
pub const MOUNT_MBXRDERR: Status = Status(0x0072_8194);

/// `unknown type of operator reply, reply = !XW!XW!XL!AF`
pub const MOUNT_BADREPLY: Status = Status(0x0072_819C);

/// `error sending request to operator`
pub const MOUNT_OPRSNDERR: Status = Status(0x0072_81A4);

/// `mount aborted by operator`
pub const MOUNT_OPRABORT: Status = Status(0x0072_81AC);

/// `no operator available to service batch request`
pub const MOUNT_BATCHNOOPR: Status = Status(0x0072_81B4);

/// `MOUNT new relative volume !ZB (!AD) on !AD!/`
pub const MOUNT_MOUNEWVOL: Status = Status(0x0072_81BC);

/// `REMOUNT relative volume !ZB (!AD) on !AD!/`
pub const MOUNT_REMOUVOL: Status = Status(0x0072_81C4);

/// `unknown keyword on /INITIALIZE qualifier`
pub const MOUNT_BADINIT: Status = Status(0x0072_81CC);

/// `all of the volumes have been dismounted`
pub const MOUNT_DISMAL: Status = Status(0x0072_81D4);

/// `inconsistent sharing option.  Cluster mounted !AD`
pub const MOUNT_INCONSHR: Status = Status(0x0072_81DC);

/// `inconsistent /PROTECTION option.  Cluster mounted !AD`
pub const MOUNT_INCONPROT: Status = Status(0x0072_81E4);

/// `inconsistent /(NO)QUOTA option.  Cluster mounted !AD`
pub const MOUNT_INCONQUOTA: Status = Status(0x0072_81EC);

/// `inconsistent /OWNER_UIC option.  Cluster mounted !AD`
pub const MOUNT_INCONOWNER: Status = Status(0x0072_81F4);

/// `inconsistent /(NO)WRITE option.  Cluster mounted !AD`
pub const MOUNT_INCONWRITE: Status = Status(0x0072_81FC);

/// `inconsisten /FOREIGN option.  Cluster mounted !AD`
pub const MOUNT_INCONFOR: Status = Status(0x0072_8204);

/// `invalid syntax on /SHADOW qualifer`
pub const MOUNT_BADSHADOW: Status = Status(0x0072_820C);

/// `no eligible shadow set members to mount the shadow set`
pub const MOUNT_NOSHDWMEM: Status = Status(0x0072_8214);

/// `shadow set member !AS is 'newer' than the shadow set`
pub const MOUNT_INVSHDWMEM: Status = Status(0x0072_821C);

/// `shadow copy required`
pub const MOUNT_SHDWCOPYREQ: Status = Status(0x0072_8224);

/// `failed to create (or add to) the shadow set`
pub const MOUNT_SHADOWFAIL: Status = Status(0x0072_822C);

/// `shadow set member device contains the wrong volume`
pub const MOUNT_SHDWINCVOL: Status = Status(0x0072_8234);

/// `not a shadowing device`
pub const MOUNT_NOTSHDWDEV: Status = Status(0x0072_823C);

/// `invalid syntax on /MEDIA_FORMAT qualifier`
pub const MOUNT_BADMDFMT: Status = Status(0x0072_8244);

/// `!AS is not a cluster-wide device`
pub const MOUNT_NOTACLU: Status = Status(0x0072_824C);

/// `allocation class not allowed with shadowing phase II virtual unit name`
pub const MOUNT_NOALOCLASS: Status = Status(0x0072_8254);

/// `invalid keyword on /ASSIGNMENT_UNIT qualifier`
pub const MOUNT_BADASNUNIT: Status = Status(0x0072_825C);

/// `invalid keyword on /DISPOSITION qualifier`
pub const MOUNT_BADDISP: Status = Status(0x0072_8264);

/// `primary home block is bad; backup used`
pub const MOUNT_HOMBLKBAD: Status = Status(0x0072_8268);

/// `index file header is bad; backup used`
pub const MOUNT_IDXHDRBAD: Status = Status(0x0072_8270);

/// `storage map header is bad; volume locked`
pub const MOUNT_MAPHDRBAD: Status = Status(0x0072_8278);

/// `I/O error on index file bitmap; volume locked`
pub const MOUNT_IDXMAPERR: Status = Status(0x0072_8280);

/// `I/O error on storage bitmap; volume locked`
pub const MOUNT_BITMAPERR: Status = Status(0x0072_8288);

/// `bad home block encountered on volume`
pub const MOUNT_BADHOMBLK: Status = Status(0x0072_8290);

/// `I/O error rewriting home block`
pub const MOUNT_WRTHOMBLK: Status = Status(0x0072_8298);

/// `failed to activate quota file; volume locked`
pub const MOUNT_QUOTAFAIL: Status = Status(0x0072_82A0);

/// `storage bitmap is invalid; volume locked`
pub const MOUNT_BITMAPINV: Status = Status(0x0072_82A8);

/// `write error on storage control block; volume write locked`
pub const MOUNT_WRITESCB: Status = Status(0x0072_82B0);

/// `some of the volumes have been dismounted`
pub const MOUNT_DISMPART: Status = Status(0x0072_82B8);

/// `volume !AS of volume set !AS dismounted`
pub const MOUNT_DISMOUNTD: Status = Status(0x0072_82C0);

/// `mounting a shadow set member volume; volume write locked`
pub const MOUNT_VOLSHDWMEM: Status = Status(0x0072_82C8);

/// `!AS failed to mount on node !AS`
pub const MOUNT_RMTMNTFAIL: Status = Status(0x0072_82D0);

/// `mount/cluster failed on one or more nodes in the cluster`
pub const MOUNT_MNTCLUFAIL: Status = Status(0x0072_82D8);

/// `quota file not found on volume`
pub const MOUNT_QUOTAFNF: Status = Status(0x0072_82E0);

/// `!AF mounted on !AS`
pub const MOUNT_MOUNTED: Status = Status(0x0072_82EB);

/// `label = '!AF', owner = '!AF', format = '!AF'`
pub const MOUNT_VOLIDENT: Status = Status(0x0072_82F3);

/// `volume is write locked`
pub const MOUNT_WRITELOCK: Status = Status(0x0072_82FB);

/// `volume was improperly dismounted; rebuild in progress`
pub const MOUNT_REBUILD: Status = Status(0x0072_8303);

/// `!AS`
pub const MOUNT_OPRQST: Status = Status(0x0072_830B);

/// `!AS`
pub const MOUNT_OPREPLY: Status = Status(0x0072_8313);

/// `operator request canceled`
pub const MOUNT_OPRQSTCAN: Status = Status(0x0072_831B);

/// `no operator available to service request`
pub const MOUNT_NOOPR: Status = Status(0x0072_8323);

/// `invalid operator response`
pub const MOUNT_INVLDRESP: Status = Status(0x0072_832B);

/// `Please mount!AS device !AS!AS`
pub const MOUNT_MOUNTDEV: Status = Status(0x0072_8333);

/// `volume !AS in`
pub const MOUNT_VOLNAME: Status = Status(0x0072_833B);

/// `Device !AS is not available for mounting.!AS`
pub const MOUNT_NODEVAVL: Status = Status(0x0072_8343);

/// `operator reply has arrived`
pub const MOUNT_RPLYARRIVD: Status = Status(0x0072_834B);

/// `device !AS contains the wrong volume`
pub const MOUNT_WRONGVOL: Status = Status(0x0072_8353);

/// `operator request canceled - mount completed successfully`
pub const MOUNT_RQSTDON: Status = Status(0x0072_835B);

/// `change of status for volume !AS`
pub const MOUNT_VOLSTATUS: Status = Status(0x0072_8363);

/// `change of status for volume set !AS`
pub const MOUNT_VOLSETSTS: Status = Status(0x0072_836B);

/// `volume mounted with reduced cache size`
pub const MOUNT_REDCACHE: Status = Status(0x0072_8373);

/// `rebuild not performed; some free space unavailable; diskquota usage stale`
pub const MOUNT_REBLDREQD: Status = Status(0x0072_837B);

/// `!AS is now a valid member of the shadow set`
pub const MOUNT_SHDWMEMSUCC: Status = Status(0x0072_8383);

/// `!AS added to the shadow set with a copy operation`
pub const MOUNT_SHDWMEMCOPY: Status = Status(0x0072_838B);

/// `!AS failed as a member of the shadow set`
pub const MOUNT_SHDWMEMFAIL: Status = Status(0x0072_8393);

/// `waiting for !AS to mount on node !AS`
pub const MOUNT_WAITINGMNT: Status = Status(0x0072_839B);

/// `!AS mounted successfully on node !AS`
pub const MOUNT_RMTMNTSUCC: Status = Status(0x0072_83A3);

/// `!AS added to the shadow set with a merge operation`
pub const MOUNT_SHDWMEMERGE: Status = Status(0x0072_83AB);

/// `!AS automatically added to the shadow set`
pub const MOUNT_AUTOMEMSUCC: Status = Status(0x0072_83B3);

/// `!AS automatically added to the shadow set with a copy operation`
pub const MOUNT_AUTOMEMCOPY: Status = Status(0x0072_83BB);

/// `!AS automatically added to the shadow set with a merge operation`
pub const MOUNT_AUTOMEMERGE: Status = Status(0x0072_83C3);

/// `Please mount!AS !AS!AS`
pub const MOUNT_MOUNTVOL: Status = Status(0x0072_83CB);

/// `a suitable device`
pub const MOUNT_SUITDEV: Status = Status(0x0072_83D3);

/// `a device of type !AS`
pub const MOUNT_DEVTYPE: Status = Status(0x0072_83DB);

/// `device !AS`
pub const MOUNT_DEVICE: Status = Status(0x0072_83E3);

/// `media !AS in`
pub const MOUNT_MEDIANAME: Status = Status(0x0072_83EB);

/// `value '!AD' invalid for /!AS qualifier`
pub const MOUNT_INVQUAVAL: Status = Status(0x0072_83F3);

/// `device does not support FORCED ERROR handling.!/To override use the /OVERRIDE=NO_FORCED_ERROR qualifier`
pub const MOUNT_DEVNOFE: Status = Status(0x0072_83FB);
