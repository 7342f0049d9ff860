//! The condition values of every message in `grammar/*.MSG`, one constant for each: `FACILITY_IDENT`.
//!
//! Generated: `DCLSHADOW_BLESS=1 cargo test --lib codes_agree` writes this file again after a change of a `.MSG` file,
//! before the new name is used; without the variable the same test says when file and grammar differ. Nothing else
//! belongs here.

use super::condition::Status;

/// `normal successful completion`
pub const SYSTEM_NORMAL: Status = Status(0x0000_0001);

/// `access violation, reason mask=!XB, virtual address=!XL, PC=!XL, PSL=!XL`
pub const SYSTEM_ACCVIO: Status = Status(0x0000_000C);

/// `bad parameter value`
pub const SYSTEM_BADPARAM: Status = Status(0x0000_0014);

/// `process quota exceeded`
pub const SYSTEM_EXQUOTA: Status = Status(0x0000_001C);

/// `insufficient privilege or object protection violation`
pub const SYSTEM_NOPRIV: Status = Status(0x0000_0024);

/// `abort`
pub const SYSTEM_ABORT: Status = Status(0x0000_002C);

/// `bad attribute control list`
pub const SYSTEM_BADATTRIB: Status = Status(0x0000_0034);

/// `syntax error in escape sequence`
pub const SYSTEM_BADESCAPE: Status = Status(0x0000_003C);

/// `bad image header`
pub const SYSTEM_BADIMGHDR: Status = Status(0x0000_0044);

/// `channel usage interlocked`
pub const SYSTEM_CHANINTLK: Status = Status(0x0000_004C);

/// `fatal controller error`
pub const SYSTEM_CTRLERR: Status = Status(0x0000_0054);

/// `write check error`
pub const SYSTEM_DATACHECK: Status = Status(0x0000_005C);

/// `device is mounted foreign`
pub const SYSTEM_DEVFOREIGN: Status = Status(0x0000_0064);

/// `device is already mounted`
pub const SYSTEM_DEVMOUNT: Status = Status(0x0000_006C);

/// `device is not a mailbox`
pub const SYSTEM_DEVNOTMBX: Status = Status(0x0000_0074);

/// `device is not mounted`
pub const SYSTEM_DEVNOTMOUNT: Status = Status(0x0000_007C);

/// `device is not in configuration or not available`
pub const SYSTEM_DEVOFFLINE: Status = Status(0x0000_0084);

/// `fatal drive error`
pub const SYSTEM_DRVERR: Status = Status(0x0000_008C);

/// `duplicate name`
pub const SYSTEM_DUPLNAM: Status = Status(0x0000_0094);

/// `magnetic tape file access non-blank`
pub const SYSTEM_FILACCERR: Status = Status(0x0000_009C);

/// `file already accessed on channel`
pub const SYSTEM_FILALRACC: Status = Status(0x0000_00A4);

/// `file not accessed on channel`
pub const SYSTEM_FILNOTACC: Status = Status(0x0000_00AC);

/// `file not expired`
pub const SYSTEM_FILNOTEXP: Status = Status(0x0000_00B4);

/// `invalid media format`
pub const SYSTEM_FORMAT: Status = Status(0x0000_00BC);

/// `global page table is full`
pub const SYSTEM_GPTFULL: Status = Status(0x0000_00C4);

/// `global section descriptor table is full`
pub const SYSTEM_GSDFULL: Status = Status(0x0000_00CC);

/// `no more pages can be locked in memory`
pub const SYSTEM_LCKPAGFUL: Status = Status(0x0000_00D4);

/// `illegal logical block number`
pub const SYSTEM_ILLBLKNUM: Status = Status(0x0000_00DC);

/// `illegal controller function`
pub const SYSTEM_ILLCNTRFUNC: Status = Status(0x0000_00E4);

/// `illegal event flag cluster`
pub const SYSTEM_ILLEFC: Status = Status(0x0000_00EC);

/// `illegal I/O function code`
pub const SYSTEM_ILLIOFUNC: Status = Status(0x0000_00F4);

/// `illegal page count parameter`
pub const SYSTEM_ILLPAGCNT: Status = Status(0x0000_00FC);

/// `illegal service call number`
pub const SYSTEM_ILLSER: Status = Status(0x0000_0104);

/// `incorrect volume label`
pub const SYSTEM_INCVOLLABEL: Status = Status(0x0000_010C);

/// `insufficient call arguments`
pub const SYSTEM_INSFARG: Status = Status(0x0000_0114);

/// `insufficient working set limit`
pub const SYSTEM_INSFWSL: Status = Status(0x0000_011C);

/// `insufficient dynamic memory`
pub const SYSTEM_INSFMEM: Status = Status(0x0000_0124);

/// `insufficient call frames to unwind`
pub const SYSTEM_INSFRAME: Status = Status(0x0000_012C);

/// `invalid media address`
pub const SYSTEM_IVADDR: Status = Status(0x0000_0134);

/// `invalid I/O channel`
pub const SYSTEM_IVCHAN: Status = Status(0x0000_013C);

/// `invalid device name`
pub const SYSTEM_IVDEVNAM: Status = Status(0x0000_0144);

/// `invalid global section name`
pub const SYSTEM_IVGSDNAM: Status = Status(0x0000_014C);

/// `invalid logical name`
pub const SYSTEM_IVLOGNAM: Status = Status(0x0000_0154);

/// `invalid logical name table`
pub const SYSTEM_IVLOGTAB: Status = Status(0x0000_015C);

/// `invalid quota list`
pub const SYSTEM_IVQUOTAL: Status = Status(0x0000_0164);

/// `invalid process or global section flags`
pub const SYSTEM_IVSECFLG: Status = Status(0x0000_016C);

/// `invalid system service request`
pub const SYSTEM_IVSSRQ: Status = Status(0x0000_0174);

/// `invalid status flags`
pub const SYSTEM_IVSTSFLG: Status = Status(0x0000_017C);

/// `invalid time`
pub const SYSTEM_IVTIME: Status = Status(0x0000_0184);

/// `address range length violation`
pub const SYSTEM_LENVIO: Status = Status(0x0000_018C);

/// `locked portion of working set is full`
pub const SYSTEM_LKWSETFUL: Status = Status(0x0000_0194);

/// `mailbox is too small for request`
pub const SYSTEM_MBTOOSML: Status = Status(0x0000_019C);

/// `medium is offline`
pub const SYSTEM_MEDOFL: Status = Status(0x0000_01A4);

/// `mailbox is empty`
pub const SYSTEM_NODATA: Status = Status(0x0000_01AC);

/// `no I/O channel available`
pub const SYSTEM_NOIOCHAN: Status = Status(0x0000_01B4);

/// `no logical name match`
pub const SYSTEM_NOLOGNAM: Status = Status(0x0000_01BC);

/// `nonexistent drive`
pub const SYSTEM_NONEXDRV: Status = Status(0x0000_01C4);

/// `device is not file structured`
pub const SYSTEM_NOTFILEDEV: Status = Status(0x0000_01CC);

/// `block size is greater than 2048`
pub const SYSTEM_NOTINTBLSZ: Status = Status(0x0000_01D4);

/// `tape is not valid ANSI format`
pub const SYSTEM_NOTLABELMT: Status = Status(0x0000_01DC);

/// `not a sequential device`
pub const SYSTEM_NOTSQDEV: Status = Status(0x0000_01E4);

/// `page owner violation`
pub const SYSTEM_PAGOWNVIO: Status = Status(0x0000_01EC);

/// `parity error`
pub const SYSTEM_PARITY: Status = Status(0x0000_01F4);

/// `partial escape sequence`
pub const SYSTEM_PARTESCAPE: Status = Status(0x0000_01FC);

/// `page fault monitor already in use`
pub const SYSTEM_PFMBSY: Status = Status(0x0000_0204);

/// `process section table is full`
pub const SYSTEM_PSTFULL: Status = Status(0x0000_020C);

/// `resultant string overflow`
pub const SYSTEM_RESULTOVF: Status = Status(0x0000_0214);

/// `section table (process or global) is full`
pub const SYSTEM_SECTBLFUL: Status = Status(0x0000_021C);

/// `magnetic tape position lost`
pub const SYSTEM_TAPEPOSLOST: Status = Status(0x0000_0224);

/// `device timeout`
pub const SYSTEM_TIMEOUT: Status = Status(0x0000_022C);

/// `unassociated event flag cluster`
pub const SYSTEM_UNASEFC: Status = Status(0x0000_0234);

/// `drive unsafe`
pub const SYSTEM_UNSAFE: Status = Status(0x0000_023C);

/// `virtual address space is full`
pub const SYSTEM_VASFULL: Status = Status(0x0000_0244);

/// `vector in use`
pub const SYSTEM_VECINUSE: Status = Status(0x0000_024C);

/// `volume is not software enabled`
pub const SYSTEM_VOLINV: Status = Status(0x0000_0254);

/// `write lock error`
pub const SYSTEM_WRITLCK: Status = Status(0x0000_025C);

/// `no tape operator`
pub const SYSTEM_NOTAPEOP: Status = Status(0x0000_0264);

/// `invalid channel for create and map section`
pub const SYSTEM_IVCHNLSEC: Status = Status(0x0000_026C);

/// `no associated mailbox for inbound connects`
pub const SYSTEM_NOMBX: Status = Status(0x0000_0274);

/// `maximum network logical links exceeded`
pub const SYSTEM_NOLINKS: Status = Status(0x0000_027C);

/// `process not able to solicit network connects`
pub const SYSTEM_NOSOLICIT: Status = Status(0x0000_0284);

/// `remote node is unknown`
pub const SYSTEM_NOSUCHNODE: Status = Status(0x0000_028C);

/// `connect to network object rejected`
pub const SYSTEM_REJECT: Status = Status(0x0000_0294);

/// `too much optional or interrupt data`
pub const SYSTEM_TOOMUCHDATA: Status = Status(0x0000_029C);

/// `internal consistency failure`
pub const SYSTEM_BUGCHECK: Status = Status(0x0000_02A4);

/// `file is not contiguous as required`
pub const SYSTEM_FILNOTCNTG: Status = Status(0x0000_02AC);

/// `bad stack encountered during exception dispatch`
pub const SYSTEM_BADSTACK: Status = Status(0x0000_02B4);

/// `device is active`
pub const SYSTEM_DEVACTIVE: Status = Status(0x0000_02C4);

/// `data set hang-up`
pub const SYSTEM_HANGUP: Status = Status(0x0000_02CC);

/// `operation is incomplete`
pub const SYSTEM_OPINCOMPL: Status = Status(0x0000_02D4);

/// `illegal sequential operation`
pub const SYSTEM_ILLSEQOP: Status = Status(0x0000_02DC);

/// `invalid section identification match control`
pub const SYSTEM_IVSECIDCTL: Status = Status(0x0000_02E4);

/// `not a network communication device`
pub const SYSTEM_NOTNETDEV: Status = Status(0x0000_02EC);

/// `invalid page protection code`
pub const SYSTEM_IVPROTECT: Status = Status(0x0000_02F4);

/// `MTAACP's virtual address space is full; volume not mounted`
pub const SYSTEM_ACPVAFUL: Status = Status(0x0000_02FC);

/// `magnetic tape label can be no more than 6 characters`
pub const SYSTEM_MTLBLLONG: Status = Status(0x0000_0304);

/// `device does not support byte-aligned transfers`
pub const SYSTEM_BUFBYTALI: Status = Status(0x0000_030C);

/// `ACP queue block not found`
pub const SYSTEM_NOAQB: Status = Status(0x0000_0314);

/// `wrong ACP for device`
pub const SYSTEM_WRONGACP: Status = Status(0x0000_031C);

