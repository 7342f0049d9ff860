//! Masks: named patterns for the parts of an expected line that may vary.
//!
//! Patterns are small on purpose. There is no "any character": a mask says what may stand there.

/// A named pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    name: String,
    pattern: Vec<Piece>,
}

/// Characters and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    set: CharSet,
    min: usize,
    max: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct CharSet {
    negated: bool,
    ranges: Vec<(char, char)>,
}

impl CharSet {
    fn holds(&self, c: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != self.negated
    }
}

impl Mask {
    /// A mask from its name and pattern; the error says what is wrong with them.
    pub fn new(name: &str, pattern: &str) -> Result<Self, String> {
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if !is_name {
            return Err(format!("{name:?} stands here; expected a mask's name of letters and digits"));
        }
        let mut chars = pattern.chars().peekable();
        let mut pieces = Vec::new();
        while let Some(c) = chars.next() {
            let set = match c {
                '[' => char_set(&mut chars)?,
                '\\' => one(chars.next().ok_or("the pattern ends with \\; expected a character after it")?),
                '?' | '*' | '+' | '{' => return Err(format!("{c:?} stands where something to repeat was expected")),
                c => one(c),
            };
            let (min, max) = repetition(&mut chars)?;
            pieces.push(Piece { set, min, max });
        }
        if pieces.is_empty() {
            return Err("the pattern is empty".to_owned());
        }
        Ok(Self { name: name.to_owned(), pattern: pieces })
    }

    /// Whether an expected line, with the masks in it, stands for the actual line.
    pub fn line_matches(masks: &[Self], expected: &str, actual: &str) -> bool {
        if expected == actual {
            return true;
        }
        if masks.is_empty() || !expected.contains('<') {
            return false;
        }
        let mut pieces = Vec::new();
        let mut rest = expected;
        while let Some(c) = rest.chars().next() {
            let named = rest.strip_prefix('<').and_then(|tail| tail.split_once('>'));
            let mask = named.and_then(|(name, tail)| Some((masks.iter().find(|mask| mask.name == name)?, tail)));
            if let Some((mask, tail)) = mask {
                pieces.extend(mask.pattern.iter().cloned());
                rest = tail;
            } else {
                pieces.push(Piece { set: one(c), min: 1, max: 1 });
                rest = &rest[c.len_utf8()..];
            }
        }
        let actual: Vec<char> = actual.chars().collect();
        matches(&pieces, &actual)
    }
}

/// Whether the pieces match the whole text: the set of positions that the pieces so far can end at.
fn matches(pieces: &[Piece], text: &[char]) -> bool {
    let mut ends = vec![false; text.len() + 1];
    ends[0] = true;
    for piece in pieces {
        let mut next = vec![false; text.len() + 1];
        for start in (0..=text.len()).filter(|start| ends[*start]) {
            let run = text[start..].iter().take(piece.max).take_while(|c| piece.set.holds(**c)).count();
            for count in piece.min..=run {
                next[start + count] = true;
            }
        }
        ends = next;
    }
    ends[text.len()]
}

fn one(c: char) -> CharSet {
    CharSet { negated: false, ranges: vec![(c, c)] }
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn char_set(chars: &mut Chars) -> Result<CharSet, String> {
    let unfinished = || "a set has no ]".to_owned();
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let low = match chars.next().ok_or_else(unfinished)? {
            ']' if ranges.is_empty() => return Err("a set is empty".to_owned()),
            ']' => return Ok(CharSet { negated, ranges }),
            '\\' => chars.next().ok_or_else(unfinished)?,
            c => c,
        };
        let mut high = low;
        if chars.peek() == Some(&'-') {
            chars.next();
            match chars.next().ok_or_else(unfinished)? {
                ']' => {
                    ranges.extend([(low, low), ('-', '-')]);
                    return Ok(CharSet { negated, ranges });
                }
                c => high = c,
            }
        }
        ranges.push((low, high));
    }
}

fn repetition(chars: &mut Chars) -> Result<(usize, usize), String> {
    const MANY: usize = 1 << 16;
    let counted = match chars.peek() {
        Some('?') => (0, 1),
        Some('*') => (0, MANY),
        Some('+') => (1, MANY),
        Some('{') => {
            chars.next();
            let mut inside = String::new();
            loop {
                match chars.next() {
                    Some('}') => break,
                    Some(c) => inside.push(c),
                    None => return Err("a count has no }".to_owned()),
                }
            }
            let (min, max) = inside.split_once(',').unwrap_or((&inside, &inside));
            let number = |text: &str| text.trim().parse().ok().filter(|n| *n <= MANY);
            return match (number(min), number(max)) {
                (Some(min), Some(max)) if min <= max => Ok((min, max)),
                _ => Err(format!("{{{inside}}} stands here; expected a count such as {{2}} or {{1,3}}")),
            };
        }
        _ => return Ok((1, 1)),
    };
    chars.next();
    Ok(counted)
}
