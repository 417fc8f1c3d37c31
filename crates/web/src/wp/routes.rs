//! The routes of the API, each with what it gives and the parameters that it takes. `answer` finds one by its path; the
//! root of the API and `OPTIONS` describe them.

use super::args::{Arg, Asked};
use super::fields::Fields;
use super::params::{
    COMMENTS, CONTEXT, DATES, LIST, MEDIA, OEMBED, ORDER_DOWN, ORDER_UP, PAGES, POSTS, SEARCH, SLUG, STORIES, TERMS,
    USERS,
};
use super::problem::Fault;
use super::{Given, comments, index, media, oembed, posts, search, terms, types, users};
use crate::site::Reader;

/// Stories or standing pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Stories.
    Post,
    /// Standing pages.
    Page,
}

/// Sections or topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tax {
    /// Sections.
    Category,
    /// Topics.
    Tag,
}

/// What a route gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Resource {
    Root,
    Namespace,
    Posts(Form),
    Post(Form),
    Terms(Tax),
    Term(Tax),
    Users,
    Me,
    User,
    Pictures,
    Picture,
    Comments,
    Comment,
    Search,
    Types,
    Type,
    Statuses,
    Status,
    Taxonomies,
    Taxonomy,
    OembedRoot,
    Oembed,
}

/// A route.
#[derive(Debug)]
pub(crate) struct Route {
    /// Its path; `{id}` is a number, `{name}` a word.
    pub(crate) path: &'static str,
    /// What it gives.
    pub(crate) gives: Resource,
    /// Its parameters, in groups.
    pub(crate) args: &'static [&'static [Arg]],
}

/// What a path says beside its route.
#[derive(Debug, Clone, Default)]
pub(crate) struct Place {
    /// The number in it.
    pub(crate) id: i64,
    /// The word in it.
    pub(crate) name: String,
}

const fn route(path: &'static str, gives: Resource, args: &'static [&'static [Arg]]) -> Route {
    Route { path, gives, args }
}

/// Every route.
pub(crate) const ROUTES: &[Route] = &[
    route("/", Resource::Root, &[CONTEXT]),
    route("/oembed/1.0", Resource::OembedRoot, &[CONTEXT]),
    route("/oembed/1.0/embed", Resource::Oembed, &[OEMBED]),
    route("/wp/v2", Resource::Namespace, &[CONTEXT]),
    route(
        "/wp/v2/posts",
        Resource::Posts(Form::Post),
        &[CONTEXT, LIST, DATES, ORDER_DOWN, SLUG, STORIES, POSTS],
    ),
    route("/wp/v2/posts/{id}", Resource::Post(Form::Post), &[CONTEXT]),
    route(
        "/wp/v2/pages",
        Resource::Posts(Form::Page),
        &[CONTEXT, LIST, DATES, ORDER_DOWN, SLUG, STORIES, PAGES],
    ),
    route("/wp/v2/pages/{id}", Resource::Post(Form::Page), &[CONTEXT]),
    route(
        "/wp/v2/categories",
        Resource::Terms(Tax::Category),
        &[CONTEXT, LIST, ORDER_UP, SLUG, TERMS],
    ),
    route("/wp/v2/categories/{id}", Resource::Term(Tax::Category), &[CONTEXT]),
    route(
        "/wp/v2/tags",
        Resource::Terms(Tax::Tag),
        &[CONTEXT, LIST, ORDER_UP, SLUG, TERMS],
    ),
    route("/wp/v2/tags/{id}", Resource::Term(Tax::Tag), &[CONTEXT]),
    route("/wp/v2/users", Resource::Users, &[CONTEXT, LIST, ORDER_UP, SLUG, USERS]),
    route("/wp/v2/users/me", Resource::Me, &[CONTEXT]),
    route("/wp/v2/users/{id}", Resource::User, &[CONTEXT]),
    route(
        "/wp/v2/media",
        Resource::Pictures,
        &[CONTEXT, LIST, DATES, ORDER_DOWN, SLUG, MEDIA],
    ),
    route("/wp/v2/media/{id}", Resource::Picture, &[CONTEXT]),
    route(
        "/wp/v2/comments",
        Resource::Comments,
        &[CONTEXT, LIST, DATES, ORDER_DOWN, COMMENTS],
    ),
    route("/wp/v2/comments/{id}", Resource::Comment, &[CONTEXT]),
    route("/wp/v2/search", Resource::Search, &[CONTEXT, LIST, SEARCH]),
    route("/wp/v2/types", Resource::Types, &[CONTEXT]),
    route("/wp/v2/types/{name}", Resource::Type, &[CONTEXT]),
    route("/wp/v2/statuses", Resource::Statuses, &[CONTEXT]),
    route("/wp/v2/statuses/{name}", Resource::Status, &[CONTEXT]),
    route("/wp/v2/taxonomies", Resource::Taxonomies, &[CONTEXT]),
    route("/wp/v2/taxonomies/{name}", Resource::Taxonomy, &[CONTEXT]),
];

impl Route {
    /// Its parameters.
    pub(crate) fn args(&self) -> Vec<Arg> {
        self.args.iter().flat_map(|group| group.iter().copied()).collect()
    }

    /// As clients of WordPress read it: `/wp/v2/posts/(?P<id>[\d]+)`.
    pub(crate) fn pattern(&self) -> String {
        let word = match self.gives {
            Resource::Type => "type",
            Resource::Status => "status",
            _ => "taxonomy",
        };
        self.path
            .replace("{id}", r"(?P<id>[\d]+)")
            .replace("{name}", &format!(r"(?P<{word}>[\w-]+)"))
    }

    /// The namespace that it belongs to.
    pub(crate) fn namespace(&self) -> &'static str {
        match self.path {
            "/" => "",
            path if path.starts_with("/oembed") => "oembed/1.0",
            _ => "wp/v2",
        }
    }

    /// Whether it takes what somebody sends.
    pub(crate) fn takes(&self) -> bool {
        self.gives == Resource::Comments
    }

    fn holds(&self, path: &str) -> Option<Place> {
        let mut place = Place::default();
        let (mut own, mut asked) = (self.path.split('/'), path.split('/'));
        loop {
            match (own.next(), asked.next()) {
                (None, None) => return Some(place),
                (Some("{id}"), Some(id)) => {
                    let digits = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
                    // A number that is too large is nobody's.
                    place.id = digits.then(|| id.parse().unwrap_or(i64::MAX))?;
                }
                (Some("{name}"), Some(name)) if !name.is_empty() => name.clone_into(&mut place.name),
                (Some(part), Some(other)) if part == other => {}
                _ => return None,
            }
        }
    }
}