/// `buffer incorrectly aligned`
pub const SYSTEM_BUFNOTALIGN: Status = Status(0x0000_0324);

/// `device command error`
pub const SYSTEM_DEVCMDERR: Status = Status(0x0000_032C);

/// `device request error`
pub const SYSTEM_DEVREQERR: Status = Status(0x0000_0334);

/// `insufficient buffered datapaths`
pub const SYSTEM_INSFBUFDP: Status = Status(0x0000_033C);

/// `insufficient map registers`
pub const SYSTEM_INSFMAPREG: Status = Status(0x0000_0344);

/// `invalid buffer length`
pub const SYSTEM_IVBUFLEN: Status = Status(0x0000_034C);

/// `invalid mode for requested function`
pub const SYSTEM_IVMODE: Status = Status(0x0000_0354);

/// `device microcode is not valid`
pub const SYSTEM_MCNOTVALID: Status = Status(0x0000_035C);

/// `power failure occurred`
pub const SYSTEM_POWERFAIL: Status = Status(0x0000_0364);

/// `shared memory global section not mapped`
pub const SYSTEM_SHMGSNOTMAP: Status = Status(0x0000_036C);

/// `logical name translation exceeded allowed depth`
pub const SYSTEM_TOOMANYLNAM: Status = Status(0x0000_0374);

/// `shared memory not connected`
pub const SYSTEM_SHMNOTCNCT: Status = Status(0x0000_037C);

/// `request valid only on creator port`
pub const SYSTEM_NOTCREATOR: Status = Status(0x0000_0384);

/// `unable to acquire system data structure interlock`
pub const SYSTEM_INTERLOCK: Status = Status(0x0000_038C);

/// `interlocked queue corrupted`
pub const SYSTEM_BADQUEUEHDR: Status = Status(0x0000_0394);

/// `no PCB available`
pub const SYSTEM_NOSLOT: Status = Status(0x0000_039C);

/// `process is suspended`
pub const SYSTEM_SUSPENDED: Status = Status(0x0000_03A4);

/// `port quota exceeded`
pub const SYSTEM_EXPORTQUOTA: Status = Status(0x0000_03AC);

/// `no shared memory control block available`
pub const SYSTEM_NOSHMBLOCK: Status = Status(0x0000_03B4);

/// `invalid disk quota file format`
pub const SYSTEM_BADQFILE: Status = Status(0x0000_03BC);

/// `no disk quota file available`
pub const SYSTEM_NOQFILE: Status = Status(0x0000_03C4);

/// `disk quota file is already active`
pub const SYSTEM_QFACTIVE: Status = Status(0x0000_03CC);

/// `disk quotas not enabled on this volume`
pub const SYSTEM_QFNOTACT: Status = Status(0x0000_03D4);

/// `duplicate disk quota file entry`
pub const SYSTEM_DUPDSKQUOTA: Status = Status(0x0000_03DC);

/// `no disk quota entry for this UIC`
pub const SYSTEM_NODISKQUOTA: Status = Status(0x0000_03E4);

/// `disk quota exceeded`
pub const SYSTEM_EXDISKQUOTA: Status = Status(0x0000_03EC);

/// `ident mismatch with shareable image`
pub const SYSTEM_IDMISMATCH: Status = Status(0x0000_03F4);

/// `cannot create writeable section to read-only file`
pub const SYSTEM_NOWRT: Status = Status(0x0000_03FC);

/// `AST fault, SP=!XL, param=!XL, PC=!XL, PSL=!XL, target PC=!XL, PSL=!XL`
pub const SYSTEM_ASTFLT: Status = Status(0x0000_040C);

/// `breakpoint fault at PC=!XL, PSL=!XL`
pub const SYSTEM_BREAK: Status = Status(0x0000_0414);

/// `change mode to supervisor trap, code=!XL at PC=!XL, PSL=!XL`
pub const SYSTEM_CMODSUPR: Status = Status(0x0000_041C);

/// `change mode to user trap, code=!XL at PC=!XL, PSL=!XL`
pub const SYSTEM_CMODUSER: Status = Status(0x0000_0424);

/// `compatibility mode fault, type=!XL at PC=!XL, PSL=!XL`
pub const SYSTEM_COMPAT: Status = Status(0x0000_042C);

/// `opcode reserved to customer fault at PC=!XL, PSL=!XL`
pub const SYSTEM_OPCCUS: Status = Status(0x0000_0434);

/// `opcode reserved to Digital fault at PC=!XL, PSL=!XL`
pub const SYSTEM_OPCDEC: Status = Status(0x0000_043C);

/// `page read error, reason mask=!XB, virtual address=!XL, PC=!XL, PSL=!XL`
pub const SYSTEM_PAGRDERR: Status = Status(0x0000_0444);

/// `reserved addressing fault at PC=!XL, PSL=!XL`
pub const SYSTEM_RADRMOD: Status = Status(0x0000_044C);

/// `reserved operand fault at PC=!XL, PSL=!XL`
pub const SYSTEM_ROPRAND: Status = Status(0x0000_0454);

/// `system service failure exception, status=!XL, PC=!XL, PSL=!XL`
pub const SYSTEM_SSFAIL: Status = Status(0x0000_045C);

/// `T-bit pending trap at PC=!XL, PSL=!XL`
pub const SYSTEM_TBIT: Status = Status(0x0000_0464);

/// `command interpreter debugger signal at PC=!XL, PSL=!XL`
pub const SYSTEM_DEBUG: Status = Status(0x0000_046C);

/// `reserved arithmetic trap at PC=!XL, PSL=!XL`
pub const SYSTEM_ARTRES: Status = Status(0x0000_0474);

/// `arithmetic trap, integer overflow at PC=!XL, PSL=!XL`
pub const SYSTEM_INTOVF: Status = Status(0x0000_047C);

/// `arithmetic trap, integer divide by zero at PC=!XL, PSL=!XL`
pub const SYSTEM_INTDIV: Status = Status(0x0000_0484);

/// `arithmetic trap, floating overflow at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTOVF: Status = Status(0x0000_048C);

/// `arithmetic trap, floating/decimal divide by zero at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTDIV: Status = Status(0x0000_0494);

/// `arithmetic trap, floating underflow at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTUND: Status = Status(0x0000_049C);

/// `arithmetic trap, decimal overflow at PC=!XL, PSL=!XL`
pub const SYSTEM_DECOVF: Status = Status(0x0000_04A4);

/// `arithmetic trap, subscript out of range at PC=!XL, PSL=!XL`
pub const SYSTEM_SUBRNG: Status = Status(0x0000_04AC);

/// `arithmetic fault, floating overflow at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTOVF_F: Status = Status(0x0000_04B4);

/// `arithmetic fault, floating divide by zero at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTDIV_F: Status = Status(0x0000_04BC);

/// `arithmetic fault, floating underflow at PC=!XL, PSL=!XL`
pub const SYSTEM_FLTUND_F: Status = Status(0x0000_04C4);

/// `output buffer overflow`
pub const SYSTEM_BUFFEROVF: Status = Status(0x0000_0601);

/// `output completed under CTRL/O`
pub const SYSTEM_CONTROLO: Status = Status(0x0000_0609);

/// `operation completed under CTRL/Y`
pub const SYSTEM_CONTROLY: Status = Status(0x0000_0611);

/// `message not in system message file`
pub const SYSTEM_MSGNOTFND: Status = Status(0x0000_0621);

/// `no string translation performed`
pub const SYSTEM_NOTRAN: Status = Status(0x0000_0629);

/// `logical name superseded`
pub const SYSTEM_SUPERSEDE: Status = Status(0x0000_0631);

/// `device already allocated to this job`
pub const SYSTEM_DEVALRALLOC: Status = Status(0x0000_0641);

/// `operation completed under CTRL/C`
pub const SYSTEM_CONTROLC: Status = Status(0x0000_0651);

/// `disk usage exceeds disk quota`
pub const SYSTEM_OVRDSKQUOTA: Status = Status(0x0000_0669);

/// `oldest file version purged`
pub const SYSTEM_FILEPURGED: Status = Status(0x0000_0679);

/// `not all requested privileges authorized`
pub const SYSTEM_NOTALLPRIV: Status = Status(0x0000_0681);

/// `synchronous successful completion`
pub const SYSTEM_SYNCH: Status = Status(0x0000_0689);

/// `logical name table created`
pub const SYSTEM_LNMCREATED: Status = Status(0x0000_06B1);

/// `file access conflict`
pub const SYSTEM_ACCONFLICT: Status = Status(0x0000_0800);

/// `bad file header checksum`
pub const SYSTEM_BADCHKSUM: Status = Status(0x0000_0808);

/// `bad file header`
pub const SYSTEM_BADFILEHDR: Status = Status(0x0000_0810);

/// `bad file name syntax`
pub const SYSTEM_BADFILENAME: Status = Status(0x0000_0818);

/// `bad file version number`
pub const SYSTEM_BADFILEVER: Status = Status(0x0000_0820);

/// `bad directory file format`
pub const SYSTEM_BADIRECTORY: Status = Status(0x0000_0828);

/// `operation canceled`
pub const SYSTEM_CANCEL: Status = Status(0x0000_0830);

/// `data overrun`
pub const SYSTEM_DATAOVERUN: Status = Status(0x0000_0838);

/// `device already allocated to another user`
pub const SYSTEM_DEVALLOC: Status = Status(0x0000_0840);

/// `device has channels assigned`
pub const SYSTEM_DEVASSIGN: Status = Status(0x0000_0848);

/// `device full; allocation failure`
pub const SYSTEM_DEVICEFULL: Status = Status(0x0000_0850);

/// `device not allocated`
pub const SYSTEM_DEVNOTALLOC: Status = Status(0x0000_0858);

/// `directory is full`
pub const SYSTEM_DIRFULL: Status = Status(0x0000_0860);

/// `duplicate file name`
pub const SYSTEM_DUPFILENAME: Status = Status(0x0000_0868);

/// `end of file`
pub const SYSTEM_ENDOFFILE: Status = Status(0x0000_0870);

/// `end of tape`
pub const SYSTEM_ENDOFTAPE: Status = Status(0x0000_0878);

/// `file processor read error`
pub const SYSTEM_FCPREADERR: Status = Status(0x0000_0888);

/// `file processor rewind error`
pub const SYSTEM_FCPREWNDERR: Status = Status(0x0000_0890);

/// `file processor space error`
pub const SYSTEM_FCPSPACERR: Status = Status(0x0000_0898);

/// `file processor write error`
pub const SYSTEM_FCPWRITERR: Status = Status(0x0000_08A0);

/// `file is deaccess locked`
pub const SYSTEM_FILELOCKED: Status = Status(0x0000_08A8);

/// `file identification number check`
pub const SYSTEM_FILENUMCHK: Status = Status(0x0000_08B0);

/// `file identification sequence number check`
pub const SYSTEM_FILESEQCHK: Status = Status(0x0000_08B8);

/// `unsupported file structure level`
pub const SYSTEM_FILESTRUCT: Status = Status(0x0000_08C0);

/// `file header is full`
pub const SYSTEM_HEADERFULL: Status = Status(0x0000_08C8);

/// `index file is full`
pub const SYSTEM_IDXFILEFULL: Status = Status(0x0000_08D0);

/// `mailbox is full`
pub const SYSTEM_MBFULL: Status = Status(0x0000_08D8);

/// `Files-11 home block not found on volume`
pub const SYSTEM_NOHOMEBLK: Status = Status(0x0000_08E0);

/// `nonexistent process`
pub const SYSTEM_NONEXPR: Status = Status(0x0000_08E8);

/// `device is not a local device`
pub const SYSTEM_NONLOCAL: Status = Status(0x0000_08F0);

/// `no condition handler found`
pub const SYSTEM_NOHANDLER: Status = Status(0x0000_08F8);

