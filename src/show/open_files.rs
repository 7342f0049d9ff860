//! SHOW DEVICES/FILES and /REBUILD_STATUS (command reference 4.4, 4.5).

use super::layout::Line;
use crate::clock::VmsTime;
use crate::node::views::{DeviceView, OwnerView};

/// The file that the system itself has open on every Files-11 volume.
const INDEX_FILE: &str = "[000000]INDEXF.SYS;1";

/// Which files are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    Everybody,
    /// /SYSTEM: those of the system.
    System,
    /// /NOSYSTEM: those of processes.
    Processes,
}

/// The files that are open on a volume, blank line first. What a process has open comes with its name.
/// With `windows` each row has how many windows map the file, the pointers that they hold together, and C since they are
/// complete: the file system never turns one.
pub fn lines(
    device: &DeviceView,
    now: VmsTime,
    selection: Selection,
    windows: bool,
    open: &[(OwnerView, String)],
) -> Vec<String> {
    let pointers = windows.then(|| device.mount.as_ref().map_or(0, |mount| mount.window));
    let heading = Line::new().at(1, "Process name").at(19, "PID");
    let mut lines = vec![
        String::new(),
        format!("Files accessed on device {}: on {now}", device.name),
        String::new(),
        match windows {
            true => heading.at(27, "Windows").at(37, "File name").finish(),
            false => heading.at(27, "File name").finish(),
        },
    ];
    if selection != Selection::Processes {
        lines.push(row("", 0, pointers, INDEX_FILE));
    }
    if selection != Selection::System {
        lines.extend(open.iter().map(|(owner, file)| row(&owner.name, owner.pid, pointers, file)));
    }
    lines
}

fn row(process: &str, pid: u32, pointers: Option<u32>, file: &str) -> String {
    let line = Line::new().at(1, process).at(17, &format!("{pid:08X}"));
    match pointers {
        Some(pointers) => line.at(27, &format!("1/{pointers:4}C")).at(37, file).finish(),
        None => line.at(27, file).finish(),
    }
}

/// Whether each device needs a rebuild, blank line first.
pub fn rebuild_lines(devices: &[DeviceView]) -> Vec<String> {
    let mut lines = vec![String::new(), Line::new().at(1, "Device Name").at(25, "Rebuild needed?").finish()];
    lines.extend(
        devices.iter().map(|device| Line::new().at(1, &format!("{}:", device.name)).at(25, rebuild(device)).finish()),
    );
    lines
}

fn rebuild(device: &DeviceView) -> &'static str {
    match (&device.member, &device.mount) {
        (Some(_), _) => "Not applicable",
        (None, None) => "Information unavailable",
        (None, Some(mount)) if mount.foreign => "Not applicable",
        (None, Some(mount)) if mount.needs_rebuild => "Yes",
        (None, Some(_)) => "No",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::views::MountView;
    use crate::show::full::tests::{device, volume};

    #[test]
    fn the_index_file_is_the_systems_and_has_no_process() {
        let unit = device("DSA1");
        let open = [(OwnerView { pid: 0x2020_021C, name: "SYSTEM".to_owned() }, "[DATA]A.DAT;3".to_owned())];
        let listed = |selection| lines(&unit, VmsTime(0), selection, false, &open)[3..].to_vec();
        assert_eq!(
            listed(Selection::Everybody),
            [
                "Process name      PID     File name",
                "                00000000  [000000]INDEXF.SYS;1",
                "SYSTEM          2020021C  [DATA]A.DAT;3"
            ]
        );
        assert_eq!(listed(Selection::System).len(), 2);
        assert_eq!(listed(Selection::Processes)[1], "SYSTEM          2020021C  [DATA]A.DAT;3");
        let unit = DeviceView { mount: Some(volume()), ..unit };
        let windows = lines(&unit, VmsTime(0), Selection::System, true, &open);
        assert_eq!(
            windows[3..],
            [
                "Process name      PID     Windows   File name",
                "                00000000  1/   7C   [000000]INDEXF.SYS;1"
            ]
        );
    }

    #[test]
    fn only_mounted_files_11_volumes_tell_of_a_rebuild() {
        let mounted = |mount: MountView| DeviceView { mount: Some(mount), ..device("DKA100") };
        assert_eq!(rebuild(&device("DKA100")), "Information unavailable");
        assert_eq!(rebuild(&mounted(volume())), "No");
        assert_eq!(rebuild(&mounted(MountView { needs_rebuild: true, ..volume() })), "Yes");
        assert_eq!(rebuild(&mounted(MountView { foreign: true, ..volume() })), "Not applicable");
    }
}
