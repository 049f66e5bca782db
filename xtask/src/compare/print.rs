//! A comparison as lines for a person.

use super::{Comparison, Disagreement, Request};
use crate::report;

pub fn print(comparison: &Comparison, request: &Request) {
    for found in &comparison.disagreements {
        anstream::println!("{}", line(found));
    }
    if !comparison.disagreements.is_empty() {
        anstream::println!();
    }
    for note in &comparison.notes {
        anstream::println!("note: {note}");
    }
    if !comparison.without_spec.is_empty() && !request.all {
        anstream::println!(
            "note: no spec has {} of the WSDL: {} (`--all` counts that)",
            report::count(comparison.without_spec.len(), "operation"),
            comparison.without_spec.join(", ")
        );
    }
    anstream::println!(
        "{} in {}",
        report::count(comparison.disagreements.len(), "disagreement"),
        report::count(comparison.compared.len(), "operation")
    );
}

/// One line: where in the specs, what, and where in the WSDL.
pub fn line(found: &Disagreement) -> String {
    let place = |line: &super::Line| format!("{}:{}", line.file, line.line);
    let start =
        found.spec.as_ref().or(found.wsdl.as_ref()).map(|line| format!("{}: ", place(line))).unwrap_or_default();
    let operations = match found.operations.as_slice() {
        [] => String::new(),
        [first, second, third, _, ..] => {
            format!("{first}, {second}, {third} and {} more: ", found.operations.len() - 3)
        }
        few => format!("{}: ", few.join(", ")),
    };
    // What holds for both kinds of SOAP holds for SOAP.
    let on = match found.protocols.as_slice() {
        _ if found.kind == "protocol" => String::new(),
        [] | ["soap11", "soap12"] => String::new(),
        ["get", "post"] => " (form)".to_owned(),
        some => format!(" ({})", some.join(", ")),
    };
    let wsdl = found.wsdl.as_ref().filter(|_| found.spec.is_some()).map(|line| format!(" [{}]", place(line)));
    let help = found.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{start}{}: {operations}{}{on}{help}{}", found.kind, found.message, wsdl.unwrap_or_default())
}
