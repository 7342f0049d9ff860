//! The command line of PIPE as a tree: sequences of pipelines of commands and subshells, with their redirections
//! (dcl.md 14).

use crate::message::{Condition, Status, codes};

/// When a part of a sequence runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Always: the first part, and one behind `;` or `&`.
    Always,
    /// After `&&`: if what ran before succeeded.
    Success,
    /// After `||`: if it did not.
    Failure,
}

/// A part of a sequence: elements that hand their output on to the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// When it runs.
    pub when: When,
    /// One element, or several joined by `|`.
    pub elements: Vec<Element>,
    /// Ended with `&`: a subprocess of its own.
    pub background: bool,
}

/// A command or a subshell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What runs.
    pub work: Work,
    /// Where its streams go.
    pub redirections: Redirections,
}

/// What an element runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// A command line.
    Command(String),
    /// `( ... )`: a sequence in a subprocess.
    Subshell(Vec<Pipeline>),
}

/// Files in place of streams, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirections {
    /// `<`
    pub input: Option<String>,
    /// `>`, or `>>` (true).
    pub output: Option<(String, bool)>,
    /// `2>`, or `2>>` (true).
    pub errors: Option<(String, bool)>,
}

/// A piece of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'t> {
    Text(&'t str),
    Operator(&'t str),
    Open,
    Close,
}

/// Subshells inside each other at most.
const MAX_DEPTH: usize = 32;

/// Verbs that need the lines of a procedure around them.
const NOT_ALLOWED: [&str; 12] =
    ["CALL", "DECK", "ELSE", "ENDIF", "ENDSUBROUTINE", "EOD", "GOSUB", "GOTO", "PIPE", "RETURN", "SUBROUTINE", "THEN"];

/// Reads what follows PIPE.
///
/// # Errors
/// NULLPIPE, INVNULLCMD, WRGSUBSHSYN, UNTERMSUBSH, DUPREDSYN, INCREDSYN, INVREDSYN, LBLNOTALLINPIP, CMDNOTALLINPIP.
pub fn parse(line: &str) -> Result<Vec<Pipeline>, Condition> {
    let tokens = tokens(line);
    let mut reader = Reader { tokens: &tokens, at: 0 };
    let sequence = reader.sequence(0)?;
    if reader.at < tokens.len() {
        return Err(codes::CLI_WRGSUBSHSYN.into());
    }
    Ok(sequence)
}

/// Splits the line at its operators, outside quotes and outside the parentheses of commands. `;`, `&`, `<` and `>` are
/// operators only where a blank stands in front; versions and directories hold them otherwise.
fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut start, mut at) = (0, 0);
    let (mut quoted, mut parentheses) = (false, 0_u32);
    let text = |from: usize, to: usize| Some(line[from..to].trim()).filter(|text| !text.is_empty()).map(Token::Text);
    while let Some(c) = line[at..].chars().next() {
        let rest = &line[at..];
        let begins = line[start..at].trim().is_empty();
        let blank_before = line[..at].ends_with([' ', '\t', ')']) || begins;
        let found = match c {
            '"' => {
                quoted = !quoted;
                None
            }
            _ if quoted => None,
            '(' if begins && !after_redirection(&tokens) => Some((Token::Open, 1)),
            '(' => {
                parentheses += 1;
                None
            }
            ')' if parentheses > 0 => {
                parentheses -= 1;
                None
            }
            ')' => Some((Token::Close, 1)),
            _ => operator(rest, blank_before).map(|operator| (Token::Operator(operator), operator.len())),
        };
        match found {
            Some((token, length)) => {
                tokens.extend(text(start, at));
                tokens.push(token);
                at += length;
                (start, parentheses) = (at, 0);
            }
            None => at += c.len_utf8(),
        }
    }
    tokens.extend(text(start, line.len()));
    tokens
}

fn after_redirection(tokens: &[Token<'_>]) -> bool {
    matches!(tokens.last(), Some(Token::Operator(operator)) if is_redirection(operator))
}

fn is_redirection(operator: &str) -> bool {
    operator.ends_with(['<', '>'])
}

fn operator(rest: &str, blank_before: bool) -> Option<&'static str> {
    const ANYWHERE: [&str; 3] = ["||", "&&", "|"];
    const APART: [&str; 7] = ["2>>", "2>", ">>", ">", "<", ";", "&"];
    if let Some(found) = ANYWHERE.into_iter().find(|operator| rest.starts_with(operator)) {
        return Some(found);
    }
    let found = APART.into_iter().filter(|_| blank_before).find(|operator| rest.starts_with(operator))?;
    let behind = &rest[found.len()..];
    // `&NAME` is a substitution, `<A.B>` a directory.
    let stands_alone = behind.is_empty() || behind.starts_with([' ', '\t', ')']);
    match found {
        ";" | "&" => stands_alone.then_some(found),
        "<" => (!behind.split(' ').next().unwrap_or("").contains('>')).then_some(found),
        _ => Some(found),
    }
}

struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<Token<'t>> {
        self.tokens.get(self.at).copied()
    }

    fn take_operator(&mut self, wanted: &[&str]) -> Option<&'t str> {
        match self.peek() {
            Some(Token::Operator(operator)) if wanted.contains(&operator) => {
                self.at += 1;
                Some(operator)
            }
            _ => None,
        }
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Pipeline>, Condition> {
        let mut sequence = Vec::new();
        let mut when = When::Always;
        loop {
            let elements = self.pipeline(depth)?;
            let joint = self.take_operator(&[";", "&&", "||", "&"]);
            sequence.push(Pipeline { when, elements, background: joint == Some("&") });
            when = match joint {
                Some("&&") => When::Success,
                Some("||") => When::Failure,
                Some(_) => When::Always,
                None => return Ok(sequence),
            };
            let ended = matches!(self.peek(), None | Some(Token::Close));
            if ended && joint == Some("&") {
                return Ok(sequence);
            }
            if ended {
                return Err(codes::CLI_INVNULLCMD.into());
            }
        }
    }

    fn pipeline(&mut self, depth: usize) -> Result<Vec<Element>, Condition> {
        let mut elements = Vec::new();
        loop {
            let missing = if elements.is_empty() { codes::CLI_INVNULLCMD } else { codes::CLI_NULLPIPE };
            elements.push(self.element(depth, missing)?);
            if self.take_operator(&["|"]).is_none() {
                break;
            }
        }
        let last = elements.len() - 1;
        for (at, element) in elements.iter().enumerate() {
            let Redirections { input, output, .. } = &element.redirections;
            if at > 0 && input.is_some() || at < last && output.is_some() {
                return Err(codes::CLI_INVREDSYN.into());
            }
        }
        Ok(elements)
    }

    fn element(&mut self, depth: usize, missing: Status) -> Result<Element, Condition> {
        let mut redirections = Redirections::default();
        let work = match self.peek() {
            Some(Token::Open) => {
                self.at += 1;
                if depth == MAX_DEPTH {
                    return Err(codes::CLI_TOOMANYPIPCMD.into());
                }
                if self.peek() == Some(Token::Close) {
                    return Err(codes::CLI_WRGSUBSHSYN.into());
                }
                let inner = self.sequence(depth + 1)?;
                if self.peek() != Some(Token::Close) {
                    return Err(codes::CLI_UNTERMSUBSH.into());
                }
                self.at += 1;
                self.redirect(&mut redirections)?;
                if matches!(self.peek(), Some(Token::Text(_) | Token::Open)) {
                    return Err(codes::CLI_WRGSUBSHSYN.into());
                }
                Work::Subshell(inner)
            }
            Some(Token::Text(text)) => {
                self.at += 1;
                allowed(text)?;
                let mut line = text.to_owned();
                // What stands behind a redirection still belongs to the command.
                if let Some(more) = self.redirect(&mut redirections)? {
                    line.push(' ');
                    line.push_str(&more);
                }
                if self.peek() == Some(Token::Open) || self.peek() == Some(Token::Close) && depth == 0 {
                    return Err(codes::CLI_WRGSUBSHSYN.into());
                }
                Work::Command(line)
            }
            Some(Token::Operator("|")) => return Err(codes::CLI_NULLPIPE.into()),
            _ => return Err(missing.into()),
        };
        Ok(Element { work, redirections })
    }

    /// Takes redirections; what follows a file on the line comes back.
    fn redirect(&mut self, into: &mut Redirections) -> Result<Option<String>, Condition> {
        let mut more: Vec<&str> = Vec::new();
        while let Some(operator) = self.take_operator(&["<", ">", ">>", "2>", "2>>"]) {
            let Some(Token::Text(text)) = self.peek() else { return Err(codes::CLI_INCREDSYN.into()) };
            self.at += 1;
            let (file, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
            more.extend(Some(rest.trim()).filter(|rest| !rest.is_empty()));
            let twice = match operator {
                "<" => into.input.replace(file.to_owned()).is_some(),
                ">" | ">>" => into.output.replace((file.to_owned(), operator == ">>")).is_some(),
                _ => into.errors.replace((file.to_owned(), operator == "2>>")).is_some(),
            };
            if twice {
                return Err(codes::CLI_DUPREDSYN.into());
            }
        }
        Ok((!more.is_empty()).then(|| more.join(" ")))
    }
}

