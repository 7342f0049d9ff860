//! How names of host files look to DCL, and back.
//!
//! `A.TXT;3` on the host is `A.TXT;3`; without a version it is `;1`; lower case shows in upper case. A byte that has no
//! place in a name is escaped as ODS-5 does: `^_` for a blank, `^.` for a dot inside the name, `^XX` for the rest. Two
//! host names that would show alike keep apart: the one that is spelt as VMS would spell it wins, the other is shown
//! with every letter escaped. So every host file has exactly one name, and none is lost.

use std::collections::HashSet;

/// A host name as DCL shows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShownName {
    /// Name, upper case, escaped.
    pub name: String,
    /// Type without dot, upper case, escaped; `DIR` for a directory.
    pub file_type: String,
    /// Version, 1 to 32767.
    pub version: u32,
}

/// Separates a version such as `;3` from the end of a host name; no version is `None`.
fn split_version(host: &[u8]) -> (&[u8], Option<u32>) {
    let Some(at) = host.iter().rposition(|&b| b == b';') else { return (host, None) };
    let digits = &host[at + 1..];
    let plain = !digits.is_empty() && digits.len() <= 5 && digits[0] != b'0' && digits.iter().all(u8::is_ascii_digit);
    // Five digits at most: the sum cannot overflow.
    let value = || digits.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0'));
    match plain.then(value).filter(|number| *number <= 32767) {
        Some(number) => (&host[..at], Some(number)),
        None => (host, None),
    }
}

fn escape(part: &[u8], letters_too: bool) -> String {
    let mut shown = String::with_capacity(part.len() + 8);
    part.iter().for_each(|&byte| escape_byte(&mut shown, byte, letters_too));
    shown
}

/// Characters that are escaped by their code: wildcards, and what DCL takes for its own in a line, escaped or not.
const HEXADECIMAL: &[u8] = b"*?%!\"&'";

/// Adds a byte of a host name as it shows; letters escaped as well if so.
fn escape_byte(shown: &mut String, byte: u8, letters_too: bool) {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' if !letters_too => shown.push(char::from(byte.to_ascii_uppercase())),
        b'0'..=b'9' | b'$' | b'_' | b'-' | b'~' => shown.push(char::from(byte)),
        b' ' => shown.push_str("^_"),
        b'!'..=b'~' if !byte.is_ascii_alphabetic() && !HEXADECIMAL.contains(&byte) => {
            shown.push('^');
            shown.push(char::from(byte));
        }
        _ => shown.push_str(&format!("^{byte:02X}")),
    }
}

/// The host bytes that an escaped name or type stands for; `None` for what cannot be a host name.
pub fn unescape(shown: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(shown.len());
    let mut rest = shown.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'^' {
            bytes.push(*first);
            continue;
        }
        let hex = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        match rest {
            [high, low, tail @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex(&[*high, *low])?);
                rest = tail;
            }
            [b'_', tail @ ..] => {
                bytes.push(b' ');
                rest = tail;
            }
            [other, tail @ ..] => {
                bytes.push(*other);
                rest = tail;
            }
            [] => return None,
        }
    }
    if bytes.iter().any(|&b| b == 0 || b == b'/') { None } else { Some(bytes) }
}

