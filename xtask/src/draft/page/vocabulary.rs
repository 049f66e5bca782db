//! The words that help pages have in common: for their sections, their columns, their types.

use super::block::squeeze;

/// What a section is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Params,
    Output,
    Codes,
    Samples,
    /// Something else that is worth quoting.
    Notes,
    /// Links to other pages, history of the page.
    Aside,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The name of a parameter or field.
    Name,
    Code,
    Message,
    Description,
    Type,
    Required,
    Default,
    /// What carries a parameter.
    In,
    Values,
    Example,
    Length,
    /// Something that there is no word for; kept as text.
    Other,
}

/// What a heading means, where it means something.
pub fn topic(heading: &str) -> Option<Topic> {
    let lower = heading.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '#').filter(|word| !word.is_empty()).collect();
    let has = |all: &[&str]| all.iter().any(|word| words.contains(word));
    let says = |all: &[&str]| all.iter().any(|text| lower.contains(text));
    if has(&[
        "see",
        "related",
        "history",
        "changelog",
        "changes",
        "contents",
        "revision",
        "navigation",
        "links",
        "version",
    ]) {
        return Some(Topic::Aside);
    }
    if says(&[
        "error code",
        "return code",
        "return value",
        "status code",
        "response code",
        "result code",
        "reason code",
        "fault code",
        "possible error",
    ]) || has(&["error", "errors", "exceptions", "faults", "failures"])
        && !has(&["sample", "samples", "example", "examples", "request"])
    {
        return Some(Topic::Codes);
    }
    if has(&[
        "sample",
        "endpoint",
        "endpoints",
        "url",
        "methods",
        "samples",
        "example",
        "examples",
        "curl",
        "php",
        "perl",
        "python",
        "java",
        "c#",
        "vb",
        "ruby",
        "javascript",
    ]) || says(&["http get", "http post", "soap 1.", "sample code"])
        || words == ["soap"]
        || (has(&["get", "post", "soap", "xml", "http"]) && has(&["request", "response", "with"]))
        || words == ["request"]
    {
        return Some(Topic::Samples);
    }
    if has(&[
        "response",
        "responses",
        "output",
        "outputs",
        "returns",
        "returned",
        "return",
        "result",
        "results",
        "answer",
        "success",
    ]) {
        return Some(Topic::Output);
    }
    if has(&[
        "parameter",
        "parameters",
        "param",
        "params",
        "argument",
        "arguments",
        "input",
        "inputs",
        "fields",
        "attributes",
        "properties",
        "elements",
    ]) {
        return Some(Topic::Params);
    }
    if has(&[
        "note",
        "notes",
        "remarks",
        "permission",
        "permissions",
        "description",
        "usage",
        "overview",
        "limits",
        "limitations",
        "summary",
        "important",
        "security",
        "details",
        "access",
    ]) {
        return Some(Topic::Notes);
    }
    None
}

/// Whether a line can be nothing but the heading of a section, blank lines around it or not.
pub fn is_section(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':').trim_end_matches('¶').trim();
    let words: Vec<String> = line.split_whitespace().map(str::to_lowercase).collect();
    if words.is_empty()
        || words.len() > 5
        || !line.starts_with(|c: char| c.is_uppercase())
        || line.contains(['.', ',', ';', '=', '|', '<', '{', '"'])
    {
        return false;
    }
    const SECTION: &[&str] = &[
        "parameters",
        "parameter",
        "arguments",
        "input",
        "inputs",
        "output",
        "outputs",
        "return",
        "returns",
        "values",
        "value",
        "codes",
        "code",
        "errors",
        "error",
        "response",
        "responses",
        "request",
        "requests",
        "result",
        "results",
        "sample",
        "samples",
        "example",
        "examples",
        "http",
        "get",
        "post",
        "soap",
        "xml",
        "php",
        "c#",
        "vb.net",
        "java",
        "python",
        "perl",
        "curl",
        "notes",
        "note",
        "remarks",
        "success",
        "failure",
        "fields",
        "attributes",
        "elements",
        "exceptions",
        "status",
        "description",
        "syntax",
        "usage",
        "url",
        "endpoint",
        "method",
        "methods",
        "permissions",
        "related",
        "apis",
        "see",
        "headers",
    ];
    const BETWEEN: &[&str] = &[
        "and",
        "with",
        "of",
        "the",
        "for",
        "in",
        "required",
        "optional",
        "possible",
        "list",
        "httpwebrequest",
        "&",
        "/",
        "-",
        "possible",
        "common",
        "body",
        "query",
        "header",
        "path",
        "information",
        "additional",
        "1.1",
        "1.2",
        "format",
        "(xml)",
        "(json)",
        "(text)",
        "displayed",
        "also",
        "by",
        "via",
        "using",
        "data",
        "api",
        "form",
    ];
    words.iter().any(|word| SECTION.contains(&word.as_str()))
        && words.iter().all(|word| SECTION.contains(&word.as_str()) || BETWEEN.contains(&word.as_str()))
        && flat_head(line).is_none()
}

