//! CREATE and CREATE/DIRECTORY (command reference 17).

use super::{create_link, owned_by, owner, report};
use crate::cdu::Command;
use crate::command::protection::mask;
use crate::command::{Context, Routine, read_text};
use crate::message::{Condition, Status, codes};
use crate::node::uic::Uic;
use crate::rms::{Change, Environment, Fdl, FileSystem, FullSpec, bytes_of, expand, search_all};

/// The two commands.
pub const ROUTINES: &[Routine] = &[
    Routine {
        name: "CREATE",
        handler: create,
        labels: &["FILE", "LOG", "OWNER_UIC", "PROTECTION", "SYMLINK", "VOLUME"],
    },
    Routine { name: "CREATE_FDL", handler: create_fdl, labels: &["FDL", "FILE", "LOG"] },
    Routine {
        name: "CREATE_DIRECTORY",
        handler: create_directory,
        labels: &["ALLOCATION", "DIRECTORY", "LOG", "NAME", "OWNER_UIC", "PROTECTION", "VERSION_LIMIT", "VOLUME"],
    },
];

/// Makes files from what follows the command in the procedure, or from what is typed until Ctrl/Z.
fn create(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    if let Some(target) = command.value("SYMLINK") {
        return create_links(context, command, target);
    }
    let mut status = Status::NORMAL;
    let header = header(context, command, false)?;
    let typed: Vec<String> = command.items("FILE").iter().map(|item| item.text().to_owned()).collect();
    for text in typed {
        let wrong = |why: Condition| Condition::new(codes::CREATE_OPENOUT).arg(text.to_uppercase()).then(why);
        let specs = expand(&context.files(), &text, "", "").map_err(wrong)?;
        let shown = specs.first().map_or_else(|| text.clone(), ToString::to_string);
        let made = not_in_a_set(command).and_then(|()| context.create_file_with(&specs, &header));
        let (spec, mut file) = match made {
            Ok(made) => made,
            Err(why) => {
                report(context, &mut status, &Condition::new(codes::CREATE_OPENOUT).arg(shown).then(why));
                continue;
            }
        };
        let spec = spec.to_string();
        let write_error = |why| Condition::new(codes::CREATE_WRITEERR).arg(spec.as_str()).then(why);
        while let Some(record) = next_record(context) {
            file.write(&bytes_of(&record)).map_err(write_error)?;
        }
        file.flush().map_err(write_error)?;
        if command.has("LOG") {
            context.message(&Condition::new(codes::CREATE_CREATED).arg(spec));
        }
    }
    Ok(status)
}

/// CREATE/SYMLINK: links that say a text.
fn create_links(context: &mut Context<'_>, command: &Command, target: &str) -> Result<Status, Condition> {
    let mut status = Status::NORMAL;
    let typed: Vec<String> = command.items("FILE").iter().map(|item| item.text().to_owned()).collect();
    for text in typed {
        let wrong = |why: Condition| Condition::new(codes::CREATE_OPENOUT).arg(text.to_uppercase()).then(why);
        let specs = expand(&context.files(), &text, "", "").map_err(wrong)?;
        let spec = specs.into_iter().next().ok_or(codes::RMS_FNM)?;
        match create_link(context, &spec, target) {
            Ok(made) if command.has("LOG") => {
                context.message(&Condition::new(codes::CREATE_CREATED).arg(made.to_string()));
            }
            Ok(_) => {}
            Err(why) => {
                report(context, &mut status, &Condition::new(codes::CREATE_OPENOUT).arg(spec.to_string()).then(why));
            }
        }
    }
    Ok(status)
}

/// /VOLUME names a volume of a volume set; no device that holds files here is one.
fn not_in_a_set(command: &Command) -> Result<(), Condition> {
    match command.has("VOLUME") {
        true => Err(Condition::new(codes::RMS_CRE).then(codes::SYSTEM_NOTVOLSET)),
        false => Ok(()),
    }
}

/// The owner of the directory that a new one lies in, as a longword: /OWNER_UIC=PARENT. NOPRIV for somebody else's.
fn parents_owner(context: &Context<'_>, spec: &FullSpec) -> Result<u32, Condition> {
    let names = spec.physical_directory().names().unwrap_or_default();
    let Some((parent, above)) = names.get(..names.len().saturating_sub(1)).and_then(|names| names.split_last()) else {
        return owned_by(context, Uic::SYSTEM);
    };
    let files = context.files().file_system(&spec.physical_device)?;
    let found = files.list_named(above, parent, "DIR")?.into_iter().find(|entry| entry.is_directory);
    let known = files.attributes(above, &found.ok_or(codes::RMS_DNF)?)?;
    owned_by(context, Uic::from_longword(known.owner))
}

/// What /OWNER_UIC and /PROTECTION say, the former unless the parent directory has the word. Files for somebody else need
/// a privilege.
fn header(context: &Context<'_>, command: &Command, of_parent: bool) -> Result<Change, Condition> {
    let protection = match command.value("PROTECTION") {
        Some(code) => Some(mask(code, context.process.default_protection)?),
        None => None,
    };
    let owner = match command.value("OWNER_UIC").filter(|_| !of_parent) {
        Some(text) => Some(owner(context, text)?),
        None => None,
    };
    Ok(Change { owner, protection, ..Change::default() })
}

fn next_record(context: &mut Context<'_>) -> Option<String> {
    if context.dcl.depth() > 0 {
        return context.dcl.next_data().map(|record| record.to_string());
    }
    context.streams.ask("")
}

