//! The player: runs sessions of a site and types a recording's input at their prompts.
//!
//! One session at a time has the stage. Each runs in a thread of its own, because a session that stands at its prompt
//! keeps its place while another node's session goes on; the stage is handed over only at a prompt, so that a recording
//! repeats exactly.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::Scope;

use super::file::Recording;
use super::mask::Mask;

/// What is typed at a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A line.
    Line(String),
    /// Ctrl/Z, or nothing is left to type.
    EndOfInput,
    /// Ctrl/Y.
    ControlY,
    /// Ctrl/C.
    ControlC,
    /// Nothing, until the time for the answer is over.
    Nothing,
}

/// The terminal that a session of a recording talks to.
pub trait Console {
    /// Stands at a prompt until something is typed. The last line of `prompt` is what the input follows; lines before it
    /// are output.
    fn read(&mut self, prompt: &str) -> Typed;

    /// Shows a line.
    fn write(&mut self, line: &str);
}

/// What can run sessions: a site with its nodes, or something simpler in tests.
pub trait Sessions: Sync {
    /// The node and user of a session for which the recording names none, or only one.
    fn defaults(&self) -> (String, String);

    /// Logs in and runs a session to its end. The error is a problem of the host or of the recording's header.
    fn run(&self, node: &str, user: &str, console: &mut dyn Console) -> Result<(), String>;
}

/// What a recording's sessions showed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Performance {
    /// Every line, prompts with their input among them. A line that a mask stands for carries the mask.
    pub lines: Vec<String>,
    /// Lines of the recording that were reached; fewer than it has when a session ended early.
    pub reached: usize,
    /// Why it could not go on.
    pub failure: Option<String>,
}

/// Lines that a recording may show before it is stopped: a loop without an end.
const MAX_LINES: usize = 200_000;

/// Prompts in a row that find no input before a session is stopped.
const MAX_UNANSWERED: usize = 20;

/// Runs a recording's sessions.
pub fn play(recording: &Recording, sessions: &dyn Sessions) -> Performance {
    let (node, user) = sessions.defaults();
    let node = recording.header.node.clone().unwrap_or(node);
    let user = recording.header.user.clone().unwrap_or(user);
    let stage = Stage {
        recording,
        sessions,
        default_user: user.clone(),
        script: Mutex::new(Script { alive: vec![(node.clone(), user.clone())], ..Script::default() }),
        turn: Condvar::new(),
    };
    std::thread::scope(|scope| {
        scope.spawn(|| stage.run_session(scope, 0, &node, &user));
        let mut script = stage.lock();
        while !script.over {
            script = stage.turn.wait(script).unwrap_or_else(PoisonError::into_inner);
        }
    });
    let mut script = stage.lock();
    script.settle(recording);
    let reached = if script.exhausted { recording.body.len() } else { script.cursor };
    Performance { lines: std::mem::take(&mut script.shown), reached, failure: script.failure.take() }
}

/// What the sessions of one recording share.
struct Stage<'r> {
    recording: &'r Recording,
    sessions: &'r dyn Sessions,
    default_user: String,
    script: Mutex<Script>,
    turn: Condvar,
}

#[derive(Default)]
struct Script {
    /// The next line of the recording that nothing was compared with yet.
    cursor: usize,
    /// Lines written since the last input.
    pending: Vec<String>,
    /// Everything shown before that.
    shown: Vec<String>,
    /// The prompts seen so far; the first is the one commands are typed at.
    prompts: Vec<String>,
    unanswered: usize,
    /// A command prompt found no input left: all that follows in the recording is output.
    exhausted: bool,
    /// Node and user of each session ever started; an empty node marks one that ended.
    alive: Vec<(String, String)>,
    active: usize,
    over: bool,
    failure: Option<String>,
}

/// What a line of the recording means at a prompt.
enum Cue {
    Input(String),
    Switch { node: String, user: Option<String> },
}

