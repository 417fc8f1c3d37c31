//! What each block of WordPress becomes: HTML that the story document's reader understands, or a line in the report.
//! Called by [`super::read`] for block markup; the table of decisions is `render`.

use std::fmt::Write as _;

use courant_text::escape::attribute as escaped;
use serde_json::Value;

use super::blocks::{Node, Part, parse};
use super::expand::card;
use super::parts::{AS_THEY_ARE, MADE_BY_SITE, links, number, text, without_caption};
use super::tags::{Token, Tokens, value};
use super::{Context, MOST_MADE, Notes, autop, classic, shortcodes};

/// Reusable blocks within reusable blocks.
const DEEPEST_SHARED: usize = 4;
/// Bytes that reusable blocks may add to one text.
const MOST_SHARED: usize = 1 << 20;

/// The HTML of a text written in blocks.
pub(super) fn render(text: &str, context: &Context<'_>, notes: &mut Notes) -> String {
    let mut renderer = Renderer {
        context,
        notes,
        out: String::with_capacity(text.len()),
        shared_depth: 0,
        shared_bytes: 0,
        footnotes_printed: false,
        full: false,
    };
    let parts = parse(text);
    renderer.parts(&parts, true);
    renderer.out
}

struct Renderer<'c, 'n> {
    context: &'c Context<'c>,
    notes: &'n mut Notes,
    out: String,
    shared_depth: usize,
    shared_bytes: usize,
    /// A text has its footnotes once, however often it asks for them.
    footnotes_printed: bool,
    /// Whether it was told that the text has grown beyond [`MOST_MADE`].
    full: bool,
}

impl Renderer<'_, '_> {
    fn parts(&mut self, parts: &[Part<'_>], top: bool) {
        for part in parts {
            match part {
                // Text between blocks is classic text.
                Part::Html(html) if top => {
                    if !html.trim().is_empty() {
                        let made = classic(html, self.context, self.notes);
                        self.out.push_str(&made);
                    }
                }
                Part::Html(html) => self.html(html),
                Part::Block(node) => self.block(node),
            }
        }
    }

    fn html(&mut self, html: &str) {
        if html.contains('[') {
            let made = shortcodes::expand(html, self.context, self.notes, 0);
            self.out.push_str(&made);
        } else {
            self.out.push_str(html);
        }
    }

    /// The block with its own markup around its inner blocks.
    fn as_it_is(&mut self, node: &Node<'_>) {
        self.parts(&node.parts, false);
        // Words of one block never run into the next.
        self.out.push('\n');
    }

    fn block(&mut self, node: &Node<'_>) {
        if self.out.len() > MOST_MADE {
            if !std::mem::replace(&mut self.full, true) {
                self.notes.grown();
            }
            return;
        }
        let Some(name) = node.name.strip_prefix("core/") else {
            return self.foreign(node);
        };
        match name {
            "paragraph" => self.paragraph(node),
            "freeform" | "shortcode" => self.freeform(node),
            "image" => self.image(node),
            "gallery" => self.gallery(node),
            "cover" | "cover-image" => self.cover(node),
            "media-text" => self.media_text(node),
            "file" => self.file(node),
            "audio" | "video" => self.media(node, name),
            "embed" => self.embed(node),
            "block" => self.shared(node),
            "footnotes" => self.footnotes(),
            "missing" => self.foreign(node),
            "accordion-item" => self.accordion_item(node),
            "accordion-heading" => self.as_it_is(node),
            "social-link" => self.social_link(node),
            "navigation-link" | "navigation-submenu" => self.navigation_link(node),
            name if AS_THEY_ARE.contains(&name) => self.as_it_is(node),
            name if MADE_BY_SITE.contains(&name) => self.made_by_site(node, name),
            _ => self.foreign(node),
        }
    }

    fn paragraph(&mut self, node: &Node<'_>) {
        let html = node.html();
        let wrapped = html
            .trim_start()
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("<p"));
        if wrapped || html.trim().is_empty() {
            return self.as_it_is(node);
        }
        self.out.push_str("<p>");
        self.parts(&node.parts, false);
        self.out.push_str("</p>\n");
    }

    fn freeform(&mut self, node: &Node<'_>) {
        let made = classic(&node.html(), self.context, self.notes);
        self.out.push_str(&made);
        for part in &node.parts {
            if let Part::Block(inner) = part {
                self.block(inner);
            }
        }
    }

    /// Pictures are known by the number in the block, where their own class does not give it.
    fn image(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let number = number(&attributes, "id");
        self.numbered(&node.html(), number);
    }

