//! `courant export`: the paper taken out, as plain files, for other systems, or as a site of files.
//! `crate::obey` runs it; each form has its file.

mod elsewhere;
mod paper;
mod site;

use crate::cli::{Export, Form};
use crate::config::Flags;
use crate::failure::{Failure, Result};
use elsewhere::System;
use std::process::ExitCode;

/// Exports.
pub async fn run(flags: Flags, export: &Export) -> Result<ExitCode> {
    match (&export.form, &export.target) {
        (Some(Form::Site(asked)), _) => return site::run(flags, asked).await,
        (Some(Form::Wordpress(asked)), _) => elsewhere::run(flags, asked, System::WordPress).await?,
        (Some(Form::Ghost(asked)), _) => elsewhere::run(flags, asked, System::Ghost).await?,
        (None, Some(target)) => paper::run(flags, target, export.secrets, export.json).await?,
        (None, None) => return Err(Failure::new("name a folder or a file to write to")),
    }
    Ok(ExitCode::SUCCESS)
}