/// `no signal currently active`
pub const SYSTEM_NOSIGNAL: Status = Status(0x0000_0900);

/// `no such device available`
pub const SYSTEM_NOSUCHDEV: Status = Status(0x0000_0908);

/// `no such file`
pub const SYSTEM_NOSUCHFILE: Status = Status(0x0000_0910);

/// `resignal condition to next handler`
pub const SYSTEM_RESIGNAL: Status = Status(0x0000_0918);

/// `unwind currently in progress`
pub const SYSTEM_UNWIND: Status = Status(0x0000_0920);

/// `unwind already in progress`
pub const SYSTEM_UNWINDING: Status = Status(0x0000_0928);

/// `no more files`
pub const SYSTEM_NOMOREFILES: Status = Status(0x0000_0930);

/// `beginning of file`
pub const SYSTEM_BEGOFFILE: Status = Status(0x0000_0938);

/// `block count error in file trailer labels`
pub const SYSTEM_BLOCKCNTERR: Status = Status(0x0000_0940);

/// `must close file`
pub const SYSTEM_MUSTCLOSEFL: Status = Status(0x0000_0948);

/// `waiting for user labels`
pub const SYSTEM_WAITUSRLBL: Status = Status(0x0000_0950);

/// `illegal read of user labels`
pub const SYSTEM_ILLUSRLBLRD: Status = Status(0x0000_0958);

/// `illegal write of user labels`
pub const SYSTEM_ILLUSRLBLWT: Status = Status(0x0000_0960);

/// `end of user labels`
pub const SYSTEM_ENDOFUSRLBL: Status = Status(0x0000_0970);

/// `no such (global) section`
pub const SYSTEM_NOSUCHSEC: Status = Status(0x0000_0978);

/// `CLI forced exit`
pub const SYSTEM_CLIFRCEXT: Status = Status(0x0000_0980);

/// `file processor reposition error`
pub const SYSTEM_FCPREPSTN: Status = Status(0x0000_0988);

/// `too many higher file versions`
pub const SYSTEM_TOOMANYVER: Status = Status(0x0000_0990);

/// `volume is not part of a volume set`
pub const SYSTEM_NOTVOLSET: Status = Status(0x0000_0998);

/// `end of volume`
pub const SYSTEM_ENDOFVOLUME: Status = Status(0x0000_09A0);

/// `no more processes`
pub const SYSTEM_NOMOREPROC: Status = Status(0x0000_09A8);

/// `no device available`
pub const SYSTEM_NODEVAVL: Status = Status(0x0000_09B0);

/// `request not queued`
pub const SYSTEM_NOTQUEUED: Status = Status(0x0000_09B8);

/// `directory allocation failure`
pub const SYSTEM_DIRALLOC: Status = Status(0x0000_09C8);

/// `access control list is empty`
pub const SYSTEM_ACLEMPTY: Status = Status(0x0000_09D0);

/// `access control entry not found`
pub const SYSTEM_NOENTRY: Status = Status(0x0000_09D8);

/// `no more access control entries`
pub const SYSTEM_NOMOREACE: Status = Status(0x0000_09E0);

/// `value block is not valid`
pub const SYSTEM_VALNOTVALID: Status = Status(0x0000_09F0);

/// `access control list is full`
pub const SYSTEM_ACLFULL: Status = Status(0x0000_09F8);

/// `no more nodes`
pub const SYSTEM_NOMORENODE: Status = Status(0x0000_0A00);

/// `no more locks`
pub const SYSTEM_NOMORELOCK: Status = Status(0x0000_0A08);

/// `beginning of tape`
pub const SYSTEM_BEGOFTAPE: Status = Status(0x0000_0A10);

/// `requested item cannot be returned`
pub const SYSTEM_ITEMNOTFOUND: Status = Status(0x0000_0A50);

/// `no more devices`
pub const SYSTEM_NOMOREDEV: Status = Status(0x0000_0A58);

/// `HBMM not enabled on specified device`
pub const SYSTEM_HBMMNOTENABLED: Status = Status(0x0000_0B88);

/// `HBMM already enabled on specified device`
pub const SYSTEM_HBMMALREADYON: Status = Status(0x0000_0B90);

/// `no HBMM policy for specified device`
pub const SYSTEM_NODEVPOL: Status = Status(0x0000_0B98);

/// `specified HBMM named policy does not exist`
pub const SYSTEM_NONAMPOL: Status = Status(0x0000_0BA0);

/// `HBMM master bitmaps will be created after shadow set merge completes`
pub const SYSTEM_HBMMCREPOSTMRG: Status = Status(0x0000_0CE3);

/// `deadlock detected`
pub const SYSTEM_DEADLOCK: Status = Status(0x0000_0E0A);

/// `no lock id available`
pub const SYSTEM_NOLOCKID: Status = Status(0x0000_0E12);

/// `maximum sublock depth exceeded`
pub const SYSTEM_EXDEPTH: Status = Status(0x0000_0E1A);

/// `cannot cancel a granted lock`
pub const SYSTEM_CANCELGRANT: Status = Status(0x0000_0E2A);

/// `bad access control list`
pub const SYSTEM_BADACL: Status = Status(0x0000_0E3A);

/// `access control entry already exists`
pub const SYSTEM_ACEEXISTS: Status = Status(0x0000_0E42);

/// `unsupported operation or function`
pub const SYSTEM_UNSUPPORTED: Status = Status(0x0000_0E4A);

/// `rights database file not found`
pub const SYSTEM_NORIGHTSDB: Status = Status(0x0000_0E52);

/// `no such volume`
pub const SYSTEM_NOSUCHVOL: Status = Status(0x0000_0F2A);

/// `illegal image section descriptor`
pub const SYSTEM_BADISD: Status = Status(0x0000_2004);

/// `obsolete executable image - relink`
pub const SYSTEM_RELINK: Status = Status(0x0000_200C);

/// `writable shareable images must be installed`
pub const SYSTEM_NOTINSTALL: Status = Status(0x0000_2014);

/// `shareable image too big`
pub const SYSTEM_SHARTOOBIG: Status = Status(0x0000_201C);

/// `insufficient SPTEs available`
pub const SYSTEM_INSFSPTS: Status = Status(0x0000_2044);

/// `shareable images must be installed to run privileged image`
pub const SYSTEM_PRIVINSTALL: Status = Status(0x0000_2054);

/// `protected images must be installed`
pub const SYSTEM_PROTINSTALL: Status = Status(0x0000_205C);

/// `insufficient system resources at remote node`
pub const SYSTEM_REMRSRC: Status = Status(0x0000_206C);

/// `network protocol error`
pub const SYSTEM_PROTOCOL: Status = Status(0x0000_2074);

/// `network logical link disconnected by a third party`
pub const SYSTEM_THIRDPARTY: Status = Status(0x0000_207C);

/// `no such user`
pub const SYSTEM_NOSUCHUSER: Status = Status(0x0000_2084);

/// `remote node no longer accepting connects`
pub const SYSTEM_SHUT: Status = Status(0x0000_208C);

/// `remote node is not currently reachable`
pub const SYSTEM_UNREACHABLE: Status = Status(0x0000_2094);

/// `login information invalid at remote node`
pub const SYSTEM_INVLOGIN: Status = Status(0x0000_209C);

/// `network object is unknown at remote node`
pub const SYSTEM_NOSUCHOBJ: Status = Status(0x0000_20A4);

/// `CPU time limit expired`
pub const SYSTEM_EXCPUTIM: Status = Status(0x0000_20AC);

/// `device inactive`
pub const SYSTEM_DEVINACT: Status = Status(0x0000_20D4);

/// `connect to network object timed-out or failed`
pub const SYSTEM_CONNECFAIL: Status = Status(0x0000_20DC);

/// `network partner aborted logical link`
pub const SYSTEM_LINKABORT: Status = Status(0x0000_20E4);

/// `network partner disconnected logical link`
pub const SYSTEM_LINKDISCON: Status = Status(0x0000_20EC);

/// `network partner exited`
pub const SYSTEM_LINKEXIT: Status = Status(0x0000_20F4);

/// `path to network partner node lost`
pub const SYSTEM_PATHLOST: Status = Status(0x0000_20FC);

/// `invalid lock id`
pub const SYSTEM_IVLOCKID: Status = Status(0x0000_2124);

/// `cannot dequeue a lock with sublocks`
pub const SYSTEM_SUBLOCKS: Status = Status(0x0000_212C);

/// `parent lock must be granted`
pub const SYSTEM_PARNOTGRANT: Status = Status(0x0000_2134);

/// `cannot convert an ungranted lock`
pub const SYSTEM_CVTUNGRANT: Status = Status(0x0000_213C);

/// `forced error flagged in last sector read`
pub const SYSTEM_FORCEDERROR: Status = Status(0x0000_2144);

/// `exceeded global page file limit`
pub const SYSTEM_EXGBLPAGFIL: Status = Status(0x0000_2164);

/// `directory file is not empty`
pub const SYSTEM_DIRNOTEMPTY: Status = Status(0x0000_2174);

/// `forced exit of image or process`
pub const SYSTEM_FORCEDEXIT: Status = Status(0x0000_217C);

/// `operation requires software license`
pub const SYSTEM_NOLICENSE: Status = Status(0x0000_2194);

/// `device not dismounted`
pub const SYSTEM_DEVNOTDISM: Status = Status(0x0000_21B4);

/// `template device cannot be allocated`
pub const SYSTEM_TEMPLATEDEV: Status = Status(0x0000_21DC);

/// `invalid access control list entry syntax`
pub const SYSTEM_IVACL: Status = Status(0x0000_21E4);

/// `unknown rights identifier`
pub const SYSTEM_NOSUCHID: Status = Status(0x0000_21EC);

/// `program is stand-alone`
pub const SYSTEM_PGMSTDALN: Status = Status(0x0000_221C);

/// `invalid identifier format`
pub const SYSTEM_IVIDENT: Status = Status(0x0000_2224);

/// `duplicate identifier`
pub const SYSTEM_DUPIDENT: Status = Status(0x0000_222C);

/// `logical name table quota exceeded`
pub const SYSTEM_EXLNMQUOTA: Status = Status(0x0000_224C);

/// `insufficient swap file space`
pub const SYSTEM_INSSWAPSPACE: Status = Status(0x0000_2264);

/// `shadow set has changed state`
pub const SYSTEM_SHACHASTA: Status = Status(0x0000_2284);

/// `no logical name table name match`
pub const SYSTEM_NOLOGTAB: Status = Status(0x0000_2294);

/// `ACL not supported on selected object`
pub const SYSTEM_NOACLSUPPORT: Status = Status(0x0000_22BC);

/// `incompatible shadow set member`
pub const SYSTEM_INCSHAMEM: Status = Status(0x0000_22CC);

/// `device not currently shareable`
pub const SYSTEM_DEVNOTSHR: Status = Status(0x0000_22D4);

/// `data lost`
pub const SYSTEM_DATALOST: Status = Status(0x0000_22E4);

/// `invalid password syntax`
pub const SYSTEM_PWDSYNTAX: Status = Status(0x0000_2384);

/// `new password must be different from current password`
pub const SYSTEM_PWDNOTDIF: Status = Status(0x0000_238C);

/// `device unit limit reached; no unit added`
pub const SYSTEM_DEVLISTFULL: Status = Status(0x0000_25F4);

/// `unit has a zero allocation class`
pub const SYSTEM_ZEROALLOCLS: Status = Status(0x0000_260C);

/// `operation not supported on volume set`
pub const SYSTEM_UNSUPVOLSET: Status = Status(0x0000_26B4);

/// `specified entry not located`
pub const SYSTEM_NOSUCHENTRY: Status = Status(0x0000_27AC);