impl<'r> Stage<'r> {
    fn lock(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one session when its turn comes, and hands the stage on when it ends.
    fn run_session<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>, id: usize, node: &str, user: &str) {
        let mut console = StageConsole { stage: self, scope, id };
        drop(console.wait_for_turn(self.lock()));
        let ended = catch_unwind(AssertUnwindSafe(|| self.sessions.run(node, user, &mut console)));
        let mut script = self.lock();
        match ended {
            Ok(Ok(())) => {}
            Ok(Err(problem)) => script.fail(problem),
            Err(panic) if panic.is::<Stuck>() => script.fail("the session never came to its end".to_owned()),
            Err(panic) => {
                let text = panic.downcast_ref::<String>().map(String::as_str);
                let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
                script.fail(format!("the session panicked: {text}"));
            }
        }
        script.alive[id].0.clear();
        script.settle(self.recording);
        let body = &self.recording.body;
        if script.failure.is_none()
            && let Some(Cue::Switch { node, user }) = body.get(script.cursor).and_then(|line| switch(line))
        {
            self.hand_over(scope, &mut script, &node, user);
            return;
        }
        match script.alive.iter().rposition(|(node, _)| !node.is_empty()) {
            Some(next) => script.active = next,
            None => script.over = true,
        }
        self.turn.notify_all();
    }

    /// Gives the stage to the session of that node and user; starts it when there is none.
    fn hand_over<'scope>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        script: &mut Script,
        node: &str,
        user: Option<String>,
    ) {
        script.shown.push(self.recording.body[script.cursor].clone());
        script.cursor += 1;
        let user = user.unwrap_or_else(|| self.default_user.clone());
        let wanted = (node.to_owned(), user.clone());
        if let Some(id) = script.alive.iter().position(|session| *session == wanted) {
            script.active = id;
        } else {
            let id = script.alive.len();
            script.alive.push(wanted);
            script.active = id;
            let node = node.to_owned();
            scope.spawn(move || self.run_session(scope, id, &node, &user));
        }
        self.turn.notify_all();
    }
}

struct StageConsole<'scope, 'env: 'scope, 'r> {
    stage: &'scope Stage<'r>,
    scope: &'scope Scope<'scope, 'env>,
    id: usize,
}

/// Unwinds a session that would never end.
struct Stuck;

impl<'scope> StageConsole<'scope, '_, '_> {
    fn wait_for_turn(&self, mut script: MutexGuard<'scope, Script>) -> MutexGuard<'scope, Script> {
        while script.active != self.id {
            script = self.stage.turn.wait(script).unwrap_or_else(PoisonError::into_inner);
        }
        script
    }
}

impl Console for StageConsole<'_, '_, '_> {
    fn read(&mut self, prompt: &str) -> Typed {
        let (above, prompt) = prompt.rsplit_once('\n').map_or((None, prompt), |(above, last)| (Some(above), last));
        let mut script = self.stage.lock();
        script.pending.extend(above.into_iter().flat_map(str::lines).map(str::to_owned));
        if !script.prompts.iter().any(|seen| seen == prompt) {
            script.prompts.push(prompt.to_owned());
        }
        loop {
            match script.next_cue(self.stage.recording, prompt) {
                Some((at, Cue::Input(input))) => {
                    script.settle_to(self.stage.recording, at);
                    script.cursor = at + 1;
                    script.unanswered = 0;
                    script.shown.push(format!("{prompt}{input}").trim_end().to_owned());
                    return key(&input);
                }
                Some((at, Cue::Switch { node, user })) => {
                    script.settle_to(self.stage.recording, at);
                    script.cursor = at;
                    self.stage.hand_over(self.scope, &mut script, &node, user);
                    script = self.wait_for_turn(script);
                }
                None => {
                    script.unanswered += 1;
                    if script.unanswered > MAX_UNANSWERED {
                        drop(script);
                        resume_unwind(Box::new(Stuck));
                    }
                    if script.prompts.first().is_some_and(|first| first == prompt) {
                        script.exhausted = true;
                    } else {
                        // A question that the recording does not answer: it shows up as a difference.
                        script.pending.push(prompt.trim_end().to_owned());
                    }
                    return Typed::EndOfInput;
                }
            }
        }
    }

