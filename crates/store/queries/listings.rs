//! Lists as programs ask for them: live stories, pictures and replies by any of many conditions, each with an index.
//! Included by both engine crates; called through `q!`. What is not asked does not stand in the statement, so that an
//! engine sees which index serves; values are bound, never written.

use crate::{Conn, Db};
use courant_model::listing::{Among, By, Listed, Part, Pictures, Replies, Stories};
use courant_model::reply::Reply;
use courant_model::term::{Author, Topic};
use sqlx::QueryBuilder;

/// The end of a path: `ferry` of `/local/ferry`, and of `/2016/01/ferry/`.
fn slug_of(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// Notes how lists know a live story. `again` is what its last change was when it stood there before.
pub(crate) async fn put(db: &mut Conn, live: &courant_model::story::Live) -> sqlx::Result<()> {
    let dated = live.published_at.or(live.placed_at).unwrap_or(live.changed_at);
    let first = live.updated_at.unwrap_or(dated).max(dated);
    let again = live.changed_at.max(first);
    sqlx::query!(
        "INSERT INTO live_listing (story_id, number, form, slug, section_id, listed, dated_at, modified_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (story_id) DO UPDATE SET
             number = excluded.number, form = excluded.form, slug = excluded.slug, section_id = excluded.section_id,
             listed = excluded.listed, dated_at = excluded.dated_at, modified_at = $9",
        live.story_id,
        live.number,
        live.form,
        slug_of(&live.path),
        live.section_id,
        live.listed,
        dated,
        first,
        again
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A live story by its number.
#[crate::boxed]
pub async fn by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<Listed>> {
    sqlx::query_as!(
        Listed,
        "SELECT story_id, number, slug, dated_at, modified_at FROM live_listing WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
}

/// A live story as lists know it.
#[crate::boxed]
pub async fn of_story(db: &mut Conn, story: &str) -> sqlx::Result<Option<Listed>> {
    sqlx::query_as!(
        Listed,
        "SELECT story_id, number, slug, dated_at, modified_at FROM live_listing WHERE story_id = $1",
        story
    )
    .fetch_optional(db)
    .await
}

/// The stories that are wanted.
#[crate::boxed]
pub async fn stories(db: &mut Conn, wanted: &Stories) -> sqlx::Result<Vec<Listed>> {
    let mut query =
        QueryBuilder::<Db>::new("SELECT w.story_id, w.number, w.slug, w.dated_at, w.modified_at FROM live_listing w");
    if wanted.by == By::Title {
        query.push(" JOIN live l ON l.story_id = w.story_id");
    }
    which(&mut query, wanted);
    let column = match wanted.by {
        By::Date => "w.dated_at",
        By::Modified => "w.modified_at",
        By::Number => "w.number",
        By::Title => "l.headline",
        By::Slug => "w.slug",
        By::Author => {
            "COALESCE((SELECT a.number FROM live_author s JOIN author a ON a.id = s.author_id
                       WHERE s.story_id = w.story_id ORDER BY s.position LIMIT 1), 0)"
        }
    };
    let rows: Vec<(String, i64, String, i64, i64)> = ordered(&mut query, column, "w.number", wanted.part)
        .build_query_as()
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(story_id, number, slug, dated_at, modified_at)| Listed {
            story_id,
            number,
            slug,
            dated_at,
            modified_at,
        })
        .collect())
}

/// How many stories are wanted in all.
#[crate::boxed]
pub async fn count_stories(db: &mut Conn, wanted: &Stories) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::<Db>::new("SELECT CAST(count(*) AS BIGINT) FROM live_listing w");
    which(&mut query, wanted);
    query.build_query_scalar().fetch_one(db).await
}