    fn numbered(&mut self, html: &str, number: Option<i64>) {
        match (number, html.find("<img")) {
            (Some(number), Some(at)) if !html.contains("wp-image-") && !html.contains("data-id=") => {
                let (before, from) = html.split_at_checked(at + 4).unwrap_or((html, ""));
                let html = format!("{before} data-id=\"{number}\"{from}");
                self.html(&html);
            }
            _ => self.html(html),
        }
        self.out.push('\n');
    }

    /// The gallery's own class says that its pictures belong together.
    fn gallery(&mut self, node: &Node<'_>) {
        let html = node.html();
        if node.parts.iter().any(|part| matches!(part, Part::Block(_))) || html.contains("<img") {
            return self.as_it_is(node);
        }
        // Long ago a gallery was only its numbers.
        let attributes = node.attributes();
        let ids: Vec<i64> = attributes
            .get("ids")
            .and_then(Value::as_array)
            .map(|ids| ids.iter().filter_map(Value::as_i64).collect())
            .unwrap_or_default();
        if ids.is_empty() {
            return self.as_it_is(node);
        }
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let code = format!("[gallery ids=\"{}\"]", ids.join(","));
        self.html(&code);
        self.html(&html);
    }

    /// A picture or film with words over it: the picture, and then the words.
    fn cover(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let html = node.html();
        let address = text(&attributes, "url").filter(|url| url.starts_with("http") || url.starts_with('/'));
        let film = text(&attributes, "backgroundType").as_deref() == Some("video");
        let shown = Tokens::new(&html).any(|token| {
            matches!(token, Token::Tag(tag) if tag.is_one_of(&["img", "video"]) && !tag.closing
                && value(tag.raw, "class").is_some_and(|class| class.contains("wp-block-cover")))
        });
        if let Some(address) = address.filter(|_| !shown) {
            let address = escaped(&address);
            if film {
                let _ = write!(self.out, "<video src=\"{address}\"></video>");
            } else {
                let number = number(&attributes, "id")
                    .map(|id| format!(" data-id=\"{id}\""))
                    .unwrap_or_default();
                let alt = text(&attributes, "alt").unwrap_or_default();
                let alt = escaped(&alt);
                let _ = write!(
                    self.out,
                    "<figure><img src=\"{address}\" alt=\"{alt}\"{number}></figure>"
                );
            }
        }
        self.as_it_is(node);
    }

    fn media_text(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let mut first = true;
        for part in &node.parts {
            match part {
                Part::Html(html) if first => {
                    self.numbered(html, number(&attributes, "mediaId"));
                    first = false;
                }
                Part::Html(html) => self.html(html),
                Part::Block(inner) => self.block(inner),
            }
        }
        self.out.push('\n');
    }

    /// The file with its name. The button beside it says nothing of its own.
    fn file(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let html = node.html();
        let links = links(&html);
        let named = links.iter().find(|link| !link.button);
        let address = text(&attributes, "href").or_else(|| links.first().map(|link| link.href.clone()));
        let Some(address) = address.filter(|address| !address.is_empty()) else {
            return self.as_it_is(node);
        };
        let name = if let Some(link) = named {
            link.words.clone()
        } else {
            let last = address.rsplit('/').next().unwrap_or_default();
            last.split('?').next().unwrap_or_default().to_owned()
        };
        // The name may lead to another place than the file.
        for link in links
            .iter()
            .filter(|link| link.href != address && !link.href.is_empty())
        {
            self.notes.elsewhere(&link.href);
        }
        for link in links.iter().filter(|link| link.button && link.words != "Download") {
            self.notes.left(format!("the button “{}” of a file", link.words));
        }
        let _ = writeln!(
            self.out,
            "<p class=\"file\"><a href=\"{}\">{}</a></p>",
            escaped(&address),
            escaped(name.trim())
        );
    }

    fn media(&mut self, node: &Node<'_>, sort: &str) {
        let html = node.html();
        let names = format!("<{sort}");
        if html.contains(&names) {
            return self.as_it_is(node);
        }
        let attributes = node.attributes();
        if let Some(address) = text(&attributes, "src") {
            let _ = write!(self.out, "<{sort} src=\"{}\"></{sort}>", escaped(&address));
        } else if let Some(id) = number(&attributes, "id") {
            let address = super::expand::by_number(self.context, id);
            let _ = write!(self.out, "<{sort} src=\"{}\"></{sort}>", escaped(&address));
        }
        self.as_it_is(node);
    }

