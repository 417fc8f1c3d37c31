//! Makes of whatever somebody serves as a feed one that the library reads: RSS of every version becomes 2.0, Atom 0.3 becomes 1.0.
//! Called by [`super::read`] with the tree of the file, in which everything is closed already.

use url::Url;

use super::{Form, MOST, Refusal};
use crate::xml::{Node, Part};

/// The vocabularies that are read: their usual prefix, and by what part of their address they are known.
const NAMESPACES: &[(&str, &str, &str)] = &[
    ("atom", "http://www.w3.org/2005/Atom", "2005/atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/", "modules/content"),
    ("dc", "http://purl.org/dc/elements/1.1/", "purl.org/dc/"),
    ("media", "http://search.yahoo.com/mrss/", "search.yahoo.com/mrss"),
    ("xhtml", "http://www.w3.org/1999/xhtml", "1999/xhtml"),
];
/// Of Media RSS what is read. Times and ratings are not, and the library stumbles over broken ones.
const MEDIA: &[&str] = &["content", "thumbnail", "group", "title", "description", "credit"];
/// Its attributes that are read.
const MEDIA_ATTRIBUTES: &[&str] = &["url", "type", "width", "height", "medium"];
/// Elements of Media RSS in one item, and the bytes of a text in one: each group repeats what stands above it.
const MOST_MEDIA: usize = 200;
const LONGEST_MEDIA: usize = 2000;
/// What marks a category as an enclosure.
pub(super) const ENCLOSURE: &str = "urn:courant:enclosure";
/// The longest head that is said anew with each item, in bytes.
const LONGEST_HEAD: usize = 64 << 10;

/// A feed in parts: what it says of itself, and each item.
pub(super) struct Tidied {
    pub(super) form: Form,
    /// Up to the first item.
    head: String,
    pub(super) items: Vec<String>,
    /// After the last item.
    foot: &'static str,
    /// Start tags alone.
    bare: String,
    /// How many items there were too many.
    pub(super) left_out: usize,
}

impl Tidied {
    /// All of it.
    pub(super) fn whole(&self) -> String {
        let mut out = self.head.clone();
        self.items.iter().for_each(|item| out.push_str(item));
        out.push_str(self.foot);
        out
    }

    /// The head with one item or none.
    pub(super) fn with(&self, item: Option<usize>) -> String {
        let mut out = match item {
            Some(_) if self.head.len() > LONGEST_HEAD => self.bare.clone(),
            _ => self.head.clone(),
        };
        if let Some(item) = item.and_then(|at| self.items.get(at)) {
            out.push_str(item);
        }
        out.push_str(self.foot);
        out
    }
}

/// Takes a tree apart.
pub(super) fn tidy(mut tree: Node) -> Result<Tidied, Refusal> {
    let mut prefixes = Vec::new();
    learn(&tree, &mut prefixes);
    let attributes = tree.attributes.clone();
    canonical(&mut tree, &prefixes);
    match tree.name() {
        "rss" | "RDF" | "channel" => Ok(rss(&tree, &attributes)),
        "feed" => Ok(atom(tree, &attributes)),
        "entry" => Ok(atom(
            Node {
                full: "feed".to_owned(),
                attributes: Vec::new(),
                parts: vec![Part::Node(tree)],
            },
            &attributes,
        )),
        "html" => Err(Refusal::NoFeed("it is a page".to_owned())),
        other => Err(Refusal::NoFeed(format!("its outermost element is {other}"))),
    }
}

