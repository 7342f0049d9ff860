//! Where every choice comes from: a seed, or a list that an exhaustive search counts through.
//!
//! Owns both sources. Nothing else in this room is random, so that a source that repeats itself repeats the whole run.

/// A source of choices.
#[derive(Clone, Debug)]
pub enum Choices {
    /// By a small generator (xorshift64*); its state.
    Seeded(u64),
    /// One after the other, all of them.
    Counted(Counted),
}

/// Counts through every sequence of choices that a deterministic run can make.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// (choice, how many there were), from the first one on.
    path: Vec<(u32, u32)>,
    at: usize,
}

impl Choices {
    /// Choices by a seed. Seeds that lie close together give unrelated sequences.
    pub fn seeded(seed: u64) -> Self {
        Self::Seeded(mix(seed) | 1)
    }

    /// A number below `limit`, which is not 0.
    #[inline]
    pub fn below(&mut self, limit: usize) -> usize {
        match self {
            Self::Seeded(state) => ((next(state) >> 32).wrapping_mul(limit as u64) >> 32) as usize,
            Self::Counted(counted) => counted.below(limit),
        }
    }

    /// Whether the next choice is one that a counting source has not made before in this place.
    pub fn is_new(&self) -> bool {
        match self {
            Self::Seeded(_) => false,
            Self::Counted(counted) => counted.at == counted.path.len(),
        }
    }

    /// Whether something happens that happens once in `n` times. A search that counts does not look at rare things.
    #[inline]
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// Another source that follows from this one, which stays as it is. A counting one has none: its copy always chooses the
    /// first.
    pub(super) fn aside(&self) -> Self {
        match self {
            Self::Seeded(state) => Self::seeded(mix(*state)),
            Self::Counted(_) => Self::Counted(Counted::default()),
        }
    }

    /// The next 64 bits of a seeded source; of a counting one always the same.
    pub fn word(&mut self) -> u64 {
        match self {
            Self::Seeded(state) => next(state),
            Self::Counted(_) => 0,
        }
    }
}

#[inline]
fn next(state: &mut u64) -> u64 {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    state.wrapping_mul(0x2545_F491_4F6C_DD1D)
}

/// Spreads the bits of a seed (the finalizer of SplitMix64).
#[inline]
pub(super) fn mix(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Counted {
    fn below(&mut self, limit: usize) -> usize {
        let limit = u32::try_from(limit).expect("few choices");
        if limit <= 1 {
            return 0;
        }
        if self.at == self.path.len() {
            self.path.push((0, limit));
        }
        let (choice, was) = self.path[self.at];
        assert_eq!(was, limit, "the run is not deterministic");
        self.at += 1;
        choice as usize
    }

    /// Goes to the next sequence, to be run from the start; `false` when all have been run.
    pub fn advance(&mut self) -> bool {
        // What was not asked for in this run, because it ended early, has no other choices either.
        self.path.truncate(self.at);
        self.at = 0;
        while let Some((choice, limit)) = self.path.pop() {
            if choice + 1 < limit {
                self.path.push((choice + 1, limit));
                return true;
            }
        }
        false
    }

    /// The choices of this run so far.
    pub fn taken(&self) -> Vec<u32> {
        self.path[..self.at].iter().map(|(choice, _)| *choice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_visits_every_sequence_once() {
        let mut counted = Counted::default();
        let mut seen = Vec::new();
        loop {
            let mut choices = Choices::Counted(counted);
            let first = choices.below(3);
            let second = if first == 1 { choices.below(2) } else { 0 };
            seen.push((first, second));
            let Choices::Counted(back) = choices else { unreachable!() };
            counted = back;
            if !counted.advance() {
                break;
            }
        }
        assert_eq!(seen, [(0, 0), (1, 0), (1, 1), (2, 0)]);
    }

    #[test]
    fn one_seed_is_one_sequence_and_limits_hold() {
        let draw = |seed| {
            let mut choices = Choices::seeded(seed);
            (0..100).map(|_| choices.below(7)).collect::<Vec<_>>()
        };
        assert_eq!(draw(3), draw(3));
        assert_ne!(draw(3), draw(4));
        assert!((0..7).all(|wanted| draw(3).contains(&wanted)));
    }
}
