//! A vendor that does not exist and has an operation for every way in which an answer can be made.

use bindery_transport::description::{
    Answer, Binding, Code, Escape, Field, Format, Means, Operation, Output, OutputForm, Piece, Protocol, Protocols,
    Reading, Record, Sample, Scheme, SchemeParam, Spelling, Template, TextForm, Type, Vendor, Wire,
};

/// The vendor.
pub static DEPOT: Vendor = Vendor {
    name: "Depot",
    package: "depot",
    base: None,
    bindings: &[
        binding(Protocol::Post, &OK_OR_ERROR),
        binding(Protocol::Get, &OK_OR_ERROR),
        binding(Protocol::Soap11, &ENVELOPE),
        binding(Protocol::Soap12, &ENVELOPE),
        binding(Protocol::Xml, &DOCUMENT),
    ],
    schemes: &[Scheme {
        name: "login",
        params: &[
            SchemeParam {
                field: Field::new(
                    "user",
                    &[Wire::new(EVERY, &["user"], &Type::STRING)
                        .carrier(bindery_transport::description::Carrier::Basic)],
                ),
                from: None,
            },
            SchemeParam {
                field: Field::new(
                    "password",
                    &[Wire::new(EVERY, &["password"], &Type::STRING)
                        .carrier(bindery_transport::description::Carrier::Basic)],
                )
                .secret(),
                from: None,
            },
        ],
        first: false,
        login: &[],
        logout: None,
        cookie: Some("depot"),
        idle: None,
    }],
    operations: &[],
};

const fn binding(protocol: Protocol, answer: &'static Answer) -> Binding {
    Binding {
        protocol,
        path: "{operation}",
        namespace: "urn:depot",
        action: "urn:depot/{operation}",
        root: "request",
        inside: "",
        charset: None,
        headers: &[],
        answer,
    }
}

/// The pieces of a template: texts, `_` for a blank, holes in brackets.
macro_rules! pieces {
    (@ _) => { Piece::Blank };
    (@ [$hole:ident]) => { Piece::Hole(stringify!($hole)) };
    (@ $text:literal) => { Piece::Text($text) };
    ($($piece:tt)*) => { &[$(pieces!(@ $piece)),*] };
}

/// A field that stands so on every protocol.
macro_rules! field {
    ($name:literal, $at:expr, $ty:expr $(, $wire:ident($($value:expr)?))*) => {
        Field::new($name, &[Wire::new(EVERY, &$at, $ty)$(.$wire($($value)?))*])
    };
}

const EVERY: Protocols = Protocols::ALL;
const HERE: OutputForm = OutputForm::new(EVERY, ".");

const fn read(at: &'static [&'static str], pieces: &'static [Piece]) -> Reading {
    Reading { at, template: Some(Template(pieces)) }
}

// How answers read.

const OK: Reading = read(&[], pieces!["OK" _ [output]]);
const ERROR: Reading = read(&[], pieces!["ERROR " [code] ":" _ [message]]);
const FAILED: Reading = read(&[], pieces!["FAILED" _ [code] " at " [parameter]]);
const BARE_CODE: Reading = read(&[], pieces![[code]]);

static OK_OR_ERROR: Answer = Answer::new(Format::Text).accepted(&[OK]).refused(&[ERROR, FAILED, BARE_CODE]);
static ANY_CASE: Answer = Answer::new(Format::Text).accepted(&[OK]).refused(&[ERROR, BARE_CODE]).labels("=").any_case();
static PERCENT: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Percent).charset("windows-1252");
static FORM: Answer = Answer::new(Format::Text).labels("=").escape(Escape::Form);
static BARE: Answer = Answer::new(Format::Text).refused(&[ERROR]);
static BYTES: Answer = Answer::new(Format::Bytes).refused(&[read(&["@error"], pieces![[message]])]);

static ENVELOPE: Answer = Answer::new(Format::Xml)
    .accepted(&[
        read(&["{operation}Result", "@status"], pieces!["OK"]),
        read(&["{operation}Result"], pieces![[word] "_OK"]),
    ])
    .refused(&[
        read(&["{operation}Result"], pieces![[word] "_" [code]]),
        Reading { at: &["{operation}Result"], template: None },
    ])
    .faults(&[
        Reading { at: &["detail/*/Code", "Detail/*/Code", "Code/Subcode/Value", "faultcode"], template: None },
        read(&["faultstring", "Reason/Text"], pieces![[message]]),
        read(&["detail/*/Field", "Detail/*/Field"], pieces![[parameter]]),
    ]);