const COLUMNS: &[(&str, Role)] = &[
    ("displayed return value", Role::Code),
    ("return value", Role::Code),
    ("return code", Role::Code),
    ("returned value", Role::Code),
    ("returned code", Role::Code),
    ("response code", Role::Code),
    ("error code", Role::Code),
    ("error number", Role::Code),
    ("error no", Role::Code),
    ("error no.", Role::Code),
    ("error #", Role::Code),
    ("status code", Role::Code),
    ("result code", Role::Code),
    ("reason code", Role::Code),
    ("fault code", Role::Code),
    ("http status", Role::Other),
    ("number", Role::Other),
    ("no.", Role::Other),
    ("code", Role::Code),
    ("codes", Role::Code),
    ("error", Role::Code),
    ("errors", Role::Code),
    ("exception", Role::Code),
    ("fault", Role::Code),
    ("error message", Role::Message),
    ("message text", Role::Message),
    ("error text", Role::Message),
    ("message", Role::Message),
    ("text", Role::Message),
    ("parameter name", Role::Name),
    ("parameters name", Role::Name),
    ("parameter", Role::Name),
    ("parameters", Role::Name),
    ("param", Role::Name),
    ("argument", Role::Name),
    ("element name", Role::Name),
    ("element", Role::Name),
    ("elements", Role::Name),
    ("field name", Role::Name),
    ("field", Role::Name),
    ("fields", Role::Name),
    ("property", Role::Name),
    ("attribute name", Role::Name),
    ("attribute", Role::Name),
    ("variable", Role::Name),
    ("key", Role::Name),
    ("name", Role::Name),
    ("input", Role::Name),
    ("description", Role::Description),
    ("desc", Role::Description),
    ("descriptions", Role::Description),
    ("meaning", Role::Description),
    ("explanation", Role::Description),
    ("interpretation", Role::Description),
    ("function", Role::Description),
    ("definition", Role::Description),
    ("details", Role::Description),
    ("detail", Role::Description),
    ("notes", Role::Description),
    ("note", Role::Description),
    ("comment", Role::Description),
    ("comments", Role::Description),
    ("remarks", Role::Description),
    ("purpose", Role::Description),
    ("usage", Role::Description),
    ("reason", Role::Description),
    ("cause", Role::Description),
    ("information", Role::Description),
    ("type", Role::Type),
    ("data type", Role::Type),
    ("datatype", Role::Type),
    ("value type", Role::Type),
    ("required/optional", Role::Required),
    ("required", Role::Required),
    ("required?", Role::Required),
    ("requirement", Role::Required),
    ("requirements", Role::Required),
    ("is required", Role::Required),
    ("is required?", Role::Required),
    ("mandatory", Role::Required),
    ("mandatory?", Role::Required),
    ("optional", Role::Required),
    ("optional?", Role::Required),
    ("req", Role::Required),
    ("req.", Role::Required),
    ("req?", Role::Required),
    ("presence", Role::Required),
    ("m/o", Role::Required),
    ("use", Role::Required),
    ("default value", Role::Default),
    ("default", Role::Default),
    ("in", Role::In),
    ("located in", Role::In),
    ("location", Role::In),
    ("param type", Role::In),
    ("parameter type", Role::In),
    ("possible values", Role::Values),
    ("allowed values", Role::Values),
    ("accepted values", Role::Values),
    ("valid values", Role::Values),
    ("values", Role::Values),
    ("options", Role::Values),
    ("example value", Role::Example),
    ("example values", Role::Example),
    ("example", Role::Example),
    ("sample", Role::Example),
    ("max size", Role::Length),
    ("max length", Role::Length),
    ("max. length", Role::Length),
    ("maxlength", Role::Length),
    ("maximum length", Role::Length),
    ("length", Role::Length),
    ("size", Role::Length),
    ("format", Role::Other),
    ("value", Role::Other),
    ("status", Role::Other),
];

