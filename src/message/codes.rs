//! The condition values of every message in `grammar/*.MSG`, one constant for each: `FACILITY_IDENT`. Each file here is for
//! the message file of the same name.
//!
//! The files are generated: `DCLSHADOW_BLESS=1 cargo test --lib codes_agree` writes them again after a change of a `.MSG`
//! file, before the new name is used; without the variable the same test says when they and the grammar differ.

mod analdisk;
mod backup;
mod cdu;
mod cli;
mod dclshadow;
mod dism;
mod init;
mod lint;
mod mount;
mod opcom;
mod rms;
mod shadow;
mod shr;
mod simulate;
mod sysman;
mod system;
mod utilities;

pub use analdisk::*;
pub use backup::*;
pub use cdu::*;
pub use cli::*;
pub use dclshadow::*;
pub use dism::*;
pub use init::*;
pub use lint::*;
pub use mount::*;
pub use opcom::*;
pub use rms::*;
pub use shadow::*;
pub use shr::*;
pub use simulate::*;
pub use sysman::*;
pub use system::*;
pub use utilities::*;
