//! An item on its way in: a story or page of another system, in one shape whichever system it was.
//! The commands make them of what a reader gives; `posts` takes them.

use courant_exchange::wordpress::{Post, State};

/// A story or page.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its number or name there, by which it is known again.
    pub outside: String,
    /// What it is.
    pub post: Post,
    /// The picture above it, where the system names that by its address.
    pub feature: Option<Feature>,
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
