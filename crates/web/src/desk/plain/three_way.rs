//! Three versions of a story, where somebody was faster: what both came from, what stands now, what was sent.
//! `plain.rs` brings them together where they agree, and shows this page where somebody must choose.

use super::read;
use super::sent::{LINES, Sent};
use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::visit::Desk;
use axum::response::Response;
use courant_model::story::Revision;
use courant_newsroom::Error;
use courant_text::Document;
use courant_text::markdown::form;
use courant_text::merge::{self, Line, Stretch};
use http::StatusCode;
use serde::Serialize;

/// Three versions, where somebody was faster.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ThreeWay {
    frame: Frame,
    story: String,
    /// The version that stands now: what is sent from here is compared with it again.
    base: String,
    by: String,
    lines: Vec<Chosen>,
    stretches: Vec<Part>,
    section: String,
    kind: String,
}

/// A field of the three versions.
#[derive(Debug, Clone, Serialize)]
struct Chosen {
    name: &'static str,
    /// The field when nobody need choose.
    agreed: Option<String>,
    base: String,
    theirs: String,
    mine: String,
}

/// A stretch of the text.
#[derive(Debug, Clone, Serialize)]
struct Part {
    number: usize,
    /// Markdown, when nobody need choose.
    agreed: Option<String>,
    base: String,
    theirs: String,
    mine: String,
}

impl Page for ThreeWay {
    const TEMPLATE: &'static str = "three-way.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let part = |agreed: Option<&str>| Part {
            number: 1,
            agreed: agreed.map(str::to_owned),
            base: "Three.".into(),
            theirs: String::new(),
            mine: "</textarea>".into(),
        };
        let line = |agreed: Option<&str>| Chosen {
            name: "headline",
            agreed: agreed.map(str::to_owned),
            base: "A".into(),
            theirs: "B".into(),
            mine: "\"C".into(),
        };
        vec![Self {
            frame: Frame::sample("Ferry"),
            story: "01A".into(),
            base: "r2".into(),
            by: "Rui Paz".into(),
            lines: vec![line(None), line(Some("x"))],
            stretches: vec![part(None), part(Some("x"))],
            section: "local".into(),
            kind: "news".into(),
        }]
    }
}

/// Lines and text brought together, when nobody need choose.
pub(super) fn merged(
    (was, is): (&[String; 9], &[String; 9]),
    (base, theirs): (&Document, &Document),
    sent: &Sent,
    mine: &Document,
) -> Option<(Vec<String>, Document)> {
    let mut together = Vec::with_capacity(LINES.len());
    for (n, (was, is)) in was.iter().zip(is).enumerate() {
        match merge::line(was, is, &sent.line(n)) {
            Line::Agreed(line) => together.push(line.to_owned()),
            Line::Disputed => return None,
        }
    }
    let mut document = Document::default();
    for stretch in merge::documents(base, theirs, mine) {
        match stretch {
            Stretch::Agreed(blocks) => document.blocks.extend(blocks),
            Stretch::Disputed { .. } => return None,
        }
    }
    Some((together, document))
}

pub(super) async fn three_way(
    app: &App,
    signed: &Signed,
    id: &str,
    (was, is): (&[String; 9], &[String; 9]),
    (base, theirs): (&Revision, &Revision),
    sent: &Sent,
    mine: &Document,
) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    let markdown = |blocks: Vec<courant_text::Block>| form::write(&Document { blocks });
    let chosen = was
        .iter()
        .zip(is)
        .enumerate()
        .map(|(n, (was, is))| {
            let mine = sent.line(n);
            Chosen {
                name: LINES.get(n).copied().unwrap_or("headline"),
                agreed: match merge::line(was, is, &mine) {
                    Line::Agreed(line) => Some(line.to_owned()),
                    Line::Disputed => None,
                },
                base: was.clone(),
                theirs: is.clone(),
                mine,
            }
        })
        .collect();
    let stretches = merge::documents(&read(base), &read(theirs), mine)
        .into_iter()
        .enumerate()
        .map(|(number, stretch)| match stretch {
            Stretch::Agreed(blocks) => Part {
                number,
                agreed: Some(markdown(blocks)),
                base: String::new(),
                theirs: String::new(),
                mine: String::new(),
            },
            Stretch::Disputed { base, theirs, mine } => Part {
                number,
                agreed: None,
                base: markdown(base),
                theirs: markdown(theirs),
                mine: markdown(mine),
            },
        })
        .collect();
    let by = desk.actor_name(&theirs.actor).await?;
    let title = desk.word("three-way-title");
    let frame = desk.frame(&title, "stories").await?;
    let page = ThreeWay {
        frame,
        story: id.to_owned(),
        base: theirs.id.clone(),
        by,
        lines: chosen,
        stretches,
        section: sent.section.clone(),
        kind: sent.kind.clone(),
    };
    desk.print(StatusCode::CONFLICT, &page)
}
