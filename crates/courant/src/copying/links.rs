//! Where a page, a style sheet or a feed leads within its own site.
//! The bytes are the site's own; whatever is found too much is asked for and found missing, and said.

/// What is never part of a copy: the desk, programs, keys.
const AWAY: [&str; 7] = [
    "/desk",
    "/api/",
    "/oembed",
    "/preview/",
    "/replies",
    "/report",
    "/wp-json",
];

/// Attributes that hold one address.
const ONE: [&str; 4] = ["href", "src", "poster", "content"];
/// Attributes that hold several.
const SEVERAL: [&str; 2] = ["srcset", "imagesrcset"];

/// Whether an address is no part of a copy.
pub(super) fn stays_away(path: &str) -> bool {
    AWAY.iter().any(|away| path.starts_with(away))
}

/// The path of an address of this site, as it is asked for: without what stands after `?` or `#`.
pub(super) fn own(root: &str, link: &str) -> Option<String> {
    let rest = match link.strip_prefix(root) {
        Some("") => "/",
        Some(rest) if rest.starts_with(['/', '?', '#']) => rest,
        Some(_) => return None,
        None => link,
    };
    (rest.starts_with('/') && !rest.starts_with("//")).then(|| rest.to_owned())
}

fn bare(link: &str) -> String {
    link.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The addresses of this site that a page names.
pub(super) fn of_page(root: &str, html: &[u8]) -> Vec<String> {
    let html = String::from_utf8_lossy(html);
    let mut found = Vec::new();
    let mut rest = html.as_ref();
    while let Some(at) = rest.find('=') {
        let name = rest
            .get(..at)
            .unwrap_or_default()
            .rsplit(|c: char| c.is_whitespace())
            .next()
            .unwrap_or_default();
        let after = rest.get(at + 1..).unwrap_or_default();
        let known = ONE.contains(&name) || SEVERAL.contains(&name);
        let quote = after.chars().next().filter(|c| known && matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            rest = after;
            continue;
        };
        let Some(value) = after
            .get(1..)
            .and_then(|after| after.split_once(quote))
            .map(|(value, _)| value)
        else {
            break;
        };
        rest = after.get(value.len() + 2..).unwrap_or_default();
        let value = value
            .replace("&#x2f;", "/")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
        if ONE.contains(&name) {
            // The `content` of a card is an address only where it is a whole one.
            let is_address = name != "content" || value.starts_with(root);
            found.extend(own(root, value.trim()).filter(|_| is_address).map(|link| bare(&link)));
        } else {
            found.extend(
                value
                    .split(',')
                    .filter_map(|one| one.split_whitespace().next())
                    .filter_map(|link| own(root, link))
                    .map(|link| bare(&link)),
            );
        }
    }
    found
}

/// The files that a style sheet names, by where it stands itself.
pub(super) fn of_style(path: &str, css: &[u8]) -> Vec<String> {
    let css = String::from_utf8_lossy(css);
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    css.split("url(")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| bare(link.trim().trim_matches(['"', '\''])))
        .filter(|link| !link.is_empty() && !link.contains(':'))
        .map(|link| {
            if link.starts_with('/') {
                link
            } else {
                format!("{folder}/{}", link.trim_start_matches("./"))
            }
        })
        .collect()
}

/// The addresses of this site in a feed or a sitemap, which are whole.
pub(super) fn of_text(root: &str, text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text);
    text.split(root)
        .skip(1)
        .map(|rest| {
            let end = rest
                .find(|c: char| c.is_whitespace() || "\"'<>\\)]&?#,".contains(c))
                .unwrap_or(rest.len());
            rest.get(..end).unwrap_or_default()
        })
        .filter(|path| path.is_empty() || path.starts_with('/'))
        .map(|path| {
            if path.is_empty() {
                "/".to_owned()
            } else {
                path.to_owned()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "https://news.example";

    #[test]
    fn a_page_leads_where_its_attributes_say() {
        let page = br#"<a href="/local?x=1#y">a = b</a><img alt="src=&quot;/no&quot;" src='/media/a/1.jpg' srcset="/media/a/2.jpg 2w, /media/a/3.jpg 3w">
            <meta content="https://news.example/share.jpg"><meta content="/no"><a href="https://other.example/x"><a href="//cdn.example/y">
            <a href="https://news.example.org/z"><a href="https://news.example">"#;
        assert_eq!(
            of_page(ROOT, page),
            [
                "/local",
                "/media/a/1.jpg",
                "/media/a/2.jpg",
                "/media/a/3.jpg",
                "/share.jpg",
                "/"
            ]
        );
    }

    #[test]
    fn a_style_sheet_and_a_feed_name_files_too() {
        let style = b"@font-face { src: url('1-a.woff2') } .b { background: url(/assets/c.svg) } .d { background: url(data:x) }";
        assert_eq!(
            of_style("/assets/9-site.css", style),
            ["/assets/1-a.woff2", "/assets/c.svg"]
        );
        let feed = b"<link>https://news.example/a</link><url>https://news.example/media/1/2.jpg?x</url><id>https://news.example</id>";
        assert_eq!(of_text(ROOT, feed), ["/a", "/media/1/2.jpg", "/"]);
    }
}
