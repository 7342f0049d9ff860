//! Bytes that nobody should write, seeded and bounded: the properties that the fuzz targets look at without end.
//!
//! Inputs are mutants of real ones: pieces are dropped, doubled, exchanged with pieces of others and with the words of
//! their language. A failure names its seed; `DCLSHADOW_SEED=n` repeats that one, `DCLSHADOW_ROUNDS=n` takes more.

mod properties;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dclshadow::cdu::Tables;
use dclshadow::site::Site;

use crate::hosted::site_json;
use properties::Playground;

/// SplitMix64: the same seed gives the same input everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// One to six edits of one of the inputs; sometimes only random bytes.
fn mutant(random: &mut Random, inputs: &[&[u8]], words: &[&[u8]]) -> Vec<u8> {
    if random.below(20) == 0 {
        return (0..random.below(300)).map(|_| random.next() as u8).collect();
    }
    let mut bytes = random.pick(inputs).to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                let times = if random.below(10) == 0 { 200 } else { 1 };
                bytes.splice(to..to, piece.repeat(times));
            }
            2 => {
                let other = random.pick(inputs);
                let from = random.below(other.len() + 1);
                let to = (from + random.below(60)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            4 if at < bytes.len() => bytes[at] = [0, 1, 0x7F, 0x80, 0xFF][random.below(5)],
            5 => bytes.truncate(at),
            _ => {
                bytes.splice(at..at, random.pick(words).iter().copied());
            }
        }
    }
    bytes
}

/// Runs a property on mutants of the inputs.
fn rounds(count: u64, inputs: &[&[u8]], words: &[&[u8]], property: impl Fn(&[u8])) {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let (count, only): (u64, Option<u64>) = (number("DCLSHADOW_ROUNDS").unwrap_or(count), number("DCLSHADOW_SEED"));
    for seed in only.map_or(0..count, |only| only..only + 1) {
        let bytes = mutant(&mut Random(seed), inputs, words);
        let done = catch_unwind(AssertUnwindSafe(|| property(&bytes)));
        assert!(done.is_ok(), "DCLSHADOW_SEED={seed}: {:?}", String::from_utf8_lossy(&bytes));
    }
}

const DCL_WORDS: &[&[u8]] = &[
    b"'",
    b"''",
    b"&",
    b"\"",
    b"$",
    b"$loop:\n",
    b"$ GOTO loop\n",
    b"$ GOSUB loop\n",
    b"$ CALL loop\n",
    b"$ @SELF\n",
    b"$ ON CONTROL_Y THEN GOTO loop\n",
    b"$ SET NOCONTROL=Y\n",
    b"$ SET NOON\n",
    b"$ ON ERROR THEN GOTO loop\n",
    b"$ IF 1\n$ THEN\n",
    b"$ ELSE\n",
    b"$ ENDIF\n",
    b"$ SUBROUTINE\n",
    b"$ ENDSUBROUTINE\n",
    b"$ RETURN\n",
    b"$ DECK\n",
    b"$ EOD\n",
    b"$ A = A + A\n",
    b"$ A = 'A'\n",
    b"$ A := 'A''A'\n",
    b"$ GOTO 'A'\n",
    b"$ A[0,32] = 1\n",
    b"-\n",
    b"\t",
    b"\x0C",
    b"\xFF",
    b"\0",
    b"F$FAO(\"!255*x!#AS\",99999,A)",
    b"F$STRING(",
    b"F$CVTIME(",
    b"F$ELEMENT(-1,\",\",A)",
    b"((((((((((",
    b"%X80000000",
    b"/0",
    b".AND.",
    b"$ SPAWN @SELF\n",
    b"$ PIPE @SELF | @SELF\n",
    b"$ WAIT 9999-0\n",
    b"$ SIMULATE LOAD DSA1: /OPERATIONS=999999999\n",
    b"$ READ SYS$COMMAND A\n",
    b"$ INQUIRE A\n",
    b"$ SUBMIT SELF\n",
    b"$ OPEN/READ F SELF.COM\n$ READ F A\n",
    b"$ TYPE SELF.COM;*\n",
    b"$ COPY SELF.COM X.COM\n",
    b"$ @X\n",
    b"$ STOP\n",
];

