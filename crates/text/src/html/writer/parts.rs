//! Pictures, players and cards in HTML. A picture names only renditions that the surroundings know.
//! Part of the HTML writer.

use super::Writer;
use crate::document::{Block, Embed, Inline, Media, Picture};
use crate::html::surroundings::{StoredPicture, Word};

impl Writer<'_> {
    /// One picture; inside a gallery it has no id of its own.
    pub(super) fn picture(&mut self, picture: &Picture, block: Option<&Block>) {
        if picture.picture.as_deref().is_some_and(|id| self.around.hides(id)) {
            return;
        }
        let stored = picture.picture.as_deref().and_then(|id| self.around.picture(id));
        let source = picture.source.as_deref().and_then(|source| self.address(source));
        if stored.is_none() && source.is_none() && picture.caption.is_empty() {
            return;
        }
        match block {
            Some(block) => self.open("figure", "picture", block),
            None => self.out.push_str("<figure>"),
        }
        self.out.push('\n');
        match (&stored, source) {
            (Some(stored), _) => self.stored(stored, &picture.alt),
            (None, Some(source)) if self.for_feed() || self.around.shows_foreign_pictures() => {
                self.out.push_str("<img");
                self.attr("src", &source);
                self.attr("alt", &picture.alt);
                if !self.for_feed() {
                    self.attr("loading", "lazy");
                    self.attr("decoding", "async");
                }
                self.out.push_str(">\n");
            }
            (None, Some(source)) => {
                self.out.push_str("<p><a");
                self.href(&source, "");
                self.out.push('>');
                let words = if picture.alt.is_empty() {
                    self.word(Word::Picture)
                } else {
                    picture.alt.clone()
                };
                self.text(&words);
                self.out.push_str("</a></p>\n");
            }
            (None, None) => {}
        }
        self.caption(picture, stored.as_ref());
        self.close("figure");
    }

    fn stored(&mut self, stored: &StoredPicture, alt: &str) {
        let alt = if alt.is_empty() { &stored.alt } else { alt };
        if self.for_feed() {
            let Some(src) = self.address(&stored.src) else {
                return;
            };
            self.out.push_str("<img");
            self.attr("src", &src);
            self.size(stored);
            self.attr("alt", alt);
            self.out.push_str(">\n");
            return;
        }
        self.out.push_str("<picture>");
        for source in &stored.sources {
            self.out.push_str("<source");
            self.attr("type", &source.media_type);
            self.attr("srcset", &source.srcset);
            if !stored.sizes.is_empty() {
                self.attr("sizes", &stored.sizes);
            }
            self.out.push('>');
        }
        self.out.push_str("<img");
        self.attr("src", &stored.src);
        if !stored.srcset.is_empty() {
            self.attr("srcset", &stored.srcset);
            if !stored.sizes.is_empty() {
                self.attr("sizes", &stored.sizes);
            }
        }
        self.size(stored);
        self.attr("alt", alt);
        self.attr("loading", "lazy");
        self.attr("decoding", "async");
        self.out.push_str("></picture>\n");
    }

    fn size(&mut self, stored: &StoredPicture) {
        if stored.width > 0 && stored.height > 0 {
            self.attr("width", &stored.width.to_string());
            self.attr("height", &stored.height.to_string());
        }
    }

    fn caption(&mut self, picture: &Picture, stored: Option<&StoredPicture>) {
        let own = stored.map_or("", |stored| stored.caption.as_str());
        let credit = if picture.credit.is_empty() {
            stored.map_or("", |stored| stored.credit.as_str())
        } else {
            &picture.credit
        };
        let file = stored.and_then(|stored| stored.file_date.as_deref());
        if picture.caption.is_empty() && own.is_empty() && credit.is_empty() && file.is_none() {
            return;
        }
        self.out.push_str("<figcaption>");
        let mut gap = "";
        if !picture.caption.is_empty() {
            self.inlines(&picture.caption);
            gap = " ";
        } else if !own.is_empty() {
            self.text(own);
            gap = " ";
        }
        for (class, words) in [("file-date", file.unwrap_or_default()), ("credit", credit)] {
            if words.is_empty() {
                continue;
            }
            self.out.push_str(gap);
            gap = " ";
            if self.for_feed() {
                self.text(words);
            } else {
                self.out.push_str("<span");
                self.attr("class", class);
                self.out.push('>');
                self.text(words);
                self.out.push_str("</span>");
            }
        }
        self.out.push_str("</figcaption>\n");
    }

    pub(super) fn embed(&mut self, block: &Block, embed: &Embed) {
        let Some(href) = self.address(&embed.url) else {
            return;
        };
        self.open("p", "embed-card", block);
        self.out.push_str("<a");
        self.attr("href", &href);
        self.attr("rel", "noopener nofollow");
        self.out.push('>');
        let open_on = self.word(Word::OpenOn {
            provider: &embed.provider,
        });
        if self.for_feed() {
            self.text(if embed.title.is_empty() { &open_on } else { &embed.title });
        } else {
            if !embed.title.is_empty() {
                self.out.push_str("<span class=\"embed-title\">");
                self.text(&embed.title);
                self.out.push_str("</span> ");
            }
            self.out.push_str("<span class=\"embed-open\">");
            self.text(&open_on);
            self.out.push_str("</span>");
        }
        self.out.push_str("</a>");
        self.close("p");
    }

    /// A sound or a film; nothing is fetched before the reader asks.
    pub(super) fn player(&mut self, name: &str, block: &Block, media: &Media) {
        let Some(src) = self.address(&media.url) else {
            return;
        };
        let title = if media.title.is_empty() {
            self.word(if name == "audio" { Word::Audio } else { Word::Video })
        } else {
            media.title.clone()
        };
        if self.for_feed() {
            self.out.push_str("<p><a");
            self.href(&src, "");
            self.out.push('>');
            self.text(&title);
            self.out.push_str("</a>");
            self.close("p");
            return;
        }
        self.open("figure", name, block);
        self.out.push('<');
        self.out.push_str(name);
        self.out.push_str(" controls preload=\"none\"");
        self.attr("src", &src);
        self.attr("aria-label", &title);
        let _ = std::fmt::Write::write_fmt(&mut self.out, format_args!("></{name}>"));
        if !media.title.is_empty() {
            self.out.push_str("<figcaption>");
            self.inlines(&[Inline::Text {
                text: media.title.clone(),
                marks: crate::document::Marks::default(),
            }]);
            self.out.push_str("</figcaption>");
        }
        self.close("figure");
    }
}