/// `operation requires CMKRNL privilege`
pub const SYSTEM_NOCMKRNL: Status = Status(0x0000_2804);

/// `operation requires CMEXEC privilege`
pub const SYSTEM_NOCMEXEC: Status = Status(0x0000_280C);

/// `operation requires SYSNAM privilege`
pub const SYSTEM_NOSYSNAM: Status = Status(0x0000_2814);

/// `operation requires GRPNAM privilege`
pub const SYSTEM_NOGRPNAM: Status = Status(0x0000_281C);

/// `operation requires ALLSPOOL privilege`
pub const SYSTEM_NOALLSPOOL: Status = Status(0x0000_2824);

/// `operation requires IMPERSONATE privilege`
pub const SYSTEM_NOIMPERSONATE: Status = Status(0x0000_282C);

/// `operation requires DIAGNOSE privilege`
pub const SYSTEM_NODIAGNOSE: Status = Status(0x0000_2834);

/// `operation requires LOG_IO privilege`
pub const SYSTEM_NOLOG_IO: Status = Status(0x0000_283C);

/// `operation requires GROUP privilege`
pub const SYSTEM_NOGROUP: Status = Status(0x0000_2844);

/// `operation requires ACNT privilege`
pub const SYSTEM_NOACNT: Status = Status(0x0000_284C);

/// `operation requires PRMCEB privilege`
pub const SYSTEM_NOPRMCEB: Status = Status(0x0000_2854);

/// `operation requires PRMMBX privilege`
pub const SYSTEM_NOPRMMBX: Status = Status(0x0000_285C);

/// `operation requires PSWAPM privilege`
pub const SYSTEM_NOPSWAPM: Status = Status(0x0000_2864);

/// `operation requires ALTPRI privilege`
pub const SYSTEM_NOALTPRI: Status = Status(0x0000_286C);

/// `operation requires SETPRV privilege`
pub const SYSTEM_NOSETPRV: Status = Status(0x0000_2874);

/// `operation requires TMPMBX privilege`
pub const SYSTEM_NOTMPMBX: Status = Status(0x0000_287C);

/// `operation requires WORLD privilege`
pub const SYSTEM_NOWORLD: Status = Status(0x0000_2884);

/// `operation requires MOUNT privilege`
pub const SYSTEM_NOMOUNT: Status = Status(0x0000_288C);

/// `operation requires OPER privilege`
pub const SYSTEM_NOOPER: Status = Status(0x0000_2894);

/// `operation requires EXQUOTA privilege`
pub const SYSTEM_NOEXQUOTA: Status = Status(0x0000_289C);

/// `operation requires NETMBX privilege`
pub const SYSTEM_NONETMBX: Status = Status(0x0000_28A4);

/// `operation requires VOLPRO privilege`
pub const SYSTEM_NOVOLPRO: Status = Status(0x0000_28AC);

/// `operation requires PHY_IO privilege`
pub const SYSTEM_NOPHY_IO: Status = Status(0x0000_28B4);

/// `operation requires BUGCHK privilege`
pub const SYSTEM_NOBUGCHK: Status = Status(0x0000_28BC);

/// `operation requires PRMGBL privilege`
pub const SYSTEM_NOPRMGBL: Status = Status(0x0000_28C4);

/// `operation requires SYSGBL privilege`
pub const SYSTEM_NOSYSGBL: Status = Status(0x0000_28CC);

/// `operation requires PFNMAP privilege`
pub const SYSTEM_NOPFNMAP: Status = Status(0x0000_28D4);

/// `operation requires SHMEM privilege`
pub const SYSTEM_NOSHMEM: Status = Status(0x0000_28DC);

/// `operation requires SYSPRV privilege`
pub const SYSTEM_NOSYSPRV: Status = Status(0x0000_28E4);

/// `operation requires BYPASS privilege`
pub const SYSTEM_NOBYPASS: Status = Status(0x0000_28EC);

/// `operation requires SYSLCK privilege`
pub const SYSTEM_NOSYSLCK: Status = Status(0x0000_28F4);

/// `operation requires IMPORT privilege`
pub const SYSTEM_NOIMPORT: Status = Status(0x0000_28FC);

/// `operation requires AUDIT privilege`
pub const SYSTEM_NOAUDIT: Status = Status(0x0000_2904);

/// `operation requires DOWNGRADE privilege`
pub const SYSTEM_NODOWNGRADE: Status = Status(0x0000_290C);

/// `operation requires UPGRADE privilege`
pub const SYSTEM_NOUPGRADE: Status = Status(0x0000_2914);

/// `operation requires GRPPRV privilege`
pub const SYSTEM_NOGRPPRV: Status = Status(0x0000_291C);

/// `operation requires READALL privilege`
pub const SYSTEM_NOREADALL: Status = Status(0x0000_2924);

/// `operation requires SHARE privilege`
pub const SYSTEM_NOSHARE: Status = Status(0x0000_292C);

/// `operation requires SECURITY privilege`
pub const SYSTEM_NOSECURITY: Status = Status(0x0000_2934);

/// `exceeded AST quota`
pub const SYSTEM_EXASTLM: Status = Status(0x0000_2A04);

/// `exceeded buffered I/O quota`
pub const SYSTEM_EXBIOLM: Status = Status(0x0000_2A0C);

/// `exceeded byte count quota`
pub const SYSTEM_EXBYTLM: Status = Status(0x0000_2A14);

/// `exceeded direct I/O quota`
pub const SYSTEM_EXDIOLM: Status = Status(0x0000_2A1C);

/// `exceeded open file quota`
pub const SYSTEM_EXFILLM: Status = Status(0x0000_2A24);

/// `exceeded pagefile quota`
pub const SYSTEM_EXPGFLQUOTA: Status = Status(0x0000_2A2C);

/// `exceeded subprocess quota`
pub const SYSTEM_EXPRCLM: Status = Status(0x0000_2A34);

/// `exceeded timer queue entry quota`
pub const SYSTEM_EXTQELM: Status = Status(0x0000_2A3C);

/// `exceeded enqueue quota`
pub const SYSTEM_EXENQLM: Status = Status(0x0000_2A44);

/// `Shadowing driver must resend this I/O`
pub const SYSTEM_HBVS_REDO_IO: Status = Status(0x0000_2EDA);

/// `maximum number of HBMM named policies already exists`
pub const SYSTEM_MAXNAMPOL: Status = Status(0x0000_3404);

/// `HBMM is enabled on specified device; cannot define or delete policy`
pub const SYSTEM_HBMMENABLED: Status = Status(0x0000_340C);

/// `HBMM policy NODEFAULT cannot be redefined or deleted`
pub const SYSTEM_NOMODNONEPOL: Status = Status(0x0000_3414);

/// `device not mounted on system that supports requested shadowing feature`
pub const SYSTEM_SHADFEATNOMNT: Status = Status(0x0000_341C);

/// `feature is not supported on all nodes where the volume is mounted`
pub const SYSTEM_NOTSUPALLNODES: Status = Status(0x0000_3424);

/// `devices capable of MSCP-based minimerge (HSC/HSD/HSJ) cannot use HBMM`
pub const SYSTEM_WLGCANTHBMM: Status = Status(0x0000_342C);

/// `cannot add device as a mini copy member due to device error`
pub const SYSTEM_NOADDMCPYMBR: Status = Status(0x0000_343C);

/// `dissimilar device shadowing is not supported on all systems where shadow set is already mounted`
pub const SYSTEM_CANTDODDS: Status = Status(0x0000_3444);

/// `maximum number of supported shadow members already exists for this shadow set`
pub const SYSTEM_TOOMANYMBRS: Status = Status(0x0000_344C);

/// `cannot add member due to failed SCB read`
pub const SYSTEM_SCBREADFAIL: Status = Status(0x0000_3454);

/// `cannot add member due to failed SCB write`
pub const SYSTEM_SCBWRITEFAIL: Status = Status(0x0000_345C);

/// `cannot add member due to WBM memory allocation failure`
pub const SYSTEM_NOMEMFORWBM: Status = Status(0x0000_3464);

/// `shadow set can only be dismounted by dismounting the shadow set`
pub const SYSTEM_MUSTDMTVU: Status = Status(0x0000_346C);

/// `only existing source member cannot be removed during a copy operation`
pub const SYSTEM_ONLYSRCMUSTSTAY: Status = Status(0x0000_3474);

/// `mini copy bitmap cannot be created whilst a copy operation is in progress`
pub const SYSTEM_NOWBMDURINGCOPY: Status = Status(0x0000_347C);

/// `WBM error during dismount`
pub const SYSTEM_WBMERR: Status = Status(0x0000_3484);

/// `HBMM policy name contains invalid characters -- please check documentation`
pub const SYSTEM_BADPOLCHAR: Status = Status(0x0000_348C);

/// `HBMM policy version mismatch; cannot modify specified policy`
pub const SYSTEM_HBMMVERSIONBAD: Status = Status(0x0000_3494);

/// `Syntax error in specification of starting/ending blocks`
pub const SYSTEM_ANADSKSHDBBLK: Status = Status(0x0000_349C);

/// `HBMM policy specification syntax error -- please check documentation`
pub const SYSTEM_HBMMBADPOLSPEC: Status = Status(0x0000_34A4);

/// `SHADOW_SERVER process is required to mount a shadow set`
pub const SYSTEM_NOSHADOWSERVER: Status = Status(0x0000_34AC);

/// `!AS is offline.  Mount verification in progress.`
pub const SYSTEM_MVOFFLINE: Status = Status(0x0000_3F83);

/// `!AS has been write-locked.  Mount verification in progress.`
pub const SYSTEM_MVWRITELOCKED: Status = Status(0x0000_3F8B);

/// `!AS contains the wrong volume.  Mount verification in progress.`
pub const SYSTEM_MVWRONGVOL: Status = Status(0x0000_3F93);

/// `!AS has completed mount verification.`
pub const SYSTEM_MVCOMPLETED: Status = Status(0x0000_3F9B);

/// `!AS has aborted mount verification.`
pub const SYSTEM_MVABORTED: Status = Status(0x0000_3FA3);

/// `!AS appended to !AS (!UL block!%S)`
pub const SHR_APPENDED: Status = Status(0x0000_1002);

/// `!AS appended to !AS (!UL record!%S)`
pub const SHR_APPENDEDR: Status = Status(0x0000_100A);

/// `error closing !AS as input`
pub const SHR_CLOSEIN: Status = Status(0x0000_1052);

/// `error closing !AS as output`
pub const SHR_CLOSEOUT: Status = Status(0x0000_105A);

/// `!AS copied to !AS (!UL block!%S)`
pub const SHR_COPIED: Status = Status(0x0000_1062);

/// `!AS copied to !AS (!UL record!%S)`
pub const SHR_COPIEDR: Status = Status(0x0000_106A);

/// `!AS created`
pub const SHR_CREATED: Status = Status(0x0000_1072);

/// `!UL file!%S created`
pub const SHR_NEWFILES: Status = Status(0x0000_1092);

/// `error opening !AS as input`
pub const SHR_OPENIN: Status = Status(0x0000_109A);

/// `error opening !AS as output`
pub const SHR_OPENOUT: Status = Status(0x0000_10A2);

/// `error reading !AS`
pub const SHR_READERR: Status = Status(0x0000_10B2);

/// `error writing !AS`
pub const SHR_WRITEERR: Status = Status(0x0000_10D2);

/// `error parsing '!AS'`
pub const SHR_SYNTAX: Status = Status(0x0000_10FA);

/// `'!AS' keyword requires a value`
pub const SHR_NOVALUE: Status = Status(0x0000_1102);

/// `'!AS' is an invalid keyword`
pub const SHR_BADKEY: Status = Status(0x0000_110A);

/// `'!AS' is an invalid keyword value`
pub const SHR_BADVALUE: Status = Status(0x0000_1112);

