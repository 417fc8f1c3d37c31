//! What engines and crawlers are asked, and robots.txt as it will be served. `/desk/settings/robots`.

use super::{Around, Shown};
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::query::{self, Typed};
use crate::desk::visit::Desk;
use crate::site::plain::robots_txt;
use axum::response::Response;
use courant_model::crawlers;
use courant_newsroom::Error;
use courant_newsroom::commands::keep_settings::Edit;
use serde::Serialize;

/// The room.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Robots {
    frame: Frame,
    around: Around,
    indexed: bool,
    refuse_training: bool,
    refuse_answering: bool,
    lines: String,
    training: Vec<&'static str>,
    answering: Vec<&'static str>,
    /// The line that would break the file, from 1.
    broken: Option<usize>,
    /// robots.txt with what the form says.
    text: String,
    /// It is not what is served now.
    ahead: bool,
}

impl Page for Robots {
    const TEMPLATE: &'static str = "settings-robots.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let full = Self {
            frame: Frame::sample("Robots"),
            around: Around::sample(),
            indexed: true,
            refuse_training: true,
            refuse_answering: false,
            lines: "User-agent: <b>".into(),
            training: crawlers::TRAINING.to_vec(),
            answering: crawlers::ANSWERING.to_vec(),
            broken: Some(1),
            text: "User-agent: *\nDisallow: /search\n".into(),
            ahead: true,
        };
        let bare = Self {
            indexed: false,
            broken: None,
            ahead: false,
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// What the form means.
pub(super) fn edit(typed: &Typed) -> Edit {
    Edit::Crawlers {
        indexed: typed.contains_key("indexed"),
        refuse_training: typed.contains_key("refuse-training"),
        refuse_answering: typed.contains_key("refuse-answering"),
        lines: query::field(typed, "lines").replace("\r\n", "\n"),
    }
}

/// Prints the room.
pub(super) async fn page(mut desk: Desk<'_>, shown: Shown) -> Result<Response, Error> {
    let mut paper = desk.paper.clone();
    let served = robots_txt(desk.app, &paper);
    paper.indexed = shown.ticked("indexed", paper.indexed);
    paper.refuse_training = shown.ticked("refuse-training", paper.refuse_training);
    paper.refuse_answering = shown.ticked("refuse-answering", paper.refuse_answering);
    let lines = shown.of("lines", paper.robots_lines.clone()).replace("\r\n", "\n");
    let broken = crawlers::fault(&lines).map(|(line, _)| line);
    if broken.is_none() {
        paper.robots_lines.clone_from(&lines);
    }
    let text = robots_txt(desk.app, &paper);
    let (frame, around, status) = shown.frame(&mut desk, "robots").await?;
    let page = Robots {
        frame,
        around,
        indexed: paper.indexed,
        refuse_training: paper.refuse_training,
        refuse_answering: paper.refuse_answering,
        lines,
        training: crawlers::TRAINING.to_vec(),
        answering: crawlers::ANSWERING.to_vec(),
        broken,
        ahead: text != served,
        text,
    };
    desk.print(status, &page)
}