const PROCEDURES: &[&[u8]] = &[
    b"$ i = 0\n$loop:\n$ i = i + 1\n$ IF i .LT. 3\n$ THEN\n$   WRITE SYS$OUTPUT \"loop \", i\n$   GOTO loop\n$ ENDIF\n",
    b"$loop:\n$ GOTO loop\n",
    b"$loop: CALL sub 'p1' \"two words\"\n$ EXIT 1\n$sub: SUBROUTINE\n$ ON ERROR THEN GOTO out\n$ x = %X2C\n$out: EXIT 44\n$ ENDSUBROUTINE\n",
    b"$ x = F$EXTRACT(0,F$LOCATE(\",\",list),list) + \"''name'\" - &y\n$ a[0,8] = 27\n$ a[2,3] := text\n$ s*how == \"SET\"\n",
    b"$ ON WARNING THEN CONTINUE\n$ GOSUB r\n$ STOP\n$r: IF F$CVTIME(\"TODAY+1-\",,\"HOUR\") .EQS. F$FAO(\"!3ZL!%S\",1) THEN RETURN 2\n$ RETURN\n",
    b"$ @SELF a b\n$ SET VERIFY ! 'F$VERIFY(1)'\n$ READ a x\ndata\n$ DECK\n$x: INQUIRE/GLOBAL z \"p\"\n$ WRITE/ERROR=x f z, -\n  1\n",
    b"$ INITIALIZE $1$DGA101: DATA\n$ MOUNT/SYSTEM DSA1: /SHADOW=($1$DGA101:,$1$DGA102:) DATA\n$ SHOW DEVICE/FULL DSA1:\n$ DISMOUNT/POLICY=MINICOPY $1$DGA102:\n$ SIMULATE LOAD DSA1:\n$ MOUNT/SYSTEM DSA1: /SHADOW=$1$DGA102: DATA\n$ SHOW SHADOW DSA1:\n$ DISMOUNT DSA1:\n",
    b"$ MOUNT/NOASSIST DSA1:/SHADOW=$1$DGA101: DATA\n$ IF .NOT. $STATUS THEN EXIT $STATUS\n$ x = F$GETDVI(\"DSA1:\",\"SHDW_NEXT_MBR_NAME\")\n$ SIMULATE FAULT 'x' /READ_ERROR=5\n$ SIMULATE CRASH\n",
    b"$ CREATE A.TXT\nline one\nline two\n$ TYPE A.TXT\n$ DIRECTORY/FULL *.*;*\n$ DELETE A.TXT;*\n$ OPEN/WRITE f B.TXT\n$ WRITE f \"x\"\n$ CLOSE f\n$ SEARCH *.TXT x\n",
    b"$ DEFINE A B\n$ SHOW LOGICAL A\n$ SET DEFAULT [.X]\n$ HELP MOUNT\n$ SHOW PROCESS\n$ RECALL/ALL\n$ SHOW SYMBOL/ALL\n",
];

#[test]
fn any_bytes_as_a_procedure_come_to_an_end() {
    let disks = site_json(&["$1$DGA101:", "$1$DGA102:"], 600, None);
    let playground = Playground::new(&disks);
    rounds(250, PROCEDURES, DCL_WORDS, |bytes| assert!(playground.procedure(bytes) < 1_000_000));
}

#[test]
fn any_bytes_as_definitions_or_command_lines_are_parsed_or_refused() {
    let cld = [&include_bytes!("../grammar/SIMULATE.CLD")[..], include_bytes!("../grammar/DISMOUNT.CLD")];
    let words: &[&[u8]] = &[
        b"DEFINE VERB X\n",
        b"DEFINE TYPE T\n",
        b"KEYWORD K, SYNTAX=S\n",
        b"DEFINE SYNTAX S\n",
        b"PARAMETER P1, LABEL=",
        b"VALUE(LIST,TYPE=T)",
        b"DISALLOW ANY2(A,B)",
        b"NOT ",
        b"NEG ",
        b",",
        b"(",
        b")",
        b"\"",
        b"!",
        b"-\n",
        b"\0",
    ];
    rounds(150, &cld, words, properties::cld_text);
    let tables = Tables::embedded();
    let lines: &[&[u8]] = &[
        b"MOUNT/SYSTEM DSA1: /SHADOW=($1$DGA101:,$1$DGA102:) DATA WORK /POLICY=(MINICOPY=OPTIONAL,VERIFY_LABEL)",
        b"MOUNT/OVERRIDE=(SHADOW_MEMBERSHIP,IDENT) $1$DGA101: \"a b\"\"c\" X ! comment",
        b"SET SHADOW/DEMAND_MERGE DSA1:",
        b"DISMOUNT/POLICY=MINICOPY=OPTIONAL $1$DGA101:",
        b"SHOW DEVICE/FULL/OUTPUT=X DSA1:",
        b"SIMULATE LOAD DSA1:/LOG",
        b"DIRECTORY/SINCE=\"1-JAN-2030 00:00\"/SIZE=ALL [...]*.*;*",
        b"COPY A.B;1+C.D,E.F [-.X]G/LOG/CONFIRM",
    ];
    let words: &[&[u8]] = &[
        b"/", b"=(", b")", b",", b"\"", b"+", b"/NO", b"-", b"!", b"*", b"@", b"%X", b"[", b"<", b"\xE9", b"\0", b" ",
    ];
    rounds(4000, lines, words, |bytes| properties::command_line(&tables, bytes));
}

