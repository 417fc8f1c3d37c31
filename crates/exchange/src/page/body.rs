//! Which element of a page holds the story's text: the page's own declaration, readability's choice, or the densest prose.
//! Called by `web`; `clean` then walks the chosen element.

use std::collections::HashSet;
use std::fmt::Write as _;

use courant_text::escape::attribute as escaped;
use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};

use super::furniture;
use super::survey::{self, NodeId, Step, Survey, id_of, names_of};

/// The chosen element and what is known of it.
pub(crate) struct Body<'a> {
    /// Holds the text.
    pub root: ElementRef<'a>,
    /// How it was found, for the report.
    pub from: &'static str,
    /// Elements that readability kept; empty when it was not asked or found nothing.
    pub kept: HashSet<NodeId>,
    /// Whether the page itself declares the element, so that nothing in it needs a second opinion.
    pub declared: bool,
}

/// More elements than this are not given to readability: its time grows faster than the page.
const MOST_ELEMENTS: usize = 6_000;

/// Nor longer sources than this, in bytes.
const MOST_BYTES: usize = 700_000;
/// Nor pages nested deeper than this: it walks up from each paragraph, several times over.
const DEEPEST: usize = 90;

/// Chooses the body. `expected` is the text that the page's own linked data gives, if any.
pub(crate) fn choose<'a>(page: &'a Html, survey: &Survey, expected: Option<&str>) -> Option<Body<'a>> {
    let root = page.root_element();
    let kept = readability(root, survey);
    let read = narrowest(root, survey, &kept);
    let dense = densest(root, survey);
    let declared = declared(root, survey);
    let best_prose = [read, dense]
        .into_iter()
        .flatten()
        .map(|element| survey.of(element).prose)
        .max()
        .unwrap_or(0);

    if let Some(expected) = expected.filter(|text| text.len() > 200) {
        // The page says what its text is: take the candidate that agrees best.
        let candidates = [
            (declared, "the element declared as article body", true),
            (read, "readability", false),
            (dense, "the densest prose", false),
        ];
        let wanted = shingles(expected);
        let best = candidates
            .into_iter()
            .filter_map(|(element, from, declared)| Some((element?, from, declared)))
            .map(|(element, from, declared)| {
                let found = shingles(&survey::seen_text(element, survey));
                (agreement(&wanted, &found), element, from, declared)
            })
            .reduce(|best, next| if next.0 > best.0 + 0.02 { next } else { best });
        if let Some((score, root, from, declared)) = best
            && score > 0.3
        {
            return Some(Body {
                root,
                from,
                kept,
                declared,
            });
        }
    }
    if let Some(element) = declared {
        let prose = survey.of(element).prose;
        if prose > 0 && prose * 10 >= best_prose * 6 {
            return Some(Body {
                root: element,
                from: "the element declared as article body",
                kept,
                declared: true,
            });
        }
    }
    let (element, from) = match (read, dense) {
        (Some(read), Some(dense)) if survey.of(dense).prose > survey.of(read).prose * 2 => (dense, "the densest prose"),
        (Some(read), _) => (read, "readability"),
        (None, Some(dense)) => (dense, "the densest prose"),
        (None, None) => return None,
    };
    Some(Body {
        root: element,
        from,
        kept,
        declared: false,
    })
}

/// Runs of four words, hashed by themselves: enough to compare two texts.
fn shingles(text: &str) -> HashSet<String> {
    let folded = super::folded(text);
    let words: Vec<&str> = folded.split(' ').take(6000).collect();
    words.windows(4).map(|run| run.join(" ")).collect()
}

/// F1 of two sets.
fn agreement(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let common = one.intersection(other).count() as f64;
    2.0 * common / (one.len() + other.len()) as f64
}

/// The element that the page declares as the text: microdata, RDFa, hentry, or one of the usual names.
fn declared<'a>(root: ElementRef<'a>, survey: &Survey) -> Option<ElementRef<'a>> {
    let mut by_property: Vec<ElementRef<'a>> = Vec::new();
    let mut by_name: Vec<ElementRef<'a>> = Vec::new();
    let mut articles: Vec<ElementRef<'a>> = Vec::new();
    for element in root.descendent_elements() {
        let measure = survey.of(element);
        if measure.prose < 100 {
            continue;
        }
        let value = element.value();
        let says = |attribute: &str, wanted: &[&str]| {
            value
                .attr(attribute)
                .is_some_and(|list| list.split_ascii_whitespace().any(|item| wanted.contains(&item)))
        };
        if says("itemprop", &["articleBody"])
            || says("property", &["articleBody", "schema:articleBody", "content:encoded"])
            || says("name", &["articleBody"])
        {
            by_property.push(element);
        } else if furniture::is_body_name(&names_of(value)) {
            by_name.push(element);
        } else if value.name() == "article" || value.attr("role") == Some("article") {
            articles.push(element);
        }
    }
    for (list, alone) in [(by_property, false), (by_name, false), (articles, true)] {
        // Several pieces of one text (an advertisement between them) lie side by side; the element around them is meant.
        let total: usize = outermost(&list).iter().map(|e| survey.of(*e).prose).sum();
        let Some(best) = list.iter().copied().max_by_key(|e| survey.of(*e).prose) else {
            continue;
        };
        let prose = survey.of(best).prose;
        // Of nested ones with the same text, the innermost has the least around it.
        let best = list
            .iter()
            .copied()
            .rfind(|e| survey.of(*e).prose * 20 >= prose * 19 && (*e == best || is_inside(*e, best)))
            .unwrap_or(best);
        let outer = outermost(&list);
        if prose * 100 < total * 97
            && !alone
            && let (Some(first), Some(last)) = (outer.first(), outer.last())
            && let Some(around) = common(*first, *last)
            && survey.of(around).prose * 100 <= total * 115
        {
            // One text in several pieces: the element around them holds hardly anything else.
            return Some(around);
        }
        if prose * 10 >= total * 8 {
            return Some(best);
        }
        if alone {
            // Many articles of like length: a list of stories.
            continue;
        }
        if let (Some(first), Some(last)) = (outer.first(), outer.last()) {
            return common(*first, *last);
        }
    }
    None
}

