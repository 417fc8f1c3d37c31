//! `courant new`: makes an empty paper: data folder, secret, store, default sections, and a settings file to edit.
//! `crate::obey` runs it.

use crate::cli::New;
use crate::config::Flags;
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::paper::Paper;
use courant_newsroom::commands::open_paper;
use std::io::Write;
use std::path::Path;
use url::Url;

/// Makes it.
pub async fn run(flags: Flags, new: &New) -> Result<()> {
    let settings = super::settle(&flags)?;
    let machine = &settings.machine;
    let paper = Paper {
        language: new.language.clone(),
        ..Paper::new(new.name.trim(), new.zone.trim())
    };
    let newsroom = house::open(machine).await?;
    let mut tx = newsroom.store.write().await?;
    let sections = open_paper::default_sections();
    let opened = open_paper::run(&mut tx, &newsroom.house, &Actor::Console, &paper, &sections)
        .await
        .map_err(|error| match error {
            courant_newsroom::Error::Refusal(refusal) if refusal.key == "paper-stands" => Failure::new(format!(
                "{} holds a paper already; name another folder with --data, or serve this one with `courant serve`",
                machine.data.display()
            )),
            other => other.into(),
        })?;
    tx.commit().await?;
    let file = machine.data.join("courant.toml");
    if !file.exists() {
        write_settings(&file, new.url.as_ref()).map_err(|error| Failure::file(&file, &error))?;
    }
    let names: Vec<String> = opened.into_iter().map(|section| section.name).collect();
    let data = machine.data.display();
    report::say(&format!(
        "{} stands in {data}, with the sections {}.",
        paper.name,
        names.join(", ")
    ));
    report::say(&format!(
        "Keep {} as safe as a password: it opens the addresses of your readers.",
        machine.secret_file.display()
    ));
    report::say(&format!("Serve it with `courant serve --data {data}`."));
    Ok(())
}

fn write_settings(file: &Path, url: Option<&Url>) -> std::io::Result<()> {
    let url = match url {
        Some(url) => format!("url = {:?}", url.as_str().trim_end_matches('/')),
        None => "# url = \"https://news.example\"".to_owned(),
    };
    let text = format!(
        "\
# The settings of this machine. What belongs to the paper (its name, sections, time zone …) is kept in its store.
# A variable COURANT_LISTEN, COURANT_URL … goes before this file, and a flag before both.
# `courant config` prints what is in force and where it came from.

# Where readers reach the paper: scheme, host, perhaps a port. All absolute addresses are made with it.
{url}

# Address and port to listen on.
# listen = \"127.0.0.1:8000\"

# Machines in front of this one whose word about a reader's address is taken.
# proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]

# A server instead of courant.db in this folder. Put the password into COURANT_DATABASE rather than here.
# database = \"postgres://courant@localhost/courant\"

# A folder for pictures, or an S3-compatible bucket (its keys are better kept in COURANT_BLOBS_ACCESS_KEY and
# COURANT_BLOBS_SECRET_KEY).
# blobs = \"blobs\"
# [blobs]
# bucket = \"pictures\"
# endpoint = \"https://s3.example\"
# region = \"eu-central-1\"

# The folder of a theme of your own; `courant theme copy DIR` makes one to begin with.
# theme = \"theme\"

# Most memory for rendered pages.
# page_cache = \"64 MB\"

# How long shared caches may keep pages; only where a CDN is told of every change.
# shared_cache_seconds = 300

# What is logged on standard error.
# log = \"warn,courant=info\"
"
    );
    let mut made = std::fs::File::create_new(file)?;
    made.write_all(text.as_bytes())
}