    /// A card; the caption is its title where it has nothing but words.
    fn embed(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let html = node.html();
        let (caption, rest) = without_caption(&html);
        let inner = super::plain(&rest);
        let written = inner.split_whitespace().find(|word| word.starts_with("http"));
        let Some(address) = text(&attributes, "url").or_else(|| written.map(str::to_owned)) else {
            return self.as_it_is(node);
        };
        let bare = !caption.contains('<');
        let title = if bare { super::plain(&caption) } else { String::new() };
        self.out.push_str(&card(&address, &title));
        // Whatever a script was to replace stays: it may be the words of a post.
        let words: Vec<&str> = inner
            .split_whitespace()
            .filter(|word| *word != address && Some(*word) != written)
            .collect();
        if !words.is_empty() {
            self.html(&rest);
        }
        if !bare {
            self.out.push_str("<p>");
            self.html(&caption);
            self.out.push_str("</p>");
        }
        self.out.push('\n');
    }

    fn shared(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let Some(id) = number(&attributes, "ref") else {
            return self.notes.left("a reusable block without a number".to_owned());
        };
        let Some(content) = self.context.shared.get(&id) else {
            return self
                .notes
                .left(format!("the reusable block {id}: the export does not hold it"));
        };
        self.shared_bytes += content.len();
        if self.shared_depth >= DEEPEST_SHARED || self.shared_bytes > MOST_SHARED {
            return self
                .notes
                .left(format!("the reusable block {id}: it holds itself, or too much"));
        }
        self.shared_depth += 1;
        let parts = parse(content);
        self.parts(&parts, true);
        self.shared_depth -= 1;
    }

    /// Footnotes lie in a meta field beside the text.
    fn footnotes(&mut self) {
        if std::mem::replace(&mut self.footnotes_printed, true) {
            return;
        }
        let notes: Vec<Value> = self
            .context
            .footnotes
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        if notes.is_empty() {
            return self
                .notes
                .left("the footnotes: the export does not hold them".to_owned());
        }
        self.out.push_str("<ol>");
        for note in &notes {
            self.out.push_str("<li>");
            let content = text(note, "content").unwrap_or_default();
            self.html(&content);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ol>\n");
    }

    fn accordion_item(&mut self, node: &Node<'_>) {
        self.out.push_str("<details>");
        for part in &node.parts {
            if let Part::Block(inner) = part {
                if inner.name == "core/accordion-heading" {
                    let words = super::plain(&inner.html());
                    let _ = write!(self.out, "<summary>{}</summary>", escaped(&words));
                } else {
                    self.block(inner);
                }
            }
        }
        self.out.push_str("</details>\n");
    }

    fn social_link(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        let Some(address) = text(&attributes, "url") else {
            return;
        };
        let label = text(&attributes, "label")
            .filter(|label| !label.is_empty())
            .or_else(|| text(&attributes, "service"))
            .unwrap_or_else(|| address.clone());
        let _ = write!(
            self.out,
            "<li><a href=\"{}\">{}</a></li>",
            escaped(&address),
            escaped(&label)
        );
    }

    fn navigation_link(&mut self, node: &Node<'_>) {
        let attributes = node.attributes();
        if let Some(address) = text(&attributes, "url") {
            let label = super::plain(&text(&attributes, "label").unwrap_or_default());
            let label = if label.is_empty() { address.clone() } else { label };
            let _ = write!(
                self.out,
                "<li><a href=\"{}\">{}</a></li>",
                escaped(&address),
                escaped(&label)
            );
        }
        for part in &node.parts {
            if let Part::Block(inner) = part {
                self.block(inner);
            }
        }
    }

    /// Inner text is kept in any case: somebody may have written it.
    fn made_by_site(&mut self, node: &Node<'_>, name: &str) {
        let attributes = node.attributes();
        let more = text(&attributes, "feedURL")
            .or_else(|| text(&attributes, "slug"))
            .map(|more| format!(" ({more})"));
        self.notes.left(format!(
            "the block {name}{}: the site itself makes what it shows",
            more.unwrap_or_default()
        ));
        for name in ["label", "content"] {
            if let Some(words) = text(&attributes, name) {
                self.notes.left(format!("the words “{}”", super::plain(&words)));
            }
        }
        self.as_it_is(node);
    }

    /// A block of a plugin: its visible text is kept and it is named.
    fn foreign(&mut self, node: &Node<'_>) {
        if node.name.starts_with("core-embed/") {
            return self.embed(node);
        }
        if node.parts.is_empty() {
            self.notes.left(format!(
                "the block {}: it holds nothing but settings of a plugin",
                node.name
            ));
        } else {
            self.notes.left(format!(
                "the block {} of a plugin: its text was kept, its form was not",
                node.name
            ));
        }
        let html = node.html();
        // A block without tags is text that somebody typed.
        if !html.contains('<') && !html.trim().is_empty() {
            let made = autop::paragraphs(&html);
            self.html(&made);
            return;
        }
        self.as_it_is(node);
    }
}
