//! Meta types to the neutral list.

use std::collections::{HashMap, HashSet};

use roxmltree::NodeId;
use xsd_parser::{
    MetaTypes, TypeIdent,
    models::{
        IdentType,
        meta::{AttributeMetaVariant, ComplexMeta, ElementMeta, ElementMetaVariant, ElementMode, MetaTypeVariant},
        schema::{MaxOccurs, xs::Use},
    },
};

use super::{
    XsdDef, XsdField, XsdMistake, XsdRef, XsdType, XsdWord, builtin,
    source::{DEEPEST, Fields, Source, is},
};
use crate::diagnostic::Kind;

pub fn types(source: &Source<'_>, types: &MetaTypes) -> Result<Vec<XsdType>, Vec<XsdMistake>> {
    let mut walk =
        Walk { source, types, names: HashMap::new(), taken: HashSet::new(), found: Vec::new(), mistakes: Vec::new() };
    walk.all();
    // What is wrong in a base is wrong again in all that extend it.
    let mut said = HashSet::new();
    walk.mistakes.retain(|mistake| said.insert(mistake.message.clone()));
    if walk.mistakes.is_empty() { Ok(walk.found) } else { Err(walk.mistakes) }
}

struct Walk<'a, 'd> {
    source: &'a Source<'d>,
    types: &'a MetaTypes,
    /// What each record and enumeration is called.
    names: HashMap<&'a TypeIdent, String>,
    /// The names in `names`.
    taken: HashSet<String>,
    found: Vec<XsdType>,
    mistakes: Vec<XsdMistake>,
}

/// What stands behind references and restrictions.
#[derive(Clone, Copy)]
enum Shape<'a> {
    Scalar(&'static str),
    Record(&'a TypeIdent, &'a ComplexMeta),
    Enum(&'a TypeIdent, &'a [xsd_parser::models::meta::EnumerationMetaVariant]),
}

impl Shape<'_> {
    fn is(self, other: Shape<'_>) -> bool {
        match (self, other) {
            (Shape::Scalar(one), Shape::Scalar(other)) => one == other,
            (Shape::Record(one, _), Shape::Record(other, _)) | (Shape::Enum(one, _), Shape::Enum(other, _)) => {
                one == other
            }
            _ => false,
        }
    }
}

