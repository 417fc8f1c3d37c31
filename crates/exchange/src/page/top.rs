//! The upper part of a page, from its headline to its first paragraph: standfirst, lead picture, printed byline, date and section.
//! Called by `web` before the body is cleaned.

use std::collections::{HashMap, HashSet};

use scraper::{ElementRef, Html};

use super::body::Body;
use super::date::{self, Reading};
use super::furniture::name_words;
use super::headline::Headline;
use super::metadata::Told;
use super::survey::{self, Survey, id_of, names_of};
use super::{Found, FoundPicture, Known, byline, folded, leave_out, phrases, pictures, squeeze};

/// The upper part of the page, from the story's container to its first paragraph.
pub(super) struct Top<'a, 's> {
    survey: &'s Survey,
    /// Elements of the story's container in order, with their positions.
    elements: Vec<(usize, ElementRef<'a>)>,
    headline_at: Option<usize>,
    headline: Option<ElementRef<'a>>,
    /// Position of the first paragraph of prose in the body.
    prose_at: usize,
    body: ElementRef<'a>,
}

impl<'a, 's> Top<'a, 's> {
    pub(super) fn new(
        page: &'a Html,
        survey: &'s Survey,
        body: &Body<'a>,
        headline: &Headline<'a>,
        order: &HashMap<usize, usize>,
    ) -> Self {
        let headline_at = headline.element.and_then(|element| order.get(&id_of(element)).copied());
        let is_first = |element: &ElementRef<'a>| {
            let measure = survey.of(*element);
            measure.prose >= 50
                && measure.blocks == 1
                && survey::is_block(element.value().name())
                && !element.child_elements().any(|child| survey.of(child).blocks > 0)
                && !matches!(element.value().name(), "figcaption" | "figure")
                && !is_named_standfirst(*element)
                && !element
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .take(4)
                    .any(|above| above.value().name() == "figure" || is_named_standfirst(above))
        };
        let first = body.root.descendent_elements().find(is_first).unwrap_or(body.root);
        let prose_at = order.get(&id_of(first)).copied().unwrap_or(usize::MAX);
        // The container holds headline and body; without a printed headline it is the body's article.
        let container = match headline.element {
            Some(element) => element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|above| *above == body.root || above.descendent_elements().any(|inner| inner == body.root)),
            None => body
                .root
                .ancestors()
                .filter_map(ElementRef::wrap)
                .find(|above| matches!(above.value().name(), "article" | "main")),
        }
        .unwrap_or(body.root);
        let container = if container.value().name() == "html" {
            page.root_element()
        } else {
            container
        };
        let elements = container
            .descendent_elements()
            .filter_map(|element| Some((order.get(&id_of(element)).copied()?, element)))
            .collect();
        Self {
            survey,
            elements,
            headline_at,
            headline: headline.element,
            prose_at,
            body: body.root,
        }
    }

    /// Inside a box that has nothing to do with this story's byline and date.
    fn is_foreign(&self, element: ElementRef<'a>) -> bool {
        std::iter::once(element)
            .chain(element.ancestors().filter_map(ElementRef::wrap))
            .filter_map(|above| self.survey.out.get(&id_of(above)))
            .any(|why| !matches!(*why, "the byline and date line" | "share buttons" | ""))
    }

    pub(super) fn standfirst(&self, found: &mut Found, told: &Told, passed: &mut HashSet<usize>) {
        let Some(headline_at) = self.headline_at else { return };
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            if at <= headline_at
                || self.is_foreign(element)
                || self
                    .headline
                    .is_some_and(|h| element.ancestors().any(|above| ElementRef::wrap(above) == Some(h)))
            {
                continue;
            }
            if at > self.prose_at + 3 {
                break;
            }
            let name = element.value().name();
            let text = survey::seen_text(element, self.survey);
            let length = text.chars().count();
            if !(15..=500).contains(&length)
                || byline::is_byline(&text)
                || date::is_date_line(&text)
                || folded(&text) == folded(&found.headline)
            {
                continue;
            }
            if self.survey.of(element).link_density() > 0.5 {
                continue;
            }
            let holds_body = element == self.body || element.descendent_elements().any(|inner| inner == self.body);
            if holds_body {
                continue;
            }
            let named = is_named_standfirst(element);
            let heading = matches!(name, "h2" | "h3") && at < self.prose_at && length >= 30 && {
                // Only when it stands next to the headline and not in the body's own flow of subheads.
                let inside = element
                    .ancestors()
                    .any(|above| ElementRef::wrap(above) == Some(self.body));
                !inside || self.follows_headline(element)
            };
            let described = at < self.prose_at
                && matches!(name, "p" | "div")
                && told.description.as_ref().is_some_and(|(text_of_head, _)| {
                    let (one, other) = (folded(text_of_head), folded(&text));
                    one == other && length >= 30
                })
                && !element
                    .ancestors()
                    .any(|above| ElementRef::wrap(above) == Some(self.body));
            if named || heading || described {
                found.standfirst = Some(text);
                found.took(
                    "standfirst",
                    if named {
                        "an element named as one"
                    } else if heading {
                        "the heading under the headline"
                    } else {
                        "the line that agrees with the description"
                    },
                );
                passed.insert(id_of(element));
                return;
            }
        }
    }

    fn follows_headline(&self, element: ElementRef<'a>) -> bool {
        let before = element.prev_siblings().find_map(ElementRef::wrap);
        before.is_some() && before == self.headline
    }

    pub(super) fn lead_picture(&self, found: &mut Found, told: &Told, passed: &mut HashSet<usize>) {
        let base = told.base.as_ref();
        let from = self.headline_at.unwrap_or(0).saturating_sub(60);
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            if at >= self.prose_at {
                break;
            }
            if at < from || self.is_foreign(element) {
                continue;
            }
            let pictures = match element.value().name() {
                "figure" => pictures::of_figure(element, self.survey, base),
                "img" | "amp-img" | "picture" => pictures::of_image(element, base).into_iter().collect(),
                _ if pictures::is_captioned_box(element, self.survey) => {
                    pictures::of_figure(element, self.survey, base)
                }
                _ => continue,
            };
            let in_author = element.ancestors().filter_map(ElementRef::wrap).take(4).any(|above| {
                name_words(&names_of(above.value()))
                    .iter()
                    .any(|w| matches!(w.as_str(), "author" | "avatar" | "byline" | "logo"))
            });
            let mut pictures = pictures.into_iter();
            if let (Some(picture), None, false) = (pictures.next(), pictures.next(), in_author) {
                passed.insert(id_of(element));
                found.lead_picture = Some(picture);
                found.took("lead picture", "the picture above the text");
                return;
            }
        }
        if let Some((image, from)) = &told.image
            && let Some(src) = pictures::absolute(image, base)
        {
            let lower = src.to_ascii_lowercase();
            if [
                "logo",
                "default",
                "placeholder",
                "favicon",
                "fallback",
                "social-share",
                "share-image",
                "sharing",
            ]
            .iter()
            .any(|mark| lower.contains(mark))
            {
                return;
            }
            // The same picture in the text keeps its place there.
            let name = file_name(&src);
            let printed = self.body.descendent_elements().any(|inner| {
                matches!(inner.value().name(), "img" | "amp-img")
                    && pictures::of_image(inner, base).is_some_and(|picture| file_name(&picture.src) == name)
            });
            if !printed {
                found.lead_picture = Some(FoundPicture {
                    src,
                    alt: told.image_alt.clone().unwrap_or_default(),
                    caption: told.linked.image_caption.clone().unwrap_or_default(),
                    credit: String::new(),
                });
                found.took("lead picture", *from);
            }
        }
    }

    /// Lines of the body that stand over the headline: kicker, section, series.
    pub(super) fn above(&self, found: &mut Found, passed: &mut HashSet<usize>) {
        let (Some(headline_at), Some(headline)) = (self.headline_at, self.headline) else {
            return;
        };
        if !headline
            .ancestors()
            .any(|above| ElementRef::wrap(above) == Some(self.body))
        {
            return;
        }
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            if at >= headline_at {
                break;
            }
            let inside = element
                .ancestors()
                .any(|above| ElementRef::wrap(above) == Some(self.body));
            let around = element.descendent_elements().any(|inner| inner == headline);
            let measure = self.survey.of(element);
            if !inside
                || around
                || measure.prose > 0
                || measure.chars == 0
                || measure.chars > 120
                || !survey::is_block(element.value().name())
                || passed.contains(&id_of(element))
            {
                continue;
            }
            passed.insert(id_of(element));
            leave_out(
                &mut found.left_out,
                &survey::seen_text(element, self.survey),
                "the line above the headline",
            );
        }
    }

    pub(super) fn byline(&self, found: &mut Found, told: &Told) {
        let site = found.site.as_deref().map(folded).unwrap_or_default();
        let not_site = |names: &[String]| -> Vec<String> {
            names
                .iter()
                .filter(|name| folded(name) != site || site.is_empty())
                .cloned()
                .collect()
        };
        if let Some((authors, from)) = &told.authors
            && *from == "JSON-LD author"
        {
            let authors = not_site(authors);
            if !authors.is_empty() {
                found.byline = authors;
                found.took("byline", *from);
                return;
            }
        }
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            let value = element.value();
            // Author boxes stand below as well; a byline further down than a screen is not one.
            if at > self.prose_at.saturating_add(400) {
                break;
            }
            let words = name_words(&names_of(value));
            let named = words
                .iter()
                .any(|w| matches!(w.as_str(), "byline" | "bylines" | "author" | "authors"))
                || value
                    .attr("rel")
                    .is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author"))
                || value.attr("itemprop").is_some_and(|prop| prop == "author");
            if !named || self.is_foreign(element) {
                continue;
            }
            let text = squeeze(&element.text().collect::<Vec<_>>().join(" "));
            if text.chars().count() > 160 {
                continue;
            }
            // The link inside holds the bare name.
            let names = if byline::is_byline(&text) {
                byline::names(&text, true)
            } else if value.name() == "a" || value.attr("rel").is_some() || value.attr("itemprop").is_some() {
                byline::names(&text, false)
            } else {
                let linked: Vec<String> = element
                    .descendent_elements()
                    .filter(|inner| inner.value().name() == "a")
                    .flat_map(|inner| byline::names(&inner.text().collect::<String>(), false))
                    .collect();
                if linked.is_empty() && text.split_whitespace().count() <= 5 {
                    byline::names(&text, false)
                } else {
                    linked
                }
            };
            let names = not_site(&names);
            if !names.is_empty() {
                found.byline = names;
                found.took("byline", "the printed byline");
                return;
            }
        }
        if let Some((authors, from)) = &told.authors {
            let authors = not_site(authors);
            if !authors.is_empty() {
                found.byline = authors;
                found.took("byline", *from);
            }
        }
    }

    pub(super) fn date(&self, found: &mut Found, _told: &Told) {
        if found.published.is_some() {
            return;
        }
        let mut doubtful = None;
        for pass in 0..2 {
            for (_, element) in &self.elements {
                let element = *element;
                let value = element.value();
                let names = name_words(&names_of(value));
                let has = |list: &[&str]| names.iter().any(|w| list.contains(&w.as_str()));
                if has(&["updated", "modified", "update", "expires"])
                    || self.is_foreign(element)
                    || within_teaser(element, self.body)
                {
                    continue;
                }
                let printed = if pass == 0 {
                    if value.name() != "time" {
                        continue;
                    }
                    value
                        .attr("datetime")
                        .map_or_else(|| element.text().collect::<String>(), str::to_owned)
                } else {
                    if !has(&[
                        "date",
                        "published",
                        "publish",
                        "pubdate",
                        "posted",
                        "timestamp",
                        "time",
                        "dateline",
                        "meta",
                        "datetime",
                        "created",
                    ]) {
                        continue;
                    }
                    if element
                        .ancestors()
                        .any(|above| ElementRef::wrap(above) == Some(self.body))
                        && element.value().name() == "p"
                        && self.survey.of(element).chars > 120
                    {
                        continue;
                    }
                    element.text().collect::<Vec<_>>().join(" ")
                };
                let printed = squeeze(&printed);
                let lower = printed.to_lowercase();
                if printed.chars().count() > 140
                    || lower.starts_with("updated")
                    || lower.starts_with("last updated")
                    || lower.starts_with("modified")
                {
                    continue;
                }
                match date::read(&printed) {
                    Reading::Sure(date) => {
                        found.published = Some(date);
                        found.took(
                            "date",
                            if pass == 0 {
                                "the printed time"
                            } else {
                                "the printed date"
                            },
                        );
                        return;
                    }
                    Reading::TwoReadings(text) => doubtful = Some(text),
                    Reading::None => {}
                }
            }
        }
        if let Some(text) = doubtful {
            found.warn(super::blocks::two_readings(&text));
        }
    }
}

