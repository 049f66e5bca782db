//! Operations: which is which, how each is called, and what goes there and comes back.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{
    Comparison, Found, Request,
    codes::{self, Told},
    line_of,
    places::Places,
    shape::{Compared, Seen, Shapes, Subject, Way, is_always},
};
use crate::{
    diagnostic::At,
    model::{
        Carrier, Code, Format, Operation, Protocol, Vendor,
        called::Called,
        xsd::{XsdField, XsdRef},
    },
    wsdl::{Call, Contract, Operation as Described, path_of},
};

/// Compares all operations that are asked for.
pub fn compare(
    vendor: &Vendor,
    contract: &Contract,
    places: &Places,
    request: &Request,
    found: &mut Found<'_>,
) -> Comparison {
    let (mut roots, mut names) = (HashMap::new(), HashMap::new());
    for (index, operation) in contract.operations.iter().enumerate() {
        for call in &operation.calls {
            roots.entry((call.on, call.request.name.clone())).or_insert_with(Vec::new).push(index);
            names.entry((call.on, operation.name.clone())).or_insert_with(Vec::new).push(index);
        }
    }
    let mut run = Run {
        vendor,
        contract,
        places,
        found,
        compared: Compared::new(),
        comparison: Comparison::default(),
        there: contract.operations.iter().flat_map(|operation| &operation.calls).map(|call| call.on).collect(),
        roots,
        names,
        codes_told: BTreeMap::new(),
        elsewhere: BTreeSet::new(),
    };
    run.protocols();
    let asked = &request.asked.operations;
    let mut met: BTreeSet<&str> = BTreeSet::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for operation in &vendor.operations {
        let described = run.described(operation);
        let names: Vec<&str> = described.iter().map(|(_, described, _)| described.name.as_str()).collect();
        known.extend(&names);
        let is_asked =
            asked.is_empty() || asked.iter().any(|asked| *asked == operation.name || names.contains(&asked.as_str()));
        met.extend(asked.iter().map(String::as_str).filter(|asked| *asked == operation.name || names.contains(asked)));
        if is_asked {
            run.operation(operation, &described);
        }
    }
    for operation in &contract.operations {
        let is_asked = asked.is_empty() || asked.contains(&operation.name);
        if known.contains(operation.name.as_str()) || !is_asked {
            continue;
        }
        met.insert(&operation.name);
        run.comparison.without_spec.push(operation.name.clone());
        if request.all || !asked.is_empty() {
            let wsdl = run.found.line(&operation.at);
            run.found.add("no-spec", None, Some(&operation.name), "no spec has this operation".to_owned()).wsdl(wsdl);
        }
    }
    for asked in asked.iter().filter(|asked| !met.contains(asked.as_str())) {
        run.found.add(
            "missing-operation",
            None,
            Some(asked),
            "neither the WSDL nor the specs have this operation".to_owned(),
        );
    }
    run.codes_of_all(asked.is_empty());
    let Run { mut comparison, elsewhere, .. } = run;
    comparison.notes.extend(elsewhere);
    comparison
}

struct Run<'a, 'f, 'd> {
    vendor: &'a Vendor,
    contract: &'a Contract,
    places: &'a Places,
    found: &'f mut Found<'d>,
    compared: Compared,
    comparison: Comparison,
    /// The protocols of the WSDL.
    there: BTreeSet<Protocol>,
    /// The operations of the WSDL by the element of their request, and by their own name.
    roots: HashMap<(Protocol, String), Vec<usize>>,
    names: HashMap<(Protocol, String), Vec<usize>>,
    /// Codes that operations share, on each protocol: the first operation that has them, and whether any answer tells them.
    codes_told: BTreeMap<(Protocol, String), (usize, bool)>,
    /// Forms that are not those of the specs.
    elsewhere: BTreeSet<String>,
}

