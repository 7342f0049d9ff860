//! Who may do what with a file: its access control list and its protection against the process's UIC and privileges.
//!
//! The host enforces what it can for the user that runs the program; between the users of the site only this does.

use crate::command::Context;
use crate::message::{Condition, codes};
use crate::node::privileges::Privilege;
use crate::node::process::ProcessMode;
use crate::node::uic::Uic;
use crate::rms::{Access, Ace, Attributes, CONTROL, FoundFile, RecordFile};

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
        let about = |ace: &&Ace| !ace.is_default() && ace.identifiers.iter().all(|name| self.holds(name));
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
        let Ok(known) = file.files.attributes(&file.directory, &file.entry) else { return Ok(()) };
        let bypass = self.process.privileges.has_any(&[Privilege::Bypass]);
        let owner = Uic::from_longword(known.owner);
        let listed = || self.listed(file, CONTROL) == Some(true);
        match bypass || owner == self.process.uic || self.is_system_for(owner) || listed() {
            true => Ok(()),
            false => Err(codes::SYSTEM_NOPRIV.into()),
        }
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
