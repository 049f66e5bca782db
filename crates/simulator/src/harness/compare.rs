//! Comparing wire forms by their meaning.

use super::alike::{Alike, PARTS};
use crate::{
    charset, request,
    xml::{XSI, is_nil, own_text},
};

/// Pairs of a hand-written form, as bytes: blanks and line ends beside a `&` do not count, nor does an address before a
/// `?`. What is not percent-encoded is in the form's character set.
pub(super) fn form(text: &str, charset: Option<&str>) -> Vec<(Vec<u8>, Vec<u8>)> {
    let query = text.split_once('?').filter(|(front, _)| !front.contains('=')).map_or(text, |(_, query)| query);
    let pairs = query.split('&').map(str::trim).filter(|pair| !pair.is_empty());
    pairs.flat_map(|pair| charset::pairs(&charset::encode(pair, charset))).collect()
}

/// The path below the base that a hand-written form begins with, if it does.
pub(super) fn address(text: &str) -> Option<&str> {
    let (front, _) = text.trim().split_once('?')?;
    (front.starts_with('/') && !front.contains('=')).then_some(front)
}

/// Whether two forms say the same: a document in a value is compared by its meaning.
pub(super) fn same_forms(one: &[(Vec<u8>, Vec<u8>)], other: &[(Vec<u8>, Vec<u8>)]) -> bool {
    let same_values = |one: &[u8], other: &[u8]| {
        one == other
            || match (document(&String::from_utf8_lossy(one)), document(&String::from_utf8_lossy(other))) {
                (Some(one), Some(other)) => one == other,
                _ => false,
            }
    };
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one.0 == other.0 && same_values(&one.1, &other.1))
}

/// Pairs for a person to read.
pub(super) fn shown(pairs: &[(Vec<u8>, Vec<u8>)], charset: Option<&str>) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| charset::decode(bytes, charset);
    pairs.iter().map(|(name, value)| (text(name), text(value))).collect()
}

/// An XML document as a tree of names with namespaces, attributes and texts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tree {
    name: (String, String),
    attributes: Vec<(String, String)>,
    nil: bool,
    children: Vec<Tree>,
    text: String,
    /// The root of a document that stands in an element as its text.
    embedded: bool,
}

/// What does not count when an answer is compared.
#[derive(Clone, Copy)]
pub(super) struct Leniency<'a> {
    /// What of a text.
    pub(super) texts: Texts,
    /// Texts that mean the same.
    pub(super) alike: &'a Alike,
}

/// What counts of a text when an answer is compared.
#[derive(Clone, Copy)]
pub(super) enum Texts {
    /// All of it.
    Whole,
    /// Its words; this is between labels and values.
    Words(&'static str),
    /// The cells of the table that it is, parted by this.
    Table(&'static str),
}

impl Tree {
    /// What of this tree the other does not have.
    pub(super) fn is_not_in(&self, other: &Tree, leniency: Leniency<'_>) -> Option<String> {
        let alike = leniency.alike;
        // Keys of sessions are made anew each time.
        let same_texts = alike.are(&self.text, &other.text)
            || self.text.contains("of-the-simulator")
            || match leniency.texts {
                Texts::Whole => false,
                Texts::Words(part) => unsaid(&self.text, &other.text, part, alike).is_none(),
                Texts::Table(separator) => missing_cell(&self.text, &other.text, separator, alike).is_none(),
            };
        if self.nil != other.nil || !same_texts {
            return Some(format!("{} holds {:?} instead of {:?}", self.name.1, self.text, other.text));
        }
        for (name, value) in &self.attributes {
            let found = other.attributes.iter().find(|(known, _)| alike.is(known, name));
            if found.is_none_or(|(_, other)| !alike.are(value, other)) && !value.contains("of-the-simulator") {
                return Some(format!(
                    "{}/@{name} is {value:?} instead of {:?}",
                    self.name.1,
                    found.map(|(_, value)| value)
                ));
            }
        }
        let mut left: Vec<&Tree> = other.children.iter().collect();
        for child in &self.children {
            let position = left.iter().position(|other| child.may_be(other, alike));
            match position.map(|position| left.remove(position)) {
                Some(other) => {
                    if let Some(what) = child.is_not_in(other, leniency) {
                        return Some(what);
                    }
                }
                // What has no value may be left out.
                None if child.nil => {}
                None => return Some(format!("{:?} has no {:?}", other.name.1, child.name)),
            }
        }
        None
    }

    /// Namespaces do not count in answers.
    fn may_be(&self, other: &Tree, alike: &Alike) -> bool {
        alike.is(&self.name.1, &other.name.1) || self.name.1 == "root" || (self.embedded && other.embedded)
    }
}

/// A written document, or the one that was sent for it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// Of an envelope, what is in its header, if it has one.
    header: Option<Vec<Tree>>,
    /// The root; of an envelope, the element in its body.
    pub(super) element: Tree,
    is_envelope: bool,
}

impl Written {
    /// Whether what was sent is this. One that was written without an envelope says nothing of headers.
    pub(super) fn is(&self, sent: &Written) -> bool {
        self.element == sent.element && (!self.is_envelope || self.headers() == sent.headers())
    }