fn which(query: &mut QueryBuilder<Db>, wanted: &Stories) {
    query.push(" WHERE w.form = ").push_bind(wanted.form);
    if !wanted.unlisted {
        query.push(" AND w.listed");
    }
    if wanted.standing {
        query.push(" AND EXISTS (SELECT 1 FROM live s WHERE s.story_id = w.story_id AND s.retracted_at IS NULL)");
    }
    if !wanted.numbers.is_empty() {
        one_of(query, " AND w.number IN (", &wanted.numbers, ")");
    }
    if !wanted.without_numbers.is_empty() {
        one_of(query, " AND w.number NOT IN (", &wanted.without_numbers, ")");
    }
    if let Some(ids) = &wanted.ids {
        one_of(query, " AND w.story_id IN (", ids, ")");
    }
    if !wanted.without_ids.is_empty() {
        one_of(query, " AND w.story_id NOT IN (", &wanted.without_ids, ")");
    }
    if !wanted.slugs.is_empty() {
        one_of(query, " AND w.slug IN (", &wanted.slugs, ")");
    }
    let (sections, topics) = (&wanted.sections.with, &wanted.topics.with);
    match (sections.is_empty(), topics.is_empty()) {
        (false, false) if wanted.either => {
            one_of(query, " AND (w.section_id IN (", sections, ")");
            one_of(
                query,
                " OR w.story_id IN (SELECT story_id FROM live_topic WHERE topic_id IN (",
                topics,
                ")))",
            );
        }
        (no_section, no_topic) => {
            if !no_section {
                one_of(query, " AND w.section_id IN (", sections, ")");
            }
            if !no_topic {
                one_of(
                    query,
                    " AND w.story_id IN (SELECT story_id FROM live_topic WHERE topic_id IN (",
                    topics,
                    "))",
                );
            }
        }
    }
    if !wanted.sections.without.is_empty() {
        one_of(
            query,
            " AND (w.section_id IS NULL OR w.section_id NOT IN (",
            &wanted.sections.without,
            "))",
        );
    }
    if !wanted.topics.without.is_empty() {
        one_of(
            query,
            " AND NOT EXISTS (SELECT 1 FROM live_topic t WHERE t.story_id = w.story_id AND t.topic_id IN (",
            &wanted.topics.without,
            "))",
        );
    }
    signed_by(query, &wanted.authors);
    for (column, than, at) in [
        ("w.dated_at", ">", wanted.after),
        ("w.dated_at", "<", wanted.before),
        ("w.modified_at", ">", wanted.modified_after),
        ("w.modified_at", "<", wanted.modified_before),
    ] {
        beside(query, column, than, at);
    }
}

fn signed_by(query: &mut QueryBuilder<Db>, authors: &Among) {
    if !authors.with.is_empty() {
        one_of(
            query,
            " AND w.story_id IN (SELECT story_id FROM live_author WHERE author_id IN (",
            &authors.with,
            "))",
        );
    }
    if !authors.without.is_empty() {
        one_of(
            query,
            " AND NOT EXISTS (SELECT 1 FROM live_author s WHERE s.story_id = w.story_id AND s.author_id IN (",
            &authors.without,
            "))",
        );
    }
}

/// A column that must be one of the values; of no value it is none.
fn one_of<T>(query: &mut QueryBuilder<Db>, before: &str, values: &[T], after: &str)
where
    T: Clone + Send + 'static + for<'t> sqlx::Encode<'t, Db> + sqlx::Type<Db>,
{
    query.push(before);
    if values.is_empty() {
        query.push("NULL");
    }
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value.clone());
    }
    query.push(after);
}

fn beside(query: &mut QueryBuilder<Db>, column: &str, than: &str, at: Option<i64>) {
    if let Some(at) = at {
        query.push(format_args!(" AND {column} {than} ")).push_bind(at);
    }
}

/// The order, the same on every call by a second column that no two rows share.
fn ordered<'q>(query: &'q mut QueryBuilder<Db>, column: &str, unique: &str, part: Part) -> &'q mut QueryBuilder<Db> {
    let way = if part.descending { "DESC" } else { "ASC" };
    query.push(format_args!(" ORDER BY {column} {way}"));
    if column != unique {
        query.push(format_args!(", {unique} {way}"));
    }
    query.push(" LIMIT ").push_bind(part.limit);
    query.push(" OFFSET ").push_bind(part.offset)
}

