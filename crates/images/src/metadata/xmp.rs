//! Reads the XMP packet: RDF in XML, where a property is an attribute, an element, or a list inside an element.
//! Called by `metadata`.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use super::{KEYWORD_LIMIT, Metadata, moment, tidy};

/// A longer packet is somebody's editing history.
const PACKET_LIMIT: usize = 2_000_000;
/// RDF of a photograph is four deep.
const DEPTH_LIMIT: usize = 32;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";
const IPTC_CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
/// Names that are kept of one picture.
const NAMES: usize = 10;

/// Properties that are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    Caption,
    Headline,
    Title,
    Alt,
    Photographer,
    Credit,
    Source,
    Copyright,
    Terms,
    City,
    Country,
    Created,
    Expires,
    Keyword,
}

fn property(namespace: &str, name: &str) -> Option<Property> {
    Some(match (namespace, name) {
        (DC, "description") => Property::Caption,
        (DC, "title") => Property::Title,
        (DC, "creator") => Property::Photographer,
        (DC, "rights") => Property::Copyright,
        (DC, "subject") => Property::Keyword,
        (PHOTOSHOP, "Headline") => Property::Headline,
        (PHOTOSHOP, "Credit") => Property::Credit,
        (PHOTOSHOP, "Source") => Property::Source,
        (PHOTOSHOP, "City") => Property::City,
        (PHOTOSHOP, "Country") => Property::Country,
        (PHOTOSHOP, "DateCreated") | (XMP, "CreateDate") => Property::Created,
        (RIGHTS, "UsageTerms") => Property::Terms,
        (PLUS, "LicenseEndDate") => Property::Expires,
        (IPTC_CORE, "AltTextAccessibility") => Property::Alt,
        _ => return None,
    })
}

pub(super) fn read(packet: &[u8]) -> Metadata {
    let mut found = Found::default();
    if packet.len() <= PACKET_LIMIT {
        // What was read before a mistake in the XML counts.
        let _ = walk(&String::from_utf8_lossy(packet), &mut found);
    }
    found.metadata
}

#[derive(Default)]
struct Found {
    metadata: Metadata,
    /// Names of photographers met.
    names: usize,
}

impl Found {
    fn put(&mut self, property: Property, text: &str) {
        let Some(text) = tidy(text) else {
            return;
        };
        let metadata = &mut self.metadata;
        let field = match property {
            Property::Caption => &mut metadata.caption,
            Property::Headline => &mut metadata.headline,
            Property::Title => &mut metadata.title,
            Property::Alt => &mut metadata.alt,
            // A list of names, each an entry of its own.
            Property::Photographer => {
                self.names += 1;
                if self.names > NAMES {
                    return;
                }
                metadata.photographer = Some(match metadata.photographer.take() {
                    Some(before) => format!("{before}, {text}"),
                    None => text,
                });
                return;
            }
            Property::Credit => &mut metadata.credit,
            Property::Source => &mut metadata.source,
            Property::Copyright => &mut metadata.copyright,
            Property::Terms => &mut metadata.terms,
            Property::City => &mut metadata.city,
            Property::Country => &mut metadata.country,
            Property::Expires => {
                let day = text.split('T').next().unwrap_or_default();
                if metadata.expires.is_none() {
                    metadata.expires = moment(day, None, None);
                }
                return;
            }
            Property::Created => {
                let (date, time) = match text.split_once('T') {
                    Some((date, time)) => (date, Some(time)),
                    None => (text.as_str(), None),
                };
                if metadata.taken.is_none() {
                    metadata.taken = moment(date, time, None);
                }
                return;
            }
            Property::Keyword => {
                if metadata.keywords.len() < KEYWORD_LIMIT {
                    metadata.keywords.push(text);
                }
                return;
            }
        };
        // The first entry of a list of languages is the default one.
        field.get_or_insert(text);
    }
}

fn walk(packet: &str, found: &mut Found) -> Result<(), quick_xml::Error> {
    let mut reader = NsReader::from_str(packet);
    // The open elements, each with the property it is or lies in.
    let mut open: Vec<Option<Property>> = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(element) => {
                if open.len() >= DEPTH_LIMIT {
                    return Ok(());
                }
                attributes(&reader, &element, found);
                let inherited = open.last().copied().flatten();
                open.push(named(&reader, &element).or(inherited));
                text.clear();
            }
            Event::Empty(element) => attributes(&reader, &element, found),
            Event::Text(piece) => text.push_str(&piece),
            Event::CData(piece) => text.push_str(&piece),
            Event::GeneralRef(reference) => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    text.push(character);
                } else if let Some(resolved) = resolve_xml_entity(&reference) {
                    text.push_str(resolved);
                }
            }
            Event::End(_) => {
                if let Some(property) = open.pop().flatten() {
                    found.put(property, &text);
                }
                text.clear();
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn named(reader: &NsReader<&[u8]>, element: &quick_xml::events::BytesStart<'_>) -> Option<Property> {
    let (namespace, local) = reader.resolver().resolve_element(element.name());
    let ResolveResult::Bound(namespace) = namespace else {
        return None;
    };
    property(namespace.into_inner(), local.into_inner())
}

/// Short forms: properties as attributes of `rdf:Description`.
fn attributes(reader: &NsReader<&[u8]>, element: &quick_xml::events::BytesStart<'_>, found: &mut Found) {
    let (namespace, _) = reader.resolver().resolve_element(element.name());
    if !matches!(namespace, ResolveResult::Bound(name) if name.into_inner() == RDF) {
        return;
    }
    for attribute in element.attributes().flatten() {
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let ResolveResult::Bound(namespace) = namespace else {
            continue;
        };
        if let Some(property) = property(namespace.into_inner(), local.into_inner())
            && let Ok(value) = attribute.normalized_value(XmlVersion::default())
        {
            found.put(property, &value);
        }
    }
}
