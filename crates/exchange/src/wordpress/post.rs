//! A post, page or item of the site's own type, with everything that Courant has a place for.
//! Made by [`super::item`] from one element of the file.

use courant_text::Document;

use super::Problem;
use super::body::{self, PictureRef};
use super::comment::{self, Comment};
use super::dates::{self, Dates};
use super::element::{Element, Space};
use super::metas::{self, Meta, Seo};
use super::site::Taxonomy;
use super::wxr::Reading;

/// What sort of item it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A post.
    Post,
    /// A page.
    Page,
    /// A type of the site's own (`event`, `recipe`).
    Custom(String),
}

impl Kind {
    /// Its name in the export.
    pub fn name(&self) -> &str {
        match self {
            Self::Post => "post",
            Self::Page => "page",
            Self::Custom(name) => name,
        }
    }
}

/// Where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Public.
    Published,
    /// To be public at its date.
    Scheduled,
    /// A draft.
    Draft,
    /// Handed in, waiting for an editor.
    Pending,
    /// For those who are logged in.
    Private,
    /// Thrown away.
    Trash,
    /// As its parent (attachments, revisions).
    Inherit,
    /// A state of a plugin (`archived`).
    Other(String),
}

impl State {
    pub(super) fn of(status: &str) -> Self {
        match status {
            "publish" => Self::Published,
            "future" => Self::Scheduled,
            "draft" | "auto-draft" | "" => Self::Draft,
            "pending" => Self::Pending,
            "private" => Self::Private,
            "trash" => Self::Trash,
            "inherit" => Self::Inherit,
            other => Self::Other(other.to_owned()),
        }
    }

    /// A word for it.
    pub fn name(&self) -> &str {
        match self {
            Self::Published => "published",
            Self::Scheduled => "scheduled",
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Private => "private",
            Self::Trash => "trash",
            Self::Inherit => "inherit",
            Self::Other(name) => name,
        }
    }
}

/// Who signs a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The login of the author, or the slug of a guest author's entry.
    pub login: String,
    /// The name, when the post itself gives it.
    pub name: Option<String>,
}

/// A term that a post has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged {
    /// What it is.
    pub taxonomy: Taxonomy,
    /// Its slug; empty in files that give names only.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A post, a page, or an item of the site's own type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its number at the old site.
    pub number: Option<i64>,
    /// What it was.
    pub kind: Kind,
    /// The last part of its address; empty for drafts that never had one.
    pub slug: String,
    /// Its old address.
    pub link: String,
    /// Its identifier for feeds.
    pub guid: String,
    /// The headline, as plain text.
    pub title: String,
    /// The excerpt that somebody wrote, as plain text.
    pub excerpt: String,
    /// The body.
    pub document: Document,
    /// Pictures, sound and films that the body shows, for the import to fetch.
    pub pictures: Vec<PictureRef>,
    /// Where it stood.
    pub state: State,
    /// When.
    pub dates: Dates,
    /// Who signs, in order.
    pub authors: Vec<Signature>,
    /// Its categories, tags and other terms, without format and authors.
    pub terms: Vec<Tagged>,
    /// The number of the featured picture's attachment.
    pub featured: Option<i64>,
    /// Whether it was kept on top.
    pub sticky: bool,
    /// Its format (`aside`, `gallery`), when it has one.
    pub format: Option<String>,
    /// Whether readers needed a password.
    pub password_protected: bool,
    /// Whether replies were open.
    pub replies_open: bool,
    /// The page or post above it.
    pub parent: Option<i64>,
    /// Its place among pages.
    pub order: i64,
    /// What plugins for search engines were told.
    pub seo: Seo,
    /// Addresses it had before (`_wp_old_slug`).
    pub old_slugs: Vec<String>,
    /// Every meta field that was not too large.
    pub metas: Vec<Meta>,
    /// Replies, pingbacks and trackbacks, as they stand in the file.
    pub comments: Vec<Comment>,
    /// What could not be read or has no place in a story.
    pub unreadable: Vec<Problem>,
}

