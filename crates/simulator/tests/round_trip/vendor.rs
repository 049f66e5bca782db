//! A vendor that does not exist and has every form of an output, and what its outputs can be.

use bindery_transport::description::*;
use proptest::{collection::vec, prelude::*};

use crate::{any::Any, texts::*};

const EVERY: Protocols = Protocols::ALL;

macro_rules! field {
    ($name:literal, $at:expr, $ty:expr $(, $wire:ident($($value:expr)?))*) => {
        Field::new($name, &[Wire::new(EVERY, &$at, $ty)$(.$wire($($value)?))*])
    };
}

pub static VENDOR: Vendor = Vendor {
    name: "Round",
    package: "round",
    base: None,
    bindings: &[
        binding(Protocol::Post, &TEXT),
        binding(Protocol::Get, &TEXT),
        binding(Protocol::Soap11, &ENVELOPE),
        binding(Protocol::Soap12, &ENVELOPE),
        binding(Protocol::Xml, &DOCUMENT),
    ],
    schemes: &[],
    operations: &[&crate::requests::ASKED],
};

pub const fn binding(protocol: Protocol, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path: match protocol {
            Protocol::Soap11 | Protocol::Soap12 => "/soap",
            Protocol::Xml => "/xml",
            _ => "/{operation}",
        },
        namespace: "urn:round",
        action: "urn:round/{operation}",
        root: "{operation}",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

pub static TEXT: Answer = Answer::new(Format::Text).accepted(&[Reading {
    at: &[],
    template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
}]);
pub static PERCENT: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Percent).charset("windows-1252");
pub static FORM_ESCAPE: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Form);
pub static ENVELOPE: Answer = Answer::new(Format::Xml).accepted(&[Reading {
    at: &["{operation}Result"],
    template: Some(Template(&[Piece::Hole("operation"), Piece::Text("_OK")])),
}]);
pub static DOCUMENT: Answer =
    Answer::new(Format::Xml).accepted(&[Reading { at: &["@status"], template: Some(Template(&[Piece::Text("ok")])) }]);
pub static LATIN: Answer = Answer::new(Format::Xml).charset("iso-8859-1");
pub static BYTES: Answer = Answer::new(Format::Bytes);

pub static COLOUR: Type = Type::words(&["red", "blue"]).spelled(&["R", "Bl"]);
pub static YES: Type = Type::boolean(&["Y"], &["N"]);
pub static IF_THERE: Type = Type::boolean(&["on"], &[""]);
pub const US_FORMAT: &str = "%-m/%-d/%Y %-I:%M:%S %p";
pub static US: Type = Type::date_time(&[US_FORMAT]);
pub static NO_ID: Type = Type::I32.none(&["0", "-1"]);
pub static NO_TEXT: Type = Type::STRING.none(&["(none)", "-"]);

pub static SCALARS: Type = Type::record(&Record {
    name: "Scalars",
    fields: &[
        field!("id", ["id"], &Type::I64).required(),
        field!("text", ["text"], &Type::STRING),
        field!("hidden", ["hidden"], &Type::STRING).secret(),
        field!("none", ["none"], &NO_TEXT),
        field!("small", ["small"], &NO_ID),
        field!("number", ["number"], &Type::NUMBER),
        field!("flag", ["flag"], &Type::BOOL),
        field!("yes", ["yes"], &YES),
        field!("there", ["there"], &IF_THERE),
        field!("colour", ["colour"], &COLOUR),
        field!("iso", ["iso"], &Type::DATE_TIME),
        field!("us", ["us"], &US),
        field!("url", ["url"], &Type::URL),
        field!("bytes", ["bytes"], &Type::BYTES),
        field!("commas", ["commas"], &Type::STRING, join(", ")).many(),
        field!("bars", ["bars"], &COLOUR, join("|")).many(),
        field!("numbers", ["numbers"], &Type::I64, join(" ")).many(),
        field!(
            "made",
            ["made"],
            &Type::I64,
            template(Template(&[
                Piece::Text("#"),
                Piece::Hole("value"),
                Piece::Text(" of "),
                Piece::Hole("operation"),
            ]))
        ),
    ],
});