    fn headers(&self) -> &[Tree] {
        self.header.as_deref().unwrap_or_default()
    }
}

/// The trees of an XML text.
pub(super) fn xml(text: &str) -> Result<Written, String> {
    let document = roxmltree::Document::parse(text.trim()).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "Envelope" {
        return Ok(Written { header: None, element: tree(root), is_envelope: false });
    }
    let header = request::header_element(&document);
    Ok(Written {
        header: header.map(|header| header.children().filter(roxmltree::Node::is_element).map(tree).collect()),
        element: tree(request::body_element(&document).ok_or("the envelope has no body")?),
        is_envelope: true,
    })
}

fn tree(element: roxmltree::Node<'_, '_>) -> Tree {
    let mut children: Vec<Tree> = element.children().filter(roxmltree::Node::is_element).map(tree).collect();
    let text = own_text(element);
    let mut text = if children.is_empty() || !text.trim().is_empty() { text.trim().to_owned() } else { String::new() };
    if let Some(embedded) = document(&text).filter(|_| children.is_empty()) {
        children.push(embedded);
        text.clear();
    }
    let mut attributes: Vec<(String, String)> = element
        .attributes()
        .filter(|attribute| attribute.namespace() != Some(XSI))
        .map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned()))
        .collect();
    attributes.sort();
    Tree {
        name: (element.tag_name().namespace().unwrap_or_default().to_owned(), element.tag_name().name().to_owned()),
        attributes,
        nil: is_nil(element),
        children,
        text,
        embedded: false,
    }
}

/// The document that a text is.
fn document(text: &str) -> Option<Tree> {
    let text = text.trim();
    let document = roxmltree::Document::parse(text).ok().filter(|_| text.starts_with('<'))?;
    Some(Tree { embedded: true, ..tree(document.root_element()) })
}

