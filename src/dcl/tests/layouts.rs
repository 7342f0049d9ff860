//! IF blocks in every layout (dcl.md 19): random nests of blocks, run and compared with what they say.

use super::run;

/// A command of a procedure.
enum Node {
    Write(usize),
    Branch { holds: bool, then: Vec<Node>, otherwise: Option<Vec<Node>> },
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn nodes(&mut self, depth: usize, count: &mut usize) -> Vec<Node> {
        (0..=self.below(3)).map(|_| self.node(depth, count)).collect()
    }

    fn node(&mut self, depth: usize, count: &mut usize) -> Node {
        *count += 1;
        if depth == 0 || self.below(3) == 0 {
            return Node::Write(*count);
        }
        let otherwise = self.below(3) > 0;
        Node::Branch {
            holds: self.below(2) == 0,
            then: self.nodes(depth - 1, count),
            otherwise: otherwise.then(|| self.nodes(depth - 1, count)),
        }
    }

    /// A keyword and the commands behind it, the first of them perhaps on its line.
    fn part(&mut self, keyword: &str, nodes: &[Node], lines: &mut Vec<String>) {
        let (mut inner, apart) = (Vec::new(), self.below(2) == 0);
        nodes.iter().for_each(|node| self.lines(node, &mut inner));
        let first = if apart { None } else { inner.first().cloned() };
        match first {
            Some(first) => {
                let dollar = ["", "$ "][self.below(2)];
                lines.push(format!("{keyword} {dollar}{first}"));
                lines.extend(inner.into_iter().skip(1));
            }
            None => {
                lines.push(keyword.to_owned());
                lines.extend(inner);
            }
        }
    }

    fn lines(&mut self, node: &Node, lines: &mut Vec<String>) {
        match node {
            Node::Write(number) => lines.push(format!("WRITE SYS$OUTPUT {number}")),
            Node::Branch { holds, then, otherwise } => {
                let word = ["IF", "if"][self.below(2)];
                lines.push(format!("{word} {}", u8::from(*holds)));
                let word = ["THEN", "then"][self.below(2)];
                self.part(word, then, lines);
                if let Some(otherwise) = otherwise {
                    self.part("ELSE", otherwise, lines);
                }
                lines.push("ENDIF".to_owned());
            }
        }
    }
}

fn said(nodes: &[Node], out: &mut Vec<String>) {
    for node in nodes {
        match node {
            Node::Write(number) => out.push(number.to_string()),
            Node::Branch { holds: true, then, .. } => said(then, out),
            Node::Branch { otherwise, .. } => said(otherwise.as_deref().unwrap_or_default(), out),
        }
    }
}

#[test]
fn any_nest_of_blocks_runs_as_it_reads() {
    let seed = std::env::var("DCLSHADOW_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(0x0DC1_1F00);
    let mut random = Random(seed);
    for round in 0..400 {
        let nodes = random.nodes(4, &mut 0);
        let (mut lines, mut expected) = (Vec::new(), Vec::new());
        nodes.iter().for_each(|node| random.lines(node, &mut lines));
        said(&nodes, &mut expected);
        let blanks = |random: &mut Random| " ".repeat(random.below(4));
        let text: String = lines.iter().map(|line| format!("${}{line}\n", blanks(&mut random))).collect();
        assert_eq!(run(&text), expected, "seed {seed}, round {round}\n{text}");
    }
}
