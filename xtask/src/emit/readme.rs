//! The crate's README: what it is, a first call, how to go on.

use super::{
    docs::{code, page, prose, vendor_doubts},
    file::Files,
    lib_rs::first_call,
    operation::operation_docs,
};
use crate::model::Vendor;

pub fn emit(vendor: &Vendor, files: &mut Files) {
    let Vendor { folder, name, client, .. } = vendor;
    let mut text = format!("# {folder}\n\nA typed Rust client for {}", prose(name));
    text.push_str(&if vendor.doc.trim().is_empty() {
        ".\n".to_owned()
    } else {
        format!(": {}\n", lower_first(&prose(&vendor.doc)))
    });
    if let Some(page) = page(vendor.page.as_ref()) {
        text.push_str(&format!("\n{page}\n"));
    }
    text.push_str(&format!(
        "\nThe crate is generated from [a spec](../../specs/{folder}) by [Bindery]({}). It is not the vendor's, and not \
         endorsed by the vendor.\n",
        vendor.repository
    ));
    if let Some(example) = first_call(vendor) {
        text.push_str(&format!("\n## A first call\n\n{}\n", shown(&example)));
    }
    text.push_str(&format!(
        "\nEvery operation is a method of `{client}`; a required parameter that is left out does not compile. `{client}` \
         sends over {}; `.with(Protocol::…)` picks another protocol for one call. Secrets never go into a URL unless \
         `allow_secrets_in_url` asks for it.\n",
        protocols(vendor)
    ));
    text.push_str(
        "\n## Features\n\n| feature | what for |\n|---|---|\n| `client` (default) | sends calls, by reqwest |\n| `rustls` \
         (default) | TLS by rustls |\n| `native-tls` | TLS by the system's library, for old servers |\n| `blocking` | the \
         same calls without async, in `blocking` |\n| `serde` | `Serialize` for outputs, codes and enumerations |\n\nWithout \
         `client` the crate does no I/O: `sans_io::client()` makes calls that encode to an `http::Request` and read an \
         `http::Response`.\n",
    );
    text.push_str("\n## Operations\n\n| operation | method | what it does |\n|---|---|---|\n");
    for operation in &vendor.operations {
        let summary = operation_docs(operation).into_iter().next().unwrap_or_default().replace('\n', " ");
        let operation_name = match &operation.page {
            Some(page) => format!("[{}]({page})", code(&operation.name)),
            None => code(&operation.name),
        };
        text.push_str(&format!("| {operation_name} | `{}` | {} |\n", operation.rust, summary.replace('|', "\\|")));
    }
    let doubts = vendor_doubts(vendor);
    if !doubts.is_empty() {
        text.push_str("\n## Doubts\n\n");
        for doubt in &doubts {
            text.push_str(&format!("- {}\n", prose(&doubt.text)));
        }
    }
    files.markdown("README.md", &text);
}

/// A doc example as a README shows it: without its hidden lines.
fn shown(example: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in example.lines() {
        match line {
            "```no_run" => lines.push("```rust,ignore"),
            line if line.starts_with("# ") => {}
            line => lines.push(line),
        }
    }
    lines.join("\n")
}

fn protocols(vendor: &Vendor) -> String {
    use crate::model::Protocol;
    let name = |protocol| match protocol {
        Protocol::Get => "GET",
        Protocol::Post => "POST",
        Protocol::Soap11 => "SOAP 1.1",
        Protocol::Soap12 => "SOAP 1.2",
        Protocol::Xml => "XML",
    };
    let mut names = vendor.bindings.iter().map(|binding| name(binding.protocol));
    let first = names.next().unwrap_or_default();
    let rest: Vec<&str> = names.collect();
    if rest.is_empty() {
        first.to_owned()
    } else {
        format!("{first} unless told otherwise (it knows {} too)", rest.join(", "))
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
