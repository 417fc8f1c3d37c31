//! An HTML page from source to story: tame, parse, survey, choose the body, clean it, settle the blocks.
//! Called by [`super::read`] for everything that is HTML.

use std::collections::{HashMap, HashSet};

use courant_text::document::{BlockKind, Document};
use scraper::{ElementRef, Html};
use url::Url;

use super::body::{self, Body};
use super::date::{self, Reading};
use super::furniture::{self, name_words};
use super::headline::{self, Headline};
use super::metadata::{self, Told};
use super::survey::{self, Survey, id_of, names_of};
use super::{Found, FoundPicture, KindHint, Known, Refusal, byline, clean, folded, leave_out, pictures, squeeze};

/// Reads an HTML page.
pub(crate) fn read(source: &str, address: Option<&Url>, paper: &Known) -> Result<Found, Refusal> {
    let source = super::tame::tame(source);
    let page = Html::parse_document(&source);
    let told = metadata::gather(&page, address);
    let survey = survey::survey(&page);
    let Some(body) = body::choose(&page, &survey, told.linked.body.as_deref()) else {
        return Err(why_empty(&page, &survey, &told, 0));
    };
    let prose = survey.of(body.root).prose;
    refuse_lists(&page, &survey, &body, &told, prose)?;
    let Some(headline) = headline::choose(&page, &survey, body.root, &told, paper) else {
        return Err(if prose < 400 { why_empty(&page, &survey, &told, prose) } else { Refusal::NoHeadline });
    };

    let mut found = Found::new(headline.text.clone(), Document::default());
    found.took("headline", headline.from);
    let mut passed: HashSet<usize> = HashSet::new();
    if let Some(element) = headline.element {
        passed.insert(id_of(element));
    }
    let order: HashMap<usize, usize> = page
        .root_element()
        .descendent_elements()
        .enumerate()
        .map(|(at, element)| (id_of(element), at))
        .collect();
    let top = Top::new(&page, &survey, &body, &headline, &order);
    from_metadata(&mut found, &told, address);
    top.standfirst(&mut found, &told, &mut passed);
    top.lead_picture(&mut found, &told, &mut passed);
    top.byline(&mut found, &told);
    top.date(&mut found, &told);
    section(&mut found, &told, &page, &survey, &top, paper);
    top.above(&mut found, &mut passed);

    // What the page prints outside the body is named too.
    outside(&page, &survey, &body, &passed, &mut found, paper);

    let base = told.base.as_ref();
    let cleaned = clean::clean(&body, &survey, &passed, base, &mut found.left_out);
    let read = courant_text::html::read(&cleaned.html, &mut courant_text::SequentialIds::new());
    for left in &read.left_out {
        leave_out(&mut found.left_out, &left.what, left.why.text());
    }
    found.document = read.document;
    found.took("body", body.from);
    for block in &mut found.document.blocks {
        if let BlockKind::Picture(picture) = &mut block.kind
            && let Some(known) = picture.source.as_ref().and_then(|src| cleaned.pictures.get(src))
        {
            picture.credit.clone_from(&known.credit);
        }
    }
    super::blocks::settle(&mut found, paper);
    after(&mut found, &told, &cleaned.pictures);

    let words = prose_words(&found.document);
    if words < 25 {
        return Err(why_empty(&page, &survey, &told, words));
    }
    if words < 120
        && let Some(title) = error_title(&told, &found.headline)
    {
        return Err(Refusal::ErrorPage(title));
    }
    let asks = told
        .titles
        .iter()
        .map(|(title, _)| folded(title))
        .chain(std::iter::once(folded(&found.headline)))
        .any(|title| ["sign in", "log in", "login", "anmelden", "connexion", "iniciar sesión", "entrar"].iter().any(|mark| title.starts_with(mark) || title.ends_with(mark)));
    if words < 150 && (asks || words < 40) && has_password(&page) {
        return Err(Refusal::SignIn);
    }
    Ok(found)
}

