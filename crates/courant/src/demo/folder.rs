//! Reads the files of `demo/` into plain structs; what is wrong is named with file and line.
//! The loader makes a paper of them.

use super::day::DayFile;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;

/// What is wrong with a file of the demo: `stories/ferry.md:4: …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("demo/{file}:{line}: {message}")]
pub struct Fault {
    /// Path inside `demo/`.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What.
    pub message: String,
}

/// `paper.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PaperFile {
    pub name: String,
    #[serde(default)]
    pub tagline: String,
    pub zone: String,
    pub language: String,
    #[serde(default, rename = "section")]
    pub sections: Vec<SectionLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionLines {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub description: String,
    pub replies: String,
    pub replies_close_after_days: i64,
}

/// `authors.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorsFile {
    #[serde(default, rename = "author")]
    pub authors: Vec<AuthorLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AuthorLines {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub role: String,
    #[serde(default)]
    pub bio: String,
    #[serde(default)]
    pub contact: String,
}

/// `pictures.toml`; what it says beyond this (sources, changes) is for people.
#[derive(Debug, Default, Deserialize)]
pub(super) struct PicturesFile {
    #[serde(default, rename = "picture")]
    pub pictures: Vec<PictureLines>,
}

#[derive(Debug, Deserialize)]
pub(super) struct PictureLines {
    pub name: Spanned<String>,
    pub alt: String,
    #[serde(default)]
    pub caption: String,
    #[serde(default)]
    pub credit: String,
    #[serde(default)]
    pub licence: String,
    pub taken: Option<String>,
}

/// `front.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontFile {
    pub lead: String,
    pub seconds: Vec<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "Latest is always automatic; the file says so for people")]
    pub latest: String,
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "bands follow the order of the sections; the file says so for people"
    )]
    pub bands: Vec<String>,
}

/// `replies.toml`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepliesFile {
    #[serde(default, rename = "reply")]
    pub replies: Vec<ReplyLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyLines {
    pub id: Option<String>,
    pub parent: Option<String>,
    pub story: Spanned<String>,
    pub name: String,
    pub email: String,
    pub text: String,
    pub ago: Option<String>,
    pub at: Option<String>,
    pub state: String,
}

