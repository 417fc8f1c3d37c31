//! The pages that stand in a static copy where the site has a form: they say why it is not there and where it is.
//! `crate::copy` asks for them.

use super::reader::Reader;
use super::view;
use crate::app::App;
use courant_newsroom::Error;

/// The word of the theme that explains what is not at a path; nothing for paths that are copied.
pub(crate) fn explained(path: &str) -> Option<&'static str> {
    match path {
        "/search" | "/quotations" => Some("copy-search"),
        "/correction" => Some("copy-correction"),
        _ => None,
    }
}

/// The page that explains it, with a link to the same page of the paper itself.
pub(crate) async fn explain(app: &App, word: &'static str) -> Result<String, Error> {
    let reader = Reader::begin(app).await?;
    let title = match word {
        "copy-search" => reader.word("search"),
        _ => reader.word("ask-correction"),
    };
    let text = courant_text::plain::read(&reader.word(word), &mut courant_text::SequentialIds::new());
    let context = view::Standing {
        chrome: reader.quiet_chrome(&title),
        title,
        standfirst: None,
        body: view::Html(courant_text::html::write(&text, &courant_text::html::NoSurroundings)),
        updated: None,
    };
    reader.print(&context)
}
