//! What is called: the examples of a description, and what is made of them.

use bindery_transport::description::{Code, Field, Kind, Means, Operation, Sample};

use crate::{
    AWKWARD,
    client::Sent,
    node::Node,
    wire::{Given, Texts, Wired},
};

/// A call, what the simulator is told to answer, and what is to come of it.
pub struct Case {
    pub operation: &'static Operation,
    pub what: String,
    pub sent: Sent,
    pub given: Given,
    pub plan: Plan,
    pub expected: Expected,
}

/// What the simulator is told.
pub enum Plan {
    Example(usize),
    Code(&'static str),
    Fault,
}

/// What is to come of a call.
pub enum Expected {
    /// Accepted, with this and nothing else.
    Accepted(Node),
    /// Refused, with this among what is said.
    Refused(Node),
    /// A fault, with a number in its detail.
    Fault { is_client: bool, text: String, number: Option<&'static str> },
}

/// The calls of an operation: each example, each code, a fault, and what is easily lost on the way.
pub fn of_operation(wired: Wired<'_>, operation: &'static Operation, signs_out: bool) -> Vec<Case> {
    let case = |what: String, params: Vec<(&'static str, Sample)>, texts, plan, expected| {
        let given = wired.request(operation, &params, texts);
        Case { operation, what, sent: wired.sent(operation, &given), given, plan, expected }
    };
    // An example may be spelled as another protocol spells it.
    let accepted = || {
        let accepted = operation.examples.iter().filter(|example| example.code.is_none()).zip(0..);
        accepted.filter(|(example, _)| wired.spells(operation, example.params))
    };
    let (first, first_index) = accepted().next().expect("every operation has an accepted example of the protocol");
    let first_answer = || answer(wired, operation, &first.output);
    let mut cases = Vec::new();
    for code in operation.codes.iter().filter(|code| wired.tells(operation, code)) {
        let expected = if wired.tells_by_fault(operation) {
            let is_client = !matches!(code.means, Means::VendorFault | Means::Limit);
            let number = code.spelling(wired.on).and_then(|spelling| spelling.codes.first()).copied();
            Expected::Fault { is_client, text: wired.message(operation, code), number }
        } else {
            Expected::Refused(wired.refusal(operation, code))
        };
        cases.push(case(
            format!("refused with {}", code.name),
            first.params.to_vec(),
            Texts::Shown,
            Plan::Code(code.name),
            expected,
        ));
    }
    let fault = Expected::Fault { is_client: false, text: AWKWARD.to_owned(), number: None };
    cases.push(case("a fault".to_owned(), first.params.to_vec(), Texts::Shown, Plan::Fault, fault));
    if signs_out {
        cases.push(case(
            format!("example {first_index}"),
            first.params.to_vec(),
            Texts::Shown,
            Plan::Example(first_index),
            first_answer(),
        ));
        return cases;
    }
    for (example, index) in accepted() {
        let expected = answer(wired, operation, &example.output);
        cases.push(case(
            format!("example {index}"),
            example.params.to_vec(),
            Texts::Shown,
            Plan::Example(index),
            expected,
        ));
    }
    let is_free = |field: &&Field| !operation.one_of.iter().any(|group| group.contains(&field.name));
    let is_text = |field: &&Field| {
        field.wire(wired.on).is_some_and(|wire| matches!(wire.ty.kind, Kind::String)) && field.fixed.is_none()
    };
    let with = |text: &'static str, fields: &mut dyn Iterator<Item = &'static Field>| {
        let mut params = first.params.to_vec();
        for field in fields {
            params.retain(|(name, _)| *name != field.name);
            let text = Sample::Text(text);
            params.push((field.name, if field.many { Sample::List(Box::leak(Box::new([text]))) } else { text }));
        }
        params
    };
    let mut texts = operation.params.iter().filter(is_text).filter(is_free);
    let params = with(AWKWARD, &mut texts);
    cases.push(case("awkward texts".to_owned(), params, Texts::Awkward, Plan::Example(first_index), first_answer()));
    let mut optional = operation.params.iter().filter(is_text).filter(is_free).filter(|field| !field.required);
    let params = with("", &mut optional);
    cases.push(case("empty texts".to_owned(), params, Texts::Shown, Plan::Example(first_index), first_answer()));
    for field in operation.params.iter().filter(|field| field.many && field.wire(wired.on).is_some()) {
        let shown = operation.examples.iter().flat_map(|example| example.params).find(|(name, _)| *name == field.name);
        let Some((_, Sample::List(items))) = shown else { panic!("no example gives {}", field.name) };
        let item = *items.first().expect("an item");
        for items in [&[][..], &[item], &[item, item, item]] {
            let mut params = first.params.to_vec();
            params.retain(|(name, _)| *name != field.name);
            params.push((field.name, Sample::List(Box::leak(items.to_vec().into_boxed_slice()))));
            let what = format!("{} of {}", items.len(), field.name);
            cases.push(case(what, params, Texts::Shown, Plan::Example(first_index), first_answer()));
        }
    }
    cases
}

/// What is read of an accepted answer. One that an example shows as a reply is a refusal on the wire.
fn answer(wired: Wired<'_>, operation: &'static Operation, output: &Sample) -> Expected {
    let shows = |(_, shown): &&(&'static Code, Sample)| {
        !matches!(output, Sample::None) && format!("{shown:?}") == format!("{output:?}")
    };
    match operation.replies.iter().find(shows) {
        Some((code, _)) => Expected::Refused(wired.refusal(operation, code)),
        None => Expected::Accepted(wired.answer(operation, output)),
    }
}