/// Words in paragraphs, quotations and lists.
fn prose_words(document: &Document) -> usize {
    document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Quote { .. } | BlockKind::List(_) | BlockKind::Verse(_) | BlockKind::Code { .. } | BlockKind::Table(_) | BlockKind::Details { .. }))
        .map(|block| {
            let text = courant_text::plain::block(block);
            let wide = text.chars().filter(|c| ('\u{0e00}'..='\u{9fff}').contains(c)).count();
            text.split_whitespace().count().max(wide / 3)
        })
        .sum()
}

fn has_password(page: &Html) -> bool {
    page.root_element()
        .descendent_elements()
        .any(|element| element.value().name() == "input" && element.value().attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("password")))
}

fn error_title(told: &Told, headline: &str) -> Option<String> {
    let mut texts: Vec<&str> = vec![headline];
    texts.extend(told.titles.iter().map(|(title, _)| title.as_str()));
    texts
        .into_iter()
        .find(|text| {
            let key = folded(text);
            let words: Vec<&str> = key.split(' ').collect();
            words.len() <= 14
                && (words.iter().any(|w| matches!(*w, "404" | "403" | "410" | "500" | "502" | "503"))
                    && (words.len() <= 4 || key.contains("error") || key.contains("found") || key.contains("forbidden") || key.contains("unavailable") || key.contains("gone"))
                    || ["page not found", "not found", "access denied", "forbidden", "page can t be found", "page cannot be found", "service unavailable", "bad gateway", "internal server error", "page doesn t exist", "page does not exist", "seite nicht gefunden", "page introuvable", "página no encontrada", "error establishing a database connection", "this page isn t available"]
                        .iter()
                        .any(|mark| key == *mark || key.starts_with(&format!("{mark} ")) || key.ends_with(&format!(" {mark}")) || (words.len() <= 8 && key.contains(mark))))
        })
        .map(|text| text.chars().take(100).collect())
}

/// Names the reason why nothing was found.
fn why_empty(page: &Html, survey: &Survey, told: &Told, words: usize) -> Refusal {
    let mut links = 0usize;
    let mut scripts = 0usize;
    for element in page.root_element().descendent_elements() {
        match element.value().name() {
            "a" if element.text().map(|t| t.trim().len()).sum::<usize>() > 12 => links += 1,
            "script" => scripts += 1,
            _ => {}
        }
    }
    let all: String = page.root_element().text().flat_map(str::chars).take(20_000).collect();
    let all = folded(&all);
    if let Some(title) = error_title(told, "") {
        return Refusal::ErrorPage(title);
    }
    if ["captcha", "are you a robot", "are you human", "verify you are human", "verifying you are human", "just a moment", "checking your browser", "unusual traffic", "attention required", "not a robot", "ddos protection"]
        .iter()
        .any(|mark| all.contains(mark))
    {
        return Refusal::RobotCheck;
    }
    if has_password(page) {
        return Refusal::SignIn;
    }
    if links >= 12 {
        return Refusal::ListPage(links);
    }
    if ["enable javascript", "javascript is disabled", "requires javascript", "turn on javascript", "activate javascript", "need javascript", "without javascript"].iter().any(|mark| all.contains(mark))
        || (scripts > 0 && survey.of(page.root_element()).chars < 120)
    {
        return Refusal::NeedsScript;
    }
    Refusal::NoStory(words)
}

/// A front page has many linked headings and little text under each.
fn refuse_lists(page: &Html, survey: &Survey, body: &Body<'_>, told: &Told, prose: usize) -> Result<(), Refusal> {
    let mut linked = 0usize;
    for element in body.root.descendent_elements() {
        if matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5") && !survey.is_within_out(element) {
            let measure = survey.of(element);
            if measure.chars > 12 && measure.link_density() > 0.8 {
                linked += 1;
            }
        }
    }
    let blocks = survey.of(body.root).blocks;
    let per_heading = prose / linked.max(1);
    let story = told.linked.published.is_some() || told.linked.body.is_some() || (body.declared && told.linked.headline.is_some());
    if linked >= 4 && linked * 10 >= blocks * 6 && per_heading < 500 && !story {
        return Err(Refusal::ListPage(count_links(page)));
    }
    if told.linked.list && linked >= 3 && per_heading < 700 {
        return Err(Refusal::ListPage(count_links(page)));
    }
    // Mostly links, little text.
    if survey.of(body.root).link_density() > 0.6 && prose < 900 && !story {
        return Err(why_empty(page, survey, told, prose / 6));
    }
    Ok(())
}