/// Makes an empty file as a definition describes it.
fn create_fdl(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let typed = command.value("FDL").unwrap_or_default().to_owned();
    let fdl = Fdl::parse(&definition(context, &typed)?)?;
    let name = command.value("FILE").map(str::to_owned).or_else(|| fdl.name.clone()).ok_or(codes::CLI_INSFPRM)?;
    let wrong = |why: Condition| Condition::new(codes::FDL_CREATE).arg(name.to_uppercase()).then(why);
    let specs = expand(&context.files(), &name, fdl.default_name.as_deref().unwrap_or_default(), "").map_err(wrong)?;
    let shown = specs.first().map_or_else(|| name.clone(), ToString::to_string);
    let wrong = |why: Condition| Condition::new(codes::FDL_CREATE).arg(shown.as_str()).then(why);
    let header = described(context, &fdl)?;
    let (spec, file) = context.create_file_with(&specs, &header).map_err(wrong)?;
    drop(file);
    let made = search_all(&context.files(), std::slice::from_ref(&spec)).map_err(wrong)?;
    for made in made {
        let settled = made.files.change(&made.directory, &made.entry, &header);
        let indexed = || made.files.set_keys(&made.directory, &made.entry, &fdl.keys);
        let settled = settled.and_then(|()| if fdl.keys.is_empty() { Ok(()) } else { indexed() });
        if let Err(why) = settled {
            // A file that is not what was asked for is no use.
            let _ = context.delete_file(&made, false);
            return Err(wrong(why));
        }
    }
    if command.has("LOG") {
        context.message(&Condition::new(codes::FDL_CREATED).arg(spec.to_string()));
    }
    Ok(Status::NORMAL)
}

/// The text of a definition: a file of type .FDL, or what follows the command.
fn definition(context: &mut Context<'_>, typed: &str) -> Result<String, Condition> {
    if typed.trim_end_matches(':').eq_ignore_ascii_case("SYS$INPUT") {
        let mut text = String::new();
        while let Some(record) = next_record(context) {
            text.push_str(&record);
            text.push('\n');
        }
        return Ok(text);
    }
    read_text(context, typed, ".FDL", codes::FDL_OPENFDL).map(|(_, text)| text)
}

/// The header that a definition asks for.
fn described(context: &Context<'_>, fdl: &Fdl) -> Result<Change, Condition> {
    let default = context.process.default_protection;
    Ok(Change {
        owner: fdl.owner.as_deref().map(|text| owner(context, text)).transpose()?,
        protection: fdl.protection.as_deref().map(|code| mask(code, default)).transpose()?,
        allocation: fdl.allocation,
        extend: fdl.extension,
        global_buffers: fdl.global_buffers,
        contiguous: fdl.contiguous,
        read_check: fdl.read_check,
        write_check: fdl.write_check,
        format: fdl.format,
        carriage: fdl.carriage,
        maximum: fdl.size,
        ..Change::default()
    })
}

fn create_directory(context: &mut Context<'_>, command: &Command) -> Result<Status, Condition> {
    let mut status = Status::NORMAL;
    let limit = command.number("VERSION_LIMIT").map(|n| u16::try_from(n).map_err(|_| codes::CREATE_VALERR));
    let allocation = command.number("ALLOCATION").map(|n| u32::try_from(n).map_err(|_| codes::CREATE_VALERR));
    let of_parent = command.value("OWNER_UIC").is_some_and(|owner| owner.eq_ignore_ascii_case("PARENT"));
    let header = Change {
        version_limit: limit.transpose()?,
        allocation: allocation.transpose()?,
        ..header(context, command, of_parent)?
    };
    let typed: Vec<String> = command.items("NAME").iter().map(|item| item.text().to_owned()).collect();
    for text in typed {
        let specs = expand(&context.files(), &text, "", "");
        let spec = specs.map_err(|why| Condition::new(codes::CREATE_DIRNOTCRE).arg(text.as_str()).then(why))?;
        let Some(spec) = spec.into_iter().next() else { continue };
        let header = match of_parent {
            true => Change { owner: Some(parents_owner(context, &spec)?), ..header },
            false => header,
        };
        let shown = spec.directory_spec();
        let names = spec.physical_directory().names();
        let made = match names {
            Some(names) if spec.name.is_empty() && spec.file_type.is_empty() => {
                let files = not_in_a_set(command).and_then(|()| context.files().file_system(&spec.physical_device));
                files.and_then(|files| make_path(&*files, &names, &header))
            }
            _ => Err(codes::RMS_SYN.into()),
        };
        match made {
            Ok(true) if command.has("LOG") => context.message(&Condition::new(codes::CREATE_CREATED).arg(shown)),
            Ok(true) => {}
            Ok(false) => {
                let exists = Condition::new(codes::CREATE_EXISTS).arg(shown);
                report(context, &mut status, &exists);
            }
            Err(why) => report(context, &mut status, &Condition::new(codes::CREATE_DIRNOTCRE).arg(shown).then(why)),
        }
    }
    Ok(status)
}

/// Makes every directory of a path that does not exist; whether the last one was new.
fn make_path(files: &dyn FileSystem, names: &[String], header: &Change) -> Result<bool, Condition> {
    let mut new = false;
    for depth in 0..names.len() {
        new = match files.create_directory(&names[..depth], &names[depth]) {
            Ok(()) => {
                if *header != Change::default() {
                    let mut made = files.list(&names[..depth])?.into_iter();
                    let made = made.find(|e| e.is_directory && e.name == names[depth]).ok_or(codes::RMS_FNF)?;
                    files.change(&names[..depth], &made, header)?;
                }
                true
            }
            Err(why) if why.status == codes::RMS_FEX => false,
            Err(why) => return Err(why),
        };
    }
    Ok(new)
}
