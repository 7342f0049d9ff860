//! Where INITIALIZE puts things.

use super::*;
use crate::clock::VmsTime;

fn options() -> InitOptions {
    InitOptions::new("TEST", VmsTime(0))
}

#[test]
fn the_ra92_of_vax_v71_is_laid_out_as_that_system_did() {
    let geometry = Geometry { sectors: 73, tracks: 13, cylinders: 3099 };
    let options = InitOptions { cluster: Some(3), geometry: Some(geometry), ..options() };
    let layout = Layout::plan(&options, BlockCount(2_940_951)).unwrap();
    assert_eq!(layout.home, LbnRange::new(0, 6));
    assert_eq!((layout.alternate, layout.alternate_lbn), (LbnRange::new(1032, 3), Lbn(1034)));
    assert_eq!(layout.directory, LbnRange::new(1_470_474, 3));
    assert_eq!(layout.bitmap, LbnRange::new(1_470_477, 243));
    assert_eq!(layout.index, LbnRange::new(1_470_720, 108));
    assert_eq!(layout.index_bitmap_blocks(), 90);
    assert_eq!(layout.backup, LbnRange::new(1_471_752, 3));
    assert_eq!(layout.security, LbnRange::new(1_470_828, 6));
    assert_eq!(layout.maximum_files, 367_618);
    let map = layout.index_map();
    assert_eq!(map[..2], [LbnRange::new(0, 6), LbnRange::new(1032, 3)]);
    assert_eq!(map[2..], [LbnRange::new(1_471_752, 3), LbnRange::new(1_470_720, 108)]);
}

#[test]
fn the_rx50_of_vax_v73_is_laid_out_as_that_system_did() {
    let options = InitOptions { index: IndexPlace::Beginning, ..options() };
    let layout = Layout::plan(&options, BlockCount(800)).unwrap();
    assert_eq!(layout.cluster, 1);
    assert_eq!(layout.home, LbnRange::new(0, 2));
    assert_eq!(layout.alternate, LbnRange::new(2, 1));
    assert_eq!(layout.directory, LbnRange::new(3, 2));
    assert_eq!(layout.bitmap, LbnRange::new(5, 2));
    assert_eq!(layout.index, LbnRange::new(7, 17));
    assert_eq!(layout.backup, LbnRange::new(24, 1));
    assert_eq!(layout.security, LbnRange::new(25, 6));
    assert_eq!(layout.maximum_files, 200);
    assert_eq!(layout.index_map(), [LbnRange::new(0, 3), LbnRange::new(24, 1), LbnRange::new(7, 17)]);
}

#[test]
fn the_cluster_factor_grows_with_the_disk() {
    let cluster = |blocks| Layout::plan(&options(), BlockCount(blocks)).unwrap().cluster;
    assert_eq!(cluster(12_192), 1);
    assert_eq!(cluster(49_999), 1);
    assert_eq!(cluster(50_000), 16);
    assert_eq!(cluster(131_072), 16);
    assert_eq!(cluster(64 << 21), 144);
    assert_eq!(cluster(1 << 32), 4128);
}

#[test]
fn every_size_has_a_layout_without_overlaps() {
    let sizes = (100..4000).chain((0..600).map(|n| 50_000 + n * 97)).chain([1 << 31, (1 << 32) - 1, 1 << 32]);
    for blocks in sizes {
        let layout = Layout::plan(&options(), BlockCount(blocks)).unwrap_or_else(|e| panic!("{blocks}: {e:?}"));
        let v = u64::from(layout.cluster);
        let extents = layout.extents();
        for (index, extent) in extents.iter().enumerate() {
            assert!(extent.start.0 % v == 0 && extent.count.0 % v == 0 && extent.count.0 > 0, "{blocks}: {extent:?}");
            assert!(extent.end() <= Lbn(blocks), "{blocks}: {extent:?}");
            assert!(!extents[..index].iter().any(|other| other.overlaps(*extent)), "{blocks}: {extent:?}");
        }
        assert!(layout.alternate.contains(layout.alternate_lbn), "{blocks}");
    }
}

#[test]
fn every_place_and_cluster_has_a_layout() {
    for index in [IndexPlace::Beginning, IndexPlace::Middle, IndexPlace::End, IndexPlace::Block(Lbn(1030))] {
        for home_blocks in [HomePlaces::Fixed, HomePlaces::Geometry, HomePlaces::Contiguous] {
            for cluster in [1, 2, 7, 600] {
                let options = InitOptions { index, home_blocks, cluster: Some(cluster), ..options() };
                let layout = Layout::plan(&options, BlockCount(40_000)).unwrap();
                let extents = layout.extents();
                for (at, extent) in extents.iter().enumerate() {
                    assert!(!extents[..at].iter().any(|other| other.overlaps(*extent)), "{options:?}");
                }
                if index == IndexPlace::Beginning {
                    assert!(layout.index.start.0 < 12_000, "{layout:?}");
                }
                if index == IndexPlace::End {
                    assert!(layout.index.start.0 > 28_000, "{layout:?}");
                }
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let plan = |change: fn(&mut InitOptions), blocks| {
        let mut options = options();
        change(&mut options);
        Layout::plan(&options, BlockCount(blocks)).map(drop)
    };
    assert_eq!(plan(|_| {}, 99), Err(InitError::TooSmall));
    assert_eq!(plan(|_| {}, 0), Err(InitError::TooSmall));
    assert_eq!(plan(|o| o.size = Some(BlockCount(1001)), 1000), Err(InitError::Size));
    assert_eq!(plan(|o| o.cluster = Some(0), 1000), Err(InitError::Cluster));
    assert_eq!(plan(|o| o.cluster = Some(21), 1000), Err(InitError::Cluster));
    assert_eq!(plan(|o| o.cluster = Some(20), 1000), Ok(()));
    assert_eq!(plan(|o| o.cluster = Some(16_381), 10_000_000), Err(InitError::Cluster));
    assert_eq!(plan(|o| o.cluster = Some(1), 1 << 31), Err(InitError::Cluster));
    assert_eq!(plan(|o| o.maximum_files = Some(10), 1000), Err(InitError::MaximumFiles));
    assert_eq!(plan(|o| o.maximum_files = Some(501), 1000), Err(InitError::MaximumFiles));
    assert_eq!(plan(|o| o.headers = 15, 1000), Err(InitError::Headers));
    assert_eq!(plan(|o| o.headers = 251, 1000), Err(InitError::Headers));
    assert_eq!(plan(|o| o.headers = 250, 1000), Ok(()));
    assert_eq!(plan(|o| o.directories = 16_001, 1000), Err(InitError::Directories));
    assert_eq!(plan(|o| o.index = IndexPlace::Block(Lbn(1000)), 1000), Err(InitError::IndexPlace));
    assert_eq!(plan(|o| o.directories = 16_000, 1000), Err(InitError::TooSmall));
}
