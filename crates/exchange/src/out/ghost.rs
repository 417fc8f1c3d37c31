//! A Ghost export: one file of JSON, its posts written one by one, the lists that tie them to tags and authors at the end.
//! Bodies are HTML, which Ghost makes its own cards of. Ghost takes no replies.

use super::{Author, Paper, Stands, Story, Term};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A file on its way out.
#[derive(Debug, Default)]
pub struct Writing {
    posts: u64,
    tags: Vec<u8>,
    authors: Vec<u8>,
    metas: Vec<u8>,
}

impl Writing {
    /// The head, up to the first post.
    pub fn head(&self, at: Timestamp) -> String {
        format!(
            "{{\"db\":[{{\"meta\":{{\"exported_on\":{},\"version\":\"5.0.0\"}},\"data\":{{\"posts\":[\n",
            at.as_millisecond()
        )
    }

    /// A story as a post, or a standing page as a page.
    pub fn post(&mut self, story: &Story) -> String {
        let separator = if self.posts == 0 { "" } else { ",\n" };
        self.posts += 1;
        let id = &story.id;
        let status = match story.stands {
            Stands::Published => "published",
            Stands::Scheduled => "scheduled",
            Stands::Draft | Stands::Pending | Stands::Trash => "draft",
        };
        let mut post = json!({
            "id": id,
            "uuid": id,
            "comment_id": story.number.to_string(),
            "title": story.headline,
            "slug": story.slug,
            "html": story.html,
            "type": if story.is_page { "page" } else { "post" },
            "status": status,
            "visibility": "public",
            "featured": 0,
            "feature_image": story.picture.as_ref().map(|picture| picture.url.as_str()),
            "created_at": written(Some(story.created)),
            "updated_at": written(Some(story.changed)),
            "published_at": written(story.published),
            "canonical_url": Value::Null,
            "meta_title": some(&story.search_title),
        });
        // Ghost cuts an excerpt of more letters than this, and refuses the post.
        let standfirst: String = story.standfirst.chars().take(300).collect();
        if let (Some(excerpt), Some(fields)) = (some(&standfirst), post.as_object_mut()) {
            fields.insert("custom_excerpt".to_owned(), excerpt.into());
        }
        let terms = story.section.iter().chain(&story.topics);
        for (at, term) in terms.enumerate() {
            let row = json!({ "id": format!("{id}-t{at}"), "post_id": id, "tag_id": tag_id(term), "sort_order": at });
            list(&mut self.tags, &row);
        }
        for (at, author) in story.authors.iter().enumerate() {
            let row = json!({ "id": format!("{id}-a{at}"), "post_id": id, "author_id": author.slug, "sort_order": at });
            list(&mut self.authors, &row);
        }
        if let Some(picture) = &story.picture
            && !(picture.alt.is_empty() && picture.caption.is_empty() && story.search_title.is_empty())
        {
            let row = json!({
                "id": format!("{id}-m"),
                "post_id": id,
                "feature_image_alt": some(&picture.alt),
                "feature_image_caption": some(&picture.caption),
                "meta_title": some(&story.search_title),
            });
            list(&mut self.metas, &row);
        }
        format!("{separator}{post}")
    }

    /// The end: tags, authors, what ties them to posts, and the settings of the site.
    pub fn tail(self, paper: &Paper, authors: &[Author], terms: &[Term]) -> String {
        let users: Vec<Value> = authors
            .iter()
            .map(|author| {
                json!({
                    "id": author.slug,
                    "name": author.name,
                    "slug": author.slug,
                    "bio": some(&author.bio),
                    // Ghost knows a user by an address; without one it keeps none. Nobody can be written to at this one.
                    "email": format!("{}@author.invalid", author.slug),
                })
            })
            .collect();
        let tags: Vec<Value> = terms
            .iter()
            .map(|term| {
                json!({ "id": tag_id(term), "name": term.name, "slug": term.slug, "description": some(&term.description) })
            })
            .collect();
        let settings: Vec<Value> = [
            ("title", &paper.name),
            ("description", &paper.tagline),
            ("locale", &paper.language),
            ("timezone", &paper.zone),
        ]
        .into_iter()
        .enumerate()
        .map(|(at, (key, value))| json!({ "id": at.to_string(), "key": key, "value": value }))
        .collect();
        format!(
            "\n],\"users\":{},\"tags\":{},\"posts_tags\":[{}],\"posts_authors\":[{}],\"posts_meta\":[{}],\"settings\":{}}}}}]}}\n",
            Value::from(users),
            Value::from(tags),
            String::from_utf8_lossy(&self.tags),
            String::from_utf8_lossy(&self.authors),
            String::from_utf8_lossy(&self.metas),
            Value::from(settings)
        )
    }
}

fn list(rows: &mut Vec<u8>, row: &Value) {
    if !rows.is_empty() {
        rows.extend_from_slice(b",\n");
    }
    rows.extend_from_slice(row.to_string().as_bytes());
}

/// Sections and topics may have the same slug; their numbers are one sequence.
fn tag_id(term: &Term) -> String {
    format!("t{}", term.number)
}

fn some(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn written(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string())
}
