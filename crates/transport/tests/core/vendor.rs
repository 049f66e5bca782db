//! Two vendors that do not exist: Larder speaks text and SOAP, Atlas XML.

use bindery_transport::description::{
    Answer, Binding, Code, FORM, Field, Format, Means, Operation, Output, OutputForm, Piece, Protocol, Protocols,
    Reading, Record, SOAP, Scheme, SchemeParam, Spelling, Template, TextForm, Type, Vendor, Wire, XML,
};

const ALL: Protocols = FORM.and(SOAP);

/// Text over forms, and SOAP.
pub static LARDER: Vendor = Vendor {
    name: "Larder",
    package: "larder",
    base: None,
    bindings: &[form(Protocol::Post), form(Protocol::Get), soap(Protocol::Soap11), soap(Protocol::Soap12)],
    schemes: &[
        Scheme {
            name: "key",
            params: &[SchemeParam {
                field: Field::new(
                    "key",
                    &[Wire::new(FORM, &["key"], &Type::STRING), Wire::new(SOAP, &["sKey"], &Type::STRING)],
                )
                .required()
                .secret(),
                from: None,
            }],
            first: false,
            login: &[],
            logout: None,
            cookie: None,
            idle: None,
        },
        Scheme {
            name: "session",
            params: &[],
            first: false,
            login: &["ping"],
            logout: None,
            cookie: Some("LarderSession"),
            idle: None,
        },
    ],
    operations: &[&ADD, &LIST, &NEXT, &NEW_KEY, &PING, &FREE, &ANY],
};

const fn form(protocol: Protocol) -> Binding {
    Binding {
        protocol,
        path: "/api/{operation}.aspx",
        namespace: "",
        action: "",
        root: "",
        inside: "",
        charset: None,
        headers: &[("Accept-Language", "en-US")],
        answer: &TEXT,
    }
}

const fn soap(protocol: Protocol) -> Binding {
    Binding {
        protocol,
        path: "/api/larder.asmx",
        namespace: "urn:larder",
        action: "{namespace}/{operation}",
        root: "",
        inside: "",
        charset: None,
        headers: &[],
        answer: &ENVELOPE,
    }
}

static TEXT: Answer = Answer::new(Format::Text)
    .accepted(&[Reading {
        at: &[],
        template: Some(Template(&[Piece::Text("OK"), Piece::Blank, Piece::Hole("output")])),
    }])
    .refused(&[
        Reading {
            at: &[],
            template: Some(Template(&[
                Piece::Text("ERROR"),
                Piece::Blank,
                Piece::Hole("code"),
                Piece::Text(":"),
                Piece::Blank,
                Piece::Hole("message"),
            ])),
        },
        Reading { at: &[], template: Some(Template(&[Piece::Hole("code")])) },
    ]);

static ENVELOPE: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading {
        at: &["{operation}Result"],
        template: Some(Template(&[Piece::Hole("prefix"), Piece::Text("_OK")])),
    }])
    .refused(&[Reading {
        at: &["{operation}Result"],
        template: Some(Template(&[Piece::Hole("prefix"), Piece::Text("_"), Piece::Hole("code")])),
    }]);

static COLOUR: Type = Type::words(&["Red", "Blue"]);
static YES_NO: Type = Type::boolean(&["Y"], &["N"]);
static DAY: Type = Type::date_time(&["%d/%m/%Y"]);

