//! What a word of the language does is shown by an example: with any effect taken out of the descriptions, of each kind at
//! least once, an example of some vendor fails.

use std::collections::BTreeMap;

use bindery_simulator::harness::{self, Case};
use bindery_transport::description::{
    Answer, Binding, Carrier, Code, Escape, Field, Kind, Operation, Output, OutputForm, Record, Spelling, TextForm,
    Type, Vendor, Wire,
};

/// A description without one effect, and what that is called.
type Without<T> = Vec<(&'static str, T)>;

#[test]
fn no_effect_goes_unnoticed() {
    // Most of what follows fails on purpose, and has nothing to say about it.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let noticed = noticed();
    std::panic::set_hook(hook);
    let unnoticed: Vec<_> = noticed.iter().filter(|(_, noticed)| !**noticed).map(|(effect, _)| effect).collect();
    assert!(unnoticed.is_empty(), "no example shows what these do: {unnoticed:?}");
    assert!(noticed.len() > 40, "{noticed:?}");
}

/// Every kind of effect, and whether any example fails without one of it.
fn noticed() -> BTreeMap<&'static str, bool> {
    let mut noticed: BTreeMap<&'static str, bool> = BTreeMap::new();
    for (vendor, cases) in crate::vendors() {
        for (effect, vendor) in without(vendor) {
            let known = noticed.entry(effect).or_default();
            *known = *known || problems(leak(vendor), &cases) > 0;
        }
    }
    noticed
}

fn problems(vendor: &'static Vendor, cases: &[Case]) -> usize {
    harness::check_written(vendor, cases).len()
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn leak_all<T>(values: Vec<T>) -> &'static [T] {
    Box::leak(values.into_boxed_slice())
}

/// Adds what differs from what it was.
macro_rules! each {
    ($found:ident, $($effect:literal if $there:expr => { $($change:tt)* }),* $(,)?) => {$(
        if $there {
            $found.push(($effect, { $($change)* }));
        }
    )*};
}

/// A list in which one item is another.
fn replaced<T: Copy>(items: &[T], index: usize, item: T) -> &'static [T] {
    leak_all(items.iter().enumerate().map(|(at, old)| if at == index { item } else { *old }).collect())
}

fn without(vendor: &'static Vendor) -> Without<Vendor> {
    let mut found: Without<Vendor> = Vec::new();
    for (index, binding) in vendor.bindings.iter().enumerate() {
        for (effect, other) in bindings(binding) {
            let all = vendor.bindings.iter().enumerate();
            let all = all.map(|(at, old)| Binding { ..*(if at == index { &other } else { old }) });
            found.push((effect, Vendor { bindings: leak_all(all.collect()), ..*vendor }));
        }
    }
    for (index, operation) in vendor.operations.iter().enumerate() {
        for (effect, other) in operations(operation) {
            let operations = replaced(vendor.operations, index, leak(other));
            found.push((effect, Vendor { operations, ..*vendor }));
        }
    }
    found
}

fn bindings(binding: &Binding) -> Without<Binding> {
    let mut found: Without<Binding> = Vec::new();
    each!(found,
        "protocol: inside" if !binding.inside.is_empty() => { Binding { inside: "", ..*binding } },
        "protocol: namespace" if !binding.namespace.is_empty() => { Binding { namespace: "", ..*binding } },
        "protocol: action" if !binding.action.is_empty() => { Binding { action: "", ..*binding } },
        "protocol: root" if !binding.root.is_empty() => { Binding { root: "other", ..*binding } },
        "protocol: path" if !binding.path.is_empty() => { Binding { path: "/other", ..*binding } },
        "protocol: charset" if binding.charset.is_some() => { Binding { charset: None, ..*binding } },
        "protocol: headers" if !binding.headers.is_empty() => { Binding { headers: &[], ..*binding } },
    );
    found.extend(
        answers(binding.answer)
            .into_iter()
            .map(|(effect, answer)| (effect, Binding { answer: leak(answer), ..*binding })),
    );
    found
}

