//! A site in a folder of its own, and the program run on it as a script would run it.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long the program may take to end before it counts as hanging.
const LIMIT: Duration = Duration::from_secs(60);

/// What [`Hosted::recover`] runs.
const RECOVER: &str = "$ SET NOON
$ list = \"LIST\"
$ IF F$GETDVI(F$ELEMENT(0,\",\",list),\"SHDW_MEMBER\") THEN GOTO mounted
$ MOUNT/SYSTEM DSA1: /SHADOW=(LIST) DATA
$mounted:
$ n = 0
$join:
$ disk = F$ELEMENT(n,\",\",list)
$ n = n + 1
$ IF disk .EQS. \",\" THEN GOTO joined
$ IF F$GETDVI(disk,\"SHDW_MEMBER\") THEN GOTO join
$ MOUNT/SYSTEM DSA1: /SHADOW='disk' DATA
$ GOTO join
$joined:
$ SIMULATE LOAD DSA1: /VERIFY
$again:
$ n = 0
$wait:
$ disk = F$ELEMENT(n,\",\",list)
$ n = n + 1
$ IF disk .EQS. \",\" THEN GOTO full
$ busy = F$GETDVI(disk,\"SHDW_CATCHUP_COPYING\") .OR. F$GETDVI(disk,\"SHDW_MERGE_COPYING\")
$ IF .NOT. busy THEN GOTO wait
$ WAIT 00:00:00.01
$ GOTO again
$full:
$ SIMULATE LOAD DSA1: /VERIFY
$ DISMOUNT DSA1:
$ WRITE SYS$OUTPUT \"MEMBER=\", F$GETDVI(F$ELEMENT(0,\",\",list),\"SHDW_MEMBER\")
";

/// What a run of the program printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub output: String,
    pub errors: String,
    /// Exit status; `None` when a signal ended it.
    pub status: Option<i32>,
}

impl Ran {
    /// Asserts that the output holds a text; gives itself back.
    pub fn says(self, text: &str) -> Self {
        assert!(self.output.contains(text), "{text:?} is not in:\n{}{}", self.output, self.errors);
        self
    }

    /// Asserts that the errors hold a text and the status is that of a run that could not begin.
    pub fn complains(self, text: &str) -> Self {
        assert!(self.errors.contains(text), "{text:?} is not in:\n{}", self.errors);
        self
    }
}

/// A site that is deleted with the test.
pub struct Hosted {
    /// For what belongs to the test beside the site.
    folder: tempfile::TempDir,
    root: PathBuf,
}

/// `disks` of `blocks` blocks on one node with shadowing; `rate` goes to every disk.
pub fn site_json(disks: &[&str], blocks: u64, rate: Option<u64>) -> String {
    let rate = rate.map_or_else(String::new, |rate| format!(", \"rate\": {rate}"));
    let disks: Vec<String> =
        disks.iter().map(|disk| format!("{{ \"device\": \"{disk}\", \"blocks\": {blocks}{rate} }}")).collect();
    format!(
        "{{\n  \"nodes\": [ {{ \"name\": \"NODEA\", \"parameters\": {{ \"SHADOWING\": 2 }} }} ],\n  \"disks\": [\n    {}\n  ],\n  \"users\": [ {{ \"name\": \"SYSTEM\", \"uic\": \"[1,4]\", \"privileges\": [\"ALL\"] }} ]\n}}\n",
        disks.join(",\n    ")
    )
}

impl Hosted {
    pub fn new(json: &str) -> Self {
        let hosted = Self::empty();
        dclshadow::site::Site::create_from(&hosted.root, json).expect("a site");
        hosted
    }

    /// A site in that place.
    pub fn at(root: &Path, json: &str) -> Self {
        dclshadow::site::Site::create_from(root, json).expect("a site");
        Self { root: root.to_path_buf(), ..Self::empty() }
    }

    fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the site");
        Self { root: folder.path().join("site"), folder }
    }

    /// A copy of a site, times included.
    pub fn copy_of(root: &Path) -> Self {
        let hosted = Self::empty();
        let done = Command::new("cp").arg("-a").arg(root).arg(&hosted.root).status().expect("cp runs");
        assert!(done.success(), "cp {}", root.display());
        hosted
    }

    /// The site's directory.
    pub fn root(&self) -> PathBuf {
        self.root.clone()
    }

    /// A folder beside the site.
    pub fn outside(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }

    /// The program on this site, streams piped, nothing run yet.
    pub fn program(&self) -> Command {
        let mut command = program();
        command.arg("--site").arg(self.root());
        command
    }

    /// Runs command lines to the end.
    pub fn run(&self, lines: &str) -> Ran {
        run(&mut self.program(), lines)
    }

    /// Runs a procedure to the end.
    pub fn run_procedure(&self, text: &str) -> Ran {
        let path = self.folder.path().join("TEST.COM");
        std::fs::write(&path, text).expect("a procedure");
        run(self.program().arg(path), "")
    }

    /// The image of a disk.
    pub fn image(&self, disk: &str) -> PathBuf {
        Self::image_in(&self.root(), disk)
    }

    /// The image of a disk of the site in `root`.
    pub fn image_in(root: &Path, disk: &str) -> PathBuf {
        let name = disk.trim_end_matches(':').trim_start_matches('$').replace('$', "-").to_lowercase();
        root.join(format!("disks/{name}.dsk"))
    }

    /// Bytes of a disk's image.
    pub fn length(&self, disk: &str) -> u64 {
        std::fs::metadata(self.image(disk)).map_or(0, |metadata| metadata.len())
    }

    /// Mounts what of DSA1 is not mounted, waits until all are full members, proves the blocks, dismounts, and asserts that
    /// the members are the same block by block.
    pub fn recover(&self, members: &[&str]) {
        let list = members.join(",");
        let ran = self.run_procedure(&RECOVER.replace("LIST", &list)).says("MEMBER=FALSE");
        let proven = ran.output.matches("%SIMULATE-S-VERIFIED").count();
        assert!(proven == 2 && !ran.output.contains("VERIFYERR"), "{}{}", ran.output, ran.errors);
        let images: Vec<Vec<u8>> =
            members.iter().map(|disk| std::fs::read(self.image(disk)).expect("an image")).collect();
        for (lbn, block) in images[0].chunks(512).enumerate() {
            for other in &images[1..] {
                assert!(
                    other.get(lbn * 512..).is_none_or(|rest| rest.starts_with(block)),
                    "members differ at LBN {lbn}"
                );
            }
        }
    }

    /// Whether a disk is a member of a set that is mounted once the site runs again.
    pub fn resumes(&self, member: &str) -> bool {
        let ran = self.run(&format!("WRITE SYS$OUTPUT \"MEMBER=\", F$GETDVI(\"{member}\",\"SHDW_MEMBER\")\n"));
        assert_ne!(ran.output.contains("MEMBER=TRUE"), ran.output.contains("MEMBER=FALSE"), "{ran:?}");
        ran.output.contains("MEMBER=TRUE")
    }

    /// `dclshadow check` of the site.
    pub fn check(&self) -> Ran {
        run(program().arg("check").arg(self.root()), "")
    }
}

/// The program with its streams piped.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dclshadow"));
    command.env_remove("DCLSHADOW_SITE").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs a command to its end with that input.
pub fn run(command: &mut Command, input: &str) -> Ran {
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let text = input.to_owned();
    // Who ends early leaves input unread.
    thread::spawn(move || drop(stdin.write_all(text.as_bytes())));
    let output = collect(child.stdout.take());
    let errors = collect(child.stderr.take());
    let status = wait(&mut child);
    let text = |bytes: thread::JoinHandle<Vec<u8>>| String::from_utf8_lossy(&bytes.join().expect("read")).into_owned();
    Ran { output: text(output), errors: text(errors), status }
}

fn collect(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes).expect("the program's output is read");
        }
        bytes
    })
}

/// Waits for the end of a process; one that hangs fails the test.
pub fn wait(child: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            return status.code();
        }
        if begun.elapsed() > LIMIT {
            child.kill().expect("it can be killed");
            panic!("the program hangs");
        }
        thread::sleep(Duration::from_millis(2));
    }
}