/// The route of a path.
pub(crate) fn find(path: &str) -> Option<(&'static Route, Place)> {
    ROUTES.iter().find_map(|route| Some((route, route.holds(path)?)))
}

/// What a route gives.
pub(crate) async fn give(
    reader: &mut Reader<'_>,
    route: &Route,
    place: &Place,
    asked: &Asked,
    fields: &Fields,
) -> Result<Given, Fault> {
    match route.gives {
        Resource::Root => Ok(index::root(reader)),
        Resource::Namespace => Ok(index::namespace(reader, "wp/v2")),
        Resource::OembedRoot => Ok(index::namespace(reader, "oembed/1.0")),
        Resource::Oembed => oembed::give(reader, asked).await,
        Resource::Posts(form) => posts::list(reader, form, asked, fields).await,
        Resource::Post(form) => posts::one(reader, form, place.id, fields).await,
        Resource::Terms(tax) => terms::list(reader, tax, asked).await,
        Resource::Term(tax) => terms::one(reader, tax, place.id).await,
        Resource::Users => users::list(reader, asked).await,
        Resource::Me => Err(users::nobody()),
        Resource::User => users::one(reader, place.id).await,
        Resource::Pictures => media::list(reader, asked).await,
        Resource::Picture => media::one(reader, place.id).await,
        Resource::Comments => comments::list(reader, asked).await,
        Resource::Comment => comments::one(reader, place.id).await,
        Resource::Search => search::list(reader, asked).await,
        Resource::Types => Ok(types::types(reader)),
        Resource::Type => types::one_type(reader, &place.name),
        Resource::Statuses => Ok(types::statuses(reader)),
        Resource::Status => types::status(reader, &place.name),
        Resource::Taxonomies => Ok(types::taxonomies(reader)),
        Resource::Taxonomy => types::taxonomy(reader, &place.name),
    }
}

/// The fields of `context=embed`.
pub(crate) fn embedded(gives: Resource) -> &'static [&'static str] {
    match gives {
        Resource::Posts(_) | Resource::Post(_) => &[
            "id",
            "date",
            "slug",
            "type",
            "link",
            "title",
            "excerpt",
            "author",
            "featured_media",
            "_links",
        ],
        Resource::Terms(_) | Resource::Term(_) => &["id", "link", "name", "slug", "taxonomy", "_links"],
        Resource::Users | Resource::User => &[
            "id",
            "name",
            "url",
            "description",
            "link",
            "slug",
            "avatar_urls",
            "_links",
        ],
        Resource::Pictures | Resource::Picture => &[
            "id",
            "date",
            "slug",
            "type",
            "link",
            "title",
            "author",
            "featured_media",
            "caption",
            "alt_text",
            "media_type",
            "mime_type",
            "media_details",
            "source_url",
            "_links",
        ],
        Resource::Comments | Resource::Comment => &[
            "id",
            "parent",
            "author",
            "author_name",
            "author_url",
            "date",
            "content",
            "link",
            "type",
            "author_avatar_urls",
            "_links",
        ],
        _ => &[],
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_its_route_with_what_it_says() {
        let (route, place) = find("/wp/v2/posts/12").unwrap();
        assert_eq!((route.gives, place.id), (Resource::Post(Form::Post), 12));
        assert_eq!(find("/wp/v2/users/me").unwrap().0.gives, Resource::Me);
        assert_eq!(find("/wp/v2/types/post").unwrap().1.name, "post");
        for path in [
            "/wp/v2/posts/x",
            "/wp/v2/settings",
            "/wp/v3",
            "/wp/v2/posts/1/revisions",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_route_is_told_as_clients_read_it() {
        assert_eq!(
            find("/wp/v2/posts/1").unwrap().0.pattern(),
            r"/wp/v2/posts/(?P<id>[\d]+)"
        );
    }
}
