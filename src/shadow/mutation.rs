//! Ordering rules that tests break on purpose, one at a time, to see that the simulator notices.
//!
//! Owns the switch and its names. Without the feature `mutations`, which only tests turn on, [`Mutated`] is nothing and
//! every question to it is answered by the compiler.

/// Declares the mutations with their names and what each breaks.
macro_rules! mutations {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A broken rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Mutation {
            $($(#[$doc])* $name,)*
        }

        impl Mutation {
            /// All of them: first those that a test run must catch.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

mutations! {
    /// I6: a bitmap's bits are set when the data is stored already.
    BitAfterData = "bit-after-data",
    /// I7: the local bit is set when the master is told, not when it has answered.
    LocalBitWhenSent = "local-bit-when-sent",
    /// I2: sources and targets are stored together.
    TargetsWithSources = "targets-with-sources",
    /// I3: the copier does not look again after its own store.
    NoSecondLook = "no-second-look",
    /// I12: a degraded write is acknowledged before the removal.
    EarlyAcknowledgement = "early-acknowledgement",
    /// I14: a target's SCB is written before its data is flushed.
    ScbBeforeFlush = "scb-before-flush",
    /// I16: members are repaired without a hold of the range.
    RepairWithoutHold = "repair-without-hold",
    /// I17: while a merge is due a read goes to any one member.
    UnmergedRead = "unmerged-read",
    /// I10: a bitmap is kept, empty, when the node that mastered it has died.
    BitmapKept = "bitmap-kept",
    /// I24: a saved state is used whatever generation the disks carry.
    AnySavedState = "any-saved-state",
    /// The record of torn blocks is not made durable by the start that finds it.
    TornRecordUnflushed = "torn-record-unflushed",
    /// I1: a target is read for an application.
    TargetRead = "target-read",
    /// I5: a held write ends where it was.
    HeldWriteContinues = "held-write-continues",
    /// A set is formed without a look at generations.
    FormationIgnoresGenerations = "formation-ignores-generations",
    /// I13: a removal gives no new generation.
    RemovalKeepsGeneration = "removal-keeps-generation",
    /// I20: all go on when the coordinator has installed, without waiting for the others.
    EarlyResume = "early-resume",
    /// I4: a barrier does not wait for what is open.
    NoDrain = "no-drain",
    /// I22: an SCB write that failed counts as done.
    FailedScbIgnored = "failed-scb-ignored",
    /// I3: the fence is moved before the compare.
    FenceBeforeCompare = "fence-before-compare",
    /// I9: a bitmap is started although a write is held.
    HeldWriteIgnored = "held-write-ignored",
    /// I13: the removal of a target gives no new generation.
    TargetRemovalKeepsGeneration = "target-removal-keeps-generation",
    /// I22: a change that starts again leaves its data flushes out.
    FlushesNotRepeated = "flushes-not-repeated",
    /// I9: a bitmap is started although a merge is due.
    BitmapWithMerge = "bitmap-with-merge",
    /// I19: a merge leaves copied targets out.
    MergeWithoutTargets = "merge-without-targets",
    /// I15: a target is promoted although a merge is due.
    PromotionBeforeMerge = "promotion-before-merge",
    /// I18: a fence of another merge is believed.
    OldMergeFence = "old-merge-fence",
    /// I16: the copier does not look at holds.
    CopierIgnoresHolds = "copier-ignores-holds",
    /// I14: the end of a copy that a dead coordinator began is left open.
    CopyEndLeftOpen = "copy-end-left-open",
    /// I21: a message with an older grant number is followed.
    OldGrantAccepted = "old-grant-accepted",
    /// I23: a node enters a set again although the view still names its earlier life.
    ReentryAtOnce = "reentry-at-once",
}

/// Which rule is broken, if any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mutated {
    #[cfg(feature = "mutations")]
    broken: Option<Mutation>,
}

impl Mutated {
    /// One rule is broken.
    #[cfg(feature = "mutations")]
    pub fn by(mutation: Mutation) -> Self {
        Self { broken: Some(mutation) }
    }

    /// Whether it is this one.
    #[inline]
    pub(crate) fn is(self, mutation: Mutation) -> bool {
        #[cfg(feature = "mutations")]
        return self.broken == Some(mutation);
        #[cfg(not(feature = "mutations"))]
        {
            let _ = mutation;
            false
        }
    }
}