/// `no wildcard permitted`
pub const SHR_NOWILD: Status = Status(0x0000_112A);

/// `higher version of !AS already exists`
pub const SHR_HIGHVER: Status = Status(0x0000_114A);

/// `!AS not copied`
pub const SHR_NOTCOPIED: Status = Status(0x0000_11BA);

/// `!AS not completely copied`
pub const SHR_NOTCMPLT: Status = Status(0x0000_11C2);

/// `!AS (input) and !AS (output) have incompatible attributes`
pub const SHR_INCOMPAT: Status = Status(0x0000_11E2);

/// `specified value is out of legal range`
pub const SHR_VALERR: Status = Status(0x0000_11EA);

/// `error deleting !AS`
pub const SHR_FILNOTDEL: Status = Status(0x0000_11F2);

/// `!/!AS, delete? (Y or N):`
pub const SHR_CONFDEL: Status = Status(0x0000_11FA);

/// `explicit version number or wild card required`
pub const SHR_DELVER: Status = Status(0x0000_120A);

/// `version numbers not permitted`
pub const SHR_PURGEVER: Status = Status(0x0000_1212);

/// `no files purged`
pub const SHR_NOFILPURG: Status = Status(0x0000_122A);

/// `error searching for !AS`
pub const SHR_SEARCHFAIL: Status = Status(0x0000_123A);

/// `error parsing !AS`
pub const SHR_PARSEFAIL: Status = Status(0x0000_124A);

/// `!AS already exists`
pub const SHR_EXISTS: Status = Status(0x0000_1292);

/// `!AS renamed to !AS`
pub const SHR_RENAMED: Status = Status(0x0000_12A2);

/// `protection on !AS changed to !AS`
pub const SHR_PROTECTED: Status = Status(0x0000_12AA);

/// `error activating image !AS`
pub const SHR_ACTIMAGE: Status = Status(0x0000_12BA);

/// `!AS directory file not created`
pub const SHR_DIRNOTCRE: Status = Status(0x0000_12C2);

/// `conflicting qualifiers`
pub const SHR_CONFQUAL: Status = Status(0x0000_12E2);

/// `insufficient virtual memory`
pub const SHR_INSVIRMEM: Status = Status(0x0000_12F2);

/// `!UL file!%S deleted (!UL block!%S)`
pub const SHR_TOTAL: Status = Status(0x0000_1312);

/// `!AS deleted (!UL block!%S)`
pub const SHR_FILPURG: Status = Status(0x0000_131A);

/// `!AS deleted (!UL block!%S)`
pub const SHR_FILDEL: Status = Status(0x0000_1322);

/// `value '!AS' invalid for /!AS qualifier`
pub const SHR_INVQUAVAL: Status = Status(0x0000_132A);

/// `no files selected`
pub const SHR_NOFILES: Status = Status(0x0000_1332);

/// `error opening !AS`
pub const SHR_OPENERR: Status = Status(0x0000_138A);

/// `error closing !AS`
pub const SHR_CLOSEERR: Status = Status(0x0000_1392);

/// `!AS being replaced`
pub const SHR_REPLACED: Status = Status(0x0000_1402);

/// `!AS being overwritten`
pub const SHR_OVERLAY: Status = Status(0x0000_140A);

/// `error deleting !AS`
pub const SHR_FILNOTPUR: Status = Status(0x0000_1412);

/// `!AS is an invalid answer`
pub const SHR_INVALANS: Status = Status(0x0000_141A);

/// `!AS is an ambiguous answer - supply more characters`
pub const SHR_AMBIGANS: Status = Status(0x0000_1422);

/// `ambiguous command verb - supply more characters`
pub const CLI_ABVERB: Status = Status(0x0003_8008);

/// `ambiguous qualifier or keyword - supply more characters`
pub const CLI_ABKEYW: Status = Status(0x0003_8010);

/// `command buffer overflow - shorten expression or command line`
pub const CLI_BUFOVF: Status = Status(0x0003_8018);

/// `expression too complex - simplify`
pub const CLI_COMPLX: Status = Status(0x0003_8020);

/// `too many command procedure parameters - limit to eight`
pub const CLI_DEFOVF: Status = Status(0x0003_8028);

/// `invalid directory syntax - check brackets and other delimiters`
pub const CLI_DIRECT: Status = Status(0x0003_8030);

/// `invalid expression syntax - check operators and operands`
pub const CLI_EXPSYN: Status = Status(0x0003_8038);

/// `two images requested in one command`
pub const CLI_IMCHNG: Status = Status(0x0003_8040);

/// `missing command parameters - supply all required parameters`
pub const CLI_INSFPRM: Status = Status(0x0003_8048);

/// `invalid numeric value - check for invalid digits`
pub const CLI_IVCHAR: Status = Status(0x0003_8050);

/// `too many command procedure parameters - limit to sixteen`
pub const CLI_DEFOVF16: Status = Status(0x0003_8058);

/// `unrecognized keyword - check validity and spelling`
pub const CLI_IVKEYW: Status = Status(0x0003_8060);

/// `unrecognized operator in expression - check spelling and syntax`
pub const CLI_IVOPER: Status = Status(0x0003_8068);

/// `invalid protection code`
pub const CLI_IVPROT: Status = Status(0x0003_8070);

/// `invalid qualifier location - place after a parameter`
pub const CLI_IVQLOC: Status = Status(0x0003_8078);

/// `invalid symbol name - start name with an alphabetic character`
pub const CLI_IVSYMB: Status = Status(0x0003_8080);

/// `invalid value syntax - see command documentation`
pub const CLI_IVVALU: Status = Status(0x0003_8088);

/// `unrecognized command verb - check validity and spelling`
pub const CLI_IVVERB: Status = Status(0x0003_8090);

/// `too many parameters - reenter command with fewer parameters`
pub const CLI_MAXPARM: Status = Status(0x0003_8098);

/// `no file name for command procedure`
pub const CLI_NOATFIL: Status = Status(0x0003_80A0);

/// `parameter concatenation not allowed - check use of plus (+)`
pub const CLI_NOCCAT: Status = Status(0x0003_80A8);

/// `no command on line - reenter with alphabetic first character`
pub const CLI_NOCOMD: Status = Status(0x0003_80B0);

/// `qualifier name is missing - append the name to the slash`
pub const CLI_NOKEYW: Status = Status(0x0003_80B8);

/// `list of parameter values not allowed - check use of comma (,)`
pub const CLI_NOLIST: Status = Status(0x0003_80C0);

/// `qualifiers not allowed - supply only verb and parameters`
pub const CLI_NOQUAL: Status = Status(0x0003_80C8);

/// `value not allowed - remove value specification`
pub const CLI_NOVALU: Status = Status(0x0003_80D0);

/// `qualifier or keyword not negatable - remove "NO" or omit`
pub const CLI_NOTNEG: Status = Status(0x0003_80D8);

/// `missing or invalid file specification - respecify`
pub const CLI_NULFIL: Status = Status(0x0003_80E0);

/// `invalid numeric value - supply an integer`
pub const CLI_NUMBER: Status = Status(0x0003_80E8);

/// `ON command too large - decrease the length of the THEN clause`
pub const CLI_ONCOMD: Status = Status(0x0003_80F0);

/// `invalid ON condition - use WARNING, SEVERE, ERROR, or CONTROL_Y`
pub const CLI_ONERR: Status = Status(0x0003_80F8);

/// `invalid ON context - use only within command procedures`
pub const CLI_ONLEVL: Status = Status(0x0003_8100);

/// `no room for ON command - symbol overflow, delete some symbols`
pub const CLI_ONOVF: Status = Status(0x0003_8108);

/// `invalid parameter delimiter - check use of special characters`
pub const CLI_PARMDEL: Status = Status(0x0003_8110);

/// `buffer overflow - specify fewer command elements`
pub const CLI_RSLOVF: Status = Status(0x0003_8118);

/// `image data (records not beginning with "$") ignored`
pub const CLI_SKPDAT: Status = Status(0x0003_8120);

/// `command procedures too deeply nested - limit to 32 levels`
pub const CLI_STKOVF: Status = Status(0x0003_8128);

/// `invalid symbol or value delimiter - check command syntax`
pub const CLI_SYMDEL: Status = Status(0x0003_8130);

/// `no room for symbol definitions - delete some symbols`
pub const CLI_SYMOVF: Status = Status(0x0003_8138);

/// `undefined symbol - check validity and spelling`
pub const CLI_UNDSYM: Status = Status(0x0003_8140);

/// `target of GOTO not found - check spelling and presence of label`
pub const CLI_USGOTO: Status = Status(0x0003_8148);

/// `missing qualifier or keyword value - supply all required values`
pub const CLI_VALREQ: Status = Status(0x0003_8150);

/// `list of values not allowed - check use of comma (,)`
pub const CLI_ONEVAL: Status = Status(0x0003_8158);

/// `too much data - modify size of field or size of data`
pub const CLI_OVRFLW: Status = Status(0x0003_8160);

/// `file has not been opened by DCL - check logical name`
pub const CLI_UNDFIL: Status = Status(0x0003_8188);

/// `file is already open`
pub const CLI_FILOPN: Status = Status(0x0003_8190);

/// `RETURN was issued without a subroutine`
pub const CLI_BADRET: Status = Status(0x0003_8198);

/// `abbreviated symbol definition conflict - rename symbol`
pub const CLI_ABSYMD: Status = Status(0x0003_81A0);

/// `invalid UIC - must be of the form [group,member]`
pub const CLI_INVUIC: Status = Status(0x0003_81A8);

/// `ambiguous lexical function name - supply more characters`
pub const CLI_ABFNAM: Status = Status(0x0003_81B8);

/// `invalid lexical function name - check validity and spelling`
pub const CLI_IVFNAM: Status = Status(0x0003_81C0);

/// `block overflow`
pub const CLI_BLKOVRFLOW: Status = Status(0x0003_81C8);

/// `block underflow`
pub const CLI_BLKUNDFLOW: Status = Status(0x0003_81D0);

/// `label ignored - use only within command procedures`
pub const CLI_NOLBLS: Status = Status(0x0003_81E0);

/// `neither directory nor UIC could be changed - see documentation`
pub const CLI_NOCHANGE: Status = Status(0x0003_81E8);

/// `entity or value absent from command string`
pub const CLI_ABSENT: Status = Status(0x0003_81F0);

/// `entity explicitly negated in command string`
pub const CLI_NEGATED: Status = Status(0x0003_81F8);

/// `input or output file specification too long - shorten`
pub const CLI_INVFILSPE: Status = Status(0x0003_8200);

/// `IF or ON statement syntax error - check placement of THEN keyword`
pub const CLI_NOTHEN: Status = Status(0x0003_8210);

/// `symbol !AS is too long to copy to subprocess`
pub const CLI_SYMTOOLNG: Status = Status(0x0003_8218);

/// `field specification is out of bounds - check sign and size`
pub const CLI_INVRANGE: Status = Status(0x0003_8228);

/// `entity explicitly and locally negated in command string`
pub const CLI_LOCNEG: Status = Status(0x0003_8230);

/// `command not found - use RECALL/ALL to display saved commands`
pub const CLI_CMDNOTFND: Status = Status(0x0003_8238);

/// `unrecognized qualifier - check validity, spelling, and placement`
pub const CLI_IVQUAL: Status = Status(0x0003_8240);

/// `/NOTIFY not allowed - do not use with /WAIT or in batch jobs`
pub const CLI_NOTIFY: Status = Status(0x0003_8250);

/// `illegal combination of command elements - check documentation`
pub const CLI_CONFLICT: Status = Status(0x0003_8258);

/// `!AC key !AS is undefined`
pub const CLI_UNDKEY: Status = Status(0x0003_8260);