#[test]
fn any_bytes_as_messages_help_or_recordings_are_read_or_refused() {
    let msg = [&include_bytes!("../grammar/SIMULATE.MSG")[..], include_bytes!("../grammar/DISM.MSG")];
    let words: &[&[u8]] = &[
        b".FACILITY X,1\n",
        b".SEVERITY ",
        b".BASE ^X",
        b"<",
        b">",
        b"/FAO_COUNT=",
        b"!AS",
        b"!#*x",
        b"!",
        b"\"",
        b"\0",
    ];
    rounds(1500, &msg, words, properties::message_text);
    let hlp = [&include_bytes!("../grammar/SIMULATE.HLP")[..]];
    let words: &[&[u8]] = &[b"1 A\n", b"2 B\n", b"9 C\n", b"0 D\n", b"=1 X\n", b"/Q\n", b"\n", b"\0", b"!"];
    rounds(1500, &hlp, words, properties::help_text);
    let log = [
        &include_bytes!("../testdata/transcripts/load_log.log")[..],
        include_bytes!("../testdata/transcripts/s12_show_devices.log"),
    ];
    let words: &[&[u8]] = &[
        b"---\n",
        b"mask x: [",
        b"mask y: (",
        b"site: {",
        b"@NODEB\n",
        b"$ ",
        b"_$ ",
        b"^Z\n",
        b"!!",
        b"clock: ",
        b"\xFF",
    ];
    rounds(3000, &log, words, properties::recording);
}

#[test]
fn any_bytes_as_a_configuration_or_state_are_read_or_refused() {
    let json = site_json(&["$1$DGA101:", "$1$MDA0:"], 600, Some(5));
    let words: &[&[u8]] = &[
        b"{",
        b"}",
        b"[",
        b"]",
        b"\"",
        b":",
        b",",
        b"0",
        b"-1",
        b"1e99",
        b"18446744073709551616",
        b"null",
        b"\"rate\":",
        b"\"image\": \"../x\"",
        b"\\u0000",
        b"\xFF",
        b"\0",
    ];
    rounds(4000, &[json.as_bytes()], words, properties::site_json);

    let hosted = crate::hosted::Hosted::new(&site_json(&["$1$DGA101:", "$1$DGA102:"], 600, None));
    let set =
        "INITIALIZE/SHADOW=($1$DGA101:,$1$DGA102:) DATA\nMOUNT/SYSTEM DSA1:/SHADOW=($1$DGA101:,$1$DGA102:) DATA\n";
    assert_eq!(hosted.run(set).status, Some(0));
    let root = hosted.root();
    drop(Site::open(&root).expect("a site"));
    let good = std::fs::read(root.join("state.json")).expect("a state");
    rounds(400, &[&good], words, |bytes| properties::state_json(&root, &good, bytes));
}

/// The image of a small volume.
fn image() -> Vec<u8> {
    let hosted = crate::hosted::Hosted::new(&site_json(&["$1$DGA101:"], 300, None));
    let ran = hosted.run("INITIALIZE $1$DGA101: DATA\nMOUNT/SYSTEM $1$DGA101: DATA\nDISMOUNT $1$DGA101:\n");
    assert_eq!(ran.status, Some(0), "{}", ran.output);
    std::fs::read(hosted.image("$1$DGA101:")).expect("an image")
}

/// Makes the checksums of a block right again: what is wrong must be found by looking, not by summing.
fn with_checksums(block: &[u8], words: &[usize]) -> Vec<u8> {
    let mut block = block.to_vec();
    block.resize(512, 0);
    for at in words {
        let sum = block[..*at].chunks_exact(2).fold(0_u16, |sum, w| sum.wrapping_add(u16::from_le_bytes([w[0], w[1]])));
        block[*at..at + 2].copy_from_slice(&sum.to_le_bytes());
    }
    block
}

#[test]
fn any_bytes_as_the_structures_of_a_volume_are_read_or_refused() {
    let image = image();
    let blocks: Vec<&[u8]> = image.chunks(512).filter(|block| block.iter().any(|byte| *byte != 0)).collect();
    let words: &[&[u8]] = &[&[0xFF; 4], &[0; 4], &[0xFF, 0x7F], &[1, 0], b"DECFILE11B  "];
    rounds(6000, &blocks, words, |bytes| {
        for block in [bytes.to_vec(), with_checksums(bytes, &[58, 510]), with_checksums(bytes, &[510])] {
            properties::home_block(&block);
            properties::storage_control_block(&block);
            properties::file_header(&block);
        }
    });
    // One block of a sound volume is changed, its checksums right: whatever leads from it leads somewhere.
    let places: Vec<usize> =
        (0..image.len() / 512).filter(|lbn| image[lbn * 512..][..512].iter().any(|b| *b != 0)).collect();
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    for seed in 0..number("DCLSHADOW_ROUNDS").unwrap_or(400_u64) {
        let mut random = Random(seed);
        let mut image = image.clone();
        for _ in 0..=random.below(2) {
            let at = places[random.below(places.len())] * 512;
            let block = mutant(&mut random, &[&image[at..at + 512]], words);
            let block =
                if random.below(2) == 0 { with_checksums(&block[..block.len().min(512)], &[58, 510]) } else { block };
            let block =
                if random.below(2) == 0 { with_checksums(&block[..block.len().min(512)], &[510]) } else { block };
            let length = block.len().min(512);
            image[at..at + length].copy_from_slice(&block[..length]);
        }
        let done = catch_unwind(|| properties::volume(&image));
        assert!(done.is_ok(), "volume, seed {seed}");
    }
}
