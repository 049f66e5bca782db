//! The tree of an HTML page, as html5ever builds it: bounded, and without links that go round.

use std::{
    borrow::Cow,
    cell::{Cell, RefCell},
};

use anyhow::{Result, ensure};
use html5ever::{
    Attribute, LocalName, Namespace, ParseOpts, QualName,
    interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink},
    ns, parse_document,
    tendril::{StrTendril, TendrilSink},
};

/// What is read at a time; limits are looked at in between.
const CHUNK: usize = 4096;
/// Deeper than any page; every step of the parser walks up the open elements.
const DEEPEST: usize = 256;
const NODES: usize = 400_000;

pub type Id = usize;

pub const ROOT: Id = 0;

#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: Option<Id>,
    children: Vec<Id>,
    depth: usize,
}

#[derive(Debug)]
enum Kind {
    Document,
    Element(QualName, Vec<Attribute>),
    Text(String),
    Comment(String),
}

impl Tree {
    pub fn parse(text: &str) -> Result<Tree> {
        let sink = Sink { nodes: RefCell::new(vec![Node::new(Kind::Document)]), deepest: Cell::new(0) };
        let mut parser = parse_document(sink, ParseOpts::default());
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = CHUNK.min(rest.len());
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            let (chunk, behind) = rest.split_at(end);
            parser.process(StrTendril::from(chunk));
            rest = behind;
            let sink = &parser.tokenizer.sink.sink;
            ensure!(
                sink.deepest.get() <= DEEPEST && sink.nodes.borrow().len() <= NODES,
                "the page's HTML is nested more than {DEEPEST} deep, or has more than {NODES} pieces: save it as plain text"
            );
        }
        let tree = parser.finish();
        // What was moved took along what is below it.
        let mut open = vec![(ROOT, 0)];
        while let Some((id, depth)) = open.pop() {
            ensure!(depth <= 2 * DEEPEST, "the page's HTML is nested more than {DEEPEST} deep: save it as plain text");
            open.extend(tree.children(id).iter().map(|child| (*child, depth + 1)));
        }
        Ok(tree)
    }

    pub fn children(&self, id: Id) -> &[Id] {
        self.nodes.get(id).map_or(&[], |node| &node.children)
    }

    /// The name of an element; empty for anything else.
    pub fn name(&self, id: Id) -> &str {
        match self.nodes.get(id).map(|node| &node.kind) {
            Some(Kind::Element(name, _)) => &name.local,
            _ => "",
        }
    }

    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        match self.nodes.get(id).map(|node| &node.kind) {
            Some(Kind::Element(_, all)) => {
                all.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| &*attribute.value)
            }
            _ => None,
        }
    }

    /// The text of a piece of text.
    pub fn own_text(&self, id: Id) -> Option<&str> {
        match self.nodes.get(id).map(|node| &node.kind) {
            Some(Kind::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn all(&self) -> impl Iterator<Item = Id> {
        0..self.nodes.len()
    }

    pub fn comments(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().filter_map(|node| match &node.kind {
            Kind::Comment(text) => Some(text.as_str()),
            _ => None,
        })
    }

    pub fn find(&self, name: &str) -> Option<Id> {
        self.all().find(|id| self.name(*id) == name)
    }

    /// Everything below a node, in the order of the page.
    pub fn below(&self, id: Id) -> impl Iterator<Item = Id> {
        let mut next: Vec<Id> = self.children(id).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let id = next.pop()?;
            next.extend(self.children(id).iter().rev());
            Some(id)
        })
    }

    /// All text below a node; a `<br>` ends a line.
    pub fn text(&self, id: Id) -> String {
        let mut out = String::new();
        for id in self.below(id) {
            match self.own_text(id) {
                Some(text) => out.push_str(text),
                None if matches!(self.name(id), "br" | "p" | "div" | "li") => out.push('\n'),
                None => {}
            }
        }
        out
    }
}

impl Node {
    fn new(kind: Kind) -> Node {
        Node { kind, parent: None, children: Vec::new(), depth: 0 }
    }
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    deepest: Cell<usize>,
}

impl Sink {
    fn add(&self, kind: Kind) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node::new(kind));
        nodes.len() - 1
    }

    /// Puts a child before the one at `position`, or last.
    fn insert(&self, parent: Id, position: Option<usize>, child: NodeOrText<Id>) {
        let child = match child {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = match position {
                    Some(position) => position.checked_sub(1).and_then(|before| nodes[parent].children.get(before)),
                    None => nodes[parent].children.last(),
                };
                if let Some(before) = before.copied()
                    && let Kind::Text(known) = &mut nodes[before].kind
                {
                    known.push_str(&text);
                    return;
                }
                drop(nodes);
                self.add(Kind::Text(text.to_string()))
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        let depth = nodes[parent].depth + 1;
        nodes[child].parent = Some(parent);
        nodes[child].depth = depth;
        self.deepest.set(self.deepest.get().max(depth));
        let children = &mut nodes[parent].children;
        let position = position.unwrap_or(children.len()).min(children.len());
        children.insert(position, child);
    }

    fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            // From behind: what a table does not take goes right before it, and a page may have many of those.
            let children = &mut nodes[parent].children;
            if let Some(position) = children.iter().rposition(|child| *child == id) {
                children.remove(position);
            }
        }
    }
}

/// A name, taken out of the tree.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match &self.nodes.borrow()[*target].kind {
            Kind::Element(name, _) => Name(name.clone()),
            _ => Name(QualName::new(None, ns!(html), LocalName::from(""))),
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        self.add(Kind::Element(name, attributes))
    }

    fn create_comment(&self, text: StrTendril) -> Id {
        self.add(Kind::Comment(text.to_string()))
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Kind::Comment(String::new()))
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        self.insert(*parent, None, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        if self.nodes.borrow()[*element].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.detach(*id);
        }
        let Some(parent) = self.nodes.borrow()[*sibling].parent else { return };
        let position = self.nodes.borrow()[parent].children.iter().rposition(|child| child == sibling);
        self.insert(parent, position, child);
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        if let Kind::Element(_, known) = &mut self.nodes.borrow_mut()[*target].kind {
            for attribute in attributes {
                if known.iter().all(|other| other.name != attribute.name) {
                    known.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, parent: &Id) {
        let children = std::mem::take(&mut self.nodes.borrow_mut()[*node].children);
        for child in children {
            self.nodes.borrow_mut()[child].parent = None;
            self.insert(*parent, None, NodeOrText::AppendNode(child));
        }
    }
}