/// Reads a post. `kind` was settled by the item.
pub(super) fn read(item: &Element<'_>, kind: Kind, reading: &Reading<'_>) -> Post {
    let number = item.wp("post_id").and_then(|number| number.parse().ok());
    let rss = |name: &str| item.child(Space::Rss, name).and_then(Element::some).unwrap_or_default();
    let title = body::plain_title(&rss("title"));
    let link = rss("link");
    let mut what = Vec::new();
    let (metas, dropped) = metas::metas(item, "postmeta");
    what.extend(dropped);
    let status = item.wp("status").unwrap_or_default();
    let content = item
        .child(Space::Content, "encoded")
        .map(Element::text)
        .unwrap_or_default();
    let read = if reading.bodies {
        body::read(
            &content,
            &body::Context {
                page: Some(link.as_str()).filter(|link| !link.is_empty()).or(reading.site),
                site: reading.site,
                post: number,
                shared: reading.shared,
                footnotes: metas::value(&metas, "footnotes"),
            },
        )
    } else {
        body::Body::default()
    };
    what.extend(read.left);
    let excerpt = item
        .child(Space::Excerpt, "encoded")
        .and_then(Element::some)
        .map(|excerpt| body::plain(&excerpt))
        .unwrap_or_default();
    let (terms, authors, format) = terms(item);
    let (comments, unread) = comment::read_all(item, reading);
    what.extend(unread);
    let state = State::of(&status);
    let dates = dates_of(item);
    if state == State::Scheduled && dates.gmt.is_none() && dates.local.is_none() {
        what.push("is scheduled, but no date says for when".to_owned());
    }
    let unreadable = what
        .into_iter()
        .map(|what| Problem {
            place: reading.place.clone(),
            item: number,
            title: title.clone(),
            what,
        })
        .collect();
    Post {
        number,
        kind,
        slug: item.wp("post_name").unwrap_or_default(),
        guid: rss("guid"),
        excerpt,
        document: read.document,
        pictures: read.pictures,
        state,
        dates,
        authors,
        terms,
        featured: metas::value(&metas, "_thumbnail_id")
            .and_then(|id| id.parse().ok())
            .filter(|id| *id > 0),
        sticky: item.wp("is_sticky").as_deref() == Some("1"),
        format,
        password_protected: item.wp("post_password").is_some(),
        replies_open: item.wp("comment_status").as_deref() == Some("open"),
        parent: item
            .wp("post_parent")
            .and_then(|id| id.parse().ok())
            .filter(|id| *id > 0),
        order: item.wp("menu_order").and_then(|order| order.parse().ok()).unwrap_or(0),
        seo: metas::seo(&metas, &title, reading.site_title, &link),
        old_slugs: metas
            .iter()
            .filter(|meta| meta.key == "_wp_old_slug" && !meta.value.is_empty())
            .map(|meta| meta.value.clone())
            .collect(),
        metas,
        comments,
        unreadable,
        title,
        link,
    }
}

/// The dates of any item.
pub(super) fn dates_of(item: &Element<'_>) -> Dates {
    let local = item.wp("post_date").and_then(|date| dates::civil(&date));
    let gmt = item.wp("post_date_gmt").and_then(|date| dates::gmt(&date)).or_else(|| {
        // What the feed says of a post that has no other date at all.
        let feed = item.child(Space::Rss, "pubDate").and_then(Element::some)?;
        if local.is_none() { dates::of_feed(&feed) } else { None }
    });
    Dates {
        local,
        gmt,
        changed_local: item.wp("post_modified").and_then(|date| dates::civil(&date)),
        changed_gmt: item.wp("post_modified_gmt").and_then(|date| dates::gmt(&date)),
    }
}

/// Terms of one item that are looked at; each is compared with those before it.
const MOST_TERMS: usize = 2000;

/// The terms, the authors and the format of an item.
pub(super) fn terms(item: &Element<'_>) -> (Vec<Tagged>, Vec<Signature>, Option<String>) {
    let mut terms: Vec<Tagged> = Vec::new();
    let mut authors: Vec<Signature> = Vec::new();
    let mut format = None;
    let mut bare = Vec::new();
    for category in item
        .children
        .iter()
        .filter(|child| child.space == Space::Rss && child.name == "category")
        .take(MOST_TERMS)
    {
        let name = category.some().map(|name| body::plain_title(&name)).unwrap_or_default();
        let slug = category.attribute("nicename").unwrap_or_default();
        let Some(domain) = category.attribute("domain") else {
            // Version 1.0 names each category twice, once without saying what it is.
            bare.push(name);
            continue;
        };
        match Taxonomy::of(&domain) {
            Taxonomy::Format => {
                format = Some(slug.strip_prefix("post-format-").unwrap_or(&slug).to_owned());
            }
            Taxonomy::Author => {
                let login = slug.strip_prefix("cap-").unwrap_or(&slug).to_owned();
                let login = if login.is_empty() { name.clone() } else { login };
                if !login.is_empty() && !authors.iter().any(|known| known.login == login) {
                    let name = Some(name).filter(|name| !name.is_empty() && *name != login);
                    authors.push(Signature { login, name });
                }
            }
            taxonomy => {
                let name = if name.is_empty() { slug.clone() } else { name };
                let known = terms.iter().any(|term| {
                    term.taxonomy == taxonomy
                        && if slug.is_empty() {
                            term.name == name
                        } else {
                            term.slug == slug
                        }
                });
                // Version 1.0 also repeats each term without its slug.
                let repeats =
                    slug.is_empty() && terms.iter().any(|term| term.taxonomy == taxonomy && term.name == name);
                if !known && !repeats && !name.is_empty() {
                    if !slug.is_empty() {
                        terms.retain(|term| !(term.taxonomy == taxonomy && term.slug.is_empty() && term.name == name));
                    }
                    terms.push(Tagged { taxonomy, slug, name });
                }
            }
        }
    }
    for name in bare {
        if !name.is_empty() && !terms.iter().any(|term| term.name == name) {
            terms.push(Tagged {
                taxonomy: Taxonomy::Category,
                slug: String::new(),
                name,
            });
        }
    }
    if authors.is_empty()
        && let Some(login) = item.child(Space::Dc, "creator").and_then(Element::some)
    {
        authors.push(Signature { login, name: None });
    }
    (terms, authors, format)
}
