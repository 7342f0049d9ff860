//! What a device, a set or a bitmap looks like: display lines and lexical items from one view.

mod layout;
