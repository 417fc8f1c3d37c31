//! Which files of a folder are posts, pages, sections and pictures, told by their paths alone.
//! Called once before anything is read; the conventions are those of Hugo, Zola and Jekyll.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

/// What makes the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum System {
    /// Hugo, and whatever keeps its texts in `content`.
    #[default]
    Hugo,
    /// Zola.
    Zola,
    /// Jekyll.
    Jekyll,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A post.
    Post,
    /// A post that was never published (`_drafts`).
    Draft,
    /// A page beside the posts.
    Page,
    /// What a section says of itself (`_index.md`).
    Section,
}

/// A file of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path as it was given, with slashes.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// The folders that are its sections, the outermost first. For Jekyll its categories by folder.
    pub sections: Vec<String>,
    /// The last part of its address, unless its front matter says otherwise.
    pub slug: String,
    /// The date in its name (`2024-05-01-ferry.md`).
    pub date: Option<Date>,
    /// The language in its name (`ferry.fr.md`).
    pub language: Option<String>,
    /// The folder whose files belong to it, when it is a bundle (`ferry/index.md`).
    pub bundle: Option<String>,
    /// What makes the site.
    pub system: System,
}

/// A folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What makes the site.
    pub system: System,
    /// Files of text, in the order of their paths.
    pub entries: Vec<Entry>,
    /// Files that readers can fetch, by their address on the site (`/img/pier.jpg`): which file it is.
    pub files: BTreeMap<String, String>,
}

/// Folders that hold nothing anybody reads.
const MACHINERY: &[&str] = &[
    "_data",
    "_includes",
    "_layouts",
    "_plugins",
    "_sass",
    "_site",
    "archetypes",
    "data",
    "i18n",
    "layouts",
    "node_modules",
    "public",
    "resources",
    "sass",
    "templates",
    "themes",
    "vendor",
];
/// Files of a repository that are no pages of a site.
const REPOSITORY: &[&str] = &[
    "readme",
    "license",
    "licence",
    "changelog",
    "contributing",
    "code_of_conduct",
    "security",
    "authors",
    "notice",
];

impl Plan {
    /// Looks at the paths of a folder, relative to it.
    pub fn of<P: AsRef<str>>(paths: impl IntoIterator<Item = P>) -> Self {
        let mut paths: Vec<String> = paths
            .into_iter()
            .map(|path| {
                path.as_ref()
                    .replace('\\', "/")
                    .trim_start_matches("./")
                    .trim_matches('/')
                    .to_owned()
            })
            .filter(|path| !path.is_empty())
            .collect();
        paths.sort();
        paths.dedup();
        let system = system(&paths);
        let mut plan = Self {
            system,
            ..Self::default()
        };
        let within = content_folder(&paths, system);
        let texts: Vec<(&String, Option<&str>)> = paths
            .iter()
            .filter(|path| !is_machinery(path, system))
            .map(|path| (path, path.strip_prefix(within.as_str())))
            .collect();
        let bundles: HashSet<&str> = texts
            .iter()
            .filter(|(path, inside)| inside.is_some() && is_leaf(path))
            .map(|(path, _)| folder(path))
            .collect();
        for (path, inside) in &texts {
            // In a bundle every other text is part of it, and none of its own.
            let part = !is_leaf(path) && !is_section(path) && in_bundle(folder(path), &bundles);
            let text = inside.filter(|_| is_text(path) && !part);
            match (system, text) {
                (System::Jekyll, Some(inside)) => plan.entries.extend(jekyll(path, inside)),
                (_, Some(inside)) => plan.entries.extend(hugo(path, inside, system)),
                (_, None) => plan.file(path, *inside, system),
            }
        }
        plan
    }

    fn file(&mut self, path: &str, inside: Option<&str>, system: System) {
        if is_text(path) && system != System::Jekyll {
            return;
        }
        let public = path
            .strip_prefix("static/")
            .or_else(|| path.strip_prefix("assets/").filter(|_| system == System::Hugo));
        let address = public.or(inside).or(Some(path).filter(|_| system == System::Jekyll));
        if let Some(address) = address.filter(|address| !address.split('/').any(|part| part.starts_with('_'))) {
            self.files.insert(format!("/{address}"), path.to_owned());
        }
    }

    /// The file behind an address of the site, with or without a query, its letters written either way.
    pub fn file_of(&self, address: &str) -> Option<&str> {
        let path = match url::Url::parse(address) {
            Ok(url) => url.path().to_owned(),
            Err(_) => address.to_owned(),
        };
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let plain = links::unescaped(path);
        self.files
            .get(path)
            .or_else(|| self.files.get(&plain))
            .map(String::as_str)
    }
}

