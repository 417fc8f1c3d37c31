//! Writes the OpenSearch 1.1 description by which a browser offers the paper's search.
//! The route `opensearch.xml` calls it.

use super::xml::Xml;
use super::{Paper, absolute};

/// The description document in UTF-8; `own_url` is its own address.
///
/// The format's bounds are kept: 16 characters for the short name, 48 for the long one, 1,024 for the description.
pub fn opensearch(paper: &Paper, own_url: &str) -> Vec<u8> {
    let mut xml = Xml::new();
    xml.open(
        "OpenSearchDescription",
        &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")],
    );
    xml.text("ShortName", &shortened(&paper.name, 16));
    xml.text("LongName", &shortened(&paper.name, 48));
    let about = if paper.description.trim().is_empty() {
        &paper.name
    } else {
        &paper.description
    };
    xml.text("Description", &shortened(about, 1024));
    if let Some(search) = absolute(&paper.search_url) {
        let template = format!(
            "{search}{}q={{searchTerms}}",
            if search.contains('?') { '&' } else { '?' }
        );
        xml.empty(
            "Url",
            &[("type", "text/html"), ("method", "get"), ("template", &template)],
        );
    }
    if let Some(own) = absolute(own_url) {
        xml.empty(
            "Url",
            &[
                ("type", "application/opensearchdescription+xml"),
                ("rel", "self"),
                ("template", &own),
            ],
        );
    }
    if let Some(logo) = &paper.logo
        && let Some(url) = absolute(&logo.url)
    {
        xml.text("Image", &url);
    }
    if !paper.language.is_empty() {
        xml.text("Language", &paper.language);
    }
    xml.text("InputEncoding", "UTF-8");
    xml.text("OutputEncoding", "UTF-8");
    xml.finish()
}

/// The text cut to `most` characters, at the end of a word when there is one.
fn shortened(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    match cut.rfind(' ') {
        Some(end) => cut.get(..end).unwrap_or(&cut).to_owned(),
        None => cut,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn a_browser_learns_where_to_send_the_words() {
        let xml = String::from_utf8(opensearch(&sample::paper(), "https://paper.example/opensearch.xml")).unwrap();
        sample::well_formed(xml.as_bytes());
        assert!(
            xml.contains("template=\"https://paper.example/search?q={searchTerms}\""),
            "{xml}"
        );
        assert!(
            xml.contains("rel=\"self\" template=\"https://paper.example/opensearch.xml\""),
            "{xml}"
        );
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        let mut paper = sample::paper();
        paper.name = "The Morning Advertiser of the Northern Coast and its Many Islands".into();
        let xml = String::from_utf8(opensearch(&paper, "")).unwrap();
        assert!(xml.contains("<ShortName>The Morning</ShortName>"), "{xml}");
        assert!(
            xml.contains("<LongName>The Morning Advertiser of the Northern Coast</LongName>"),
            "{xml}"
        );
    }
}
