//! The parameters that routes take, in groups: what each may be, what it is when nobody says, and what it is for.
//! `routes` puts them together.

use super::args::{Arg, Kind, arg};

const NEVER_ENDS: i64 = i64::MAX;

pub(super) const CONTEXT: &[Arg] = &[arg(
    "context",
    Kind::OneOf(&["view", "embed", "edit"]),
    "Which fields the answer has. Nobody reads with edit.",
)
.or("view")];

pub(super) const LIST: &[Arg] = &[
    arg("page", Kind::Number(1, NEVER_ENDS), "Which page of the list.").or("1"),
    arg("per_page", Kind::Number(1, 100), "How many a page has.").or("10"),
    arg("search", Kind::Text, "Only what has these words."),
    arg("include", Kind::Numbers, "Only these numbers."),
    arg("exclude", Kind::Numbers, "Not these numbers."),
    arg(
        "offset",
        Kind::Number(0, NEVER_ENDS),
        "How many to pass over, in place of a page.",
    ),
];

pub(super) const DATES: &[Arg] = &[
    arg("after", Kind::Moment, "Only what came after this moment."),
    arg("before", Kind::Moment, "Only what came before this moment."),
];

pub(super) const ORDER_DOWN: &[Arg] =
    &[arg("order", Kind::OneOf(&["asc", "desc"]), "Upwards or downwards.").or("desc")];
pub(super) const ORDER_UP: &[Arg] = &[arg("order", Kind::OneOf(&["asc", "desc"]), "Upwards or downwards.").or("asc")];
pub(super) const SLUG: &[Arg] = &[arg("slug", Kind::Words, "Only these ends of addresses.")];

pub(super) const STORIES: &[Arg] = &[
    arg("modified_after", Kind::Moment, "Only what changed after this moment."),
    arg("modified_before", Kind::Moment, "Only what changed before this moment."),
    arg("author", Kind::Numbers, "Only what one of these authors signed."),
    arg(
        "author_exclude",
        Kind::Numbers,
        "Nothing that one of these authors signed.",
    ),
    arg("status", Kind::Words, "Only publish is read here.").or("publish"),
    arg("search_columns", Kind::Words, "Searches look through the whole text."),
];

pub(super) const POSTS: &[Arg] = &[
    arg(
        "orderby",
        Kind::OneOf(&[
            "author",
            "date",
            "id",
            "include",
            "modified",
            "parent",
            "relevance",
            "slug",
            "include_slugs",
            "title",
        ]),
        "By what the list is ordered.",
    )
    .or("date"),
    arg(
        "tax_relation",
        Kind::OneOf(&["AND", "OR"]),
        "Whether a category or a tag is enough.",
    ),
    arg(
        "categories",
        Kind::Numbers,
        "Only what stands in one of these sections.",
    ),
    arg(
        "categories_exclude",
        Kind::Numbers,
        "Nothing that stands in one of these sections.",
    ),
    arg("tags", Kind::Numbers, "Only what stands under one of these topics."),
    arg(
        "tags_exclude",
        Kind::Numbers,
        "Nothing that stands under one of these topics.",
    ),
    arg(
        "sticky",
        Kind::Flag,
        "Only what an editor put at the top of the front page by hand, or only the rest.",
    ),
    arg("format", Kind::Words, "Only these formats; every story is standard."),
];

pub(super) const PAGES: &[Arg] = &[
    arg(
        "orderby",
        Kind::OneOf(&[
            "author",
            "date",
            "id",
            "include",
            "modified",
            "parent",
            "relevance",
            "slug",
            "include_slugs",
            "title",
            "menu_order",
        ]),
        "By what the list is ordered.",
    )
    .or("date"),
    arg(
        "menu_order",
        Kind::Number(0, NEVER_ENDS),
        "Only pages of this place; every page has 0.",
    ),
    arg(
        "parent",
        Kind::Numbers,
        "Only pages under these; no page stands under another.",
    ),
    arg("parent_exclude", Kind::Numbers, "No pages under these."),
];

pub(super) const TERMS: &[Arg] = &[
    arg(
        "orderby",
        Kind::OneOf(&[
            "id",
            "include",
            "name",
            "slug",
            "include_slugs",
            "term_group",
            "description",
            "count",
        ]),
        "By what the list is ordered.",
    )
    .or("name"),
    arg("hide_empty", Kind::Flag, "Leave out what no story stands in.").or("false"),
    arg("post", Kind::Number(1, NEVER_ENDS), "Only those of a story."),
    arg(
        "parent",
        Kind::Number(0, NEVER_ENDS),
        "Only those under another; none is.",
    ),
];

pub(super) const USERS: &[Arg] = &[arg(
    "orderby",
    Kind::OneOf(&["id", "include", "name", "registered_date", "slug", "include_slugs"]),
    "By what the list is ordered.",
)
.or("name")];

pub(super) const MEDIA: &[Arg] = &[
    arg(
        "orderby",
        Kind::OneOf(&[
            "author",
            "date",
            "id",
            "include",
            "modified",
            "parent",
            "relevance",
            "slug",
            "include_slugs",
            "title",
        ]),
        "By what the list is ordered.",
    )
    .or("date"),
    arg("parent", Kind::Numbers, "Only what these stories show."),
    arg("parent_exclude", Kind::Numbers, "Nothing that these stories show."),
    arg(
        "media_type",
        Kind::OneOf(&["image", "video", "text", "application", "audio"]),
        "Only this kind; pictures alone are kept here.",
    ),
    arg("mime_type", Kind::Text, "Only this media type."),
    arg("status", Kind::Words, "Only inherit is read here.").or("inherit"),
    arg("author", Kind::Numbers, "Pictures are signed by nobody."),
];

pub(super) const COMMENTS: &[Arg] = &[
    arg(
        "orderby",
        Kind::OneOf(&["date", "date_gmt", "id", "include", "post", "parent", "type"]),
        "By what the list is ordered.",
    )
    .or("date_gmt"),
    arg("post", Kind::Numbers, "Only replies to these stories."),
    arg(
        "parent",
        Kind::Numbers,
        "Only answers to these replies; 0 for those to the story itself.",
    ),
    arg("parent_exclude", Kind::Numbers, "No answers to these replies."),
    arg("status", Kind::Text, "Only approve is read here.").or("approve"),
    arg("type", Kind::Text, "Only comment is kept here.").or("comment"),
    arg("password", Kind::Text, "No story has one."),
];

pub(super) const SEARCH: &[Arg] = &[
    arg(
        "type",
        Kind::OneOf(&["post", "term", "post-format"]),
        "What is searched.",
    )
    .or("post"),
    arg(
        "subtype",
        Kind::SomeOf(&["any", "post", "page", "category", "post_tag"]),
        "Which of them.",
    )
    .or("any"),
];

pub(super) const OEMBED: &[Arg] = &[
    arg("url", Kind::Text, "The address of a story."),
    arg("format", Kind::OneOf(&["json", "xml"]), "The form of the answer.").or("json"),
    arg("maxwidth", Kind::Number(0, 10_000), "The widest card.").or("600"),
    arg("maxheight", Kind::Number(0, 10_000), "The highest card."),
];
