//! What the simulator writes, the transport reads as what was meant: any value in every form of an output, and any
//! parameters the other way round.
//!
//! The two share the descriptions and no code.

mod any;
mod requests;
#[path = "../support/mod.rs"]
mod support;
mod texts;
mod vendor;

use bindery_transport::description::Protocol;
use proptest::{collection::vec, option, prelude::*};

use any::{Any, empty, goes_round, record_of};
use texts::*;
use vendor::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn scalars_in_labels(output in scalars(without_line_ends)) {
        goes_round(&ONE, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn scalars_in_elements(output in scalars(any_text)) {
        for protocol in XMLS {
            goes_round(&ONE, protocol, 0, &output)?;
        }
    }

    #[test]
    fn records_with_an_empty_line_between(output in list(scalars(without_line_ends))) {
        goes_round(&BLOCKS, Protocol::Get, 0, &output)?;
    }

    #[test]
    fn records_that_are_elements(output in list(scalars(any_text))) {
        for protocol in XMLS {
            goes_round(&BLOCKS, protocol, 0, &output)?;
        }
    }

    #[test]
    fn values_that_are_escaped_as_in_a_form(output in scalars(any_text)) {
        goes_round(&AS_FORM, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn values_that_are_escaped_in_a_character_set(text in of_latin(), number in number()) {
        let output = record_of(&SCALARS, vec![("id", Any::Int(1)), ("text", Any::Text(text)), ("number", number)]);
        goes_round(&ESCAPED, Protocol::Post, 0, &output)?;
    }

    #[test]
    fn documents_in_a_character_set_that_only_the_description_says(text in of_latin(), hidden in of_latin()) {
        let fields = vec![("id", Any::Int(1)), ("text", Any::Text(text)), ("hidden", Any::Text(hidden))];
        goes_round(&AS_LATIN, Protocol::Xml, 0, &record_of(&SCALARS, fields))?;
    }

    #[test]
    fn tables(output in rows("|")) {
        goes_round(&TABLE, Protocol::Post, 0, &output)?;
        goes_round(&TABLE, Protocol::Xml, 0, &output)?;
    }

    #[test]
    fn tables_as_a_document_in_a_text(output in rows("|")) {
        goes_round(&TABLE, Protocol::Post, 1, &output)?;
    }

    #[test]
    fn tables_in_an_element(output in rows("|"), form in 0..2usize) {
        for protocol in XMLS {
            goes_round(&IN_TEXT, protocol, form, &output)?;
        }
    }

    #[test]
    fn tables_with_tabs(mut output in rows("\t")) {
        // A last row of nothing but blanks cannot be told from the end of the text.
        if let Any::List(rows) = &mut output {
            rows.push(record_of(&ROW, vec![("id", Any::Int(1)), ("text", empty()), ("place", record_of(&PLACE, vec![("city", empty())]))]));
        }
        goes_round(&TABS, Protocol::Get, 0, &output)?;
    }

    #[test]
    fn maps_of_labels(pairs in map(without(":"), without_line_ends())) {
        // A name that is too long is none.
        let Any::Map(mut pairs) = pairs else { unreachable!() };
        pairs.retain(|(name, _)| !name.is_empty() && name.len() <= 80);
        goes_round(&MAP, Protocol::Post, 0, &Any::Map(pairs))?;
    }

    #[test]
    fn maps_of_columns(titles in vec(without("|"), 1..5), cells in vec(vec(without("|"), 5), 0..4)) {
        let mut titles: Vec<String> = titles.into_iter().filter(|title| !title.is_empty()).collect();
        titles.sort();
        titles.dedup();
        // What begins with `<` is a document, where the output may be one.
        titles.retain(|title| !title.starts_with('<'));
        let rows = cells.into_iter().map(|cells| Any::Map(titles.iter().cloned().zip(cells).collect()));
        let output = if titles.is_empty() { Any::List(Vec::new()) } else { Any::List(rows.collect()) };
        goes_round(&MAPS, Protocol::Post, 0, &output)?;
        goes_round(&MAPS, Protocol::Post, 1, &output)?;
        for protocol in XMLS {
            goes_round(&MAPS, protocol, 0, &output)?;
        }
    }

    #[test]
    fn maps_of_attributes_and_children(output in map(names(), any_text())) {
        for protocol in XMLS {
            goes_round(&ATTRIBUTES, protocol, 0, &output)?;
            goes_round(&CHILDREN, protocol, 0, &output)?;
        }
    }

    #[test]
    fn numbered_labels(
        id in any::<i64>(),
        lines in list(line()),
        notes in list(text(without_line_ends())),
        city in without_line_ends(),
        rest in map(names(), without_line_ends()),
    ) {
        let place = Any::Record(vec![("city", Any::Text(city)), ("row", Any::Int(3))]);
        let fields = vec![("id", Any::Int(id)), ("lines", lines.clone()), ("notes", notes), ("place", place), ("rest", rest)];
        goes_round(&NUMBERED, Protocol::Post, 0, &Any::Record(fields))?;
        // Of one alone, words could be read as the next label.
        let Any::List(items) = &lines else { unreachable!() };
        if items.len() != 1 {
            goes_round(&LINES, Protocol::Post, 0, &lines)?;
        }
    }

    #[test]
    fn templates(pairs in vec((option::of(any::<i64>()), without(" To: "), without(" To: ")), 0..5)) {
        // The blank in front of the last hole is one at the end of the text, where nothing fills the hole.
        let filled = |text: String| text.replace("To:", "").trim().to_owned() + ".";
        let items = pairs.into_iter().map(|(id, to, why)| {
            let (to, why) = (("to", Any::Text(filled(to))), filled(why));
            match id {
                Some(id) => Any::Record(vec![("id", Any::Int(id)), to, ("why", Any::None)]),
                None => Any::Record(vec![("id", Any::None), to, ("why", Any::Text(why))]),
            }
        });
        goes_round(&TEMPLATES, Protocol::Post, 0, &Any::List(items.collect()))?;
    }

    #[test]
    fn documents(output in list(node()), alone in node()) {
        for protocol in XMLS {
            goes_round(&NODES, protocol, 0, &output)?;
            goes_round(&NODE_ALONE, protocol, 0, &alone)?;
            goes_round(&INSIDE, protocol, 0, &alone)?;
        }
    }

    #[test]
    fn single_values(output in any_text(), number in any::<i64>(), words in list(word(without(", ").prop_filter("none", |text| !text.is_empty())))) {
        for protocol in XMLS {
            goes_round(&A_TEXT, protocol, 0, &Any::Text(output.clone()))?;
            goes_round(&A_NUMBER, protocol, 0, &Any::Int(number))?;
            goes_round(&WORDS, protocol, 0, &words)?;
        }
        // The blanks around a whole answer are layout, and so is a byte order mark in front of it.
        let outer = |char: char| char == '\u{FEFF}' || char.is_whitespace();
        goes_round(&A_TEXT, Protocol::Post, 0, &Any::Text(output.trim_start_matches(outer).trim_end().to_owned()))?;
        goes_round(&A_NUMBER, Protocol::Post, 0, &Any::Int(number))?;
        goes_round(&WORDS, Protocol::Post, 0, &words)?;
    }

    #[test]
    fn contents(content in bytes()) {
        for protocol in [Protocol::Post, Protocol::Get, Protocol::Xml, Protocol::Soap11, Protocol::Soap12] {
            goes_round(&CONTENT, protocol, 0, &content)?;
        }
    }
}
