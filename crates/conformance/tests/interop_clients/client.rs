//! The clients: scripts that are told what to call, and tell what came of it.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use bindery_simulator::Simulator;
use bindery_transport::{Protocol, description::Vendor};
use serde_json::{Map, Value, json};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A SOAP client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tool {
    Zeep,
    Php,
}

/// A call that a client is to make.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its name on the wire.
    pub operation: String,
    path: String,
    params: Value,
    headers: Value,
    namespace: &'static str,
    /// The elements that are bytes, for a client that does not say so.
    bytes: Vec<String>,
}

/// What came of a call.
#[derive(Debug)]
pub struct Outcome {
    pub result: Value,
    pub fault: Option<Fault>,
    /// Why the client could not make the call, or not read the answer.
    pub error: Option<String>,
    /// How the envelopes break the schema.
    pub invalid: Vec<String>,
}

/// A SOAP fault, as the client's own exception has it.
#[derive(Debug)]
pub struct Fault {
    pub code: String,
    pub text: String,
    pub detail: Value,
}

impl Sent {
    /// A call of an operation, by its name in the spec.
    pub fn new(vendor: &'static Vendor, on: Protocol, operation: &str, params: Value) -> Sent {
        let operation = vendor.operation(operation).expect("the vendor has it");
        Sent {
            operation: operation.wire_name(on).to_owned(),
            path: operation.path(vendor, on).expect("a path"),
            params,
            headers: Value::Object(Map::new()),
            namespace: vendor.binding(on).map_or("", |binding| binding.namespace),
            bytes: Vec::new(),
        }
    }

    /// With what goes into the header of the envelope, and the names of elements that are bytes.
    pub fn with(self, headers: Value, bytes: Vec<String>) -> Sent {
        Sent { headers, bytes, ..self }
    }
}

impl Outcome {
    /// The text at some steps of what was read.
    #[track_caller]
    pub fn text(&self, steps: &[&str]) -> String {
        let canonical = Tool::Php.canonical(&self.result);
        let found = steps.iter().try_fold(&canonical, |value, step| value.get(step));
        match found.and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => panic!("there is no text at {steps:?}: {self:?}"),
        }
    }
}

impl Tool {
    pub const ALL: [Tool; 2] = [Tool::Zeep, Tool::Php];

    /// Makes calls one after another, all at one path.
    #[track_caller]
    pub fn run(self, sim: &Simulator, on: Protocol, calls: &[Sent]) -> Vec<Outcome> {
        let path = &calls.first().expect("a call").path;
        assert!(calls.iter().all(|call| call.path == *path), "one WSDL is of one path");
        let (suffix, version) = if on == Protocol::Soap12 { ("Soap12", "1.2") } else { ("Soap11", "1.1") };
        let described: Vec<Value> = calls
            .iter()
            .map(|call| {
                json!({
                    "operation": call.operation, "params": call.params, "headers": call.headers,
                    "namespace": call.namespace, "bytes": call.bytes,
                })
            })
            .collect();
        // Any case will do.
        let query = if self == Tool::Zeep { "WSDL" } else { "wsdl" };
        let work = json!({
            "wsdl": format!("{}{path}?{query}", sim.base_url()), "port": suffix, "version": version, "calls": described,
        });
        let mut command = self.command();
        let shown = format!("{command:?}");
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{shown} could not be started: {error}"));
        // A script that fails at once reads nothing: what it says then tells more.
        let _ = child.stdin.take().expect("piped").write_all(work.to_string().as_bytes());
        let output = child.wait_with_output().expect("an output");
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{shown} failed:\n{out}{err}");
        let outcomes: Vec<Value> = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}:\n{out}{err}"));
        assert_eq!(outcomes.len(), calls.len());
        outcomes.iter().map(outcome).collect()
    }

    /// What was read in a form that can be compared: lists of one are that one, and what is not there is left out. zeep
    /// reads an empty element as one that is not there.
    pub fn canonical(self, value: &Value) -> Value {
        let is_nothing = |value: &Value| match value {
            Value::Null => true,
            Value::Array(items) => items.is_empty(),
            Value::String(text) => self == Tool::Zeep && text.is_empty(),
            Value::Object(fields) => self == Tool::Zeep && fields.is_empty(),
            _ => false,
        };
        match value {
            Value::Array(items) => match items.as_slice() {
                [one] => self.canonical(one),
                items => Value::Array(items.iter().map(|item| self.canonical(item)).collect()),
            },
            Value::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), self.canonical(value)));
                Value::Object(fields.filter(|(_, value)| !is_nothing(value)).collect())
            }
            other => other.clone(),
        }
    }

    fn command(self) -> Command {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/clients");
        let (names, probe, script, package): (&[&str], _, _, _) = match self {
            Tool::Zeep => (&["python3", "/usr/bin/python3"], ["-c", "import zeep"], "zeep_client.py", "python3-zeep"),
            Tool::Php => {
                (&["php"], ["-r", "exit(extension_loaded('soap') ? 0 : 1);"], "soap_client.php", "php-cli php-soap")
            }
        };
        let works = |name: &&&str| {
            let quiet = Command::new(name).args(probe).stdout(Stdio::null()).stderr(Stdio::null()).status();
            quiet.is_ok_and(|status| status.success())
        };
        let Some(name) = names.iter().find(works) else {
            panic!("none of {names:?} can run {script}: install {package} (the names are Debian's)");
        };
        let mut command = Command::new(name);
        command.arg(scripts.join(script));
        command
    }
}

