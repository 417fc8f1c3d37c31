//! An HTML page from source to story: tame, parse, survey, choose the body, clean it, settle the blocks.
//! Called by [`super::read`] for everything that is HTML.

use courant_model::story::Kind;
use std::collections::{HashMap, HashSet};

use courant_text::document::{BlockKind, Document};
use scraper::Html;
use url::Url;

use super::metadata::{self, Told};
use super::outside::outside;
use super::survey::{self, id_of};
use super::top::{Top, section};
use super::without::{error_title, has_password, refuse_lists, why_empty};
use super::{Found, FoundPicture, Known, Refusal, body, clean, folded, headline, leave_out};

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
        return Err(if prose < 400 {
            why_empty(&page, &survey, &told, prose)
        } else {
            Refusal::NoHeadline
        });
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
        .any(|title| {
            [
                "sign in",
                "log in",
                "login",
                "anmelden",
                "connexion",
                "iniciar sesión",
                "entrar",
            ]
            .iter()
            .any(|mark| title.starts_with(mark) || title.ends_with(mark))
        });
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
        .filter(|block| {
            matches!(
                block.kind,
                BlockKind::Paragraph(_)
                    | BlockKind::Quote { .. }
                    | BlockKind::List(_)
                    | BlockKind::Verse(_)
                    | BlockKind::Code { .. }
                    | BlockKind::Table(_)
                    | BlockKind::Details { .. }
            )
        })
        .map(|block| {
            let text = courant_text::plain::block(block);
            let wide = text.chars().filter(|c| ('\u{0e00}'..='\u{9fff}').contains(c)).count();
            text.split_whitespace().count().max(wide / 3)
        })
        .sum()
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
        found.warn(format!(
            "The page names a next page ({next}): the story may go on there."
        ));
    }
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
            found.took("language", "the words of the text");
        }
    }
    found.kind = told.kind.or_else(|| kind_of(found));
    if let Some(body) = &told.linked.body {
        let (there, here) = (body.split_whitespace().count(), prose_words(&found.document));
        if there > 80 && here * 10 < there * 7 {
            found.warn(format!(
                "The page's own data has about {there} words of text, {here} were found: something may be missing."
            ));
        }
    }
    let end: String = found
        .document
        .blocks
        .last()
        .map(courant_text::plain::block)
        .unwrap_or_default();
    if prose_words(&found.document) < 150 && end.trim_end().ends_with(['…'])
        || end.trim_end().ends_with("...") && prose_words(&found.document) < 150
    {
        found.warn("The text ends in an ellipsis: the page may hold only the beginning of the story.".to_owned());
    }
}

fn kind_of(found: &Found) -> Option<Kind> {
    let head = folded(found.headline.split([':', '|']).next().unwrap_or_default());
    let section = found.section.as_deref().map(folded).unwrap_or_default();
    for word in [head.as_str(), section.as_str()] {
        match word {
            "opinion" | "comment" | "editorial" | "column" | "op ed" | "opinions" | "columnists" | "commentisfree" => {
                return Some(Kind::Opinion);
            }
            "analysis" | "news analysis" => return Some(Kind::Analysis),
            "explainer" | "explained" => return Some(Kind::Explainer),
            "interview" => return Some(Kind::Interview),
            "live" | "live updates" => return Some(Kind::Live),
            "press release" | "press releases" => return Some(Kind::PressRelease),
            "sponsored" | "paid content" | "advertorial" => return Some(Kind::Sponsored),
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
        "eng" => "en",
        "deu" => "de",
        "fra" => "fr",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "nld" => "nl",
        "swe" => "sv",
        "nob" => "nb",
        "dan" => "da",
        "fin" => "fi",
        "pol" => "pl",
        "ces" => "cs",
        "slk" => "sk",
        "hun" => "hu",
        "ron" => "ro",
        "bul" => "bg",
        "rus" => "ru",
        "ukr" => "uk",
        "bel" => "be",
        "srp" => "sr",
        "hrv" => "hr",
        "slv" => "sl",
        "mkd" => "mk",
        "ell" => "el",
        "tur" => "tr",
        "aze" => "az",
        "ara" => "ar",
        "heb" => "he",
        "pes" => "fa",
        "urd" => "ur",
        "hin" => "hi",
        "ben" => "bn",
        "mar" => "mr",
        "guj" => "gu",
        "pan" => "pa",
        "tam" => "ta",
        "tel" => "te",
        "kan" => "kn",
        "mal" => "ml",
        "ori" => "or",
        "sin" => "si",
        "nep" => "ne",
        "jpn" => "ja",
        "kor" => "ko",
        "cmn" => "zh",
        "tha" => "th",
        "vie" => "vi",
        "ind" => "id",
        "jav" => "jv",
        "tgl" => "tl",
        "mya" => "my",
        "khm" => "km",
        "kat" => "ka",
        "hye" => "hy",
        "amh" => "am",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "cat" => "ca",
        "afr" => "af",
        "zul" => "zu",
        "yid" => "yi",
        "epo" => "eo",
        "lat" => "la",
        "uzb" => "uz",
        "tuk" => "tk",
        "sna" => "sn",
        "aka" => "ak",
        "cym" => "cy",
        other => other,
    };
    Some(short.to_owned())
}
