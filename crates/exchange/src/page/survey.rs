//! A walk over the parsed page that says of each element how much prose it holds and whether it is furniture.
//! Made once by `web`; `body` chooses by it and `clean` follows it.

use std::collections::HashMap;

use scraper::node::Element;
use scraper::{ElementRef, Html};

use super::furniture;

/// Identity of an element: the address of its value, which does not move while the page is borrowed.
/// (`scraper` does not name the id type of its tree.)
pub(crate) type NodeId = usize;

/// The id of an element.
pub(crate) fn id_of(element: ElementRef<'_>) -> NodeId {
    std::ptr::from_ref::<Element>(element.value()).addr()
}

/// How much text stands inside an element, furniture not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Measure {
    /// Characters of text.
    pub chars: usize,
    /// Of these, characters inside links.
    pub linked: usize,
    /// Characters in blocks of connected prose.
    pub prose: usize,
    /// How many such blocks.
    pub blocks: usize,
}

impl Measure {
    /// Share of the text that is links, 0 to 1.
    pub(crate) fn link_density(self) -> f64 {
        if self.chars == 0 {
            0.0
        } else {
            self.linked as f64 / self.chars as f64
        }
    }
}

/// What the walk found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    /// Elements to pass over with everything in them. An empty reason means that nothing printed is lost.
    pub out: HashMap<NodeId, &'static str>,
    /// Text measures of the rest.
    pub measures: HashMap<NodeId, Measure>,
}

impl Survey {
    /// The measure of an element; zero for one inside furniture.
    pub(crate) fn of(&self, element: ElementRef<'_>) -> Measure {
        self.measures.get(&id_of(element)).copied().unwrap_or_default()
    }

    /// Whether the element itself is passed over.
    pub(crate) fn is_out(&self, element: ElementRef<'_>) -> bool {
        self.out.contains_key(&id_of(element))
    }

    /// Whether the element or one around it is passed over.
    pub(crate) fn is_within_out(&self, element: ElementRef<'_>) -> bool {
        self.is_out(element)
            || element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|above| self.is_out(above))
    }
}

/// Elements that never print anything.
const SILENT: &[&str] = &[
    "script",
    "style",
    "template",
    "head",
    "link",
    "meta",
    "svg",
    "canvas",
    "object",
    "param",
    "input",
    "select",
    "option",
    "datalist",
    "map",
    "area",
    "source",
    "track",
    "frame",
    "frameset",
    "noframes",
    "noembed",
    "base",
    "amp-analytics",
    "amp-ad",
    "amp-sidebar",
    "amp-pixel",
    "progress",
    "meter",
];

/// Elements that start a new line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "footer",
    "nav",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "caption",
    "blockquote",
    "figure",
    "figcaption",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "form",
    "fieldset",
    "body",
    "html",
    "center",
    "address",
    "hr",
    "details",
    "summary",
    "noscript",
    "dialog",
    "hgroup",
    "amp-img",
    "font-block",
];

/// Whether an element of this name starts a new line.
pub(crate) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Class, id and role in one string.
pub(crate) fn names_of(element: &Element) -> String {
    let mut names = String::new();
    for attribute in ["class", "id", "role", "data-testid", "data-component"] {
        if let Some(value) = element.attr(attribute) {
            names.push_str(value);
            names.push(' ');
        }
    }
    names
}

/// Walks the page.
pub(crate) fn survey(page: &Html) -> Survey {
    let mut survey = Survey::default();
    // First without any judgement, so that a wrong name on the whole story's frame can be told from a real box.
    mark_silent(page, &mut survey);
    measure(page, &mut survey);
    mark_furniture(page, &mut survey);
    mark_teasers(page, &mut survey);
    measure(page, &mut survey);
    survey
}

fn mark_silent(page: &Html, survey: &mut Survey) {
    for element in page.root_element().descendent_elements() {
        let value = element.value();
        let name = value.name();
        if SILENT.contains(&name) && !(name == "object" && element.text().count() > 0) {
            survey.out.insert(id_of(element), "");
        } else if matches!(name, "button" | "textarea" | "label" | "legend" | "dialog") {
            survey.out.insert(id_of(element), "buttons");
        } else if name == "noscript" {
            survey.out.insert(id_of(element), "");
        } else if is_hidden(value) {
            survey.out.insert(id_of(element), "hidden from sight");
        }
    }
}

