//! F$GETDVI and F$DEVICE, from the views that SHOW DEVICES prints (dcl.md 16, shadowing.md 2.10).

use super::{Arguments, keyword, plain_device, text};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::views::{DeviceKind, DeviceView};
use crate::rms::matches;
use crate::show::full::Names;
use crate::show::item::{Item, item};

/// F$GETDVI(device, item): EXISTS alone answers for a device that does not exist.
pub fn getdvi(context: &Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let wanted = keyword(arguments, 1);
    let uic = |uic| context.node.rights().show(uic);
    let names = Names { uic: &uic, hardware: context.node.hardware_name() };
    let name = context.device(&text(arguments, 0)).ok();
    let disk = name.as_ref().and_then(|name| context.node.device(name));
    let found = match (disk, name.and_then(|name| plain_device::find(context, &name))) {
        (Some(disk), _) => item(&wanted, &disk, unit_of(context, &disk).as_ref(), &names),
        (None, Some(plain)) => plain.item(context, &wanted, |disk| item(&wanted, disk, None, &names)),
        (None, None) if wanted == "EXISTS" => return Ok(Value::boolean(false)),
        (None, None) => return Err(Condition::new(codes::SYSTEM_NOSUCHDEV).token(wanted)),
    };
    found.map(value).ok_or_else(|| Condition::new(codes::CLI_IVKEYW).token(wanted))
}

/// The virtual unit that a device is or belongs to.
fn unit_of(context: &Context<'_>, device: &DeviceView) -> Option<DeviceView> {
    match &device.member {
        Some(member) => context.node.device(&format!("DSA{}", member.unit)),
        None => (device.kind == DeviceKind::VirtualUnit).then(|| device.clone()),
    }
}

fn value(item: Item) -> Value {
    match item {
        Item::Text(text) => Value::text(text),
        // A longword keeps the low 32 bits of what is larger.
        Item::Number(number) => Value::Integer(number as i32),
        Item::Flag(truth) => Value::boolean(truth),
    }
}

/// `F$DEVICE([name][,class][,type][,stream])`: the next device whose name, class and type match, `""` behind the last.
/// Another name begins the stream anew.
pub fn device(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let pattern = match keyword(arguments, 0) {
        pattern if pattern.is_empty() => "*".to_owned(),
        pattern => pattern.trim_start_matches('_').trim_end_matches(':').to_owned(),
    };
    let (class, kind) = (keyword(arguments, 1), keyword(arguments, 2));
    let stream = arguments.get(3).and_then(Option::as_ref).map_or(0, Value::integer);
    let place = context.process.device_searches.entry(stream).or_default();
    if place.0 != pattern {
        *place = (pattern.clone(), 0);
    }
    let at = place.1;
    let disks = context.node.devices("").into_iter().filter(|d| fits(d, &pattern, &class, &kind)).map(|d| d.name);
    let others = plain_device::all(context)
        .into_iter()
        .filter(|(name, of)| (class.is_empty() || class == *of) && kind.is_empty() && matches(&pattern, name));
    let names: Vec<String> = disks.chain(others.map(|(name, _)| name)).collect();
    let found = names.get(at).cloned();
    // Behind the last device the stream begins again at the next call.
    context.process.device_searches.insert(stream, (pattern, if found.is_some() { at + 1 } else { 0 }));
    Ok(Value::text(found.map_or(String::new(), |name| format!("_{name}:"))))
}

fn fits(device: &DeviceView, pattern: &str, class: &str, kind: &str) -> bool {
    let of_class = class.is_empty() || class == "DISK";
    let of_kind = kind.is_empty() || device.device_type.eq_ignore_ascii_case(kind);
    of_class && of_kind && matches(pattern, &device.name)
}

/// `F$MULTIPATH(device, "MP_PATHNAME", context)`: no device here has several paths, so that there is none to name.
pub fn multipath(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 1);
    if item != "MP_PATHNAME" {
        return Err(Condition::new(codes::CLI_IVKEYW).token(item));
    }
    let name = context.device(&text(arguments, 0))?;
    context.node.device(&name).ok_or(codes::SYSTEM_NOSUCHDEV)?;
    Ok(Value::text(""))
}
