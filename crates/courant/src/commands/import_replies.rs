//! `courant import replies`: brings in replies that lie with Disqus or Remark42, below the stories that are here already.
//! `crate::obey` runs it.

use super::bringing;
use crate::cli::{ImportReplies, Service};
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::house;
use crate::importing::table::Table;
use crate::importing::{Asked, Import, Said, Stop};
use courant_exchange::replies::Piece;
use courant_exchange::replies::disqus::Disqus;
use courant_exchange::replies::remark42::Remark42;
use courant_newsroom::Newsroom;
use courant_newsroom::commands::revise_paper;
use std::fs::File;
use std::io::BufReader;
use std::process::ExitCode;
use tokio::sync::mpsc::{Sender, channel};

/// Opens the paper, brings the replies in, and tells.
pub async fn run(flags: Flags, asked: &ImportReplies) -> Result<ExitCode> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let said = bring(&newsroom, asked, Stop::listen()).await?;
    bringing::report_to(&said, asked.json, asked.report.as_deref())
}

/// Brings the replies in.
pub async fn bring(newsroom: &Newsroom, asked: &ImportReplies, stop: Stop) -> Result<Said> {
    let paper = {
        let mut tx = newsroom.store.read().await?;
        revise_paper::current(&mut tx).await?
    };
    let file = File::open(&asked.file).map_err(|error| Failure::file(&asked.file, &error))?;
    let name = asked
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let how = Asked {
        dry_run: asked.dry_run,
        ..Asked::default()
    };
    let (system, service) = match asked.service {
        Service::Disqus => ("disqus", Service::Disqus),
        Service::Remark42 => ("remark42", Service::Remark42),
    };
    let zone = paper.time_zone();
    let mut import = Import::begin(newsroom, how, (system, None), zone, Table::default(), stop).await?;
    let (into, from) = channel(256);
    let reading = tokio::task::spawn_blocking(move || {
        let file = BufReader::new(file);
        match service {
            Service::Disqus => hand_over(Disqus::new(&name, file), &into),
            Service::Remark42 => hand_over(Remark42::new(&name, file), &into),
        }
    });
    import.bring_threads(from).await?;
    reading
        .await
        .map_err(|_| Failure::new("reading the export broke off"))?;
    import.end().await
}

fn hand_over(pieces: impl Iterator<Item = Piece>, into: &Sender<Piece>) {
    for piece in pieces {
        if into.blocking_send(piece).is_err() {
            return;
        }
    }
}