static DOCUMENT: Answer = Answer::new(Format::Xml)
    .accepted(&[read(&["@status"], pieces!["ok"])])
    .refused(&[
        read(&["@reason"], pieces![[message]]),
        read(&["Errors/Error[]/@Number", "Errors/Error[]/Number"], pieces![[code]]),
        read(&["Errors/Error[]/@Field"], pieces![[parameter]]),
        read(&["Errors/Error[]"], pieces!["[" [code] "]" _ [message]]),
        read(&["Errors/Error[]"], pieces![[message]]),
    ])
    .any_case();

const fn code(name: &'static str, means: Means, codes: &'static [Spelling]) -> Code {
    Code::new(name, means, codes, "What it means.")
}

static TAKEN: Code = code("TAKEN", Means::Conflict, &[Spelling::new(EVERY, &["TAKEN", "12"])])
    .param("secret")
    .details(&Output::new(&THING, &[OutputForm::new(EVERY, "Things/Thing")]));
static BAD: Code = code("BAD", Means::Input, &[Spelling::new(EVERY, &["400"])]).messages(&[
    Template(pieces!["Parameter " [parameter] " is bad"]),
    Template(pieces![[parameter] ": " [rest] " is bad, " [more]]),
]);
static SIGN_IN: Code =
    code("SIGN_IN", Means::SignIn, &[Spelling::new(EVERY, &[])]).messages(&[Template(pieces!["Sign in" _ [rest]])]);
static NOBODY: Code = code("NOBODY", Means::NotFound, &[Spelling::new(EVERY, &["NOBODY"])]);

const CODES: &[&Code] = &[&TAKEN, &BAD, &SIGN_IN];
const PARAMS: &[Field] = &[
    field!("secret", ["secret"], &Type::STRING).secret(),
    field!("name", ["name"], &Type::STRING),
    field!("others", ["others"], &Type::STRING).secret().many(),
];

const fn operation(name: &'static str, output: &'static Output) -> Operation {
    Operation::new(name, EVERY)
        .holes(&[("word", "{operation}")])
        .params(PARAMS)
        .codes(CODES)
        .schemes(&[0])
        .output(output)
}

// Scalars.

static COLOUR: Type = Type::words(&["red", "blue"]).spelled(&["R", "Bl"]);
static YES_NO: Type = Type::boolean(&["Y", "on"], &["N", ""]);
static ANY_YES: Type = Type::boolean(&["*"], &["-"]);
static US: Type = Type::date_time(&["%-m/%-d/%Y %-I:%M:%S %p", "%-m/%-d/%Y %-I:%M %p", "%d.%m.%Y"]);
static ZONED: Type = Type::date_time(&["%Y-%m-%d %H:%M:%S %z", "%a, %d %b %Y %T %z"]);
static BYTE: Type = Type::int(0, 255);
static NO_ID: Type = Type::I32.none(&["0", "-", "none"]);
static NO_TEXT: Type = Type::STRING.none(&["(none)"]);

/// The fields of one record, a type each.
pub static SCALAR_FIELDS: &[Field] = &[
    field!("text", ["text"], &Type::STRING),
    field!("int", ["int"], &Type::I64),
    field!("byte", ["byte"], &BYTE),
    field!("id", ["id"], &NO_ID),
    field!("number", ["number"], &Type::NUMBER),
    field!("bool", ["bool"], &Type::BOOL),
    field!("yes", ["yes"], &YES_NO),
    field!("any", ["any"], &ANY_YES),
    field!("colour", ["colour"], &COLOUR),
    field!("iso", ["iso"], &Type::DATE_TIME),
    field!("us", ["us"], &US),
    field!("zoned", ["zoned"], &ZONED),
    field!("url", ["url"], &Type::URL),
    field!("bytes", ["bytes"], &Type::BYTES),
    field!("none", ["none"], &NO_TEXT),
    field!("hidden", ["hidden"], &Type::STRING).secret(),
    field!("template", ["template"], &Type::I64, template(Template(pieces!["#" [value] ";"]))),
    field!("ints", ["ints"], &Type::I64, join(", ")).many(),
    field!("words", ["words"], &COLOUR, join(" ")).many(),
    field!("tabs", ["tabs"], &Type::STRING, join("\t")).many(),
];
static SCALARS_TYPE: Type = Type::record(&Record { name: "Scalars", fields: SCALAR_FIELDS });
/// A record of scalars: in a text a label each, in a document an element each.
pub static SCALARS: Operation = operation("scalars", &Output::new(&SCALARS_TYPE, &[HERE]));