/// Refuses labels and commands of control flow.
fn allowed(text: &str) -> Result<(), Condition> {
    let (label, command) = super::text::split_label(text);
    if label.is_some() {
        return Err(codes::CLI_LBLNOTALLINPIP.into());
    }
    let word = super::text::first_word(command.trim_start_matches('$').trim_start()).to_ascii_uppercase();
    let is = |verb: &&str| word.len() >= 4.min(verb.len()) && verb.starts_with(word.as_str());
    if NOT_ALLOWED.iter().any(is) { Err(codes::CLI_CMDNOTALLINPIP.into()) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(sequence: &[Pipeline]) -> String {
        let element = |element: &Element| {
            let Redirections { input, output, errors } = &element.redirections;
            let mut text = match &element.work {
                Work::Command(line) => line.clone(),
                Work::Subshell(inner) => format!("({})", shown(inner)),
            };
            let file = |mark: &str, (name, append): &(String, bool)| {
                format!(" {mark}{}{name}", if *append { ">" } else { "" })
            };
            text.extend(input.iter().map(|name| format!(" <{name}")));
            text.extend(output.iter().map(|output| file(">", output)));
            text.extend(errors.iter().map(|errors| file("2>", errors)));
            text
        };
        let pipeline = |part: &Pipeline| {
            let elements: Vec<String> = part.elements.iter().map(element).collect();
            let mark = match part.when {
                When::Always => ";",
                When::Success => "&&",
                When::Failure => "||",
            };
            format!("{mark}[{}]{}", elements.join("|"), if part.background { "&" } else { "" })
        };
        sequence.iter().map(pipeline).collect()
    }

    fn tree(line: &str) -> String {
        parse(line).map_or_else(|error| format!("{:?}", error.status), |sequence| shown(&sequence))
    }

    #[test]
    fn operators_make_a_tree() {
        assert_eq!(tree("SHOW TIME"), ";[SHOW TIME]");
        assert_eq!(tree("A | B|C ; D && E || F"), ";[A|B|C];[D]&&[E]||[F]");
        assert_eq!(tree("(A ; B) | C > X.LIS 2> Y"), ";[(;[A];[B])|C >X.LIS 2>Y]");
        assert_eq!(tree("A < IN >> OUT /SIZE"), ";[A /SIZE <IN >>OUT]");
        assert_eq!(tree("A & B &"), ";[A]&;[B]&");
        assert_eq!(tree("DIR A.TXT;1 ; TYPE <SUB>X ; W F$TIME()"), ";[DIR A.TXT;1];[TYPE <SUB>X];[W F$TIME()]");
        assert_eq!(tree("SEARCH SYS$PIPE \"a | b ; (\""), ";[SEARCH SYS$PIPE \"a | b ; (\"]");
        assert_eq!(tree("((A))"), ";[(;[(;[A])])]");
    }

    #[test]
    fn mistakes_have_their_messages() {
        for (line, status) in [
            ("A | | B", codes::CLI_NULLPIPE),
            ("| B", codes::CLI_NULLPIPE),
            ("A |", codes::CLI_NULLPIPE),
            ("A ; ; B", codes::CLI_INVNULLCMD),
            ("A &&", codes::CLI_INVNULLCMD),
            ("", codes::CLI_INVNULLCMD),
            ("( )", codes::CLI_WRGSUBSHSYN),
            ("(A) B", codes::CLI_WRGSUBSHSYN),
            ("A )", codes::CLI_WRGSUBSHSYN),
            ("(A ; B", codes::CLI_UNTERMSUBSH),
            ("A > X > Y", codes::CLI_DUPREDSYN),
            ("A >", codes::CLI_INCREDSYN),
            ("A > X | B", codes::CLI_INVREDSYN),
            ("A | B < X", codes::CLI_INVREDSYN),
            ("GOTO X ; A", codes::CLI_CMDNOTALLINPIP),
            ("X: SHOW TIME", codes::CLI_LBLNOTALLINPIP),
        ] {
            assert_eq!(tree(line), format!("{status:?}"), "{line}");
        }
    }

    #[test]
    fn no_line_breaks_the_reader() {
        assert_eq!(tree(&"(".repeat(8000)), format!("{:?}", codes::CLI_TOOMANYPIPCMD));
        let pieces = ["A", " ", "(", ")", "|", "&", ";", "<", ">", "2>", "\"", "X.Y;1", "\u{e9}", ":"];
        let mut seed = 11_u64;
        for round in 0..4000 {
            let mut line = String::new();
            for _ in 0..12 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                line.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            }
            let _ = parse(&line);
            assert!(round < 4000, "seed 11");
        }
    }
}
