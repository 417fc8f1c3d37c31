//! A parsed page as a flat list of nodes, built by html5ever within limits of depth and size.
//! Called by the HTML reader only; nothing in here recurses, so no nesting can overflow the stack.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, ExpandedName, QualName, TokenizerResult, local_name, ns};

/// Tags that would open deeper than this are dropped, their text is kept. Real pages stay below 60.
const DEEPEST_OPEN: u32 = 120;

/// Elements whose content the tokenizer takes as raw text. Dropping one of their tags would show a script as text.
const RAW: &[&str] = &[
    "script",
    "style",
    "textarea",
    "title",
    "iframe",
    "noscript",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "template",
];

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Root,
    Element {
        name: QualName,
        attrs: Vec<Attribute>,
    },
    Text(StrTendril),
    /// Comments and the insides of templates.
    Other,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    parent: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    before: Option<usize>,
    after: Option<usize>,
    depth: u32,
    template: Option<usize>,
}

/// The finished tree.
#[derive(Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    pub(super) const ROOT: usize = 0;

    pub(super) fn parse(html: &str) -> Self {
        let html = &*super::attributes::capped(html);
        let sink = Sink::new(html.len());
        let builder = TreeBuilder::new(
            sink,
            TreeBuilderOpts {
                drop_doctype: true,
                ..TreeBuilderOpts::default()
            },
        );
        let tokenizer = Tokenizer::new(Limits { builder }, TokenizerOpts::default());
        let input = BufferQueue::default();
        // In pieces, because html5ever counts a tendril's bytes in 32 bits.
        let mut rest = html;
        while !rest.is_empty() {
            let mut cut = rest.len().min(1 << 20);
            while !rest.is_char_boundary(cut) {
                cut += 1;
            }
            let (piece, tail) = rest.split_at(cut);
            input.push_back(StrTendril::from_slice(piece));
            while let TokenizerResult::Script(_) = tokenizer.feed(&input) {}
            rest = tail;
        }
        while !input.is_empty() {
            if let TokenizerResult::Done = tokenizer.feed(&input) {
                break;
            }
        }
        tokenizer.end();
        Self {
            nodes: tokenizer.sink.builder.sink.nodes.into_inner(),
        }
    }

    pub(super) fn kind(&self, at: usize) -> &Kind {
        self.nodes.get(at).map_or(&Kind::Other, |node| &node.kind)
    }

    pub(super) fn children(&self, at: usize) -> Children<'_> {
        Children {
            tree: self,
            next: self.nodes.get(at).and_then(|node| node.first),
        }
    }

    /// The name of an HTML element, or empty for anything else.
    pub(super) fn name(&self, at: usize) -> &str {
        match self.kind(at) {
            Kind::Element { name, .. } => &name.local,
            _ => "",
        }
    }

    pub(super) fn attr(&self, at: usize, wanted: &str) -> Option<&str> {
        match self.kind(at) {
            Kind::Element { attrs, .. } => attrs
                .iter()
                .find(|attr| &*attr.name.local == wanted)
                .map(|attr| &*attr.value),
            _ => None,
        }
    }

    /// Every node below one, in reading order; `enter` says whether to go into an element.
    pub(super) fn below(&self, at: usize, mut enter: impl FnMut(usize) -> bool) -> Vec<usize> {
        let mut out = Vec::new();
        let mut next = self.nodes.get(at).and_then(|node| node.first);
        while let Some(here) = next {
            out.push(here);
            let Some(node) = self.nodes.get(here) else {
                break;
            };
            next = node.first.filter(|_| enter(here));
            let mut climb = here;
            while next.is_none() {
                let Some(node) = self.nodes.get(climb) else {
                    break;
                };
                next = node.after;
                if next.is_none() {
                    match node.parent {
                        Some(parent) if parent != at => climb = parent,
                        _ => break,
                    }
                }
            }
        }
        out
    }
}

pub(super) struct Children<'a> {
    tree: &'a Tree,
    next: Option<usize>,
}

impl Iterator for Children<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let here = self.next?;
        self.next = self.tree.nodes.get(here).and_then(|node| node.after);
        Some(here)
    }
}

/// Stands between tokenizer and tree builder and drops tags that would go too deep or make too many nodes.
struct Limits {
    builder: TreeBuilder<Handle, Sink>,
}

impl Limits {
    fn drops(&self, tag: &Tag) -> bool {
        let sink = &self.builder.sink;
        if RAW.contains(&&*tag.name) {
            return false;
        }
        if sink.is_full() {
            return true;
        }
        tag.kind == TagKind::StartTag && sink.open_depth.get() > DEEPEST_OPEN
    }
}