/// The fields of [`SCALARS`], with texts that their form can carry.
pub fn scalars<T: Strategy<Value = String> + 'static>(texts: impl Fn() -> T) -> BoxedStrategy<Any> {
    let joined = |separator: &'static str| {
        // An empty last one does not count, and in the middle it is one.
        without(separator).prop_filter("it would be none, or the last", |text| !text.is_empty())
    };
    let plain = (
        any::<i64>().prop_map(Any::Int),
        maybe(text(texts())),
        maybe(text(texts())),
        but_none(texts()),
        maybe((1..=i32::MAX).prop_map(|number| Any::Int(number.into()))),
        maybe(number()),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(any::<bool>().prop_map(Any::Bool)),
        maybe(word(without_line_ends())),
    );
    let more = (
        maybe(date("%Y-%m-%dT%H:%M:%S")),
        maybe(date(US_FORMAT)),
        maybe(url()),
        maybe(bytes()),
        list(text(joined(", "))),
        list(word(joined("|"))),
        list(any::<i64>().prop_map(Any::Int)),
        maybe(any::<i64>().prop_map(Any::Int)),
    );
    (plain, more)
        .prop_map(|((a, b, c, d, e, f, g, h, i, j), (k, l, m, n, o, p, q, r))| {
            let Kind::Record(shape) = SCALARS.kind else { unreachable!() };
            let values = [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r];
            Any::Record(shape.fields.iter().map(|field| field.name).zip(values).collect())
        })
        .boxed()
}

pub const HERE: OutputForm = OutputForm::new(EVERY, ".");

pub const fn operation(name: &'static str, output: &'static Output) -> Operation {
    Operation::new(name, EVERY).output(output)
}

pub static ONE: Operation = operation("one", &Output::new(&SCALARS, &[HERE]));
pub static BLOCKS: Operation =
    operation("blocks", &Output::new(&SCALARS, &[OutputForm::new(EVERY, "list/item").separator("\n\n")]).many());
pub static ESCAPED: Operation = operation("escaped", &Output::new(&SCALARS, &[HERE])).answers(&[(FORM, &PERCENT)]);
pub static AS_FORM: Operation = operation("asForm", &Output::new(&SCALARS, &[HERE])).answers(&[(FORM, &FORM_ESCAPE)]);
pub static AS_LATIN: Operation = operation("asLatin", &Output::new(&SCALARS, &[HERE])).answers(&[(XML, &LATIN)]);

// Tables.

pub static ROW: Type = Type::record(&Record {
    name: "Row",
    fields: &[
        field!("id", ["ID"], &Type::I64),
        field!("text", ["Some.text"], &Type::STRING),
        field!("place", ["place"], &PLACE),
        field!("when", ["When"], &US),
        field!("tags", ["Tags"], &Type::STRING, join(",")).many(),
    ],
});
pub static PLACE: Type = Type::record(&Record {
    name: "Place",
    fields: &[field!("city", ["City"], &Type::STRING), field!("row", ["Row"], &Type::I32)],
});
pub const BARS: OutputForm = OutputForm::new(EVERY, "data/row").text(&[TextForm::Table, TextForm::Xml]).separator("|");
pub static TABLE: Operation = operation("table", &Output::new(&ROW, &[BARS]).many());
pub static IN_TEXT: Operation = operation("inText", &Output::new(&ROW, &[BARS.inside("sReport")]).many());
pub static TABS: Operation = operation(
    "tabs",
    &Output::new(&ROW, &[OutputForm::new(EVERY, "row").text(&[TextForm::Table]).separator("\t")]).many(),
);

