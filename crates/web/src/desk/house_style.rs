//! The house style: every check and rule with how it fares, rules put aside, words of the house, and faults of its files.
//! Editors retire a rule that cries wolf; the files themselves are edited where they lie and read again at once.

use super::frame::Frame;
use super::print::Page;
use super::problem;
use super::query;
use super::visit::{Desk, leads_to, said};
use crate::app::App;
use crate::auth::Signed;
use axum::extract::{Path, RawForm, State};
use axum::response::Response;
use courant_copydesk::Severity;
use courant_model::account::{Act, On};
use courant_newsroom::commands::keep_style;
use courant_newsroom::{Error, copydesk};
use courant_store::q;
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;

/// The page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct HouseStyle {
    frame: Frame,
    checks: Vec<Line>,
    rules: Vec<Line>,
    words: Vec<Word>,
    faults: Vec<FaultLine>,
    folder: String,
    own_rules: usize,
    own_words: usize,
    dictionaries: String,
}

/// A check or rule.
#[derive(Debug, Clone, Serialize)]
struct Line {
    rule: String,
    reason: String,
    severity: &'static str,
    shown: i64,
    accepted: i64,
    dismissed: i64,
    /// Who put it aside and why; empty while it is in force.
    retired_by: String,
    retired_why: String,
    retired: bool,
    may_retire: bool,
}

/// A word of the house.
#[derive(Debug, Clone, Serialize)]
#[expect(clippy::struct_field_names, reason = "as the template calls it")]
struct Word {
    rule: String,
    folded: String,
    word: String,
    by: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Serialize)]
struct FaultLine {
    file: String,
    line: Option<usize>,
    message: String,
}

impl Page for HouseStyle {
    const TEMPLATE: &'static str = "house-style.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        let line = |retired: bool| Line {
            rule: "doubled".into(),
            reason: "The eye skips it.".into(),
            severity: "warn",
            shown: 12,
            accepted: 9,
            dismissed: 2,
            retired_by: "Ana Reis".into(),
            retired_why: "Wrong on <poems>".into(),
            retired,
            may_retire: true,
        };
        let full = Self {
            frame: Frame::sample("House style"),
            checks: vec![line(false), line(true)],
            rules: vec![line(false)],
            words: vec![Word {
                rule: "spelling".into(),
                folded: "quay\"side".into(),
                word: "Quay\"side".into(),
                by: "Ana Reis".into(),
            }],
            faults: vec![FaultLine {
                file: "ours/a.yml".into(),
                line: Some(3),
                message: "its own example fails: <x>".into(),
            }],
            folder: "data/styles".into(),
            own_rules: 2,
            own_words: 5,
            dictionaries: "en-gb".into(),
        };
        let bare = Self {
            words: Vec::new(),
            faults: Vec::new(),
            dictionaries: String::new(),
            ..full.clone()
        };
        vec![full, bare]
    }
}

/// Shows it.
pub(crate) async fn show(State(app): State<Arc<App>>, signed: Signed) -> Response {
    let page = page(&app, &signed, None, StatusCode::OK).await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Puts a rule aside, takes it up again, or takes a word back.
pub(crate) async fn act(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(act): Path<String>,
    RawForm(body): RawForm,
) -> Response {
    let typed = query::pairs(std::str::from_utf8(&body).ok());
    let (rule, who, house) = (query::field(&typed, "rule"), signed.who(), &app.newsroom.house);
    let run = async {
        let mut tx = app.newsroom.store.write().await?;
        match act.as_str() {
            "retire" => keep_style::retire(&mut tx, house, &who, rule, query::field(&typed, "reason")).await?,
            "restore" => keep_style::restore(&mut tx, house, &who, rule).await?,
            "again" => keep_style::again(&mut tx, house, &who, rule, query::field(&typed, "word")).await?,
            _ => return Err(Error::NotFound("such act".to_owned())),
        }
        tx.commit().await?;
        Ok(())
    };
    let done: Result<(), Error> = run.await;
    let answer = match done {
        Ok(()) => Ok(leads_to("/desk/house-style?done=kept")),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => page(&app, &signed, Some(wrong), status).await,
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn page(app: &App, signed: &Signed, wrong: Option<String>, status: StatusCode) -> Result<Response, Error> {
    let mut desk = Desk::enter(app, &signed.member).await?;
    signed.who().check(Act::HouseRules, On::NOTHING)?;
    let style = &app.newsroom.house.style;
    let loaded = style.current().await;
    let may_stop = desk.may(Act::OverrideStop);
    let (mut checks, mut rules) = (Vec::new(), Vec::new());
    for one in copydesk::lines(&mut desk.tx, &loaded).await? {
        let retired_by = match &one.retired {
            Some(retired) => desk.actor_name(&retired.actor).await?,
            None => String::new(),
        };
        let line = Line {
            retired: one.retired.is_some(),
            retired_by,
            retired_why: one.retired.map(|retired| retired.reason).unwrap_or_default(),
            severity: one.severity.word(),
            may_retire: one.may_retire && (may_stop || one.severity != Severity::Stop),
            rule: one.rule,
            reason: one.reason,
            shown: one.shown,
            accepted: one.accepted,
            dismissed: one.dismissed,
        };
        if one.is_check { &mut checks } else { &mut rules }.push(line);
    }
    let mut words = Vec::new();
    for one in q!(desk.tx, copydesk::nevers())? {
        words.push(Word {
            by: desk.actor_name(&one.actor).await?,
            rule: one.rule,
            folded: one.folded,
            word: one.word,
        });
    }
    let mut frame = desk.frame(&desk.word("house-style"), "house-style").await?;
    frame.wrong = wrong;
    let page = HouseStyle {
        frame,
        checks,
        rules,
        words,
        faults: loaded
            .faults
            .iter()
            .map(|fault| FaultLine {
                file: fault.file.clone(),
                line: fault.line,
                message: fault.message.clone(),
            })
            .collect(),
        folder: style
            .folder()
            .map(|folder| folder.display().to_string())
            .unwrap_or_default(),
        own_rules: loaded.own_rules,
        own_words: loaded.own_words,
        dictionaries: loaded.languages().collect::<Vec<_>>().join(", "),
    };
    desk.print(status, &page)
}
