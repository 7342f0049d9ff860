//! System parameters as SYSGEN and SYSMAN show them (command reference 20).

use super::layout::Line;
use crate::node::config::SystemParameter;

/// Whose columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// SYSGEN SHOW.
    Sysgen,
    /// SYSMAN PARAMETERS SHOW.
    Sysman,
}

/// The heading; `source` is the line that says where the values of a whole list come from.
pub fn heading(layout: Layout, source: Option<String>) -> Vec<String> {
    let lines = match layout {
        Layout::Sysgen => [
            "Parameter Name           Current    Default     Min.       Max.     Unit  Dynamic",
            "--------------           -------    -------    -------    -------   ----  -------",
        ],
        Layout::Sysman => [
            "Parameter Name         Current    Default    Minimum    Maximum  Unit  Dynamic",
            "--------------         -------    -------    -------    -------  ----  -------",
        ],
    };
    let blank = (layout == Layout::Sysman).then(String::new);
    blank.into_iter().chain(source).chain(lines.map(str::to_owned)).collect()
}

/// The row of a parameter with the value that it has, in hexadecimal if that was asked for.
pub fn row(layout: Layout, parameter: &SystemParameter, value: u32, hex: bool) -> String {
    // SYSGEN leaves two columns more to the names.
    let shift = if layout == Layout::Sysgen { 2 } else { 0 };
    let number = |value: u32| if hex { format!("{value:08X}") } else { value.cast_signed().to_string() };
    Line::new()
        .at(1, parameter.name)
        .ending(30 + shift, &number(value))
        .ending(41 + shift, &number(parameter.default))
        .ending(52 + shift, &number(parameter.min))
        .ending(63 + shift, &number(parameter.max))
        .at(65 + shift, parameter.unit)
        .at(76 + shift, if parameter.dynamic { "D" } else { "" })
        .finish()
}

/// The row of SCSNODE, the name of the node.
pub fn node_name_row(layout: Layout, node: &str) -> String {
    let shift = if layout == Layout::Sysgen { 2 } else { 0 };
    Line::new()
        .at(1, NODE_NAME)
        .ending(30 + shift, &format!("\"{node:<6}\""))
        .ending(41 + shift, "\"    \"")
        .ending(52 + shift, "\"    \"")
        .ending(63 + shift, "\"ZZZZ\"")
        .at(65 + shift, "Ascii")
        .finish()
}

/// The parameter that is no number.
pub const NODE_NAME: &str = "SCSNODE";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_under_their_headings() {
        let copies = SystemParameter::find("SHADOW_MAX_COPY").unwrap();
        let shown = [heading(Layout::Sysman, None), vec![row(Layout::Sysman, copies, 4, false)]].concat();
        assert_eq!(
            shown,
            [
                "",
                "Parameter Name         Current    Default    Minimum    Maximum  Unit  Dynamic",
                "--------------         -------    -------    -------    -------  ----  -------",
                "SHADOW_MAX_COPY              4          4          0        200 Threads    D",
            ]
        );
        let messages = SystemParameter::find("WBM_MSG_UPPER").unwrap();
        assert_eq!(
            row(Layout::Sysgen, messages, u32::MAX, false),
            "WBM_MSG_UPPER                 -1        100          0         -1 Msgs/int   D"
        );
    }
}
