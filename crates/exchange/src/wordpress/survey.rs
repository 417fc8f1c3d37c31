//! A first look through an export without reading its texts: what there is of which kind, the zone, the reusable blocks.
//! Called by the import before it changes anything; the same file is read again with what was found here.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;

use super::Problem;
use super::body::Shared;
use super::comment::CommentState;
use super::item::Item;
use super::site::{Author, Site, Term};
use super::wxr::{Options, Piece, Wxr};
use super::zone::Zone;

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The site.
    pub site: Site,
    /// Everybody who signs, guest authors too.
    pub authors: Vec<Author>,
    /// Its terms.
    pub terms: Vec<Term>,
    /// Items by type and state.
    pub items: BTreeMap<(String, String), usize>,
    /// Replies by state.
    pub replies: BTreeMap<CommentState, usize>,
    /// Offsets from GMT, for [`Zone::guess`].
    pub zone: Zone,
    /// Reusable blocks, for [`Options::shared`].
    pub shared: Shared,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Terms that are in the list, by taxonomy and slug.
    known: HashSet<(String, String)>,
}

/// More problems than this tell nobody anything.
const MOST_PROBLEMS: usize = 10_000;

/// Looks through a file. Several files of one site add to the same survey.
pub fn survey<R: Read>(file: &str, read: R, into: &mut Survey) {
    let options = Options {
        bodies: false,
        ..Options::default()
    };
    for piece in Wxr::new(file, read, options) {
        into.take(piece);
    }
}

impl Survey {
    /// Takes in one piece, for whoever looks at each of them too.
    pub fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Site(site) => {
                if self.site == Site::default() {
                    self.site = *site;
                }
            }
            Piece::Author(author) => add_author(self, *author),
            Piece::Term(term) => {
                if self.known.insert((term.taxonomy.name().to_owned(), term.slug.clone())) {
                    self.terms.push(*term);
                }
            }
            Piece::Item(item) => look_at(self, *item),
            Piece::Problem(problem) => {
                if self.problems.len() < MOST_PROBLEMS {
                    self.problems.push(problem);
                }
            }
        }
    }
}

fn add_author(into: &mut Survey, author: Author) {
    if !into
        .authors
        .iter()
        .any(|known| known.login == author.login && known.guest == author.guest)
    {
        into.authors.push(author);
    }
}

fn look_at(into: &mut Survey, item: Item) {
    let (kind, state) = match &item {
        Item::Post(post) => (post.kind.name().to_owned(), post.state.name().to_owned()),
        Item::Attachment(attachment) => ("attachment".to_owned(), attachment.state.name().to_owned()),
        Item::Revision(post) => ("revision".to_owned(), post.state.name().to_owned()),
        Item::Pattern(_) => ("wp_block".to_owned(), "published".to_owned()),
        Item::GuestAuthor(_) => ("guest-author".to_owned(), "published".to_owned()),
        Item::Menu(_) => ("nav_menu_item".to_owned(), "published".to_owned()),
        Item::Other(other) => (other.kind.clone(), other.state.name().to_owned()),
    };
    *into.items.entry((kind, state)).or_default() += 1;
    match item {
        Item::Post(post) => {
            into.zone.observe(&post.dates);
            for comment in &post.comments {
                *into.replies.entry(comment.state).or_default() += 1;
            }
        }
        Item::Attachment(attachment) => {
            into.zone.observe(&attachment.dates);
            for comment in &attachment.comments {
                *into.replies.entry(comment.state).or_default() += 1;
            }
        }
        Item::Pattern(pattern) => {
            if let Some(number) = pattern.number {
                into.shared.insert(number, pattern.content);
            }
        }
        Item::GuestAuthor(author) => add_author(into, *author),
        _ => {}
    }
}