/// Inside a list or card of another story.
fn within_teaser(element: ElementRef<'_>, body: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| {
        matches!(above.value().name(), "aside" | "nav")
            || (above.value().name() == "article"
                && above != body
                && !above.descendent_elements().any(|inner| inner == body)
                && !body.ancestors().any(|outer| ElementRef::wrap(outer) == Some(above))
                && above.text().map(str::len).sum::<usize>() < 600)
    })
}

fn file_name(address: &str) -> &str {
    address
        .split(['?', '#'])
        .next()
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or(address)
}

fn is_named_standfirst(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if matches!(value.name(), "body" | "html" | "main" | "article" | "section" | "time") {
        return false;
    }
    if value
        .attr("itemprop")
        .is_some_and(|prop| prop == "alternativeHeadline" || (prop == "description" && value.name() != "meta"))
    {
        return true;
    }
    let words = name_words(&names_of(value));
    words.iter().any(|w| {
        matches!(
            w.as_str(),
            "standfirst"
                | "subtitle"
                | "subheadline"
                | "subhed"
                | "dek"
                | "deck"
                | "strapline"
                | "subheader"
                | "subline"
                | "bajada"
                | "chapo"
                | "chapeau"
        )
    }) || words.windows(2).any(|pair| {
        matches!(
            (pair.first().map(String::as_str), pair.get(1).map(String::as_str)),
            (Some("sub"), Some("title" | "headline" | "heading"))
                | (
                    Some("article" | "post" | "entry" | "story"),
                    Some("summary" | "excerpt" | "description" | "teaser" | "subtitle")
                )
        )
    })
}

