//! Requests of the applications, in a table whose places are used again.

use crate::blocks::LbnRange;
use crate::shadow::Irp;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Store this value in each block.
    Write(u64),
    Read,
    Flush,
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) irp: Irp,
    open: bool,
    pub(super) node: usize,
    pub(super) range: LbnRange,
    pub(super) wanted: Wanted,
    /// Write: it has gone to its core.
    pub(super) begun: bool,
    /// Write: something of it is stored somewhere, so that its blocks are allocated there.
    pub(super) stored: bool,
    /// Read, flush: position in the log of each block when it began.
    pub(super) positions: Vec<u32>,
    /// Read: mark in the log of each block when it began.
    pub(super) marks: Vec<u32>,
    /// Read: what was found in each live block.
    pub(super) found: Vec<u64>,
}

/// All requests that have not ended.
#[derive(Debug, Default)]
pub(super) struct Requests {
    places: Vec<Request>,
    free: Vec<u32>,
    serial: u64,
}

/// Bits of a request's number that name its place.
const PLACE_BITS: u32 = 16;

impl Requests {
    /// A new request; its vectors are empty.
    pub(super) fn open(&mut self, node: usize, range: LbnRange, wanted: Wanted) -> &mut Request {
        self.serial += 1;
        let place = self.free.pop().unwrap_or_else(|| {
            self.places.push(Request {
                irp: Irp(0),
                open: false,
                node,
                range,
                wanted,
                begun: false,
                stored: false,
                positions: Vec::new(),
                marks: Vec::new(),
                found: Vec::new(),
            });
            self.places.len() as u32 - 1
        });
        let request = &mut self.places[place as usize];
        request.irp = Irp(self.serial << PLACE_BITS | u64::from(place));
        (request.open, request.node, request.range, request.wanted) = (true, node, range, wanted);
        (request.begun, request.stored) = (false, false);
        request.positions.clear();
        request.marks.clear();
        request.found.clear();
        request
    }

    fn place(irp: Irp) -> usize {
        (irp.0 & ((1 << PLACE_BITS) - 1)) as usize
    }

    /// Whether it has not ended.
    pub(super) fn is_open(&self, irp: Irp) -> bool {
        self.places.get(Self::place(irp)).is_some_and(|request| request.open && request.irp == irp)
    }

    /// An open request.
    #[inline]
    pub(super) fn get(&self, irp: Irp) -> &Request {
        let request = &self.places[Self::place(irp)];
        assert!(request.open && request.irp == irp, "{irp:?} has ended already");
        request
    }

    /// An open request.
    #[inline]
    pub(super) fn get_mut(&mut self, irp: Irp) -> &mut Request {
        let request = &mut self.places[Self::place(irp)];
        assert!(request.open && request.irp == irp, "{irp:?} has ended already");
        request
    }

    /// It has ended; what is in it can still be looked at.
    pub(super) fn close(&mut self, irp: Irp) {
        self.get_mut(irp).open = false;
        self.free.push(Self::place(irp) as u32);
    }

    /// The request with a number that has just been closed.
    pub(super) fn closed(&self, irp: Irp) -> &Request {
        &self.places[Self::place(irp)]
    }

    /// How many have not ended.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.places.len() - self.free.len()
    }

    /// Those that have not ended.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Request> {
        self.places.iter().filter(|request| request.open)
    }

    /// Nobody waits for anything any more.
    pub(super) fn clear(&mut self) {
        for place in 0..self.places.len() {
            if std::mem::take(&mut self.places[place].open) {
                self.free.push(place as u32);
            }
        }
    }
}