/// `storylines.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StorylinesFile {
    #[serde(default, rename = "storyline")]
    pub storylines: Vec<StorylineLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StorylineLines {
    pub title: Spanned<String>,
    #[serde(default)]
    pub summary: String,
    pub open: String,
    pub stories: Vec<Spanned<String>>,
    #[serde(default, rename = "person")]
    pub people: Vec<PersonLines>,
    #[serde(default, rename = "event")]
    pub events: Vec<EventLines>,
    #[serde(default, rename = "quotation")]
    pub quotations: Vec<QuotationLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonLines {
    pub name: String,
    pub role: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventLines {
    pub story: Spanned<String>,
    pub kind: String,
    pub status: String,
    #[serde(default)]
    pub day: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub title: String,
    pub sentence: String,
}

/// A quotation that an editor confirmed, known by its sentence; words of it tell it from another of the same sentence.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuotationLines {
    pub story: Spanned<String>,
    pub sentence: String,
    #[serde(default)]
    pub words: String,
    pub speaker: String,
    /// `heard`, `transcript`, `told-to` or `quoted-by`.
    pub known: String,
    #[serde(default)]
    pub known_outlet: String,
    #[serde(default)]
    pub addressee: String,
    #[serde(default)]
    pub occasion: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub day: String,
    /// Who is accused by name, with what they answered.
    #[serde(default)]
    pub accused: String,
    #[serde(default)]
    pub answer_kind: String,
    #[serde(default)]
    pub answer: String,
}

/// The front matter of a story or page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Front {
    pub headline: String,
    #[serde(default)]
    pub short_headline: String,
    #[serde(default)]
    pub standfirst: String,
    #[serde(default)]
    pub section: Option<String>,
    #[serde(default)]
    pub kind: Option<String>,
    #[serde(default)]
    pub topics: Vec<String>,
    #[serde(default)]
    pub authors: Vec<String>,
    #[serde(default)]
    pub guests: Vec<String>,
    #[serde(default)]
    pub dateline: String,
    #[serde(default)]
    pub picture: Option<String>,
    pub published: Option<String>,
    pub ago: Option<String>,
    pub updated: Option<String>,
    pub updated_ago: Option<String>,
    #[serde(default)]
    pub developing: bool,
    #[serde(default)]
    pub moved_from: Vec<String>,
    pub taken_down: Option<String>,
    pub taken_down_at: Option<String>,
    #[expect(dead_code, reason = "for the desk, which does not keep it yet")]
    pub taken_down_reason: Option<String>,
    pub retracted: Option<String>,
    pub retracted_at: Option<String>,
    #[serde(default)]
    pub draft: bool,
    #[serde(default, rename = "correction")]
    pub corrections: Vec<CorrectionLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionLines {
    pub kind: String,
    #[serde(default)]
    pub wrong: String,
    pub right: String,
    pub place: String,
    pub at: Option<String>,
    pub ago: Option<String>,
}

/// A story or page as its file has it.
#[derive(Debug)]
pub(super) struct Piece {
    /// Path inside `demo/`.
    pub file: String,
    /// The file's name without its ending.
    pub slug: String,
    pub is_page: bool,
    pub front: Front,
    pub body: String,
}

impl Piece {
    /// A fault of this file; the line is that of a key of its front matter, or the first.
    pub fn fault(&self, key: &str, message: impl Into<String>) -> Fault {
        let line = super::file(&self.file)
            .and_then(|bytes| {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                text.lines()
                    .position(|line| line.split('=').next().is_some_and(|name| name.trim() == key))
            })
            .map_or(1, |line| line + 1);
        Fault {
            file: self.file.clone(),
            line,
            message: message.into(),
        }
    }
}

/// Everything that lies in `demo/`, read.
#[derive(Debug)]
pub struct DemoFolder {
    pub(super) paper: PaperFile,
    pub(super) authors: Vec<AuthorLines>,
    pub(super) pictures: Vec<PictureLines>,
    pub(super) front: FrontFile,
    pub(super) replies: Vec<ReplyLines>,
    pub(super) storylines: Vec<StorylineLines>,
    pub(super) pieces: Vec<Piece>,
    pub(super) day: DayFile,
}

impl DemoFolder {
    /// Reads the files that are part of the binary.
    pub fn read() -> Result<Self, Fault> {
        let mut pieces = Vec::new();
        for (folder, is_page) in [("stories/", false), ("pages/", true)] {
            for path in super::paths(folder) {
                if let Some(slug) = path.strip_prefix(folder).and_then(|name| name.strip_suffix(".md")) {
                    let slug = slug.to_owned();
                    pieces.push(piece(path, slug, is_page)?);
                }
            }
        }
        let pictures: PicturesFile = if super::file("pictures.toml").is_some() {
            toml_file("pictures.toml")?
        } else {
            PicturesFile::default()
        };
        Ok(Self {
            paper: toml_file("paper.toml")?,
            authors: toml_file::<AuthorsFile>("authors.toml")?.authors,
            pictures: pictures.pictures,
            front: toml_file("front.toml")?,
            replies: toml_file::<RepliesFile>("replies.toml")?.replies,
            storylines: toml_file::<StorylinesFile>("storylines.toml")?.storylines,
            pieces,
            day: toml_file("day.toml")?,
        })
    }
}

/// The line of a place in one of the TOML files.
pub(super) fn line_of(path: &str, at: usize) -> usize {
    super::file(path).map_or(1, |bytes| {
        bytes.get(..at).unwrap_or(&bytes).split(|byte| *byte == b'\n').count()
    })
}

fn text_of(path: &str) -> Result<String, Fault> {
    let bytes = super::file(path).ok_or_else(|| Fault {
        file: path.to_owned(),
        line: 1,
        message: "the file is not part of this binary".to_owned(),
    })?;
    String::from_utf8(bytes.into_owned()).map_err(|error| Fault {
        file: path.to_owned(),
        line: line_of(path, error.utf8_error().valid_up_to()),
        message: "the file is not UTF-8".to_owned(),
    })
}

fn toml_file<T: DeserializeOwned>(path: &str) -> Result<T, Fault> {
    parse(path, &text_of(path)?, 0)
}

/// Reads TOML that begins after `above` lines of its file.
fn parse<T: DeserializeOwned>(path: &str, text: &str, above: usize) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        Fault {
            file: path.to_owned(),
            line: above + before.matches('\n').count() + 1,
            message: error.message().to_owned(),
        }
    })
}

fn piece(path: String, slug: String, is_page: bool) -> Result<Piece, Fault> {
    let text = text_of(&path)?;
    let (matter, body) = split(&text).ok_or_else(|| Fault {
        file: path.clone(),
        line: 1,
        message: "a story begins with TOML between two lines of +++".to_owned(),
    })?;
    Ok(Piece {
        front: parse(&path, matter, 1)?,
        body: body.to_owned(),
        file: path,
        slug,
        is_page,
    })
}

/// Front matter and body of a file.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("+++\n")?;
    let end = rest.find("\n+++\n")?;
    Some((rest.get(..=end)?, rest.get(end + 5..)?))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_demo_can_be_read() {
        let folder = DemoFolder::read().unwrap();
        assert!(folder.pieces.iter().filter(|piece| !piece.is_page).count() >= 30);
        assert!(!folder.replies.is_empty());
    }

    #[test]
    fn a_wrong_key_is_named_with_its_line_in_the_file() {
        let text = "+++\nheadline = \"A\"\nheadlin = \"B\"\n+++\n\nText.\n";
        let (matter, body) = split(text).unwrap();
        let fault = parse::<Front>("stories/a.md", matter, 1).unwrap_err();
        assert!(
            fault.to_string().starts_with("demo/stories/a.md:3: unknown field"),
            "{fault}"
        );
        assert_eq!(body, "\nText.\n");
    }
}
