//! Recorded sessions: one test for each file of `testdata/transcripts`.

fn main() {
    libtest_mimic::run(&libtest_mimic::Arguments::from_args(), Vec::new()).exit();
}
