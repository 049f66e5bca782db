//! The other way round: parameters that the transport writes and the simulator reads.

use bindery_simulator::Simulator;
use bindery_transport::{Target, Value, Values, description::*, encode};
use proptest::{collection::vec, prelude::*};

use crate::{support, texts::any_text, vendor::VENDOR};

const EVERY: Protocols = Protocols::ALL;

pub static ASKED: Operation = Operation::new("asked", EVERY).params(&[
    Field::new("name", &[Wire::new(FORM, &["name"], &Type::STRING), Wire::new(XMLISH, &["box/name"], &Type::STRING)])
        .required(),
    Field::new(
        "words",
        &[Wire::new(FORM, &["word"], &Type::STRING), Wire::new(XMLISH, &["words/word"], &Type::STRING)],
    )
    .many(),
    Field::new("joined", &[Wire::new(EVERY, &["joined"], &Type::I64).join(",")]).many(),
    Field::new(
        "attribute",
        &[Wire::new(FORM, &["attribute"], &Type::STRING), Wire::new(XMLISH, &["box/@attribute"], &Type::STRING)],
    ),
]);
pub const XMLISH: Protocols = SOAP.and(XML);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn parameters(
        name in any_text(),
        words in vec(any_text(), 0..4),
        joined in vec(any::<i64>(), 1..4),
        attribute in any_text(),
    ) {
        let sim = Simulator::start(&VENDOR);
        for protocol in ASKED.on.iter() {
            let mut values = Values::new(4);
            values.set(0, Some(Value::Text(name.clone())));
            values.set(1, Some(Value::List(words.iter().cloned().map(Value::Text).collect())));
            values.set(2, Some(Value::List(joined.iter().copied().map(Value::Int).collect())));
            values.set(3, Some(Value::Text(attribute.clone())));
            let target = Target { vendor: &VENDOR, base: "http://x", protocol, credentials: None, secrets_in_url: true };
            let request = encode::request(&ASKED, &target, &values).expect("a request");
            let path = request.uri().path_and_query().expect("a path");
            let mut head = format!("{} {path} HTTP/1.1", request.method());
            for (name, value) in request.headers() {
                head.push_str(&format!("\r\n{name}: {}", value.to_str().expect("a header")));
            }
            let reply = support::exchange(&sim, &head, &String::from_utf8(request.body().clone()).expect("UTF-8"));
            prop_assert_eq!(reply.status, 200, "{}", reply.text());
            let received = sim.received().pop().expect("the request");
            let sent = |name: &str| -> Vec<String> {
                received.params.iter().filter(|(known, _)| known == name).map(|(_, text)| text.clone()).collect()
            };
            let place = |form, xml| if protocol.is_form() { form } else { xml };
            prop_assert_eq!(sent(place("name", "box/name")), vec![name.clone()], "over {}", protocol);
            prop_assert_eq!(sent(place("word", "words/word")), words.clone(), "over {}", protocol);
            prop_assert_eq!(sent("joined"), vec![joined.iter().map(i64::to_string).collect::<Vec<_>>().join(",")]);
            prop_assert_eq!(sent(place("attribute", "box/@attribute")), vec![attribute.clone()], "over {}", protocol);
        }
    }
}
