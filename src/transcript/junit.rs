//! JUnit's XML for CI systems.

use super::suite::Outcome;

/// The report of a run: one test case for each recording.
pub fn junit_report(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().filter(|outcome| outcome.problem.is_some()).count();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{failed}\"", outcomes.len());
    xml.push_str(&format!("<testsuites {counts}>\n  <testsuite name=\"dclshadow\" {counts}>\n"));
    for outcome in outcomes {
        let name = escape(&outcome.path.display().to_string());
        let seconds = outcome.millis as f64 / 1000.0;
        let case = format!("    <testcase classname=\"dclshadow\" name=\"{name}\" time=\"{seconds:.3}\"");
        match &outcome.problem {
            None => xml.push_str(&format!("{case}/>\n")),
            Some(problem) => {
                let text = escape(problem);
                let message = text.lines().next().unwrap_or_default();
                xml.push_str(&format!(
                    "{case}>\n      <failure message=\"{message}\">{text}</failure>\n    </testcase>\n"
                ));
            }
        }
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

/// Text as XML 1.0 may hold it: control characters become a question mark.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('?'),
            c => escaped.push(c),
        }
    }
    escaped
}
