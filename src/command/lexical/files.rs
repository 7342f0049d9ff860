//! F$PARSE, F$SEARCH, F$FILE_ATTRIBUTES and F$FID_TO_NAME.

use super::{Arguments, keyword, text, unknown};
use crate::clock::VmsTime;
use crate::command::Context;
use crate::command::files::longest_record;
use crate::dcl::Value;
use crate::message::{Condition, codes};
use crate::node::process::protection_text;
use crate::node::uic::Uic;
use crate::rms::{Attributes, Environment, FoundFile, FullSpec, RecordFormat, expand, search_all};

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
    match field {
        "NODE" => spec.node.clone(),
        "DEVICE" => spec.device_field(),
        "DIRECTORY" => spec.directory_field(),
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
    let found = only_file(context, &text(arguments, 0))?;
    let attributes = found.files.attributes(&found.directory, &found.entry)?;
    let owner = |uic: u32| context.node.rights().show(Uic::from_longword(uic));
    if item == "LRL" {
        return Ok(integer(longest_record(&found, &attributes)?));
    }
    let value = numbers(&attributes, &item).or_else(|| switches(&attributes, &item));
    let value = value.or_else(|| strings(&attributes, &item, &found, &owner));
    value.ok_or_else(|| unknown(&item))
}

/// The one file that a specification names; wildcards are [`codes::RMS_WLD`].
fn only_file(context: &Context<'_>, typed: &str) -> Result<FoundFile, Condition> {
    let specs = expand(&context.files(), typed, "", "")?;
    if specs.iter().any(FullSpec::is_wild) {
        return Err(codes::RMS_WLD.into());
    }
    search_all(&context.files(), &specs)?.into_iter().next().ok_or_else(|| codes::RMS_FNF.into())
}

fn integer(value: impl TryInto<i32>) -> Value {
    Value::Integer(value.try_into().unwrap_or(i32::MAX))
}

/// What VERLIMIT is for a file without a limit of versions.
const NO_LIMIT: u16 = 32767;

fn numbers(attributes: &Attributes, item: &str) -> Option<Value> {
    let uic = Uic::from_longword(attributes.owner);
    Some(match item {
        "ALQ" => integer(attributes.allocated),
        "BKS" | "MRN" | "NOA" | "NOK" | "PVN" | "RU" => integer(0),
        "FSZ" => integer(if attributes.format == RecordFormat::VariableFixedControl { 2 } else { 0 }),
        "BLS" => integer(512),
        "DEQ" => integer(attributes.extend),
        "EOF" => integer(attributes.used()),
        "FFB" => integer(attributes.bytes % 512),
        "GBC" => integer(attributes.global_buffers),
        "GRP" => integer(uic.group),
        "MBM" => integer(uic.member),
        "MRS" => integer(attributes.maximum),
        "RVN" => integer(attributes.revisions),
        "VERLIMIT" if attributes.version_limit == 0 => integer(NO_LIMIT),
        "VERLIMIT" => integer(attributes.version_limit),
        _ => return None,
    })
}

fn switches(attributes: &Attributes, item: &str) -> Option<Value> {
    Some(Value::boolean(match item {
        "AI" | "BI" | "CBT" | "JOURNAL_FILE" | "KNOWN" | "LOCKED" => false,
        "CTG" => attributes.contiguous,
        "DIRECTORY" => attributes.is_directory,
        "ERASE" => attributes.erase,
        "MOVE" => !attributes.no_move,
        "NOBACKUP" => attributes.no_backup,
        "RCK" => attributes.read_check,
        "WCK" => attributes.write_check,
        _ => return None,
    }))
}

fn strings(attributes: &Attributes, item: &str, found: &FoundFile, owner: &dyn Fn(u32) -> String) -> Option<Value> {
    let id = |id: [u32; 3]| format!("({},{},{})", id[0], id[1], id[2]);
    let date = |date: Option<VmsTime>| date.map_or_else(String::new, VmsTime::absolute);
    Some(Value::text(match item {
        "ATDATE" | "STORED_SEMANTICS" => String::new(),
        "BDT" => date(attributes.backup),
        "CDT" => attributes.created.absolute(),
        "DID" => id(attributes.directory_id),
        "DVI" => found.spec.physical_device.clone(),
        "EDT" => date(attributes.expires),
        "FID" => id(attributes.file_id),
        "FILE_LENGTH_HINT" => "(-1,-1)".to_owned(),
        "ORG" => if attributes.keys > 0 { "IDX" } else { "SEQ" }.to_owned(),
        "PRO" => protection_text(attributes.protection),
        "RAT" if attributes.is_directory => "BLK".to_owned(),
        "RAT" => attributes.carriage.word().to_owned(),
        "RDT" => attributes.revised.absolute(),
        "RFM" => attributes.format.word().to_owned(),
        "UIC" => owner(attributes.owner),
        _ => return None,
    }))
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
    let all = match crate::rms::search(&context.files(), &pattern, "", "") {
        Err(nothing) if nothing.status == codes::RMS_FNF => return Err(codes::SYSTEM_NOSUCHFILE.into()),
        all => all?,
    };
    for found in all {
        if found.files.attributes(&found.directory, &found.entry)?.file_id[..] == wanted[..] {
            return Ok(Value::text(found.spec.to_string()));
        }
    }
    Err(codes::SYSTEM_NOSUCHFILE.into())
}

/// F$READLINK(file): the target of a symbolic link; an empty string for a file that is none.
pub fn readlink(context: &mut Context<'_>, arguments: &Arguments) -> Result<Value, Condition> {
    let found = only_file(context, &text(arguments, 0))?;
    Ok(Value::text(found.files.link_target(&found.directory, &found.entry).unwrap_or_default()))
}
