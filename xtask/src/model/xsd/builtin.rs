//! What the types that XSD brings along are in our language.

/// The word of the spec language for a builtin type, and whether a value is a list of such words parted by blanks. None:
/// XSD has no such type.
pub fn word(name: &str) -> Option<(&'static str, bool)> {
    let found = BUILTINS.iter().find(|(names, _)| names.contains(&name)).map(|(_, word)| (*word, false));
    found.or_else(|| LISTS.contains(&name).then_some(("string", true)))
}

/// The names of all of them.
pub fn names() -> impl Iterator<Item = &'static str> {
    BUILTINS.iter().flat_map(|(names, _)| names.iter()).chain(LISTS).copied()
}

const LISTS: &[&str] = &["NMTOKENS", "IDREFS", "ENTITIES"];

/// `xs:integer` and `xs:decimal` have no bounds, so that no Rust integer or float holds them; `number` is exact.
const BUILTINS: &[(&[&str], &str)] = &[
    (&["boolean"], "bool"),
    (&["byte", "unsignedByte", "short"], "i16"),
    (&["unsignedShort"], "u16"),
    (&["int"], "i32"),
    (&["unsignedInt"], "u32"),
    (&["long"], "i64"),
    (
        &[
            "integer",
            "negativeInteger",
            "nonNegativeInteger",
            "nonPositiveInteger",
            "positiveInteger",
            "unsignedLong",
            "decimal",
            "float",
            "double",
        ],
        "number",
    ),
    (&["dateTime", "dateTimeStamp"], "datetime"),
    (&["date"], "date"),
    (&["time"], "time"),
    (&["base64Binary"], "bytes"),
    (
        &[
            "string",
            "normalizedString",
            "token",
            "language",
            "Name",
            "NCName",
            "NMTOKEN",
            "ID",
            "IDREF",
            "ENTITY",
            "anyURI",
            "QName",
            "NOTATION",
            "hexBinary",
            "duration",
            "dayTimeDuration",
            "yearMonthDuration",
            "gYear",
            "gYearMonth",
            "gMonth",
            "gMonthDay",
            "gDay",
            "anyType",
            "anySimpleType",
            "anyAtomicType",
        ],
        "string",
    ),
];