/// Rows of a table: a cell that is not there is an empty one, so that each text is there.
pub fn rows(separator: &'static str) -> BoxedStrategy<Any> {
    let tag = without(separator).prop_map(|text| text.replace(',', "").trim().to_owned());
    let tag = tag.prop_filter("it would be none, or the last", |text| !text.is_empty());
    let date = date(US_FORMAT).prop_map(move |date| match date {
        Any::Text(text) if text.contains(separator) => Any::Text("never".to_owned()),
        date => date,
    });
    let row = (
        maybe(any::<i64>().prop_map(Any::Int)),
        without(separator),
        without(separator),
        maybe(any::<i32>().prop_map(|row| Any::Int(row.into()))),
        maybe(date),
        list(text(tag)),
    );
    list(row.prop_map(|(id, text, city, row, when, tags)| {
        let place = Any::Record(vec![("city", Any::Text(city)), ("row", row)]);
        Any::Record(vec![("id", id), ("text", Any::Text(text)), ("place", place), ("when", when), ("tags", tags)])
    }))
    .boxed()
}

// Maps.

pub static MAP: Operation = operation("map", &Output::new(&Type::MAP, &[HERE]));
pub static MAPS: Operation = operation("maps", &Output::new(&Type::MAP, &[BARS.titles("header/field")]).many());
pub static ATTRIBUTES: Operation = operation("attributes", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "a/@*")]));
pub static CHILDREN: Operation = operation("children", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "a/*")]));

/// A map whose names are none twice.
pub fn map(
    names: impl Strategy<Value = String> + 'static,
    texts: impl Strategy<Value = String> + 'static,
) -> BoxedStrategy<Any> {
    vec((names, texts), 0..5)
        .prop_map(|mut pairs| {
            let mut known = Vec::new();
            pairs.retain(|(name, _)| {
                !known.contains(name) && {
                    known.push(name.clone());
                    true
                }
            });
            Any::Map(pairs)
        })
        .boxed()
}

// Numbered labels, and records flat in a record.

pub static ORDER: Type = Type::record(&Record {
    name: "Order",
    fields: &[
        field!("id", ["id"], &Type::I64).required(),
        field!("lines", ["lines/line"], &LINE).many(),
        field!("notes", ["note{n}"], &Type::STRING).many(),
        field!("place", ["place"], &PLACE),
        field!("rest", ["*"], &Type::MAP),
    ],
});
pub static LINE: Type = Type::record(&Record {
    name: "Line",
    fields: &[field!("item", ["item{n}"], &Type::STRING).required(), field!("size", ["item{n}size"], &Type::I32)],
});
pub static NUMBERED: Operation = operation("numbered", &Output::new(&ORDER, &[HERE]));
pub static LINES: Operation = operation("lines", &Output::new(&LINE, &[HERE]).many());

pub fn line() -> BoxedStrategy<Any> {
    (without_line_ends(), maybe(any::<i32>().prop_map(|size| Any::Int(size.into()))))
        .prop_map(|(item, size)| Any::Record(vec![("item", Any::Text(item)), ("size", size)]))
        .boxed()
}

// Templates.

pub static SENDING: Type = Type::record(&Record {
    name: "Sending",
    fields: &[
        field!("id", ["id"], &Type::I64),
        field!("to", ["to"], &Type::STRING),
        field!("why", ["why"], &Type::STRING),
    ],
});
pub const SENT: TextForm =
    TextForm::Template(Template(&[Piece::Text("ID: "), Piece::Hole("id"), Piece::Text(" To: "), Piece::Hole("to")]));
pub const NOT_SENT: TextForm = TextForm::Template(Template(&[
    Piece::Text("FAIL"),
    Piece::Blank,
    Piece::Hole("why"),
    Piece::Text(" To: "),
    Piece::Hole("to"),
]));
pub static TEMPLATES: Operation =
    operation("templates", &Output::new(&SENDING, &[HERE.text(&[SENT, NOT_SENT]).separator("\n")]).many());