// Texts.

static THING: Type = Type::record(&Record {
    name: "Thing",
    fields: &[
        field!("id", ["ID", "@id"], &Type::I32).required(),
        field!("name", ["Name", "."], &Type::STRING),
        field!("price", ["Price"], &Type::NUMBER),
        field!("tags", ["Tags"], &Type::STRING, join(",")).many(),
        field!("place", ["place"], &PLACE),
        field!("kind", ["kind"], &Type::STRING).fixed(Sample::Text("thing")),
        field!("note", ["NOTE"], &Type::STRING),
    ],
});
static PLACE: Type = Type::record(&Record {
    name: "Place",
    fields: &[field!("city", ["City"], &Type::STRING), field!("row", ["Row"], &Type::I32)],
});
static LINE: Type = Type::record(&Record {
    name: "Line",
    fields: &[
        field!("item", ["item{n}"], &Type::STRING).required(),
        field!("size", ["item{n}size"], &Type::I32),
        field!("tags", ["tags{n}"], &Type::STRING).many(),
    ],
});
static ORDER: Type = Type::record(&Record {
    name: "Order",
    fields: &[
        field!("id", ["id"], &Type::I32),
        field!("lines", ["line"], &LINE).many(),
        field!("notes", ["note{n}"], &Type::STRING).many(),
        field!("inner", ["inner"], &IMAGE, document("image")),
        field!("rest", ["*"], &Type::MAP),
    ],
});
static IMAGE: Type = Type::record(&Record {
    name: "Image",
    fields: &[
        field!("width", ["@width"], &Type::I32),
        field!("rest", ["@*"], &Type::MAP),
        field!("inner", ["inner"], &IMAGE_AGAIN, document("image")),
    ],
});
static IMAGE_AGAIN: Type = Type::record(&Record {
    name: "Again",
    fields: &[field!("image", ["image"], &IMAGE), field!("inner", ["inner"], &IMAGE, document("image"))],
});

const SENT: TextForm = TextForm::Template(Template(pieces!["ID: " [id] " To: " [to]]));
const NOT_SENT: TextForm = TextForm::Template(Template(pieces!["FAIL " [id] ", " [reason] " To: " [to]]));
static SENDING: Type = Type::record(&Record {
    name: "Sending",
    fields: &[
        field!("to", ["to"], &Type::STRING).required(),
        field!("id", ["id"], &Type::I64),
        field!("reason", ["reason"], &Type::STRING),
    ],
});
const OF: TextForm = TextForm::Template(Template(pieces![[row] _ "of" _ [rows] "; " [hint] _ "(" [code] ")"]));
static OF_TYPE: Type = Type::record(&Record {
    name: "Of",
    fields: &[
        field!("row", ["row"], &Type::I32),
        field!("rows", ["rows"], &Type::I32),
        field!("hint", ["hint"], &Type::STRING),
        field!("code", ["code"], &Type::STRING),
    ],
});
const TABLE: OutputForm = OutputForm::new(EVERY, "data/row").text(&[TextForm::Table, TextForm::Xml]).separator("|");

