//! The site on the host: site.json, state.json, templates, lock, suspend and resume, check.
