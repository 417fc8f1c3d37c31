//! What a page prints outside of its story, named with a reason; the copyright line is found there.
//! Called by `web`.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use super::body::Body;
use super::survey::{self, Survey, id_of};
use super::{Found, Known, byline, date, leave_out, phrases};

/// Names what the page prints outside of the body and what of it was furniture; finds the copyright line there.
pub(super) fn outside(
    page: &Html,
    survey: &Survey,
    body: &Body<'_>,
    passed: &HashSet<usize>,
    found: &mut Found,
    paper: &Known,
) {
    let inside: HashSet<usize> = std::iter::once(body.root)
        .chain(body.root.descendent_elements())
        .map(id_of)
        .collect();
    let around: HashSet<usize> = body.root.ancestors().filter_map(ElementRef::wrap).map(id_of).collect();
    let mut covered: HashSet<usize> = HashSet::new();
    for element in page.root_element().descendent_elements() {
        let id = id_of(element);
        if element.value().name() == "head" {
            covered.insert(id);
            continue;
        }
        if inside.contains(&id) || around.contains(&id) || matches!(element.value().name(), "html" | "body") {
            continue;
        }
        let above = element.parent().and_then(ElementRef::wrap).map(id_of);
        if above.is_some_and(|above| covered.contains(&above)) || passed.contains(&id) {
            covered.insert(id);
            continue;
        }
        let reason = survey.out.get(&id).copied();
        if reason.is_none()
            && element
                .descendent_elements()
                .any(|inner| passed.contains(&id_of(inner)) || survey.is_out(inner))
        {
            continue;
        }
        covered.insert(id);
        if reason == Some("") || matches!(element.value().name(), "script" | "style" | "noscript" | "template") {
            continue;
        }
        let text = survey::whole_text(element, survey);
        if found.rights.is_none()
            && let Some(line) = copyright_in(element, survey)
        {
            found.rights = Some(line);
            found.took("rights", "the copyright line");
        }
        let said = (date::is_date_line(&text) || byline::is_byline(&text)).then_some("the byline and date line");
        let why = reason
            .or(said)
            .or_else(|| phrases::line_reason(&text, paper))
            .unwrap_or("outside the story");
        leave_out(&mut found.left_out, &text, why);
    }
    if found.rights.is_none()
        && let Some(line) = copyright_in(page.root_element(), survey)
    {
        found.rights = Some(line);
        found.took("rights", "the copyright line");
    }
}

fn copyright_in(root: ElementRef<'_>, survey: &Survey) -> Option<String> {
    std::iter::once(root)
        .chain(root.descendent_elements())
        .find_map(|element| {
            let name = element.value().name();
            if matches!(name, "script" | "style" | "title" | "figcaption" | "noscript" | "head")
                || element
                    .child_elements()
                    .any(|child| survey::is_block(child.value().name()))
            {
                return None;
            }
            let size: usize = element.text().map(str::len).sum();
            if !(6..300).contains(&size) {
                return None;
            }
            let text = survey::seen_text(element, survey);
            phrases::is_copyright(&text).then_some(text)
        })
}