fn answers(answer: &'static Answer) -> Without<Answer> {
    let mut found: Without<Answer> = Vec::new();
    each!(found,
        "answer: charset" if answer.charset.is_some() => { Answer { charset: None, ..*answer } },
        "answer: accepted" if !answer.accepted.is_empty() => { Answer { accepted: &[], ..*answer } },
        "answer: refused" if !answer.refused.is_empty() => { Answer { refused: &[], ..*answer } },
        "answer: faults" if !answer.faults.is_empty() => { Answer { faults: &[], ..*answer } },
        "answer: escape" if answer.escape != Escape::None => { Answer { escape: Escape::None, ..*answer } },
        "answer: field" if answer.labels.part != ":" => { Answer { ..*answer }.labels(":") },
        "answer: case" if answer.any_case => { Answer { any_case: false, ..*answer } },
    );
    found
}

fn operations(operation: &'static Operation) -> Without<Operation> {
    let mut found: Without<Operation> = Vec::new();
    each!(found,
        "operation: name" if !operation.names.is_empty() => { Operation { names: &[], ..*operation } },
        "operation: path" if !operation.paths.is_empty() => { Operation { paths: &[], ..*operation } },
        "operation: inside" if !operation.insides.is_empty() => { Operation { insides: &[], ..*operation } },
        "operation: answer" if !operation.answers.is_empty() => { Operation { answers: &[], ..*operation } },
        "operation: names" if !operation.holes.is_empty() => {
            let holes = operation.holes.iter().map(|(name, _)| (*name, "other"));
            Operation { holes: leak_all(holes.collect()), ..*operation }
        },
        "code: output" if !operation.replies.is_empty() => { Operation { replies: &[], ..*operation } },
        "operation: codes" if !operation.codes.is_empty() => { Operation { codes: &[], ..*operation } },
    );
    for (index, (on, answer)) in operation.answers.iter().enumerate() {
        for (effect, other) in answers(answer) {
            let answers = replaced(operation.answers, index, (*on, leak(other)));
            found.push((effect, Operation { answers, ..*operation }));
        }
    }
    for (index, param) in operation.params.iter().enumerate() {
        for (effect, other) in fields(param, 3) {
            let params = replaced(operation.params, index, other);
            found.push((effect, Operation { params, ..*operation }));
        }
    }
    for (index, param) in operation.scheme_params.iter().enumerate() {
        for (effect, other) in fields(param, 1) {
            let scheme_params = replaced(operation.scheme_params, index, other);
            found.push((effect, Operation { scheme_params, ..*operation }));
        }
    }
    for (effect, output) in operation.output.into_iter().flat_map(outputs) {
        found.push((effect, Operation { output: Some(leak(output)), ..*operation }));
    }
    for (index, code) in operation.codes.iter().enumerate() {
        for (effect, other) in codes(code) {
            let codes = replaced(operation.codes, index, leak(other));
            found.push((effect, Operation { codes, ..*operation }));
        }
    }
    found
}

fn codes(code: &'static Code) -> Without<Code> {
    let mut found: Without<Code> = Vec::new();
    each!(found,
        "code: code" if code.spellings.iter().any(|spelling| !spelling.codes.is_empty()) => {
            let spellings = code.spellings.iter().map(|spelling| {
                Spelling { codes: &["other"], ..*spelling }
            });
            Code { spellings: leak_all(spellings.collect()), ..*code }
        },
        "code: message" if !code.messages.is_empty() => { Code { messages: &[], ..*code } },
        "code: param" if code.param.is_some() => { Code { param: None, ..*code } },
        "code: type, fields" if code.details.is_some() => { Code { details: None, ..*code } },
    );
    for (effect, details) in code.details.into_iter().flat_map(outputs) {
        found.push((effect, Code { details: Some(leak(details)), ..*code }));
    }
    found
}

fn outputs(output: &'static Output) -> Without<Output> {
    let mut found: Without<Output> = Vec::new();
    each!(found,
        "output: fixed" if output.fixed.is_some() => { Output { fixed: None, ..*output } },
    );
    for (index, form) in output.forms.iter().enumerate() {
        for (effect, form) in forms(form) {
            found.push((effect, Output { forms: replaced(output.forms, index, form), ..*output }));
        }
    }
    for (effect, ty) in types(output.ty, 3) {
        found.push((effect, Output { ty: leak(ty), ..*output }));
    }
    found
}

