//! A page as a browser sees it: parsed by the standard's rules, and looked at by selectors.
//! The tests of the site read answers with it.

use scraper::{ElementRef, Html, Selector};

/// A parsed page.
pub struct Page {
    html: Html,
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

impl Page {
    pub fn read(html: &str) -> Self {
        Self {
            html: Html::parse_document(html),
        }
    }

    fn select<'p>(&'p self, css: &str) -> Vec<ElementRef<'p>> {
        self.html.select(&selector(css)).collect()
    }

    /// The text of everything that a selector finds, white space folded.
    pub fn texts(&self, css: &str) -> Vec<String> {
        self.select(css)
            .into_iter()
            .map(|element| {
                let text: String = element.text().collect();
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            })
            .collect()
    }

    /// The text of the first.
    pub fn text(&self, css: &str) -> Option<String> {
        self.texts(css).into_iter().next()
    }

    /// The text of the first as it is, white space and all.
    pub fn raw_text(&self, css: &str) -> Option<String> {
        self.select(css).first().map(|element| element.text().collect())
    }

    /// Whether the page shows these words.
    pub fn contains_text(&self, words: &str) -> bool {
        self.texts("body").iter().any(|text| text.contains(words))
    }

    /// An attribute of everything that a selector finds.
    pub fn attributes(&self, css: &str, name: &str) -> Vec<String> {
        self.select(css)
            .into_iter()
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// An attribute of the first.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.attributes(css, name).into_iter().next()
    }

    pub fn has(&self, css: &str) -> bool {
        !self.select(css).is_empty()
    }

    /// The hidden fields of the reply form: story and stamp.
    pub fn reply_stamp(&self) -> (String, String) {
        let field = |name: &str| {
            self.attribute(&format!(".reply-form input[name={name}]"), "value")
                .unwrap()
        };
        (field("story"), field("stamp"))
    }

    /// What could run a script of somebody else's: elements, attributes, addresses. Empty on an honest page.
    pub fn dangers(&self) -> Vec<String> {
        let mut found = Vec::new();
        for node in self.html.tree.nodes() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            let name = element.name();
            let is_ld = name == "script" && element.attr("type") == Some("application/ld+json");
            let never = [
                "script", "iframe", "object", "embed", "applet", "base", "frame", "style", "template", "math",
            ];
            if never.contains(&name) && !is_ld {
                found.push(format!("<{name}>"));
            }
            if name == "meta" && element.attr("http-equiv").is_some() {
                found.push("<meta http-equiv>".to_owned());
            }
            for (attribute, value) in element.attrs() {
                let plain: String = value
                    .chars()
                    .filter(|c| !c.is_whitespace() && !c.is_control())
                    .collect::<String>()
                    .to_lowercase();
                let is_address = [
                    "href",
                    "src",
                    "action",
                    "formaction",
                    "poster",
                    "xlink:href",
                    "srcset",
                    "cite",
                    "data",
                ]
                .contains(&attribute);
                let evil = ["javascript:", "vbscript:", "data:"]
                    .iter()
                    .any(|start| plain.starts_with(start));
                if attribute.starts_with("on") || attribute == "style" || attribute == "srcdoc" || (is_address && evil)
                {
                    found.push(format!("<{name} {attribute}={value:?}>"));
                }
            }
        }
        found
    }

    /// Everything that the page names: `href`, `src`, each file of a `srcset`, addresses of cards.
    pub fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        for node in self.html.tree.nodes() {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            for name in ["href", "src"] {
                links.extend(element.attr(name).map(str::to_owned));
            }
            for name in ["srcset", "imagesrcset"] {
                links.extend(
                    element
                        .attr(name)
                        .into_iter()
                        .flat_map(|set| set.split(','))
                        .filter_map(|one| one.split_whitespace().next().map(str::to_owned)),
                );
            }
            let is_address = ["property", "name"]
                .iter()
                .filter_map(|name| element.attr(name))
                .any(|what| matches!(what, "og:image" | "og:url" | "twitter:image"));
            if is_address {
                links.extend(element.attr("content").map(str::to_owned));
            }
        }
        links
    }
}

/// Path and query of an address of this site; `None` for others and for places in the same page.
pub fn path_of(site: &str, link: &str) -> Option<String> {
    let bare = link.split('#').next().unwrap_or_default();
    let path = bare.strip_prefix(site).unwrap_or(bare);
    if path.is_empty() && bare.starts_with(site) {
        return Some("/".to_owned());
    }
    (path.starts_with('/') && !path.starts_with("//")).then(|| path.to_owned())
}

/// The addresses of this site in any text: feeds, sitemaps, JSON.
pub fn all_links(site: &str, text: &str) -> Vec<String> {
    text.split(site)
        .skip(1)
        .map(|rest| {
            let end = rest
                .find(|c: char| c.is_whitespace() || "\"'<>\\)]".contains(c))
                .unwrap_or(rest.len());
            let path = rest[..end].replace("&amp;", "&").replace("&#38;", "&");
            path.split(['#', '&']).next().unwrap_or_default().to_owned()
        })
        .map(|path| if path.is_empty() { "/".to_owned() } else { path })
        .collect()
}
