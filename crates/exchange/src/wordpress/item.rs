//! One `<item>` as what it is: a post, an attachment, a revision, a reusable block, a guest author, an entry of a menu.
//! Called by [`super::wxr`] for each of them.

use super::attachment::{self, Attachment};
use super::body;
use super::element::{Element, Space};
use super::metas;
use super::post::{self, Kind, Post, State};
use super::site::{Author, Taxonomy};
use super::wxr::Reading;

/// An item of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A post, a page, or an item of the site's own type.
    Post(Box<Post>),
    /// An uploaded file.
    Attachment(Box<Attachment>),
    /// An older version of a post; `parent` says of which.
    Revision(Box<Post>),
    /// A reusable block, of which posts only hold the number.
    Pattern(Pattern),
    /// Somebody who signs and has no account.
    GuestAuthor(Box<Author>),
    /// An entry of a menu.
    Menu(MenuEntry),
    /// Something that belongs to the machine (templates, styles, requests), or that does not say what it is.
    Other(Other),
}

impl Item {
    /// Its number.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Post(post) | Self::Revision(post) => post.number,
            Self::Attachment(attachment) => attachment.number,
            Self::Pattern(pattern) => pattern.number,
            Self::GuestAuthor(author) => author.number,
            Self::Menu(entry) => entry.number,
            Self::Other(other) => other.number,
        }
    }
}

/// A reusable block, or pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The number by which posts name it.
    pub number: Option<i64>,
    /// Its title.
    pub title: String,
    /// Its markup, as it stands.
    pub content: String,
}

/// An entry of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Its number.
    pub number: Option<i64>,
    /// The slug of the menu.
    pub menu: String,
    /// What it says; empty where it takes the title of what it leads to.
    pub label: String,
    /// `custom`, `post_type` or `taxonomy`.
    pub leads_to: String,
    /// Which type or taxonomy.
    pub object: String,
    /// The number of the post or term.
    pub object_number: Option<i64>,
    /// The address of a custom entry.
    pub url: String,
    /// The entry above it.
    pub parent: Option<i64>,
    /// Its place.
    pub order: i64,
}

/// An item that is only named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// Its number.
    pub number: Option<i64>,
    /// Its type as the file names it.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// Its state.
    pub state: State,
}

/// Types that belong to WordPress itself or to a plugin's machinery.
const MACHINERY: &[&str] = &[
    "wp_navigation",
    "wp_template",
    "wp_template_part",
    "wp_global_styles",
    "wp_font_family",
    "wp_font_face",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "acf-field",
    "acf-field-group",
    "acf",
    "elementor_library",
    "wpcf7_contact_form",
    "jetpack_migration",
    "safecss",
    "feedback",
    "amp_validated_url",
    "scheduled-action",
    "shop_order",
    "shop_order_refund",
    "mc4wp-form",
    "wpforms",
    "wp-types-group",
];

/// Reads an item.
pub(super) fn read(item: &Element<'_>, reading: &Reading<'_>) -> Item {
    let kind = item.wp("post_type").unwrap_or_default();
    let number = || item.wp("post_id").and_then(|number| number.parse().ok());
    let title = || {
        let title = item
            .child(Space::Rss, "title")
            .and_then(Element::some)
            .unwrap_or_default();
        body::plain_title(&title)
    };
    match kind.as_str() {
        "post" => Item::Post(Box::new(post::read(item, Kind::Post, reading))),
        "page" => Item::Post(Box::new(post::read(item, Kind::Page, reading))),
        "attachment" => Item::Attachment(Box::new(attachment::read(item, reading))),
        "revision" => Item::Revision(Box::new(post::read(item, Kind::Custom(kind), reading))),
        "wp_block" => Item::Pattern(Pattern {
            number: number(),
            title: title(),
            content: item
                .child(Space::Content, "encoded")
                .map(|content| content.text().into_owned())
                .unwrap_or_default(),
        }),
        "guest-author" => Item::GuestAuthor(Box::new(guest(item, number(), title()))),
        "nav_menu_item" => Item::Menu(menu_entry(item, number(), title())),
        "" if item.wp("attachment_url").is_some() => Item::Attachment(Box::new(attachment::read(item, reading))),
        // Plain RSS: without a type, an item with a text is a post.
        "" if item.child(Space::Content, "encoded").is_some() => {
            Item::Post(Box::new(post::read(item, Kind::Post, reading)))
        }
        other if other.is_empty() || MACHINERY.contains(&other) => Item::Other(Other {
            number: number(),
            kind: kind.clone(),
            title: title(),
            state: State::of(&item.wp("status").unwrap_or_default()),
        }),
        _ => Item::Post(Box::new(post::read(item, Kind::Custom(kind), reading))),
    }
}

/// An entry of Co-Authors Plus.
fn guest(item: &Element<'_>, number: Option<i64>, title: String) -> Author {
    let (metas, _) = metas::metas(item, "postmeta");
    let meta = |key: &str| metas::value(&metas, key).map(str::to_owned);
    let slug = item.wp("post_name").unwrap_or_default();
    let login = meta("cap-user_login").unwrap_or_else(|| slug.strip_prefix("cap-").unwrap_or(&slug).to_owned());
    let full = format!(
        "{} {}",
        meta("cap-first_name").unwrap_or_default(),
        meta("cap-last_name").unwrap_or_default()
    );
    let name = meta("cap-display_name")
        .or(Some(title).filter(|title| !title.is_empty()))
        .or(Some(full.trim().to_owned()).filter(|name| !name.is_empty()))
        .unwrap_or_else(|| login.clone());
    Author {
        number,
        login,
        name,
        email: meta("cap-user_email").unwrap_or_default(),
        bio: meta("cap-description").map(|bio| body::plain(&bio)).unwrap_or_default(),
        website: meta("cap-website").unwrap_or_default(),
        guest: true,
        linked_login: meta("cap-linked_account"),
    }
}

fn menu_entry(item: &Element<'_>, number: Option<i64>, label: String) -> MenuEntry {
    let (metas, _) = metas::metas(item, "postmeta");
    let meta = |key: &str| metas::value(&metas, key).unwrap_or_default().to_owned();
    let (terms, _, _) = post::terms(item);
    MenuEntry {
        number,
        menu: terms
            .into_iter()
            .find(|term| term.taxonomy == Taxonomy::Menu)
            .map(|term| term.slug)
            .unwrap_or_default(),
        label,
        leads_to: meta("_menu_item_type"),
        object: meta("_menu_item_object"),
        object_number: meta("_menu_item_object_id").parse().ok(),
        url: meta("_menu_item_url"),
        parent: meta("_menu_item_menu_item_parent")
            .parse()
            .ok()
            .filter(|id: &i64| *id > 0),
        order: item.wp("menu_order").and_then(|order| order.parse().ok()).unwrap_or(0),
    }
}
