//! File specifications: parsing, defaults, what is refused.

use std::collections::HashMap;

use super::*;
use crate::rms::{EmbeddedFiles, HostDirectory, search};

#[derive(Default)]
struct World {
    names: HashMap<String, Vec<Equivalence>>,
    host: Option<Arc<HostDirectory>>,
}

impl World {
    fn define(mut self, name: &str, values: &[&str]) -> Self {
        let one = |value: &&str| Equivalence {
            value: value.trim_start_matches('!').to_owned(),
            concealed: value.starts_with('!'),
            terminal: false,
        };
        self.names.insert(name.to_owned(), values.iter().map(one).collect());
        self
    }

    fn parse(&self, file: &str, default: &str, related: &str) -> String {
        match expand(self, file, default, related) {
            Ok(all) => all.iter().map(FullSpec::to_string).collect::<Vec<_>>().join(" "),
            Err(error) => format!("{:?}", error.status),
        }
    }
}

impl Environment for World {
    fn translate(&self, name: &str) -> Option<Vec<Equivalence>> {
        self.names.get(name).cloned()
    }

    fn default_spec(&self) -> String {
        "DNFS1:[000000]".to_owned()
    }

    fn file_system(&self, device: &str) -> Result<Arc<dyn FileSystem>, Condition> {
        match (device, &self.host) {
            ("DNFS1", Some(host)) => Ok(Arc::clone(host) as Arc<dyn FileSystem>),
            ("DNFS2", _) => Ok(Arc::new(EmbeddedFiles)),
            _ => Err(Condition::new(codes::RMS_DEV).then(codes::SYSTEM_NOSUCHDEV)),
        }
    }
}

#[test]
fn missing_fields_come_from_the_defaults() {
    let world = World::default();
    assert_eq!(world.parse("X", "", ""), "DNFS1:[000000]X.;");
    assert_eq!(world.parse("X.Y;3", "DKA100:[A.B]Z.TXT", ""), "DKA100:[A.B]X.Y;3");
    assert_eq!(world.parse("[C]X", "DKA100:[A.B].TXT", ""), "DKA100:[C]X.TXT;");
    assert_eq!(world.parse("X", "[A.B]Z.TXT", ""), "DNFS1:[A.B]X.TXT;");
    assert_eq!(world.parse("[.C]", "DKA1:[A]", ""), "DKA1:[A.C].;");
    assert_eq!(world.parse("B", "", "DKA0:[R]A.TXT;7"), "DKA0:[R]B.TXT;");
    assert_eq!(world.parse("[.B]X", "", "DNFS1:[R]A.TXT;7"), "DNFS1:[B]X.TXT;");
    assert_eq!(world.parse("N::D:[DIR]F.T;1", "", ""), "N::D:[DIR]F.T;1");
    assert_eq!(world.parse("N::F", ".T", ""), "N::F.T;");
    assert_eq!(world.parse("N::[.S]F.T", "", ""), "N::[.S]F.T;");
    assert_eq!(world.parse("X.", ".COM", ""), "DNFS1:[000000]X.;");
    assert_eq!(world.parse("", "", ""), "DNFS1:[000000].;");
}

#[test]
fn logical_names_are_replaced_field_by_field() {
    let world = World::default()
        .define("LOGIN", &["DKA1:[U.ANNA]"])
        .define("FILE", &["LOGIN:NOTES.TXT"])
        .define("DISK", &["DKA5:"])
        .define("BARE", &["DKA6"]);
    assert_eq!(world.parse("LOGIN:X.Y", "", ""), "DKA1:[U.ANNA]X.Y;");
    assert_eq!(world.parse("FILE", "", ""), "DKA1:[U.ANNA]NOTES.TXT;");
    assert_eq!(world.parse("file", ".LIS", ""), "DKA1:[U.ANNA]NOTES.TXT;");
    assert_eq!(world.parse("LOGIN:[X]Y", "", ""), "DKA1:[X]Y.;");
    assert_eq!(world.parse("LOGIN:[.SUB]Y", "", ""), "DKA1:[U.ANNA.SUB]Y.;");
    assert_eq!(world.parse("DISK:[A]B", "", ""), "DKA5:[A]B.;");
    assert_eq!(world.parse("BARE:[A]B", "", ""), "DKA6:[A]B.;");
    assert_eq!(world.parse("_DISK:[A]B", "", ""), "DISK:[A]B.;");
    assert_eq!(world.parse("FILE.X", "", ""), "DNFS1:[000000]FILE.X;");
}

