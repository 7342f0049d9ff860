//! Templates: ready-made `site.json` texts for `dclshadow init`.

/// A template.
#[derive(Debug)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// One line that says what it is for.
    pub purpose: &'static str,
    /// The `site.json` it makes.
    pub json: &'static str,
}

/// Every template.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "single",
        purpose: "one node, ten disks, two RAM disks, volume shadowing on",
        json: include_str!("templates/single.json"),
    },
    Template {
        name: "training",
        purpose: "what the drills use; the default",
        json: include_str!("templates/training.json"),
    },
];

/// The template of a site that nobody chose one for.
pub const DEFAULT_TEMPLATE: &str = "training";

impl Template {
    /// The template of that name.
    pub fn find(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.name == name)
    }
}