/// Puts something on a shelf: parameters of every type.
pub static ADD: Operation = Operation::new("addItem", ALL)
    .holes(&[("prefix", "{operation}")])
    .schemes(&[0, 1])
    .params(&[
        Field::new("name", &[Wire::new(FORM, &["name"], &Type::STRING), Wire::new(SOAP, &["sName"], &Type::STRING)])
            .required()
            .max(40),
        Field::new("count", &[Wire::new(FORM, &["count"], &Type::I32), Wire::new(SOAP, &["iCount"], &Type::I32)])
            .min(1)
            .max(99),
        Field::new(
            "tags",
            &[Wire::new(FORM, &["tag"], &Type::STRING), Wire::new(SOAP, &["aTags/string"], &Type::STRING)],
        )
        .many(),
        Field::new(
            "colours",
            &[Wire::new(FORM, &["colours"], &COLOUR).join(","), Wire::new(SOAP, &["aColours/COLOUR"], &COLOUR)],
        )
        .many(),
        Field::new(
            "note",
            &[Wire::new(FORM, &["note"], &Type::STRING).absent(""), Wire::new(SOAP, &["sNote"], &Type::STRING)],
        ),
        Field::new("pin", &[Wire::new(FORM, &["pin"], &Type::STRING), Wire::new(SOAP, &["sPin"], &Type::STRING)])
            .secret(),
        Field::new("due", &[Wire::new(FORM, &["due"], &DAY), Wire::new(SOAP, &["dDue"], &Type::DATE_TIME)]),
        Field::new("cold", &[Wire::new(FORM, &["cold"], &YES_NO), Wire::new(SOAP, &["bCold"], &Type::BOOL)]),
        Field::new("shelf", &[Wire::new(SOAP, &["sShelf"], &Type::STRING)]),
        Field::new("row", &[Wire::new(ALL, &["row"], &Type::I32)]).needs("count"),
        Field::new("label", &[Wire::new(ALL, &["label"], &Type::BYTES)]).max(4),
    ])
    .output(&Output::new(&ITEM, &[OutputForm::new(FORM, "."), OutputForm::new(SOAP, ".")]))
    .codes(&[
        &Code::new(
            "NO_SUCH_SHELF",
            Means::NotFound,
            &[Spelling::new(FORM, &["NO_SUCH_SHELF"]), Spelling::new(SOAP, &["NoSuchShelf"])],
            "The shelf does not exist.",
        )
        .param("shelf"),
        &Code::new("TOO_FAST", Means::SlowDown, &[Spelling::new(ALL, &["17"])], "Too many calls."),
        &Code::new("BAD_PARAMETER", Means::Input, &[Spelling::new(ALL, &["400"])], "A parameter is wrong.")
            .messages(&[Template(&[Piece::Text("Parameter "), Piece::Hole("parameter"), Piece::Text(" is bad")])]),
        &Code::new(
            "NOT_SIGNED_IN",
            Means::SignIn,
            &[Spelling::new(FORM, &["NOT_SIGNED_IN"])],
            "The session has ended.",
        ),
    ]);

static ITEM: Type = Type::record(&Record {
    name: "Item",
    fields: &[
        Field::new("id", &[Wire::new(FORM, &["ID"], &Type::I32), Wire::new(SOAP, &["iID"], &Type::I32)]).required(),
        Field::new("name", &[Wire::new(FORM, &["Name"], &Type::STRING), Wire::new(SOAP, &["sName"], &Type::STRING)]),
        Field::new("owner", &[Wire::new(FORM, &["Owner ID"], &OWNER), Wire::new(SOAP, &["iOwner"], &OWNER)]),
        Field::new(
            "tags",
            &[Wire::new(FORM, &["Tags"], &Type::STRING).join(", "), Wire::new(SOAP, &["aTags/string"], &Type::STRING)],
        )
        .many(),
        Field::new("price", &[Wire::new(FORM, &["Price"], &Type::NUMBER), Wire::new(SOAP, &["nPrice"], &Type::NUMBER)]),
        Field::new("cold", &[Wire::new(FORM, &["Cold"], &YES_NO), Wire::new(SOAP, &["bCold"], &Type::BOOL)]),
        Field::new("colour", &[Wire::new(FORM, &["Colour"], &COLOUR), Wire::new(SOAP, &["eColour"], &COLOUR)]),
    ],
});
static OWNER: Type = Type::I32.none(&["0"]);

/// Everything on the shelves.
pub static LIST: Operation = Operation::new("listItems", ALL).holes(&[("prefix", "{operation}")]).output(
    &Output::new(&ITEM, &[OutputForm::new(FORM, ".").separator("\n\n"), OutputForm::new(SOAP, "aItems/Item")]).many(),
);

/// An output that a template reads.
pub static NEXT: Operation = Operation::new("nextPlace", FORM).output(&Output::new(
    &PLACE,
    &[OutputForm::new(FORM, ".").text(&[TextForm::Template(Template(&[
        Piece::Hole("row"),
        Piece::Blank,
        Piece::Text("of"),
        Piece::Blank,
        Piece::Hole("rows"),
        Piece::Text("; "),
        Piece::Hole("hint"),
    ]))])],
));

static PLACE: Type = Type::record(&Record {
    name: "Place",
    fields: &[
        Field::new("row", &[Wire::new(FORM, &["row"], &Type::I32)]).required(),
        Field::new("rows", &[Wire::new(FORM, &["rows"], &Type::I32)]).required(),
        Field::new("hint", &[Wire::new(FORM, &["hint"], &Type::STRING)]),
    ],
});

/// Its output is a secret.
pub static NEW_KEY: Operation = Operation::new("newKey", ALL)
    .holes(&[("prefix", "{operation}")])
    .params(&[Field::new(
        "password",
        &[Wire::new(FORM, &["password"], &Type::STRING), Wire::new(SOAP, &["sPassword"], &Type::STRING)],
    )
    .secret()])
    .output(&Output::new(&KEY, &[OutputForm::new(FORM, "."), OutputForm::new(SOAP, ".")]).secret());

static KEY: Type = Type::record(&Record {
    name: "Key",
    fields: &[Field::new(
        "key",
        &[Wire::new(FORM, &["KEY"], &Type::STRING), Wire::new(SOAP, &["sKey"], &Type::STRING)],
    )
    .required()
    .secret()],
});

