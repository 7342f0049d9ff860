//! The header of a recorded session.

use super::file::FormatError;
use super::mask::Mask;
use crate::clock::VmsTime;

/// What a recording says about its session before the session begins.
#[derive(Clone, Debug)]
pub struct Header {
    /// The site to make.
    pub site: SiteSource,
    /// Node to log in to; `None` is the site's first.
    pub node: Option<String>,
    /// User to log in as; `None` is the site's first.
    pub user: Option<String>,
    /// Where the virtual clock starts; `None` is its default.
    pub clock: Option<VmsTime>,
    /// Seed of everything random.
    pub seed: u64,
    /// Named patterns for expected text that may vary.
    pub masks: Vec<Mask>,
}

/// Where the site of a recording comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SiteSource {
    /// A template's name.
    Template(String),
    /// The text of a `site.json`.
    Inline(String),
}

impl Default for Header {
    fn default() -> Self {
        let site = SiteSource::Template(crate::site::DEFAULT_TEMPLATE.to_owned());
        Self { site, node: None, user: None, clock: None, seed: 1, masks: Vec::new() }
    }
}

/// Whether the line is a header field.
pub(super) fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        matches!(name, "site" | "node" | "user" | "clock" | "seed") || name.starts_with("mask ")
    })
}

impl Header {
    /// Reads the header's lines; the first has the number `first` for messages.
    pub(super) fn parse(lines: &[&str], first: usize) -> Result<Self, FormatError> {
        let mut header = Self::default();
        let mut rest = lines.iter().enumerate();
        while let Some((index, line)) = rest.next() {
            if line.trim().is_empty() || line.starts_with("!!") {
                continue;
            }
            let wrong = |detail: String| FormatError { line: first + index, detail };
            let (name, value) = line.split_once(':').filter(|_| is_field(line)).ok_or_else(|| {
                wrong(format!("{line:?} stands here; expected site, node, user, clock, seed or mask NAME, or ---"))
            })?;
            let value = value.trim();
            match name {
                "site" if value == "{" => header.site = SiteSource::Inline(inline_site(&mut rest, first + index)?),
                "site" => header.site = SiteSource::Template(value.to_owned()),
                "node" => header.node = Some(value.to_ascii_uppercase()),
                "user" => header.user = Some(value.to_ascii_uppercase()),
                "seed" => {
                    header.seed =
                        value.parse().map_err(|_| wrong(format!("{value:?} stands here; expected a number")))?;
                }
                "clock" => {
                    let time = VmsTime::parse_absolute(value);
                    header.clock = Some(time.ok_or_else(|| {
                        wrong(format!("{value:?} stands here; expected a date such as 1-JAN-2030 08:00:00"))
                    })?);
                }
                _ => {
                    let name = name.trim_start_matches("mask ").trim();
                    header.masks.push(Mask::new(name, value).map_err(wrong)?);
                }
            }
        }
        Ok(header)
    }
}

/// The JSON from `{` to `}` in the first column.
fn inline_site<'a>(rest: &mut impl Iterator<Item = (usize, &'a &'a str)>, start: usize) -> Result<String, FormatError> {
    let mut json = "{\n".to_owned();
    for (_, line) in rest {
        json.push_str(line);
        json.push('\n');
        if line.starts_with('}') {
            return Ok(json);
        }
    }
    Err(FormatError { line: start, detail: "the site begins here; expected its } in the first column".to_owned() })
}
