//! Prints that break one rule each, made of what the paper printed: a check that lets one pass is no check.
//! The rules have the names by which validators of feeds know them.

use super::Faults;

/// What is done to a print. A tag means the first of its name.
#[derive(Debug)]
pub enum Op {
    /// Other text in an element.
    Text(&'static str, &'static str),
    /// An element leaves.
    Without(&'static str),
    /// All of its name leave.
    All(&'static str),
    /// An element stands there twice.
    Twice(&'static str),
    /// Another value of an attribute.
    Attr(&'static str, &'static str, &'static str),
    /// An attribute leaves.
    NoAttr(&'static str, &'static str),
    /// Something stands first in an element.
    Into(&'static str, &'static str),
    /// Something in the place of something.
    Swap(&'static str, &'static str),
    /// From the first of a tag on alone.
    In(&'static str, &'static Op),
}

use Op::{All, Attr, In, Into, NoAttr, Swap, Text, Twice, Without};

impl Op {
    fn on(&self, text: &str) -> Option<String> {
        match self {
            Text(tag, new) => {
                let (_, inner, end, _) = element(text, tag)?;
                Some(format!("{}{new}{}", &text[..inner], &text[end..]))
            }
            Without(tag) => {
                let (begin, .., after) = element(text, tag)?;
                Some(format!("{}{}", &text[..begin], &text[after..]))
            }
            All(tag) => {
                let mut left = text.to_owned();
                while let Some(next) = Without(tag).on(&left) {
                    left = next;
                }
                Some(left)
            }
            Twice(tag) => {
                let (begin, .., after) = element(text, tag)?;
                Some(format!("{}{}{}", &text[..after], &text[begin..after], &text[after..]))
            }
            Attr(tag, name, new) => {
                let (from, to) = value(text, tag, name)?;
                Some(format!("{}{new}{}", &text[..from], &text[to..]))
            }
            NoAttr(tag, name) => {
                let (from, to) = value(text, tag, name)?;
                Some(format!("{}{}", &text[..from - name.len() - 3], &text[to + 1..]))
            }
            Into(tag, new) => {
                let (_, inner, ..) = element(text, tag)?;
                Some(format!("{}{new}{}", &text[..inner], &text[inner..]))
            }
            Swap(from, to) => text.contains(from).then(|| text.replacen(from, to, 1)),
            In(tag, op) => {
                let at = opening(text, tag)?;
                Some(format!("{}{}", &text[..at], op.on(&text[at..])?))
            }
        }
    }
}

fn opening(text: &str, tag: &str) -> Option<usize> {
    let begins = format!("<{tag}");
    let mut found = text.match_indices(&begins).map(|(at, _)| at);
    found.find(|at| text[at + 1 + tag.len()..].starts_with(['>', ' ', '/']))
}

/// Where an element begins, where its text does, where that ends, and where it ends itself.
fn element(text: &str, tag: &str) -> Option<(usize, usize, usize, usize)> {
    let begin = opening(text, tag)?;
    let inner = begin + text[begin..].find('>')? + 1;
    if text[..inner].ends_with("/>") {
        return Some((begin, inner, inner, inner));
    }
    let close = format!("</{tag}>");
    let end = inner + text[inner..].find(&close)?;
    Some((begin, inner, end, end + close.len()))
}

fn value(text: &str, tag: &str, name: &str) -> Option<(usize, usize)> {
    let begin = opening(text, tag)?;
    let head = &text[begin..begin + text[begin..].find('>')?];
    let from = begin + head.find(&format!(" {name}=\""))? + name.len() + 3;
    Some((from, from + text[from..].find('"')?))
}

/// Does each to the print, and demands that its rule is reported.
pub fn each_is_caught(text: &str, cases: &[(&str, Op)], check: impl Fn(&str) -> Faults) {
    let passed: Vec<String> = cases
        .iter()
        .filter_map(|(rule, op)| {
            let Some(broken) = op.on(text).filter(|broken| broken != text) else {
                return Some(format!("{rule}, {op:?} finds nothing"));
            };
            let faults = check(&broken);
            let caught = faults.0.iter().any(|(found, _)| found == rule);
            (!caught).then(|| format!("{rule}, {op:?}: {faults:?}"))
        })
        .collect();
    assert!(passed.is_empty(), "{}\n{text}", passed.join("\n"));
}

/// Of RSS 2.0.
pub const RSS: &[(&str, Op)] = &[
    // The file.
    ("SAXError", Swap("</channel>", "")),
    ("SAXError", Swap("</title>", "&nbsp;</title>")),
    ("SAXError", Swap("<channel>", "<channel><a:b/>")),
    ("SAXError", Swap(" encoding=\"UTF-8\"", " encoding=\"Big5\"")),
    ("UseOfExtensionAttr", Attr("rss", "version", "0.91")),
    (
        "UseOfExtensionAttr",
        Swap("<rss ", "<rss xml:base=\"https://a.example/\" "),
    ),
    ("MissingElement", Swap("</channel>", "</channel><channel></channel>")),
    // The channel.
    ("MissingTitle", Without("title")),
    ("MissingLink", Without("link")),
    ("MissingDescription", Without("description")),
    ("NotBlank", Text("title", " ")),
    ("NotBlank", Text("description", "")),
    ("ContainsHTML", Text("title", "The &#x3C;b&#x3E;Paper&#x3C;/b&#x3E;")),
    ("ContainsHTML", Text("title", "The Paper &#x26;amp; Sons")),
    ("ContainsHTML", Text("title", "&#x3C;br/&#x3E;")),
    ("BadCharacters", Text("title", "The Paper \u{fffd}")),
    ("DuplicateElement", Twice("title")),
    ("DuplicateElement", Twice("link")),
    ("DuplicateElement", Twice("description")),
    ("DuplicateElement", Twice("language")),
    ("DuplicateElement", Twice("lastBuildDate")),
    ("DuplicateElement", Twice("generator")),
    ("DuplicateElement", Twice("docs")),
    ("DuplicateElement", Twice("ttl")),
    ("InvalidLink", Text("link", "/")),
    ("InvalidLink", Text("link", "www.paper.example")),
    ("SchemeNotIANARegistered", Text("link", "bogus://paper.example/")),
    ("SchemeNotIANARegistered", Text("link", "mailto:a@paper.example")),
    ("UriNotIri", Text("link", "https://paper.example/ação")),
    ("InvalidUriChar", Text("link", "https://paper.example/a b")),
    ("NonCanonicalURI", Text("link", "HTTPS://Paper.example")),
    ("UnexpectedWhitespace", Text("link", " https://paper.example/ ")),
    ("InvalidLink", Text("docs", "nowhere")),
    ("InvalidLanguage", Text("language", "english-of-the-bay")),
    ("InvalidLanguage", Text("language", "e")),
    ("InvalidRFC2822Date", Text("lastBuildDate", "2026-11-23T12:00:00Z")),
    (
        "InvalidRFC2822Date",
        Text("lastBuildDate", "Tue, 23 Nov 2026 12:00:00 GMT"),
    ),
    (
        "InvalidRFC2822Date",
        Text("lastBuildDate", "Mon, 31 Nov 2026 12:00:00 GMT"),
    ),
    (
        "InvalidRFC2822Date",
        Text("lastBuildDate", "Mon, 23 Nov 2026 25:00:00 GMT"),
    ),
    ("InvalidRFC2822Date", Text("lastBuildDate", "yesterday")),
    (
        "ProblematicalRFC822Date",
        Text("lastBuildDate", "Mon, 23 Nov 2026 12:00:00 -0500"),
    ),
    (
        "ProblematicalRFC822Date",
        Text("lastBuildDate", "23 Nov 2026 12:00:00 GMT"),
    ),
    ("SlashDate", Text("lastBuildDate", "23/11/2026")),
    (
        "ImplausibleDate",
        Text("lastBuildDate", "Fri, 23 Nov 2096 12:00:00 GMT"),
    ),
    (
        "ImplausibleDate",
        Text("lastBuildDate", "Sun, 23 Nov 1930 12:00:00 GMT"),
    ),
    ("InvalidInteger", Text("ttl", "soon")),
    ("InvalidInteger", Text("ttl", "0")),
    ("InvalidInteger", Text("ttl", "-5")),
    ("MisplacedItem", Swap("</channel>", "<ttl>9</ttl></channel>")),
    ("MissingSelf", Without("atom:link")),
    ("RelativeSelf", Attr("atom:link", "href", "/feed.xml")),
    (
        "SelfDoesntMatchLocation",
        Attr("atom:link", "href", "https://other.example/feed.xml"),
    ),
    ("SelfNotAtom", Attr("atom:link", "type", "text/html")),
    ("InvalidMIMEType", Attr("atom:link", "type", "rss")),
    ("UnregisteredAtomLinkRel", Attr("atom:link", "rel", "bogus")),
    ("AttrNotBlank", Attr("atom:link", "rel", "")),
    ("MissingHref", NoAttr("atom:link", "href")),
    ("DuplicateAtomLink", Twice("atom:link")),
    (
        "UnknownNamespace",
        Swap(
            "xmlns:atom=\"http://www.w3.org/2005/Atom\"",
            "xmlns:atom=\"http://bogus.example/\"",
        ),
    ),
    ("UnexpectedText", Into("channel", "text")),
    ("UnexpectedAttribute", Swap("<title>", "<title bogus=\"1\">")),
    // What has an address, a clock or a form of its own, and is printed nowhere.
    (
        "UndefinedElement",
        Into(
            "channel",
            "<cloud domain=\"a\" port=\"80\" path=\"/\" registerProcedure=\"p\" protocol=\"soap\"/>",
        ),
    ),
    (
        "UndefinedElement",
        Into("channel", "<textInput><title>a</title></textInput>"),
    ),
    (
        "UndefinedElement",
        Into("channel", "<skipHours><hour>24</hour></skipHours>"),
    ),
    (
        "UndefinedElement",
        Into("channel", "<skipDays><day>Someday</day></skipDays>"),
    ),
    (
        "UndefinedElement",
        Into("channel", "<managingEditor>ana@paper.example</managingEditor>"),
    ),
    ("UndefinedElement", Into("channel", "<webMaster>nobody</webMaster>")),
    ("UndefinedElement", Into("channel", "<rating>x</rating>")),
    ("UndefinedElement", Into("channel", "<pubDate>x</pubDate>")),
    ("UndefinedElement", Into("item", "<author>nobody</author>")),
    ("UndefinedElement", Into("item", "<source url=\"bogus:\">a</source>")),
    ("UndefinedElement", Into("item", "<comments>nowhere</comments>")),
    ("UndefinedElement", Into("item", "<PhotoDate>x</PhotoDate>")),
    (
        "UnknownNamespace",
        Into("item", "<atom2:x xmlns:atom2=\"http://bogus.example/\"/>"),
    ),
    // An item.
    ("ItemMustContainTitleOrDescription", In("item", &Without("title"))),
    ("MissingLink", In("item", &Without("link"))),
    ("MissingGuid", In("item", &Without("guid"))),
    ("DuplicateElement", In("item", &Twice("title"))),
    ("DuplicateElement", In("item", &Twice("link"))),
    ("DuplicateElement", In("item", &Twice("guid"))),
    ("DuplicateElement", In("item", &Twice("pubDate"))),
    ("DuplicateElement", In("item", &Twice("content:encoded"))),
    ("DuplicateValue", Twice("item")),
    ("InvalidBooleanAttribute", Attr("guid", "isPermaLink", "yes")),
    ("InvalidHttpGUID", Attr("guid", "isPermaLink", "true")),
    ("InvalidHttpGUID", NoAttr("guid", "isPermaLink")),
    ("UnexpectedAttribute", Swap("<guid ", "<guid bogus=\"1\" ")),
    ("InvalidURN", Text("guid", "urn:a:1")),
    ("InvalidFullLink", Text("guid", "12")),
    ("NotSufficientlyUnique", Text("guid", "urn:b:1")),
    ("NotBlank", Text("guid", "")),
    ("InvalidRFC2822Date", Text("pubDate", "soon")),
    ("ImplausibleDate", Text("pubDate", "Fri, 23 Nov 2096 12:00:00 GMT")),
    ("InvalidLink", In("item", &Text("link", "/local/one"))),
    (
        "ContainsHTML",
        In("item", &Text("title", "A &#x3C;i&#x3E;title&#x3C;/i&#x3E;")),
    ),
    (
        "ContainsHTML",
        In("item", &Text("title", "&#x3C;a href=\"x\"&#x3E;x&#x3C;/a&#x3E;")),
    ),
    ("ContainsHTML", In("item", &Text("title", "Caf&#x26;#233;"))),
    ("NotBlank", In("item", &Text("title", ""))),
    ("NotBlank", In("item", &Text("category", " "))),
    ("ContainsEmail", Text("dc:creator", "ana@paper.example")),
    (
        "NeedDescriptionBeforeContent",
        In(
            "item",
            &Swap(
                "<content:encoded>",
                "<content:encoded></content:encoded><description>Late</description><content:encoded>",
            ),
        ),
    ),
    (
        "SecurityRisk",
        Text("content:encoded", "&#x3C;script&#x3E;x&#x3C;/script&#x3E;"),
    ),
    (
        "SecurityRisk",
        Text("content:encoded", "&#x3C;iframe&#x3E;x&#x3C;/iframe&#x3E;"),
    ),
    (
        "SecurityRisk",
        Text("content:encoded", "&#x3C;object&#x3E;x&#x3C;/object&#x3E;"),
    ),
    (
        "SecurityRisk",
        Text("content:encoded", "&#x3C;form&#x3E;x&#x3C;/form&#x3E;"),
    ),
    (
        "SecurityRisk",
        Text("content:encoded", "&#x3C;a href=\"javascript:x\"&#x3E;x&#x3C;/a&#x3E;"),
    ),
    (
        "SecurityRiskAttr",
        Text("content:encoded", "&#x3C;p onclick=\"x\"&#x3E;x&#x3C;/p&#x3E;"),
    ),
    (
        "DangerousStyleAttr",
        Text(
            "content:encoded",
            "&#x3C;p style=\"position:fixed\"&#x3E;x&#x3C;/p&#x3E;",
        ),
    ),
    (
        "ContainsRelRef",
        Text("content:encoded", "&#x3C;img src=\"/a.jpg\"&#x3E;"),
    ),
    (
        "ContainsRelRef",
        Text("content:encoded", "&#x3C;a href=\"b\"&#x3E;x&#x3C;/a&#x3E;"),
    ),
    (
        "NotHtml",
        Text(
            "content:encoded",
            "&#x3C;p&#x3E;&#x3C;b&#x3E;x&#x3C;/p&#x3E;&#x3C;/b&#x3E;",
        ),
    ),
    (
        "HtmlFragment",
        Text(
            "content:encoded",
            "&#x3C;html&#x3E;&#x3C;body&#x3E;x&#x3C;/body&#x3E;&#x3C;/html&#x3E;",
        ),
    ),
    ("NotEscaped", Text("content:encoded", "<p>x</p>")),
    ("NotEscaped", In("item", &Text("description", "<b>x</b>"))),
    // A picture.
    ("DuplicateEnclosure", Twice("enclosure")),
    ("MissingAttribute", NoAttr("enclosure", "url")),
    ("MissingAttribute", NoAttr("enclosure", "length")),
    ("MissingAttribute", NoAttr("enclosure", "type")),
    ("InvalidURLAttribute", Attr("enclosure", "url", "ftp://a.example/a.jpg")),
    ("InvalidURLAttribute", Attr("enclosure", "url", "/media/a.jpg")),
    ("InvalidIntegerAttribute", Attr("enclosure", "length", "many")),
    ("InvalidNonNegativeInteger", Attr("enclosure", "length", "-1")),
    ("InvalidMIMEAttribute", Attr("enclosure", "type", "picture")),
    ("InvalidLink", Attr("media:content", "url", "/media/a.jpg")),
];

/// Of the picture of a channel, where the paper has one.
pub const IMAGE: &[(&str, Op)] = &[
    ("DuplicateElement", Twice("image")),
    ("MissingTitle", In("image", &Without("title"))),
    ("MissingLink", In("image", &Without("link"))),
    ("MissingElement", In("image", &Without("url"))),
    ("ImageTitleDoesntMatch", In("image", &Text("title", "Another"))),
    (
        "ImageLinkDoesntMatch",
        In("image", &Text("link", "https://other.example/")),
    ),
    (
        "ImageUrlFormat",
        In("image", &Text("url", "https://paper.example/icon.bmp")),
    ),
    ("InvalidWidth", Into("image", "<width>145</width>")),
    ("InvalidWidth", Into("image", "<width>wide</width>")),
    ("InvalidHeight", Into("image", "<height>401</height>")),
    ("UnexpectedText", Into("image", "text")),
];

/// Of Atom.
pub const ATOM: &[(&str, Op)] = &[
    // The file.
    ("SAXError", Swap("</feed>", "")),
    ("MissingNamespace", Swap(" xmlns=\"http://www.w3.org/2005/Atom\"", "")),
    ("ObsoleteNamespace", Attr("feed", "xmlns", "http://purl.org/atom/ns#")),
    ("InvalidNamespace", Attr("feed", "xmlns", "http://www.w3.org/2005/atom")),
    (
        "AvoidNamespacePrefix",
        Swap("<id>", "<a:id xmlns:a=\"http://www.w3.org/2005/Atom\">x</a:id><id>"),
    ),
    (
        "UnknownNamespace",
        Swap("<id>", "<b:x xmlns:b=\"http://bogus.example/\"/><id>"),
    ),
    (
        "UnexpectedAttribute",
        Swap("<feed ", "<feed xml:base=\"https://a.example/\" "),
    ),
    ("UnexpectedText", Swap("<id>", "text<id>")),
    ("UndefinedElement", Swap("<id>", "<foo/><id>")),
    ("UndefinedElement", Swap("<id>", "<tagline>x</tagline><id>")),
    ("UndefinedElement", In("entry", &Swap("<id>", "<issued>x</issued><id>"))),
    ("InvalidLanguage", Attr("feed", "xml:lang", "not a language")),
    // The feed.
    ("MissingElement", Without("id")),
    ("MissingElement", Without("title")),
    ("MissingElement", Without("updated")),
    ("DuplicateElement", Twice("id")),
    ("DuplicateElement", Twice("title")),
    ("DuplicateElement", Twice("updated")),
    ("DuplicateElement", Twice("generator")),
    (
        "MisplacedMetadata",
        Swap("</feed>", "<logo>https://a.example/a.png</logo></feed>"),
    ),
    ("NotBlank", Text("id", "")),
    ("UnexpectedWhitespace", Text("id", " urn:paper:feed ")),
    ("InvalidFullLink", Text("id", "/atom.xml")),
    ("SchemeNotIANARegistered", Text("id", "bogus:feed")),
    ("NonCanonicalURI", Text("id", "HTTP://paper.example/")),
    ("NonCanonicalURI", Text("id", "http://paper.example:80/")),
    ("NonCanonicalURI", Text("id", "http://PAPER.example/")),
    ("NonCanonicalURI", Text("id", "http://paper.example/a/../b")),
    ("NonCanonicalURI", Text("id", "http://paper.example")),
    ("InvalidURN", Text("id", "urn:a:1")),
    ("InvalidURN", Text("id", "urn:paper")),
    ("InvalidURN", Text("id", "urn:pa_per:1")),
    ("InvalidURN", Text("id", "urn:paper:a b")),
    ("InvalidUUID", Text("id", "urn:uuid:123")),
    ("InvalidTAG", Text("id", "tag:paper.example")),
    ("InvalidTAG", Text("id", "tag:paper.example,26:a")),
    ("InvalidTAG", Text("id", "tag:paper.example,2026-1:a")),
    ("InvalidTAG", Text("id", "tag:,2026:a")),
    ("InvalidTAG", Text("id", "tag:paper example,2026:a")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23T12:00Z")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23T12:00:00")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23t12:00:00z")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-31T12:00:00Z")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23T24:00:00Z")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23T12:60:00Z")),
    ("InvalidRFC3339Date", Text("updated", "2026-11-23T12:00:00+25:00")),
    ("InvalidRFC3339Date", Text("updated", "20261123T120000Z")),
    ("InvalidRFC3339Date", Text("updated", "Mon, 23 Nov 2026 12:00:00 GMT")),
    ("UnexpectedWhitespace", Text("updated", " 2026-11-23T12:00:00Z")),
    ("ImplausibleDate", Text("updated", "2096-11-23T12:00:00Z")),
    ("ImplausibleDate", Text("updated", "1926-11-23T12:00:00Z")),
    ("NotBlank", Text("title", "")),
    ("ContainsUndeclaredHTML", Text("title", "&#x3C;b&#x3E;x&#x3C;/b&#x3E;")),
    ("ContainsUndeclaredHTML", Text("title", "a &#x26;amp; b")),
    ("InvalidTextType", Swap("<title>", "<title type=\"xhtml\">")),
    ("InvalidTextType", Swap("<title>", "<title type=\"text/html\">")),
    ("AttrNotBlank", Swap("<title>", "<title type=\"\">")),
    ("NotEscaped", Text("title", "<b>x</b>")),
    ("BadCharacters", Text("title", "x \u{e000}")),
    ("MissingSelf", Without("link")),
    ("RelativeSelf", Attr("link", "href", "/atom.xml")),
    (
        "SelfDoesntMatchLocation",
        Attr("link", "href", "https://other.example/atom.xml"),
    ),
    ("SelfNotAtom", Attr("link", "type", "text/html")),
    ("DuplicateAtomLink", Twice("link")),
    ("MissingHref", NoAttr("link", "href")),
    ("NotBlank", Attr("link", "href", "")),
    ("InvalidUriChar", Attr("link", "href", "https://paper.example/a b")),
    ("UnregisteredAtomLinkRel", Attr("link", "rel", "bogus")),
    ("AttrNotBlank", Attr("link", "rel", "")),
    ("InvalidMIMEType", Attr("link", "type", "html")),
    ("InvalidLanguage", Swap("<link ", "<link hreflang=\"1\" ")),
    (
        "AtomLinkNotEmpty",
        Swap(
            "<title>",
            "<link rel=\"via\" href=\"https://a.example/\">x</link><title>",
        ),
    ),
    // An entry.
    ("MissingElement", In("entry", &Without("id"))),
    ("MissingElement", In("entry", &Without("title"))),
    ("MissingElement", In("entry", &Without("updated"))),
    ("MissingElement", Without("name")),
    ("MissingElement", In("entry", &All("author"))),
    ("DuplicateElement", In("entry", &Twice("id"))),
    ("DuplicateElement", In("entry", &Twice("title"))),
    ("DuplicateElement", In("entry", &Twice("published"))),
    ("DuplicateElement", In("entry", &Twice("content"))),
    ("DuplicateElement", Twice("name")),
    ("DuplicateIds", Twice("entry")),
    ("DuplicateUpdated", Twice("entry")),
    ("InvalidRFC3339Date", In("entry", &Text("published", "2026-11-23"))),
    ("InvalidURN", In("entry", &Text("id", "urn:a:1"))),
    ("NotBlank", Text("name", " ")),
    ("ContainsEmail", Text("name", "ana@paper.example")),
    ("ContainsHTML", Text("name", "&#x3C;b&#x3E;Ana&#x3C;/b&#x3E;")),
    ("UndefinedElement", Into("author", "<email>nobody</email>")),
    ("InvalidLink", Into("author", "<uri>/by/ana</uri>")),
    (
        "UnexpectedWhitespace",
        Into("author", "<uri> https://a.example/ </uri>"),
    ),
    ("MissingTypeAttr", NoAttr("content", "type")),
    ("InvalidMIMEType", Attr("content", "type", "words")),
    ("UndeterminableVocabulary", Attr("content", "type", "application/xml")),
    ("MissingTextualContent", Without("content")),
    ("NotEscaped", Text("content", "<p>x</p>")),
    ("NotHtml", Text("content", "&#x3C;p&#x3E;x")),
    ("HtmlFragment", Text("content", "&#x3C;body&#x3E;x&#x3C;/body&#x3E;")),
    (
        "SecurityRisk",
        Text("content", "&#x3C;script&#x3E;x&#x3C;/script&#x3E;"),
    ),
    ("SecurityRisk", Text("content", "&#x3C;bogus&#x3E;x&#x3C;/bogus&#x3E;")),
    (
        "SecurityRiskAttr",
        Text("content", "&#x3C;p onload=\"x\"&#x3E;x&#x3C;/p&#x3E;"),
    ),
    (
        "DangerousStyleAttr",
        Text("content", "&#x3C;p style=\"color:red\"&#x3E;x&#x3C;/p&#x3E;"),
    ),
    (
        "ContainsRelRef",
        Text("content", "&#x3C;a href=\"/x\"&#x3E;x&#x3C;/a&#x3E;"),
    ),
    ("MissingAttribute", NoAttr("category", "term")),
    ("AttrNotBlank", Attr("category", "term", "")),
    (
        "InvalidNonNegativeInteger",
        In("entry", &Swap("<link ", "<link length=\"-1\" ")),
    ),
    ("DuplicateAtomLink", In("entry", &Twice("link"))),
    (
        "ContainsUndeclaredHTML",
        Text("summary", "&#x3C;p&#x3E;x&#x3C;/p&#x3E;"),
    ),
    ("InvalidTextType", Attr("summary", "type", "xhtml")),
];

/// Of sitemaps and their index.
pub const SITEMAP: &[(&str, Op)] = &[
    ("SAXError", Swap("</loc>", "")),
    (
        "InvalidNamespace",
        Swap(
            "http://www.sitemaps.org/schemas/sitemap/0.9",
            "http://www.google.com/schemas/sitemap/0.84",
        ),
    ),
    ("UnexpectedAttribute", Swap("xmlns=", "version=\"1\" xmlns=")),
    ("UndefinedElement", Swap("<loc>", "<priority>2</priority><loc>")),
    (
        "UndefinedElement",
        Swap("</loc>", "</loc><changefreq>sometimes</changefreq>"),
    ),
    ("NotBlank", Text("loc", "")),
    ("InvalidLink", Text("loc", "/local")),
    ("InvalidLink", Text("loc", "http://a.b/")),
    ("UriNotIri", Text("loc", "https://paper.example/ação")),
    ("InvalidRFC3339Date", Swap("</loc>", "</loc><lastmod>today</lastmod>")),
];

/// Of news sitemaps.
pub const NEWS: &[(&str, Op)] = &[
    (
        "InvalidNamespace",
        Swap("http://www.sitemaps.org/schemas/sitemap/0.9", "http://bogus.example/"),
    ),
    (
        "MissingElement",
        Swap(
            "http://www.google.com/schemas/sitemap-news/0.9",
            "http://bogus.example/",
        ),
    ),
    ("MissingElement", Without("news:news")),
    ("UndefinedElement", Without("news:title")),
    (
        "UndefinedElement",
        Swap("<news:title>", "<news:access>Free</news:access><news:title>"),
    ),
    ("NotBlank", Text("news:title", "")),
    ("NotBlank", Text("news:name", "")),
    ("InvalidLanguage", Text("news:language", "en-GB")),
    ("InvalidRFC3339Date", Text("news:publication_date", "yesterday")),
    (
        "OlderThanTwoDays",
        Text("news:publication_date", "2026-11-20T12:00:00Z"),
    ),
    (
        "OlderThanTwoDays",
        Text("news:publication_date", "2026-11-24T12:00:00Z"),
    ),
];
