//! The program: host arguments, wiring, exit status.

mod cli;

use std::path::Path;
use std::process::ExitCode;

use cli::{Cli, HostCommand, InitArguments};
use dclshadow::site::{self, Site, TEMPLATES};

fn main() -> ExitCode {
    let cli = match cli::parse() {
        Ok(cli) => cli,
        Err(status) => return ExitCode::from(status),
    };
    match run(cli) {
        Ok(status) => ExitCode::from(status),
        Err(error) => {
            eprintln!("dclshadow: {error:#}");
            ExitCode::from(1)
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<u8> {
    match cli.command {
        Some(HostCommand::Init(arguments)) => init(&arguments),
        Some(HostCommand::Check { site }) => check(&site),
        Some(HostCommand::Test(_)) | None => anyhow::bail!("not wired yet"),
    }
}

fn check(root: &Path) -> anyhow::Result<u8> {
    let report = site::check(root)?;
    for line in &report.lines {
        println!("{line}");
    }
    Ok(u8::from(report.problems > 0))
}

fn init(arguments: &InitArguments) -> anyhow::Result<u8> {
    if arguments.list_templates {
        for template in TEMPLATES {
            println!("{:<12} {}", template.name, template.purpose);
        }
    } else if let Some(root) = &arguments.site {
        Site::create(root, &arguments.template)?;
    }
    Ok(0)
}
