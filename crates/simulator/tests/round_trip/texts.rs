//! What texts can hold, and values of every type. Where a form cannot carry a text, the strategy of it leaves exactly that
//! out, and says so.

use base64::{Engine, prelude::BASE64_STANDARD};
use proptest::{collection::vec, option, prelude::*, sample::select, string::string_regex};

use crate::any::Any;

/// Any text that XML can carry.
pub fn any_text() -> BoxedStrategy<String> {
    let awkward = select(vec![
        "",
        " ",
        "  ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\u{85}",
        "\u{A0}",
        "\u{2028}",
        "\u{FEFF}",
        "\u{200B}",
        "\u{202E}",
        "<",
        ">",
        "&",
        "'",
        "\"",
        "]]>",
        "<![CDATA[",
        "<!--",
        "-->",
        "<?",
        "?>",
        "&amp;",
        "&#13;",
        "&lt;a/>",
        "</r>",
        "%",
        "%41",
        "%zz",
        "+",
        "=",
        ":",
        "::",
        "|",
        ",",
        ", ",
        ";",
        "OK",
        "ERROR",
        "ERROR 12: no",
        "{n}",
        "{",
        "}",
        "\\",
        "\u{7F}",
        "\u{80}",
        "é",
        "e\u{301}",
        "ß",
        "日本",
        "😀",
        "\u{10FFFD}",
        "\u{FFFD}",
        "true",
        "0",
        "none",
        "a",
        "b c",
    ]);
    let char = any::<char>().prop_filter(
        "XML cannot carry it",
        |char| matches!(char, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..),
    );
    let piece = prop_oneof![5 => awkward.prop_map(str::to_owned), 1 => char.prop_map(String::from)];
    prop_oneof![
        20 => vec(piece, 0..6).prop_map(|pieces| pieces.concat()),
        1 => Just("ab ".repeat(5000) + "c"),
    ]
    .boxed()
}

/// A text that stands in a text: the blanks around it are layout.
pub fn without_blanks_around(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    text.prop_map(|text| text.trim().to_owned()).boxed()
}

/// A text that ends where a line does.
pub fn without_line_ends() -> BoxedStrategy<String> {
    // Nor does a byte order mark stand in front of it, where it could be that of the whole text.
    let text = any_text().prop_map(|text| {
        text.replace(['\r', '\n'], "")
            .trim_start_matches(|char: char| char == '\u{FEFF}' || char.is_whitespace())
            .to_owned()
    });
    without_blanks_around(text).boxed()
}

/// A text that stands among others with this between them.
pub fn without(separator: &'static str) -> BoxedStrategy<String> {
    let text = without_line_ends().prop_map(move |text| text.replace(separator.trim_matches(' '), ""));
    let text = text
        .prop_map(|text| text.trim_start_matches(|char: char| char == '\u{FEFF}' || char.is_whitespace()).to_owned());
    without_blanks_around(text).boxed()
}

/// A text of a character set's own characters.
pub fn of_latin() -> BoxedStrategy<String> {
    any_text().prop_map(|text| text.chars().filter(|char| encodes(*char)).collect()).boxed()
}

pub fn encodes(char: char) -> bool {
    !encoding_rs::WINDOWS_1252.encode(&char.to_string()).2
}

pub fn text(text: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    text.prop_map(Any::Text).boxed()
}

pub fn maybe(value: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    option::of(value).prop_map(|value| value.unwrap_or(Any::None)).boxed()
}

pub fn list(item: impl Strategy<Value = Any> + 'static) -> BoxedStrategy<Any> {
    vec(item, 0..5).prop_map(Any::List).boxed()
}

/// Names of elements and of attributes, not those that a description knows.
pub fn names() -> BoxedStrategy<String> {
    string_regex("x[a-z0-9_.-]{0,6}|é{1,3}").expect("a pattern").boxed()
}

// Values of every type but plain text: the blanks around them are nobody's, and an empty one is none.

pub fn number() -> BoxedStrategy<Any> {
    text(string_regex("[+-]?([0-9]{1,40}(\\.[0-9]{0,20})?|\\.[0-9]{1,9})([eE][+-]?[0-9]{1,3})?").expect("a pattern"))
        .boxed()
}

/// A date in a format, or what is in none and kept as it came.
pub fn date(format: &'static str) -> BoxedStrategy<Any> {
    let moment = (1..=9999i16, 1..=12i8, 1..=28i8, 0..=23i8, 0..=59i8, 0..=59i8);
    let written = moment.prop_map(move |(year, month, day, hour, minute, second)| {
        let moment = jiff::civil::date(year, month, day).at(hour, minute, second, 0);
        moment.strftime(format).to_string()
    });
    let unread = without_line_ends().prop_filter("it would be none", |text| !text.is_empty());
    text(prop_oneof![3 => written, 1 => unread]).boxed()
}

pub fn bytes() -> BoxedStrategy<Any> {
    text(vec(any::<u8>(), 1..60).prop_map(|bytes| BASE64_STANDARD.encode(bytes))).boxed()
}

/// A word of an enumeration, or one that it does not know.
pub fn word(open: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    let open = open.prop_filter("it would be none, or how another word is spelled", |text| {
        !text.is_empty() && !["red", "blue", "r", "bl"].iter().any(|word| text.eq_ignore_ascii_case(word))
    });
    text(prop_oneof![select(vec!["red", "blue"]).prop_map(str::to_owned), open]).boxed()
}

pub fn url() -> BoxedStrategy<Any> {
    text(string_regex("[a-z][a-z0-9+.-]{0,5}://[!-~é😀]{1,30}").expect("a pattern")).boxed()
}

/// A text where some spellings say that there is none.
pub fn but_none(open: impl Strategy<Value = String> + 'static) -> BoxedStrategy<Any> {
    maybe(text(open.prop_filter("it says that there is none", |text| !["(none)", "-"].contains(&text.trim())))).boxed()
}