impl<'a> Walk<'a, '_> {
    fn all(&mut self) {
        let top: Vec<_> = self.source.top_level().map(|(node, name)| (node.id(), is(node, "element"), name)).collect();
        let mut idents: HashMap<(IdentType, &str), &TypeIdent> = HashMap::new();
        for ident in self.types.items.keys() {
            if let Some(name) = ident.name.as_named_str() {
                idents.entry((ident.type_, name)).or_insert(ident);
            }
        }
        let mut shapes = Vec::new();
        // Types have their names before elements have: an element may be just another name for one.
        for elements in [false, true] {
            for (node, element, name) in top.iter().filter(|(_, element, _)| *element == elements) {
                let kind = if *element { IdentType::Element } else { IdentType::Type };
                let Some(ident) = idents.get(&(kind, *name)) else { continue };
                match self.shape(ident, 0) {
                    Ok((shape, _)) => {
                        if let Shape::Record(ident, _) | Shape::Enum(ident, _) = shape {
                            self.names.entry(ident).or_insert_with(|| (*name).to_owned());
                            self.taken.insert((*name).to_owned());
                        }
                        shapes.push((*node, *element, *name, shape));
                    }
                    Err(message) => self.mistakes.push(self.source.mistake_at(Kind::SchemaShape, *node, message)),
                }
            }
        }
        // As in the document again.
        shapes.sort_by_key(|(node, ..)| node.get());
        let types = shapes.iter().filter(|(_, element, ..)| !element).map(|(_, _, name, shape)| (*name, *shape));
        let types: HashMap<&str, Shape<'a>> = types.collect();
        for (node, element, name, shape) in shapes {
            let twin = types.get(name).filter(|_| element);
            match twin {
                None => self.top(node, name, shape),
                // `<element name="user" type="user"/>` says nothing new.
                Some(twin) if twin.is(shape) => {}
                Some(_) => {
                    let message = format!(
                        "`{name}` is the name of a type and of an element of another type; a spec could not tell them \
                         apart"
                    );
                    self.mistakes.push(self.source.mistake_at(Kind::SchemaNameClash, node, message));
                }
            }
        }
    }

    fn top(&mut self, node: NodeId, name: &str, shape: Shape<'a>) {
        let own = match shape {
            Shape::Record(ident, _) | Shape::Enum(ident, _) => self.names.get(ident).cloned(),
            Shape::Scalar(_) => None,
        };
        match own.filter(|own| own != name) {
            Some(own) => self.push(node, name.to_owned(), false, XsdDef::Same(own)),
            None => self.define(node, name.to_owned(), false, shape),
        }
    }

    fn define(&mut self, node: NodeId, name: String, anonymous: bool, shape: Shape<'a>) {
        match shape {
            Shape::Scalar(word) => self.push(node, name, anonymous, XsdDef::Scalar(word)),
            Shape::Enum(_, variants) => {
                let words = variants.iter().map(|variant| XsdWord {
                    wire: variant.ident.name.as_str().to_owned(),
                    doc: variant.documentation.join(" ").split_whitespace().collect::<Vec<_>>().join(" "),
                });
                self.push(node, name, anonymous, XsdDef::Enum(words.collect()));
            }
            Shape::Record(_, complex) => {
                // Its place in the list is before the types that are found in it.
                let at = self.found.len();
                self.push(node, name.clone(), anonymous, XsdDef::Record(Vec::new()));
                let fields = self.record(node, &name, complex);
                if let Some(entry) = self.found.get_mut(at) {
                    entry.def = XsdDef::Record(fields);
                }
            }
        }
    }

    fn push(&mut self, node: NodeId, name: String, anonymous: bool, def: XsdDef) {
        let doc = self.source.doc_of_type(node);
        self.found.push(XsdType { name, anonymous, doc, span: self.source.place(node), def });
    }

    /// The fields of a record: text, attributes, elements.
    fn record(&mut self, node: NodeId, name: &str, complex: &'a ComplexMeta) -> Vec<XsdField> {
        let record = &Record { node, name, declared: self.source.fields(node) };
        let mut fields = Vec::new();
        for attribute in complex.attributes.iter() {
            let AttributeMetaVariant::Type(ident) = &attribute.variant else { continue };
            if attribute.use_ == Use::Prohibited {
                continue;
            }
            let required = attribute.use_ == Use::Required;
            let at = Declared { attribute: true, name: attribute.ident.name.as_str() };
            fields.extend(self.field(record, at, ident, Occurs { required, many: false, nillable: false }));
        }
        let mut text = complex.is_mixed.then_some(("string", None));
        let mut elements = Vec::new();
        if let Some(content) = &complex.content {
            match self.types.get_variant(content) {
                Some(MetaTypeVariant::Sequence(_) | MetaTypeVariant::All(_) | MetaTypeVariant::Choice(_)) => {
                    let outer = Occurs::new(complex.min_occurs, complex.max_occurs);
                    elements = self.group(record, content, outer, 0);
                }
                // Simple content. Enumerated text is text: a record has one name, and so has no second for it.
                _ => match self.shape(content, 0) {
                    Ok((Shape::Scalar(word), join)) => text = Some((word, join)),
                    Ok(_) => text = Some(("string", None)),
                    Err(message) => self.mistakes.push(self.source.mistake_at(Kind::SchemaShape, node, message)),
                },
            }
        }
        // An attribute may be called as an element is; the Rust struct has one field of a name.
        let names: HashSet<String> = elements.iter().map(|element: &XsdField| element.name.clone()).collect();
        for attribute in &mut fields {
            if names.contains(&attribute.name) {
                attribute.name.push_str("_attribute");
            }
        }
        if let Some((word, join)) = text {
            let taken = fields.iter().chain(&elements).any(|field| field.name == "text");
            fields.insert(
                0,
                XsdField {
                    name: if taken { "own_text" } else { "text" }.to_owned(),
                    place: ".".to_owned(),
                    doc: String::new(),
                    span: self.source.place(node),
                    ty: XsdRef::Scalar(word),
                    // A text of no characters is as good a string as any; a number of none is none.
                    required: word != "string" && join.is_none(),
                    nillable: false,
                    many: join.is_some(),
                    join,
                },
            );
        }
        fields.extend(elements);
        fields
    }

    fn group(&mut self, record: &Record<'_>, group: &TypeIdent, outer: Occurs, depth: usize) -> Vec<XsdField> {
        if depth > DEEPEST {
            let message = format!("a group in `{}` contains itself", record.name);
            self.mistakes.push(self.source.mistake_at(Kind::SchemaShape, record.node, message));
            return Vec::new();
        }
        let (elements, choice) = match self.types.get_variant(group) {
            Some(MetaTypeVariant::Sequence(group) | MetaTypeVariant::All(group)) => (&group.elements, false),
            Some(MetaTypeVariant::Choice(group)) => (&group.elements, true),
            _ => return Vec::new(),
        };
        let mut fields: Vec<XsdField> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for element in elements.iter() {
            let mut occurs = outer.times(Occurs::new(element.min_occurs, element.max_occurs));
            occurs.required &= !choice;
            // It has to be there, be it to say that it has no value.
            occurs.nillable = element.nillable && occurs.required;
            occurs.required &= !element.nillable;
            for field in self.element(record, element, occurs, depth) {
                match places.get(&field.name).and_then(|place| fields.get_mut(*place)) {
                    Some(other) => self.merge(record, other, &field, choice),
                    None => {
                        places.insert(field.name.clone(), fields.len());
                        fields.push(field);
                    }
                }
            }
        }
        fields
    }

    fn element(
        &mut self,
        record: &Record<'_>,
        element: &'a ElementMeta,
        occurs: Occurs,
        depth: usize,
    ) -> Vec<XsdField> {
        match &element.variant {
            ElementMetaVariant::Type { type_, mode: ElementMode::Group } => {
                self.group(record, type_, occurs, depth + 1)
            }
            ElementMetaVariant::Type { type_, mode: ElementMode::Element } => {
                let at = Declared { attribute: false, name: element.ident.name.as_str() };
                self.field(record, at, type_, occurs).into_iter().collect()
            }
            // What nobody declared is kept as unknown fields anyway.
            ElementMetaVariant::Any { .. } | ElementMetaVariant::Text => Vec::new(),
        }
    }

    /// An element may be declared more than once: in several alternatives of a choice, or at several places of a sequence.
    fn merge(&mut self, record: &Record<'_>, first: &mut XsdField, second: &XsdField, choice: bool) {
        if first.ty != second.ty || first.join != second.join {
            let message = format!("`{}` is declared twice here, with two types", second.name);
            self.mistakes.push(self.source.mistake_at(Kind::SchemaTwoTypes, record.node, message));
        } else {
            first.many |= second.many || !choice;
            first.required |= second.required;
        }
    }

    fn field(
        &mut self,
        record: &Record<'_>,
        at: Declared<'_>,
        ident: &'a TypeIdent,
        occurs: Occurs,
    ) -> Option<XsdField> {
        let Occurs { required, many, nillable } = occurs;
        let declared = if at.attribute { &record.declared.attributes } else { &record.declared.elements };
        let own = declared.get(at.name).copied();
        // Where that cannot be told, the record is the best place there is.
        let node = own.unwrap_or(record.node);
        let (shape, join) = match self.shape(ident, 0) {
            Ok(found) => found,
            Err(message) => {
                self.mistakes.push(self.source.mistake_at(
                    Kind::SchemaShape,
                    node,
                    format!("`{}`: {message}", at.name),
                ));
                return None;
            }
        };
        if join.is_some() && many {
            let message = format!("`{}` is a list of lists, which the spec language has no word for", at.name);
            self.mistakes.push(self.source.mistake_at(Kind::SchemaListOfLists, node, message));
        }
        Some(XsdField {
            name: at.name.to_owned(),
            place: if at.attribute { format!("@{}", at.name) } else { at.name.to_owned() },
            doc: own.map(|own| self.source.doc(own)).unwrap_or_default(),
            span: self.source.place(node),
            ty: self.reference(record, at, node, shape),
            required,
            nillable: nillable && !many,
            many: many || join.is_some(),
            join,
        })
    }

    /// What a field's type is called; one without a name gets it here, from where it was found first.
    fn reference(&mut self, record: &Record<'_>, at: Declared<'_>, node: NodeId, shape: Shape<'a>) -> XsdRef {
        let ident = match shape {
            Shape::Scalar(word) => return XsdRef::Scalar(word),
            Shape::Record(ident, _) | Shape::Enum(ident, _) => ident,
        };
        if let Some(name) = self.names.get(ident) {
            return XsdRef::Named(name.clone());
        }
        let mut name = format!("{}/{}", record.name, at.name);
        if self.taken.contains(&name) {
            name = format!("{}/@{}", record.name, at.name);
        }
        self.taken.insert(name.clone());
        self.names.insert(ident, name.clone());
        self.define(node, name.clone(), true, shape);
        XsdRef::Named(name)
    }

    /// Goes through references, restrictions, lists and unions; says what parts the values when it is a list.
    fn shape(&self, ident: &'a TypeIdent, depth: usize) -> Result<(Shape<'a>, Option<&'static str>), String> {
        if depth > DEEPEST {
            return Err("its type is defined by itself".to_owned());
        }
        let Some((ident, meta)) = self.types.items.get_key_value(ident) else {
            return Err(format!("there is no type `{}`", ident.name));
        };
        match &meta.variant {
            MetaTypeVariant::Custom(custom) => {
                let (word, list) = builtin::word(custom.name()).unwrap_or(("string", false));
                Ok((Shape::Scalar(word), list.then_some(" ")))
            }
            MetaTypeVariant::BuildIn(_) => Ok((Shape::Scalar("string"), None)),
            MetaTypeVariant::Reference(reference) => {
                let (shape, join) = self.shape(&reference.type_, depth + 1)?;
                let list = reference.max_occurs != MaxOccurs::Bounded(1);
                Ok((shape, if list { Some(" ") } else { join }))
            }
            MetaTypeVariant::SimpleType(simple) => {
                let (shape, join) = self.shape(&simple.base, depth + 1)?;
                Ok((shape, if simple.is_list { Some(" ") } else { join }))
            }
            MetaTypeVariant::Union(union) => {
                let words = union
                    .types
                    .iter()
                    .map(|member| self.shape(&member.type_, depth + 1))
                    .collect::<Result<Vec<_>, _>>()?;
                let scalar = |(shape, join): &(Shape<'a>, Option<&str>)| match (shape, join) {
                    (Shape::Scalar(word), None) => *word,
                    _ => "string",
                };
                let mut words = words.iter().map(scalar);
                let first = words.next().unwrap_or("string");
                // Members of different types have nothing but their text in common.
                Ok((Shape::Scalar(if words.all(|word| word == first) { first } else { "string" }), None))
            }
            MetaTypeVariant::Enumeration(meta) => Ok((Shape::Enum(ident, &meta.variants.0), None)),
            MetaTypeVariant::ComplexType(complex) => Ok((Shape::Record(ident, complex), None)),
            MetaTypeVariant::Dynamic(_) => {
                Err("abstract elements and substitution groups are not supported; write the elements out".to_owned())
            }
            MetaTypeVariant::All(_) | MetaTypeVariant::Choice(_) | MetaTypeVariant::Sequence(_) => {
                Err("a group is no type".to_owned())
            }
        }
    }
}

/// A record: its node, its name, and what it declares.
struct Record<'n> {
    node: NodeId,
    name: &'n str,
    declared: Fields<'n>,
}

/// The name that a field is declared by.
#[derive(Clone, Copy)]
struct Declared<'n> {
    attribute: bool,
    name: &'n str,
}

/// How often something may stand there.
#[derive(Clone, Copy)]
struct Occurs {
    required: bool,
    many: bool,
    nillable: bool,
}

impl Occurs {
    fn new(min: usize, max: MaxOccurs) -> Occurs {
        Occurs { required: min > 0, many: !matches!(max, MaxOccurs::Bounded(0 | 1)), nillable: false }
    }

    fn times(self, inner: Occurs) -> Occurs {
        Occurs { required: self.required && inner.required, many: self.many || inner.many, nillable: false }
    }
}
