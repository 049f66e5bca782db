//! Good answers of every operation over every protocol, cut at every byte.

use bindery_simulator::answer;
use bindery_transport::{
    Failure, Kind, Stage, Target, Value, Values, decode,
    description::{Format, Kind as TypeKind, Operation, Protocol, Sample, Type, Vendor},
};
use bytes::Bytes;
use http::Response;

const VENDORS: [&Vendor; 3] = [&inforouter::VENDOR, &logmein_rescue::VENDOR, &mediasilo::VENDOR];

/// An operation over a protocol.
#[derive(Clone, Copy)]
struct Call {
    vendor: &'static Vendor,
    operation: &'static Operation,
    protocol: Protocol,
}

impl Call {
    fn all() -> impl Iterator<Item = Call> {
        VENDORS.into_iter().flat_map(|vendor| {
            vendor.operations.iter().flat_map(move |operation| {
                let protocols = operation.on.iter().filter(|protocol| vendor.binding(*protocol).is_some());
                protocols.map(move |protocol| Call { vendor, operation, protocol })
            })
        })
    }

    fn read(self, response: &Response<Bytes>) -> Result<Option<Value>, Failure> {
        let Call { vendor, operation, protocol } = self;
        let target = Target { vendor, base: "http://x", protocol, credentials: None, secrets_in_url: false };
        decode::answer(operation, &target, &Values::new(operation.params.len()), response)
    }

    /// Whether an answer is a document, which has an end.
    fn has_end(self) -> bool {
        let how = self.operation.answer(self.vendor, self.protocol).expect("answers read somehow");
        self.protocol.is_soap() || how.format == Format::Xml
    }

    /// What its accepted examples give, in every text form.
    fn accepted(self) -> Vec<Response<Bytes>> {
        let forms = self.operation.output_form(self.protocol).map_or(1, |form| form.text.len());
        let examples = self.operation.examples.iter().filter(|example| example.code.is_none());
        let examples = examples.map(|example| example.output);
        let mut outputs: Vec<Sample> = examples.filter(|output| !matches!(output, Sample::None)).collect();
        if outputs.is_empty() {
            let output = self.operation.output;
            outputs.push(output.map_or(Sample::None, |output| made(output.ty, output.many, 3)));
        }
        let written = |form: usize| {
            let Call { vendor, operation, protocol } = self;
            outputs
                .iter()
                .map(move |output| answer::accepted(vendor, operation, protocol, form, output).map(Bytes::from))
        };
        (0..forms).flat_map(written).collect()
    }

    /// A refusal.
    fn refused(self) -> Option<Response<Bytes>> {
        let Call { vendor, operation, protocol } = self;
        let mut codes = operation.codes.iter().filter(|code| code.spelling(protocol).is_some());
        codes.next().map(|code| answer::refused(vendor, operation, protocol, code).map(Bytes::from))
    }
}

/// A value of a type, where no page shows one.
fn made(ty: &'static Type, many: bool, depth: usize) -> Sample {
    if many {
        return Sample::List(Vec::leak(vec![made(ty, false, depth)]));
    }
    match ty.kind {
        TypeKind::Bool { .. } => Sample::Bool(true),
        TypeKind::Int { min, .. } => Sample::Int(min.max(1)),
        TypeKind::Number => Sample::Text("1.50"),
        TypeKind::Bytes => Sample::Text("AP8="),
        TypeKind::Url => Sample::Text("https://a.example/"),
        TypeKind::Enum(words) => Sample::Text(words.first().copied().unwrap_or("Word")),
        TypeKind::Map => Sample::Record(&[("Name", Sample::Text("Ann"))]),
        TypeKind::Record(record) => {
            let fields = record.fields.iter().filter_map(|field| {
                let ty = field.wires.first()?.ty;
                let is_deeper = matches!(ty.kind, TypeKind::Record(_));
                (depth > 0 || !is_deeper).then(|| (field.name, made(ty, field.many, depth.saturating_sub(1))))
            });
            Sample::Record(Vec::leak(fields.collect()))
        }
        _ => Sample::Text("some text"),
    }
}

#[test]
fn good_answers_are_good() {
    for call in Call::all() {
        for response in call.accepted() {
            let read = call.read(&response);
            assert!(read.is_ok(), "{}: {read:?}", call.operation.name);
        }
    }
}

#[test]
fn a_document_that_broke_off_is_never_taken_for_a_whole_one() {
    let mut cuts = 0;
    for call in Call::all().filter(|call| call.has_end()) {
        for response in call.accepted().into_iter().chain(call.refused()) {
            let end = response.body().trim_ascii_end().len();
            for length in 0..end {
                let failure = match call.read(&response.clone().map(|body| body.slice(..length))) {
                    Err(failure) => failure,
                    Ok(_) => panic!("{} over {}: {length} bytes are enough", call.operation.name, call.protocol),
                };
                assert_eq!((failure.stage(), failure.kind()), (Stage::NotUnderstood, Kind::Unexpected), "{failure}");
                cuts += 1;
            }
        }
    }
    assert!(cuts > 50_000, "{cuts} cuts");
}

#[test]
fn a_text_that_broke_off_is_read_without_a_panic() {
    let mut cuts = 0;
    for call in Call::all().filter(|call| !call.has_end()) {
        for response in call.accepted().into_iter().chain(call.refused()) {
            for length in 0..response.body().len() {
                if let Err(failure) = call.read(&response.clone().map(|body| body.slice(..length))) {
                    assert!(matches!(failure.stage(), Stage::NotUnderstood | Stage::Refused), "{failure}");
                }
                cuts += 1;
            }
        }
    }
    assert!(cuts > 1_000, "{cuts} cuts");
}