fn outermost<'a>(list: &[ElementRef<'a>]) -> Vec<ElementRef<'a>> {
    list.iter()
        .copied()
        .filter(|element| !list.iter().any(|other| other != element && is_inside(*element, *other)))
        .collect()
}

fn is_inside(inner: ElementRef<'_>, outer: ElementRef<'_>) -> bool {
    inner.ancestors().any(|above| ElementRef::wrap(above) == Some(outer))
}

fn common<'a>(one: ElementRef<'a>, other: ElementRef<'a>) -> Option<ElementRef<'a>> {
    if one == other {
        return Some(one);
    }
    one.ancestors()
        .filter_map(ElementRef::wrap)
        .find(|above| is_inside(other, *above))
}

/// The smallest element with nearly all of the page's weighted prose.
fn densest<'a>(root: ElementRef<'a>, survey: &Survey) -> Option<ElementRef<'a>> {
    // Go down as long as one child has most of what its parent has.
    let mut here = root;
    if survey.of(here).prose < 80 {
        return None;
    }
    loop {
        let prose = survey.of(here).prose;
        let heaviest = here
            .child_elements()
            .filter(|child| !survey.is_out(*child))
            .max_by_key(|child| survey.of(*child).prose);
        match heaviest {
            Some(child)
                if survey.of(child).prose * 100 >= prose * 82
                    && (survey.of(child).blocks > 1 || survey.of(here).blocks == 1)
                    && survey::is_block(child.value().name())
                    && !matches!(child.value().name(), "p" | "blockquote" | "li" | "ul" | "ol" | "tr") =>
            {
                here = child;
            }
            _ => break,
        }
    }
    Some(here)
}

/// The smallest element that holds 90 % of what readability kept.
fn narrowest<'a>(root: ElementRef<'a>, survey: &Survey, kept: &HashSet<NodeId>) -> Option<ElementRef<'a>> {
    if kept.is_empty() {
        return None;
    }
    let weight = |element: ElementRef<'a>| -> usize {
        std::iter::once(element)
            .chain(element.descendent_elements())
            .filter(|inner| kept.contains(&id_of(*inner)) && is_leaf_block(*inner))
            .map(|inner| survey.of(inner).chars)
            .sum()
    };
    let whole = weight(root);
    if whole < 80 {
        return None;
    }
    let mut here = root;
    // `weight` walks its subtree, so a chain of single children would cost its length times the page.
    for _ in 0..80 {
        let next = here
            .child_elements()
            .map(|child| (weight(child), child))
            .max_by_key(|(w, _)| *w);
        match next {
            Some((w, child)) if w * 10 >= whole * 9 && !is_leaf_block(child) => here = child,
            _ => break,
        }
    }
    Some(here)
}

/// A block with no block in it.
fn is_leaf_block(element: ElementRef<'_>) -> bool {
    survey::is_block(element.value().name())
        && !element
            .child_elements()
            .any(|child| survey::is_block(child.value().name()))
}

/// Asks readability which blocks it would keep. The page is handed over without furniture, each block numbered.
fn readability(root: ElementRef<'_>, survey: &Survey) -> HashSet<NodeId> {
    let mut source = String::new();
    let mut numbers: Vec<NodeId> = Vec::new();
    let mut skipping = 0usize;
    let mut depth = 0usize;
    for step in survey::steps(root) {
        match step {
            Step::Open(element) => {
                if skipping > 0 || survey.is_out(element) {
                    skipping += 1;
                    continue;
                }
                depth += 1;
                if depth > DEEPEST {
                    return HashSet::new();
                }
                let value = element.value();
                let name = value.name();
                if !is_plain_name(name) {
                    continue;
                }
                source.push('<');
                source.push_str(name);
                for attribute in ["class", "id", "href", "src", "role", "itemprop"] {
                    if let Some(content) = value.attr(attribute) {
                        let _ = write!(source, " {attribute}=\"");
                        source.push_str(&escaped(content));
                        source.push('"');
                    }
                }
                if survey::is_block(name) {
                    let _ = write!(source, " data-block=\"{}\"", numbers.len());
                    numbers.push(id_of(element));
                }
                source.push('>');
            }
            Step::Close(element) => {
                if skipping > 0 {
                    skipping -= 1;
                    continue;
                }
                depth = depth.saturating_sub(1);
                let name = element.value().name();
                if is_plain_name(name) && !matches!(name, "br" | "img" | "hr" | "wbr" | "embed" | "col") {
                    let _ = write!(source, "</{name}>");
                }
            }
            Step::Text(text) if skipping == 0 => source.push_str(&escaped(text)),
            Step::Text(_) => {}
        }
    }
    let mut kept = HashSet::new();
    if numbers.len() > MOST_ELEMENTS || source.len() > MOST_BYTES {
        return kept;
    }
    let config = Config {
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS * 3,
        ..Config::default()
    };
    let Ok(mut reader) = Readability::new(source, None, Some(config)) else {
        return kept;
    };
    let Ok(article) = reader.parse() else { return kept };
    for piece in article.content.split("data-block=\"").skip(1) {
        let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
        if let Some(id) = digits.parse::<usize>().ok().and_then(|n| numbers.get(n)) {
            kept.insert(*id);
        }
    }
    kept
}

fn is_plain_name(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !matches!(name, "html" | "plaintext")
}
