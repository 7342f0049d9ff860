//! One number for a state of the world, so that an exhaustive search goes on from each state once.
//!
//! Owns what counts: everything that what follows depends on. Left out are stamps and what is durable (such a search loses
//! no power), counters that nobody looks at, and the order of pending steps, any of which may come next. Tokens and tags
//! are numbered anew as they come, since only which of them are equal matters.

use std::fmt::Write;

use super::task::Work;
use super::world::World;

/// Fields of the core that say only what was done.
const HISTORY: [&str; 2] = ["sequence: ", "reports: "];

/// Names whose numbers are renamed.
const RENAMED: [&str; 2] = ["Token(", "Tag("];

impl World {
    /// The digest of the state. Two states with the same one go on alike.
    pub fn digest(&self) -> u64 {
        let mut text = String::new();
        let mut tasks: Vec<String> = Vec::with_capacity(self.tasks.len());
        for task in &self.tasks {
            let mut line = format!("{} {:?} ", task.node, task.failed);
            let written = match &task.work {
                Work::Flush { places, .. } => write!(line, "flush {places:?}"),
                Work::Write { irp, value, todo } => {
                    let mut todo = todo.clone();
                    todo.sort_unstable();
                    write!(line, "write {irp:?} {value} {todo:?}")
                }
                work => write!(line, "{work:?}"),
            };
            written.and_then(|()| write!(line, " {:?}", task.token)).expect("a string takes everything");
            tasks.push(line);
        }
        tasks.sort_unstable();
        tasks.iter().for_each(|line| text.push_str(line));
        self.write_state(&mut text).expect("a string takes everything");
        renamed(&text)
    }

    fn write_state(&self, text: &mut String) -> std::fmt::Result {
        for node in &self.nodes {
            write!(text, "{:?}", node.unit)?;
        }
        for disk in &self.disks {
            write!(text, "{:?}{:?}{:?}", disk.blocks, disk.scb, disk.faults())?;
        }
        let mut admitted = self.admitted.clone();
        admitted.sort_unstable_by_key(|irp| irp.0);
        write!(text, "{admitted:?}{:?}{:?}{:?}", self.admission, self.log, self.replies)?;
        for request in self.requests.iter() {
            write!(text, "{request:?}")?;
        }
        self.write_queues(text)
    }
}

/// The hash of a text in which tokens have the numbers of their first appearance and histories are left out.
fn renamed(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut hash, mut at, mut known) = (0xCBF2_9CE4_8422_2325_u64, 0, Vec::<&[u8]>::new());
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    while at < bytes.len() {
        let rest = &bytes[at..];
        if let Some(name) = RENAMED.iter().find(|name| rest.starts_with(name.as_bytes())) {
            let digits = &rest[name.len()..];
            let digits = &digits[..digits.iter().take_while(|byte| byte.is_ascii_digit()).count()];
            let nth = known.iter().position(|other| *other == digits).unwrap_or(known.len());
            if nth == known.len() {
                known.push(digits);
            }
            add(b'#');
            nth.to_le_bytes().into_iter().for_each(&mut add);
            at += name.len() + digits.len();
        } else if let Some(name) = HISTORY.iter().find(|name| rest.starts_with(name.as_bytes())) {
            at += name.len() + value_length(&rest[name.len()..]);
        } else {
            add(bytes[at]);
            at += 1;
        }
    }
    super::choice::mix(hash)
}

/// Length of a number, or of a list in brackets.
fn value_length(text: &[u8]) -> usize {
    let mut depth = 0;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth == 1 => return at + 1,
            b']' => depth -= 1,
            b',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_equal_or_not_and_histories_do_not_count() {
        let one = "a Token(77) b Tag(5) sequence: 9, reports: [x [1], y], z Token(77)";
        let same = "a Token(1) b Tag(2) sequence: 10, reports: [], z Token(1)";
        let other = "a Token(1) b Tag(2) sequence: 10, reports: [], z Token(2)";
        assert_eq!(renamed(one), renamed(same));
        assert_ne!(renamed(one), renamed(other));
    }
}
