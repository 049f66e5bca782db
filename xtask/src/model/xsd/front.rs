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
};

/// The types of an XSD, or what is wrong with it in a sentence.
pub fn meta_types(path: &str, text: &str) -> Result<MetaTypes, String> {
    // It asserts here and there instead of reporting; a generator that panics tells nobody what to mend.
    match without_panic_message(|| run(text)) {
        Some(result) => result,
        None => Err(format!("xsd-parser cannot make types of {path}; describe the shape with simpler means")),
    }
}

fn run(text: &str) -> Result<MetaTypes, String> {
    let parser =
        Parser::new().with_default_namespaces().add_schema_from_str(text).map_err(|error| error.to_string())?;
    let schemas = parser.finish();
    let mut namespaces = schemas.namespaces();
    let xs = namespaces.find(|(_, info)| info.namespace.as_ref().is_some_and(|namespace| namespace.to_string() == XS));
    let (xs, _) = xs.ok_or("the namespace of XSD is not known")?;
    let mut interpreter = Interpreter::new(&schemas);
    for name in builtin::names() {
        // Not its own mapping: there, `xs:integer` is an i32, and a restricted `xs:dateTime` is only a string.
        let ident = TypeIdent::new(Name::named(name)).with_ns(*xs);
        interpreter = interpreter.with_type(ident, CustomMeta::new(name)).map_err(|error| error.to_string())?;
    }
    let (types, _) = interpreter.finish().map_err(|error| error.to_string())?;
    Ok(Optimizer::new(types).remove_empty_enum_variants().remove_duplicate_union_variants().finish())
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
