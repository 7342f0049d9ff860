//! Privileges, identifiers, and the parts of F$ENVIRONMENT that the interpreter does not know.

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::Condition;
use crate::node::privileges::{Privilege, PrivilegeSet};
use crate::node::process::protection_text;

/// F$ENVIRONMENT items of the process: DEFAULT and PROTECTION.
pub fn environment(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 0);
    Ok(match item.as_str() {
        "DEFAULT" => Value::text(context.process.default_spec(context.node.names())),
        "PROTECTION" => Value::text(protection_text(context.process.default_protection)),
        _ => return Err(unknown(&item)),
    })
}

/// A list such as `OPER,NOGROUP`: each privilege with whether it stands without NO.
fn listed(list: &str) -> Result<Vec<(Privilege, bool)>, Condition> {
    let mut all = Vec::new();
    for word in list.split(',').map(|word| word.trim().to_uppercase()).filter(|word| !word.is_empty()) {
        let plain = Privilege::from_name(&word).map(|p| (p, true));
        let negated = || word.strip_prefix("NO").and_then(Privilege::from_name).map(|p| (p, false));
        match (word.as_str(), plain.or_else(negated)) {
            ("ALL", _) => all.extend(Privilege::ALL.map(|p| (p, true))),
            ("NOALL", _) => all.extend(Privilege::ALL.map(|p| (p, false))),
            (_, Some(found)) => all.push(found),
            (_, None) => return Err(unknown(&word)),
        }
    }
    Ok(all)
}

/// F$PRIVILEGE(list): whether all are as the list says.
pub fn privilege(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let wanted = listed(&text(arguments, 0))?;
    Ok(Value::boolean(wanted.into_iter().all(|(p, on)| context.process.has(p) == on)))
}

/// F$SETPRV(list): changes privileges and returns how those that were named stood before.
pub fn setprv(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let wanted = listed(&text(arguments, 0))?;
    let before = |(p, _): &(Privilege, bool)| {
        let no = if context.process.has(*p) { "" } else { "NO" };
        format!("{no}{}", p.name())
    };
    let before: Vec<String> = wanted.iter().map(before).collect();
    let (mut on, mut off) = (PrivilegeSet::NONE, PrivilegeSet::NONE);
    for (p, set) in wanted {
        let one = PrivilegeSet::NONE.with(p);
        (on, off) = if set { (on.union(one), off.without(one)) } else { (on.without(one), off.union(one)) };
    }
    // What is not authorized stays off without a word: F$PRIVILEGE tells.
    let _ = context.process.privileges.change(on, off);
    Ok(Value::text(before.join(",")))
}

/// F$IDENTIFIER(x, "NAME_TO_NUMBER"|"NUMBER_TO_NAME").
pub fn identifier(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let rights = context.node.rights();
    let conversion = keyword(arguments, 1);
    match conversion.as_str() {
        "NAME_TO_NUMBER" => {
            let name = text(arguments, 0);
            let value = rights.value(&name).or_else(|| rights.parse(&name).map(|uic| uic.longword()));
            Ok(Value::Integer(value.unwrap_or(0).cast_signed()))
        }
        "NUMBER_TO_NAME" => {
            let number = arguments.first().and_then(Option::as_ref).map_or(0, Value::integer);
            Ok(Value::text(rights.name(number.cast_unsigned()).unwrap_or("")))
        }
        _ => Err(unknown(&conversion)),
    }
}

/// Products whose licenses are loaded.
const LICENSED: [&str; 6] =
    ["CLUSTER", "OPENVMS-ALPHA", "OPENVMS-HOBBYIST", "VMSCLUSTER", "VOLSHAD", "VOLUME-SHADOWING"];

/// F$LICENSE(name): 1 if the product may be used.
pub fn license(arguments: &Arguments) -> Value {
    Value::Integer(i32::from(LICENSED.contains(&keyword(arguments, 0).as_str())))
}

/// F$UNIQUE(): 32 hexadecimal digits, never the same on a node.
pub fn unique(context: &mut Context<'_>) -> Value {
    context.process.counters.unique += 1;
    let count = context.process.counters.unique;
    Value::text(format!("{:016X}{:08X}{:08X}", context.node.clock().now().0, context.process.pid, count))
}
