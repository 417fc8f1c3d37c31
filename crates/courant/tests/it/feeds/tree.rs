//! A small tree of an XML file, strict about what it reads: one root, everything closed, every prefix declared.
//! The rules of feeds and sitemaps look at it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its namespace; empty for none.
    pub space: String,
    /// As it is written, with its prefix.
    pub name: String,
    /// As they are written, without declarations of namespaces.
    pub attributes: Vec<(String, String)>,
    /// Elements in it, in order.
    pub children: Vec<Node>,
    /// Text that stands in it directly.
    pub text: String,
}

impl Node {
    /// An attribute by its written name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Elements in it by written name.
    pub fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first of them.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Its text, or nothing.
    pub fn text_of(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.as_str())
    }
}

type Spaces = Vec<(String, String)>;

/// Reads a file, or says why it is none.
pub fn read(text: &str) -> Result<Node, String> {
    if !text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>") {
        return Err("it does not say its encoding".to_owned());
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Node> = Vec::new();
    let mut spaces: Vec<Spaces> = vec![vec![("xml".into(), "http://www.w3.org/XML/1998/namespace".into())]];
    let mut root = None;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(node(&start, &mut spaces)?),
            Event::Empty(start) => {
                let done = node(&start, &mut spaces)?;
                spaces.pop();
                put(done, &mut open, &mut root)?;
            }
            Event::End(_) => {
                spaces.pop();
                let done = open.pop().ok_or("something ends that did not begin")?;
                put(done, &mut open, &mut root)?;
            }
            Event::Text(words) => add(&words.xml10_content(), &mut open)?,
            Event::CData(words) => add(&words.xml10_content(), &mut open)?,
            Event::GeneralRef(name) => {
                let letter = name.resolve_char_ref().map_err(|error| error.to_string())?;
                let known = match name.xml10_content().as_ref() {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => letter,
                };
                let letter = known.ok_or_else(|| format!("an entity that XML does not know: {name:?}"))?;
                add(&letter.to_string(), &mut open)?;
            }
            Event::DocType(_) => return Err("a DOCTYPE".to_owned()),
            Event::Eof if open.is_empty() => return root.ok_or_else(|| "nothing stands in it".to_owned()),
            Event::Eof => return Err("something has no end".to_owned()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
}

fn add(text: &str, open: &mut [Node]) -> Result<(), String> {
    match open.last_mut() {
        Some(node) => node.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return Err("text outside the root".to_owned()),
    }
    Ok(())
}

fn put(done: Node, open: &mut [Node], root: &mut Option<Node>) -> Result<(), String> {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None if root.is_none() => *root = Some(done),
        None => return Err("two roots".to_owned()),
    }
    Ok(())
}

fn node(start: &BytesStart<'_>, spaces: &mut Vec<Spaces>) -> Result<Node, String> {
    let (mut declared, mut attributes) = (Vec::new(), Vec::new());
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name: &str = attribute.key.as_ref();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?
            .into_owned();
        match name.split_once(':') {
            Some(("xmlns", prefix)) => declared.push((prefix.to_owned(), value)),
            None if name == "xmlns" => declared.push((String::new(), value)),
            _ => attributes.push((name.to_owned(), value)),
        }
    }
    spaces.push(declared);
    let of = |prefix: &str| {
        let known = spaces.iter().rev().flatten().find(|(known, _)| known == prefix);
        match known {
            Some((_, space)) => Ok(space.clone()),
            None if prefix.is_empty() => Ok(String::new()),
            None => Err(format!("the prefix {prefix} is not declared")),
        }
    };
    let name: String = start.name().as_ref().to_owned();
    for (written, _) in &attributes {
        if let Some((prefix, _)) = written.split_once(':') {
            of(prefix)?;
        }
    }
    Ok(Node {
        space: of(name.split_once(':').map_or("", |(prefix, _)| prefix))?,
        name,
        attributes,
        children: Vec::new(),
        text: String::new(),
    })
}