/// What the head of a column says.
pub fn role(head: &str) -> Option<Role> {
    let lower = squeeze(&head.replace('_', " ")).to_lowercase();
    let lower = lower.trim_end_matches([':', '*']).trim();
    COLUMNS.iter().find(|(name, _)| *name == lower).map(|(_, role)| *role)
}

/// The columns of a flattened head: all words of the line are names of columns, at least two, of which the first names
/// what the rows are of.
pub fn flat_head(line: &str) -> Option<(Vec<String>, Vec<Role>)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let mut head = Vec::new();
    let mut roles = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (len, name, found) = (1..=3.min(words.len() - at)).rev().find_map(|len| {
            let name = words.get(at..at + len)?.join(" ");
            // Two columns sooner than one.
            if name.eq_ignore_ascii_case("parameter type") {
                return None;
            }
            role(&name).map(|found| (len, name, found))
        })?;
        if !name.starts_with(|c: char| c.is_uppercase()) && at == 0 {
            return None;
        }
        head.push(name);
        roles.push(found);
        at += len;
    }
    let first = matches!(roles.first(), Some(Role::Name | Role::Code));
    let described = roles.iter().skip(1).any(|role| matches!(role, Role::Description | Role::Type | Role::Message));
    (first && described).then_some((head, roles))
}

/// `name`, `user.id`, `item[]`, `X-Key`: what a parameter, a field or a code can be called.
pub fn is_name(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '@']);
    let body = text.strip_suffix("[]").unwrap_or(text);
    !body.is_empty()
        && body.len() <= 120
        && body.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && body.chars().all(|c| c.is_alphanumeric() || "_.-:{}[]/#".contains(c))
        && body.chars().any(char::is_alphabetic)
        && !body.ends_with(['.', ':', '/'])
        && !body.contains("//")
}

/// Words that begin sentences and headings, and name nothing.
pub fn is_common(word: &str) -> bool {
    const COMMON: &[&str] = &[
        "a",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "default",
        "defaults",
        "e.g.",
        "each",
        "either",
        "every",
        "example",
        "for",
        "from",
        "has",
        "however",
        "i.e.",
        "if",
        "important",
        "in",
        "is",
        "it",
        "its",
        "may",
        "must",
        "no",
        "not",
        "of",
        "on",
        "only",
        "optional",
        "or",
        "otherwise",
        "possible",
        "required",
        "see",
        "should",
        "since",
        "the",
        "their",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "use",
        "used",
        "valid",
        "warning",
        "was",
        "when",
        "where",
        "which",
        "will",
        "with",
        "you",
        "your",
        "please",
        "specify",
        "specifies",
        "returns",
        "tip",
        "caution",
        "http",
        "https",
        "deprecated",
    ];
    COMMON.contains(&word.to_lowercase().trim_end_matches([',', ':']))
}

/// The name that a line begins with, and the rest.
pub fn name_ahead(line: &str) -> Option<(String, &str)> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let bare = first.trim_end_matches(['*', ':']);
    // `to The number` may well be a parameter; `To do so` is not.
    let named =
        !is_common(first) || first.starts_with(char::is_lowercase) && rest.trim_start().starts_with(char::is_uppercase);
    if !is_name(bare) || !named {
        return None;
    }
    Some((first.to_owned(), rest.trim()))
}

