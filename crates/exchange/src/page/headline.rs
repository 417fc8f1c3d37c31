//! Which words of a page are its headline: the printed ones, checked against what the page's head says.
//! Called by `web`.

use std::collections::HashSet;

use scraper::{ElementRef, Html};

use super::furniture::name_words;
use super::metadata::Told;
use super::survey::{self, Survey, id_of, names_of};
use super::{Known, folded};

/// The headline and the element that prints it, if one does.
pub(crate) struct Headline<'a> {
    pub text: String,
    pub from: &'static str,
    pub element: Option<ElementRef<'a>>,
}

/// Chooses the headline.
pub(crate) fn choose<'a>(
    page: &'a Html,
    survey: &Survey,
    body: ElementRef<'a>,
    told: &Told,
    paper: &Known,
) -> Option<Headline<'a>> {
    let mut claims: Vec<(String, &'static str)> = Vec::new();
    if let Some(headline) = &told.linked.headline {
        claims.push((headline.clone(), "JSON-LD headline"));
    }
    for (title, from) in &told.titles {
        claims.push((without_site(title, told, paper), from));
    }
    let best = printed(page, survey, body, told, paper, &claims);
    if let Some((score, text, element, from)) = best
        && (score > 0.8 || claims.is_empty())
    {
        return Some(Headline {
            text,
            from,
            element: Some(element),
        });
    }
    let claim = claims.into_iter().find(|(text, _)| {
        let key = folded(text);
        key.chars().count() > 3 && !is_site(&key, told, paper)
    });
    if let Some((text, from)) = claim {
        return Some(Headline {
            text,
            from,
            element: None,
        });
    }
    best_of_none(page, survey, body)
}

fn is_site(key: &str, told: &Told, paper: &Known) -> bool {
    told.site.as_ref().is_some_and(|(site, _)| folded(site) == key)
        || (!paper.site_name.is_empty() && folded(&paper.site_name) == key)
        || matches!(
            key,
            "home"
                | "homepage"
                | "untitled"
                | "untitled document"
                | "news"
                | "index"
                | "article"
                | "print"
                | "story"
                | "new page 1"
        )
}

type Scored<'a> = Option<(f64, String, ElementRef<'a>, &'static str)>;

/// The element that most likely prints the headline, with its score.
fn printed<'a>(
    page: &'a Html,
    survey: &Survey,
    body: ElementRef<'a>,
    told: &Told,
    paper: &Known,
    claims: &[(String, &'static str)],
) -> Scored<'a> {
    let wanted: Vec<HashSet<String>> = claims.iter().map(|(text, _)| words(text)).collect();
    let mut best: Scored<'a> = None;
    let mut count = 0usize;
    for element in page.root_element().descendent_elements() {
        let value = element.value();
        let name = value.name();
        let itemprop = value
            .attr("itemprop")
            .is_some_and(|prop| prop.split_ascii_whitespace().any(|p| p == "headline"));
        let level = match name {
            "h1" => 0.6,
            "h2" => 0.25,
            "h3" => 0.1,
            "p" | "div" | "span" | "td" | "font" | "b" | "strong" | "big" | "center" | "a" | "h4" => 0.0,
            _ => continue,
        };
        let names = names_of(value);
        let named = !names.is_empty() && {
            let list = name_words(&names);
            list.windows(2).any(|pair| {
                matches!(
                    (pair.first().map(String::as_str), pair.get(1).map(String::as_str)),
                    (
                        Some("entry" | "post" | "article" | "story" | "content" | "single" | "news"),
                        Some("title" | "headline" | "heading")
                    )
                )
            }) || list.iter().any(|w| {
                matches!(
                    w.as_str(),
                    "headline" | "hed" | "entrytitle" | "posttitle" | "articletitle"
                )
            })
        };
        let heading = level > 0.0;
        if !heading && !named && !itemprop && element.text().map(str::len).sum::<usize>() > 400 {
            continue;
        }
        if survey.is_out(element) && survey.out.get(&id_of(element)) != Some(&"hidden from sight") {
            continue;
        }
        let text = survey::seen_text(element, survey);
        let key = folded(&text);
        let length = text.chars().count();
        if key.is_empty() || length > 320 || is_site(&key, told, paper) {
            continue;
        }
        count += 1;
        if count > 3000 {
            break;
        }
        let own = words(&text);
        let likeness = wanted
            .iter()
            .map(|claim| overlap(claim, &own))
            .chain(
                claims
                    .iter()
                    .map(|(claim, _)| if is_end_of(&key, &folded(claim)) { 0.95 } else { 0.0 }),
            )
            .fold(0.0, f64::max);
        if !heading && !named && !itemprop && likeness < 0.9 {
            continue;
        }
        // Inside furniture (a teaser list, the page's head) the same words are a link to the story.
        if survey.is_within_out(element) {
            continue;
        }
        let mut score = likeness * 1.2 + level;
        if itemprop {
            score += 0.4;
        }
        if named && heading {
            score += 0.15;
        }
        if !heading && !named {
            // Any box around the heading has the same words: the heading itself is meant.
            score -= 0.2;
        }
        if value.name() == "a" || (heading && survey.of(element).link_density() > 0.95 && likeness < 0.9) {
            score -= 0.3;
        }
        if claims.is_empty() && name == "h1" {
            score += 0.6;
        }
        // A heading of the story's own container is nearer than one elsewhere.
        if shares_container(element, body) {
            score += 0.1;
        }
        if own.len() < 2 && likeness < 0.9 {
            score -= 0.4;
        }
        let from = match name {
            "h1" => "h1",
            _ if itemprop => "itemprop headline",
            "h2" => "h2",
            "h3" => "h3",
            _ => "a line that agrees with the title",
        };
        if best.as_ref().is_none_or(|(top, ..)| score > *top + 0.001) {
            best = Some((score, text, element, from));
        }
    }
    best
}