/// `missing argument - supply all required arguments`
pub const CLI_ARGREQ: Status = Status(0x0003_8268);

/// `symbol name is too long - shorten the name`
pub const CLI_SYMLNG: Status = Status(0x0003_8270);

/// `abbreviated symbols not allowed - remove "*" from symbol name`
pub const CLI_SYMABR: Status = Status(0x0003_8278);

/// `unrecognized key name - check validity and spelling`
pub const CLI_IVKEYNAM: Status = Status(0x0003_8280);

/// `value improperly delimited - supply parenthesis`
pub const CLI_NOPAREN: Status = Status(0x0003_8288);

/// `invalid absolute time - use DD-MMM-YYYY:HH:MM:SS.CC format`
pub const CLI_IVATIME: Status = Status(0x0003_8290);

/// `invalid delta time - use DDDD-HH:MM:SS.CC format`
pub const CLI_IVDTIME: Status = Status(0x0003_8298);

/// `command element is too long - shorten`
pub const CLI_TKNOVF: Status = Status(0x0003_82A0);

/// `invalid output file assignment`
pub const CLI_INVOUTSPE: Status = Status(0x0003_82B0);

/// `deletion of permanent symbols not allowed`
pub const CLI_PERMSYM: Status = Status(0x0003_82B8);

/// `cannot define symbol - symbol scope set to NOGLOBAL`
pub const CLI_GBLNDF: Status = Status(0x0003_82C0);

/// `invalid use of the GOSUB command`
pub const CLI_INVGOSUB: Status = Status(0x0003_82C8);

/// `GOSUB procedures too deeply nested - limit to 16 levels`
pub const CLI_GOSUBMAX: Status = Status(0x0003_82D0);

/// `CALL target !AC either missing, misspelled, or inaccessible`
pub const CLI_USCALL: Status = Status(0x0003_82D8);

/// `target of GOSUB not found - check spelling and presence of label`
pub const CLI_USGOSUB: Status = Status(0x0003_82E0);

/// `context is frozen - either cancel this context or use alternate`
pub const CLI_FRZNCTX: Status = Status(0x0003_82E8);

/// `symbol specified is not a valid context symbol`
pub const CLI_NOTCTX: Status = Status(0x0003_82F0);

/// `symbol specified is defined for a different context type`
pub const CLI_INVCTXTYP: Status = Status(0x0003_82F8);

/// `invalid node name specification; respecify`
pub const CLI_INVNOD: Status = Status(0x0003_8308);

/// `null pipe segment found; please specify the missing pipe segment`
pub const CLI_NULLPIPE: Status = Status(0x0003_8310);

/// `null command sequence found; please specify the missing command sequence`
pub const CLI_INVNULLCMD: Status = Status(0x0003_8318);

/// `empty subshell or subshell is not separated from other command sequences by proper separators`
pub const CLI_WRGSUBSHSYN: Status = Status(0x0003_8320);

/// `subshell syntax not delimited with matching parentheses; add missing parenthesis`
pub const CLI_UNTERMSUBSH: Status = Status(0x0003_8328);

/// `cannot specify the same type of redirection syntax more than once in a command sequence`
pub const CLI_DUPREDSYN: Status = Status(0x0003_8330);

/// `incomplete redirection syntax; supply missing file parameter`
pub const CLI_INCREDSYN: Status = Status(0x0003_8338);

/// `invalid redirection type specified in a pipe segment`
pub const CLI_INVREDSYN: Status = Status(0x0003_8340);

/// `invalid continuation character; a command sequence cannot be terminated by a continuation character`
pub const CLI_INVCONCHAR: Status = Status(0x0003_8348);

/// `the specified command sequence is not allowed in a PIPE command`
pub const CLI_CMDNOTALLINPIP: Status = Status(0x0003_8350);

/// `labels are not allowed in a PIPE command`
pub const CLI_LBLNOTALLINPIP: Status = Status(0x0003_8358);

/// `too many pipe segment commands specified`
pub const CLI_TOOMANYPIPCMD: Status = Status(0x0003_8360);

/// `item not supported by lexical function`
pub const CLI_UNSUPITEM: Status = Status(0x0003_8368);

/// `conflicting qualifiers`
pub const CLI_CONFQUAL: Status = Status(0x0003_8800);

/// `invalid qualifier`
pub const CLI_INVQUAL: Status = Status(0x0003_8808);

/// `required parameter is absent`
pub const CLI_REQPRMABS: Status = Status(0x0003_8810);

/// `invalid request type`
pub const CLI_INVREQTYP: Status = Status(0x0003_8820);

/// `value not present`
pub const CLI_NOVALUE: Status = Status(0x0003_8828);

/// `error converting value`
pub const CLI_VALCNVERR: Status = Status(0x0003_8830);

/// `illegal value is present`
pub const CLI_ILLVAL: Status = Status(0x0003_8838);

/// `no option present on command`
pub const CLI_NOOPTPRS: Status = Status(0x0003_8840);

/// `invalid device type - specify a mailbox device`
pub const CLI_IVDEVTYPE: Status = Status(0x0003_8868);

/// `image file not found`
pub const CLI_IMGFNF: Status = Status(0x0003_8870);

/// `image file !AS`
pub const CLI_IMGNAME: Status = Status(0x0003_88A8);

/// `image file not found !AS`
pub const CLI_IMAGEFNF: Status = Status(0x0003_88B0);

/// `you cannot attach to that process`
pub const CLI_REFUSED: Status = Status(0x0003_88C0);

/// `invalid record format for record I/O - file not opened`
pub const CLI_INVRFM: Status = Status(0x0003_88D0);

/// `string argument is too long - shorten`
pub const CLI_STRTOOLNG: Status = Status(0x0003_88F8);

/// `this is no longer a valid command - see documentation`
pub const CLI_CMDGONE: Status = Status(0x0003_8900);

/// `invalid routine specified in command tables - check .CLD file`
pub const CLI_INVROUT: Status = Status(0x0003_8910);

/// `specified entity not found in command tables`
pub const CLI_ENTNF: Status = Status(0x0003_8930);

/// `invalid CALL nesting structure or data inconsistency detected`
pub const CLI_INVCALL: Status = Status(0x0003_8940);

/// `invalid IF-THEN-ELSE nesting structure or data inconsistency`
pub const CLI_INVIFNEST: Status = Status(0x0003_8948);

/// `invalid prefix format string - check FAO directives`
pub const CLI_INVPREFIX: Status = Status(0x0003_8978);

/// `!AC key !AS has been defined`
pub const CLI_DEFKEY: Status = Status(0x0003_DDC3);

/// `!AC key !AC has been deleted`
pub const CLI_DELKEY: Status = Status(0x0003_DDCB);

/// `keypad state has been set to !AC`
pub const CLI_SETKEY: Status = Status(0x0003_DDD3);

/// `!AS allocated`
pub const CLI_ALLOC: Status = Status(0x0003_DDE3);

/// `previous value of !AS has been superseded`
pub const CLI_SUPERSEDE: Status = Status(0x0003_DDEB);

/// `qualifiers appearing before this item were ignored`
pub const CLI_IGNQUAL: Status = Status(0x0003_DE03);

/// `!AS already exists - not superseded`
pub const CLI_TABEXIST: Status = Status(0x0003_DE0B);

/// `previous table !AS has been superseded`
pub const CLI_TABSUPER: Status = Status(0x0003_DE13);

/// `previous table !AS was not found - new table created`
pub const CLI_TABNOTFND: Status = Status(0x0003_DE1B);

/// `!AC symbol !AC has been deleted`
pub const CLI_DELSYM: Status = Status(0x0003_DE23);

/// `preceding symbol value has been truncated`
pub const CLI_SYMTRUNC: Status = Status(0x0003_DE2B);

/// `!AD does not exist`
pub const CLI_INVDEF: Status = Status(0x0003_DE3B);

/// `missing or misspelled ENDSUBROUTINE statement detected while scanning for label`
pub const CLI_MSNGENDS: Status = Status(0x0003_DE4B);

/// `process !AS spawned`
pub const CLI_SPAWNED: Status = Status(0x0003_FD01);

/// `terminal now attached to process !AS`
pub const CLI_ATTACHED: Status = Status(0x0003_FD09);

/// `control returned to process !AS`
pub const CLI_RETURNED: Status = Status(0x0003_FD11);

/// `identification of created process is !XL`
pub const CLI_PROC_ID: Status = Status(0x0003_FFF1);

/// `Job !UW entered on queue !AC`
pub const CLI_QUEJOBCRE: Status = Status(0x0003_FFF9);

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

/// `too many devices`
pub const DISM_MAXDEV: Status = Status(0x0073_800C);

/// `The system device cannot be dismounted`
pub const DISM_SYSDEV: Status = Status(0x0073_8014);

/// `unknown keyword on /OVERRIDE qualifier`
pub const DISM_BADOVR: Status = Status(0x0073_801C);

/// `only source member of shadow set cannot be dismounted`
pub const DISM_SRCMEM: Status = Status(0x0073_8024);

/// `!AS failed to dismount on node !AS`
pub const DISM_RMTDSMFAIL: Status = Status(0x0073_8028);

/// `dismount/cluster failed on one or more nodes in the cluster`
pub const DISM_DSMCLUFAIL: Status = Status(0x0073_8030);

/// `!AS cannot be dismounted`
pub const DISM_CANNOTDMT: Status = Status(0x0073_8038);

/// `!UW swap or page file!%S installed on volume`
pub const DISM_INSWPGFIL: Status = Status(0x0073_8040);

/// `!UW device!%S spooled to volume`
pub const DISM_SPOOLEDEV: Status = Status(0x0073_8048);

/// `!UW image!%S installed on volume`
pub const DISM_INSTIMAGE: Status = Status(0x0073_8050);

/// `!UW user file!%S open on volume`
pub const DISM_USERFILES: Status = Status(0x0073_8058);

/// `volume has files open on remote node`
pub const DISM_FILESOPEN: Status = Status(0x0073_8060);

/// `!AS has been marked for dismount`
pub const DISM_MARKEDDMT: Status = Status(0x0073_806B);

/// `waiting for !AS to dismount on node !AS`
pub const DISM_WAITINGDMT: Status = Status(0x0073_8073);

/// `!AS successfully dismounted on node !AS`
pub const DISM_RMTDMTSUCC: Status = Status(0x0073_807B);

/// `invalid keyword on /DATACHECK qualifier`
pub const INIT_BADDATCHK: Status = Status(0x0075_800C);

/// `unknown value on /DENSITY qualifier`
pub const INIT_BADDENS: Status = Status(0x0075_8014);

/// `invalid syntax on /PROTECTION qualifier`
pub const INIT_BADPRO: Status = Status(0x0075_801C);

/// `invalid UIC syntax`
pub const INIT_BADUIC: Status = Status(0x0075_8024);

/// `conflicting qualifiers`
pub const INIT_CONFQUAL: Status = Status(0x0075_802C);

/// `qualifier(s) not appropriate to this device`
pub const INIT_ILLOPT: Status = Status(0x0075_8034);

/// `device is not a local device`
pub const INIT_NONLOCAL: Status = Status(0x0075_803C);

/// `logical name cannot be translated`
pub const INIT_NOTRAN: Status = Status(0x0075_8044);

/// `unknown device type`
pub const INIT_UNKDEV: Status = Status(0x0075_804C);

/// `invalid keyword on /LABEL qualifier`
pub const INIT_BADLABELQ: Status = Status(0x0075_8054);

/// `error converting value`
pub const INIT_VALCNVERR: Status = Status(0x0075_805C);

/// `index file allocation failure`
pub const INIT_ALLOCFAIL: Status = Status(0x0075_8064);

/// `invalid syntax in bad block list`
pub const INIT_BADBLOCKS: Status = Status(0x0075_806C);

