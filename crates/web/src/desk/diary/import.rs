//! Takes a calendar in, pasted or as a file. It says what came of it, the lines that could not be read among it.

use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::stories::{Choice, section_choices};
use crate::desk::visit::{Desk, said};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::response::Response;
use courant_model::account::{Act, On};
use courant_newsroom::commands::import_diary::{self, Report};
use courant_newsroom::diary::ics;
use courant_newsroom::{Error, Refusal};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// Largest body of the form, in bytes: a file and a pasted text.
pub(crate) const LARGEST: usize = 2 * ics::LARGEST + 64 * 1024;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImportPage {
    frame: Frame,
    sections: Vec<Choice>,
    /// What was pasted, when it was refused.
    text: String,
    told: Option<Told>,
}

/// What came of a calendar.
#[derive(Debug, Clone, Serialize)]
struct Told {
    new: usize,
    changed: usize,
    same: usize,
    removed: usize,
    over: usize,
    doubles: usize,
    faults: Vec<Fault>,
    more_faults: usize,
}

#[derive(Debug, Clone, Serialize)]
struct Fault {
    line: usize,
    message: String,
}

impl Page for ImportPage {
    const TEMPLATE: &'static str = "diary-import.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let empty = Self {
            frame: Frame::sample("Import"),
            sections: vec![Choice {
                value: "local".into(),
                label: "Local".into(),
                chosen: true,
            }],
            text: "</textarea>".into(),
            told: None,
        };
        let told = |faults: usize| Told {
            new: 3,
            changed: 1,
            same: 2,
            removed: faults,
            over: faults,
            doubles: faults,
            faults: (0..faults)
                .map(|line| Fault {
                    line,
                    message: "this time cannot be read: <b>".into(),
                })
                .collect(),
            more_faults: faults,
        };
        vec![
            Self {
                told: Some(told(2)),
                ..empty.clone()
            },
            Self {
                told: Some(told(0)),
                ..empty.clone()
            },
            empty,
        ]
    }
}

/// Shows the form.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, String::new(), "", None, None).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Takes what was sent.
pub(crate) async fn take(
    State(app): State<Arc<App>>,
    signed: Signed,
    form: Result<Multipart, MultipartRejection>,
) -> Response {
    let answer = async {
        signed.who().check(Act::Diary, On::NOTHING)?;
        let sent = sent(form).await;
        let (text, section) = match &sent {
            Ok(sent) => (sent.pasted.clone(), sent.section.clone()),
            Err(_) => (String::new(), String::new()),
        };
        let taken = match sent {
            Ok(sent) => taken(&app, &signed, &sent).await,
            Err(refusal) => Err(refusal.into()),
        };
        match taken {
            Ok(report) => page(&app, &signed, String::new(), &section, Some(report), None).await,
            Err(error) => match said(&app, &error).await {
                Some(wrong) => page(&app, &signed, text, &section, None, Some(wrong)).await,
                None => Err(error),
            },
        }
    };
    let answer = answer.await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// What the form holds.
#[derive(Default)]
struct Sent {
    file: String,
    pasted: String,
    section: String,
}

async fn sent(form: Result<Multipart, MultipartRejection>) -> Result<Sent, Refusal> {
    let unreadable = || Refusal::new("calendar-unreadable", "the file did not arrive whole; send it again");
    let mut form = form.map_err(|_| unreadable())?;
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| unreadable())? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| unreadable())?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match name.as_str() {
            "file" => sent.file = text,
            "text" => sent.pasted = text,
            "section" => text.trim().clone_into(&mut sent.section),
            _ => {}
        }
    }
    Ok(sent)
}

async fn taken(app: &App, signed: &Signed, sent: &Sent) -> Result<Report, Error> {
    let text = if sent.file.trim().is_empty() {
        &sent.pasted
    } else {
        &sent.file
    };
    let section = Some(sent.section.as_str()).filter(|section| !section.is_empty());
    let mut tx = app.newsroom.store.write().await?;
    let report = import_diary::run(&mut tx, &app.newsroom.house, &signed.who(), text, section).await?;
    tx.commit().await?;
    Ok(report)
}

async fn page(
    app: &App,
    signed: &Signed,
    text: String,
    section: &str,
    report: Option<Report>,
    wrong: Option<(StatusCode, String)>,
) -> Result<Response, Error> {
    signed.who().check(Act::Diary, On::NOTHING)?;
    let mut desk = Desk::enter(app, &signed.member).await?;
    let none = desk.word("new-no-section");
    let sections = section_choices(&desk, Some(&none), section);
    let title = desk.word("diary-import");
    let mut frame = desk.frame(&title, "day").await?;
    let (status, wrong) = wrong.map_or((StatusCode::OK, None), |(status, wrong)| (status, Some(wrong)));
    frame.wrong = wrong;
    let told = report.map(|report| Told {
        new: report.new,
        changed: report.changed,
        same: report.same,
        removed: report.removed,
        over: report.over,
        doubles: report.doubles,
        more_faults: report.more_faults,
        faults: report
            .faults
            .into_iter()
            .map(|fault| Fault {
                line: fault.line,
                message: fault.message,
            })
            .collect(),
    });
    desk.print(
        status,
        &ImportPage {
            frame,
            sections,
            text,
            told,
        },
    )
}
