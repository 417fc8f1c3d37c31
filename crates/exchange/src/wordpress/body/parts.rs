//! Which blocks need no care of their own, and what the others say of themselves: attributes, links of a file, captions.
//! Called by [`super::core_blocks`].

use serde_json::Value;

use super::tags::{Token, Tokens, value};

/// Blocks that only show what the site knows anyway. There is nothing in them to keep.
pub(super) const MADE_BY_SITE: &[&str] = &[
    "archives",
    "avatar",
    "calendar",
    "categories",
    "comment-author-avatar",
    "comment-author-name",
    "comment-content",
    "comment-date",
    "comment-edit-link",
    "comment-reply-link",
    "comment-template",
    "comments",
    "comments-pagination",
    "comments-pagination-next",
    "comments-pagination-numbers",
    "comments-pagination-previous",
    "comments-title",
    "home-link",
    "latest-comments",
    "latest-posts",
    "legacy-widget",
    "loginout",
    "navigation",
    "page-list",
    "page-list-item",
    "pattern",
    "post-author",
    "post-author-biography",
    "post-author-name",
    "post-comment",
    "post-comments",
    "post-comments-count",
    "post-comments-form",
    "post-comments-link",
    "post-content",
    "post-date",
    "post-excerpt",
    "post-featured-image",
    "post-navigation-link",
    "post-template",
    "post-terms",
    "post-time-to-read",
    "post-title",
    "query",
    "query-no-results",
    "query-pagination",
    "query-pagination-next",
    "query-pagination-numbers",
    "query-pagination-previous",
    "query-title",
    "query-total",
    "read-more",
    "rss",
    "search",
    "site-logo",
    "site-tagline",
    "site-title",
    "tag-cloud",
    "template-part",
    "term-count",
    "term-description",
    "term-name",
    "term-template",
    "terms-query",
];

/// Blocks whose own markup and inner blocks say everything: the reader of HTML takes them as they are.
pub(super) const AS_THEY_ARE: &[&str] = &[
    "accordion",
    "accordion-panel",
    "button",
    "buttons",
    "code",
    "column",
    "columns",
    "details",
    "group",
    "heading",
    "html",
    "list",
    "list-item",
    "math",
    "more",
    "nextpage",
    "quote",
    "separator",
    "social-links",
    "spacer",
    "subhead",
    "table",
    "table-of-contents",
    "text",
    "text-columns",
    "widget-group",
    "verse",
    "preformatted",
    "pullquote",
];

/// A link in a file block.
pub(super) struct FileLink {
    pub(super) href: String,
    pub(super) words: String,
    pub(super) button: bool,
}

/// The links of a file block in their order.
pub(super) fn links(html: &str) -> Vec<FileLink> {
    let mut found = Vec::new();
    let mut tokens = Tokens::new(html);
    while let Some(token) = tokens.next() {
        if let Token::Tag(tag) = token
            && tag.is("a")
            && !tag.closing
        {
            let words = super::plain(tokens.take_element("a").trim_end_matches("</a>"));
            let class = value(tag.raw, "class").unwrap_or_default();
            found.push(FileLink {
                href: value(tag.raw, "href").unwrap_or_default(),
                words,
                button: class.contains("wp-block-file__button"),
            });
        }
    }
    found
}

/// The inside of `<figcaption>`, and the rest.
pub(super) fn without_caption(html: &str) -> (String, String) {
    let mut tokens = Tokens::new(html);
    let mut rest = String::new();
    let mut caption = String::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Tag(tag) if tag.is("figcaption") && !tag.closing => {
                let inside = tokens.take_element("figcaption");
                let end = inside.rfind("</").unwrap_or(inside.len());
                caption.push_str(inside.get(..end).unwrap_or_default());
            }
            Token::Tag(tag) => rest.push_str(tag.raw),
            Token::Text(text) => rest.push_str(text),
            Token::Comment(_) => {}
        }
    }
    (caption, rest)
}

/// An attribute that is text, without blanks around it.
pub(super) fn text(attributes: &Value, name: &str) -> Option<String> {
    attributes
        .get(name)
        .and_then(Value::as_str)
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// An attribute that is a number above zero.
pub(super) fn number(attributes: &Value, name: &str) -> Option<i64> {
    let value = attributes.get(name)?;
    value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        .filter(|number| *number > 0)
}