/// `invalid syntax on /INDEX qualifier`
pub const INIT_BADINDEX: Status = Status(0x0075_8074);

/// `bad block address not on volume`
pub const INIT_BADRANGE: Status = Status(0x0075_807C);

/// `unsuitable cluster factor`
pub const INIT_CLUSTER: Status = Status(0x0075_8084);

/// `disk is a diagnostic pack`
pub const INIT_DIAGPACK: Status = Status(0x0075_808C);

/// `cannot read factory bad block data`
pub const INIT_FACTBAD: Status = Status(0x0075_8094);

/// `invalid index file position`
pub const INIT_INDEX: Status = Status(0x0075_809C);

/// `bad block table overflow`
pub const INIT_MAXBAD: Status = Status(0x0075_80A4);

/// `unknown keyword on /OVERRIDE qualifier`
pub const INIT_BADOVR: Status = Status(0x0075_80AC);

/// `disk too large to be supported`
pub const INIT_LARGECNT: Status = Status(0x0075_80B4);

/// `invalid value on /STRUCTURE qualifier`
pub const INIT_BADSTRUCT: Status = Status(0x0075_80BC);

/// `qualifier(s) not available with structure level 1`
pub const INIT_NOTSTRUC1: Status = Status(0x0075_80C4);

/// `invalid value on /LABEL=VOLUME_ACCESSIBILITY qualifier`
pub const INIT_BADVOLACC: Status = Status(0x0075_80CC);

/// `label specified for !AC!UW: is longer then 6 characters!/`
pub const INIT_MTLBLLONG: Status = Status(0x0075_80D4);

/// `invalid value on /LABEL=OWNER_IDENTIFIER qualifier`
pub const INIT_BADOWNID: Status = Status(0x0075_80DC);

/// `value for /ACCESSED qualifier out of range`
pub const INIT_BADACCESSED: Status = Status(0x0075_80E4);

/// `value for /CLUSTER_SIZE qualifier out of range`
pub const INIT_BADCLUSTER: Status = Status(0x0075_80EC);

/// `value for /DIRECTORIES qualifier out of range`
pub const INIT_BADDIRECTORIES: Status = Status(0x0075_80F4);

/// `value for /EXTENSION qualifier out of range`
pub const INIT_BADEXTENSION: Status = Status(0x0075_80FC);

/// `value for /HEADER qualifier out of range`
pub const INIT_BADHEADERS: Status = Status(0x0075_8104);

/// `value for /MAXIMUM_FILES qualifier out of range`
pub const INIT_BADMAXIMUM: Status = Status(0x0075_810C);

/// `value for /WINDOWS qualifier out of range`
pub const INIT_BADWINDOWS: Status = Status(0x0075_8114);

/// `block zero is bad - volume not bootable`
pub const INIT_BLKZERO: Status = Status(0x0075_8118);

/// `bad block data not found on volume`
pub const INIT_NOBADDATA: Status = Status(0x0075_8120);

/// `volume not completely erased`
pub const INIT_ERASEFAIL: Status = Status(0x0075_8128);

/// `completing copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVCMPFCPY: Status = Status(0x02E8_800B);

/// `completing merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVCMPMRG: Status = Status(0x02E8_8013);

/// `still out of compliance for per-disk license units, new shadow members may be immediately removed`
pub const SHADOW_SERVER_SSRVCOMPLYFAIL: Status = Status(0x02E8_801B);

/// `shadow server has completed initialization.`
pub const SHADOW_SERVER_SSRVINICOMP: Status = Status(0x02E8_8023);

/// `initiating copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINICPY: Status = Status(0x02E8_802B);

/// `initiating minimerge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINIMMRG: Status = Status(0x02E8_8033);

/// `initiating merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVINIMRG: Status = Status(0x02E8_803B);

/// `successful completion of operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVNORMAL: Status = Status(0x02E8_8043);

/// `out of compliance for per-disk license units`
pub const SHADOW_SERVER_SSRVNOTCOMPLY: Status = Status(0x02E8_804B);

/// `resuming copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVRESCPY: Status = Status(0x02E8_8053);

/// `suspending copy operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDCPY: Status = Status(0x02E8_805B);

/// `suspending minimerge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDMMRG: Status = Status(0x02E8_8063);

/// `suspending merge operation on device !AS at LBN: !UQ, ID number: !UL`
pub const SHADOW_SERVER_SSRVSPNDMRG: Status = Status(0x02E8_806B);

/// `reason for termination of operation on device: !AS, abort status`
pub const SHADOW_SERVER_SSRVTRMSTS: Status = Status(0x02E8_8073);

/// `shadow server is terminating`
pub const SHADOW_SERVER_SSRVTERM: Status = Status(0x02E8_807B);

/// `!AS contains the wrong volume.`
pub const SHADOW_WRONGVOL: Status = Status(0x02E9_800B);

/// `!AS has aborted volume processing.`
pub const SHADOW_ABORTED: Status = Status(0x02E9_8013);

/// `!AS has been write-locked.`
pub const SHADOW_WRITELOCKED: Status = Status(0x02E9_801B);

/// `!AS has completed volume processing.`
pub const SHADOW_COMPLETED: Status = Status(0x02E9_8023);

/// `!AS is offline.`
pub const SHADOW_OFFLINE: Status = Status(0x02E9_802B);

/// `!AS shadow copy has been completed.`
pub const SHADOW_COPYDONE: Status = Status(0x02E9_8033);

/// `!AS shadow set has been reduced.`
pub const SHADOW_REDUCED: Status = Status(0x02E9_803B);

/// `!AS all shadow set copy operations are completed.`
pub const SHADOW_ALLCOPIED: Status = Status(0x02E9_8043);

/// `!AS shadow copy has been started.`
pub const SHADOW_COPYSTARTED: Status = Status(0x02E9_804B);

/// `!AS shadow master has changed.  Dump file WILL be written if system crashes.`
pub const SHADOW_MASTERWILL: Status = Status(0x02E9_8053);

/// `!AS shadow master has changed.  Dump file WILL NOT be written if system crashes.`
pub const SHADOW_MASTERWILLNOT: Status = Status(0x02E9_805B);

/// `!AS has been removed from shadow set.`
pub const SHADOW_REMOVED: Status = Status(0x02E9_8063);

/// `!AS shadow set has changed state. Volume processing in progress.`
pub const SHADOW_CHANGED: Status = Status(0x02E9_806B);

/// `Write Bitmap has successfully completed initialization.`
pub const WBM_INITDONE: Status = Status(0x02EA_800B);

/// `Bitmap !XL has been started on !AS`
pub const WBM_STARTED: Status = Status(0x02EA_8013);

/// `Bitmap !XL has been deleted on !AS`
pub const WBM_DELETED: Status = Status(0x02EA_801B);

/// `Bitmap !XL now uses buffered message mode.`
pub const WBM_BUFFERED: Status = Status(0x02EA_8023);

/// `Bitmap !XL now uses single message mode.`
pub const WBM_SINGLE: Status = Status(0x02EA_802B);

/// `Bitmap !XL local bitmap has been started on !AS`
pub const WBM_LOCALSTARTED: Status = Status(0x02EA_8033);

/// `Bitmap !XL has been converted to a multiuse bitmap on !AS`
pub const WBM_MULTIUSE: Status = Status(0x02EA_803B);

/// `operator notified, waiting...`
pub const OPCOM_OPRNOTIF: Status = Status(0x0005_8009);

/// `!AS`
pub const OPCOM_OPREPLY: Status = Status(0x0005_8011);

/// `no operator coverage`
pub const OPCOM_NOPERATOR: Status = Status(0x0005_8019);

/// `!AS does not contain the member named to VMS. System may not reboot.`
pub const OPCOM_NOTBOOTMEM: Status = Status(0x0005_8023);

/// `!11*%  OPCOM  !AS  !11*%`
pub const OPCOM_BANNER: Status = Status(0x0005_802B);

/// `(from node !AS at !AS)`
pub const OPCOM_FROMNODE: Status = Status(0x0005_8033);

/// `Message from user !AS on !AS`
pub const OPCOM_USERMSG: Status = Status(0x0005_803B);

/// `Request !UL, from user !AS on !AS`
pub const OPCOM_REQUEST: Status = Status(0x0005_8043);

/// `Operator !AS has been enabled, username !AS`
pub const OPCOM_ENABLED: Status = Status(0x0005_804B);

/// `Operator !AS has been disabled, username !AS`
pub const OPCOM_DISABLED: Status = Status(0x0005_8053);

/// `Operator status for operator !AS`
pub const OPCOM_STATUS: Status = Status(0x0005_805B);

/// `!AS, request !UL completed by operator !AS`
pub const OPCOM_COMPLETED: Status = Status(0x0005_8063);

/// `!AS, request !UL aborted by operator !AS`
pub const OPCOM_ABORTED: Status = Status(0x0005_806B);

/// `!AS, request !UL pending by operator !AS`
pub const OPCOM_PENDING: Status = Status(0x0005_8073);

/// `Logfile was closed by operator !AS`
pub const OPCOM_LOGCLOSED: Status = Status(0x0005_807B);

/// `Logfile has been initialized by operator !AS`
pub const OPCOM_LOGOPENED: Status = Status(0x0005_8083);

/// `no request !AS is waiting`
pub const OPCOM_NOSUCHREQ: Status = Status(0x0005_8088);

/// `request was canceled`
pub const OPCOM_RQSTCAN: Status = Status(0x0005_8090);

/// `request was aborted`
pub const OPCOM_RQSTABORT: Status = Status(0x0005_809A);

/// `system job queue manager is not running`
pub const JBC_JOBQUEDIS: Status = Status(0x0004_800A);

/// `no such queue`
pub const JBC_NOSUCHQUE: Status = Status(0x0004_8012);

/// `no such entry`
pub const JBC_NOSUCHENT: Status = Status(0x0004_801A);

/// `no such job`
pub const JBC_NOSUCHJOB: Status = Status(0x0004_8022);

/// `queue must be stopped to perform operation`
pub const JBC_QUENOTSTOP: Status = Status(0x0004_802A);

/// `error modifying !AS`
pub const SET_NOTSET: Status = Status(0x0077_800A);

/// `!AS modified`
pub const SET_MODIFIED: Status = Status(0x0077_8013);

/// `new working set:  Limit = !UL  Quota = !UL  Extent = !UL`
pub const SET_NEWLIMS: Status = Status(0x0077_801B);

/// `no translation for logical name !AS`
pub const SHOW_NOTRAN: Status = Status(0x0078_8019);

/// `no device errors found`
pub const SHOW_NOERRORS: Status = Status(0x0078_8021);

/// `no files found`
pub const DIRECT_NOFILES: Status = Status(0x0079_8008);

/// `!AS deleted`
pub const DELETE_DELETED: Status = Status(0x0093_800B);

/// `entry !UL deleted`
pub const DELETE_ENTDEL: Status = Status(0x0093_8013);

/// `queue !AS deleted`
pub const DELETE_QUEDEL: Status = Status(0x0093_801B);

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

/// `current command environment:`
pub const SYSMAN_ENV: Status = Status(0x02A9_800B);

/// `command execution on node !AS`
pub const SYSMAN_OUTPUT: Status = Status(0x02A9_8013);

/// `Clusterwide on local cluster`
pub const SYSMAN_CLUSTERWIDE: Status = Status(0x02A9_801B);

/// `Username !12AS will be used on nonlocal nodes`
pub const SYSMAN_USERNAME: Status = Status(0x02A9_8023);

/// `Clusterwide on remote cluster !AS`
pub const SYSMAN_REMOTECLUSTER: Status = Status(0x02A9_802B);

