//! The address of a file on the old site, by its path and its front matter, as Hugo, Zola and Jekyll make it.
//! Called for every file before any is read, since files name each other.

use super::fields::Fields;
use super::{Entry, Role, System, front};

/// The address of a file on the site.
pub fn address(entry: &Entry, source: &str) -> String {
    let front = front::part(super::beginning(source));
    address_of(entry, &Fields::new(front.fields))
}

/// As Hugo, Zola and Jekyll write a part of an address.
pub(super) fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            c if c.is_whitespace() => out.push('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '~') => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

pub(super) fn address_of(entry: &Entry, fields: &Fields) -> String {
    let slug = fields
        .text(&["slug"])
        .map_or_else(|| part(&entry.slug), |slug| part(&slug));
    let date = match fields.time(&["date", "publishdate"]) {
        (Some(local), _) => Some(local.date()),
        (None, Some(moment)) => Some(jiff::tz::TimeZone::UTC.to_datetime(moment).date()),
        (None, None) => entry.date,
    };
    let categories = if entry.sections.is_empty() {
        fields.list(&["categories", "category"], true)
    } else {
        entry.sections.clone()
    };
    let folders: Vec<String> = categories.iter().map(|category| part(category)).collect();
    if let Some(own) = fields.text(&["url", "permalink", "path"]) {
        let filled = filled(&own, &slug, &folders, date);
        // Hugo and Zola print a folder for every page that is no file.
        let file = filled.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let folder = entry.system != System::Jekyll && !file && !filled.ends_with('/');
        return if folder { filled + "/" } else { filled };
    }
    let mut parts = Vec::new();
    if entry.system != System::Jekyll {
        parts.extend(entry.language.iter().cloned());
    }
    let is_file = entry.system == System::Jekyll && entry.role != Role::Section;
    let post = matches!(entry.role, Role::Post | Role::Draft);
    let own_folders: Vec<String> = entry.sections.iter().map(|section| part(section)).collect();
    match (entry.system, post) {
        (System::Jekyll, true) => {
            parts.extend(folders);
            if let Some(date) = date.filter(|_| entry.date.is_some()) {
                parts.push(format!("{:04}/{:02}/{:02}", date.year(), date.month(), date.day()));
            }
        }
        _ => parts.extend(own_folders),
    }
    let named_file = is_file && !slug.is_empty();
    if entry.role != Role::Section && !slug.is_empty() {
        parts.push(if is_file { format!("{slug}.html") } else { slug });
    }
    let path = parts.join("/");
    if path.is_empty() {
        "/".to_owned()
    } else if named_file {
        format!("/{path}")
    } else {
        format!("/{path}/")
    }
}

/// An address that somebody wrote, with its variables.
fn filled(pattern: &str, slug: &str, folders: &[String], date: Option<jiff::civil::Date>) -> String {
    let path = match url::Url::parse(pattern) {
        Ok(url) => url.path().to_owned(),
        Err(_) => pattern.trim().to_owned(),
    };
    let mut path = path
        .replace(":categories", &folders.join("/"))
        .replace(":title", slug)
        .replace(":slug", slug);
    if let Some(date) = date {
        path = path
            .replace(":year", &format!("{:04}", date.year()))
            .replace(":i_month", &date.month().to_string())
            .replace(":month", &format!("{:02}", date.month()))
            .replace(":i_day", &date.day().to_string())
            .replace(":day", &format!("{:02}", date.day()));
    }
    let path: Vec<&str> = path
        .split('/')
        .enumerate()
        .filter(|(at, part)| *at == 0 || !part.is_empty())
        .map(|(_, part)| part)
        .collect();
    let end = if pattern.ends_with('/') { "/" } else { "" };
    let path = path.join("/");
    let path = path.trim_start_matches('/');
    if path.is_empty() {
        "/".to_owned()
    } else {
        format!("/{path}{end}")
    }
}