fn count_links(page: &Html) -> usize {
    page.root_element()
        .descendent_elements()
        .filter(|element| element.value().name() == "a" && element.text().map(|t| t.trim().len()).sum::<usize>() > 12)
        .count()
}

fn from_metadata(found: &mut Found, told: &Told, address: Option<&Url>) {
    found.origin = told.canonical.clone().or_else(|| address.cloned());
    if let Some((date, from)) = told.published {
        found.published = Some(date);
        found.took("date", from);
    } else if let Some(text) = &told.doubtful_date {
        found.warn(super::blocks::two_readings(text));
    }
    if let Some((tag, from)) = &told.language {
        found.language = Some(tag.clone());
        found.took("language", *from);
    }
    if let Some((site, from)) = &told.site {
        found.site = Some(site.clone());
        found.took("site", *from);
    }
    if let Some((rights, from)) = &told.rights {
        found.rights = Some(rights.clone());
        found.took("rights", *from);
    }
    if told.locked {
        found.warn("The page says that its text is not free: what was found may be only the beginning.".to_owned());
    }
    if let Some(next) = &told.next_page {
        found.warn(format!("The page names a next page ({next}): the story may go on there."));
    }
}

/// The upper part of the page, from the story's container to its first paragraph.
struct Top<'a, 's> {
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
    fn new(page: &'a Html, survey: &'s Survey, body: &Body<'a>, headline: &Headline<'a>, order: &HashMap<usize, usize>) -> Self {
        let headline_at = headline.element.and_then(|element| order.get(&id_of(element)).copied());
        let is_first = |element: &ElementRef<'a>| {
            let measure = survey.of(*element);
            measure.prose >= 50
                && measure.blocks == 1
                && survey::is_block(element.value().name())
                && !element.child_elements().any(|child| survey.of(child).blocks > 0)
                && !matches!(element.value().name(), "figcaption" | "figure")
                && !is_named_standfirst(*element)
                && !element.ancestors().filter_map(ElementRef::wrap).take(4).any(|above| above.value().name() == "figure" || is_named_standfirst(above))
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
        let container = if container.value().name() == "html" { page.root_element() } else { container };
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

    fn standfirst(&self, found: &mut Found, told: &Told, passed: &mut HashSet<usize>) {
        let Some(headline_at) = self.headline_at else { return };
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            if at <= headline_at || self.is_foreign(element) || self.headline.is_some_and(|h| element.ancestors().any(|above| ElementRef::wrap(above) == Some(h))) {
                continue;
            }
            if at > self.prose_at + 3 {
                break;
            }
            let name = element.value().name();
            let text = survey::seen_text(element, self.survey);
            let length = text.chars().count();
            if !(15..=500).contains(&length) || byline::is_byline(&text) || date::is_date_line(&text) || folded(&text) == folded(&found.headline) {
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
                let inside = element.ancestors().any(|above| ElementRef::wrap(above) == Some(self.body));
                !inside || self.follows_headline(element)
            };
            let described = at < self.prose_at
                && matches!(name, "p" | "div")
                && told.description.as_ref().is_some_and(|(text_of_head, _)| {
                    let (one, other) = (folded(text_of_head), folded(&text));
                    one == other && length >= 30
                })
                && !element.ancestors().any(|above| ElementRef::wrap(above) == Some(self.body));
            if named || heading || described {
                found.standfirst = Some(text);
                found.took("standfirst", if named { "an element named as one" } else if heading { "the heading under the headline" } else { "the line that agrees with the description" });
                passed.insert(id_of(element));
                return;
            }
        }
    }

