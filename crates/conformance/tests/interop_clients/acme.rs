//! A vendor that does not exist, with what none of the real ones has over SOAP: a sign-in and a parameter in the header
//! of the envelope, values that are nil, records in themselves, attributes, dates and numbers of every kind, refusals
//! that are faults, and names that differ between 1.1 and 1.2.

use bindery_transport::description::*;

use crate::AWKWARD;

pub static VENDOR: Vendor = vendor(&[
    binding(Protocol::Soap11, "/services/11.asmx", "urn:acme:11"),
    binding(Protocol::Soap12, "/services/12.asmx", "urn:acme:12"),
]);

/// The same with both versions at one address: one of them has no namespace.
pub static AT_ONE_PATH: Vendor = vendor(&[
    binding(Protocol::Soap11, "/services.asmx", ""),
    binding(Protocol::Soap12, "/services.asmx", "urn:acme:12"),
]);

const fn vendor(bindings: &'static [Binding]) -> Vendor {
    Vendor { name: "Acme & Sons", package: "acme", base: None, bindings, schemes: SCHEMES, operations: OPERATIONS }
}

const OPERATIONS: &[&Operation] = &[&PLACE, &TREE, &STAMP, &KEY];

const SCHEMES: &[Scheme] = &[Scheme {
    name: "account",
    params: &[SchemeParam { field: USER, from: None }, SchemeParam { field: BRANCH, from: None }],
    first: true,
    login: &[],
    logout: None,
    cookie: None,
    idle: None,
}];

const USER: Field =
    Field::new("User", &[Wire::new(SOAP, &["Credentials/User"], &Type::STRING).carrier(Carrier::SoapHeader)]);
const BRANCH: Field =
    Field::new("Branch", &[Wire::new(SOAP, &["Credentials/@branch"], &Type::STRING).carrier(Carrier::SoapHeader)]);

const fn binding(protocol: Protocol, path: &'static str, namespace: &'static str) -> Binding {
    Binding {
        protocol,
        path,
        namespace,
        action: "{namespace}/IOrders/{operation}",
        root: "",
        inside: "{operation}Result",
        charset: None,
        headers: &[],
        answer: &ANSWER,
    }
}

static ANSWER: Answer = Answer::new(Format::Xml).faults(&[
    Reading { at: &["detail/OrderFault/Number", "Detail/OrderFault/Number"], template: None },
    Reading { at: &["faultstring", "Reason/Text"], template: Some(Template(&[Piece::Hole("message")])) },
]);

static CODES: [&Code; 3] = [
    &Code::new("BadLogin", Means::Credentials, &[Spelling::new(SOAP, &["1"])], "No such customer."),
    &Code::new("Closed", Means::Conflict, &[Spelling::new(SOAP, &["30", "31"])], "The order is closed."),
    &Code::new("Broken", Means::VendorFault, &[Spelling::new(SOAP, &["500"])], "Something <went> wrong & ended."),
];

static STATUS: Type = Type::words(&["draft", "placed", "late"]).spelled(&["D", "P", "L & late"]);
static ISO_DATE: Type = Type::date_time(&["%Y-%m-%d"]);
static TIME: Type = Type::date_time(&["%H:%M:%S"]);
static OLD_DATE: Type = Type::date_time(&["%d/%m/%Y"]);
static YES_NO: Type = Type::boolean(&["Y"], &["N"]);
static QUANTITY: Type = Type::int(1, 9999);

static LINE: Record = Record {
    name: "Line",
    fields: &[
        Field::new("number", &[Wire::new(SOAP, &["@number"], &QUANTITY)]),
        Field::new("sku", &[Wire::new(SOAP, &["Sku"], &Type::STRING)]).required(),
        Field::new("price", &[Wire::new(SOAP, &["Price"], &Type::NUMBER).nillable()]),
        Field::new("status", &[Wire::new(SOAP, &["@status"], &STATUS)]),
        Field::new("parts", &[Wire::new(SOAP, &["Parts/Line"], &LINE_TYPE)]).many(),
        Field::new("note", &[Wire::new(SOAP, &["Note"], &NOTE_TYPE)]),
    ],
};
static LINE_TYPE: Type = Type::record(&LINE);
static NOTE: Record = Record {
    name: "Note",
    fields: &[
        Field::new("by", &[Wire::new(SOAP, &["@by"], &Type::STRING)]),
        Field::new("text", &[Wire::new(SOAP, &["."], &Type::STRING)]),
    ],
};
static NOTE_TYPE: Type = Type::record(&NOTE);

