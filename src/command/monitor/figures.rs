//! Figures over the readings of a MONITOR request: the present value, the average and the extremes.

use crate::cdu::Command;

/// A statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The present value.
    Current,
    /// The average since the request began.
    Average,
    /// The lowest value.
    Minimum,
    /// The highest value.
    Maximum,
}

impl Statistic {
    /// All, in the order of their columns.
    pub const ALL: [Self; 4] = [Self::Current, Self::Average, Self::Minimum, Self::Maximum];

    /// The heading of its column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "CUR",
            Self::Average => "AVE",
            Self::Minimum => "MIN",
            Self::Maximum => "MAX",
        }
    }

    /// The one that a command asks for alone.
    pub fn asked(command: &Command) -> Option<Self> {
        let labels = ["CURRENT", "AVERAGE", "MINIMUM", "MAXIMUM"];
        Self::ALL.into_iter().zip(labels).find(|(_, label)| command.has(label)).map(|(statistic, _)| statistic)
    }
}

/// The values of one item so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Figures {
    current: f64,
    sum: f64,
    least: f64,
    most: f64,
    readings: u32,
}

impl Figures {
    /// One more value.
    pub fn add(&mut self, value: f64) {
        self.current = value;
        self.sum += value;
        self.least = if self.readings == 0 { value } else { self.least.min(value) };
        self.most = self.most.max(value);
        self.readings += 1;
    }

    /// Figures of two nodes together, read at the same times.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            current: self.current + other.current,
            sum: self.sum + other.sum,
            least: self.least + other.least,
            most: self.most + other.most,
            readings: self.readings.max(other.readings),
        }
    }

    /// A statistic; 0 before the first value.
    pub fn get(&self, statistic: Statistic) -> f64 {
        match statistic {
            Statistic::Current => self.current,
            Statistic::Average => self.sum / f64::from(self.readings.max(1)),
            Statistic::Minimum => self.least,
            Statistic::Maximum => self.most,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_the_extremes() {
        let mut figures = Figures::default();
        [2.0, 1.0, 6.0].into_iter().for_each(|value| figures.add(value));
        assert_eq!(Statistic::ALL.map(|statistic| figures.get(statistic)), [6.0, 3.0, 1.0, 6.0]);
    }
}
