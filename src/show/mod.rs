//! What a device, a set or a bitmap looks like: display lines and lexical items from the node's one view of it.
//!
//! Nothing here decides or changes anything; the views are the node's, the layout is ours.

pub mod bitmap;
pub mod brief;
pub mod dump;
pub mod full;
pub mod item;
pub mod layout;
pub mod open_files;
pub mod parameter;
pub mod priority;
pub mod shadow_set;
