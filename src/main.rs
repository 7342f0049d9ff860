//! The program: host arguments, wiring, exit status.

mod cli;
mod run;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use anyhow::Context;
use cli::{Cli, HostCommand, InitArguments, LintArguments, TestArguments, USAGE};
use dclshadow::cdu::Tables;
use dclshadow::lint;
use dclshadow::session::host_text;
use dclshadow::site::{self, Site, TEMPLATES};
use dclshadow::transcript::{self, Outcome, Recording, Sessions, SiteStage, SuiteOptions};

/// Exit status of a subcommand that found differences.
const DIFFERENCES: u8 = 1;

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(status) => return ExitCode::from(status),
    };
    let Cli { run, command } = cli;
    let result = match command {
        Some(HostCommand::Init(arguments)) => init(&arguments).map_err(|error| (error, run::FAILED)),
        Some(HostCommand::Test(arguments)) => test(&arguments).map_err(|error| (error, USAGE)),
        Some(HostCommand::Lint(arguments)) => check_procedures(&arguments).map_err(|error| (error, USAGE)),
        Some(HostCommand::Simulate(arguments)) => {
            let problem = run::simulation::run(&arguments).map_err(|error| (error, USAGE));
            problem.map(|problem| if problem { DIFFERENCES } else { 0 })
        }
        Some(HostCommand::Check { site }) => check(&site).map_err(|error| (error, USAGE)),
        None => run::run(run).map_err(|error| (error, run::FAILED)),
    };
    ExitCode::from(result.unwrap_or_else(|(error, status)| {
        run::complain(&format!("dclshadow: {error:#}"));
        status
    }))
}

/// A line on standard output. A reader that left early got what it wanted.
fn tell(line: &str) -> anyhow::Result<()> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error).context("cannot write the output"),
        _ => Ok(()),
    }
}

fn init(arguments: &InitArguments) -> anyhow::Result<u8> {
    if arguments.list_templates {
        for template in TEMPLATES {
            tell(&format!("{:<12} {}", template.name, template.purpose))?;
        }
    } else if let Some(root) = &arguments.site {
        Site::create(root, &arguments.template)?;
    }
    Ok(0)
}

fn check(root: &Path) -> anyhow::Result<u8> {
    let report = site::check(root)?;
    for line in &report.lines {
        tell(line)?;
    }
    Ok(if report.problems > 0 { DIFFERENCES } else { 0 })
}

/// `dclshadow lint`: a line for each finding, or all of them as JSON.
fn check_procedures(arguments: &LintArguments) -> anyhow::Result<u8> {
    let tables = Tables::embedded();
    let read = |path: &Path| -> anyhow::Result<String> {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(host_text(&bytes))
    };
    let mut outside = lint::Outside::default();
    for path in &arguments.symbols {
        outside.add(&read(path)?, &tables, false);
    }
    let texts = arguments.files.iter().map(|path| Ok((path, read(path)?))).collect::<anyhow::Result<Vec<_>>>()?;
    for (_, text) in &texts {
        outside.add(text, &tables, true);
    }
    let mut findings = Vec::new();
    for (path, text) in &texts {
        let mut outside = outside.clone();
        for name in ["LOGIN.COM", "login.com"] {
            // No login procedure beside it, no symbols of one.
            if let Ok(login) = read(&path.with_file_name(name)) {
                outside.add(&login, &tables, true);
            }
        }
        let file = path.display().to_string();
        let found = lint::check_beside(text, &tables, &outside);
        findings.extend(found.into_iter().map(|finding| (file.clone(), finding)));
    }
    if arguments.json {
        println!("{}", lint::json(&findings));
    } else {
        for (file, finding) in &findings {
            println!("{}", finding.text(file));
        }
    }
    let problems = findings.iter().any(|(_, finding)| finding.is_problem());
    Ok(if problems { DIFFERENCES } else { 0 })
}

/// `dclshadow test`: a line for each recording as it ends, then what differs.
fn test(arguments: &TestArguments) -> anyhow::Result<u8> {
    let files = transcript::collect(&arguments.paths).context("cannot read the recordings")?;
    anyhow::ensure!(!files.is_empty(), "there are no recordings (*.log) in the folders named");
    let jobs = arguments.jobs.map_or_else(|| thread::available_parallelism().map_or(1, usize::from), usize::from);
    let options = SuiteOptions { bless: arguments.bless, jobs };
    let stager = |recording: &Recording| Ok(Box::new(SiteStage::new(recording)?) as Box<dyn Sessions>);
    let report = |outcome: &Outcome| {
        let word = match (&outcome.problem, outcome.blessed) {
            (Some(_), _) => "FAILED",
            (None, true) => "written",
            (None, false) => "ok",
        };
        // The report that follows says it again.
        let _ = tell(&format!("{word:<8} {}", outcome.path.display()));
    };
    let outcomes = transcript::run_suite(&files, options, &stager, &report);
    if let Some(path) = &arguments.junit {
        let report = transcript::junit_report(&outcomes);
        std::fs::write(path, report).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let mut failed = 0;
    for outcome in &outcomes {
        if let Some(problem) = &outcome.problem {
            failed += 1;
            tell(&format!("\n{}\n{problem}", outcome.path.display()))?;
        }
    }
    tell(&format!("\n{} recordings, {failed} failed", outcomes.len()))?;
    Ok(if failed > 0 { DIFFERENCES } else { 0 })
}
