//! The files of the crate and their lines, with comments and string contents told apart from code.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file.
pub struct Source {
    /// Path from the root of the crate.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Whether the module is compiled for tests only, by its name or by the `mod` line of its parent.
    pub for_tests: bool,
}

/// A line of a source file.
pub struct Line<'a> {
    /// `path:number`, for complaints.
    pub place: String,
    /// As it stands.
    pub text: &'a str,
    /// Comments gone, strings emptied.
    pub code: String,
}

impl Source {
    /// Lines with their code. The few things a line-wise reading gets wrong (raw strings over several lines) do no harm
    /// to the rules that use it.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut inside = false;
        let numbered = self.text.lines().enumerate();
        numbered
            .map(|(index, text)| {
                let place = format!("{}:{}", self.path, index + 1);
                Line { place, text, code: code(text, &mut inside) }
            })
            .collect()
    }

    /// Whether the file holds tests only.
    pub fn is_test(&self) -> bool {
        self.for_tests || self.path.contains("/tests/") || !self.path.starts_with("src/")
    }

    /// The lines in front of a test module that stands in the file itself.
    pub fn lines_without_tests(&self) -> Vec<Line<'_>> {
        let mut lines = self.lines();
        let tests = lines.windows(2).position(|pair| {
            pair[0].text.trim() == "#[cfg(test)]" && pair[1].text.starts_with("mod ") && pair[1].text.ends_with('{')
        });
        if let Some(tests) = tests {
            lines.truncate(tests);
        }
        lines
    }

    /// The room: first folder below `src`, or the file's own name when it stands in `src` itself.
    pub fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or(below)
    }
}

/// Every `.rs` file below the folders, in order of path.
pub fn rust(folders: &[&str]) -> Vec<Source> {
    with_extension(folders, &["rs"])
}

/// Every file below the folders that has one of the extensions.
pub fn with_extension(folders: &[&str], extensions: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| collect(&root.join(folder), &mut paths));
    paths.retain(|path| path.extension().is_some_and(|ext| extensions.iter().any(|wanted| ext == *wanted)));
    paths.sort();
    let read = |path: PathBuf| Source {
        text: fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        for_tests: path.ends_with("tests.rs") || is_declared_for_tests(&path),
        path: path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned(),
    };
    paths.into_iter().map(read).collect()
}

/// Whether `#[cfg(test)]` stands in front of the module's declaration in `a.rs` or `a/mod.rs`, or of a module that it
/// belongs to.
fn is_declared_for_tests(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_stem()) else { return false };
    if folder.ends_with("src") {
        return false;
    }
    let declaration = format!("#[cfg(test)]\nmod {};", name.to_string_lossy());
    let parents = [folder.with_extension("rs"), folder.join("mod.rs")];
    let declared =
        parents.iter().any(|parent| fs::read_to_string(parent).is_ok_and(|text| text.contains(&declaration)));
    declared || is_declared_for_tests(&folder.with_extension("rs"))
}

fn collect(path: &Path, into: &mut Vec<PathBuf>) {
    if path.is_file() {
        into.push(path.to_owned());
    }
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        collect(&entry.path(), into);
    }
}

/// A line without its comment and with empty strings; `inside` tells whether a string is open at its start.
fn code(line: &str, inside: &mut bool) -> String {
    let mut code = String::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if *inside => drop(chars.next()),
            '"' => *inside = !*inside,
            _ if *inside => {}
            '/' if chars.peek() == Some(&'/') => break,
            // Character literals may hold a quotation mark.
            '\'' if matches!(chars.peek(), Some('"')) => drop(chars.next()),
            '\'' if matches!(chars.peek(), Some('\\')) => {
                chars.next();
                chars.next();
            }
            _ => code.push(c),
        }
    }
    code
}
