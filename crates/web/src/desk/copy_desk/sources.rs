//! Sources of a story: attached as a pasted text, a file, or an address that the house fetches; opened, taken off again.
//! Forms of the rail's copy desk post here. Files and pages become plain words; nothing else of them is kept.

use crate::app::App;
use crate::auth::Signed;
use crate::desk::frame::Frame;
use crate::desk::print::Page;
use crate::desk::problem;
use crate::desk::story::{self, Asked};
use crate::desk::visit::{Desk, leads_to, said};
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use courant_model::account::Act;
use courant_newsroom::commands::attach_source::{self, Attach};
use courant_newsroom::outside::Client;
use courant_newsroom::{Error, Refusal};
use courant_store::q;
use courant_text::{SequentialIds, html, markdown, plain};
use http::StatusCode;
use serde::Serialize;
use std::sync::Arc;
use url::Url;

/// Largest file or page, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;

/// A source, opened.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct SourcePage {
    frame: Frame,
    story: String,
    headline: String,
    kind: String,
    url: String,
    paragraphs: Vec<String>,
}

impl Page for SourcePage {
    const TEMPLATE: &'static str = "source.html";

    fn language(&self) -> &str {
        &self.frame.language
    }

    #[cfg(test)]
    fn samples() -> Vec<Self> {
        vec![Self {
            frame: Frame::sample("Transcript"),
            story: "01S".into(),
            headline: "Ferry <fares>".into(),
            kind: "Transcript".into(),
            url: "https://example.org/a".into(),
            paragraphs: vec!["We <will> come back.".into()],
        }]
    }
}

/// Opens a source.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, source)): Path<(String, String)>,
) -> Response {
    let page = async {
        let mut desk = Desk::enter(&app, &signed.member).await?;
        let (_, head) = story::readable(&mut desk, &signed.who(), &id).await?;
        let source = q!(desk.tx, copydesk::sources(&id))?
            .into_iter()
            .find(|one| one.id == source)
            .ok_or_else(|| Error::NotFound("such source of this story".to_owned()))?;
        let page = SourcePage {
            frame: desk.frame(&source.name, "stories").await?,
            story: id.clone(),
            headline: head.headline,
            kind: desk.word(&format!("source-{}", source.kind)),
            url: source.url,
            paragraphs: source
                .body
                .split('\n')
                .filter(|line| !line.trim().is_empty())
                .map(str::to_owned)
                .collect(),
        };
        desk.print(StatusCode::OK, &page)
    }
    .await;
    problem::or(&app, Some(&signed.member), page).await
}

/// Takes a source off.
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path((id, source)): Path<(String, String)>,
) -> Response {
    let answer = async {
        let mut tx = app.newsroom.store.write().await?;
        attach_source::detach(&mut tx, &app.newsroom.house, &signed.who(), &id, &source).await?;
        tx.commit().await?;
        Ok(leads_to(&format!("/desk/stories/{id}?tab=copy-desk")))
    }
    .await;
    problem::or(&app, Some(&signed.member), answer).await
}

/// What the form held.
#[derive(Default)]
struct Sent {
    kind: String,
    name: String,
    url: String,
    text: String,
    file: Option<(String, Vec<u8>)>,
}

/// Attaches a source.
pub(crate) async fn attach(
    State(app): State<Arc<App>>,
    signed: Signed,
    Path(id): Path<String>,
    form: Multipart,
) -> Response {
    let done = keep(&app, &signed, &id, form).await;
    let answer = match done {
        Ok(()) => Ok(leads_to(&format!("/desk/stories/{id}?tab=copy-desk"))),
        Err(error) => match said(&app, &error).await {
            Some((status, wrong)) => {
                let asked = Asked {
                    tab: "copy-desk",
                    wrong: Some(wrong),
                    verb: "source",
                    status,
                    ..Asked::default()
                };
                story::page(&app, &signed, &id, &asked).await
            }
            None => Err(error),
        },
    };
    problem::or(&app, Some(&signed.member), answer).await
}

async fn keep(app: &App, signed: &Signed, id: &str, form: Multipart) -> Result<(), Error> {
    let who = signed.who();
    {
        // Nothing is read or fetched for whoever may not attach it.
        let mut desk = Desk::enter(app, &signed.member).await?;
        let (story, head) = story::readable(&mut desk, &who, id).await?;
        who.check_story(Act::Write, &story, &head)?;
    }
    let sent = sent(form).await?;
    let (name, body) = words(&sent).await?;
    let attach = Attach {
        story_id: id.to_owned(),
        kind: sent.kind,
        name: if sent.name.trim().is_empty() { name } else { sent.name },
        url: sent.url,
        body,
    };
    let mut tx = app.newsroom.store.write().await?;
    attach_source::run(&mut tx, &app.newsroom.house, &who, &attach).await?;
    tx.commit().await?;
    Ok(())
}

async fn sent(mut form: Multipart) -> Result<Sent, Error> {
    let broke = || {
        Refusal::new(
            "source-broke-off",
            "the upload broke off or is larger than 4 MB; send it again",
        )
    };
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await.map_err(|_| broke())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|_| broke())?.to_vec();
            if !bytes.is_empty() {
                sent.file = Some((file, bytes));
            }
            continue;
        }
        let text = field.text().await.map_err(|_| broke())?;
        match name.as_str() {
            "kind" => sent.kind = text,
            "name" => sent.name = text,
            "url" => text.trim().clone_into(&mut sent.url),
            "text" => sent.text = text,
            _ => {}
        }
    }
    Ok(sent)
}

/// A name for the source, and its words: what was pasted, else the file, else what stands at the address.
async fn words(sent: &Sent) -> Result<(String, String), Error> {
    if !sent.text.trim().is_empty() {
        return Ok((String::new(), sent.text.replace('\r', "")));
    }
    if let Some((name, bytes)) = &sent.file {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Refusal::new(
                "source-unreadable",
                "the file is no text in UTF-8; save it as plain text or paste it",
            )
        })?;
        return Ok((name.clone(), readable(name, text)));
    }
    if sent.url.is_empty() {
        return Err(Refusal::new("source-empty", "paste the words, choose a file, or give an address").into());
    }
    let url = Url::parse(&sent.url)
        .map_err(|_| Refusal::new("source-address", "this is no address; it begins with https://"))?;
    let failed = |error: &dyn std::fmt::Display| {
        Refusal::new("source-address", format!("the page could not be fetched: {error}"))
    };
    let client = Client::new().map_err(|error| failed(&error))?;
    let fetched = client.get(&url, LARGEST).await.map_err(|error| failed(&error))?;
    let text = String::from_utf8_lossy(&fetched.bytes).into_owned();
    let is_html = fetched.content_type.is_none_or(|kind| kind.contains("html"));
    let name = url.host_str().unwrap_or_default().to_owned();
    Ok((name, if is_html { readable("page.html", &text) } else { text }))
}

/// Plain words of a text by the ending of its name.
fn readable(name: &str, text: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    match ending.as_str() {
        "html" | "htm" => plain::write(&html::read(text, &mut SequentialIds::new()).document),
        "md" | "markdown" => plain::write(&markdown::read(text, &mut SequentialIds::new()).document),
        _ => text.replace('\r', ""),
    }
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_page_gives_its_words_and_a_text_stays_as_it_is() {
        assert!(
            readable("a.html", "<p>We will <b>come</b> back.</p><script>x</script>").contains("We will come back.")
        );
        assert!(!readable("a.html", "<p>Yes.</p><script>alert()</script>").contains("alert"));
        assert_eq!(readable("a.txt", "<p>\r\nx"), "<p>\nx");
    }
}
