//! Which site a run uses when the command line may or may not say so.

use std::path::{Path, PathBuf};

use super::{DEFAULT_TEMPLATE, Site, SiteError};

/// What the host tells us about where sites are.
#[derive(Clone, Debug, Default)]
pub struct HostPlaces {
    /// `--site`.
    pub given: Option<PathBuf>,
    /// `$DCLSHADOW_SITE`.
    pub variable: Option<PathBuf>,
    /// `$XDG_DATA_HOME`.
    pub data_home: Option<PathBuf>,
    /// `$HOME`.
    pub home: Option<PathBuf>,
}

impl HostPlaces {
    /// What the environment says, and `given` from the command line.
    pub fn from_environment(given: Option<PathBuf>) -> Self {
        let path = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self { given, variable: path("DCLSHADOW_SITE"), data_home: path("XDG_DATA_HOME"), home: path("HOME") }
    }

    /// The directory to use: the one given, else the variable's, else `./site` if it is a site, else one of the user's
    /// own.
    pub fn choose(&self) -> PathBuf {
        let here = Path::new("site");
        let own = || {
            let data = self.data_home.clone().or_else(|| Some(self.home.as_ref()?.join(".local/share")));
            data.map_or_else(|| here.to_path_buf(), |data| data.join("dclshadow/site"))
        };
        let chosen = self.given.clone().or_else(|| self.variable.clone());
        chosen.unwrap_or_else(|| if Site::exists(here) { here.to_path_buf() } else { own() })
    }
}

impl Site {
    /// Opens the site in `root`; makes it from the default template when there is nothing yet. The second value says
    /// whether it was made.
    pub fn open_or_create(root: &Path) -> Result<(Self, bool), SiteError> {
        let made = !Self::exists(root);
        if made {
            Self::create(root, DEFAULT_TEMPLATE).map_err(|error| match error {
                // Whoever names a directory full of other things meant another one.
                SiteError::NotEmpty(root) => SiteError::NoSite(root),
                other => other,
            })?;
        }
        Ok((Self::open(root)?, made))
    }
}