fn outcome(value: &Value) -> Outcome {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let fault = value.get("fault").map(|fault| Fault {
        code: text(&fault["code"]),
        text: text(&fault["text"]),
        detail: parsed(&fault["detail"]),
    });
    Outcome {
        result: value.get("result").map(parsed).unwrap_or_default(),
        fault,
        error: value.get("error").map(text),
        invalid: value.get("invalid").and_then(Value::as_array).into_iter().flatten().map(text).collect(),
    }
}

/// What was read, with any XML in it read too.
fn parsed(value: &Value) -> Value {
    match value {
        Value::Object(fields) => match fields.get("$xml").and_then(Value::as_str) {
            Some(text) => {
                let text = format!("<any>{text}</any>");
                let document = roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
                let elements = document.root_element().children().filter(roxmltree::Node::is_element);
                Value::Array(elements.map(element).collect())
            }
            None => Value::Object(fields.iter().map(|(name, value)| (name.clone(), parsed(value))).collect()),
        },
        Value::Array(items) => Value::Array(items.iter().map(parsed).collect()),
        other => other.clone(),
    }
}

/// An element as the clients read one that the WSDL describes: attributes and elements by name.
fn element(element: roxmltree::Node<'_, '_>) -> Value {
    if element.attribute((XSI, "nil")) == Some("true") {
        return Value::Null;
    }
    let mut fields = Map::new();
    for attribute in element.attributes() {
        fields.insert(attribute.name().to_owned(), json!(attribute.value()));
    }
    for child in element.children().filter(roxmltree::Node::is_element) {
        let items = fields.entry(child.tag_name().name()).or_insert_with(|| json!([]));
        if let Value::Array(items) = items {
            items.push(self::element(child));
        }
    }
    match element.text() {
        Some(text) if fields.is_empty() => json!(text),
        Some(text) if !text.trim().is_empty() => {
            fields.insert("_".to_owned(), json!(text));
            Value::Object(fields)
        }
        _ => Value::Object(fields),
    }
}

/// Whether all of one value is in another.
pub fn is_in(wanted: &Value, value: &Value) -> bool {
    match (wanted, value) {
        (Value::Object(wanted), Value::Object(fields)) => {
            wanted.iter().all(|(name, wanted)| fields.get(name).is_some_and(|value| is_in(wanted, value)))
        }
        (Value::Array(wanted), Value::Array(items)) => {
            wanted.len() == items.len() && wanted.iter().zip(items).all(|(wanted, item)| is_in(wanted, item))
        }
        (wanted, value) => wanted == value,
    }
}

/// Forgets a text, wherever one is of this name.
pub fn forget(value: &mut Value, name: &str) {
    match value {
        Value::Object(fields) => {
            for (known, value) in fields {
                match value {
                    Value::String(text) if known == name && !text.is_empty() => "a key".clone_into(text),
                    value => forget(value, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, name)),
        _ => {}
    }
}

/// Whether a text is somewhere in a value.
pub fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::Object(fields) => fields.values().any(|value| holds(value, text)),
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::String(known) => known == text,
        _ => false,
    }
}