/// Which prefixes stand for a vocabulary that is read.
fn learn(node: &Node, prefixes: &mut Vec<(String, &'static str)>) {
    for (name, value) in &node.attributes {
        let Some(prefix) = name.strip_prefix("xmlns:") else {
            continue;
        };
        let address = value.to_ascii_lowercase();
        let known = NAMESPACES.iter().find(|(_, _, mark)| address.contains(mark));
        if let Some((usual, _, _)) = known
            && prefixes.len() < 64
            && !prefixes.iter().any(|(known, _)| known == prefix)
        {
            prefixes.push((prefix.to_owned(), usual));
        }
    }
    for node in node.nodes() {
        learn(node, prefixes);
    }
}

/// Gives every element its usual prefix, and takes out what is not read: other vocabularies, declarations, addresses that nobody
/// can resolve, each of which could cost the whole feed.
fn canonical(node: &mut Node, prefixes: &[(String, &'static str)]) {
    if let Some((prefix, name)) = node.full.split_once(':') {
        let usual = prefixes
            .iter()
            .find(|(known, _)| known == prefix)
            .map(|(_, usual)| *usual)
            .or_else(|| {
                NAMESPACES
                    .iter()
                    .map(|(usual, _, _)| *usual)
                    .find(|usual| *usual == prefix)
            });
        node.full = match usual {
            Some("xhtml") => name.to_owned(),
            Some(usual) => format!("{usual}:{name}"),
            // RDF's own frame, or a prefix for RSS itself.
            None if matches!(name, "RDF" | "rss" | "channel" | "item" | "feed" | "entry") => name.to_owned(),
            None => node.full.clone(),
        };
    }
    let media = node.full.starts_with("media:");
    node.attributes.retain(|(name, value)| match name.as_str() {
        "xml:base" => matches!(Url::parse(value), Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase)),
        "xml:lang" => true,
        name if name == "xmlns" || name.contains(':') => false,
        name => !media || MEDIA_ATTRIBUTES.contains(&name),
    });
    if media && !node.full.ends_with(":group") && !node.full.ends_with(":content") {
        let mut text = node.text();
        text.truncate(text.floor_char_boundary(LONGEST_MEDIA));
        node.parts = vec![Part::Text(text)];
    }
    let mut shown = 0;
    node.parts.retain_mut(|part| {
        let Part::Node(child) = part else { return true };
        canonical(child, prefixes);
        if let Some(name) = child.full.strip_prefix("media:") {
            shown += 1;
            return MEDIA.contains(&name) && shown <= MOST_MEDIA;
        }
        !child.full.contains(':')
            || ["atom:", "content:", "dc:"]
                .iter()
                .any(|known| child.full.starts_with(known))
    });
    if matches!(
        node.full.as_str(),
        "author" | "managingEditor" | "webMaster" | "dc:creator" | "name"
    ) && node.nodes().next().is_none()
    {
        node.parts = vec![Part::Text(person(&node.text()))];
    }
}

/// A name and an address in one text, the address last: the library cuts it by bytes.
pub(super) fn person(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let sign = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | ':' | '"');
    let mail = |word: &&str| {
        word.contains('@')
            && word
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '@'))
    };
    let words: Vec<&str> = text.split(sign).filter(|word| !word.is_empty()).take(40).collect();
    let name: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.contains('@') && *word != "mailto")
        .collect();
    let address = words.iter().copied().find(|word| mail(word)).unwrap_or_default();
    format!("{} {address}", name.join(" ")).trim().to_owned()
}

/// The start tag of the root with every prefix declared.
fn root(name: &str, attributes: &[(String, String)], default: Option<&str>) -> String {
    let mut node = Node {
        full: name.to_owned(),
        ..Node::default()
    };
    match default {
        Some(default) => node.attributes.push(("xmlns".to_owned(), default.to_owned())),
        None => node.attributes.push(("version".to_owned(), "2.0".to_owned())),
    }
    for (name, value) in attributes {
        let base = name == "xml:base" && Url::parse(value).is_ok();
        if base || name == "xml:lang" {
            node.attributes.push((name.clone(), value.clone()));
        }
    }
    for (prefix, address, _) in NAMESPACES {
        node.attributes.push((format!("xmlns:{prefix}"), (*address).to_owned()));
    }
    let mut out = String::new();
    node.open(&mut out);
    out
}

