//! An item on its way in: a story or page of another system, in one shape whichever system it was.
//! The commands make them of what a reader gives; `posts` takes them.

use courant_exchange::feed;
use courant_exchange::markdown::MarkdownPost;
use courant_exchange::wordpress::{Dates, Kind, Place, Post, Problem, Seo, Signature, State, Tagged, Taxonomy};

/// A story or page.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its number or name there, by which it is known again.
    pub outside: String,
    /// What it is.
    pub post: Post,
    /// The picture above it, where the system names that by its address.
    pub feature: Option<Feature>,
    /// Other addresses that led to it, as paths.
    pub aliases: Vec<String>,
    /// Why readers did not see it although it was published; nothing for what everybody saw.
    pub closed: Option<String>,
}

/// The picture above a story, by its address.
#[derive(Debug, Clone)]
pub struct Feature {
    /// Its address.
    pub address: String,
    /// What it shows.
    pub alt: String,
    /// Its caption.
    pub caption: String,
}

impl Item {
    /// An item of WordPress.
    pub fn of_wordpress(post: Post) -> Self {
        let outside = post
            .number
            .map(|number| number.to_string())
            .or_else(|| Some(post.guid.clone()).filter(|guid| !guid.is_empty()))
            .unwrap_or_else(|| format!("{}/{}", post.kind.name(), post.slug));
        let closed = if post.password_protected {
            Some("readers needed a password; it came in as a draft".to_owned())
        } else if post.state == State::Private {
            Some("it was private; it came in as a draft".to_owned())
        } else {
            None
        };
        Self {
            outside,
            post,
            feature: None,
            aliases: Vec::new(),
            closed,
        }
    }

    /// An item of Ghost.
    pub fn of_ghost(ghost: courant_exchange::ghost::GhostPost) -> Self {
        let mut item = Self::of_wordpress(ghost.post);
        // Numbers of Ghost start anew with each import; its own name for a post stays.
        if !item.post.guid.is_empty() {
            item.outside.clone_from(&item.post.guid);
        }
        item.feature = ghost.feature.map(|feature| Feature {
            address: feature.address,
            alt: feature.alt,
            caption: feature.caption,
        });
        if item.post.state == State::Published && ghost.visibility != "public" {
            item.closed = Some(format!(
                "it was for {} alone; it came in as a draft",
                if ghost.visibility == "members" {
                    "members"
                } else {
                    "paying members"
                }
            ));
        }
        item
    }

    /// A file of Markdown. Its sections are folders; each counts as a category of its name.
    pub fn of_markdown(markdown: MarkdownPost) -> Self {
        let mut post = markdown.post;
        for (at, section) in markdown.sections.iter().enumerate() {
            let term = Tagged {
                taxonomy: Taxonomy::Category,
                slug: courant_model::slug::of(section),
                name: section.clone(),
            };
            if !post.terms.contains(&term) {
                post.terms.insert(at.min(post.terms.len()), term);
            }
        }
        let path = post.guid.clone();
        let mut item = Self::of_wordpress(post);
        item.outside = path;
        item.aliases = markdown.aliases;
        item.feature = markdown.feature.map(|feature| Feature {
            address: feature.address,
            alt: feature.alt,
            caption: feature.caption,
        });
        item
    }

    /// An item of a feed. What a feed holds was published there; here it begins as a draft unless that is asked.
    pub fn of_feed(of: feed::Item, publish: bool, place: &Place) -> Self {
        let media = of
            .media
            .iter()
            .find(|media| media.media_type.starts_with("image/") && !media.thumbnail);
        let feature = media.filter(|_| of.pictures.is_empty()).map(|media| Feature {
            address: media.address.clone(),
            alt: String::new(),
            caption: media.title.clone(),
        });
        let unreadable = of
            .left
            .into_iter()
            .map(|what| Problem {
                place: place.clone(),
                item: None,
                title: of.title.clone(),
                what,
            })
            .collect();
        let term = |name: String| Tagged {
            taxonomy: Taxonomy::Tag,
            slug: courant_model::slug::of(&name),
            name,
        };
        let post = Post {
            number: None,
            kind: Kind::Post,
            slug: String::new(),
            link: of.link.unwrap_or_default(),
            guid: of.id,
            title: of.title,
            excerpt: of.summary,
            document: of.document,
            pictures: of.pictures,
            state: if publish { State::Published } else { State::Draft },
            dates: Dates {
                gmt: of.published.or(of.updated),
                changed_gmt: of.updated,
                ..Dates::default()
            },
            authors: of
                .authors
                .into_iter()
                .filter(|person| !person.name.is_empty())
                .map(|person| Signature {
                    login: person.name.clone(),
                    name: Some(person.name),
                })
                .collect(),
            terms: of.categories.into_iter().map(term).collect(),
            featured: None,
            sticky: false,
            format: None,
            password_protected: false,
            replies_open: false,
            parent: None,
            order: 0,
            seo: Seo::default(),
            old_slugs: Vec::new(),
            metas: Vec::new(),
            comments: Vec::new(),
            unreadable,
        };
        Self {
            outside: post.guid.clone(),
            post,
            feature,
            aliases: Vec::new(),
            closed: None,
        }
    }

    /// As a report names it.
    pub fn name(&self) -> String {
        let title = if self.post.title.is_empty() {
            "(no title)"
        } else {
            &self.post.title
        };
        let title: String = title.chars().take(80).collect();
        match self.post.number {
            Some(number) => format!("{number} “{title}”"),
            None => format!("“{title}”"),
        }
    }
}
