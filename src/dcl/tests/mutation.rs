//! Procedures with any bytes in them end, without a panic, in bounded time.

use super::{World, run_in};

const SEEDS: &[&str] = &[
    "$ i = 0\n$loop:\n$ i = i + 1\n$ IF i .LT. 3\n$ THEN\n$   WRITE SYS$OUTPUT \"loop \", i\n$   GOTO loop\n$ ELSE\n$ ENDIF\n",
    "$ CALL sub 'p1' \"two words\"\n$ EXIT 1\n$sub: SUBROUTINE\n$ ON ERROR THEN GOTO out\n$ FAIL %X2C\n$out: EXIT 44\n$ ENDSUBROUTINE\n",
    "$ x = F$EXTRACT(0,F$LOCATE(\",\",list),list) + \"''name'\" - &y\n$ a[0,8] = 27\n$ a[2,3] := text\n$ s*how == \"SET\"\n",
    "$ ON WARNING THEN CONTINUE\n$ GOSUB r\n$ STOP\n$r: IF F$CVTIME(\"TODAY+1-\",,\"HOUR\") .EQS. F$FAO(\"!3ZL!%S\",1) THEN RETURN 2\n$ RETURN\n",
    "$ @SELF a b\n$ SET VERIFY ! 'F$VERIFY(1)'\n$ READ a x\ndata\n$ DECK\n$x: INQUIRE/GLOBAL z \"p\"\n$ WRITE/ERROR=x f z, -\n  1\n",
];

fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 33).unwrap_or(0)
}

fn mutate(seed: &mut u64) -> String {
    let mut bytes: Vec<char> = SEEDS[next(seed) % SEEDS.len()].chars().collect();
    for _ in 0..=next(seed) % 6 {
        let at = next(seed) % (bytes.len() + 1);
        match next(seed) % 5 {
            0 => bytes.insert(at, char::from(u8::try_from(next(seed) % 256).unwrap_or(0))),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => {
                let other: Vec<char> = SEEDS[next(seed) % SEEDS.len()].chars().collect();
                let from = next(seed) % other.len();
                let to = (from + next(seed) % 30).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            3 => bytes.insert(at, ['\'', '"', '&', '$', '-', '!', '(', '.'][next(seed) % 8]),
            _ => {
                let to = (at + next(seed) % 8).min(bytes.len());
                bytes.drain(at..to);
            }
        }
    }
    bytes.into_iter().collect()
}

#[test]
fn mutated_procedures_end() {
    let mut seed =
        std::env::var("DCLSHADOW_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0x5DEE_CE66_D123_4567);
    // DCLSHADOW_MUTATIONS=100000 for a long run.
    let rounds = std::env::var("DCLSHADOW_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(3000);
    for round in 0..rounds {
        let before = seed;
        let text = mutate(&mut seed);
        let result = std::panic::catch_unwind(|| {
            let mut world = World { interrupt_after: Some(3000), ..World::default() };
            world.files.insert("SELF".to_owned(), text.clone());
            // A loop without an end is stopped as an operator would: each poll after the limit is another Ctrl/Y.
            let stopped = &mut Impatient(world);
            super::Interpreter::new().run_procedure(
                stopped,
                super::Source { spec: String::new(), text: text.clone() },
                &[],
            );
        });
        assert!(result.is_ok(), "round {round}, DCLSHADOW_TEST_SEED={before}:\n{text}");
    }
    let _ = run_in(&mut World::default(), "$ EXIT\n");
}

/// A world whose operator presses Ctrl/Y over and over once a limit is passed, and takes ON CONTROL_Y away.
struct Impatient(World);

impl super::Host for Impatient {
    fn next_line(&mut self, state: &mut super::State, continued: bool) -> Option<String> {
        self.0.next_line(state, continued)
    }
    fn procedure(&mut self, state: &mut super::State, spec: &str) -> Result<super::Source, super::Condition> {
        self.0.procedure(state, spec)
    }
    fn verb(&mut self, token: &str) -> Result<String, super::Condition> {
        self.0.verb(token)
    }
    fn execute(&mut self, state: &mut super::State, line: &str) -> super::Status {
        if self.0.polls > 5000 {
            state.end_session();
        }
        self.0.execute(state, line)
    }
    fn lexical(
        &mut self,
        state: &mut super::State,
        name: &str,
        arguments: &[Option<super::Value>],
    ) -> Result<super::Value, super::Condition> {
        self.0.lexical(state, name, arguments)
    }
    fn write(&mut self, state: &mut super::State, write: &super::Write) -> Result<(), super::Condition> {
        self.0.write(state, write)
    }
    fn ask(&mut self, state: &mut super::State, prompt: &str) -> Option<String> {
        self.0.ask(state, prompt)
    }
    fn output(&mut self, line: &str) {
        self.0.output(line);
    }
    fn message(&mut self, state: &super::State, condition: &super::Condition) {
        self.0.message(state, condition);
    }
    fn begin_output(&mut self, state: &mut super::State, spec: &str) -> Result<(), super::Condition> {
        self.0.begin_output(state, spec)
    }
    fn end_output(&mut self, state: &mut super::State) {
        self.0.end_output(state);
    }
    fn poll(&mut self, _: &mut super::State) -> bool {
        self.0.polls += 1;
        self.0.polls > 3000
    }
    fn now(&self) -> super::VmsTime {
        self.0.now()
    }
}