static PLACED: Record = Record {
    name: "Placed",
    fields: &[
        Field::new("id", &[Wire::new(SOAP, &["@id"], &Type::I64)]),
        Field::new("total", &[Wire::new(SOAP, &["Total"], &Type::NUMBER)]),
        Field::new("at", &[Wire::new(SOAP, &["At"], &Type::DATE_TIME)]),
        Field::new("due", &[Wire::new(SOAP, &["Due"], &ISO_DATE).nillable()]),
        Field::new("text", &[Wire::new(SOAP, &["Text"], &Type::STRING)]),
        Field::new("empty", &[Wire::new(SOAP, &["Empty"], &Type::STRING)]),
        Field::new("lines", &[Wire::new(SOAP, &["Lines/Line"], &LINE_TYPE)]).many(),
        Field::new("tags", &[Wire::new(SOAP, &["Tags"], &Type::STRING).join(";")]).many(),
        Field::new("numbers", &[Wire::new(SOAP, &["Number"], &Type::U32)]).many(),
    ],
};
static PLACED_TYPE: Type = Type::record(&PLACED);

const LINES: Sample = Sample::List(&[
    Sample::Record(&[
        ("number", Sample::Int(1)),
        ("sku", Sample::Text("A-100")),
        ("price", Sample::Text("9.90")),
        ("status", Sample::Text("late")),
        (
            "parts",
            Sample::List(&[
                Sample::Record(&[
                    ("sku", Sample::Text("A-101")),
                    ("parts", Sample::List(&[Sample::Record(&[("sku", Sample::Text("A-102"))])])),
                ]),
                Sample::Record(&[("sku", Sample::Text("B-7")), ("price", Sample::Text("0.000000000000000001"))]),
            ]),
        ),
        ("note", Sample::Record(&[("by", Sample::Text("Ann")), ("text", Sample::Text("call & ask"))])),
    ]),
    Sample::Record(&[("sku", Sample::Text("C-1"))]),
]);

