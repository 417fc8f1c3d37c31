//! Pages without a story: which sort they are, so that the refusal says what to do.
//! Called by `web`.

use scraper::Html;

use super::body::Body;
use super::metadata::Told;
use super::survey::Survey;
use super::{Refusal, folded};

pub(super) fn has_password(page: &Html) -> bool {
    page.root_element().descendent_elements().any(|element| {
        element.value().name() == "input"
            && element
                .value()
                .attr("type")
                .is_some_and(|kind| kind.eq_ignore_ascii_case("password"))
    })
}

pub(super) fn error_title(told: &Told, headline: &str) -> Option<String> {
    let mut texts: Vec<&str> = vec![headline];
    texts.extend(told.titles.iter().map(|(title, _)| title.as_str()));
    texts
        .into_iter()
        .find(|text| {
            let key = folded(text);
            let words: Vec<&str> = key.split(' ').collect();
            words.len() <= 14
                && (words
                    .iter()
                    .any(|w| matches!(*w, "404" | "403" | "410" | "500" | "502" | "503"))
                    && (words.len() <= 4
                        || key.contains("error")
                        || key.contains("found")
                        || key.contains("forbidden")
                        || key.contains("unavailable")
                        || key.contains("gone"))
                    || [
                        "page not found",
                        "not found",
                        "access denied",
                        "forbidden",
                        "page can t be found",
                        "page cannot be found",
                        "service unavailable",
                        "bad gateway",
                        "internal server error",
                        "page doesn t exist",
                        "page does not exist",
                        "seite nicht gefunden",
                        "page introuvable",
                        "página no encontrada",
                        "error establishing a database connection",
                        "this page isn t available",
                    ]
                    .iter()
                    .any(|mark| {
                        key == *mark
                            || key.starts_with(&format!("{mark} "))
                            || key.ends_with(&format!(" {mark}"))
                            || (words.len() <= 8 && key.contains(mark))
                    }))
        })
        .map(|text| text.chars().take(100).collect())
}

/// Names the reason why nothing was found.
pub(super) fn why_empty(page: &Html, survey: &Survey, told: &Told, words: usize) -> Refusal {
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
    if [
        "captcha",
        "are you a robot",
        "are you human",
        "verify you are human",
        "verifying you are human",
        "just a moment",
        "checking your browser",
        "unusual traffic",
        "attention required",
        "not a robot",
        "ddos protection",
    ]
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
    if [
        "enable javascript",
        "javascript is disabled",
        "requires javascript",
        "turn on javascript",
        "activate javascript",
        "need javascript",
        "without javascript",
    ]
    .iter()
    .any(|mark| all.contains(mark))
        || (scripts > 0 && survey.of(page.root_element()).chars < 120)
    {
        return Refusal::NeedsScript;
    }
    Refusal::NoStory(words)
}

/// A front page has many linked headings and little text under each.
pub(super) fn refuse_lists(
    page: &Html,
    survey: &Survey,
    body: &Body<'_>,
    told: &Told,
    prose: usize,
) -> Result<(), Refusal> {
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
    // A list has a line or two under each heading, never a whole paragraph.
    let longest = body
        .root
        .descendent_elements()
        .map(|element| survey.of(element))
        .filter(|measure| measure.blocks == 1)
        .map(|measure| measure.prose)
        .max()
        .unwrap_or(0);
    let story = told.linked.published.is_some()
        || told.linked.body.is_some()
        || (body.declared && told.linked.headline.is_some());
    if linked >= 4 && linked * 10 >= blocks * 6 && per_heading < 500 && longest < 300 && !story {
        return Err(Refusal::ListPage(count_links(page)));
    }
    if told.linked.list && linked >= 3 && per_heading < 700 {
        return Err(Refusal::ListPage(count_links(page)));
    }
    // Mostly links, little text.
    if survey.of(body.root).link_density() > 0.6 && prose < 900 && longest < 300 && !story {
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
