//! Block markup as a tree: `<!-- wp:name {json} -->`, its inner HTML and inner blocks, as WordPress's own parser sees them.
//! Called by [`super::read`]; what each block becomes is in [`super::core_blocks`].

/// Blocks deeper than this stand beside their parents.
const DEEPEST: usize = 60;

/// A block. The whole text is one, too, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Node<'a> {
    /// With its namespace: `core/paragraph`.
    pub(super) name: String,
    /// Its attributes as JSON, or empty.
    pub(super) json: &'a str,
    pub(super) parts: Vec<Part<'a>>,
}

/// What stands in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Html(&'a str),
    Block(Node<'a>),
}

impl Node<'_> {
    /// Its attributes; an empty object when there are none or they are broken.
    pub(super) fn attributes(&self) -> serde_json::Value {
        serde_json::from_str(self.json).unwrap_or_default()
    }

    /// Its own HTML without inner blocks.
    pub(super) fn html(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                Part::Html(html) => *html,
                Part::Block(_) => "",
            })
            .collect()
    }
}

/// A delimiter.
struct Mark<'a> {
    name: String,
    json: &'a str,
    closing: bool,
    whole: bool,
    end: usize,
}

/// Whether a text is written in blocks.
pub(super) fn has_blocks(text: &str) -> bool {
    text.contains("<!-- wp:")
}

/// The blocks of a text, in their order.
pub(super) fn parse(text: &str) -> Vec<Part<'_>> {
    let mut stack: Vec<Node<'_>> = vec![Node::default()];
    let mut from = 0;
    let mut at = 0;
    let mut ends = Ends { text, next: Some(0) };
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("<!--")) {
        let start = at + found;
        let Some(mark) = mark(text, start, &mut ends) else {
            at = start + 4;
            continue;
        };
        push_html(&mut stack, text.get(from..start).unwrap_or_default());
        from = mark.end;
        at = mark.end;
        let node = Node {
            name: mark.name.clone(),
            json: mark.json,
            parts: Vec::new(),
        };
        if mark.whole {
            push(&mut stack, Part::Block(node));
        } else if !mark.closing {
            if stack.len() > DEEPEST {
                push(&mut stack, Part::Block(node));
            } else {
                stack.push(node);
            }
        } else if let Some(depth) = stack.iter().rposition(|open| open.name == mark.name) {
            while stack.len() > depth.max(1) {
                close(&mut stack);
            }
        }
    }
    push_html(&mut stack, text.get(from..).unwrap_or_default());
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|root| root.parts).unwrap_or_default()
}

fn push<'a>(stack: &mut [Node<'a>], part: Part<'a>) {
    if let Some(top) = stack.last_mut() {
        top.parts.push(part);
    }
}

fn push_html<'a>(stack: &mut [Node<'a>], html: &'a str) {
    if !html.is_empty() {
        push(stack, Part::Html(html));
    }
}

fn close(stack: &mut Vec<Node<'_>>) {
    if stack.len() > 1
        && let Some(done) = stack.pop()
    {
        push(stack, Part::Block(done));
    }
}

/// Where comments end; each stretch of the text is searched once.
struct Ends<'a> {
    text: &'a str,
    next: Option<usize>,
}

impl Ends<'_> {
    fn after(&mut self, from: usize) -> Option<usize> {
        if self.next? <= from {
            self.next = self.text.get(from..)?.find("-->").map(|at| from + at);
        }
        self.next
    }
}

/// Reads a delimiter that begins at a place: `<!-- [/]wp:name [{json}] [/]-->`.
fn mark<'a>(text: &'a str, start: usize, ends: &mut Ends<'_>) -> Option<Mark<'a>> {
    let inside = text.get(start + 4..)?;
    let trimmed = inside.trim_start();
    if trimmed.len() == inside.len() {
        return None;
    }
    let (closing, rest) = match trimmed.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, trimmed),
    };
    let rest = rest.strip_prefix("wp:")?;
    let length = rest.find(char::is_whitespace)?;
    let (name, rest) = rest.split_at_checked(length)?;
    let name = full_name(name)?;
    let from = text.len() - rest.len();
    let close = ends.after(from)?;
    let end = close + 3;
    let body = text.get(from..close)?.trim();
    let (body, whole) = match body.strip_suffix('/') {
        Some(body) => (body.trim_end(), true),
        None => (body, false),
    };
    (body.is_empty() || body.starts_with('{')).then_some(Mark {
        name,
        json: body,
        closing,
        whole,
        end,
    })
}

/// `paragraph` → `core/paragraph`; nothing for what no block can be called.
fn full_name(name: &str) -> Option<String> {
    let fine = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
    };
    match name.split_once('/') {
        Some((space, name)) => (fine(space) && fine(name)).then(|| format!("{space}/{name}")),
        None => fine(name).then(|| format!("core/{name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(parts: &[Part<'_>]) -> String {
        parts
            .iter()
            .map(|part| match part {
                Part::Html(html) => html.trim().to_owned(),
                Part::Block(node) => format!("({}{}{})", node.name, node.json, shape(&node.parts)),
            })
            .collect()
    }

    #[test]
    fn blocks_nest_and_end_themselves() {
        let text = "<!-- wp:columns --><div><!-- wp:column {\"width\":\"50%\"} --><p>a</p><!-- /wp:column --></div><!-- /wp:columns -->b<!-- wp:latest-posts /-->";
        assert_eq!(
            shape(&parse(text)),
            "(core/columns<div>(core/column{\"width\":\"50%\"}<p>a</p>)</div>)b(core/latest-posts)"
        );
    }

    #[test]
    fn what_is_not_closed_ends_with_the_text() {
        assert_eq!(
            shape(&parse("<!-- wp:a --><!-- wp:b -->x<!-- /wp:a -->y")),
            "(core/a(core/bx))y"
        );
        assert_eq!(
            shape(&parse("<!-- /wp:a -->x<!-- wp:A /--><!-- wp:x y -->")),
            "x<!-- wp:A /--><!-- wp:x y -->"
        );
        assert_eq!(shape(&parse("<!-- wp:a <!-- wp:b")), "<!-- wp:a <!-- wp:b");
    }

    #[test]
    fn towers_are_flattened() {
        let text = "<!-- wp:group -->x".repeat(100_000);
        assert_eq!(shape(&parse(&text)).matches('x').count(), 100_000);
    }
}
