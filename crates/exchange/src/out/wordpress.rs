//! A WordPress export, WXR 1.2: head, authors, categories, tags, attachments, posts and pages with their replies.
//! What other importers of WordPress ask for stands where they look: co-authors as terms, credit and alternative text as metas.

use super::{Author, Paper, Picture, Reply, Stands, Story, Term, cdata, xml};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// The head of the file, up to the first item.
pub fn head(paper: &Paper, at: Timestamp, authors: &[Author], sections: &[Term], topics: &[Term]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n\
         <!-- An export of the whole paper. In WordPress: Tools, Import, WordPress. -->\n\
         <rss version=\"2.0\"\n\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\
         \txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n\
         \txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\"\n>\n<channel>\n\
         \t<title>{}</title>\n\t<link>{}</link>\n\t<description>{}</description>\n\t<pubDate>{}</pubDate>\n\
         \t<language>{}</language>\n\t<wp:wxr_version>1.2</wp:wxr_version>\n\t<wp:base_site_url>{}</wp:base_site_url>\n\
         \t<wp:base_blog_url>{}</wp:base_blog_url>\n",
        xml(&paper.name),
        xml(&paper.url),
        xml(&paper.tagline),
        rfc2822(Some(at)),
        xml(&paper.language),
        xml(&paper.url),
        xml(&paper.url)
    );
    for author in authors {
        let _ = writeln!(
            out,
            "\t<wp:author><wp:author_id>{}</wp:author_id><wp:author_login>{}</wp:author_login>\
             <wp:author_email></wp:author_email><wp:author_display_name>{}</wp:author_display_name>\
             <wp:author_first_name></wp:author_first_name><wp:author_last_name></wp:author_last_name></wp:author>",
            author.number,
            cdata(&author.slug),
            cdata(&author.name)
        );
    }
    for section in sections {
        let _ = writeln!(
            out,
            "\t<wp:category><wp:term_id>{}</wp:term_id><wp:category_nicename>{}</wp:category_nicename>\
             <wp:category_parent></wp:category_parent><wp:cat_name>{}</wp:cat_name>\
             <wp:category_description>{}</wp:category_description></wp:category>",
            section.number,
            cdata(&section.slug),
            cdata(&section.name),
            cdata(&section.description)
        );
    }
    for topic in topics {
        let _ = writeln!(
            out,
            "\t<wp:tag><wp:term_id>{}</wp:term_id><wp:tag_slug>{}</wp:tag_slug><wp:tag_name>{}</wp:tag_name>\
             <wp:tag_description>{}</wp:tag_description></wp:tag>",
            topic.number,
            cdata(&topic.slug),
            cdata(&topic.name),
            cdata(&topic.description)
        );
    }
    out.push_str("\t<generator>Courant</generator>\n");
    out
}

/// The end of the file.
pub const TAIL: &str = "</channel>\n</rss>\n";

/// A picture as an attachment.
pub fn attachment(picture: &Picture, zone: &TimeZone) -> String {
    let mut out = format!(
        "\t<item>\n\t\t<title>{}</title>\n\t\t<link>{}</link>\n\t\t<pubDate>{}</pubDate>\n\
         \t\t<dc:creator></dc:creator>\n\t\t<guid isPermaLink=\"false\">{}</guid>\n\t\t<description></description>\n\
         \t\t<content:encoded>{}</content:encoded>\n\t\t<excerpt:encoded>{}</excerpt:encoded>\n",
        cdata(&picture.name),
        xml(&picture.url),
        rfc2822(picture.added),
        xml(&picture.url),
        cdata(""),
        cdata(&picture.caption),
    );
    let stands = Fields {
        number: picture.number,
        created: picture.added,
        changed: picture.added,
        slug: &picture.name,
        status: "inherit",
        kind: "attachment",
        open: false,
    };
    stands.write(&mut out, zone);
    let _ = writeln!(
        out,
        "\t\t<wp:attachment_url>{}</wp:attachment_url>",
        cdata(&picture.url)
    );
    for (key, value) in [
        ("_wp_attachment_image_alt", picture.alt.as_str()),
        ("_media_credit", picture.credit.as_str()),
        ("copyright", picture.copyright.as_str()),
        ("_wp_attachment_metadata", &metadata(picture)),
    ] {
        meta(&mut out, key, value);
    }
    out.push_str("\t</item>\n");
    out
}

/// What WordPress keeps of a picture, in the notation of PHP.
fn metadata(picture: &Picture) -> String {
    let file = picture.url.rsplit('/').next().unwrap_or_default();
    format!(
        "a:4:{{s:5:\"width\";i:{};s:6:\"height\";i:{};s:4:\"file\";s:{}:\"{file}\";s:5:\"sizes\";a:0:{{}}}}",
        picture.width,
        picture.height,
        file.len()
    )
}

