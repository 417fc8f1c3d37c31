//! `courant demo`: makes the demo paper on the first start, keeps everything on the next, and serves it.
//! `crate::obey` runs it.

use crate::cli::Serving;
use crate::config::Flags;
use crate::demo::{self, DemoFolder};
use crate::failure::{Failure, Result};
use crate::{house, report};
use courant_newsroom::commands::revise_paper;
use courant_store::q;
use std::path::PathBuf;
use std::time::Instant;

/// Where the demo is kept when no flag or variable names a folder.
const DATA: &str = "data/demo";

/// Serves the demo.
pub async fn run(flags: Flags, serving: &Serving) -> Result<()> {
    let begun = Instant::now();
    let mut flags = super::serve::with(flags, serving);
    let names_data = flags.data.is_some() || std::env::var_os("COURANT_DATA").is_some();
    if !names_data {
        flags.data = Some(PathBuf::from(DATA));
    }
    let settings = super::settle(&flags)?;
    let data = settings.machine.data.clone();
    std::fs::create_dir_all(&data).map_err(|error| Failure::file(&data, &error))?;
    let premises = super::serve::Premises::take(&settings)?;
    let newsroom = house::open(&settings.machine).await?;
    let stands = {
        let mut tx = newsroom.store.read().await?;
        match revise_paper::current(&mut tx).await {
            Ok(paper) => Some(paper.name),
            Err(courant_newsroom::Error::NotFound(_)) => None,
            Err(error) => return Err(error.into()),
        }
    };
    if let Some(name) = stands {
        report::say(&format!(
            "{name} stands in {} already; everything in it is kept.",
            data.display()
        ));
    } else {
        let loaded = demo::load(&newsroom, &DemoFolder::read()?).await?;
        report::say(&format!(
            "The demo paper was made in {}: {} stories, {} pictures, {} replies, {} ms.",
            data.display(),
            loaded.stories,
            loaded.pictures,
            loaded.replies,
            begun.elapsed().as_millis()
        ));
    }
    let a_story = {
        let mut tx = newsroom.store.read().await?;
        q!(tx, live::latest(false, 1, 0))?.pop().map(|live| live.path)
    };
    premises
        .serve(newsroom, &settings, |url| {
            let site = url.as_str().trim_end_matches('/');
            report::say(&format!("Front page:  {site}/"));
            if let Some(path) = a_story {
                report::say(&format!("A story:     {site}{path}"));
            }
            report::say(&format!("Replies:     courant replies list --data {}", data.display()));
            report::say(&format!(
                "Ready after {} ms. Ctrl-C stops it.",
                begun.elapsed().as_millis()
            ));
        })
        .await
}