/// Ids of the pictures that are wanted, of those that readers see.
#[crate::boxed]
pub async fn pictures(db: &mut Conn, wanted: &Pictures) -> sqlx::Result<Vec<String>> {
    let mut query = QueryBuilder::<Db>::new("SELECT p.id FROM picture p");
    which_pictures(&mut query, wanted);
    let column = match wanted.by {
        By::Date | By::Modified => "p.added_at",
        By::Title | By::Slug => "p.name",
        By::Number | By::Author => "p.number",
    };
    ordered(&mut query, column, "p.number", wanted.part)
        .build_query_scalar()
        .fetch_all(db)
        .await
}

/// How many pictures are wanted in all.
#[crate::boxed]
pub async fn count_pictures(db: &mut Conn, wanted: &Pictures) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::<Db>::new("SELECT CAST(count(*) AS BIGINT) FROM picture p");
    which_pictures(&mut query, wanted);
    query.build_query_scalar().fetch_one(db).await
}

fn which_pictures(query: &mut QueryBuilder<Db>, wanted: &Pictures) {
    query.push(
        " WHERE p.down_at IS NULL AND p.renditions <> '[]'
           AND EXISTS (SELECT 1 FROM live_picture s WHERE s.picture_id = p.id)",
    );
    if !wanted.numbers.is_empty() {
        one_of(query, " AND p.number IN (", &wanted.numbers, ")");
    }
    if !wanted.without_numbers.is_empty() {
        one_of(query, " AND p.number NOT IN (", &wanted.without_numbers, ")");
    }
    if !wanted.names.is_empty() {
        one_of(query, " AND p.name IN (", &wanted.names, ")");
    }
    if let Some(stories) = &wanted.stories {
        one_of(
            query,
            " AND p.id IN (SELECT picture_id FROM live_picture WHERE story_id IN (",
            stories,
            "))",
        );
    }
    if !wanted.without_stories.is_empty() {
        one_of(
            query,
            " AND NOT EXISTS (SELECT 1 FROM live_picture s WHERE s.picture_id = p.id AND s.story_id IN (",
            &wanted.without_stories,
            "))",
        );
    }
    for word in &wanted.words {
        query
            .push(" AND EXISTS (SELECT 1 FROM picture_word x WHERE x.picture_id = p.id AND x.word = ")
            .push_bind(word.clone())
            .push(")");
    }
    beside(query, "p.added_at", ">", wanted.after);
    beside(query, "p.added_at", "<", wanted.before);
}

/// Id of a picture by its number.
#[crate::boxed]
pub async fn picture_by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT id FROM picture WHERE number = $1", number)
        .fetch_optional(db)
        .await
}

/// The oldest live story that shows a picture, by number.
#[crate::boxed]
pub async fn first_with_picture(db: &mut Conn, picture: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "SELECT w.number FROM live_picture p JOIN live_listing w ON w.story_id = p.story_id
         WHERE p.picture_id = $1 ORDER BY w.number LIMIT 1",
        picture
    )
    .fetch_optional(db)
    .await
}

/// Id, number, story, what it answers, name, text, time.
type ReplyRow = (String, i64, String, Option<String>, String, String, i64);

/// The replies that are wanted.
#[crate::boxed]
pub async fn replies(db: &mut Conn, wanted: &Replies) -> sqlx::Result<Vec<Reply>> {
    let mut query = QueryBuilder::<Db>::new(
        "SELECT r.id, r.number, r.story_id, r.parent_id, r.name, r.document, r.at
         FROM reply r JOIN live_listing w ON w.story_id = r.story_id",
    );
    which_replies(&mut query, wanted);
    let column = if wanted.by == By::Number { "r.number" } else { "r.at" };
    let rows: Vec<ReplyRow> = ordered(&mut query, column, "r.number", wanted.part)
        .build_query_as()
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, number, story_id, parent_id, name, document, at)| Reply {
            id,
            number,
            story_id,
            parent_id,
            name,
            document,
            state: "approved".to_owned(),
            at,
        })
        .collect())
}