fn shares_container(element: ElementRef<'_>, body: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).take(4).any(|above| {
        above == body
            || body
                .ancestors()
                .take(3)
                .any(|outer| ElementRef::wrap(outer) == Some(above))
                && !matches!(above.value().name(), "body" | "html")
    })
}

/// "Strait Courier: Ferry runs aground" ends in what the page prints, after the name of the site.
fn is_end_of(key: &str, claim: &str) -> bool {
    let words = key.split(' ').count();
    words >= 3
        && words * 2 >= claim.split(' ').count()
        && (claim
            .strip_suffix(key)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
            || claim
                .strip_prefix(key)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn words(text: &str) -> HashSet<String> {
    folded(text)
        .split(' ')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Dice's coefficient of two word sets.
fn overlap(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    2.0 * one.intersection(other).count() as f64 / (one.len() + other.len()) as f64
}

/// No title anywhere: the first heading or bold line of the body.
fn best_of_none<'a>(page: &'a Html, survey: &Survey, body: ElementRef<'a>) -> Option<Headline<'a>> {
    let short = |element: &ElementRef<'a>| {
        let text = survey::seen_text(*element, survey);
        let length = text.chars().count();
        (8..=200).contains(&length) && !text.ends_with('.')
    };
    let heading = page
        .root_element()
        .descendent_elements()
        .filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3" | "h4"))
        .filter(|element| !survey.is_within_out(*element))
        .find(short)
        .or_else(|| {
            body.descendent_elements()
                .filter(|element| matches!(element.value().name(), "b" | "strong" | "font" | "big"))
                .find(short)
        })?;
    Some(Headline {
        text: survey::seen_text(heading, survey),
        from: "the first heading",
        element: Some(heading),
    })
}

/// A title without the site's name at its end or beginning.
pub(crate) fn without_site(title: &str, told: &Told, paper: &Known) -> String {
    const MARKS: &[&str] = &[
        " | ", " - ", " — ", " – ", " :: ", " « ", " » ", " • ", " · ", " / ", " ~ ", " ‹ ",
    ];
    let host = told
        .canonical
        .as_ref()
        .and_then(|url| url.host_str())
        .map(|host| host.trim_start_matches("www.").to_owned())
        .unwrap_or_default();
    let host_key = folded(host.split('.').next().unwrap_or_default());
    let mut title = title.trim().to_owned();
    for _ in 0..3 {
        let Some((at, mark)) = MARKS
            .iter()
            .filter_map(|mark| Some((title.rfind(mark)?, *mark)))
            .max_by_key(|(at, _)| *at)
        else {
            break;
        };
        let head = title.get(..at).unwrap_or_default().trim().to_owned();
        let tail = title.get(at + mark.len()..).unwrap_or_default().trim().to_owned();
        let tail_key = folded(&tail);
        let joined: String = tail_key.split(' ').collect();
        let named = is_site(&tail_key, told, paper)
            || (!host_key.is_empty() && (joined == host_key || tail_key == folded(&host)))
            || super::phrases::is_section_name(&tail, paper);
        let short = tail.split_whitespace().count() <= 4
            && head.split_whitespace().count() >= 4
            && mark != " - "
            && mark != " – "
            && mark != " — ";
        let short_hyphen = tail.split_whitespace().count() <= 3
            && head.split_whitespace().count() >= 5
            && tail
                .split_whitespace()
                .all(|w| w.chars().next().is_some_and(char::is_uppercase));
        if named || short || short_hyphen {
            title = head;
        } else {
            break;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_cut_from_a_title_and_dashes_inside_it_are_kept() {
        let told = Told {
            site: Some(("The Harbour Post".to_owned(), "og:site_name")),
            ..Told::default()
        };
        let paper = Known::default();
        assert_eq!(
            without_site("Floods reach the old town - The Harbour Post", &told, &paper),
            "Floods reach the old town"
        );
        assert_eq!(
            without_site("Floods - and what comes after them now", &told, &paper),
            "Floods - and what comes after them now"
        );
        assert_eq!(
            without_site("Floods reach the old town | World | The Harbour Post", &told, &paper),
            "Floods reach the old town"
        );
    }
}
