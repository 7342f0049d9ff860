//! The condition values of `grammar/SYSTEM.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

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
