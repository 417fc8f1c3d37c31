//! `courant export`: the paper taken out, as plain files, for other systems, or as a site of files.
//! `crate::obey` runs it; each form has its file.

mod paper;

use crate::cli::{Export, Form};
use crate::config::Flags;
use crate::failure::{Failure, Result};

/// Exports.
pub async fn run(flags: Flags, export: &Export) -> Result<()> {
    match (&export.form, &export.target) {
        (Some(Form::Site(_)), _) => Err(Failure::new("not yet")),
        (None, Some(target)) => paper::run(flags, target, export.secrets, export.json).await,
        (None, None) => Err(Failure::new("name a folder or a file to write to")),
    }
}
