//! xsd-parser: text to meta types.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Once,
};

use super::{builtin, source::XS};
use xsd_parser::{
    Interpreter, MetaTypes, Optimizer, Parser, TypeIdent,
    models::{Name, meta::CustomMeta},
    pipeline::{interpreter, parser},
};

/// Why xsd-parser makes no types of an XSD. It has no places as such, but says where it stood, or what it was about.
#[derive(Debug, Default)]
pub struct Refusal {
    pub message: String,
    /// The byte of the text that it had come to.
    pub position: Option<usize>,
    /// The definition that it was about.
    pub name: Option<String>,
}

/// The types of an XSD, or why there are none.
pub fn meta_types(text: &str) -> Result<MetaTypes, Refusal> {
    // It asserts here and there instead of reporting; a generator that panics tells nobody what to mend.
    match without_panic_message(|| run(text)) {
        Some(result) => result,
        None => Err(Refusal { message: "it has no words for what is wrong".to_owned(), ..Refusal::default() }),
    }
}

fn run(text: &str) -> Result<MetaTypes, Refusal> {
    let parser =
        Parser::new().with_default_namespaces().add_schema_from_str(text).map_err(|error| of_parser(&error))?;
    let schemas = parser.finish();
    let mut namespaces = schemas.namespaces();
    let xs = namespaces.find(|(_, info)| info.namespace.as_ref().is_some_and(|namespace| namespace.to_string() == XS));
    let (xs, _) = xs.ok_or_else(|| plain("the namespace of XSD is not known"))?;
    let mut interpreter = Interpreter::new(&schemas);
    for name in builtin::names() {
        // Not its own mapping: there, `xs:integer` is an i32, and a restricted `xs:dateTime` is only a string.
        let ident = TypeIdent::new(Name::named(name)).with_ns(*xs);
        interpreter = interpreter.with_type(ident, CustomMeta::new(name)).map_err(|error| of_interpreter(&error))?;
    }
    let (types, _) = interpreter.finish().map_err(|error| of_interpreter(&error))?;
    Ok(Optimizer::new(types).remove_empty_enum_variants().remove_duplicate_union_variants().finish())
}

fn of_parser<E: std::fmt::Display>(error: &parser::Error<E>) -> Refusal {
    match error {
        parser::Error::XmlError(error) => {
            let position = error.error.position.and_then(|position| usize::try_from(position).ok());
            Refusal { position, ..plain(&error.error.kind.to_string()) }
        }
        _ => plain(&error.to_string()),
    }
}

fn of_interpreter(error: &interpreter::Error) -> Refusal {
    use interpreter::Error;
    let (message, ident) = match error {
        Error::TypeAlreadyDefined(ident) => ("it is defined already", ident),
        Error::AmbiguousType(ident) => ("it could be one of several", ident),
        Error::ExpectedSimpleType(ident) => ("a simple type is needed here, and this is none", ident),
        Error::ExpectedComplexType(ident) => ("a complex type is needed here, and this is none", ident),
        Error::ExpectedDynamicElement(ident) => ("it heads no substitution group", ident),
        Error::UnknownType(ident) => ("it is not known", ident),
        Error::CircularDependency(ident) => ("it is made of itself", ident),
        _ => return plain(&error.to_string()),
    };
    let name = ident.name.as_named_str().map(str::to_owned);
    let message = name.as_ref().map_or_else(|| message.to_owned(), |name| format!("`{name}`: {message}"));
    Refusal { message, position: None, name }
}

/// A message of its own, without the dump of its insides that may follow in other lines.
fn plain(message: &str) -> Refusal {
    let line = message.lines().next().unwrap_or_default();
    Refusal { message: line.chars().take(200).collect(), ..Refusal::default() }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// None if it panicked. The hook is set once, and passes on what other threads and other code have to say.
fn without_panic_message<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    result.ok()
}
