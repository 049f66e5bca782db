//! The description: what the vendor's API looks like on the wire, as tables.

use proc_macro2::TokenStream;
use quote::quote;

use super::{
    docs::inner_docs,
    example::{example, sample},
    file::Files,
    protocols::{all, protocol, protocols, spelled},
    rust::{constant, crate_name, is_secret, module_path},
};
use crate::model::{
    Answer, Binding, Carrier, Code, Escape, Field, Format, Means, Operation, Output, OutputForm, Piece, Protocol,
    Protocols, Reading, Scalar, ScalarKind, Scheme, TextForm, TypeDef, TypeRef, Vendor, Wire,
};

/// Emits what operations share.
pub fn emit(vendor: &Vendor, files: &mut Files) {
    let docs = inner_docs(["What operations share on the wire."]);
    let types = vendor.types.iter().enumerate().map(|(index, named)| {
        let name = type_name(vendor, index);
        match &named.def {
            TypeDef::Scalar(scalar) => {
                let ty = scalar_type(scalar);
                quote!(pub static #name: Type = #ty;)
            }
            TypeDef::Enum(_) => {
                let path = super::rust::type_path(vendor, named);
                quote!(pub static #name: Type = Type::words(<#path as bindery_transport::Enumeration>::WORDS);)
            }
            TypeDef::Record(fields) => {
                let rust = &named.rust;
                let fields = fields.iter().map(|field| self::field(vendor, field));
                let record = constant(&format!("{name}_record"));
                quote! {
                    pub static #name: Type = Type::record(&#record);
                    static #record: Record = Record { name: #rust, fields: &[#(#fields),*] };
                }
            }
        }
    });
    let answers = vendor.answers.iter().enumerate().map(|(index, answer)| {
        let name = answer_name(index);
        let answer = self::answer(answer);
        quote!(pub static #name: Answer = #answer;)
    });
    let codes = shared_codes(vendor).map(|code| {
        let name = code_name(code);
        let code = self::code(vendor, code);
        quote!(pub static #name: Code = #code;)
    });
    let bindings = vendor.bindings.iter().map(binding);
    let schemes = vendor.schemes.iter().map(|scheme| self::scheme(vendor, scheme));
    let operations = vendor.operations.iter().map(|operation| {
        let module = module_path(operation);
        quote!(&crate::#module::wire::OPERATION)
    });
    let all = spelled(&all(vendor));
    let name = &vendor.name;
    let package = &vendor.folder;
    let base = option(vendor.base.as_deref());
    let crate_name = crate_name(vendor).to_string();
    let vendor_docs = super::docs::docs([
        format!("{} on the wire: addresses, sign-in, and every operation.", super::docs::prose(name)),
        format!(
            "It drives the calls of this crate, and a simulator in tests: `Simulator::start(&{crate_name}::VENDOR)`."
        ),
    ]);
    files.module(
        "src/wire.rs",
        None,
        quote! {
            #docs
            #![allow(dead_code, reason = "a spec may name a type or a code that no operation has on the wire")]
            use bindery_transport::description::*;

            /// All of the vendor's protocols.
            pub(crate) const ALL: Protocols = #all;

            #vendor_docs
            pub static VENDOR: Vendor = Vendor {
                name: #name,
                package: #package,
                base: #base,
                bindings: &[#(#bindings),*],
                schemes: &[#(#schemes),*],
                operations: &[#(#operations),*],
            };
            #(#answers)*
            #(#codes)*
            #(#types)*
        },
    );
}

/// The table of one operation, for the module `wire` of its own.
pub fn operation(vendor: &Vendor, operation: &Operation) -> TokenStream {
    let name = &operation.name;
    let on = protocols(vendor, &operation.on);
    let mut chain = quote!(Operation::new(#name, #on));
    chain.extend(per_protocol(vendor, "names", &operation.names));
    chain.extend(per_protocol(vendor, "paths", &operation.paths));
    chain.extend(per_protocol(vendor, "insides", &operation.insides));
    if !operation.answers.is_empty() {
        let answers = operation.answers.iter().map(|(on, index)| {
            let on = protocols(vendor, on);
            let answer = answer_name(*index);
            quote!((#on, &#answer))
        });
        chain.extend(quote!(.answers(&[#(#answers),*])));
    }
    if !operation.holes.is_empty() {
        let holes = operation.holes.iter().map(|(name, value)| quote!((#name, #value)));
        chain.extend(quote!(.holes(&[#(#holes),*])));
    }
    if !operation.schemes.is_empty() {
        let schemes = operation.schemes.iter().map(|index| proc_macro2::Literal::usize_unsuffixed(*index));
        chain.extend(quote!(.schemes(&[#(#schemes),*])));
    }
    if !operation.scheme_params.is_empty() {
        let fields = operation.scheme_params.iter().map(|field| self::field(vendor, field));
        chain.extend(quote!(.scheme_params(&[#(#fields),*])));
    }
    if operation.idempotent {
        chain.extend(quote!(.idempotent()));
    }
    if !operation.params.is_empty() {
        let fields = operation.params.iter().map(|field| self::field(vendor, field));
        chain.extend(quote!(.params(&[#(#fields),*])));
    }
    if !operation.one_of.is_empty() {
        let groups = operation.one_of.iter().map(|group| quote!(&[#(#group),*]));
        chain.extend(quote!(.one_of(&[#(#groups),*])));
    }
    if let Some((calls, seconds)) = operation.limit {
        let (calls, seconds) = (number(calls), number(seconds));
        chain.extend(quote!(.limit(#calls, #seconds)));
    }
    if let Some(output) = &operation.output {
        let output = self::output(vendor, output);
        chain.extend(quote!(.output(&#output)));
    }
    if !operation.replies.is_empty() {
        let replies = operation.replies.iter().map(|(code, output)| {
            let (code, output) = (self::code(vendor, code), sample(output));
            quote!((&#code, #output))
        });
        chain.extend(quote!(.replies(&[#(#replies),*])));
    }
    if !operation.codes.is_empty() {
        let codes = operation.codes.iter().map(|code| {
            if is_shared(vendor, code) {
                let name = code_name(code);
                quote!(&#name)
            } else {
                let code = self::code(vendor, code);
                quote!(&#code)
            }
        });
        chain.extend(quote!(.codes(&[#(#codes),*])));
    }
    let examples: Vec<_> = operation.examples.iter().map(example).collect();
    if !examples.is_empty() {
        chain.extend(quote!(.examples(&[#(#examples),*])));
    }
    let use_shared = quote!(
        use crate::wire::*;
    );
    quote! {
        pub(crate) mod wire {
            #use_shared
            use bindery_transport::description::*;

            pub(crate) static OPERATION: Operation = #chain;
        }
    }
}

/// What differs by protocol, as a link of the chain.
fn per_protocol(vendor: &Vendor, method: &str, said: &[(Protocols, String)]) -> TokenStream {
    if said.is_empty() {
        return TokenStream::new();
    }
    let method = super::rust::ident(method);
    let said = said.iter().map(|(on, text)| {
        let on = protocols(vendor, on);
        quote!((#on, #text))
    });
    quote!(.#method(&[#(#said),*]))
}

fn number(value: u32) -> proc_macro2::Literal {
    proc_macro2::Literal::u32_unsuffixed(value)
}

/// Codes written once for the vendor, each as often as it differs (an operation may take it on fewer protocols).
fn shared_codes(vendor: &Vendor) -> impl Iterator<Item = &Code> {
    let mut seen: Vec<&Code> = Vec::new();
    for code in vendor.operations.iter().flat_map(|operation| &operation.codes).filter(|code| code.shared) {
        if !seen.iter().any(|known| known.name == code.name) {
            seen.push(code);
        }
    }
    seen.into_iter()
}

/// Whether the static that stands for the code's name is this very code.
fn is_shared(vendor: &Vendor, code: &Code) -> bool {
    code.shared && shared_codes(vendor).any(|shared| shared == code)
}

fn code_name(code: &Code) -> proc_macro2::Ident {
    constant(&format!("code_{}", code.rust))
}

fn answer_name(index: usize) -> proc_macro2::Ident {
    super::rust::ident(&format!("ANSWER_{index}"))
}

fn type_name(vendor: &Vendor, index: usize) -> proc_macro2::Ident {
    let Some(named) = vendor.types.get(index) else { return constant("unknown") };
    match named.owner.and_then(|owner| vendor.operations.get(owner)) {
        Some(owner) => constant(&format!("{}_{}", owner.rust.trim_start_matches("r#"), named.rust)),
        None => constant(&format!("type_{}", named.rust)),
    }
}

fn binding(binding: &Binding) -> TokenStream {
    let protocol = protocol(binding.protocol);
    let Binding { path, namespace, action, root, inside, headers, .. } = binding;
    let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
    let charset = option(binding.charset.as_deref());
    let answer = answer_name(binding.answer);
    quote! {
        Binding {
            protocol: #protocol,
            path: #path,
            namespace: #namespace,
            action: #action,
            root: #root,
            inside: #inside,
            charset: #charset,
            headers: &[#(#headers),*],
            answer: &#answer,
        }
    }
}

fn answer(answer: &Answer) -> TokenStream {
    let format = super::rust::ident(match answer.format {
        Format::Text => "Text",
        Format::Xml => "Xml",
        Format::Bytes => "Bytes",
    });
    let mut chain = quote!(Answer::new(Format::#format));
    if let Some(charset) = &answer.charset {
        chain.extend(quote!(.charset(#charset)));
    }
    for (method, readings) in [("accepted", &answer.accepted), ("refused", &answer.refused), ("faults", &answer.faults)]
    {
        if !readings.is_empty() {
            let (method, readings) = (super::rust::ident(method), readings.iter().map(reading));
            chain.extend(quote!(.#method(&[#(#readings),*])));
        }
    }
    if answer.part != ":" {
        let part = &answer.part;
        chain.extend(quote!(.labels(#part)));
    }
    chain.extend(match answer.escape {
        Escape::None => TokenStream::new(),
        Escape::Percent => quote!(.escape(Escape::Percent)),
        Escape::Form => quote!(.escape(Escape::Form)),
    });
    if answer.any_case {
        chain.extend(quote!(.any_case()));
    }
    chain
}

fn reading(reading: &Reading) -> TokenStream {
    let at = &reading.at;
    let template = match &reading.template {
        Some(template) => {
            let template = self::template(template);
            quote!(Some(#template))
        }
        None => quote!(None),
    };
    quote!(Reading { at: &[#(#at),*], template: #template })
}

fn template(pieces: &[Piece]) -> TokenStream {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(Piece::Text(#text)),
        Piece::Blank => quote!(Piece::Blank),
        Piece::Hole(name) => quote!(Piece::Hole(#name)),
    });
    quote!(Template(&[#(#pieces),*]))
}

fn scheme(vendor: &Vendor, scheme: &Scheme) -> TokenStream {
    let Scheme { name, first, login, .. } = scheme;
    let params = scheme.params.iter().map(|param| {
        let field = field(vendor, &param.field);
        let from = option(param.from.as_deref());
        quote!(SchemeParam { field: #field, from: #from })
    });
    let logout = option(scheme.logout.as_deref());
    let cookie = option(scheme.cookie.as_deref());
    let idle = match scheme.idle {
        Some(seconds) => {
            let seconds = number(seconds);
            quote!(Some(#seconds))
        }
        None => quote!(None),
    };
    quote! {
        Scheme {
            name: #name,
            params: &[#(#params),*],
            first: #first,
            login: &[#(#login),*],
            logout: #logout,
            cookie: #cookie,
            idle: #idle,
        }
    }
}

fn field(vendor: &Vendor, field: &Field) -> TokenStream {
    let name = &field.name;
    let wires = field.wires.iter().map(|wire| self::wire(vendor, wire));
    let mut chain = quote!(Field::new(#name, &[#(#wires),*]));
    if field.required {
        chain.extend(quote!(.required()));
    }
    if field.many {
        chain.extend(quote!(.many()));
    }
    if field.secret {
        chain.extend(quote!(.secret()));
    }
    for (method, bound) in [("min", field.min), ("max", field.max)] {
        if let Some(bound) = bound {
            let method = super::rust::ident(method);
            let bound = proc_macro2::Literal::i64_unsuffixed(bound);
            chain.extend(quote!(.#method(#bound)));
        }
    }
    if let Some(needs) = &field.needs {
        chain.extend(quote!(.needs(#needs)));
    }
    if let Some((other, value)) = &field.required_if {
        let value = sample(value);
        chain.extend(quote!(.required_if(#other, #value)));
    }
    if let Some(value) = &field.fixed {
        let value = sample(value);
        chain.extend(quote!(.fixed(#value)));
    }
    chain
}

fn wire(vendor: &Vendor, wire: &Wire) -> TokenStream {
    let on = protocols(vendor, &wire.on);
    let at = &wire.at;
    let ty = type_ref(vendor, &wire.ty);
    let spelled = &wire.spelled;
    let ty = match super::rust::definition(vendor, &wire.ty) {
        Some(named) if !spelled.is_empty() => {
            let path = super::rust::type_path(vendor, named);
            quote!(Type::words(<#path as bindery_transport::Enumeration>::WORDS).spelled(&[#(#spelled),*]))
        }
        _ => ty,
    };
    let mut chain = quote!(Wire::new(#on, &[#(#at),*], &#ty));
    if let Some(join) = &wire.join {
        chain.extend(quote!(.join(#join)));
    }
    if let Some(absent) = &wire.absent {
        chain.extend(quote!(.absent(#absent)));
    }
    if wire.nillable {
        chain.extend(quote!(.nillable()));
    }
    chain.extend(match wire.carrier {
        Carrier::Body => TokenStream::new(),
        Carrier::Header => quote!(.carrier(Carrier::Header)),
        Carrier::Basic => quote!(.carrier(Carrier::Basic)),
        Carrier::SoapHeader => quote!(.carrier(Carrier::SoapHeader)),
    });
    if let Some(template) = &wire.template {
        let template = self::template(template);
        chain.extend(quote!(.template(#template)));
    }
    if let Some(root) = &wire.document {
        chain.extend(quote!(.document(#root)));
    }
    chain
}

fn type_ref(vendor: &Vendor, ty: &TypeRef) -> TokenStream {
    match ty {
        TypeRef::Scalar(scalar) => scalar_type(scalar),
        TypeRef::Named(index) => {
            let name = type_name(vendor, *index);
            quote!(#name)
        }
    }
}

fn scalar_type(scalar: &Scalar) -> TokenStream {
    let ty = match &scalar.kind {
        ScalarKind::String => quote!(Type::STRING),
        ScalarKind::Bool { yes, no } if yes == &["true"] && no == &["false"] => quote!(Type::BOOL),
        ScalarKind::Bool { yes, no } => quote!(Type::boolean(&[#(#yes),*], &[#(#no),*])),
        ScalarKind::Int("i32") => quote!(Type::I32),
        ScalarKind::Int("i64") => quote!(Type::I64),
        ScalarKind::Int("u32") => quote!(Type::U32),
        ScalarKind::Int(other) => {
            let name = super::rust::ident(other);
            quote!(Type::int(#name::MIN as i64, #name::MAX as i64))
        }
        ScalarKind::Number => quote!(Type::NUMBER),
        ScalarKind::DateTime(formats) if formats.is_empty() => quote!(Type::DATE_TIME),
        ScalarKind::DateTime(formats) => quote!(Type::date_time(&[#(#formats),*])),
        ScalarKind::Url => quote!(Type::URL),
        ScalarKind::Bytes => quote!(Type::BYTES),
        ScalarKind::Map => quote!(Type::MAP),
    };
    if scalar.none.is_empty() {
        ty
    } else {
        let none = &scalar.none;
        quote!(#ty.none(&[#(#none),*]))
    }
}

fn output(vendor: &Vendor, output: &Output) -> TokenStream {
    let ty = type_ref(vendor, &output.ty);
    let forms = output.forms.iter().map(|form| output_form(vendor, form));
    let mut chain = quote!(Output::new(&#ty, &[#(#forms),*]));
    if output.many {
        chain.extend(quote!(.many()));
    }
    if is_secret(vendor, output) {
        chain.extend(quote!(.secret()));
    }
    if let Some(value) = &output.fixed {
        let value = sample(value);
        chain.extend(quote!(.fixed(#value)));
    }
    chain
}

fn output_form(vendor: &Vendor, form: &OutputForm) -> TokenStream {
    let on = protocols(vendor, &form.on);
    let at = &form.at;
    let mut chain = quote!(OutputForm::new(#on, #at));
    if let Some(place) = &form.inside {
        chain.extend(quote!(.inside(#place)));
    }
    if form.text != [TextForm::Fields] {
        let forms = form.text.iter().map(|form| match form {
            TextForm::Fields => quote!(TextForm::Fields),
            TextForm::Table => quote!(TextForm::Table),
            TextForm::Xml => quote!(TextForm::Xml),
            TextForm::Template(pieces) => {
                let template = template(pieces);
                quote!(TextForm::Template(#template))
            }
        });
        chain.extend(quote!(.text(&[#(#forms),*])));
    }
    if let Some(separator) = &form.separator {
        chain.extend(quote!(.separator(#separator)));
    }
    if let Some(place) = &form.titles {
        chain.extend(quote!(.titles(#place)));
    }
    chain
}

fn code(vendor: &Vendor, code: &Code) -> TokenStream {
    let Code { name, doc, .. } = code;
    let means = super::rust::ident(match code.means {
        Means::SignIn => "SignIn",
        Means::Credentials => "Credentials",
        Means::SlowDown => "SlowDown",
        Means::Input => "Input",
        Means::Forbidden => "Forbidden",
        Means::NotFound => "NotFound",
        Means::Conflict => "Conflict",
        Means::Limit => "Limit",
        Means::VendorFault => "VendorFault",
    });
    let spellings = code.spellings.iter().map(|(on, codes)| spelling(vendor, on, codes));
    let mut chain = quote!(Code::new(#name, Means::#means, &[#(#spellings),*], #doc));
    if !code.messages.is_empty() {
        let messages = code.messages.iter().map(|message| template(message));
        chain.extend(quote!(.messages(&[#(#messages),*])));
    }
    if !code.also.is_empty() {
        let also = code.also.iter().map(|crate::model::Telling { spellings, messages }| {
            let spellings = spellings.iter().map(|(on, codes)| spelling(vendor, on, codes));
            let messages = messages.iter().map(|message| template(message));
            quote!(Telling::new(&[#(#spellings),*], &[#(#messages),*]))
        });
        chain.extend(quote!(.also(&[#(#also),*])));
    }
    if let Some(param) = &code.param {
        chain.extend(quote!(.param(#param)));
    }
    if let Some(details) = &code.details {
        let details = output(vendor, details);
        chain.extend(quote!(.details(&#details)));
    }
    chain
}

fn spelling(vendor: &Vendor, on: &[Protocol], codes: &[String]) -> TokenStream {
    let on = protocols(vendor, on);
    quote!(Spelling::new(#on, &[#(#codes),*]))
}

fn option(value: Option<&str>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}