impl<'a, 'd> Run<'a, '_, 'd> {
    /// Protocols that one of the two does not have at all.
    fn protocols(&mut self) {
        let calls = || self.contract.operations.iter().flat_map(|operation| &operation.calls);
        let there = &self.there;
        let here: BTreeSet<Protocol> = self.vendor.bindings.iter().map(|binding| binding.protocol).collect();
        for on in there.difference(&here).copied().collect::<Vec<_>>() {
            // Only SOAP is described by a WSDL as a rule; forms are a habit of few services.
            let Some(call) = calls().find(|call| call.on == on) else { continue };
            let at = call.address.as_ref().map_or(&call.at, |address| &address.at);
            let wsdl = self.found.line(at);
            let spec = self.places.protocol(on, "path", self.found.d);
            let message = format!("the WSDL has calls over {}, the specs have not", super::word(on));
            self.found.add("protocol", Some(on), None, message).spec(spec).wsdl(wsdl);
        }
        for on in here.difference(there).copied().filter(|on| on.is_soap()).collect::<Vec<_>>() {
            let path =
                self.vendor.bindings.iter().find(|binding| binding.protocol == on).map_or("", |binding| &binding.path);
            if !self.is_of_wsdl(path) {
                let note = format!(
                    "the specs have {} at {path}, which is not of this WSDL; it was not compared",
                    super::word(on)
                );
                self.elsewhere.insert(note);
                continue;
            }
            let spec = self.places.protocol(on, "path", self.found.d);
            let message = format!("the specs have calls over {}, the WSDL has not", super::word(on));
            self.found.add("protocol", Some(on), None, message).spec(spec);
        }
    }

    /// What the WSDL has of an operation, on each protocol; whether its name is spelled so.
    fn described(&self, operation: &'a Operation) -> Vec<(Called<'a>, &'a Described, bool)> {
        let mut all = Vec::new();
        for on in &operation.on {
            let Some(called) = Called::new(self.vendor, operation, *on) else { continue };
            let name = called.name();
            let by = |names: &HashMap<(Protocol, String), Vec<usize>>, name: &str| {
                let found = names.get(&(*on, name.to_owned())).into_iter().flatten();
                found.filter_map(|index| self.contract.operations.get(*index)).collect::<Vec<_>>()
            };
            let roots = by(&self.roots, name);
            let both = roots.iter().find(|described| described.name == operation.name);
            let exact = both.or(roots.first()).copied().or_else(|| by(&self.names, name).first().copied());
            if let Some(described) = exact {
                all.push((called, described, true));
            } else if let Some(described) = self.contract.operations.iter().find(|described| {
                described.name.eq_ignore_ascii_case(name) && described.calls.iter().any(|call| call.on == *on)
            }) {
                all.push((called, described, false));
            }
        }
        all
    }

    fn operation(&mut self, operation: &'a Operation, described: &[(Called<'a>, &'a Described, bool)]) {
        let there = |on: &Protocol| on.is_soap() && self.there.contains(on);
        let soap: Vec<Protocol> = operation.on.iter().copied().filter(there).collect();
        let found: Vec<Protocol> = described.iter().map(|(called, ..)| called.on).collect();
        let line = Some(self.found.line(&operation.at));
        for on in soap.iter().filter(|on| !found.contains(on)) {
            let called = Called::new(self.vendor, operation, *on);
            if let Some(path) = called.map(|called| called.path()).filter(|path| !self.is_of_wsdl(path)) {
                let note = format!("{} is at {path}, which is not of this WSDL; it was not compared", operation.name);
                self.elsewhere.insert(note);
                continue;
            }
            let name = called.map_or(operation.name.as_str(), |called| called.name());
            let names = self.contract.operations.iter().map(|described| described.name.as_str());
            let near = crate::diagnostic::nearest(name, names).map(|near| format!("did you mean `{near}`?"));
            let message = format!("the WSDL has no operation `{name}`");
            let found =
                self.found.add("missing-operation", Some(*on), Some(&operation.name), message).spec(line.clone());
            found.help = near;
        }
        // What the operation is not on, though the vendor is.
        if let Some((_, known, _)) = described.first() {
            let here = |on: &Protocol| self.vendor.bindings.iter().any(|binding| binding.protocol == *on);
            for call in known
                .calls
                .iter()
                .filter(|call| call.on.is_soap() && here(&call.on) && !operation.on.contains(&call.on))
            {
                let wsdl = self.found.line(&call.at);
                let message = format!("the WSDL has it over {}, too", super::word(call.on));
                self.found.add("protocol", Some(call.on), Some(&operation.name), message).spec(line.clone()).wsdl(wsdl);
            }
        }
        if !described.is_empty() {
            self.comparison.compared.push(operation.name.clone());
        }
        for (called, described, is_exact) in described {
            let Some(call) = described.calls.iter().find(|call| call.on == called.on) else { continue };
            if !called.on.is_soap() && !self.is_here(called, call) {
                continue;
            }
            if !is_exact {
                let wsdl = self.found.line(&described.at);
                let spec = Some(self.places.word(operation, "soap", self.found.d));
                let message = format!("it is called `{}` in the WSDL, not `{}`", described.name, called.name());
                let help = format!("say `soap = \"{}\"`", described.name);
                self.found
                    .add("operation-name", Some(called.on), Some(&operation.name), message)
                    .spec(spec)
                    .wsdl(wsdl)
                    .help(help);
            }
            self.call(called, call);
        }
    }

    /// Whether a path of the specs is one of the WSDL's addresses; a WSDL without addresses may be anywhere.
    fn is_of_wsdl(&self, path: &str) -> bool {
        let calls =
            self.contract.operations.iter().flat_map(|operation| &operation.calls).filter(|call| call.on.is_soap());
        let mut addresses =
            calls.filter_map(|call| call.address.as_ref()).map(|address| path_of(&address.text)).peekable();
        let path = path_of(path).to_lowercase();
        addresses.peek().is_none() || addresses.any(|there| there.to_lowercase().ends_with(&path))
    }

    /// Whether a form of the WSDL is where the specs have theirs.
    fn is_here(&mut self, called: &Called<'_>, call: &Call) -> bool {
        let there = call.address.as_ref().map(|address| path_of(&address.text)).unwrap_or_default();
        let here = called.path();
        let is_here = there.eq_ignore_ascii_case(path_of(&here).as_str()) || there.ends_with(&here);
        if !is_here {
            let folder = there.rsplit_once('/').map_or(there.as_str(), |(folder, _)| folder);
            self.elsewhere.insert(format!(
                "GET and POST of the WSDL are at {folder}/…, which the specs do not call; they were not compared"
            ));
        }
        is_here
    }

    fn call(&mut self, called: &Called<'a>, call: &'a Call) {
        let operation = called.operation;
        if called.on.is_soap() {
            self.envelope(called, call);
        }
        let line = Some(self.found.line(&operation.at));
        let of = Subject { what: "the spec".to_owned(), line };
        self.request(called, call, &of);
        if called.on.is_soap() {
            self.headers(called, call, &of);
            self.answer(called, call, &of);
        }
    }

    /// Namespace, action and address.
    fn envelope(&mut self, called: &Called<'a>, call: &'a Call) {
        let own = Some(called.operation.name.as_str());
        let namespace = &called.binding.namespace;
        if call.request.namespace != *namespace {
            let spec = self.places.protocol(called.on, "namespace", self.found.d);
            let wsdl = self.found.line(&call.request.at);
            let message =
                format!("the namespace is {namespace}, in the WSDL it is {}", quoted(&call.request.namespace));
            self.found.add("namespace", Some(called.on), own, message).spec(spec).wsdl(wsdl);
        }
        if let Some((action, at)) = &call.action
            && *action != called.action()
        {
            let spec = self.places.protocol(called.on, "action", self.found.d);
            let wsdl = self.found.line(at);
            let message = format!("the SOAP action is {}, in the WSDL it is {}", called.action(), quoted(action));
            self.found.add("action", Some(called.on), own, message).spec(spec).wsdl(wsdl);
        }
        if let Some(address) = &call.address {
            let (here, there) = (path_of(&called.path()), path_of(&address.text));
            // The vendor's base address may have a path of its own.
            if !there.to_lowercase().ends_with(&here.to_lowercase()) {
                let spec = self.places.protocol(called.on, "path", self.found.d);
                let wsdl = self.found.line(&address.at);
                let message = format!("the path is {here}, in the WSDL it is {there}");
                self.found.add("address", Some(called.on), None, message).spec(spec).wsdl(wsdl);
            }
        }
        for namespace in call.notes.iter().filter_map(|note| note.namespace.as_ref()) {
            let wsdl = self.found.line(&call.request.at);
            let message = format!(
                "elements of the request stand in {}, all of a call is sent in {}: a strict server may not find them",
                if namespace.is_empty() { "no namespace" } else { namespace },
                call.request.namespace
            );
            self.found.add("element-namespace", Some(called.on), own, message).wsdl(wsdl);
        }
    }

    fn request(&mut self, called: &Called<'a>, call: &'a Call, of: &Subject) {
        let mut seen = Seen::default();
        let fields = called.sent(Carrier::Body);
        let d = self.found.d;
        let mut shapes = self.shapes(called, Way::There, false);
        if called.on.is_soap() {
            for (field, wire) in fields {
                let line = Some(line_of(&field.at, d));
                let subject = Subject { what: format!("the parameter `{}`", field.name), line };
                shapes.field(&call.request.ty, &mut seen, field, wire, &subject);
            }
            shapes.rest(&call.request.ty, &seen, of);
            shapes.records();
            return;
        }
        // Of a form the WSDL knows the names, and nothing of what stands behind them.
        let names: BTreeSet<&str> = fields.iter().flat_map(|(_, wire)| &wire.at).map(String::as_str).collect();
        let there = self.contract.types.fields(&call.request.ty);
        let mut meant: BTreeSet<&str> = BTreeSet::new();
        for (field, wire) in &fields {
            let is_numbered = wire.at.iter().any(|name| name.contains('{'));
            if !is_numbered && !wire.at.iter().any(|name| there.iter().any(|known| known.place == *name)) {
                let spec = Some(self.found.line(&field.at));
                let wsdl = self.found.line(&call.request.at);
                let message = format!("the parameter `{}`: the WSDL has no `{}`", field.name, wire.at.join("` or `"));
                let known = there.iter().map(|known| known.place.as_str()).filter(|known| !names.contains(known));
                let near = wire.at.first().and_then(|name| crate::diagnostic::nearest(name, known));
                meant.extend(near);
                let own = Some(called.operation.name.as_str());
                let found = self.found.add("unknown-element", Some(called.on), own, message).spec(spec).wsdl(wsdl);
                found.help = near.map(|near| format!("did you mean `{near}`?"));
            }
        }
        for field in
            there.iter().filter(|field| !names.contains(field.place.as_str()) && !meant.contains(field.place.as_str()))
        {
            let wsdl = self.found.line(&self.contract.types.at(field.span.start));
            let message = format!("the spec has no parameter `{}`", field.place);
            self.found
                .add("missing-parameter", Some(called.on), Some(&called.operation.name), message)
                .spec(of.line.clone())
                .wsdl(wsdl);
        }
    }

    fn headers(&mut self, called: &Called<'a>, call: &'a Call, of: &Subject) {
        let own = called.operation.name.as_str();
        let mut sent: BTreeMap<String, Seen> = BTreeMap::new();
        for (field, wire) in called.sent(Carrier::SoapHeader) {
            let place = called.fill(wire.at.first().map_or("", String::as_str));
            let (root, rest) = place.split_once('/').unwrap_or((place.as_str(), "."));
            let spec = Some(self.found.line(&field.at));
            let Some(header) = call.headers.iter().find(|header| header.payload.name == root) else {
                let wsdl = self.found.line(&call.at);
                let message = format!("the WSDL has no header `{root}`, where the parameter `{}` goes", field.name);
                self.found.add("header", Some(called.on), Some(own), message).spec(spec).wsdl(wsdl);
                continue;
            };
            let subject = Subject { what: format!("the parameter `{}`", field.name), line: spec };
            // The place counts from the header's own element here.
            let seen = sent.entry(root.to_owned()).or_default();
            let ty = header.payload.ty.clone();
            let mut shapes = self.shapes(called, Way::There, false);
            shapes.field_at(&ty, seen, field, wire, &[rest.to_owned()], &subject);
            shapes.records();
        }
        for header in &call.headers {
            let name = &header.payload.name;
            match sent.get(name) {
                Some(seen) => {
                    let of = Subject { what: format!("the header `{name}`"), line: of.line.clone() };
                    let mut shapes = self.shapes(called, Way::There, false);
                    shapes.always = header.required || is_always(seen);
                    shapes.rest(&header.payload.ty, seen, &of);
                }
                None => {
                    let wsdl = self.found.line(&header.payload.at);
                    let message = format!("the spec has no parameter in the header `{name}`");
                    self.found.add("header", Some(called.on), Some(own), message).spec(of.line.clone()).wsdl(wsdl);
                }
            }
        }
    }

    fn answer(&mut self, called: &Called<'a>, call: &'a Call, of: &Subject) {
        let Some(how) = called.answer() else { return };
        let Some(answer) = &call.answer else {
            if called.operation.output.is_some() {
                let line = Some(self.found.line(output_place(called.operation)));
                let wsdl = self.found.line(&call.at);
                let message = "the spec has an output, the WSDL has no answer".to_owned();
                self.found.add("type", Some(called.on), Some(&called.operation.name), message).spec(line).wsdl(wsdl);
            }
            return;
        };
        if how.format == Format::Text {
            return;
        }
        let any_case = how.any_case;
        let places = self.places;
        let d = self.found.d;
        let mut root = Seen::default();
        let mut shapes = self.shapes(called, Way::Back, any_case);
        // Where the places of the answer count from.
        let inside = called.inside();
        let mut record = answer.ty.clone();
        let mut base = &mut root;
        let mut is_open = false;
        let mut text = None;
        for step in inside.split('/').filter(|step| !step.is_empty()) {
            let field = if step == "*" { None } else { shapes.reading(&record, &mut Seen::default(), step) };
            if let Some(field @ XsdField { ty: XsdRef::Scalar(_), .. }) = field {
                base = base.child(&field.place);
                text = Some(field);
                continue;
            }
            let Some(XsdField { place, ty: XsdRef::Named(name), .. }) = field else {
                is_open = true;
                if step != "*" && !shapes.types.is_open(&record) {
                    let wsdl = shapes.found.line(&answer.at);
                    let spec = places.protocol(called.on, "inside", d);
                    let message = format!("the answer has no `{step}`, which its places count from (`{inside}`)");
                    shapes
                        .found
                        .add("unknown-element", Some(called.on), Some(&called.operation.name), message)
                        .spec(spec)
                        .wsdl(wsdl);
                }
                break;
            };
            base = base.child(&place);
            record = name;
        }
        if is_open {
            return;
        }
        if let Some(field) = text {
            // A text is all that there is, and so it is the output.
            if let Some(output) = called.operation.output.as_ref().filter(|output| output.fixed.is_none()) {
                let line = Some(line_of(output_place(called.operation), d));
                shapes.value(&output.ty, &field, &Subject { what: "the output".to_owned(), line });
            }
            let what = Subject { what: "the spec's output".to_owned(), line: of.line.clone() };
            shapes.rest(&answer.ty, &root, &what);
            shapes.records();
            return;
        }
        let mut of_codes = Vec::new();
        for place in codes::places(called) {
            if let Some(field) = shapes.reading(&record, base, &place) {
                of_codes.push((place, field));
            }
        }
        let operation = called.operation;
        if let Some((output, form)) = operation.output.as_ref().and_then(|output| Some((output, called.form(output)?)))
        {
            let line = Some(line_of(output_place(operation), d));
            shapes.output(&record, base, output, form, &Subject { what: "the output".to_owned(), line });
        }
        // What refusals carry may stand in the same document; where it does not, it is in a fault.
        let replies = operation.replies.iter().map(|(code, _)| code);
        for details in operation.codes.iter().chain(replies).filter_map(|code| code.details.as_ref()) {
            let steps = called.form(details).map(|form| called.fill(&form.at)).unwrap_or_default();
            if shapes.reading(&record, &mut Seen::default(), &steps).is_some()
                && let Some(form) = called.form(details)
            {
                let subject = Subject { what: "what a code carries".to_owned(), line: of.line.clone() };
                shapes.output(&record, base, details, form, &subject);
            }
        }
        let what = Subject { what: "the spec's output".to_owned(), line: of.line.clone() };
        shapes.rest(&answer.ty, &root, &what);
        shapes.records();
        for (place, field) in of_codes {
            self.codes(called, &place, &field);
        }
    }

    /// The words of an enumeration of codes.
    fn codes(&mut self, called: &Called<'a>, place: &str, field: &XsdField) {
        if !codes::is_of_codes(called, place) {
            return;
        }
        let Some(words) = codes::words(&self.contract.types, &field.ty) else { return };
        let operation = called.operation;
        let own = Some(operation.name.as_str());
        let start = match &field.ty {
            XsdRef::Named(name) => self.contract.types.get(name).map_or(field.span.start, |ty| ty.span.start),
            XsdRef::Scalar(_) => field.span.start,
        };
        let wsdl = self.found.line(&self.contract.types.at(start));
        let told: Vec<String> = words
            .iter()
            .filter_map(|word| match codes::told(called, place, &word.wire) {
                Told::Refused(code) => Some(code),
                Told::Accepted | Told::Other => None,
            })
            .collect();
        if told.is_empty() {
            return;
        }
        let replies = operation.replies.iter().map(|(code, _)| code);
        let known: Vec<(&Code, Vec<String>)> = operation
            .codes
            .iter()
            .chain(replies)
            .filter_map(|code| {
                let mut spellings = called.spellings(code)?.to_vec();
                spellings.extend(
                    code.also
                        .iter()
                        .flat_map(|telling| &telling.spellings)
                        .filter(|(on, _)| on.contains(&called.on))
                        .flat_map(|(_, spellings)| spellings.clone()),
                );
                Some((code, spellings))
            })
            .collect();
        for word in &told {
            let by = |is: &dyn Fn(&str) -> bool| {
                known.iter().find(|(_, spellings)| spellings.iter().any(|spelling| is(spelling)))
            };
            if by(&|spelling| spelling == word).is_some() {
                continue;
            }
            match by(&|spelling| spelling.eq_ignore_ascii_case(word)) {
                Some((code, spellings)) => {
                    let spec = Some(self.found.line(&code.at));
                    let message =
                        format!("the code `{}` is `{word}` in the WSDL, not `{}`", code.name, spellings.join("` or `"));
                    let help = format!("say `soap = \"{word}\"`");
                    self.found
                        .add("code-spelling", Some(called.on), own, message)
                        .spec(spec)
                        .wsdl(wsdl.clone())
                        .help(help);
                }
                None => {
                    let near = known.iter().flat_map(|(_, spellings)| spellings).map(String::as_str);
                    let near = crate::diagnostic::nearest(word, near).map(|near| format!("is it `{near}`?"));
                    let spec = Some(self.found.line(&operation.at));
                    let message = format!("the spec has no code `{word}`");
                    let found =
                        self.found.add("missing-code", Some(called.on), own, message).spec(spec).wsdl(wsdl.clone());
                    found.help = near;
                }
            }
        }
        let index = self.vendor.operations.iter().position(|known| std::ptr::eq(known, operation)).unwrap_or_default();
        for (code, spellings) in &known {
            let is_told = spellings.iter().any(|spelling| told.iter().any(|word| word.eq_ignore_ascii_case(spelling)));
            // A code that is told by its message alone has no spelling.
            if spellings.is_empty() {
                continue;
            }
            if code.shared {
                let entry = self.codes_told.entry((called.on, code.name.clone())).or_insert((index, false));
                entry.1 |= is_told;
            } else if !is_told {
                let spec = Some(self.found.line(&code.at));
                let message = format!("the WSDL has no code `{}`", spellings.join("` or `"));
                let near = crate::diagnostic::nearest(&spellings[0], told.iter().map(String::as_str));
                let near = near.map(|near| format!("did you mean `{near}`?"));
                let found = self.found.add("unknown-code", Some(called.on), own, message).spec(spec).wsdl(wsdl.clone());
                found.help = near;
            }
        }
    }

    /// Codes that operations share are of one of them at least.
    fn codes_of_all(&mut self, all: bool) {
        if !all {
            return;
        }
        for ((on, name), (index, is_told)) in std::mem::take(&mut self.codes_told) {
            if let Some(operation) = self.vendor.operations.get(index).filter(|_| !is_told) {
                let spec = operation.codes.iter().find(|code| code.name == name).map(|code| self.found.line(&code.at));
                let message = format!("no answer of the WSDL has the shared code `{name}`");
                self.found.add("unknown-code", Some(on), None, message).spec(spec);
            }
        }
    }

    fn shapes<'r>(&'r mut self, called: &Called<'a>, way: Way, any_case: bool) -> Shapes<'a, 'r, 'd> {
        Shapes {
            vendor: self.vendor,
            types: &self.contract.types,
            called: *called,
            way,
            any_case,
            found: self.found,
            compared: &mut self.compared,
            missing: if way == Way::There { "missing-parameter" } else { "missing-field" },
            always: true,
            waiting: Vec::new(),
        }
    }
}

fn quoted(text: &str) -> String {
    if text.is_empty() { "empty".to_owned() } else { text.to_owned() }
}

/// Where an operation says what it gives; the file, where it gives nothing.
fn output_place(operation: &Operation) -> &At {
    operation.output.as_ref().map_or(&operation.at, |output| &output.at)
}
