//! Reads the few EXIF fields that matter to a desk, and finds XMP and IPTC in a TIFF. Called by `metadata`.
//! GPS fields are never looked at.

use exif::{Context, Exif, In, Reader, Tag, Value};

use super::{Metadata, decode_text, moment, tidy};

/// TIFF tags that EXIF's own list does not name.
const XMP: Tag = Tag(Context::Tiff, 700);
const IPTC: Tag = Tag(Context::Tiff, 33723);

/// What cameras write into the description by themselves, in lower case.
const FACTORY_TEXTS: [&str; 9] = [
    "olympus digital camera",
    "sony dsc",
    "kodak digital still camera",
    "samsung camera pictures",
    "minolta digital camera",
    "konica minolta digital camera",
    "digital camera",
    "default",
    "dcim",
];

pub(super) fn read(block: &[u8]) -> Metadata {
    let Some(exif) = parse(block) else {
        return Metadata::default();
    };
    let text = |tag| ascii(&exif, tag);
    let taken = [
        (Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
    ]
    .into_iter()
    .find_map(|(time, zone)| {
        let said = text(time)?;
        let (date, clock) = said.split_once([' ', 'T'])?;
        moment(date, Some(clock), text(zone).as_deref())
    });
    Metadata {
        caption: text(Tag::ImageDescription).filter(|said| !FACTORY_TEXTS.contains(&said.to_lowercase().as_str())),
        photographer: text(Tag::Artist),
        copyright: text(Tag::Copyright),
        taken,
        ..Metadata::default()
    }
}

/// The XMP packet and the IPTC block that a TIFF keeps in tags.
pub(super) fn tiff_blocks(file: &[u8]) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let Some(exif) = parse(file) else {
        return (None, None);
    };
    let raw = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Byte(bytes) | Value::Undefined(bytes, _) => Some(bytes.clone()),
        // Photoshop writes IPTC as 32-bit numbers; their bytes are the block, in the file's order.
        Value::Long(numbers) if exif.little_endian() => {
            Some(numbers.iter().flat_map(|number| number.to_le_bytes()).collect())
        }
        Value::Long(numbers) => Some(numbers.iter().flat_map(|number| number.to_be_bytes()).collect()),
        _ => None,
    };
    (raw(XMP), raw(IPTC))
}

fn parse(block: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    match reader.read_raw(block.to_vec()) {
        Ok(exif) => Some(exif),
        Err(error) => error.distill_partial_result(|_| {}).ok(),
    }
}

fn ascii(exif: &Exif, tag: Tag) -> Option<String> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| decode_text(line)).collect();
            tidy(&lines.join(" "))
        }
        // Strictly ASCII is asked for; some software writes UTF-8 as raw bytes.
        Value::Byte(bytes) | Value::Undefined(bytes, _) => tidy(&decode_text(bytes)),
        _ => None,
    }
}
