//! Who may do what with a file: its access control list and its protection against the process's UIC and privileges.
//!
//! The host enforces what it can for the user that runs the program; between the users of the site only this does.

use crate::command::Context;
use crate::message::{self, Condition, Status, codes, expand};
use crate::node::operator::{Audience, Origin};
use crate::node::privileges::Privilege;
use crate::node::process::ProcessMode;
use crate::node::uic::Uic;
use crate::rms::{Access, Ace, AceKind, Attributes, CONTROL, Entry, FileSystem, FoundFile, RecordFile};

/// What somebody wants of a file: its bit in each category of a protection mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// To read it.
    Read = 1,
    /// To write to it.
    Write = 2,
    /// To delete or rename it.
    Delete = 8,
}

impl Context<'_> {
    /// Opens a file if its protection allows what is wanted: [`codes::RMS_PRV`] otherwise.
    pub fn open_file(&self, file: &FoundFile, access: Access) -> Result<Box<dyn RecordFile>, Condition> {
        self.permit(file, if access.write { Right::Write } else { Right::Read })?;
        file.files.open(&file.directory, &file.entry, access)
    }

    /// Deletes a file if its protection allows it; with `open_too` also one that somebody has open.
    pub fn delete_file(&self, file: &FoundFile, open_too: bool) -> Result<(), Condition> {
        self.permit(file, Right::Delete)?;
        match open_too {
            true => file.files.delete_open(&file.directory, &file.entry),
            false => file.files.delete(&file.directory, &file.entry),
        }
    }

    /// Refuses what the file's protection does not allow the process: [`codes::RMS_PRV`].
    pub fn permit(&self, file: &FoundFile, right: Right) -> Result<(), Condition> {
        let permitted = self.permitted(file, right);
        self.report_use(file, right as u8, permitted.is_ok());
        permitted
    }

    fn permitted(&self, file: &FoundFile, right: Right) -> Result<(), Condition> {
        let privileges = &self.process.privileges;
        let readall = right == Right::Read && privileges.has_any(&[Privilege::Readall]);
        if readall || privileges.has_any(&[Privilege::Bypass]) {
            return Ok(());
        }
        // What has no attributes, such as the null device, is nobody's.
        let Ok(known) = file.files.attributes(&file.directory, &file.entry) else { return Ok(()) };
        // What the list refuses only the system's and the owner's categories can still allow.
        let categories = match self.listed(file, right as u8) {
            Some(true) => return Ok(()),
            Some(false) => 2,
            None => 4,
        };
        if self.is_granted(&known, right, categories) { Ok(()) } else { Err(codes::RMS_PRV.into()) }
    }

    /// What the first entry of a file's access control list says that is about the process; `None` without one.
    fn listed(&self, file: &FoundFile, right: u8) -> Option<bool> {
        let acl = file.files.acl(&file.directory, &file.entry);
        let about = |ace: &&Ace| {
            let counts = ace.kind == AceKind::Identifier && !ace.is_default();
            counts && ace.identifiers.iter().all(|name| self.holds(name))
        };
        acl.iter().find(about).map(|ace| ace.access & right != 0)
    }

    /// Whether the process holds an identifier.
    fn holds(&self, identifier: &str) -> bool {
        let process = &self.process;
        let interactive = process.mode == ProcessMode::Interactive;
        identifier == "*"
            || identifier == self.node.rights().show(process.uic)
            || process.mode != ProcessMode::Other && identifier == process.mode.word()
            || interactive && identifier == "LOCAL"
            || process.rights.iter().any(|held| held == identifier)
            || self.node.system_rights().iter().any(|held| held == identifier)
    }

    /// Refuses to change the header of somebody else's file: [`codes::SYSTEM_NOPRIV`].
    pub fn permit_control(&self, file: &FoundFile) -> Result<(), Condition> {
        let permitted = self.control_permitted(file);
        self.report_use(file, CONTROL, permitted.is_ok());
        permitted
    }

    fn control_permitted(&self, file: &FoundFile) -> Result<(), Condition> {
        let Ok(known) = file.files.attributes(&file.directory, &file.entry) else { return Ok(()) };
        let bypass = self.process.privileges.has_any(&[Privilege::Bypass]);
        let owner = Uic::from_longword(known.owner);
        let listed = || self.listed(file, CONTROL) == Some(true);
        match bypass || owner == self.process.uic || self.is_system_for(owner) || listed() {
            true => Ok(()),
            false => Err(codes::SYSTEM_NOPRIV.into()),
        }
    }

    /// Tells operators of the class SECURITY, and the operator log, of a use that the file's access control list is to have
    /// reported; of several entries of a kind the first one counts.
    fn report_use(&self, file: &FoundFile, right: u8, allowed: bool) {
        let acl = file.files.acl(&file.directory, &file.entry);
        for kind in [AceKind::Alarm, AceKind::Audit] {
            if acl.iter().any(|ace| ace.kind == kind && ace.reports(right, allowed)) {
                let audience = match kind {
                    AceKind::Alarm => Audience::Operators(vec!["SECURITY".to_owned()]),
                    // A record stands in the log alone.
                    _ => Audience::Users(Vec::new()),
                };
                let report = self.use_report(file, right, allowed, kind);
                self.node.operator().post(Origin::Operators, audience, report);
            }
        }
    }

    /// What is reported of the use of a file.
    fn use_report(&self, file: &FoundFile, right: u8, allowed: bool, kind: AceKind) -> Vec<String> {
        let process = &self.process;
        let (node, now) = (self.node.name(), self.node.clock().now());
        let word = if kind == AceKind::Alarm { "alarm" } else { "audit" };
        let asked = match right {
            CONTROL => "CONTROL",
            right if right == Right::Read as u8 => "READ",
            right if right == Right::Write as u8 => "WRITE",
            _ => "DELETE",
        };
        let status = if allowed { Status::NORMAL } else { codes::SYSTEM_NOPRIV };
        let row = |label: &str, value: &str| format!("{label:<26}{value}");
        let terminal = process.terminal.as_ref().map(|name| row("Terminal name:", &format!("{name}:")));
        let from = expand(&Condition::new(codes::OPCOM_USERMSG).arg("AUDIT$SERVER").arg(node));
        let mut lines = vec![
            from,
            format!("Security {word} (SECURITY) on {node}"),
            row("Auditable event:", "Object access"),
            row("Event time:", &now.absolute()),
            row("PID:", &format!("{:08X}", process.pid)),
            row("Process name:", &process.name),
            row("Username:", &process.username),
            row("Process owner:", &self.node.rights().show(process.uic)),
        ];
        lines.extend(terminal);
        lines.extend([
            row("Object class name:", "FILE"),
            row("Object name:", &file.spec.to_string()),
            row("Access requested:", asked),
            row("Status:", &message::lines(&status.into()).join("")),
        ]);
        lines
    }

    /// What the access control list of a directory says.
    pub fn directory_acl(&self, files: &dyn FileSystem, directory: &[String]) -> Vec<Ace> {
        let Some((name, above)) = directory.split_last() else { return Vec::new() };
        let found = files.list_named(above, name, "DIR").unwrap_or_default().into_iter().find(|e| e.is_directory);
        found.map_or_else(Vec::new, |entry| files.acl(above, &entry))
    }

    /// Gives the process what the CREATOR entry of a directory says to a file that it made there for somebody else.
    ///
    /// # Errors
    /// What the file system says.
    pub fn give_creator(
        &self,
        files: &dyn FileSystem,
        directory: &[String],
        entry: &Entry,
        of_directory: &[Ace],
    ) -> Result<(), Condition> {
        let Some(creator) = of_directory.iter().find(|ace| ace.kind == AceKind::Creator) else { return Ok(()) };
        if files.attributes(directory, entry)?.owner == self.process.uic.longword() {
            return Ok(());
        }
        let mut acl = files.acl(directory, entry);
        acl.insert(0, Ace::for_identifier(self.node.rights().show(self.process.uic), creator.access));
        files.set_acl(directory, entry, &acl)
    }

    /// Whether the process is in the system category for files of that owner.
    fn is_system_for(&self, owner: Uic) -> bool {
        self.process.subject().categories(owner)[0]
    }

    /// Whether one of the first categories, if the process is in it, has the right.
    fn is_granted(&self, known: &Attributes, right: Right, categories: usize) -> bool {
        let owner = Uic::from_longword(known.owner);
        let all = self.process.subject().categories(owner);
        let grants = |at: usize| (known.protection >> (4 * at)) & right as u16 == 0;
        all.into_iter().take(categories).enumerate().any(|(at, is_in)| is_in && grants(at))
    }
}