    fn write(&mut self, line: &str) {
        let mut script = self.stage.lock();
        script.pending.extend(line.split('\n').map(str::to_owned));
        if script.shown.len() + script.pending.len() > MAX_LINES {
            drop(script);
            resume_unwind(Box::new(Stuck));
        }
    }
}

impl Script {
    fn fail(&mut self, problem: String) {
        self.failure.get_or_insert(problem);
    }

    /// The line that carries the input for this prompt. Expected output that was written is passed over first, so that
    /// output which looks like a prompt stays output. When what was written differs from what was expected, the search
    /// goes on to the next line with this prompt, so that one difference is not a hundred.
    fn next_cue(&self, recording: &Recording, prompt: &str) -> Option<(usize, Cue)> {
        let body = &recording.body;
        let masks = &recording.header.masks;
        let mut at = self.cursor;
        let mut written = self.pending.as_slice();
        while let (Some(expected), Some((actual, rest))) = (body.get(at), written.split_first()) {
            if !Mask::line_matches(masks, expected, actual) {
                break;
            }
            (at, written) = (at + 1, rest);
        }
        let commands = self.prompts.first().map_or(prompt, String::as_str);
        for (index, line) in body.iter().enumerate().skip(at) {
            if written.iter().any(|actual| actual == line) {
                continue;
            }
            if let Some(cue) = input(line, prompt).map(Cue::Input).or_else(|| switch(line)) {
                return Some((index, cue));
            }
            if prompt != commands && input(line, commands).is_some() {
                return None;
            }
        }
        None
    }

    /// Moves what was written to what was shown. Lines that a mask in the recording before `end` stands for are shown
    /// as the recording has them.
    fn settle_to(&mut self, recording: &Recording, end: usize) {
        let masks = &recording.header.masks;
        let mut expected = recording.body.get(self.cursor..end).unwrap_or_default();
        for line in std::mem::take(&mut self.pending) {
            let standing = expected.iter().position(|e| e.contains('<') && Mask::line_matches(masks, e, &line));
            match standing {
                Some(index) => {
                    self.shown.push(expected[index].clone());
                    expected = &expected[index + 1..];
                }
                None => self.shown.push(line),
            }
        }
        self.cursor = end;
    }

    /// The same at a session's end: as far as the written lines are the expected ones.
    fn settle(&mut self, recording: &Recording) {
        let body = &recording.body;
        let mut end = self.cursor;
        for actual in &self.pending {
            if body.get(end).is_some_and(|expected| Mask::line_matches(&recording.header.masks, expected, actual)) {
                end += 1;
            }
        }
        self.settle_to(recording, end);
    }
}

/// What is typed on a line of the recording that begins with the prompt.
fn input(line: &str, prompt: &str) -> Option<String> {
    match line.strip_prefix(prompt) {
        Some(input) => Some(input.to_owned()),
        // An empty input whose prompt lost its trailing blanks to an editor.
        None => (!prompt.trim_end().is_empty() && line == prompt.trim_end()).then(String::new),
    }
}

/// `@NODEB` or `@NODEB OPERATOR` on a line of its own.
fn switch(line: &str) -> Option<Cue> {
    let mut words = line.strip_prefix('@')?.split_ascii_whitespace();
    let (node, user, rest) = (words.next()?, words.next(), words.next());
    let is_name = |word: &str| word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_switch = rest.is_none() && is_name(node) && node.len() <= 6 && user.is_none_or(is_name);
    is_switch.then(|| Cue::Switch { node: node.to_owned(), user: user.map(str::to_owned) })
}

fn key(input: &str) -> Typed {
    match input {
        "^Z" => Typed::EndOfInput,
        "^Y" => Typed::ControlY,
        "^C" => Typed::ControlC,
        "^NOTHING" => Typed::Nothing,
        line => Typed::Line(line.to_owned()),
    }
}
