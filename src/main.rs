//! The program: host arguments, wiring, exit status.

mod cli;

use std::process::ExitCode;

use cli::{Cli, HostCommand, InitArguments};
use dclshadow::site::{Site, TEMPLATES};

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
        Some(HostCommand::Test(_)) | Some(HostCommand::Check { .. }) | None => anyhow::bail!("not wired yet"),
    }
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