/// How many replies are wanted in all.
#[crate::boxed]
pub async fn count_replies(db: &mut Conn, wanted: &Replies) -> sqlx::Result<i64> {
    let mut query = QueryBuilder::<Db>::new(
        "SELECT CAST(count(*) AS BIGINT) FROM reply r JOIN live_listing w ON w.story_id = r.story_id",
    );
    which_replies(&mut query, wanted);
    query.build_query_scalar().fetch_one(db).await
}

fn which_replies(query: &mut QueryBuilder<Db>, wanted: &Replies) {
    query.push(" WHERE r.state = 'approved'");
    if !wanted.numbers.is_empty() {
        one_of(query, " AND r.number IN (", &wanted.numbers, ")");
    }
    if !wanted.without_numbers.is_empty() {
        one_of(query, " AND r.number NOT IN (", &wanted.without_numbers, ")");
    }
    if let Some(stories) = &wanted.stories {
        one_of(query, " AND r.story_id IN (", stories, ")");
    }
    match &wanted.parents {
        Some(parents) if parents.is_empty() => {
            query.push(" AND r.parent_id IS NULL");
        }
        Some(parents) => one_of(query, " AND r.parent_id IN (", parents, ")"),
        None => {}
    }
    if wanted.answers_only {
        query.push(" AND r.parent_id IS NOT NULL");
    }
    if !wanted.without_parents.is_empty() {
        one_of(
            query,
            " AND (r.parent_id IS NULL OR r.parent_id NOT IN (",
            &wanted.without_parents,
            "))",
        );
    }
    beside(query, "r.at", ">", wanted.after);
    beside(query, "r.at", "<", wanted.before);
}

/// A reply by its number.
#[crate::boxed]
pub async fn reply_by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<Reply>> {
    sqlx::query_as!(
        Reply,
        "SELECT id, number, story_id, parent_id, name, document, state, at FROM reply WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
}

/// Whether an approved reply answers this one.
#[crate::boxed]
pub async fn has_answers(db: &mut Conn, reply: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM reply WHERE parent_id = $1 AND state = 'approved') AS "e!: bool""#,
        reply
    )
    .fetch_one(db)
    .await
}

/// A topic by its number.
#[crate::boxed]
pub async fn topic_by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<Topic>> {
    sqlx::query_as!(
        Topic,
        "SELECT id, number, slug, name, description FROM topic WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
}

/// An author by their number.
#[crate::boxed]
pub async fn author_by_number(db: &mut Conn, number: i64) -> sqlx::Result<Option<Author>> {
    sqlx::query_as!(
        Author,
        "SELECT id, number, slug, name, role, bio, contact FROM author WHERE number = $1",
        number
    )
    .fetch_optional(db)
    .await
}

/// Whether readers see a story that an author signed.
#[crate::boxed]
pub async fn signs(db: &mut Conn, author: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM live_author WHERE author_id = $1) AS "e!: bool""#,
        author
    )
    .fetch_one(db)
    .await
}

/// The authors of what readers see, by slug.
#[crate::boxed]
pub async fn authors(db: &mut Conn) -> sqlx::Result<Vec<Author>> {
    sqlx::query_as!(
        Author,
        "SELECT id, number, slug, name, role, bio, contact FROM author
         WHERE EXISTS (SELECT 1 FROM live_author s WHERE s.author_id = author.id) ORDER BY slug"
    )
    .fetch_all(db)
    .await
}

/// How many listed stories each section has, by id.
#[crate::boxed]
pub async fn section_counts(db: &mut Conn) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT section_id AS "id!", CAST(count(*) AS BIGINT) AS "n!: i64" FROM live_listing
           WHERE form = 'story' AND listed AND section_id IS NOT NULL GROUP BY section_id"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.n)).collect())
}

/// How many listed stories each topic has, by id.
#[crate::boxed]
pub async fn topic_counts(db: &mut Conn) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT topic_id AS "id!", CAST(count(*) AS BIGINT) AS "n!: i64" FROM live_topic
           WHERE published_at IS NOT NULL GROUP BY topic_id"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.n)).collect())
}
