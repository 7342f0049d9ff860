//! SHOW DEVICE/BITMAP (shadowing.md 3.3).

use super::layout::Line;
use crate::blocks::RANGE_BLOCKS;
use crate::node::views::{BitmapKind, BitmapView};

/// The blank line and the two heading lines.
pub fn heading() -> [String; 3] {
    [
        String::new(),
        "Device         BitMap     Size     Percent     Type of   Master  Active".to_owned(),
        " Name            ID      (Bytes)  Populated    Bitmap     Node".to_owned(),
    ]
}

/// The blank line and the two heading lines of /FULL, wider than a screen (shadowing.md 3.4).
pub fn full_heading() -> [String; 3] {
    [
        String::new(),
        "Device   Bitmap   Size     Percent of  Active  Creation               Master  Cluster  Local  Delete   Bitmap"
            .to_owned(),
        "Name     ID       (bytes)  Full Copy           Date/Time              Node    Size     Set    Pending  Name"
            .to_owned(),
    ]
}

/// The rows of one device's bitmaps; the name stands on the first one only.
pub fn rows(bitmaps: &[BitmapView], full: bool) -> Vec<String> {
    let name = |index, bitmap: &BitmapView| if index == 0 { format!("{}:", bitmap.device) } else { String::new() };
    let row = if full { full_row } else { row };
    bitmaps.iter().enumerate().map(|(index, bitmap)| row(&name(index, bitmap), bitmap)).collect()
}

/// On the master all bits are local ones.
fn full_row(device: &str, bitmap: &BitmapView) -> String {
    let yes_no = |yes| if yes { "Yes" } else { "No" };
    let hundredths = (bitmap.bits_set * 100 + bitmap.bits / 2).checked_div(bitmap.bits).unwrap_or(0);
    let share = format!("{hundredths}%");
    let mut created = bitmap.created.absolute();
    created.truncate(20);
    Line::new()
        .at(1, device)
        .at(10, &format!("{:08X}", bitmap.id))
        .at(19, &bitmap.bytes.to_string())
        .at(28, &share)
        .at(40, yes_no(bitmap.active))
        .at(48, created.trim_start())
        .at(71, &bitmap.master)
        .at(79, &RANGE_BLOCKS.to_string())
        .at(88, &share)
        .at(95, yes_no(bitmap.delete_pending))
        .at(104, &format!("SHAD${}", bitmap.label))
        .finish()
}

fn row(device: &str, bitmap: &BitmapView) -> String {
    Line::new()
        .at(1, device)
        .at(15, &format!("{:08X}", bitmap.id))
        .ending(32, &bitmap.bytes.to_string())
        .ending(43, &percent(bitmap.bits_set, bitmap.bits))
        .at(47, kind(bitmap.kind))
        .at(58, &bitmap.master)
        .at(68, if bitmap.active { "Yes" } else { "No" })
        .finish()
}

fn kind(kind: BitmapKind) -> &'static str {
    match kind {
        BitmapKind::Minicopy => "Minicopy",
        BitmapKind::Minimerge => "Minimerge",
        BitmapKind::Multiuse => "Multiuse",
    }
}

/// Bits set of all bits, two decimals, rounded to nearest.
fn percent(set: u64, bits: u64) -> String {
    let hundredths = (set * 10_000 + bits / 2).checked_div(bits).unwrap_or(0);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::VmsTime;

    #[test]
    fn rows_stand_under_the_heading_of_the_manual() {
        let one = |id: u32, master: &str| BitmapView {
            device: "DSA1".to_owned(),
            id,
            bytes: 12,
            bits: 10_000,
            bits_set: 1,
            kind: BitmapKind::Minimerge,
            master: master.to_owned(),
            active: true,
            delete_pending: false,
            created: VmsTime(0),
            label: "DDD".to_owned(),
        };
        assert_eq!(
            rows(&[one(0x000A_0001, "NODEA"), one(0x000A_0002, "KRISNA")], false),
            [
                "DSA1:         000A0001        12      0.01%   Minimerge  NODEA     Yes",
                "              000A0002        12      0.01%   Minimerge  KRISNA    Yes",
            ]
        );
    }

    #[test]
    fn wide_rows_stand_under_the_wide_heading() {
        let bitmap = BitmapView {
            device: "DSA12".to_owned(),
            id: 0x0001_0001,
            bytes: 652,
            bits: 100,
            bits_set: 11,
            kind: BitmapKind::Minicopy,
            master: "300F2".to_owned(),
            active: true,
            delete_pending: false,
            created: VmsTime::parse_absolute("5-MAY-2000 13:30").unwrap(),
            label: "TEST".to_owned(),
        };
        let expected = "DSA12:   00010001 652      11%         Yes     5-MAY-2000 13:30:00    300F2   127      11%    No       SHAD$TEST";
        assert_eq!(rows(&[bitmap], true), [expected]);
    }

    #[test]
    fn percentages_round_to_nearest() {
        assert_eq!(percent(1, 96), "1.04%");
        assert_eq!(percent(96, 96), "100.00%");
        assert_eq!(percent(0, 0), "0.00%");
    }
}