/// `Individual nodes: !AS`
pub const SYSMAN_NODES: Status = Status(0x02A9_8033);

/// `At least one node is not in the local cluster`
pub const SYSMAN_NONLOCAL: Status = Status(0x02A9_803B);

/// `Execute command for node !AS? [N]:`
pub const SYSMAN_CONFIRMDO: Status = Status(0x02A9_8043);

/// `System time on node !AS: !AS`
pub const SYSMAN_SYSTEMTIME: Status = Status(0x02A9_804B);

/// `error returned from node !AS`
pub const SYSMAN_NODERR: Status = Status(0x02A9_8053);

/// `default directory on node !AS  -- !AS`
pub const SYSMAN_DEFDIR: Status = Status(0x02A9_805B);

/// `process privileges on node !AS --`
pub const SYSMAN_DEFPRIV: Status = Status(0x02A9_8063);

/// `timeout value is !AS`
pub const SYSMAN_TIMEVAL: Status = Status(0x02A9_806B);

/// `a USE ACTIVE has been defaulted on node !AS`
pub const SYSMAN_USEACTNOD: Status = Status(0x02A9_8073);

/// `no such parameter`
pub const SMI_NOPARAM: Status = Status(0x02EB_800A);

/// `parameter is out of range`
pub const SMI_OUTRANGE: Status = Status(0x02EB_8012);

/// `!AS is not a parameter file`
pub const SMI_BADPARFILE: Status = Status(0x02EB_801A);

/// `parameter !AS is not dynamic, its active value is unchanged`
pub const SMI_NOTDYN: Status = Status(0x02EB_8020);

/// `no such parameter`
pub const SYSGEN_NOPARAM: Status = Status(0x007C_800A);

/// `parameter is out of range`
pub const SYSGEN_OUTRANGE: Status = Status(0x007C_8012);

/// `!AS is not a parameter file`
pub const SYSGEN_BADPARFILE: Status = Status(0x007C_801A);

/// `parameter !AS is not dynamic, its active value is unchanged`
pub const SYSGEN_NOTDYN: Status = Status(0x007C_8020);

/// `value set to minimum for parameter !AS`
pub const SYSGEN_SETMIN: Status = Status(0x007C_8028);

/// `value set to maximum for parameter !AS`
pub const SYSGEN_SETMAX: Status = Status(0x007C_8030);

/// `error opening !AS as input`
pub const SMI_OPENIN: Status = Status(0x02EB_109A);

/// `error opening !AS as output`
pub const SMI_OPENOUT: Status = Status(0x02EB_10A2);

/// `error opening !AS as input`
pub const SYSGEN_OPENIN: Status = Status(0x007C_109A);

/// `error opening !AS as output`
pub const SYSGEN_OPENOUT: Status = Status(0x007C_10A2);

/// `copied !AS`
pub const BACKUP_COPIED: Status = Status(0x00A3_8009);

/// `created !AS`
pub const BACKUP_CREATED: Status = Status(0x00A3_8011);

/// `compared !AS`
pub const BACKUP_COMPARED: Status = Status(0x00A3_8019);

/// `starting verification pass`
pub const BACKUP_STARTVERIFY: Status = Status(0x00A3_8023);

/// `starting backup date recording pass`
pub const BACKUP_STARTRECORD: Status = Status(0x00A3_802B);

/// `!AS is open for write by another user`
pub const BACKUP_ACCONFLICT: Status = Status(0x00A3_8030);

/// `verification error for block !UL of !AS`
pub const BACKUP_VERIFYERR: Status = Status(0x00A3_803A);

/// `error opening !AS as input`
pub const BACKUP_OPENIN: Status = Status(0x00A3_109A);

/// `error opening !AS as output`
pub const BACKUP_OPENOUT: Status = Status(0x00A3_10A4);

/// `error reading !AS`
pub const BACKUP_READERR: Status = Status(0x00A3_10B2);

/// `error writing !AS`
pub const BACKUP_WRITEERR: Status = Status(0x00A3_10D2);

/// `conflicting qualifiers`
pub const BACKUP_CONFQUAL: Status = Status(0x00A3_12E4);

/// `blocks incorrectly marked allocated`
pub const ANALDISK_ALLOCCLR: Status = Status(0x02EC_8008);

/// `blocks incorrectly marked free`
pub const ANALDISK_ALLOCSET: Status = Status(0x02EC_8010);

/// `error opening QUOTA.SYS`
pub const ANALDISK_OPENQUOTA: Status = Status(0x02EC_801B);

/// `!UL block!%S !1%Cdiffers!%Ediffer!%F between the members of !AS`
pub const ANALDISK_SHADDIFF: Status = Status(0x02EC_8020);

/// `volume structure is damaged`
pub const ANALDISK_STRUCTURE: Status = Status(0x02EC_8028);

/// `incorrect directory back link !AS`
pub const VERIFY_BACKLINK: Status = Status(0x00A5_800B);

/// `!UL block!%S written on !AS from LBN !UQ`
pub const SIMULATE_WRITTEN: Status = Status(0x0801_8009);

/// `!AS and !AS agree, !UQ block!%S compared`
pub const SIMULATE_AGREE: Status = Status(0x0801_8011);

/// `!AS and !AS differ in !UQ block!%S`
pub const SIMULATE_DIFFER: Status = Status(0x0801_8018);

/// `first LBNs that differ: !AS`
pub const SIMULATE_FIRSTLBNS: Status = Status(0x0801_8023);

/// `!AS has !UQ blocks, !AS has !UQ; the smaller size is compared`
pub const SIMULATE_UNEQUALSIZE: Status = Status(0x0801_8028);

/// `LBN !UQ of !AS belongs to a file; /OVERRIDE writes it all the same`
pub const SIMULATE_ALLOCATED: Status = Status(0x0801_8032);

/// `!AS is not mounted; /OVERRIDE writes it all the same`
pub const SIMULATE_NOTMOUNTED: Status = Status(0x0801_803A);

/// `!AS is a member of !AS; write the virtual unit`
pub const SIMULATE_MEMBER: Status = Status(0x0801_8042);

/// `LBN !UQ of !AS is the storage control block and is never written`
pub const SIMULATE_SCB: Status = Status(0x0801_804A);

/// `LBN !UQ lies behind the end of !AS, which has !UQ blocks`
pub const SIMULATE_BADLBN: Status = Status(0x0801_8052);

/// `no free blocks for a load on !AS`
pub const SIMULATE_NOFREE: Status = Status(0x0801_805A);

/// `invalid block range: !AS`
pub const SIMULATE_BADRANGE: Status = Status(0x0801_8062);

/// `shadow generation number of !AS set to zero`
pub const SIMULATE_GENZEROED: Status = Status(0x0801_806B);

/// `load started on !AS, seed !UL`
pub const SIMULATE_LOADSTARTED: Status = Status(0x0801_8071);

/// `load stopped on !AS after !UQ operation!%S`
pub const SIMULATE_LOADSTOPPED: Status = Status(0x0801_8079);

/// `load on !AS done: !UQ read!%S, !UQ write!%S, !UQ block!%S written`
pub const SIMULATE_LOADDONE: Status = Status(0x0801_8081);

/// `a load is running on !AS`
pub const SIMULATE_LOADACTIVE: Status = Status(0x0801_808A);

/// `no load is known for !AS`
pub const SIMULATE_NOLOAD: Status = Status(0x0801_8090);

/// `load on !AS ended by an error`
pub const SIMULATE_LOADERR: Status = Status(0x0801_809B);

/// `!UQ block!%S of the load on !AS verified`
pub const SIMULATE_VERIFIED: Status = Status(0x0801_80A1);

/// `!UQ block!%S of the load on !AS failed the check`
pub const SIMULATE_VERIFYERR: Status = Status(0x0801_80AA);

/// `LBN !UQ: !AS`
pub const SIMULATE_BADBLOCK: Status = Status(0x0801_80B3);

/// `clock advanced by !AS, now !AS`
pub const SIMULATE_ADVANCED: Status = Status(0x0801_80B9);

/// `the clock follows the host and cannot be advanced`
pub const SIMULATE_REALCLOCK: Status = Status(0x0801_80C2);

/// `node !AS crashes`
pub const SIMULATE_CRASHING: Status = Status(0x0801_80CB);

/// `node !AS shuts down`
pub const SIMULATE_SHUTDOWN: Status = Status(0x0801_80D3);

/// `no copy or merge is recorded for !AS`
pub const SIMULATE_NOHISTORY: Status = Status(0x0801_80DB);

/// `!AS is not a virtual unit`
pub const SIMULATE_NOTVU: Status = Status(0x0801_80E2);

/// `!AS is a virtual unit; a fault happens to a disk`
pub const SIMULATE_NOTDISK: Status = Status(0x0801_80EA);

/// `!AS does not answer any more`
pub const SIMULATE_OFFLINE: Status = Status(0x0801_80F1);

/// `!AS answers again`
pub const SIMULATE_ONLINE: Status = Status(0x0801_80F9);

/// `!UL block!%S of !AS cannot be read`
pub const SIMULATE_READERROR: Status = Status(0x0801_8101);

/// `!UL block!%S of !AS cannot be written`
pub const SIMULATE_WRITEERROR: Status = Status(0x0801_8109);

/// `!AS is write-locked`
pub const SIMULATE_WRITELOCK: Status = Status(0x0801_8111);

/// `!AS is not write-locked`
pub const SIMULATE_NOWRITELOCK: Status = Status(0x0801_8119);

/// `!UL block!%S of !AS changed behind the system`
pub const SIMULATE_CORRUPTED: Status = Status(0x0801_8121);

/// `!AS has no faults`
pub const SIMULATE_NOFAULTS: Status = Status(0x0801_8129);

/// `a change of state awaits the next !UL member dismount!%S of !AS`
pub const SIMULATE_BUSY: Status = Status(0x0801_8131);

/// `each operation of !AS takes !UL millisecond!%S longer`
pub const SIMULATE_SLOW: Status = Status(0x0801_8139);

/// `Allow FULL shadow copy on the above member(s)? [N]:`
pub const TEXT_SHDWCONFIRM: Status = Status(0x0802_8009);

/// `Message number !XL`
pub const TEXT_NOMSG: Status = Status(0x0802_8011);

/// `Node !AS, !AS clock.  HELP explains, LOGOUT leaves, @SYS$EXAMPLES:MINICOPY shows the main job.`
pub const TEXT_WELCOME: Status = Status(0x0802_8019);

/// `Press RETURN to continue ...`
pub const TEXT_PRESSRETURN: Status = Status(0x0802_8021);

/// `Job !AS (queue !AS, entry !UL) !AS`
pub const TEXT_JOBSTATE: Status = Status(0x0802_8029);

/// `pending status caused by queue !AS state`
pub const TEXT_JOBPENDING: Status = Status(0x0802_8031);

/// `Subprocess !AS has completed`
pub const TEXT_COMPLETED: Status = Status(0x0802_8039);

/// `Demand a merge of !AS? [N]:`
pub const TEXT_MERGECONFIRM: Status = Status(0x0802_8041);

/// `line !UL: !AS`
pub const CDU_SYNTAX: Status = Status(0x0011_800A);

/// `error opening !AS as input`
pub const CDU_OPENIN: Status = Status(0x0011_109C);

/// `error reading !AS`
pub const CDU_READERR: Status = Status(0x0011_10B4);

/// `quoted string has no closing quotation mark`
pub const LINT_OPENQUOTE: Status = Status(0x0803_8008);

/// `IF block has no ENDIF`
pub const LINT_NOENDIF: Status = Status(0x0803_8010);

/// `no command calls subroutine !AS`
pub const LINT_UNREACHED: Status = Status(0x0803_8018);

/// `label !AS is defined again`
pub const LINT_DUPLABEL: Status = Status(0x0803_8020);
