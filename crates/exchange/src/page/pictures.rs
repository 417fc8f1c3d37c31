//! Pictures, frames and addresses of a page: the real address behind lazy loading, the caption and the credit as printed.
//! Used by `clean` for the body and by `web` for the lead picture.

use scraper::ElementRef;
use url::Url;

use super::furniture::name_words;
use super::survey::{self, Step, Survey, names_of};
use super::{FoundPicture, squeeze};

/// An address made absolute. `None` for scripts, data and empty ones; a relative one stays relative without a base.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    let lower: String = address.chars().take(12).collect::<String>().to_ascii_lowercase();
    if lower.starts_with("data:")
        || lower.starts_with("javascript:")
        || lower.starts_with("blob:")
        || lower.starts_with("about:")
    {
        return None;
    }
    if address.starts_with('#') {
        return Some(address.to_owned());
    }
    match (Url::parse(address), base) {
        (Ok(url), _) => Some(url.to_string()),
        (Err(_), Some(base)) => base.join(address).ok().map(|url| url.to_string()),
        (Err(_), None) if address.starts_with("//") => Some(format!("https:{address}")),
        (Err(_), None) => Some(address.to_owned()),
    }
}

/// The pictures of a figure with its caption; empty when it holds none.
pub(crate) fn of_figure(figure: ElementRef<'_>, survey: &Survey, base: Option<&Url>) -> Vec<FoundPicture> {
    let mut found: Vec<FoundPicture> = Vec::new();
    for inner in figure.descendent_elements() {
        match inner.value().name() {
            "blockquote" | "table" | "iframe" | "video" | "audio" | "pre" => return Vec::new(),
            "img" | "amp-img" => {
                if let Some(picture) = of_image(inner, base)
                    && !found.iter().any(|other| other.src == picture.src)
                {
                    found.push(picture);
                }
            }
            _ => {}
        }
    }
    if found.is_empty()
        && let Some(picture) = figure
            .descendent_elements()
            .find(|inner| inner.value().name() == "noscript")
            .and_then(|noscript| of_noscript(noscript, base))
    {
        found.push(picture);
    }
    // AMP and lazy loaders print a second image for clients without script.
    let (caption, credit) = caption_of(figure, survey);
    if let Some(last) = found.last_mut() {
        last.caption = caption;
        last.credit = credit;
    }
    found
}

/// A box that holds one image and its caption, as WordPress made them before there was `figure`.
pub(crate) fn is_captioned_box(element: ElementRef<'_>, survey: &Survey) -> bool {
    let value = element.value();
    if !matches!(value.name(), "div" | "span" | "dl" | "p" | "section") {
        return false;
    }
    let words = name_words(&names_of(value));
    if !words.iter().any(|w| {
        matches!(
            w.as_str(),
            "caption" | "figure" | "photo" | "image" | "picture" | "img" | "media" | "photobox" | "imagebox"
        )
    }) {
        return false;
    }
    let chars = survey.of(element).chars;
    chars > 0
        && chars < 400
        && element
            .descendent_elements()
            .filter(|inner| matches!(inner.value().name(), "img" | "amp-img"))
            .count()
            == 1
        && !element.descendent_elements().any(|inner| {
            matches!(
                inner.value().name(),
                "h1" | "h2" | "h3" | "ul" | "ol" | "blockquote" | "figure" | "table"
            )
        })
}

/// An image, `picture` or `amp-img`; `None` for icons, counters and placeholders.
pub(crate) fn of_image(element: ElementRef<'_>, base: Option<&Url>) -> Option<FoundPicture> {
    let image = if element.value().name() == "picture" {
        element
            .descendent_elements()
            .find(|inner| inner.value().name() == "img")?
    } else {
        element
    };
    let value = image.value();
    for side in ["width", "height"] {
        if value
            .attr(side)
            .and_then(|n| n.trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|n| n > 0 && n < 60)
        {
            return None;
        }
    }
    let words = name_words(&names_of(value));
    if words.iter().any(|w| {
        matches!(
            w.as_str(),
            "avatar" | "gravatar" | "icon" | "logo" | "emoji" | "pixel" | "tracking" | "smiley" | "spinner"
        )
    }) {
        return None;
    }
    let src = real_address(image).and_then(|src| absolute(&src, base)).or_else(|| {
        // `picture` with lazy sources only.
        element
            .descendent_elements()
            .filter(|inner| inner.value().name() == "source")
            .find_map(|source| {
                source
                    .value()
                    .attr("srcset")
                    .or_else(|| source.value().attr("data-srcset"))
            })
            .and_then(largest)
            .and_then(|src| absolute(&src, base))
    })?;
    let lower = src.to_ascii_lowercase();
    if [
        "/pixel",
        "1x1",
        "spacer.gif",
        "blank.gif",
        "/avatar",
        "gravatar.com",
        "doubleclick",
        "placeholder",
        "/emoji/",
        "scorecardresearch",
        "/ads/",
    ]
    .iter()
    .any(|mark| lower.contains(mark))
    {
        return None;
    }
    Some(FoundPicture {
        src,
        alt: squeeze(value.attr("alt").unwrap_or_default()).trim().to_owned(),
        ..FoundPicture::default()
    })
}