fn rss(tree: &Node, attributes: &[(String, String)]) -> Tidied {
    let bare = root("rss", attributes, None) + "<channel>";
    let mut head = bare.clone();
    let mut items = Vec::new();
    let mut found = 0;
    let empty = Node::default();
    let channel = if tree.name() == "channel" {
        tree
    } else {
        tree.child("channel").unwrap_or(&empty)
    };
    // RSS 0.90 and 1.0 have their items beside the channel, and so have some that are broken.
    let beside = tree
        .nodes()
        .filter(|node| !std::ptr::eq(*node, channel) && node.name() != "channel");
    let beside = beside.filter(|node| !std::ptr::eq(tree, channel) && node.name() == "item");
    for node in channel.nodes().chain(beside) {
        if node.name() == "item" {
            found += 1;
            if items.len() < MOST {
                items.push(rss_item(node));
            }
        } else {
            let mut node = node.clone();
            flatten(&mut node);
            rename(&mut node);
            node.outer(&mut head);
        }
    }
    Tidied {
        form: Form::Rss,
        head,
        left_out: found - items.len(),
        items,
        foot: "</channel></rss>",
        bare,
    }
}

fn rss_item(item: &Node) -> String {
    let mut item = item.clone();
    "item".clone_into(&mut item.full);
    hoist(&mut item);
    for part in &mut item.parts {
        if let Part::Node(node) = part {
            flatten(node);
            rename(node);
        }
    }
    let mut out = String::new();
    item.outer(&mut out);
    out
}

/// Elements of an item that a text before them swallowed, since it was not closed.
fn hoist(item: &mut Node) {
    const OWN: &[&str] = &[
        "link",
        "description",
        "guid",
        "pubDate",
        "author",
        "category",
        "content:encoded",
        "enclosure",
    ];
    let mut out = Vec::with_capacity(item.parts.len());
    for part in std::mem::take(&mut item.parts) {
        let Part::Node(mut node) = part else { continue };
        let mut after = Vec::new();
        if matches!(
            node.full.as_str(),
            "title" | "guid" | "pubDate" | "author" | "category" | "link"
        ) {
            let parts = std::mem::take(&mut node.parts);
            let (own, kept): (Vec<Part>, Vec<Part>) = parts
                .into_iter()
                .partition(|part| matches!(part, Part::Node(inner) if OWN.contains(&inner.full.as_str())));
            node.parts = kept;
            after = own;
        }
        out.push(Part::Node(node));
        out.extend(after);
    }
    item.parts = out;
}

/// Names of older versions and of other vocabularies that say the same.
fn rename(node: &mut Node) {
    match node.full.as_str() {
        "dc:subject" => "category".clone_into(&mut node.full),
        "dc:title" => "title".clone_into(&mut node.full),
        "dc:description" => "description".clone_into(&mut node.full),
        "dc:language" => "language".clone_into(&mut node.full),
        "dc:rights" => "copyright".clone_into(&mut node.full),
        "dc:modified" => "updated".clone_into(&mut node.full),
        // The library forgets an enclosure beside Media RSS; carried as a category it is found again.
        "enclosure" => {
            let told = ["url", "type", "length"].map(|name| node.attribute(name).unwrap_or_default().to_owned());
            *node = Node {
                full: "category".to_owned(),
                attributes: vec![("domain".to_owned(), ENCLOSURE.to_owned())],
                parts: vec![Part::Text(told.join("\n"))],
            };
        }
        "body" | "content" | "fullitem" => "content:encoded".clone_into(&mut node.full),
        _ => {}
    }
}

/// Markup that stands in a text as it is, and not escaped as RSS wants it.
fn flatten(node: &mut Node) {
    let texts = matches!(
        node.name(),
        "title" | "description" | "encoded" | "body" | "content" | "link" | "guid" | "fullitem"
    );
    let own = !node.full.starts_with("media:") && !node.full.starts_with("atom:");
    if texts && own && node.nodes().next().is_some() {
        let mut out = String::new();
        node.inner(&mut out);
        node.parts = vec![Part::Text(out)];
    }
}