    fn follows_headline(&self, element: ElementRef<'a>) -> bool {
        let before = element.prev_siblings().filter_map(ElementRef::wrap).next();
        before.is_some() && before == self.headline
    }

    fn lead_picture(&self, found: &mut Found, told: &Told, passed: &mut HashSet<usize>) {
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
                _ if pictures::is_captioned_box(element, self.survey) => pictures::of_figure(element, self.survey, base),
                _ => continue,
            };
            let in_author = element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .take(4)
                .any(|above| name_words(&names_of(above.value())).iter().any(|w| matches!(w.as_str(), "author" | "avatar" | "byline" | "logo")));
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
            if ["logo", "default", "placeholder", "favicon", "fallback", "social-share", "share-image", "sharing"].iter().any(|mark| lower.contains(mark)) {
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
    fn above(&self, found: &mut Found, passed: &mut HashSet<usize>) {
        let (Some(headline_at), Some(headline)) = (self.headline_at, self.headline) else { return };
        if !headline.ancestors().any(|above| ElementRef::wrap(above) == Some(self.body)) {
            return;
        }
        for (at, element) in &self.elements {
            let (at, element) = (*at, *element);
            if at >= headline_at {
                break;
            }
            let inside = element.ancestors().any(|above| ElementRef::wrap(above) == Some(self.body));
            let around = element.descendent_elements().any(|inner| inner == headline);
            let measure = self.survey.of(element);
            if !inside || around || measure.prose > 0 || measure.chars == 0 || measure.chars > 120 || !survey::is_block(element.value().name()) || passed.contains(&id_of(element)) {
                continue;
            }
            passed.insert(id_of(element));
            leave_out(&mut found.left_out, &survey::seen_text(element, self.survey), "the line above the headline");
        }
    }

    fn byline(&self, found: &mut Found, told: &Told) {
        let site = found.site.as_deref().map(folded).unwrap_or_default();
        let not_site = |names: &[String]| -> Vec<String> {
            names.iter().filter(|name| folded(name) != site || site.is_empty()).cloned().collect()
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
            let named = words.iter().any(|w| matches!(w.as_str(), "byline" | "bylines" | "author" | "authors"))
                || value.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "author"))
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
                if linked.is_empty() && text.split_whitespace().count() <= 5 { byline::names(&text, false) } else { linked }
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

    fn date(&self, found: &mut Found, _told: &Told) {
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
                if has(&["updated", "modified", "update", "expires"]) || self.is_foreign(element) || within_teaser(element, self.body) {
                    continue;
                }
                let printed = if pass == 0 {
                    if value.name() != "time" {
                        continue;
                    }
                    value.attr("datetime").map_or_else(|| element.text().collect::<String>(), str::to_owned)
                } else {
                    if !has(&["date", "published", "publish", "pubdate", "posted", "timestamp", "time", "dateline", "meta", "datetime", "created"]) {
                        continue;
                    }
                    if element.ancestors().any(|above| ElementRef::wrap(above) == Some(self.body)) && element.value().name() == "p" && self.survey.of(element).chars > 120 {
                        continue;
                    }
                    element.text().collect::<Vec<_>>().join(" ")
                };
                let printed = squeeze(&printed);
                let lower = printed.to_lowercase();
                if printed.chars().count() > 140 || lower.starts_with("updated") || lower.starts_with("last updated") || lower.starts_with("modified") {
                    continue;
                }
                match date::read(&printed) {
                    Reading::Sure(date) => {
                        found.published = Some(date);
                        found.took("date", if pass == 0 { "the printed time" } else { "the printed date" });
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
            || (above.value().name() == "article" && above != body && !above.descendent_elements().any(|inner| inner == body) && !body.ancestors().any(|outer| ElementRef::wrap(outer) == Some(above)) && above.text().map(str::len).sum::<usize>() < 600)
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
    if value.attr("itemprop").is_some_and(|prop| prop == "alternativeHeadline" || (prop == "description" && value.name() != "meta")) {
        return true;
    }
    let words = name_words(&names_of(value));
    words.iter().any(|w| matches!(w.as_str(), "standfirst" | "subtitle" | "subheadline" | "subhed" | "dek" | "deck" | "strapline" | "subheader" | "subline" | "bajada" | "chapo" | "chapeau"))
        || words.windows(2).any(|pair| matches!((pair.first().map(String::as_str), pair.get(1).map(String::as_str)), (Some("sub"), Some("title" | "headline" | "heading")) | (Some("article" | "post" | "entry" | "story"), Some("summary" | "excerpt" | "description" | "teaser" | "subtitle"))))
}

fn section(found: &mut Found, told: &Told, page: &Html, survey: &Survey, top: &Top<'_, '_>, paper: &Known) {
    if let Some((section, from)) = &told.section {
        found.section = Some(section.clone());
        found.took("section", *from);
        return;
    }
    let headline = folded(&found.headline);
    let usable = |name: &str| {
        let key = folded(name);
        !key.is_empty() && key != headline && !matches!(key.as_str(), "home" | "homepage" | "start" | "front page" | "startseite" | "accueil" | "inicio") && name.chars().count() < 40 && !headline.starts_with(&key)
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
        let category = value.attr("rel").is_some_and(|rel| rel.split_ascii_whitespace().any(|w| w == "category"));
        let above = top.headline_at.is_some_and(|headline| *at < headline && *at + 40 > headline);
        let kicker = above && {
            let words = name_words(&names_of(value));
            words.iter().any(|w| matches!(w.as_str(), "kicker" | "category" | "eyebrow" | "overline" | "rubric" | "rubrik" | "section" | "topic"))
                || words.windows(2).any(|pair| matches!(pair, [a, b] if matches!(a.as_str(), "article" | "primary") && b == "tag"))
        };
        if !category && !(above && matches!(value.name(), "a" | "span" | "p" | "div")) {
            continue;
        }
        let text = squeeze(&element.text().collect::<String>());
        if usable(&text) && (category || kicker && text.split_whitespace().count() <= 3 || furniture::is_section_name(&text, paper)) && !survey.is_out(*element) {
            found.section = Some(text);
            found.took("section", if category { "the category link" } else { "the line above the headline" });
            return;
        }
    }
}

/// Names what the page prints outside of the body and what of it was furniture; finds the copyright line there.
fn outside(page: &Html, survey: &Survey, body: &Body<'_>, passed: &HashSet<usize>, found: &mut Found, paper: &Known) {
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
        if reason.is_none() && element.descendent_elements().any(|inner| passed.contains(&id_of(inner)) || survey.is_out(inner)) {
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
        let why = reason.or(said).or_else(|| furniture::line_reason(&text, paper)).unwrap_or("outside the story");
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
    std::iter::once(root).chain(root.descendent_elements()).find_map(|element| {
        let name = element.value().name();
        if matches!(name, "script" | "style" | "title" | "figcaption" | "noscript" | "head") || element.child_elements().any(|child| survey::is_block(child.value().name())) {
            return None;
        }
        let size: usize = element.text().map(str::len).sum();
        if !(6..300).contains(&size) {
            return None;
        }
        let text = survey::seen_text(element, survey);
        furniture::is_copyright(&text).then_some(text)
    })
}

/// What can be said only when the body stands.
fn after(found: &mut Found, told: &Told, pictures: &HashMap<String, FoundPicture>) {
    found.pictures = found
        .document
        .blocks
        .iter()
        .flat_map(|block| match &block.kind {
            BlockKind::Picture(picture) => vec![picture],
            BlockKind::Gallery(list) => list.iter().collect(),
            _ => Vec::new(),
        })
        .filter_map(|picture| {
            let src = picture.source.clone()?;
            Some(pictures.get(&src).cloned().unwrap_or(FoundPicture {
                src,
                alt: picture.alt.clone(),
                caption: courant_text::plain::inlines(&picture.caption),
                credit: picture.credit.clone(),
            }))
        })
        .collect();
    if found.language.is_none() {
        found.language = recognised(&found.document);
        if found.language.is_some() {
            found.took("language", "recognised from the text");
        }
    }
    found.kind = told.kind.or_else(|| kind_of(found));
    if let Some(body) = &told.linked.body {
        let (there, here) = (body.split_whitespace().count(), prose_words(&found.document));
        if there > 80 && here * 10 < there * 7 {
            found.warn(format!("The page's own data has about {there} words of text, {here} were found: something may be missing."));
        }
    }
    let end: String = found.document.blocks.last().map(courant_text::plain::block).unwrap_or_default();
    if prose_words(&found.document) < 150 && end.trim_end().ends_with(['…']) || end.trim_end().ends_with("...") && prose_words(&found.document) < 150 {
        found.warn("The text ends in an ellipsis: the page may hold only the beginning of the story.".to_owned());
    }
}

fn kind_of(found: &Found) -> Option<KindHint> {
    let head = folded(found.headline.split([':', '|']).next().unwrap_or_default());
    let section = found.section.as_deref().map(folded).unwrap_or_default();
    for word in [head.as_str(), section.as_str()] {
        match word {
            "opinion" | "comment" | "editorial" | "column" | "op ed" | "opinions" | "columnists" | "commentisfree" => return Some(KindHint::Opinion),
            "analysis" | "news analysis" => return Some(KindHint::Analysis),
            "explainer" | "explained" => return Some(KindHint::Explainer),
            "interview" => return Some(KindHint::Interview),
            "live" | "live updates" => return Some(KindHint::Live),
            "press release" | "press releases" => return Some(KindHint::PressRelease),
            "sponsored" | "paid content" | "advertorial" => return Some(KindHint::Sponsored),
            _ => {}
        }
    }
    None
}

/// The language of a text, when it is long and plain enough to be sure of.
pub(crate) fn recognised(document: &Document) -> Option<String> {
    let text: String = courant_text::plain::write(document).chars().take(4000).collect();
    if text.chars().count() < 80 {
        return None;
    }
    let seen = whatlang::detect(&text)?;
    if !seen.is_reliable() {
        return None;
    }
    let code = seen.lang().code();
    let short = match code {
        "eng" => "en", "deu" => "de", "fra" => "fr", "spa" => "es", "por" => "pt", "ita" => "it", "nld" => "nl", "swe" => "sv", "nob" => "nb", "dan" => "da", "fin" => "fi", "pol" => "pl", "ces" => "cs",
        "slk" => "sk", "hun" => "hu", "ron" => "ro", "bul" => "bg", "rus" => "ru", "ukr" => "uk", "bel" => "be", "srp" => "sr", "hrv" => "hr", "slv" => "sl", "mkd" => "mk", "ell" => "el", "tur" => "tr", "aze" => "az",
        "ara" => "ar", "heb" => "he", "pes" => "fa", "urd" => "ur", "hin" => "hi", "ben" => "bn", "mar" => "mr", "guj" => "gu", "pan" => "pa", "tam" => "ta", "tel" => "te", "kan" => "kn", "mal" => "ml", "ori" => "or", "sin" => "si", "nep" => "ne",
        "jpn" => "ja", "kor" => "ko", "cmn" => "zh", "tha" => "th", "vie" => "vi", "ind" => "id", "jav" => "jv", "tgl" => "tl", "mya" => "my", "khm" => "km", "kat" => "ka", "hye" => "hy", "amh" => "am", "lit" => "lt", "lav" => "lv", "est" => "et", "cat" => "ca", "afr" => "af", "zul" => "zu", "yid" => "yi", "epo" => "eo", "lat" => "la", "uzb" => "uz", "tuk" => "tk", "sna" => "sn", "aka" => "ak", "cym" => "cy",
        other => other,
    };
    Some(short.to_owned())
}