#[test]
fn rooted_devices_show_their_root_unless_it_is_concealed() {
    let world = World::default()
        .define("ROOT2", &["DKA200:[T.LNM.]"])
        .define("ROOT", &["!DKA200:[T.LNM.]"])
        .define("PLAIN", &["!DKA200:"]);
    assert_eq!(world.parse("ROOT2:[SUB]X.Y", "", ""), "DKA200:[T.LNM.][SUB]X.Y;");
    assert_eq!(world.parse("ROOT:[SUB]X.Y", "", ""), "ROOT:[SUB]X.Y;");
    let full = expand(&world, "ROOT:[SUB]X.Y", "", "").unwrap().remove(0);
    assert_eq!(full.unconcealed().to_string(), "DKA200:[T.LNM.][SUB]X.Y;");
    assert_eq!(full.physical_directory().to_string(), "[T.LNM.SUB]");
    assert_eq!(world.parse("PLAIN:[T]", "", ""), "PLAIN:[T].;");
}

#[test]
fn search_lists_give_one_result_for_each_member() {
    let world = World::default().define("LIST", &["DKA1:[A]", "INNER"]).define("INNER", &["DKA2:[B]", "DKA3:[C]"]);
    assert_eq!(world.parse("LIST:X.Y", "", ""), "DKA1:[A]X.Y; DKA2:[B]X.Y; DKA3:[C]X.Y;");
    let looped = World::default().define("L", &["L:"]);
    assert_eq!(looped.parse("L:X", "", ""), format!("{:?}", codes::RMS_LNE));
    let wide = World::default().define("W", &["W:", "W:", "W:", "W:"]);
    assert_eq!(wide.parse("W:X", "", ""), format!("{:?}", codes::RMS_LNE));
}

fn tree() -> (tempfile::TempDir, World) {
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("sub/deep")).unwrap();
    for name in ["A.TXT;1", "A.TXT;2", "A.TXT;3", "B.DAT", "sub/C.TXT", "sub/deep/D.TXT;9"] {
        std::fs::write(site.path().join(name), name).unwrap();
    }
    let host = Arc::new(HostDirectory::open(site.path()).unwrap());
    (site, World { host: Some(host), ..World::default() })
}

fn found(world: &World, file: &str, default: &str) -> String {
    match search(world, file, default, "") {
        Ok(all) => all.map(|f| f.spec.to_string().replace("DNFS1:", "")).collect::<Vec<_>>().join(" "),
        Err(error) => format!("{:?}", error.status),
    }
}

#[test]
fn searches_select_by_name_directory_and_version() {
    let (_site, world) = tree();
    let fnf = format!("{:?}", codes::RMS_FNF);
    assert_eq!(found(&world, "A.TXT", ""), "[000000]A.TXT;3");
    assert_eq!(found(&world, "A.TXT;-1", ""), "[000000]A.TXT;2");
    assert_eq!(found(&world, "A.TXT;0", ""), "[000000]A.TXT;3");
    assert_eq!(found(&world, "A.TXT;1", ""), "[000000]A.TXT;1");
    assert_eq!(found(&world, "A.TXT;7", ""), fnf);
    assert_eq!(found(&world, "%.*;*", ""), "[000000]A.TXT;3 [000000]A.TXT;2 [000000]A.TXT;1 [000000]B.DAT;1");
    assert_eq!(found(&world, "[...]*.TXT", ""), "[000000]A.TXT;3 [SUB]C.TXT;1 [SUB.DEEP]D.TXT;9");
    assert_eq!(found(&world, "[.SUB]C.TXT", ""), "[SUB]C.TXT;1");
    assert_eq!(found(&world, "[.*]", "*.*"), "[SUB]C.TXT;1 [SUB]DEEP.DIR;1");
    assert_eq!(found(&world, "[NOSUCH]A.TXT", ""), format!("{:?}", codes::RMS_DNF));
    assert_eq!(found(&world, "NOSUCH.TXT;*", ""), fnf);
    assert_eq!(found(&world, "DKA7:[A]B", ""), format!("{:?}", codes::RMS_DEV));
}

#[test]
fn the_examples_are_files() {
    let world = World::default().define("SYS$SYSROOT", &["!DNFS2:[SYS0.]"]);
    let world = world.define("SYS$EXAMPLES", &["SYS$SYSROOT:[SYSHLP.EXAMPLES]"]);
    let files: Vec<_> = search(&world, "SYS$EXAMPLES:MINI*.COM", "", "").unwrap().collect();
    assert_eq!(files[0].spec.to_string(), "SYS$SYSROOT:[SYSHLP.EXAMPLES]MINICOPY.COM;1");
    let mut file = files[0].files.open(&files[0].directory, &files[0].entry, Default::default()).unwrap();
    assert!(file.read().unwrap().is_some_and(|line| line.starts_with(b"$")));
    let refused = files[0].files.delete(&files[0].directory, &files[0].entry).unwrap_err();
    assert_eq!(refused.status, codes::RMS_WLK);
}