pub(super) fn section(found: &mut Found, told: &Told, page: &Html, survey: &Survey, top: &Top<'_, '_>, paper: &Known) {
    if let Some((section, from)) = &told.section {
        found.section = Some(section.clone());
        found.took("section", *from);
        return;
    }
    let headline = folded(&found.headline);
    let usable = |name: &str| {
        let key = folded(name);
        !key.is_empty()
            && key != headline
            && !matches!(
                key.as_str(),
                "home" | "homepage" | "start" | "front page" | "startseite" | "accueil" | "inicio"
            )
            && name.chars().count() < 40
            && !headline.starts_with(&key)
    };
    if let Some(name) = told.linked.breadcrumbs.iter().rev().find(|name| usable(name)) {
        found.section = Some(name.clone());
        found.took("section", "JSON-LD breadcrumbs");
        return;
    }
    for element in page.root_element().descendent_elements() {
        let value = element.value();
        let words = name_words(&names_of(value));
        let label = value.attr("aria-label").map(folded).unwrap_or_default();
        if words.iter().any(|w| w.starts_with("breadcrumb")) || label.starts_with("breadcrumb") {
            let crumbs: Vec<String> = element
                .descendent_elements()
                .filter(|inner| inner.value().name() == "a")
                .map(|inner| squeeze(&inner.text().collect::<String>()))
                .collect();
            if let Some(name) = crumbs.iter().rev().find(|name| usable(name)) {
                found.section = Some(name.clone());
                found.took("section", "the breadcrumbs");
                return;
            }
        }
    }
    for (at, element) in &top.elements {
        let value = element.value();
        let category = value
            .attr("rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "category"));
        let above = top
            .headline_at
            .is_some_and(|headline| *at < headline && *at + 40 > headline);
        let kicker = above && {
            let words = name_words(&names_of(value));
            words.iter().any(|w| {
                matches!(
                    w.as_str(),
                    "kicker" | "category" | "eyebrow" | "overline" | "rubric" | "rubrik" | "section" | "topic"
                )
            }) || words
                .windows(2)
                .any(|pair| matches!(pair, [a, b] if matches!(a.as_str(), "article" | "primary") && b == "tag"))
        };
        if !(category || above && matches!(value.name(), "a" | "span" | "p" | "div")) {
            continue;
        }
        let text = squeeze(&element.text().collect::<String>());
        if usable(&text)
            && (category || kicker && text.split_whitespace().count() <= 3 || phrases::is_section_name(&text, paper))
            && !survey.is_out(*element)
        {
            found.section = Some(text);
            found.took(
                "section",
                if category {
                    "the category link"
                } else {
                    "the line above the headline"
                },
            );
            return;
        }
    }
}