use super::links;

fn system(paths: &[String]) -> System {
    let has = |wanted: &dyn Fn(&str) -> bool| paths.iter().any(|path| wanted(path));
    if has(&|path| path.starts_with("_posts/") || path.contains("/_posts/") || path.starts_with("_config.y")) {
        System::Jekyll
    } else if has(&|path| path == "config.toml" || path == "zola.toml")
        && has(&|path| path.starts_with("templates/") || path.starts_with("sass/") || path == "zola.toml")
        && !has(&|path| path.starts_with("archetypes/") || path.starts_with("layouts/"))
    {
        System::Zola
    } else {
        System::Hugo
    }
}

/// The folder that holds the texts, with its slash, or empty when it was given itself.
fn content_folder(paths: &[String], system: System) -> String {
    let content = system != System::Jekyll && paths.iter().any(|path| path.starts_with("content/"));
    if content { "content/".to_owned() } else { String::new() }
}

fn is_machinery(path: &str, system: System) -> bool {
    let mut parts = path.split('/');
    let first = parts.next().unwrap_or_default();
    let hidden = path.split('/').any(|part| part.starts_with('.') && part.len() > 1);
    let data = first == "data" && system == System::Jekyll;
    hidden || (MACHINERY.contains(&first) && path.contains('/') && !data)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

fn is_text(path: &str) -> bool {
    let name = file_name(path).to_ascii_lowercase();
    [".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx"]
        .iter()
        .any(|ending| name.ends_with(ending))
}

/// The name without its ending and language, and the language.
fn stem(path: &str) -> (&str, Option<&str>) {
    let name = file_name(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match stem.rsplit_once('.') {
        Some((rest, language)) if is_language(language) => (rest, Some(language)),
        _ => (stem, None),
    }
}

fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let rest = parts.next();
    let letters = |part: &str, length: std::ops::RangeInclusive<usize>| {
        length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    letters(first, 2..=2) && rest.is_none_or(|rest| letters(rest, 2..=4)) && parts.next().is_none()
}

/// `index.md`: the text of a bundle.
fn is_leaf(path: &str) -> bool {
    is_text(path) && stem(path).0 == "index"
}

/// `_index.md`
fn is_section(path: &str) -> bool {
    is_text(path) && stem(path).0 == "_index"
}

fn in_bundle(folder: &str, bundles: &HashSet<&str>) -> bool {
    let mut at = folder;
    while !at.is_empty() {
        if bundles.contains(at) {
            return true;
        }
        at = at.rsplit_once('/').map_or("", |(above, _)| above);
    }
    false
}

/// `2024-05-01-ferry` → the date and `ferry`.
fn dated(stem: &str) -> (Option<Date>, &str) {
    let Some(date) = stem.get(..10).and_then(|date| date.parse::<Date>().ok()) else {
        return (None, stem);
    };
    let rest = stem.get(10..).unwrap_or_default();
    let name = rest.trim_start_matches(['-', '_', ' ', 'T']);
    if name.is_empty() {
        (Some(date), stem)
    } else {
        (Some(date), name)
    }
}

fn is_pages(folder: &str) -> bool {
    matches!(folder, "page" | "pages")
}

fn hugo(path: &str, inside: &str, system: System) -> Option<Entry> {
    let (name, language) = stem(path);
    let mut sections: Vec<String> = folder(inside)
        .split('/')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    if sections.is_empty() && REPOSITORY.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let (role, own) = match name {
        "_index" => (Role::Section, sections.last().cloned().unwrap_or_default()),
        "index" => {
            let own = sections.pop().unwrap_or_default();
            let page = sections.is_empty() || sections.iter().any(|folder| is_pages(folder));
            (if page { Role::Page } else { Role::Post }, own)
        }
        name => {
            let page = sections.is_empty() || sections.iter().any(|folder| is_pages(folder));
            (if page { Role::Page } else { Role::Post }, name.to_owned())
        }
    };
    let (date, slug) = dated(&own);
    // Hugo keeps the date in the address; Zola takes it for the date alone.
    let slug = if system == System::Zola {
        slug.to_owned()
    } else {
        own.clone()
    };
    Some(Entry {
        path: path.to_owned(),
        role,
        sections,
        slug,
        date,
        language: language.map(str::to_owned),
        bundle: is_leaf(path).then(|| folder(path).to_owned()),
        system,
    })
}

fn jekyll(path: &str, inside: &str) -> Option<Entry> {
    let (name, language) = stem(path);
    let parts: Vec<&str> = folder(inside).split('/').filter(|part| !part.is_empty()).collect();
    let posts = parts.iter().position(|part| matches!(*part, "_posts" | "_drafts"));
    let (date, slug) = dated(name);
    let entry = |role: Role, sections: &[&str], slug: &str, date: Option<Date>| Entry {
        path: path.to_owned(),
        role,
        sections: sections.iter().map(|part| (*part).to_owned()).collect(),
        slug: slug.to_owned(),
        date,
        language: language.map(str::to_owned),
        bundle: None,
        system: System::Jekyll,
    };
    if let Some(at) = posts {
        let draft = parts.get(at) == Some(&"_drafts");
        // Without a date Jekyll itself makes no post of it.
        let role = if draft || date.is_none() {
            Role::Draft
        } else {
            Role::Post
        };
        return Some(entry(role, parts.get(..at).unwrap_or_default(), slug, date));
    }
    if let Some(collection) = parts.first().and_then(|first| first.strip_prefix('_')) {
        return Some(entry(Role::Post, &[collection], slug, date));
    }
    if parts.is_empty() && REPOSITORY.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let own = if name == "index" {
        parts.last().copied().unwrap_or_default()
    } else {
        name
    };
    let above = if name == "index" {
        parts.split_last().map_or(&[][..], |(_, above)| above)
    } else {
        parts.as_slice()
    };
    Some(entry(Role::Page, above, own, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(paths: &[&str]) -> Vec<String> {
        Plan::of(paths)
            .entries
            .iter()
            .map(|entry| {
                format!(
                    "{:?} {} {} {:?} {:?}",
                    entry.role,
                    entry.sections.join("/"),
                    entry.slug,
                    entry.date,
                    entry.language
                )
            })
            .collect()
    }

    #[test]
    fn a_folder_of_hugo() {
        let plan = Plan::of([
            "hugo.toml",
            "archetypes/default.md",
            "themes/x/README.md",
            "README.md",
            "content/_index.md",
            "content/about.md",
            "content/harbour/_index.md",
            "content/harbour/2024-05-01-ferry.md",
            "content/harbour/ferry.fr.md",
            "content/harbour/strike/index.md",
            "content/harbour/strike/pier.jpg",
            "content/harbour/strike/notes.md",
            "static/img/tide.png",
            ".git/x.md",
            "content/pages/contact.md",
        ]);
        assert_eq!(plan.system, System::Hugo);
        let shown: Vec<String> = plan
            .entries
            .iter()
            .map(|entry| format!("{:?} {}", entry.role, entry.path))
            .collect();
        assert_eq!(
            shown,
            [
                "Section content/_index.md",
                "Page content/about.md",
                "Post content/harbour/2024-05-01-ferry.md",
                "Section content/harbour/_index.md",
                "Post content/harbour/ferry.fr.md",
                "Post content/harbour/strike/index.md",
                "Page content/pages/contact.md",
            ]
        );
        assert_eq!(plan.file_of("/img/tide.png?x"), Some("static/img/tide.png"));
        assert_eq!(
            plan.file_of("https://shore.example/harbour/strike/pier.jpg"),
            Some("content/harbour/strike/pier.jpg")
        );
        assert_eq!(plan.file_of("/harbour/strike/none.jpg"), None);
    }

    #[test]
    fn a_folder_of_jekyll() {
        assert_eq!(
            shown(&[
                "_config.yml",
                "_layouts/post.html",
                "_posts/2024-05-01-ferry-stays.md",
                "news/_posts/2024-05-02-tide.markdown",
                "_drafts/soon.md",
                "_recipes/soup.md",
                "about.md",
                "team/index.md",
                "assets/a.jpg",
                "README.md",
            ]),
            [
                "Draft  soon None None",
                "Post  ferry-stays Some(2024-05-01) None",
                "Post recipes soup None None",
                "Page  about None None",
                "Post news tide Some(2024-05-02) None",
                "Page  team None None",
            ]
        );
        let plan = Plan::of(["_posts/2024-05-01-a.md", "assets/a b.jpg", "_site/a.html"]);
        assert_eq!(plan.file_of("/assets/a%20b.jpg"), Some("assets/a b.jpg"));
        assert_eq!(plan.files.len(), 1);
    }

    #[test]
    fn a_folder_of_zola_and_one_without_anything_around_it() {
        let plan = Plan::of(["config.toml", "templates/x.html", "content/news/2024-05-01_ferry.md"]);
        assert_eq!((plan.system, plan.entries.len()), (System::Zola, 1));
        assert!(plan.entries.iter().all(|entry| entry.slug == "ferry"));
        assert_eq!(
            shown(&["news/one.md", "two.md"]),
            ["Post news one None None", "Page  two None None"]
        );
    }
}