fn is_hidden(element: &Element) -> bool {
    if element.attr("hidden").is_some_and(|value| value != "until-found") || element.attr("aria-hidden") == Some("true")
    {
        return true;
    }
    element.attr("style").is_some_and(|style| {
        let style: String = style
            .chars()
            .filter(|c| !c.is_ascii_whitespace())
            .collect::<String>()
            .to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

fn mark_furniture(page: &Html, survey: &mut Survey) {
    let root = page.root_element();
    let whole = survey.of(root).prose.max(1);
    // A frame that hides nearly everything is shown by a script later on: look inside it.
    if whole < 400 {
        let freed: Vec<NodeId> = root
            .descendent_elements()
            .filter(|element| survey.out.get(&id_of(*element)) == Some(&"hidden from sight"))
            .filter(|element| element.text().map(str::len).sum::<usize>() > 1200)
            .map(id_of)
            .collect();
        if !freed.is_empty() {
            for id in freed {
                survey.out.remove(&id);
            }
            measure(page, survey);
        }
    }
    let whole = survey.of(root).prose.max(1);
    for element in root.descendent_elements() {
        if survey.is_out(element) {
            continue;
        }
        let Some(why) = furniture_reason(element) else { continue };
        let name = element.value().name();
        if matches!(name, "html" | "body" | "main") {
            continue;
        }
        let measure = survey.of(element);
        let share = measure.prose as f64 / whole as f64;
        // A box with the bulk of the page's prose in it is the story's frame, whatever its name; readers' comments may be longer than the story.
        let most = match why {
            "comments of readers" | "the reply form" => 0.85,
            _ => 0.4,
        };
        if share > most && measure.link_density() < 0.5 && measure.prose > 200 {
            continue;
        }
        if holds_the_story(element) || (why == "share buttons" && holds_a_post(element)) {
            continue;
        }
        survey.out.insert(id_of(element), why);
    }
}

/// Three and more boxes side by side, each a linked heading with a line or two: links to other stories.
fn mark_teasers(page: &Html, survey: &mut Survey) {
    for parent in page.root_element().descendent_elements() {
        if survey.is_out(parent) {
            continue;
        }
        let mut cards: Vec<NodeId> = Vec::new();
        for child in parent.child_elements() {
            if is_teaser(child, survey) {
                cards.push(id_of(child));
            }
        }
        if cards.len() >= 3 {
            for card in cards {
                survey.out.insert(card, "links to other stories");
            }
        }
    }
}

/// A box with one linked heading and hardly any text.
fn is_teaser(element: ElementRef<'_>, survey: &Survey) -> bool {
    let name = element.value().name();
    if !matches!(name, "div" | "li" | "article" | "section" | "td" | "a") || survey.is_out(element) {
        return false;
    }
    let measure = survey.of(element);
    if measure.chars < 15 || measure.chars > 600 || measure.prose > 450 {
        return false;
    }
    let mut headings = 0usize;
    for inner in element.descendent_elements() {
        if matches!(inner.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            let heading = survey.of(inner);
            let linked = name == "a"
                || heading.link_density() > 0.8
                || inner
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .take(3)
                    .any(|above| above.value().name() == "a");
            if heading.chars < 8 || !linked {
                return false;
            }
            headings += 1;
        }
        if matches!(inner.value().name(), "blockquote" | "figcaption") && survey.of(inner).chars > 120 {
            return false;
        }
    }
    headings == 1
}

/// A post of a social site that the story quotes.
fn holds_a_post(element: ElementRef<'_>) -> bool {
    element.descendent_elements().any(|inner| {
        matches!(
            inner.value().name(),
            "blockquote" | "iframe" | "amp-twitter" | "amp-instagram" | "video"
        )
    })
}

/// The text container or the headline of the page is inside: never furniture.
fn holds_the_story(element: ElementRef<'_>) -> bool {
    std::iter::once(element)
        .chain(element.descendent_elements())
        .any(|inner| {
            let value = inner.value();
            value.attr("itemprop").is_some_and(|prop| {
                prop.split_ascii_whitespace()
                    .any(|p| p == "articleBody" || p == "headline")
            }) || (value.name() == "h1" && inner.text().map(|t| t.trim().len()).sum::<usize>() > 25)
        })
}

fn furniture_reason(element: ElementRef<'_>) -> Option<&'static str> {
    let value = element.value();
    let in_article = || {
        element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|above| matches!(above.value().name(), "article" | "main" | "figure"))
    };
    match value.name() {
        "nav" => return Some("navigation"),
        "form" => return Some("a form"),
        "footer" => {
            return Some(if in_article() {
                "the foot of the story"
            } else {
                "the foot of the page"
            });
        }
        "header" if !in_article() => return Some("the head of the page"),
        "aside" if !is_pull_quote(element) => return Some("a box beside the story"),
        "figure" | "figcaption" | "img" | "blockquote" | "picture" | "iframe" | "time" => return None,
        _ => {}
    }
    match value.attr("role") {
        Some("navigation" | "menu" | "menubar" | "tablist") => return Some("navigation"),
        Some("search") => return Some("a form"),
        Some("complementary") if !is_pull_quote(element) => return Some("a box beside the story"),
        Some("contentinfo") => return Some("the foot of the page"),
        Some("banner") => return Some("the head of the page"),
        Some("dialog" | "alertdialog") => return Some("a pop-up box"),
        Some("button" | "toolbar") => return Some("buttons"),
        _ => {}
    }
    if value
        .attr("itemprop")
        .is_some_and(|prop| prop == "author" || prop == "datePublished" || prop == "dateModified")
        && element.text().map(str::len).sum::<usize>() < 200
    {
        return Some("the byline and date line");
    }
    if value.attr("rel") == Some("author") && !in_paragraph_of_prose(element) {
        return Some("the byline and date line");
    }
    let names = names_of(value);
    if names.is_empty() || is_pull_quote(element) {
        return None;
    }
    // Marks inside a sentence are words of the story, whatever class they carry.
    if matches!(value.name(), "a" | "em" | "strong" | "b" | "i" | "mark") && in_paragraph_of_prose(element) {
        return None;
    }
    let why = furniture::box_reason(&names)?;
    // A single paragraph "Read more: …" becomes a card later on; links of a box with the same name do not.
    if why == "links to other stories" && matches!(value.name(), "p" | "a" | "strong" | "span" | "h2" | "h3" | "h4") {
        return None;
    }
    Some(why)
}

fn in_paragraph_of_prose(element: ElementRef<'_>) -> bool {
    element.parent().and_then(ElementRef::wrap).is_some_and(|above| {
        matches!(above.value().name(), "p" | "li" | "em" | "strong" | "blockquote" | "td")
            && above.text().map(str::len).sum::<usize>() > element.text().map(str::len).sum::<usize>() + 60
    })
}

/// An aside or box that repeats words of the story in large type.
pub(crate) fn is_pull_quote(element: ElementRef<'_>) -> bool {
    let words = furniture::name_words(&names_of(element.value()));
    words.iter().any(|w| matches!(w.as_str(), "pullquote" | "pquote"))
        || words
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a == "pull" && b == "quote"))
        || (element.value().name() == "aside"
            && element
                .child_elements()
                .all(|child| matches!(child.value().name(), "blockquote" | "q" | "cite"))
            && element.child_elements().next().is_some())
}

/// One open element during the walk.
struct Frame {
    id: Option<NodeId>,
    block: bool,
    heading: bool,
    total: Measure,
    own: usize,
    own_linked: usize,
}

/// Measures all elements bottom up, without what is out.
fn measure(page: &Html, survey: &mut Survey) {
    survey.measures.clear();
    let mut frames: Vec<Frame> = Vec::new();
    let mut links = 0usize;
    let mut skipping = 0usize;
    for step in steps(page.root_element()) {
        match step {
            Step::Open(element) => {
                if skipping > 0 || survey.is_out(element) {
                    skipping += 1;
                    continue;
                }
                let name = element.value().name();
                if name == "a" {
                    links += 1;
                }
                frames.push(Frame {
                    id: Some(id_of(element)),
                    block: is_block(name),
                    heading: matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
                    total: Measure::default(),
                    own: 0,
                    own_linked: 0,
                });
            }
            Step::Text(text) => {
                if skipping > 0 {
                    continue;
                }
                let chars = text.chars().filter(|c| !c.is_ascii_whitespace()).count();
                if chars == 0 {
                    continue;
                }
                if let Some(top) = frames.last_mut() {
                    top.total.chars += chars;
                    top.own += chars;
                    if links > 0 {
                        top.total.linked += chars;
                        top.own_linked += chars;
                    }
                }
            }
            Step::Close(element) => {
                if skipping > 0 {
                    skipping -= 1;
                    continue;
                }
                if element.value().name() == "a" {
                    links = links.saturating_sub(1);
                }
                let Some(mut frame) = frames.pop() else { continue };
                let mut hand_up = 0;
                let mut hand_up_linked = 0;
                if frame.block {
                    if !frame.heading && frame.own >= 50 && frame.own_linked * 2 < frame.own {
                        frame.total.prose += frame.own;
                        frame.total.blocks += 1;
                    }
                } else {
                    hand_up = frame.own;
                    hand_up_linked = frame.own_linked;
                }
                if let Some(above) = frames.last_mut() {
                    above.total.chars += frame.total.chars;
                    above.total.linked += frame.total.linked;
                    above.total.prose += frame.total.prose;
                    above.total.blocks += frame.total.blocks;
                    above.own += hand_up;
                    above.own_linked += hand_up_linked;
                }
                if let Some(id) = frame.id {
                    survey.measures.insert(id, frame.total);
                }
            }
        }
    }
}

/// One step of a walk over a subtree.
pub(crate) enum Step<'a> {
    /// An element begins.
    Open(ElementRef<'a>),
    /// An element ends.
    Close(ElementRef<'a>),
    /// A run of text.
    Text(&'a str),
}

/// The whole walk, the root's own steps included; no recursion, however deep the page is.
pub(crate) fn steps(root: ElementRef<'_>) -> Vec<Step<'_>> {
    let mut out = vec![Step::Open(root)];
    let mut open = vec![root];
    let mut node = root.first_child();
    loop {
        if let Some(here) = node {
            if let Some(element) = ElementRef::wrap(here) {
                out.push(Step::Open(element));
                open.push(element);
                node = element.first_child();
            } else {
                if let Some(text) = here.value().as_text() {
                    out.push(Step::Text(text));
                }
                node = here.next_sibling();
            }
        } else {
            let Some(done) = open.pop() else { break };
            out.push(Step::Close(done));
            if open.is_empty() {
                break;
            }
            node = done.next_sibling();
        }
    }
    out
}

/// The text of an element as a reader sees it: furniture passed over, white space squeezed, breaks and blocks as spaces.
pub(crate) fn seen_text(root: ElementRef<'_>, survey: &Survey) -> String {
    text_without(root, |element| survey.is_out(element))
}

/// The text of an element with the furniture in it, for naming what was left out.
pub(crate) fn whole_text(root: ElementRef<'_>, survey: &Survey) -> String {
    text_without(root, |element| survey.out.get(&id_of(element)) == Some(&""))
}

fn text_without(root: ElementRef<'_>, out: impl Fn(ElementRef<'_>) -> bool) -> String {
    let mut text = String::new();
    let mut skipping = 0usize;
    for (at, step) in steps(root).into_iter().enumerate() {
        match step {
            Step::Open(element) => {
                if skipping > 0 || (at > 0 && out(element)) {
                    skipping += 1;
                } else if is_block(element.value().name()) || element.value().name() == "br" {
                    text.push(' ');
                }
            }
            Step::Close(element) => {
                if skipping > 0 {
                    skipping -= 1;
                } else if is_block(element.value().name()) {
                    text.push(' ');
                }
            }
            Step::Text(run) if skipping == 0 => text.push_str(run),
            Step::Text(_) => {}
        }
    }
    super::squeeze(&text)
}
