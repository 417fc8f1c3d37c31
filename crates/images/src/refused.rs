//! Why a picture was not taken, in words for the person who brought it. Returned by everything in this crate that can say no.

use crate::inspect::SourceFormat;

/// Why a picture was not taken. The display text is a sentence that can be shown to a journalist as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// No bytes at all.
    #[error("The file is empty.")]
    Empty,
    /// Not a picture in any format that this crate has heard of.
    #[error("This is not a picture. JPEG, PNG, WebP, GIF and TIFF are accepted.")]
    NotAPicture,
    /// SVG is a program as much as a picture, and no newsroom needs one to print it.
    #[error("SVG drawings are not accepted, as they can carry scripts. Export the drawing as PNG and try again.")]
    Svg,
    /// A picture, but in a format that is not decoded here.
    #[error("{0} pictures are not accepted. Save the picture as JPEG or PNG and try again.")]
    Unsupported(&'static str),
    /// An accepted format, but in a variant that cannot be decoded.
    #[error("This {format} file cannot be opened: {why}.")]
    UnsupportedVariant {
        /// The format found in the content.
        format: SourceFormat,
        /// What the decoder said.
        why: String,
    },
    /// The file breaks off.
    #[error("This {0} file breaks off before the picture is complete. Was the copy cut short?")]
    Truncated(SourceFormat),
    /// The content contradicts itself.
    #[error("This {format} file is damaged: {why}.")]
    Damaged {
        /// The format found in the content.
        format: SourceFormat,
        /// What the decoder said.
        why: String,
    },
    /// More pixels than [`crate::PIXEL_LIMIT`].
    #[error(
        "The picture has {width} × {height} pixels; at most {} megapixels are accepted.",
        crate::PIXEL_LIMIT / 1_000_000
    )]
    TooManyPixels {
        /// Stored width.
        width: u32,
        /// Stored height.
        height: u32,
    },
    /// Would need more memory than [`crate::MEMORY_LIMIT`] to open.
    #[error(
        "The picture has {width} × {height} pixels in a form that needs {megabytes} MB to open; at most {} MB are given. Save it smaller, with 8 bits a channel, or as a plain (baseline) JPEG.",
        crate::MEMORY_LIMIT / 1_000_000
    )]
    TooHeavy {
        /// Stored width.
        width: u32,
        /// Stored height.
        height: u32,
        /// Estimated need.
        megabytes: u64,
    },
    /// So tall and narrow that no rendition of the planned widths can be written.
    #[error("The picture is too tall and narrow to print ({width} × {height} pixels).")]
    TooTall {
        /// Width as seen upright.
        width: u32,
        /// Height as seen upright.
        height: u32,
    },
    /// The plan names no width, no format or an empty crop.
    #[error("Nothing to make: the plan names {0}.")]
    EmptyPlan(&'static str),
    /// An encoder failed on pixels that were fine.
    #[error("A {format} rendition could not be written: {why}.")]
    Unwritable {
        /// The rendition's format.
        format: crate::Format,
        /// What the encoder said.
        why: String,
    },
}

impl Refused {
    /// Sorts what the decoder said into the reasons above.
    pub(crate) fn from_decoder(format: SourceFormat, error: &image::ImageError) -> Self {
        use image::ImageError as E;
        let why = || plain(&error.to_string());
        match error {
            E::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => Self::Truncated(format),
            E::Unsupported(_) => Self::UnsupportedVariant { format, why: why() },
            E::Limits(_) => Self::Damaged {
                format,
                why: "it asks for more memory than its size can need".to_owned(),
            },
            _ => {
                let why = why();
                let lower = why.to_lowercase();
                if ["unexpected end", "unexpectedeof", "premature", "eof", "exhausted"]
                    .iter()
                    .any(|sign| lower.contains(sign))
                {
                    Self::Truncated(format)
                } else {
                    Self::Damaged { format, why }
                }
            }
        }
    }

    pub(crate) fn codec_panicked(format: SourceFormat) -> Self {
        Self::Damaged {
            format,
            why: "the decoder gave up on it".to_owned(),
        }
    }
}

/// One short line without a final stop, whatever the decoder wrote.
fn plain(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let short: String = line.chars().take(160).collect();
    short.trim_end_matches(['.', ' ']).to_owned()
}