static PLACE: Operation = Operation::new("PlaceOrder", SOAP)
    .names(&[(SOAP11, "SendOrder")])
    .schemes(&[0])
    .params(&[
        Field::new("trace", &[Wire::new(SOAP, &["Trace/Id"], &Type::STRING).carrier(Carrier::SoapHeader)]),
        Field::new("lines", &[Wire::new(SOAP, &["Order/Lines/Line"], &LINE_TYPE)]).required().many(),
        Field::new("remark", &[Wire::new(SOAP, &["Order/Remark"], &Type::STRING).nillable()]),
        Field::new(
            "ways",
            &[Wire::new(SOAP11, &["Ways/int"], &Type::I32).nillable(), Wire::new(SOAP12, &["Ways/int"], &Type::I32)],
        )
        .many(),
        Field::new("stops", &[Wire::new(SOAP, &["Stop"], &Type::STRING)]).many(),
        Field::new("floor", &[Wire::new(SOAP, &["Floor"], &Type::I32).absent("")]),
        Field::new("day", &[Wire::new(SOAP, &["Day"], &OLD_DATE)]),
        Field::new("due", &[Wire::new(SOAP11, &["dueDate"], &ISO_DATE), Wire::new(SOAP12, &["Due"], &ISO_DATE)]),
        Field::new("from", &[Wire::new(SOAP, &["From"], &TIME)]),
        Field::new("hold", &[Wire::new(SOAP, &["Hold"], &YES_NO)]),
        Field::new("rush", &[Wire::new(SOAP, &["Rush"], &Type::BOOL).absent("false")]),
        Field::new("link", &[Wire::new(SOAP, &["Link"], &Type::URL)]),
        Field::new("caller", &[Wire::new(SOAP, &["Caller/@name"], &Type::STRING)])
            .fixed(Sample::Text("the {operation} of acme")),
        Field::new("kind", &[Wire::new(SOAP, &["Kind"], &Type::STRING)]).fixed(Sample::Text("order")),
    ])
    .output(&Output::new(&PLACED_TYPE, &[OutputForm::new(SOAP, ".")]))
    .codes(&CODES)
    .examples(&[
        Example::accepted(
            &[
                ("trace", Sample::Text("7e57 & <more>")),
                ("lines", LINES),
                ("remark", Sample::Text("to <Ann> & \"Bob\"")),
                ("ways", Sample::List(&[Sample::Int(3), Sample::Int(-4)])),
                ("stops", Sample::List(&[Sample::Text("Hull"), Sample::Text("Kiel")])),
                ("floor", Sample::Int(2)),
                ("day", Sample::Text("06/05/2004")),
                ("due", Sample::Text("2004-06-01")),
                ("from", Sample::Text("07:08:09")),
                ("hold", Sample::Bool(true)),
                ("rush", Sample::Bool(true)),
                ("link", Sample::Text("https://acme.example/?a=1&b=2")),
            ],
            Sample::Record(&[
                ("id", Sample::Int(i64::MAX)),
                ("total", Sample::Text("1234567890.0000000001")),
                ("at", Sample::Text("2004-05-06T07:08:09")),
                ("due", Sample::Text("2004-06-01")),
                ("text", Sample::Text(AWKWARD)),
                ("empty", Sample::Text("")),
                ("lines", LINES),
                ("tags", Sample::List(&[Sample::Text("a"), Sample::Text("b")])),
                ("numbers", Sample::List(&[Sample::Int(0), Sample::Int(u32::MAX as i64)])),
            ]),
        ),
        Example::accepted(
            &[("lines", Sample::List(&[Sample::Record(&[("sku", Sample::Text("C-1"))])]))],
            Sample::Record(&[("id", Sample::Int(1)), ("lines", Sample::List(&[]))]),
        ),
    ]);

// A list right in the result, of records in themselves.
static TREE: Operation = Operation::new("Tree", SOAP)
    .schemes(&[0])
    .output(&Output::new(&LINE_TYPE, &[OutputForm::new(SOAP, "All/Line")]).many())
    .codes(&CODES)
    .examples(&[
        Example::accepted(&[], LINES),
        Example::accepted(&[], Sample::List(&[Sample::Record(&[("sku", Sample::Text("C-1"))])])),
        Example::accepted(&[], Sample::List(&[])),
    ]);

// Bytes, there and back.
static STAMP: Operation = Operation::new("Stamp", SOAP)
    .schemes(&[0])
    .params(&[Field::new("content", &[Wire::new(SOAP, &["Content"], &Type::BYTES)]).required()])
    .output(&Output::new(&Type::BYTES, &[OutputForm::new(SOAP, "Stamped")]))
    .codes(&CODES)
    .examples(&[
        Example::accepted(&[("content", Sample::Text("AP/+IMOpPA=="))], Sample::Text("AP/+IMOpPD4=")),
        Example::accepted(&[("content", Sample::Text("eA=="))], Sample::Text("eA==")),
    ]);

// One word that is not among the known, as an attribute.
static KEY: Operation = Operation::new("Key", SOAP)
    .schemes(&[0])
    .params(&[Field::new("status", &[Wire::new(SOAP, &["Status"], &STATUS)]).required()])
    .output(&Output::new(&STATUS, &[OutputForm::new(SOAP, "Is/@status")]))
    .codes(&CODES)
    .examples(&[
        Example::accepted(&[("status", Sample::Text("late"))], Sample::Text("late")),
        Example::accepted(&[("status", Sample::Text("draft"))], Sample::Text("lost")),
    ]);