fn forms(form: &OutputForm) -> Without<OutputForm> {
    let mut found: Without<OutputForm> = Vec::new();
    each!(found,
        "output: at" if form.at != "." => { OutputForm { at: ".", ..*form } },
        "output: inside" if form.inside.is_some() => { OutputForm { inside: None, ..*form } },
        "output: separator" if form.separator.is_some() => { OutputForm { separator: None, ..*form } },
        "output: titles" if form.titles.is_some() => { OutputForm { titles: None, ..*form } },
        "output: as, template" if form.text.iter().any(|form| matches!(form, TextForm::Template(_))) => {
            OutputForm { text: &[TextForm::Fields], ..*form }
        },
        "output: as, several" if form.text.len() > 1 => { OutputForm { text: &form.text[..1], ..*form } },
        "output: as, table" if form.text.contains(&TextForm::Table) => { OutputForm { text: &[TextForm::Fields], ..*form } },
        "output: as, xml" if form.text.contains(&TextForm::Xml) => { OutputForm { text: &[TextForm::Fields], ..*form } },
    );
    found
}

fn fields(field: &Field, depth: usize) -> Without<Field> {
    let mut found: Without<Field> = Vec::new();
    each!(found,
        "field: fixed" if field.fixed.is_some() => { Field { fixed: None, ..*field } },
        "field: many" if field.many => { Field { many: false, ..*field } },
    );
    for (index, wire) in field.wires.iter().enumerate() {
        for (effect, wire) in wires(wire, depth) {
            found.push((effect, Field { wires: replaced(field.wires, index, wire), ..*field }));
        }
    }
    found
}

fn wires(wire: &Wire, depth: usize) -> Without<Wire> {
    let mut found: Without<Wire> = Vec::new();
    each!(found,
        "field: at" if true => { Wire { at: &["other"], ..*wire } },
        "field: at, several" if wire.at.len() > 1 => { Wire { at: &wire.at[..1], ..*wire } },
        "field: separator" if wire.join.is_some() => { Wire { join: None, ..*wire } },
        "field: absent" if wire.absent.is_some() => { Wire { absent: None, ..*wire } },
        "field: nillable" if wire.nillable => { Wire { nillable: false, ..*wire } },
        "field: in header" if wire.carrier == Carrier::Header => { Wire { carrier: Carrier::Body, ..*wire } },
        "field: in basic" if wire.carrier == Carrier::Basic => { Wire { carrier: Carrier::Body, ..*wire } },
        "field: in soap-header" if wire.carrier == Carrier::SoapHeader => { Wire { carrier: Carrier::Body, ..*wire } },
        "field: as, template" if wire.template.is_some() => { Wire { template: None, ..*wire } },
        "field: as, xml" if wire.document.is_some() => { Wire { document: None, ..*wire } },
    );
    for (effect, ty) in types(wire.ty, depth) {
        found.push((effect, Wire { ty: leak(ty), ..*wire }));
    }
    found
}

fn types(ty: &Type, depth: usize) -> Without<Type> {
    let mut found: Without<Type> = Vec::new();
    each!(found,
        "type: none" if !ty.none.is_empty() => { Type { none: &[], ..*ty } },
        "type: true, false" if matches!(ty.kind, Kind::Bool { yes, .. } if yes != ["true"]) => { Type::BOOL },
        "type: format" if matches!(ty.kind, Kind::DateTime(formats) if !formats.is_empty()) => {
            Type { kind: Kind::DateTime(&["%s"]), ..*ty }
        },
    );
    if let (Kind::Record(record), Some(depth)) = (ty.kind, depth.checked_sub(1)) {
        for (index, field) in record.fields.iter().enumerate() {
            for (effect, field) in fields(field, depth) {
                let record = Record { fields: replaced(record.fields, index, field), ..*record };
                found.push((effect, Type { kind: Kind::Record(leak(record)), ..*ty }));
            }
        }
    }
    found
}
