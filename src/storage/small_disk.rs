//! For tests: a host file system that can really be full, in a child process with a mount of its own.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Names the small file system to the child.
pub(crate) const CHILD: &str = "STORAGE_FULL_DISK";

/// Runs this test again in a mount namespace where `$0` is a small file system; false when the host allows none.
pub(crate) fn run_in_small_file_system(test: &str, mount: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let program = std::env::current_exe().unwrap();
    let script = format!("cd / && {mount} || exit 77; \"$1\" --exact {test} --nocapture");
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", &script])
        .args([folder.path(), program.as_path()])
        .env(CHILD, folder.path())
        .output();
    match output {
        Ok(output) if output.status.code() == Some(77) || output.status.code() == Some(1) => {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            eprintln!("SKIPPED: no mount of our own here ({})", why.trim());
            false
        }
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success() && text.contains("1 passed"), "{:?} {text} {errors}", output.status);
            true
        }
        Err(error) => {
            eprintln!("SKIPPED: no unshare here ({error})");
            false
        }
    }
}

/// Fills the file system that `folder` is on to the last byte.
pub(crate) fn fill(folder: &Path) {
    let mut filler = File::create(folder.join("filler")).unwrap();
    for size in [65_536, 4096, 512, 1] {
        while filler.write_all(&vec![1; size]).is_ok() {}
        let _ = filler.sync_all();
    }
}