/// A word of a text that another does not have. Blanks, what parts the items of a list, and what is between labels and
/// values (`part`) do not count.
pub(super) fn unsaid(own: &str, written: &str, part: &str, alike: &Alike) -> Option<String> {
    let words = |text: &str| -> Vec<String> {
        let text = if part.is_empty() { text.to_owned() } else { text.replace(part, " ") };
        let words = text.split(|character: char| character.is_whitespace() || PARTS.contains(&character));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let written = words(written);
    let mut own = words(own).into_iter().filter(|word| !word.contains("of-the-simulator"));
    own.find(|word| !written.iter().any(|other| alike.are(word, other)) && !alike.are(word, ""))
}

/// A row of a table that another does not have. Columns without values do not count.
pub(super) fn missing_cell(own: &str, written: &str, separator: &str, alike: &Alike) -> Option<String> {
    let (own, mut written) = (rows(own, separator), rows(written, separator));
    for row in own {
        let is = |cell: &(&str, &str), other: &(&str, &str)| alike.are(cell.0, other.0) && alike.are(cell.1, other.1);
        let has_all = |other: &Vec<(&str, &str)>| {
            row.iter().all(|cell| cell.1.is_empty() || other.iter().any(|other| is(cell, other)))
        };
        match written.iter().position(has_all) {
            Some(position) => drop(written.remove(position)),
            None => return Some(format!("{row:?}")),
        }
    }
    None
}

/// The rows of a table, each cell with its column. What is before the header has no separator in it.
fn rows<'t>(text: &'t str, separator: &str) -> Vec<Vec<(&'t str, &'t str)>> {
    let cells = |line: &'t str| -> Vec<&'t str> { line.split(separator).map(str::trim).collect() };
    let mut lines = text.lines().filter(|line| line.contains(separator));
    let columns = lines.next().map(cells).unwrap_or_default();
    lines.map(|line| columns.iter().copied().zip(cells(line)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_the_same_by_their_bytes() {
        let same = |one, other, charset| same_forms(&form(one, charset), &form(other, charset));
        assert!(same("a=K%F6ln & b=1", "a=Köln&b=1", Some("windows-1252")));
        assert!(!same("a=K%F6ln", "a=Köln", None));
        assert!(same("https://a.example/b?a=1", "a=1", None));
        assert!(
            same("a=%3Cx%3E%3Cy/%3E%3C/x%3E", "a=<x> <y></y></x>", None),
            "documents are the same by their meaning"
        );
        assert!(!same("a=%3Cx/%3E", "a=<y/>", None));
        assert!(!same("a=1&b=2", "b=2&a=1", None));
    }

    #[test]
    fn documents_are_the_same_whatever_their_prefixes() {
        let is = |wanted: &str, sent: &str| xml(wanted).and_then(|wanted| Ok(wanted.is(&xml(sent)?)));
        let nil = |prefix: &str, text: &str| format!("<a><b xmlns:{prefix}=\"{XSI}\" {prefix}:nil=\"{text}\"/></a>");
        assert_eq!(is(&nil("xsi", "true"), &nil("i", "1")), Ok(true));
        assert_eq!(is(&nil("xsi", "false"), "<a><b/></a>"), Ok(true));
        assert_eq!(is(&nil("xsi", "true"), "<a><b/></a>"), Ok(false));
        assert_eq!(is("<a>&lt;b>&lt;c/>&lt;/b></a>", "<a><![CDATA[<b> <c></c> </b>]]></a>"), Ok(true));
        assert_eq!(is("<a>&lt;b/></a>", "<a><b/></a>"), Ok(false), "a text is no element");
    }

    #[test]
    fn headers_count_where_they_are_written() {
        let envelope = |header: &str| {
            format!("<s:Envelope xmlns:s=\"urn:s\"><s:Header>{header}</s:Header><s:Body><a/></s:Body></s:Envelope>")
        };
        let is = |wanted: &str, sent: &str| xml(wanted).and_then(|wanted| Ok(wanted.is(&xml(sent)?)));
        assert_eq!(is("<a/>", &envelope("<k>1</k>")), Ok(true));
        assert_eq!(is(&envelope("<k>1</k>"), &envelope("<k>1</k>")), Ok(true));
        assert_eq!(is(&envelope("<k>1</k>"), &envelope("<k>2</k>")), Ok(false));
        assert_eq!(is(&envelope(""), "<s:Envelope xmlns:s=\"urn:s\"><s:Body><a/></s:Body></s:Envelope>"), Ok(true));
    }

    #[test]
    fn tables_are_the_same_by_their_cells() {
        let own = "OK \n\nID|Name|Note|\n1|Ann Roe||\n2|||\n";
        let missing_cell = |own, written| missing_cell(own, written, "|", &Alike::new(&[]));
        assert_eq!(missing_cell(own, "OK\n\nName | ID\nAnn Roe | 1\n | 2"), None);
        assert!(missing_cell(own, "OK\n\nName|ID\nAnn|1\n|2").is_some());
        assert!(missing_cell(own, "OK\n\nName|ID\nAnn Roe|1").is_some());
    }

    #[test]
    fn an_answer_may_be_laid_out_otherwise_and_says_the_same() {
        let alike = Alike::new(&[]);
        let unsaid = |own: &str, written: &str, part: &str| unsaid(own, written, part, &alike);
        assert_eq!(unsaid("Id=1\nTo=2", "Id = 1 To =2", "="), None);
        assert_eq!(unsaid("Tags: a, b", "Tags:a;b", ":"), None);
        assert_eq!(unsaid("Id=1\nTo=3", "Id = 1 To = 2", "=").as_deref(), Some("3"));
        let missing_cell = |own: &str, written: &str| missing_cell(own, written, "|", &alike);
        assert_eq!(missing_cell("\n\na|b|\n1|2|\n", "OK\nb|a\n2|1"), None);
        assert!(missing_cell("\n\na|b|\n1|2|\n", "OK\nb|a\n1|2").is_some());
    }

    #[test]
    fn what_is_spelled_otherwise_may_mean_the_same() {
        let alike = Alike::new(&[&["done", "queued"], &["Y", "*"], &["N", ""]]);
        let leniency = Leniency { texts: Texts::Whole, alike: &alike };
        let other = |own: &str, written: &str| {
            let tree = |text: &str| xml(text).expect("XML").element;
            tree(own).is_not_in(&tree(written), leniency)
        };
        assert_eq!(other("<a is=\"done\">done</a>", "<b is=\"queued\">queued</b>"), None, "a root may have any name");
        assert!(other("<a is=\"done\"/>", "<a is=\"failed\"/>").is_some());
        assert!(other("<a>failed</a>", "<a>done</a>").is_some());
        assert!(other("<a><b/></a>", "<a><c/></a>").is_some());
        assert_eq!(other("<a><b>Y</b></a>", "<a><b>perhaps</b></a>"), None);
        assert!(other("<a><b>N</b></a>", "<a><b>perhaps</b></a>").is_some());
        assert_eq!(unsaid("open=Y", "open = perhaps", "=", &alike), None);
        assert_eq!(unsaid("open=N", "open =", "=", &alike), None);
    }
}