fn atom(tree: Node, attributes: &[(String, String)]) -> Tidied {
    let bare = root("feed", attributes, Some("http://www.w3.org/2005/Atom"));
    let mut head = bare.clone();
    let mut items = Vec::new();
    let mut found = 0;
    for part in tree.parts {
        let Part::Node(mut node) = part else { continue };
        modern(&mut node, 0);
        if node.name() == "entry" {
            found += 1;
            if items.len() < MOST {
                let mut out = String::new();
                node.outer(&mut out);
                items.push(out);
            }
        } else {
            node.outer(&mut head);
        }
    }
    Tidied {
        form: Form::Atom,
        head,
        left_out: found - items.len(),
        items,
        foot: "</feed>",
        bare,
    }
}

/// Atom 0.3 as 1.0, and elements of Atom that carry a prefix without it.
fn modern(node: &mut Node, depth: usize) {
    if let Some(own) = node.full.strip_prefix("atom:").map(str::to_owned) {
        node.full = own;
    }
    match node.full.as_str() {
        "issued" | "created" if depth == 1 => "published".clone_into(&mut node.full),
        "modified" => "updated".clone_into(&mut node.full),
        "tagline" => "subtitle".clone_into(&mut node.full),
        "copyright" => "rights".clone_into(&mut node.full),
        "url" if depth == 2 => "uri".clone_into(&mut node.full),
        "title" | "content" | "summary" | "subtitle" | "rights" => text(node),
        _ => {}
    }
    if depth < 2 && !matches!(node.full.as_str(), "content" | "summary" | "title") {
        for part in &mut node.parts {
            if let Part::Node(node) = part {
                modern(node, depth + 1);
            }
        }
    }
}

/// Whether the library can read a media type.
fn is_media_type(text: &str) -> bool {
    let fine = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_'))
    };
    text.trim()
        .split_once('/')
        .is_some_and(|(kind, sub)| fine(kind) && fine(sub))
}

/// A text construct: its type is one that Atom has, and its markup is escaped where it says so.
fn text(node: &mut Node) {
    let kind = node.attribute("type").unwrap_or("text").to_ascii_lowercase();
    let mode = node.attribute("mode").unwrap_or_default().to_owned();
    let has_markup = node.nodes().next().is_some();
    if node.attribute("src").is_some() {
        node.parts.clear();
        node.attributes
            .retain(|(name, value)| name != "type" || is_media_type(value));
        return;
    }
    let kind = match kind.as_str() {
        "xhtml" | "application/xhtml+xml" if has_markup => "xhtml",
        "html" | "text/html" | "xhtml" | "application/xhtml+xml" => "html",
        "text" | "text/plain" if has_markup && mode != "escaped" => "html",
        "text" | "text/plain" | "" => "text",
        // Something else (SVG, base64) is told by the library, where it is a text that may be of any type.
        other if node.full == "content" && is_media_type(other) => return,
        _ if has_markup || node.text().contains("</") => "html",
        _ => "text",
    };
    if kind != "xhtml" && has_markup {
        let mut out = String::new();
        node.inner(&mut out);
        node.parts = vec![Part::Text(out)];
    }
    node.attributes
        .retain(|(name, _)| !matches!(name.as_str(), "type" | "mode"));
    node.attributes.push(("type".to_owned(), kind.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::person;

    #[test]
    fn a_person_is_a_name_and_then_an_address() {
        for (written, read) in [
            ("jo@shore.example (Jo Fell)", "Jo Fell jo@shore.example"),
            ("Zoë（jo@shore.example）", "Zoë（jo@shore.example）"),
            ("Zoë <mailto:jo@shore.example>", "Zoë jo@shore.example"),
            ("Jo Fell", "Jo Fell"),
        ] {
            let found = person(written);
            // What is no address by ASCII alone is left out rather than cut.
            assert!(found == read || !found.contains('@'), "{written}: {found}");
        }
    }
}