/// No parameters, no output, no sign-in.
pub static PING: Operation = Operation::new("ping", ALL).holes(&[("prefix", "{operation}")]);

static LOOSE: Answer = Answer::new(Format::Text)
    .refused(&[Reading {
        at: &[],
        template: Some(Template(&[
            Piece::Text("FAILED"),
            Piece::Blank,
            Piece::Hole("code"),
            Piece::Text(" at "),
            Piece::Hole("parameter"),
        ])),
    }])
    .labels("=");

/// A text that is accepted unless it is refused, and refused with any code.
pub static FREE: Operation = Operation::new("free", FORM)
    .answers(&[(FORM, &LOOSE)])
    .params(&[Field::new("password", &[Wire::new(FORM, &["password"], &Type::STRING)]).secret()])
    .codes(&[&Code::new("FAILED", Means::Conflict, &[Spelling::new(FORM, &[])], "It failed.")]);

/// A text that is accepted unless it is refused, and has fields of which none must be there.
pub static ANY: Operation =
    Operation::new("any", FORM).answers(&[(FORM, &LOOSE)]).output(&Output::new(&COUNT, &[OutputForm::new(FORM, ".")]));

static COUNT: Type =
    Type::record(&Record { name: "Count", fields: &[Field::new("count", &[Wire::new(FORM, &["count"], &Type::I32)])] });

/// Posted XML.
pub static ATLAS: Vendor = Vendor {
    name: "Atlas",
    package: "atlas",
    base: Some("https://atlas.example"),
    bindings: &[Binding {
        protocol: Protocol::Xml,
        path: "xml",
        namespace: "urn:atlas",
        action: "",
        root: "{operation}Request",
        inside: "",
        charset: None,
        headers: &[],
        answer: &DOCUMENT,
    }],
    schemes: &[],
    operations: &[&FIND, &ASK],
};

static DOCUMENT: Answer = Answer::new(Format::Xml)
    .accepted(&[Reading { at: &["@status"], template: Some(Template(&[Piece::Text("ok")])) }])
    .refused(&[
        Reading { at: &["error/@code"], template: Some(Template(&[Piece::Hole("code")])) },
        Reading { at: &["error/text", "error"], template: Some(Template(&[Piece::Hole("message")])) },
    ])
    .any_case();

/// Attributes, nested elements, records.
pub static FIND: Operation = Operation::new("find", XML)
    .params(&[
        Field::new("text", &[Wire::new(XML, &["query/text"], &Type::STRING)]).required(),
        Field::new("language", &[Wire::new(XML, &["query/@lang"], &Type::STRING)]),
        Field::new("ids", &[Wire::new(XML, &["query/ids/id"], &Type::I64)]).many(),
        Field::new("owners", &[Wire::new(XML, &["owner"], &OWNER_TYPE)]).many(),
        Field::new("pin", &[Wire::new(XML, &["pin"], &Type::STRING)]).secret(),
        Field::new("mode", &[Wire::new(XML, &["mode"], &Type::STRING).absent("plain")]),
    ])
    .output(&Output::new(&HIT, &[OutputForm::new(XML, "hits/hit")]).many())
    .codes(&[&Code::new("GONE", Means::NotFound, &[Spelling::new(XML, &["404"])], "It is gone.")]);

static OWNER_TYPE: Type = Type::record(&Record {
    name: "Owner",
    fields: &[
        Field::new("name", &[Wire::new(XML, &["@name"], &Type::STRING)]).required(),
        Field::new("mail", &[Wire::new(XML, &["mail"], &Type::STRING)]),
    ],
});

static HIT: Type = Type::record(&Record {
    name: "Hit",
    fields: &[
        Field::new("id", &[Wire::new(XML, &["@id"], &Type::I64)]).required(),
        Field::new("label", &[Wire::new(XML, &["."], &Type::STRING)]),
        Field::new("note", &[Wire::new(XML, &["note", "remark"], &Type::STRING)]),
        Field::new("bytes", &[Wire::new(XML, &["data"], &Type::BYTES)]),
        Field::new("owner", &[Wire::new(XML, &["people/owner"], &OWNER_TYPE)]),
        Field::new("tags", &[Wire::new(XML, &["tags/tag"], &Type::STRING)]).many(),
        Field::new("owners", &[Wire::new(XML, &["owners/owner"], &OWNER_TYPE)]).many(),
    ],
});

/// An XML answer with a secret.
pub static ASK: Operation =
    Operation::new("ask", XML).output(&Output::new(&TOKEN, &[OutputForm::new(XML, ".")]).secret());

static TOKEN: Type = Type::record(&Record {
    name: "Token",
    fields: &[Field::new("token", &[Wire::new(XML, &["token"], &Type::STRING)]).required().secret()],
});
