//! Standard input and output when no person sits there: no prompts, no banner, lines as they come.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::rc::Rc;
use std::time::Duration;

use super::ending::Ending;
use crate::clock::{Clock, Millis};
use crate::session::{Input, Terminal, host_bytes, host_text};

/// Output waits this long at most before it goes out.
const PATIENCE: Millis = Millis(30);

/// Output of this size goes out at once.
const FULL: usize = 16 << 10;

/// A session's input and output as two byte streams.
pub struct Pipe<R, W: Write> {
    input: BufReader<R>,
    output: W,
    pending: Vec<u8>,
    clock: Clock,
    flushed: Millis,
    on_broken: Option<Box<dyn FnOnce(io::Error) + Send>>,
    ending: Ending,
    comes: Option<Comes>,
}

/// Waits until the input has something to read, or its end, or the time is over (false).
type Comes = Box<dyn Fn(Duration) -> bool + Send>;

impl<R: Read, W: Write> Pipe<R, W> {
    /// A pair of streams. `on_broken` is called once, when the output can no longer be written: whoever read it is gone.
    pub fn new(input: R, output: W, on_broken: impl FnOnce(io::Error) + Send + 'static) -> Self {
        Self {
            input: BufReader::new(input),
            output,
            pending: Vec::new(),
            clock: Clock::real(),
            flushed: Millis(0),
            on_broken: Some(Box::new(on_broken)),
            ending: Ending::default(),
            comes: None,
        }
    }

    /// The same, able to wait for its input for a limited time.
    pub fn waiting_with(mut self, comes: impl Fn(Duration) -> bool + Send + 'static) -> Self {
        self.comes = Some(Box::new(comes));
        self
    }

    /// The same, ended by whoever tells `ending`.
    pub fn ended_by(mut self, ending: Ending) -> Self {
        self.ending = ending;
        self
    }

    /// Writes out what waits.
    pub fn flush(&mut self) {
        self.flushed = self.clock.millis();
        if self.pending.is_empty() || self.on_broken.is_none() {
            self.pending.clear();
            return;
        }
        let result = self.output.write_all(&self.pending).and_then(|()| self.output.flush());
        self.pending.clear();
        if let Err(error) = result
            && let Some(on_broken) = self.on_broken.take()
        {
            on_broken(error);
        }
    }
}

impl<R: Read, W: Write> Terminal for Pipe<R, W> {
    fn line(&mut self, text: &str) {
        self.pending.extend_from_slice(&host_bytes(text));
        self.pending.push(b'\n');
        if self.pending.len() >= FULL {
            self.flush();
        }
    }

    fn read(&mut self, _prompt: &str) -> Input {
        self.flush();
        let mut line = Vec::new();
        self.ending.begin_to_wait();
        // A read error is the end of the input: nothing more can come.
        let read = if self.ending.is_told() { Ok(0) } else { self.input.read_until(b'\n', &mut line) };
        self.ending.end_waiting();
        if self.ending.is_told() {
            return Input::Hangup;
        }
        match read {
            Ok(count) if count > 0 && self.on_broken.is_some() => {
                let line = line.strip_suffix(b"\n").unwrap_or(&line);
                Input::Line(host_text(line.strip_suffix(b"\r").unwrap_or(line)))
            }
            _ => Input::EndOfInput,
        }
    }

    fn read_within(&mut self, prompt: &str, limit: Duration) -> Option<Input> {
        if let Some(comes) = self.comes.take() {
            self.flush();
            self.ending.begin_to_wait();
            let came = !self.input.buffer().is_empty() || comes(limit);
            self.ending.end_waiting();
            self.comes = Some(comes);
            if !came && !self.ending.is_told() {
                return None;
            }
        }
        Some(self.read(prompt))
    }

    fn interrupted(&mut self) -> bool {
        if !self.pending.is_empty() && self.clock.millis().0 > self.flushed.0 + PATIENCE.0 {
            self.flush();
        }
        self.on_broken.is_none() || self.ending.is_told()
    }

    fn rest(&mut self, limit: Duration) {
        self.flush();
        if self.on_broken.is_some() {
            self.ending.rest(limit);
        }
    }

    fn interrupt_probe(&self) -> Option<Rc<dyn Fn() -> bool>> {
        let ending = self.ending.clone();
        Some(Rc::new(move || ending.is_told()))
    }

    fn is_person(&self) -> bool {
        false
    }
}

impl<R, W: Write> Drop for Pipe<R, W> {
    fn drop(&mut self) {
        // Nobody is left to be told of an error.
        let _ = self.output.write_all(&self.pending).and_then(|()| self.output.flush());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn lines_come_in_and_go_out_byte_for_byte() {
        let mut output = Vec::new();
        let mut pipe = Pipe::new(&b"SHOW\r\n\xE4 \xC3\xA4\nlast"[..], &mut output, |_| ());
        let Input::Line(first) = pipe.read("$ ") else { panic!() };
        let Input::Line(second) = pipe.read("$ ") else { panic!() };
        pipe.line(&second);
        assert_eq!((first.as_str(), pipe.read("")), ("SHOW", Input::Line("last".to_owned())));
        assert_eq!((pipe.read("$ "), pipe.read("$ ")), (Input::EndOfInput, Input::EndOfInput));
        drop(pipe);
        assert_eq!(output, b"\xE4 \xC3\xA4\n");
    }

    #[test]
    fn a_limited_read_ends_without_a_line_when_nothing_comes() {
        let mut pipe = Pipe::new(&b"one\n"[..], Vec::new(), |_| ()).waiting_with(|limit| limit.as_secs() > 1);
        assert_eq!(pipe.read_within("", Duration::from_secs(1)), None);
        assert_eq!(pipe.read_within("", Duration::from_secs(2)), Some(Input::Line("one".to_owned())));
    }

    struct Broken;

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_left_is_told_of_once_and_ends_the_input() {
        let told = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&told);
        let mut pipe = Pipe::new(&b"one\ntwo\n"[..], Broken, move |_| assert!(!seen.swap(true, Ordering::SeqCst)));
        assert_eq!(pipe.read(""), Input::Line("one".to_owned()));
        pipe.line("lost");
        assert_eq!(pipe.read(""), Input::EndOfInput);
        assert!(told.load(Ordering::SeqCst) && pipe.interrupted());
        pipe.line("lost too");
        pipe.flush();
    }
}
