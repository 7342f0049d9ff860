//! The host command line (architecture: `dclshadow [options] [PROCEDURE.COM [P1 ... P8]]`, `-c` lines, subcommands).
//!
//! A first word equal to a subcommand is one; a procedure of that name is written `./TEST.COM`. Everything after the
//! procedure belongs to it, whatever it looks like.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// OpenVMS volume mounting and Volume Shadowing, minicopy first, at a DCL prompt on real disk images.
#[derive(Debug, Parser)]
#[command(name = "dclshadow", version, max_term_width = 100)]
pub struct Cli {
    /// What to run when no subcommand is given.
    #[command(flatten)]
    pub run: RunArguments,
    /// A subcommand.
    #[command(subcommand)]
    pub command: Option<HostCommand>,
}

/// Arguments of a run of the site.
#[derive(Debug, Args)]
pub struct RunArguments {
    /// The site's directory [default: $DCLSHADOW_SITE, ./site if it is one, else a directory of your own]
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// The node to log in to [default: the site's first]
    #[arg(long, value_name = "NAME")]
    pub node: Option<String>,
    /// The user to log in as [default: the site's first]
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// What time follows: the host, or only the commands that are given
    #[arg(long, value_enum, default_value = "real")]
    pub clock: ClockKind,
    /// Seed of everything random
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Run a DCL command line, then leave; may be given several times
    #[arg(short = 'c', value_name = "DCL COMMAND", action = clap::ArgAction::Append, conflicts_with = "words")]
    pub commands: Vec<String>,
    /// A DCL procedure with up to eight parameters
    #[arg(value_name = "PROCEDURE.COM [P1 ... P8]", trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

/// What time follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClockKind {
    /// The host's clock.
    Real,
    /// Starts at 1-JAN-2030 and moves only as commands move it.
    Virtual,
}

/// Subcommands.
#[derive(Debug, Subcommand)]
pub enum HostCommand {
    /// Make a site
    Init(InitArguments),
    /// Run recorded sessions and compare
    Test(TestArguments),
    /// Check procedures without running them
    Lint(LintArguments),
    /// Run the shadowing core under a simulator, with random commands, faults and crashes, and check it
    Simulate(SimulateArguments),
    /// Verify a site: images, SCBs, state; changes nothing
    Check {
        /// The site's directory
        #[arg(value_name = "DIR")]
        site: PathBuf,
    },
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// A new or empty folder
    #[arg(value_name = "DIR", required_unless_present = "list_templates")]
    pub site: Option<PathBuf>,
    /// The template to make the site from
    #[arg(long, value_name = "NAME", default_value = dclshadow::site::DEFAULT_TEMPLATE)]
    pub template: String,
    /// Name the templates
    #[arg(long)]
    pub list_templates: bool,
}

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArguments {
    /// Recorded sessions, or folders of them (*.log)
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Write what the sessions show now into the files, keeping input, comments and masks
    #[arg(long)]
    pub bless: bool,
    /// Write a JUnit report
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
    /// Sessions run at once [default: as many as processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
}

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArguments {
    /// Command procedures
    #[arg(value_name = "FILE.COM", required = true)]
    pub files: Vec<PathBuf>,
    /// Report as JSON, for editors
    #[arg(long)]
    pub json: bool,
    /// A procedure whose symbols those that are checked find, such as who calls them
    #[arg(long, value_name = "FILE.COM")]
    pub symbols: Vec<PathBuf>,
}

/// Arguments of `simulate`.
#[derive(Debug, Args)]
pub struct SimulateArguments {
    /// The first seed
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// How many seeds, one after the other
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub seeds: u64,
    /// Steps of each seed: block accesses, messages, requests, commands, faults
    #[arg(long, value_name = "M", default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub steps: u64,
    /// Seeds run at once
    #[arg(long, value_name = "J", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: u16,
    /// Break one rule of the core and see that it is noticed
    #[cfg(feature = "mutations")]
    #[arg(long, value_name = "NAME")]
    pub mutation: Option<String>,
}

/// Exit status for a bad host command line.
pub const USAGE: u8 = 64;

/// Parses the host's arguments. Help and version go to standard output with status 0; anything wrong is told on standard
/// error with [`USAGE`].
pub fn parse() -> Result<Cli, u8> {
    parse_from(std::env::args_os()).map_err(|error| {
        let status = if error.use_stderr() { USAGE } else { 0 };
        // A closed pipe is no reason to fail a request for help.
        let _ = error.print();
        status
    })
}

fn parse_from(words: impl IntoIterator<Item = std::ffi::OsString>) -> Result<Cli, clap::Error> {
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    let cli = Cli::try_parse_from(words)?;
    let run = &cli.run;
    if cli.command.is_some() && (run.site.is_some() || run.node.is_some() || run.user.is_some()) {
        let text = "--site, --node and --user belong to a run of a site, not to a subcommand";
        return Err(Cli::command().error(ErrorKind::ArgumentConflict, text));
    }
    if run.words.len() > 9 {
        return Err(Cli::command().error(ErrorKind::TooManyValues, "a procedure takes at most eight parameters"));
    }
    Ok(cli)
}