// Documents.

pub static NODE: Type = Type::record(&Record {
    name: "Node",
    fields: &[
        field!("id", ["@id"], &Type::I64),
        field!("label", ["@label"], &Type::STRING),
        field!("text", ["text"], &Type::STRING),
        field!("own", ["."], &Type::STRING),
        field!("scalars", ["deep/scalars"], &SCALARS),
        field!("words", ["words/word"], &Type::STRING).many(),
        field!("joined", ["@joined"], &Type::I64, join(",")).many(),
        field!("nodes", ["nodes/node"], &NODE).many(),
        field!("document", ["document"], &LEAF, document("leaf")),
        field!("extra", ["extra/@*"], &Type::MAP),
        field!("maps", ["map"], &Type::MAP).many(),
    ],
});
pub static LEAF: Type = Type::record(&Record {
    name: "Leaf",
    fields: &[field!("width", ["@width"], &Type::I32).required(), field!("text", ["text"], &Type::STRING)],
});
pub static NODES: Operation = operation("nodes", &Output::new(&NODE, &[OutputForm::new(EVERY, "list/node")]).many());
pub static NODE_ALONE: Operation = operation("node", &Output::new(&NODE, &[OutputForm::new(EVERY, "node")]));
pub static INSIDE: Operation = operation("inside", &Output::new(&NODE, &[OutputForm::new(EVERY, "node")]))
    .insides(&[(EVERY, "{operation}Result/*")])
    .answers(&[(EVERY, &PLAIN)]);
pub static PLAIN: Answer = Answer::new(Format::Xml);

pub fn node() -> BoxedStrategy<Any> {
    let leaf = node_of(Just(Any::List(Vec::new())));
    leaf.prop_recursive(3, 8, 2, |inner| node_of(vec(inner, 0..3).prop_map(Any::List))).boxed()
}

pub fn node_of(nodes: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    // Blanks in front of a child are layout, so that a text of nothing else is none beside children.
    let own = any_text().prop_map(|text| if text.trim().is_empty() { String::new() } else { text });
    let leaf = (any::<i32>(), maybe(text(any_text())))
        .prop_map(|(width, text)| Any::Record(vec![("width", Any::Int(width.into())), ("text", text)]));
    let entry =
        map(names(), any_text()).prop_filter("it would be one of its own text", |map| *map != Any::Map(Vec::new()));
    (
        (
            maybe(any::<i64>().prop_map(Any::Int)),
            maybe(text(any_text())),
            maybe(text(any_text())),
            own,
            maybe(scalars(any_text)),
        ),
        (
            list(text(any_text())),
            list(any::<i64>().prop_map(Any::Int)),
            nodes,
            maybe(leaf),
            map(names(), any_text()),
            list(entry),
        ),
    )
        .prop_map(|((id, label, text, own, scalars), (words, joined, nodes, document, extra, maps))| {
            Any::Record(vec![
                ("id", id),
                ("label", label),
                ("text", text),
                ("own", Any::Text(own)),
                ("scalars", scalars),
                ("words", words),
                ("joined", joined),
                ("nodes", nodes),
                ("document", document),
                ("extra", extra),
                ("maps", maps),
            ])
        })
        .boxed()
}

// Outputs of one value.

pub static A_TEXT: Operation = operation("aText", &Output::new(&Type::STRING, &[OutputForm::new(EVERY, "text")]));
pub static A_NUMBER: Operation = operation("aNumber", &Output::new(&Type::I64, &[OutputForm::new(EVERY, "@n")]));
pub static WORDS: Operation =
    operation("words", &Output::new(&COLOUR, &[OutputForm::new(EVERY, "w").separator(", ")]).many());
pub static CONTENT: Operation =
    operation("content", &Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")])).answers(&[(EVERY, &BYTES)]);

pub const XMLS: [Protocol; 3] = [Protocol::Xml, Protocol::Soap11, Protocol::Soap12];