/// The code that a line begins with, mended where it was broken behind a `_`, and the rest. `OK [id]` is one.
pub fn code_ahead(line: &str) -> Option<(String, &str)> {
    let (first, mut rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    rest = rest.trim_start();
    let mut code = first.trim_end_matches(':').to_owned();
    if first.starts_with('[') {
        return None;
    }
    while code.ends_with('_') {
        let (next, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if next.is_empty() || !is_token(next.trim_end_matches('_')) {
            break;
        }
        code.push_str(next);
        rest = behind.trim_start();
    }
    let number =
        !code.is_empty() && code.trim_start_matches('-').chars().all(|c| c.is_ascii_digit()) && code.len() <= 6;
    let parted = is_name(&code) && code.contains(['_', '.']);
    if !(number || is_token(&code) || is_camel(&code) || parted) {
        return None;
    }
    if rest.starts_with('[')
        && let Some((hole, behind)) = rest.split_once(']')
    {
        return Some((format!("{code} {hole}]"), behind.trim_start()));
    }
    Some((code, rest))
}

/// `INVALID_NODE`, `OK`, `8_CHARACTERS`
pub fn is_token(word: &str) -> bool {
    word.len() >= 2
        && word.chars().any(|c| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || "_-.".contains(c))
}

/// `InvalidUser`
fn is_camel(word: &str) -> bool {
    is_name(word)
        && word.chars().skip(1).any(|c| c.is_ascii_uppercase())
        && word.chars().any(|c| c.is_ascii_lowercase())
}

/// Codes that were broken over lines, as one: `A_TOKEN_ THAT_GOES_ON`.
pub fn mend(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if !(out.is_empty() || out.ends_with('_') && is_token(word.trim_end_matches('_'))) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A type of the language, for a word that pages have for one; `Some(None)`: a list, of what is not said.
pub fn type_of(word: &str) -> Option<String> {
    let lower = squeeze(word).to_lowercase();
    let lower = lower
        .trim_start_matches("xs:")
        .trim_start_matches("xsd:")
        .trim_start_matches("s:")
        .trim_start_matches("system.");
    for (start, end) in [
        ("array of ", ""),
        ("list of ", ""),
        ("array<", ">"),
        ("list<", ">"),
        ("array(", ")"),
        ("arrayof", ""),
        ("", "[]"),
        ("", " array"),
        ("", " list"),
    ] {
        if let Some(inner) = lower.strip_prefix(start).and_then(|rest| rest.strip_suffix(end))
            && !(start.is_empty() && end.is_empty())
            && inner.len() < lower.len()
        {
            let inner = inner.trim();
            let one = type_of(inner).or_else(|| type_of(inner.trim_end_matches('s')))?;
            return (!one.ends_with("[]")).then(|| format!("{one}[]"));
        }
    }
    let bare = lower.split(['(', '[']).next().unwrap_or(lower).trim();
    Some(
        match bare {
            "string" | "text" | "str" | "char" | "varchar" | "nvarchar" | "guid" | "uuid" | "email"
            | "alphanumeric" | "characters" | "password" => "string",
            "int" | "int32" | "signed int" => "i32",
            "short" | "int16" | "smallint" => "i16",
            "integer" | "long" | "int64" | "bigint" | "unsigned integer" => "i64",
            "number" | "numeric" | "decimal" | "float" | "double" | "money" | "real" => "number",
            "bool" | "boolean" => "bool",
            "datetime" | "date/time" | "timestamp" | "date time" => "datetime",
            "date" => "date",
            "time" => "time",
            "url" | "uri" => "url",
            "base64" | "binary" | "bytes" | "byte array" | "base64binary" | "file" => "bytes",
            _ => return None,
        }
        .to_owned(),
    )
}

/// A type's name that nothing else has for its own.
pub fn is_plain_type(word: &str) -> bool {
    const TYPES: &[&str] = &[
        "int", "integer", "string", "bool", "boolean", "long", "decimal", "double", "float", "datetime", "short",
        "guid",
    ];
    TYPES.contains(&word.trim_end_matches("[]").to_lowercase().as_str())
}

/// What a cell of a column like `Required` says.
pub fn yes_no(cell: &str) -> Option<bool> {
    let lower = cell.trim().trim_end_matches(['.', '*']).to_lowercase();
    match lower.as_str() {
        "yes" | "y" | "true" | "required" | "mandatory" | "m" | "x" | "✓" | "✔" | "☑" | "r" | "always" | "1" => {
            Some(true)
        }
        "no" | "n" | "false" | "optional" | "o" | "-" | "–" | "not required" | "✗" | "✘" | "0" => Some(false),
        _ => None,
    }
}