/// A story as a post, or a standing page as a page.
pub fn item(story: &Story, zone: &TimeZone) -> String {
    let mut out = format!(
        "\t<item>\n\t\t<title>{}</title>\n\t\t<link>{}</link>\n\t\t<pubDate>{}</pubDate>\n\
         \t\t<dc:creator>{}</dc:creator>\n\t\t<guid isPermaLink=\"false\">{}</guid>\n\t\t<description></description>\n\
         \t\t<content:encoded>{}</content:encoded>\n\t\t<excerpt:encoded>{}</excerpt:encoded>\n",
        cdata(&story.headline),
        xml(&story.url),
        rfc2822(story.published),
        cdata(story.authors.first().map_or("", |first| &first.slug)),
        xml(&story.id),
        cdata(&story.html),
        cdata(&story.standfirst),
    );
    let fields = Fields {
        number: story.number,
        created: match story.stands {
            // A draft has no date of its own in WordPress; the day on which it was begun says when it is from.
            Stands::Draft | Stands::Pending | Stands::Trash => story.published.or(Some(story.created)),
            Stands::Published | Stands::Scheduled => story.published,
        },
        changed: Some(story.changed),
        slug: &story.slug,
        status: match story.stands {
            Stands::Published => "publish",
            Stands::Scheduled => "future",
            Stands::Draft => "draft",
            Stands::Pending => "pending",
            Stands::Trash => "trash",
        },
        kind: if story.is_page { "page" } else { "post" },
        open: story.open,
    };
    fields.write(&mut out, zone);
    if let Some(section) = &story.section {
        term(&mut out, "category", &section.slug, &section.name);
    }
    for topic in &story.topics {
        term(&mut out, "post_tag", &topic.slug, &topic.name);
    }
    for signature in &story.authors {
        term(&mut out, "author", &signature.slug, &signature.name);
    }
    if let Some(picture) = &story.picture {
        meta(&mut out, "_thumbnail_id", &picture.number.to_string());
    }
    meta(&mut out, "_yoast_wpseo_title", &story.search_title);
    for reply in &story.replies {
        comment(&mut out, reply, zone);
    }
    out.push_str("\t</item>\n");
    out
}

/// The fields that attachments and posts share.
struct Fields<'f> {
    number: i64,
    created: Option<Timestamp>,
    changed: Option<Timestamp>,
    slug: &'f str,
    status: &'f str,
    kind: &'f str,
    open: bool,
}

impl Fields<'_> {
    fn write(&self, out: &mut String, zone: &TimeZone) {
        let open = if self.open { "open" } else { "closed" };
        let _ = writeln!(
            out,
            "\t\t<wp:post_id>{}</wp:post_id>\n\t\t<wp:post_date>{}</wp:post_date>\n\
             \t\t<wp:post_date_gmt>{}</wp:post_date_gmt>\n\t\t<wp:post_modified>{}</wp:post_modified>\n\
             \t\t<wp:post_modified_gmt>{}</wp:post_modified_gmt>\n\t\t<wp:comment_status>{open}</wp:comment_status>\n\
             \t\t<wp:ping_status>closed</wp:ping_status>\n\t\t<wp:post_name>{}</wp:post_name>\n\
             \t\t<wp:status>{}</wp:status>\n\t\t<wp:post_parent>0</wp:post_parent>\n\t\t<wp:menu_order>0</wp:menu_order>\n\
             \t\t<wp:post_type>{}</wp:post_type>\n\t\t<wp:post_password></wp:post_password>\n\t\t<wp:is_sticky>0</wp:is_sticky>",
            self.number,
            local(self.created, zone),
            local(self.created, &TimeZone::UTC),
            local(self.changed, zone),
            local(self.changed, &TimeZone::UTC),
            cdata(self.slug),
            self.status,
            self.kind
        );
    }
}

fn term(out: &mut String, domain: &str, slug: &str, name: &str) {
    let _ = writeln!(
        out,
        "\t\t<category domain=\"{domain}\" nicename=\"{}\">{}</category>",
        xml(slug),
        cdata(name)
    );
}

fn meta(out: &mut String, key: &str, value: &str) {
    if !value.is_empty() {
        let _ = writeln!(
            out,
            "\t\t<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>",
            cdata(value)
        );
    }
}

fn comment(out: &mut String, reply: &Reply, zone: &TimeZone) {
    let _ = writeln!(
        out,
        "\t\t<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>{}</wp:comment_author>\
         <wp:comment_author_email>{}</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>\
         <wp:comment_author_IP></wp:comment_author_IP><wp:comment_date>{}</wp:comment_date>\
         <wp:comment_date_gmt>{}</wp:comment_date_gmt><wp:comment_content>{}</wp:comment_content>\
         <wp:comment_approved>{}</wp:comment_approved><wp:comment_type>comment</wp:comment_type>\
         <wp:comment_parent>{}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>",
        reply.number,
        cdata(&reply.name),
        xml(&reply.email),
        local(Some(reply.at), zone),
        local(Some(reply.at), &TimeZone::UTC),
        cdata(&reply.html),
        reply.state,
        reply.parent.unwrap_or_default()
    );
}

/// A moment by a zone's clock, as WordPress writes it.
fn local(at: Option<Timestamp>, zone: &TimeZone) -> String {
    match at {
        Some(at) => at
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%d %H:%M:%S")
            .to_string(),
        None => "0000-00-00 00:00:00".to_owned(),
    }
}

fn rfc2822(at: Option<Timestamp>) -> String {
    at.map(|at| at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string())
        .unwrap_or_default()
}
