//! F$PARSE, F$SEARCH, F$FILE_ATTRIBUTES and F$FID_TO_NAME.

use super::{Arguments, keyword, text, unknown};
use crate::command::Context;
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::process::protection_text;
use crate::node::uic::Uic;
use crate::rms::{Attributes, Environment, FoundFile, FullSpec, expand, search_all, text_of};

/// `F$PARSE(file[,default][,related][,field][,type])`: an empty string for what is no file specification or, unless
/// SYNTAX_ONLY, whose directory does not exist.
pub fn parse(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let field = keyword(arguments, 3);
    if !["", "NODE", "DEVICE", "DIRECTORY", "NAME", "TYPE", "VERSION"].contains(&field.as_str()) {
        return Err(unknown(&field));
    }
    let (mut syntax_only, mut conceal) = (false, true);
    for word in keyword(arguments, 4).split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match word {
            "SYNTAX_ONLY" => syntax_only = true,
            "NO_CONCEAL" => conceal = false,
            _ => return Err(unknown(word)),
        }
    }
    let files = context.files();
    let specs = expand(&files, &text(arguments, 0), &text(arguments, 1), &text(arguments, 2)).unwrap_or_default();
    let found = specs.into_iter().find(|spec| syntax_only || directory_exists(&files, spec));
    let spec = found.map(|spec| if conceal { spec } else { spec.unconcealed() });
    Ok(Value::text(spec.map_or_else(String::new, |spec| field_of(&spec, &field))))
}

fn directory_exists(files: &dyn Environment, spec: &FullSpec) -> bool {
    if !spec.node.is_empty() {
        return true;
    }
    let Ok(files) = files.file_system(&spec.physical_device) else { return false };
    spec.physical_directory().names().is_none_or(|names| files.list(&names).is_ok())
}

fn field_of(spec: &FullSpec, field: &str) -> String {
    let root = spec.root.as_ref().map(ToString::to_string).unwrap_or_default();
    match field {
        "NODE" => spec.node.clone(),
        "DEVICE" => format!("{}:", spec.device),
        "DIRECTORY" => format!("{root}{}", spec.directory),
        "NAME" => spec.name.clone(),
        "TYPE" => format!(".{}", spec.file_type),
        "VERSION" => spec.version.to_string(),
        _ => spec.to_string(),
    }
}

/// `F$SEARCH(file[,stream])`: the next file; an empty string at the end.
pub fn search(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let file = text(arguments, 0);
    let stream = arguments.get(1).and_then(Option::as_ref).map_or(0, Value::integer);
    let mut streams = std::mem::take(&mut context.process.searches);
    let begin = || match crate::rms::search(&context.files(), &file, "", "") {
        Err(nothing) if NOTHING.iter().any(|status| nothing.status.same_message(*status)) => Ok(Default::default()),
        other => other,
    };
    let found = streams.next(i64::from(stream), &file, begin);
    context.process.searches = streams;
    Ok(Value::text(found?.map_or_else(String::new, |file| file.spec.to_string())))
}

/// What F$SEARCH takes for "no file".
const NOTHING: [crate::message::Status; 3] = [codes::RMS_FNF, codes::RMS_DNF, codes::RMS_NMF];

/// F$FILE_ATTRIBUTES(file, item).
pub fn file_attributes(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let item = keyword(arguments, 1);
    let specs = expand(&context.files(), &text(arguments, 0), "", "")?;
    let found = search_all(&context.files(), &specs)?.into_iter().next().ok_or(codes::RMS_FNF)?;
    let attributes = found.files.attributes(&found.directory, &found.entry)?;
    let owner = |uic: u32| context.node.rights().show(Uic::from_longword(uic));
    if item == "LRL" {
        return Ok(integer(longest_record(&found)?));
    }
    let value = numbers(&attributes, &item).or_else(|| switches(&attributes, &item));
    let value = value.or_else(|| strings(&attributes, &item, &found, &owner));
    value.ok_or_else(|| unknown(&item))
}

fn integer(value: impl TryInto<i32>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i32::MAX))
}

fn numbers(attributes: &Attributes, item: &str) -> Option<Value> {
    let uic = Uic::from_longword(attributes.owner);
    Some(match item {
        "ALQ" => integer(attributes.allocated),
        "BKS" | "DEQ" | "FSZ" | "GBC" | "MRN" | "MRS" | "NOA" | "NOK" | "PVN" | "RU" => integer(0),
        "BLS" => integer(512),
        "EOF" => integer(attributes.used()),
        "FFB" => integer(attributes.bytes % 512),
        "GRP" => integer(uic.group),
        "MBM" => integer(uic.member),
        "RVN" => integer(attributes.revisions),
        "VERLIMIT" => integer(32767),
        _ => return None,
    })
}

fn switches(attributes: &Attributes, item: &str) -> Option<Value> {
    Some(match item {
        "AI" | "BI" | "CBT" | "CTG" | "ERASE" | "JOURNAL_FILE" | "KNOWN" | "LOCKED" | "NOBACKUP" | "RCK" | "WCK" => {
            Value::boolean(false)
        }
        "DIRECTORY" => Value::boolean(attributes.is_directory),
        "MOVE" => Value::boolean(true),
        _ => return None,
    })
}

fn strings(attributes: &Attributes, item: &str, found: &FoundFile, owner: &dyn Fn(u32) -> String) -> Option<Value> {
    let id = |id: [u32; 3]| format!("({},{},{})", id[0], id[1], id[2]);
    Some(Value::text(match item {
        "ATDATE" | "BDT" | "EDT" | "STORED_SEMANTICS" => String::new(),
        "CDT" => attributes.created.absolute(),
        "DID" => id(attributes.directory_id),
        "DVI" => found.spec.physical_device.clone(),
        "FID" => id(attributes.file_id),
        "FILE_LENGTH_HINT" => "(-1,-1)".to_owned(),
        "ORG" => "SEQ".to_owned(),
        "PRO" => protection_text(attributes.protection),
        "RAT" => "CR".to_owned(),
        "RDT" => attributes.revised.absolute(),
        "RFM" => attributes.format.word().to_owned(),
        "UIC" => owner(attributes.owner),
        _ => return None,
    }))
}

/// Length of the longest record: the file is read for it.
fn longest_record(found: &FoundFile) -> Result<usize, Condition> {
    if found.entry.is_directory {
        return Ok(512);
    }
    let mut file = found.files.open(&found.directory, &found.entry, crate::rms::Access::reading())?;
    let mut longest = 0;
    while let Some(record) = file.read()? {
        longest = longest.max(text_of(&record).chars().count());
    }
    Ok(longest)
}

/// F$FID_TO_NAME(device, fid): the file of that identification, looked for in every directory.
pub fn fid_to_name(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let device = text(arguments, 0);
    let wanted: Vec<u32> = text(arguments, 1)
        .trim_matches(['(', ')', ' '])
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let pattern = format!("{}:[000000...]*.*;*", device.trim_end_matches(':'));
    for found in crate::rms::search(&context.files(), &pattern, "", "")? {
        if found.files.attributes(&found.directory, &found.entry)?.file_id[..] == wanted[..] {
            return Ok(Value::text(found.spec.to_string()));
        }
    }
    Err(codes::SYSTEM_NOSUCHFILE.into())
}

/// F$READLINK(file): the target of a symbolic link; an empty string for a file that is none.
pub fn readlink(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let specs = expand(&context.files(), &text(arguments, 0), "", "")?;
    search_all(&context.files(), &specs)?.into_iter().next().ok_or(codes::RMS_FNF)?;
    Ok(Value::text(""))
}
