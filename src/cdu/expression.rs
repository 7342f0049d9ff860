//! The CLD compiler: DISALLOW expressions (cdu.md 2.7).

use nom::Parser;
use nom::combinator::{map, opt};
use nom::multi::separated_list1;
use nom::sequence::delimited;

use super::compiler::{Read, mark, name, need, the, word, wrong};
use super::definition::{Expr, Path};

/// Nesting beyond this is refused, so that no text can exhaust the stack.
const DEPTH: usize = 64;

/// `and OR and...`.
pub fn expr(input: &str, depth: usize) -> Read<'_, Expr> {
    let (rest, list) = separated_list1(the("OR"), |input| and(input, depth)).parse(input)?;
    Ok((rest, one_or(list, Expr::Or)))
}

fn and(input: &str, depth: usize) -> Read<'_, Expr> {
    let (rest, list) = separated_list1(the("AND"), |input| unary(input, depth)).parse(input)?;
    Ok((rest, one_or(list, Expr::And)))
}

fn one_or(mut list: Vec<Expr>, many: impl Fn(Vec<Expr>) -> Expr) -> Expr {
    if list.len() == 1 { list.remove(0) } else { many(list) }
}

fn unary(input: &str, depth: usize) -> Read<'_, Expr> {
    if depth > DEPTH {
        return wrong(input, "an expression that is nested less deeply");
    }
    if let Ok((rest, ())) = mark("(")(input) {
        let (rest, inner) = expr(rest, depth + 1)?;
        return map(need(")", mark(")")), move |()| inner.clone()).parse(rest);
    }
    match word(input) {
        Ok((rest, first)) if first == "NOT" => {
            map(|rest| unary(rest, depth + 1), |inner| Expr::Not(Box::new(inner))).parse(rest)
        }
        Ok((rest, first)) if first == "NEG" => map(path, Expr::Neg).parse(rest),
        Ok((rest, first)) if first == "ANY2" => {
            let list = separated_list1(mark(","), |input| expr(input, depth + 1));
            map(delimited(need("(", mark("(")), list, need(")", mark(")"))), Expr::Any2).parse(rest)
        }
        _ => map(path, Expr::Path).parse(input),
    }
}

/// `[<definition>]label.label...`.
fn path(input: &str) -> Read<'_, Path> {
    let (rest, definition) =
        opt(delimited(mark("<"), need("a definition", name), need(">", mark(">")))).parse(input)?;
    let (rest, labels) = separated_list1(mark("."), need("the name of an entity", name)).parse(rest)?;
    Ok((rest, Path { definition, labels }))
}