/// A typed name as directories show it: letters upper case, each escape in the one way that [`show_all`] writes it.
/// Wildcards and what is no escape stay as they are.
pub fn canonical(typed: &str) -> String {
    let mut shown = String::with_capacity(typed.len());
    let mut rest = typed;
    while let Some(first) = rest.chars().next() {
        if first != '^' {
            shown.push(first.to_ascii_uppercase());
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let is_hex = rest.as_bytes().get(1..3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let after = rest[1..].chars().next().map_or(0, char::len_utf8);
        let (escape, tail) = rest.split_at(if is_hex { 3 } else { 1 + after });
        match unescape(escape).as_deref() {
            // An escaped letter is another name than the plain one.
            Some([byte]) => escape_byte(&mut shown, *byte, is_hex),
            _ => shown.push_str(escape),
        }
        rest = tail;
    }
    shown
}

/// Name and type of a host name without version.
fn split_type(stem: &[u8]) -> (&[u8], &[u8]) {
    match stem.iter().rposition(|&b| b == b'.') {
        Some(at) => (&stem[..at], &stem[at + 1..]),
        None => (stem, &b""[..]),
    }
}

/// How one host name shows by itself.
fn shown(host: &[u8], directory: bool, letters_too: bool) -> ShownName {
    if directory {
        return ShownName { name: escape(host, letters_too), file_type: "DIR".to_owned(), version: 1 };
    }
    let (stem, version) = split_version(host);
    let (name, file_type) = split_type(stem);
    ShownName {
        name: escape(name, letters_too),
        file_type: escape(file_type, letters_too),
        version: version.unwrap_or(1),
    }
}

/// How far a host name is from the spelling that VMS would choose: 0 is that spelling.
fn distance(host: &[u8], directory: bool) -> u8 {
    let lower = u8::from(host.iter().any(u8::is_ascii_lowercase));
    let no_version = u8::from(!directory && split_version(host).1.is_none());
    lower * 2 + no_version
}

/// The shown names of all files of one host directory (`true`: a directory), in the order given.
pub fn show_all(hosts: &[(Vec<u8>, bool)]) -> Vec<ShownName> {
    let mut order: Vec<usize> = (0..hosts.len()).collect();
    order.sort_by_key(|&at| (distance(&hosts[at].0, hosts[at].1), &hosts[at].0));
    let mut taken = HashSet::new();
    let mut names: Vec<Option<ShownName>> = vec![None; hosts.len()];
    for at in order {
        let (host, directory) = &hosts[at];
        let mut name = shown(host, *directory, false);
        if !taken.insert(name.clone()) {
            name = shown(host, *directory, true);
            while !taken.insert(name.clone()) {
                name.name.push_str("^7F");
            }
        }
        names[at] = Some(name);
    }
    names.into_iter().flatten().collect()
}

/// A name or type whose letters are all plain; `None` for what cannot be a host name.
pub fn plain_name(name: &str) -> Option<String> {
    Some(escape(&unescape(name)?.to_ascii_uppercase(), false))
}

/// Tells cheaply whether a host name may show as a name and type: those that may are few, and among them it is decided
/// as among all.
pub struct Candidates {
    name: Vec<u8>,
    file_type: Vec<u8>,
}

impl Candidates {
    /// For an escaped name and type; `None` for what no host file is called.
    pub fn of(name: &str, file_type: &str) -> Option<Self> {
        Some(Self { name: unescape(name)?, file_type: unescape(file_type)? })
    }

    /// Whether the host name, of a directory if so, may show so.
    pub fn may_be(&self, host: &[u8], directory: bool) -> bool {
        // Names that collide are told apart by rubouts behind them.
        let like = |own: &[u8], part: &[u8]| {
            let (front, behind) = own.split_at(part.len().min(own.len()));
            front.eq_ignore_ascii_case(part) && behind.iter().all(|&byte| byte == 0x7F)
        };
        if directory {
            return self.file_type.eq_ignore_ascii_case(b"DIR") && like(&self.name, host);
        }
        let (name, file_type) = split_type(split_version(host).0);
        like(&self.name, name) && self.file_type.eq_ignore_ascii_case(file_type)
    }
}

/// The host name that a new file gets; `None` for what the host cannot hold.
pub fn host_file_name(name: &str, file_type: &str, version: u32) -> Option<Vec<u8>> {
    let mut host = unescape(name)?.to_ascii_uppercase();
    host.push(b'.');
    host.extend(unescape(file_type)?.to_ascii_uppercase());
    host.extend(format!(";{version}").into_bytes());
    (host.len() <= 255).then_some(host)
}

/// The host name that a new directory gets.
pub fn host_directory_name(name: &str) -> Option<Vec<u8>> {
    let host = unescape(name)?.to_ascii_uppercase();
    let fine = !host.is_empty() && host != b"." && host != b".." && host.len() <= 255;
    fine.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(hosts: &[&str]) -> Vec<String> {
        let hosts: Vec<(Vec<u8>, bool)> =
            hosts.iter().map(|h| (h.trim_end_matches('/').as_bytes().to_vec(), h.ends_with('/'))).collect();
        show_all(&hosts).into_iter().map(|n| format!("{}.{};{}", n.name, n.file_type, n.version)).collect()
    }

    #[test]
    fn plain_names_show_as_vms_names() {
        let shown = names(&["A.TXT;3", "login.com", "README", "sub/", "A b.c.TXT", ".profile", "x;0", "caf\u{e9}.txt"]);
        let expected = [
            "A.TXT;3",
            "LOGIN.COM;1",
            "README.;1",
            "SUB.DIR;1",
            "A^_B^.C.TXT;1",
            ".PROFILE;1",
            "X^;0.;1",
            "CAF^C3^A9.TXT;1",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn names_that_would_show_alike_keep_apart() {
        let shown = names(&["a.txt", "A.TXT", "A.TXT;1", "A.Txt", "SUB.DIR", "SUB/"]);
        assert_eq!(shown[2], "A.TXT;1");
        let distinct: HashSet<&String> = shown.iter().collect();
        assert_eq!(distinct.len(), shown.len(), "{shown:?}");
        assert_eq!(shown[0], "^61.^74^78^74;1");
    }

    #[test]
    fn typed_escapes_mean_what_is_shown() {
        for (typed, shown) in [
            ("a^20b", "A^_B"),
            ("a^ b", "A^_B"),
            ("a^2Eb", "A^.B"),
            ("x^e9", "X^E9"),
            ("^61b", "^61B"),
            ("^5A*", "^5A*"),
            ("a^!^'b", "A^21^27B"),
            ("a^^b%", "A^^B%"),
            ("^41^7e", "^41~"),
        ] {
            assert_eq!(canonical(typed), shown, "{typed}");
        }
    }

    #[test]
    fn what_is_shown_can_be_written_back() {
        assert_eq!(unescape("A^_B^.C^E9"), Some(b"A B.C\xE9".to_vec()));
        assert_eq!(unescape("X^2FY"), None);
        assert_eq!(unescape("X^"), None);
        assert_eq!(host_file_name("A", "TXT", 2), Some(b"A.TXT;2".to_vec()));
        assert_eq!(host_directory_name("^.^."), None);
    }
}
