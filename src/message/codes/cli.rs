//! The condition values of `grammar/CLI.MSG`. Generated: see `codes.rs`.

use crate::message::Status;

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
