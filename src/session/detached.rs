//! RUN/DETACHED: a process that nobody is logged in to (dcl.md 14). Its image is LOGINOUT, which obeys the commands of
//! /INPUT and writes what they show to /OUTPUT.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::cdu::Command;
use crate::command;
use crate::dcl::{Host as _, Source, State};
use crate::message::{Condition, Status, codes};
use crate::node::privileges::{Privilege, PrivilegeSet};
use crate::node::process::{Login, ProcessMode};
use crate::node::uic::Uic;
use crate::rms::RecordFile;

use super::batch::{LogFile, MAX_NESTED};
use super::run::{Arrangement, Session, run};
use super::terminal::Startup;

/// The one image that a detached process can run.
const LOGINOUT: &str = "LOGINOUT";

/// Labels that RUN acts on when it makes a process. /PRIVILEGES has its keywords besides.
const LABELS: [&str; 10] =
    ["AUTHORIZE", "DETACHED", "ERROR", "IMAGE", "INPUT", "OUTPUT", "PRIORITY", "PRIVILEGES", "PROCESS_NAME", "UIC"];

impl Session<'_> {
    /// Whether RUN is to make a process.
    pub(super) fn makes_process(command: &Command) -> bool {
        LABELS.iter().any(|label| *label != "IMAGE" && command.has(label))
    }

    /// Makes a detached process and tells its identification. Under the virtual clock it runs to its end at once.
    pub(super) fn run_detached(&mut self, state: &mut State, command: &Command) -> Result<Status, Condition> {
        let strange = |label: &&String| !LABELS.contains(&label.split('.').next().unwrap_or_default());
        let refused = command.labels().iter().find(strange).cloned();
        let subprocess = (!command.has("DETACHED") && !command.has("UIC")).then(|| "RUN".to_owned());
        if let Some(label) = refused.or(subprocess) {
            return Err(Condition::new(codes::SYSTEM_UNSUPPORTED).token(label));
        }
        let image = command.value("IMAGE").unwrap_or_default().to_uppercase();
        let plain = image.strip_prefix("SYS$SYSTEM:").unwrap_or(&image).split([';', '.']).next();
        if plain != Some(LOGINOUT) {
            return Err(self.with_context(state, |context| command::no_image(context, &image)));
        }
        let failed = |why: Condition| Condition::new(codes::RUN_CREPRC).then(why);
        let login = self.detached_login(state, command).map_err(failed)?;
        let name = match command.value("PROCESS_NAME") {
            Some(name) => name.to_owned(),
            None => format!("{}_{}", login.username, login.pid >> 8 & 0xFF),
        };
        if name.is_empty() || name.chars().count() > 15 {
            return Err(failed(codes::SYSTEM_IVLOGNAM.into()));
        }
        if name == self.process.name || self.node.process_table().named(&name, login.uic.group).is_some() {
            return Err(failed(codes::SYSTEM_DUPLNAM.into()));
        }
        if self.nested >= MAX_NESTED {
            return Err(failed(codes::SYSTEM_EXQUOTA.into()));
        }
        let source = match command.value("INPUT") {
            Some(spec) => self.with_context(state, |context| command::open_procedure(context, spec))?,
            None => Source { spec: String::new(), text: String::new() },
        };
        let output = command.value("OUTPUT").map(|spec| self.open_output(state, spec, false)).transpose()?;
        let apart = command.value("ERROR").filter(|spec| command.value("OUTPUT") != Some(*spec));
        let errors = apart.map(|spec| self.open_output(state, spec, false)).transpose()?;
        let pid = login.pid;
        self.message(state, &Condition::new(codes::RUN_PROC_ID).arg(i64::from(pid)));
        let priority = command.number("PRIORITY").and_then(|n| u8::try_from(n).ok());
        let arrangement = Arrangement {
            node: Arc::clone(&self.node),
            loads: Arc::clone(&self.loads),
            login,
            startup: Startup::Procedure { spec: source.spec, text: source.text, parameters: Vec::new() },
            delete: None,
            name: Some(name),
            priority: priority.map(|asked| asked.min(self.highest_priority())),
            seed: self.seed,
            nested: self.nested + 1,
            restart: None,
            errors,
            peers: Arc::clone(&self.peers),
            service: None,
            cpu_limit: None,
        };
        self.begin_detached(pid, arrangement, output);
        Ok(Status::NORMAL)
    }

    fn highest_priority(&self) -> u8 {
        if self.process.has(Privilege::Altpri) { 31 } else { self.process.authorized_priority() }
    }

    fn begin_detached(&mut self, pid: u32, arrangement: Arrangement, file: Option<Box<dyn RecordFile>>) {
        let abort = Arc::new(AtomicBool::new(false));
        self.node.process_table().stoppable(pid, Arc::clone(&abort));
        let (node, log) = (Arc::clone(&self.node), LogFile { file, abort });
        let work = move || {
            let mut log = log;
            run(arrangement, &mut log);
            node.process_table().stopped(pid);
        };
        if self.node.clock().is_virtual() {
            work();
        } else {
            std::thread::spawn(work);
        }
    }

    /// Who the process is: the user who makes it, or the one of /UIC, with the privileges that /PRIVILEGES names.
    fn detached_login(&mut self, state: &mut State, command: &Command) -> Result<Login, Condition> {
        let uic: Uic = match command.value("UIC") {
            Some(text) => {
                let invalid = || Condition::new(codes::CLI_INVUIC).token(text);
                self.node.rights().parse(text).ok_or_else(invalid)?
            }
            None => self.process.uic,
        };
        let own = uic == self.process.uic;
        if !own && !self.process.privileges.has_any(&[Privilege::Impersonate, Privilege::Cmkrnl]) {
            return Err(codes::SYSTEM_NOPRIV.into());
        }
        let all = self.process.privileges.authorized;
        let privileges = match command.has("PRIVILEGES") {
            true => self.with_context(state, |_| command::wanted_privileges(command, all)),
            false => self.process.privileges.current,
        };
        // What the maker may not have the process gets only from one who may have everything.
        let most = if all.has(Privilege::Setprv) { PrivilegeSet::ALL } else { all };
        let privileges = privileges.without(PrivilegeSet::ALL.without(most));
        let user = self.node.rights().name(uic.longword()).map(str::to_owned);
        if command.has("AUTHORIZE") && user.is_none() {
            return Err(codes::SYSTEM_NOSUCHUSER.into());
        }
        let user = user.filter(|_| !own);
        let username = user.unwrap_or_else(|| self.process.username.clone());
        self.spawned += 1;
        Ok(Login {
            account: username.chars().take(8).collect(),
            username,
            uic,
            authorized: privileges,
            default: privileges,
            pid: self.process.pid + (self.spawned << 8),
            terminal: None,
            mode: ProcessMode::Other,
            time: self.node.clock().now(),
        })
    }
}
