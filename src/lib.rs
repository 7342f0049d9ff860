#![deny(unsafe_code)]
//! dclshadow: OpenVMS volume mounting and Volume Shadowing, minicopy first, at a DCL prompt on real disk images.
//!
//! The rooms stand in the order of `ARCHITECTURE.md`: a room imports from rooms below it, never from one above.

pub mod terminal;
pub mod transcript;

pub mod session;

pub mod command;

pub mod simulate;

pub mod show;

pub mod site;

pub mod node;

pub mod ods2;
pub mod rms;

pub mod simulator;

pub mod shadow;

pub mod storage;

pub mod lint;

pub mod cdu;
pub mod dcl;
pub mod help;
pub mod message;

pub mod blocks;
pub mod clock;