/// The address that a lazy loader would put in, else `src`.
fn real_address(image: ElementRef<'_>) -> Option<String> {
    let value = image.value();
    let usable = |src: &&str| {
        let src = src.trim();
        !src.is_empty() && !src.starts_with("data:")
    };
    for attribute in [
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-full-url",
        "data-orig-file",
        "data-image",
        "data-url",
        "data-large-file",
    ] {
        if let Some(src) = value.attr(attribute).filter(usable)
            && (src.contains('/') || src.contains('.'))
            && !src.starts_with('{')
        {
            return Some(src.to_owned());
        }
    }
    if let Some(src) = value.attr("src").filter(usable) {
        return Some(src.to_owned());
    }
    value
        .attr("srcset")
        .or_else(|| value.attr("data-srcset"))
        .or_else(|| value.attr("data-lazy-srcset"))
        .and_then(largest)
}

/// The widest candidate of a `srcset`.
fn largest(srcset: &str) -> Option<String> {
    srcset
        .split(", ")
        .flat_map(|part| {
            part.split(",http")
                .enumerate()
                .map(|(at, p)| if at == 0 { p.to_owned() } else { format!("http{p}") })
        })
        .filter_map(|candidate| {
            let mut parts = candidate
                .trim()
                .trim_end_matches(',')
                .split_ascii_whitespace()
                .map(str::to_owned);
            let src = parts.next()?;
            let size = parts
                .next()
                .and_then(|size| size.trim_end_matches(['w', 'x']).parse::<f64>().ok())
                .unwrap_or(1.0);
            (!src.starts_with("data:")).then_some((size, src))
        })
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, src)| src)
}

/// The image that stands as text in a `noscript`.
fn of_noscript(noscript: ElementRef<'_>, base: Option<&Url>) -> Option<FoundPicture> {
    if let Some(image) = noscript
        .descendent_elements()
        .find(|inner| inner.value().name() == "img")
    {
        return of_image(image, base);
    }
    let text: String = noscript.text().collect();
    let tag = text.split("<img").nth(1)?.split('>').next()?;
    let value_of = |name: &str| -> Option<String> {
        let after = tag.split(&format!("{name}=")).nth(1)?;
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        after.get(1..)?.split(quote).next().map(str::to_owned)
    };
    let src = value_of("src").and_then(|src| absolute(&src.replace("&amp;", "&"), base))?;
    Some(FoundPicture {
        src,
        alt: value_of("alt").unwrap_or_default(),
        ..FoundPicture::default()
    })
}

/// Caption and credit of a figure: its `figcaption`, or the text beside the image.
pub(crate) fn caption_of(figure: ElementRef<'_>, survey: &Survey) -> (String, String) {
    let holder = figure
        .descendent_elements()
        .find(|inner| inner.value().name() == "figcaption")
        .unwrap_or(figure);
    let mut caption = String::new();
    let mut credit = String::new();
    let mut skipping = 0usize;
    let mut crediting = 0usize;
    for (at, step) in survey::steps(holder).into_iter().enumerate() {
        match step {
            Step::Open(element) => {
                let name = element.value().name();
                if skipping > 0 || (at > 0 && out_of_caption(element, survey)) {
                    skipping += 1;
                } else if crediting > 0 || (at > 0 && is_credit(element)) {
                    crediting += 1;
                    if crediting == 1 && !credit.is_empty() {
                        credit.push(' ');
                    }
                }
                if survey::is_block(name) || name == "br" {
                    caption.push(' ');
                    credit.push(' ');
                }
            }
            Step::Close(_) => {
                if skipping > 0 {
                    skipping -= 1;
                } else {
                    crediting = crediting.saturating_sub(1);
                }
            }
            Step::Text(_) if skipping > 0 => {}
            Step::Text(text) if crediting > 0 => credit.push_str(text),
            Step::Text(text) => caption.push_str(text),
        }
    }
    let caption = squeeze(&caption);
    let credit = squeeze(&credit);
    if !credit.is_empty() {
        return (caption, bare_credit(&credit));
    }
    split_credit(&caption)
}

fn out_of_caption(element: ElementRef<'_>, survey: &Survey) -> bool {
    let name = element.value().name();
    if matches!(name, "button" | "script" | "style" | "noscript" | "svg" | "form") {
        return true;
    }
    // Boxes of furniture go; a class like "copyright" in a caption is the credit.
    survey
        .out
        .get(&super::survey::id_of(element))
        .is_some_and(|why| !matches!(*why, "the copyright line" | "the byline and date line"))
}

fn is_credit(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if value
        .attr("itemprop")
        .is_some_and(|prop| matches!(prop, "copyrightHolder" | "creditText" | "author" | "creator"))
    {
        return true;
    }
    name_words(&names_of(value)).iter().any(|w| {
        matches!(
            w.as_str(),
            "credit"
                | "credits"
                | "copyright"
                | "photographer"
                | "photocredit"
                | "imagecredit"
                | "byline"
                | "attribution"
                | "credentials"
        )
    })
}