/// What is made of texts.
pub static TEXTS: &[&Operation] = &[
    &operation("one", &Output::new(&THING, &[HERE])),
    &operation("blocks", &Output::new(&THING, &[HERE.separator("\n\n")]).many()),
    &operation("rows", &Output::new(&THING, &[HERE.separator("\n")]).many()),
    &operation("table", &Output::new(&THING, &[TABLE]).many()),
    &operation("orders", &Output::new(&ORDER, &[TABLE]).many()),
    &operation("maps", &Output::new(&Type::MAP, &[TABLE.titles("header/field")]).many()),
    &operation("tabs", &Output::new(&THING, &[HERE.text(&[TextForm::Table]).separator("\t")]).many()),
    &operation("lines", &Output::new(&LINE, &[HERE]).many()),
    &operation("order", &Output::new(&ORDER, &[HERE])),
    &operation("any", &Output::new(&ORDER, &[HERE])).answers(&[(EVERY, &ANY_CASE)]),
    &operation("map", &Output::new(&Type::MAP, &[HERE])),
    &operation("sent", &Output::new(&SENDING, &[HERE.text(&[SENT, NOT_SENT]).separator("\n")]).many())
        .answers(&[(EVERY, &BARE)]),
    &operation("of", &Output::new(&OF_TYPE, &[HERE.text(&[OF])])),
    &operation("percent", &Output::new(&THING, &[HERE])).answers(&[(EVERY, &PERCENT)]),
    &operation("form", &Output::new(&ORDER, &[HERE])).answers(&[(EVERY, &FORM)]),
    &operation("words", &Output::new(&COLOUR, &[HERE.separator(", ")]).many()),
    &operation("number", &Output::new(&Type::NUMBER, &[HERE])),
    &operation("link", &Output::new(&Type::URL, &[HERE]).secret()),
    &operation("exists", &Output::new(&Type::BOOL, &[HERE]).fixed(Sample::Bool(true)))
        .replies(&[(&NOBODY, Sample::Bool(false))]),
    &operation("bytes", &Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")])).answers(&[(EVERY, &BYTES)]),
    &SCALARS,
];

// Documents.

static NODE: Type = Type::record(&Record {
    name: "Node",
    fields: &[
        field!("id", ["@id"], &Type::I32),
        field!("text", ["."], &Type::STRING),
        field!("total", ["/@total"], &Type::I32),
        field!("warnings", ["/Warnings/Warning"], &Type::STRING).many(),
        field!("shelf", ["/Shelves/*/@name"], &Type::STRING),
        field!("place", ["place"], &SITE),
        field!("tags", ["tags/tag", "tag"], &Type::STRING).many(),
        field!("kinds", ["kind/@name"], &Type::STRING).many(),
        field!("nodes", ["nodes/node"], &NODE).many(),
        field!("image", ["image"], &IMAGE, document("image")),
        field!("images", ["images/image"], &IMAGE, document("image")).many(),
        field!("more", ["more/@*"], &Type::MAP),
        field!("shared", ["/common/*"], &Type::MAP),
        field!("lines", ["line"], &Type::MAP).many(),
        field!("data", ["data"], &Type::BYTES),
        field!("rest", ["*"], &Type::MAP),
    ],
});
static SITE: Type = Type::record(&Record {
    name: "Site",
    fields: &[field!("city", ["city", "@city"], &Type::STRING).required(), field!("name", ["name"], &Type::STRING)],
});
const LIST: OutputForm = OutputForm::new(EVERY, "Items/Item");

/// What is made of documents.
pub static DOCUMENTS: &[&Operation] = &[
    &operation("node", &Output::new(&NODE, &[HERE])),
    &operation("nodes", &Output::new(&NODE, &[LIST]).many()),
    &operation("things", &Output::new(&THING, &[LIST]).many()),
    &operation("whole", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "@*")])),
    &operation("children", &Output::new(&Type::MAP, &[OutputForm::new(EVERY, "a/*")])),
    &operation("report", &Output::new(&Type::MAP, &[TABLE.titles("header/field")]).many()),
    &operation("inside", &Output::new(&NODE, &[LIST]).many()).insides(&[(EVERY, "{operation}Result/*")]),
    &operation("text", &Output::new(&THING, &[HERE.inside("sText").separator("\n\n")]).many()),
    &operation("rows", &Output::new(&Type::MAP, &[TABLE.inside("sText").titles("header/field")]).many()),
    &operation("count", &Output::new(&Type::I64, &[OutputForm::new(EVERY, "count")])),
    &operation("self", &Output::new(&Type::STRING, &[HERE])),
    &operation("ids", &Output::new(&Type::I32, &[OutputForm::new(EVERY, "Items/Item/@id")]).many()),
    &operation("bytes", &Output::new(&Type::BYTES, &[OutputForm::new(EVERY, "content")])).answers(&[(EVERY, &BYTES)]),
    &operation("nothing", &Output::new(&Type::STRING, &[])),
    &SCALARS,
];