impl TokenSink for Limits {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let token = match token {
            // A blank in its place, so that words of two blocks don't run together.
            TagToken(tag) if self.drops(&tag) => CharacterTokens(StrTendril::from_slice(" ")),
            other => other,
        };
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A node as html5ever holds it.
#[derive(Debug, Clone)]
struct Handle {
    at: usize,
    name: QualName,
}

impl Handle {
    /// A node that is no element.
    fn nameless(at: usize) -> Self {
        Self {
            at,
            name: QualName::new(None, ns!(), local_name!("")),
        }
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    most_nodes: usize,
    open_depth: Cell<u32>,
}

impl Sink {
    fn new(bytes: usize) -> Self {
        let sink = Self {
            nodes: RefCell::new(Vec::new()),
            // `<p>a` makes two nodes of four bytes. Only formatting that is opened again in every block makes more.
            most_nodes: bytes / 2 + 10_000,
            open_depth: Cell::new(0),
        };
        sink.make(Kind::Root);
        sink
    }

    fn is_full(&self) -> bool {
        self.nodes.borrow().len() > self.most_nodes
    }

    fn make(&self, kind: Kind) -> usize {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node {
            kind,
            parent: None,
            first: None,
            last: None,
            before: None,
            after: None,
            depth: 0,
            template: None,
        });
        nodes.len() - 1
    }

    fn detach(&self, at: usize) {
        let mut nodes = self.nodes.borrow_mut();
        let Some((parent, before, after)) = nodes
            .get_mut(at)
            .map(|node| (node.parent.take(), node.before.take(), node.after.take()))
        else {
            return;
        };
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(node) => node.after = after,
            None => {
                if let Some(node) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    node.first = after;
                }
            }
        }
        match after.and_then(|after| nodes.get_mut(after)) {
            Some(node) => node.before = before,
            None => {
                if let Some(node) = parent.and_then(|parent| nodes.get_mut(parent)) {
                    node.last = before;
                }
            }
        }
    }

    /// Puts a node before `sibling`, or last when there is none.
    fn attach(&self, at: usize, parent: usize, sibling: Option<usize>) {
        self.detach(at);
        let mut nodes = self.nodes.borrow_mut();
        let before = match sibling {
            Some(sibling) => nodes.get(sibling).and_then(|node| node.before),
            None => nodes.get(parent).and_then(|node| node.last),
        };
        let depth = nodes.get(parent).map_or(0, |node| node.depth) + 1;
        let mut is_element = false;
        if let Some(node) = nodes.get_mut(at) {
            node.parent = Some(parent);
            node.before = before;
            node.after = sibling;
            node.depth = depth;
            is_element = matches!(node.kind, Kind::Element { .. });
        }
        match before.and_then(|before| nodes.get_mut(before)) {
            Some(node) => node.after = Some(at),
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.first = Some(at);
                }
            }
        }
        match sibling.and_then(|sibling| nodes.get_mut(sibling)) {
            Some(node) => node.before = Some(at),
            None => {
                if let Some(node) = nodes.get_mut(parent) {
                    node.last = Some(at);
                }
            }
        }
        self.open_depth.set(if is_element { depth } else { depth - 1 });
    }

    fn insert(&self, parent: usize, sibling: Option<usize>, child: NodeOrText<Handle>) {
        match child {
            NodeOrText::AppendNode(handle) => self.attach(handle.at, parent, sibling),
            NodeOrText::AppendText(text) => {
                {
                    let mut nodes = self.nodes.borrow_mut();
                    let before = match sibling {
                        Some(sibling) => nodes.get(sibling).and_then(|node| node.before),
                        None => nodes.get(parent).and_then(|node| node.last),
                    };
                    if let Some(Node {
                        kind: Kind::Text(last), ..
                    }) = before.and_then(|before| nodes.get_mut(before))
                    {
                        last.push_tendril(&text);
                        return;
                    }
                }
                let at = self.make(Kind::Text(text));
                self.attach(at, parent, sibling);
            }
        }
    }

    fn parent(&self, at: usize) -> Option<usize> {
        self.nodes.borrow().get(at).and_then(|node| node.parent)
    }
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Self;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle::nameless(Tree::ROOT)
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> Handle {
        let at = self.make(Kind::Element {
            name: name.clone(),
            attrs,
        });
        if flags.template {
            let inside = self.make(Kind::Other);
            if let Some(node) = self.nodes.borrow_mut().get_mut(at) {
                node.template = Some(inside);
            }
        }
        Handle { at, name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        Handle::nameless(self.make(Kind::Other))
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        Handle::nameless(self.make(Kind::Other))
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert(parent.at, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if self.parent(element.at).is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, node: &Handle) {
        let nodes = self.nodes.borrow();
        let depth = nodes.get(node.at).map_or(0, |node| node.depth);
        self.open_depth.set(depth.saturating_sub(1));
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let inside = self.nodes.borrow().get(target.at).and_then(|node| node.template);
        Handle::nameless(inside.unwrap_or(target.at))
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        x.at == y.at
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let Some(parent) = self.parent(sibling.at) {
            self.insert(parent, Some(sibling.at), child);
        }
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attrs: Vec<Attribute>) {
        // Only asked for second <html> and <body> tags, whose attributes mean nothing here.
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.at);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let first = self.nodes.borrow().get(node.at).and_then(|node| node.first);
            let Some(first) = first else {
                break;
            };
            self.attach(first, new_parent.at, None);
        }
    }
}