/// Without the label that the theme prints anyway.
fn bare_credit(credit: &str) -> String {
    let trimmed = credit.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '|' | ' '));
    for label in [
        "Photograph:",
        "Photo:",
        "Photo by",
        "Photos by",
        "Credit:",
        "Image:",
        "Picture:",
        "Photo Credit:",
        "Image credit:",
        "Image credits:",
        "Foto:",
        "Crédit photo :",
        "Source:",
        "Photograph by",
        "Credit...",
        "Credit…",
        "Credit",
    ] {
        if let Some(start) = trimmed.get(..label.len())
            && start.eq_ignore_ascii_case(label)
        {
            let rest = trimmed.get(label.len()..).unwrap_or_default().trim();
            if !rest.is_empty() {
                return rest.to_owned();
            }
        }
    }
    trimmed.to_owned()
}

/// "A bridge in Lomé. Photo: A. Mensah" and "A bridge (Reuters/A. Mensah)" → caption and credit.
fn split_credit(caption: &str) -> (String, String) {
    for label in [
        "Photograph: ",
        "Photo: ",
        "Credit: ",
        "Photo by ",
        "Image: ",
        "Picture: ",
        "Image credit: ",
        "Photo credit: ",
        "Photo Credit: ",
        "Foto: ",
        "| ",
    ] {
        if let Some(at) = caption.rfind(label) {
            let credit = caption.get(at + label.len()..).unwrap_or_default();
            let before = caption.get(..at).unwrap_or_default();
            let clear = before.is_empty()
                || before
                    .trim_end()
                    .ends_with(['.', '!', '?', '(', '[', '—', '|', ')', '”', '"'])
                || label == "| ";
            if clear && !credit.is_empty() && credit.chars().count() < 90 {
                let before = before.trim_end_matches([' ', '(', '[', '|', '—']);
                let credit = credit.trim_end_matches([')', ']', ' ']);
                return (before.trim_end().to_owned(), credit.to_owned());
            }
        }
    }
    // A last bracket that names an agency or says that it is a photograph.
    if caption.ends_with([')', ']'])
        && let Some(at) = caption.rfind(['(', '['])
    {
        let inside = caption.get(at + 1..caption.len() - 1).unwrap_or_default();
        let agency = [
            "AP",
            "AFP",
            "Reuters",
            "REUTERS",
            "Getty",
            "Photo",
            "EPA",
            "dpa",
            "Xinhua",
            "ANSA",
            "Bloomberg",
            "Shutterstock",
            "Wikimedia",
            "CC BY",
            "via ",
        ]
        .iter()
        .any(|mark| inside.contains(mark));
        if agency && inside.chars().count() < 120 {
            return (
                caption.get(..at).unwrap_or_default().trim_end().to_owned(),
                inside.to_owned(),
            );
        }
    }
    (caption.to_owned(), String::new())
}

/// The address of a frame's content.
pub(crate) fn of_frame(frame: ElementRef<'_>, base: Option<&Url>) -> Option<String> {
    let value = frame.value();
    let by_id = |attribute: &str, before: &str| {
        value
            .attr(attribute)
            .filter(|id| id.len() < 40)
            .map(|id| format!("{before}{id}"))
    };
    match value.name() {
        "amp-youtube" => by_id("data-videoid", "https://www.youtube.com/embed/"),
        "amp-vimeo" => by_id("data-videoid", "https://player.vimeo.com/video/"),
        "amp-twitter" => by_id("data-tweetid", "https://twitter.com/i/status/"),
        "amp-instagram" => by_id("data-shortcode", "https://www.instagram.com/p/"),
        _ => {
            let src = ["src", "data-src", "data-lazy-src", "data-url"]
                .iter()
                .filter_map(|attribute| value.attr(attribute))
                .find(|src| !src.trim().is_empty() && !src.starts_with("about:") && !src.starts_with("data:"))?;
            absolute(src, base)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_credit_is_parted_from_the_caption() {
        assert_eq!(
            split_credit("A bridge in Lomé. Photo: A. Mensah"),
            ("A bridge in Lomé.".to_owned(), "A. Mensah".to_owned())
        );
        assert_eq!(
            split_credit("Troops near Kharkiv (AP Photo/B. Kovacs)"),
            ("Troops near Kharkiv".to_owned(), "AP Photo/B. Kovacs".to_owned())
        );
        assert_eq!(split_credit("The minister (left) and her guest").1, "");
    }

    #[test]
    fn the_widest_of_a_set_is_taken() {
        assert_eq!(largest("a.jpg 300w, b.jpg 1200w, c.jpg 600w").as_deref(), Some("b.jpg"));
        assert_eq!(largest("a,b.jpg 1x, c.jpg 2x").as_deref(), Some("c.jpg"));
    }
}
