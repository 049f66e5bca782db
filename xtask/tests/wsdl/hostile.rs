//! WSDLs that are damaged or mean harm: each is refused with a place, or read; never more.

use std::{fs, path::Path};

use proptest::prelude::*;
use xtask::{
    diagnostic::Diagnostics,
    wsdl::{self, Asked},
};

/// A WSDL with one operation of these types.
fn of(types: &str) -> String {
    format!(
        r#"<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:t" targetNamespace="urn:t">
<types><s:schema targetNamespace="urn:t" elementFormDefault="qualified">{types}</s:schema></types>
<message name="i"><part name="p" element="t:Op"/></message>
<portType name="P"><operation name="Op"><input message="t:i"/></operation></portType>
<binding name="B" type="t:P"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Op"><soap:operation soapAction="x"/><input><soap:body use="literal"/></input></operation></binding>
<service name="S"><port name="p" binding="t:B"><soap:address location="http://h/x"/></port></service></definitions>"#
    )
}

/// What is said of a text that is saved as a WSDL.
fn said(text: &[u8]) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("in")).expect("a folder");
    fs::write(folder.path().join("out.xsd"), "<a/>").expect("a file");
    let path = folder.path().join("in/api.wsdl");
    fs::write(&path, text).expect("a file");
    let mut d = Diagnostics::default();
    let contract = wsdl::read(&path, &Asked::default(), &mut d);
    assert_eq!(contract.is_none(), d.mistakes() > 0, "{}", d.render(false));
    (contract.is_some(), d.render(false).replace(&folder.path().join("in").display().to_string(), "."))
}

#[track_caller]
fn refused(text: &str, wanted: &str) {
    let (read, said) = said(text.as_bytes());
    assert!(!read && said.contains(wanted) && said.contains("--> ./api.wsdl"), "{wanted}:\n{said}");
}

#[test]
fn what_would_never_end_is_refused_where_it_is() {
    let extension = |name: &str, base: &str| {
        format!(
            r#"<s:complexType name="{name}"><s:complexContent><s:extension base="t:{base}"/></s:complexContent></s:complexType>"#
        )
    };
    let element = r#"<s:element name="Op" type="t:A0"/>"#;
    refused(&of(&format!("{element}{}", extension("A0", "A0"))), "`A0` is made of itself");
    refused(&of(&format!("{element}{}{}", extension("A0", "B"), extension("B", "A0"))), "is made of itself");
    let chain: String = (0..200).map(|index| extension(&format!("A{index}"), &format!("A{}", index + 1))).collect();
    refused(&of(&format!("{element}{chain}<s:complexType name=\"A200\"/>")), "`A0` is made of itself, or of more than");
    let doubling: String = (0..30)
        .map(|index| {
            let next = index + 1;
            format!(r#"<s:group name="G{index}"><s:sequence><s:group ref="t:G{next}"/><s:group ref="t:G{next}"/></s:sequence></s:group>"#)
        })
        .collect();
    let last = r#"<s:group name="G30"><s:sequence><s:element name="x" type="s:int"/></s:sequence></s:group>"#;
    let group = r#"<s:element name="Op"><s:complexType><s:group ref="t:G0"/></s:complexType></s:element>"#;
    refused(&of(&format!("{group}{doubling}{last}")), "holds more than 2000 elements");
    for simple in
        ["<s:list itemType=\"t:A0\"/>", "<s:union memberTypes=\"t:A0 s:int\"/>", "<s:restriction base=\"t:A0\"/>"]
    {
        refused(&of(&format!("{element}<s:simpleType name=\"A0\">{simple}</s:simpleType>")), "is made of itself");
    }
    refused(&format!("{}{}", "<a>".repeat(5000), "</a>".repeat(5000)), "elements are nested more than 200 deep");
    let groups = format!("{}<s:element name=\"x\"/>{}", "<s:sequence>".repeat(60), "</s:sequence>".repeat(60));
    refused(
        &of(&format!("<s:element name=\"Op\"><s:complexType>{groups}</s:complexType></s:element>")),
        "nested more than 40 deep",
    );
    let (read, said) = said(of(r#"<s:element name="Op"><s:complexType><s:sequence><s:element minOccurs="0" ref="t:Op"/></s:sequence></s:complexType></s:element>"#).as_bytes());
    assert!(read, "a record may hold itself: {said}");
}

#[test]
fn entities_and_other_files_are_not_read() {
    let entities = r#"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>"#;
    refused(&format!("{entities}<x>&b;</x>"), "a WSDL has no document type");
    let import = |location: &str| of(&format!(r#"<s:include schemaLocation="{location}"/><s:element name="Op"/>"#));
    refused(&import("../out.xsd"), "`../out.xsd` leads out of the folder");
    refused(&import("/etc/passwd"), "leads out of the folder");
    refused(&import("file:///etc/passwd"), "is an address, and nothing is fetched");
    refused(&import("http://h/S.svc?xsd=xsd3"), "save what the service gives for it as `xsd3.xsd`");
    refused(&import("missing.xsd"), "the file `missing.xsd` is not there");
    let (read, said) = said(import("api.wsdl").as_bytes());
    assert!(read, "a file may import itself: {said}");
}

#[test]
fn what_is_no_wsdl_is_told_so() {
    refused("", "this is no well-formed XML");
    refused("<html/>", "this is no WSDL 1.1");
    refused("<description xmlns=\"http://www.w3.org/ns/wsdl\"/>", "it is a WSDL 2.0");
    refused("<definitions xmlns=\"http://schemas.xmlsoap.org/wsdl/\"/>", "binds no operation");
    refused(&of("<s:element name=\"Op\" type=\"t:Tpe\"/><s:complexType name=\"Type\"/>"), "did you mean `Type`?");
    refused(&of("<s:element name=\"Op\" type=\"u:X\"/>"), "the prefix `u` is bound to no namespace");
    refused(&of("<s:element name=\"Op\"/>").replace("t:P\"><soap", "t:Q\"><soap"), "the WSDL has no port type `t:Q`");
    refused(&of("<s:element name=\"Op\"/>").replace("literal", "encoded"), "is document/encoded");
    let (read, said) = said(&[0xFF, 0xFE, 0x00]);
    assert!(!read && said.contains("error"), "{said}");
}

#[test]
fn names_that_are_in_the_way_of_something_get_others() {
    let names = ["send", "type", "Self", "self", "a-b", "a.b", "a_b", "new", "_", "crate"];
    let elements: String = names.iter().map(|name| format!(r#"<s:element name="{name}" type="s:string"/>"#)).collect();
    let words = ["", "-", "a", "A", "Unknown", "Self", "1", "type"];
    let words: String = words.iter().map(|word| format!(r#"<s:enumeration value="{word}"/>"#)).collect();
    let (read, said) = said(
        of(&format!(
            r#"<s:element name="Op"><s:complexType><s:sequence>{elements}<s:element name="word"><s:simpleType><s:restriction base="s:string">{words}</s:restriction></s:simpleType></s:element></s:sequence></s:complexType></s:element>"#
        ))
        .as_bytes(),
    );
    assert!(read, "{said}");
}

const WHOLE: &[&str] = &["desk.wsdl", "spring.wsdl", "rpc.wsdl"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// A damaged WSDL is read, or refused with a place: `said` sees to that.
    #[test]
    fn damage_is_survived(file in 0..WHOLE.len(), from in 0.0..1.0f64, length in 0usize..200, with in 0usize..5) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wsdl").join(WHOLE[file]);
        let text = fs::read(path).expect("a fixture");
        let start = (text.len() as f64 * from) as usize;
        let end = (start + length).min(text.len());
        let mut damaged = text[..start].to_vec();
        match with {
            0 => {}
            1 => damaged.extend(b"\"/>"),
            2 => damaged.extend(text[start..end].iter().rev()),
            3 => {
                damaged.extend(&text[start..end]);
                damaged.extend(&text[start..end]);
            }
            _ => {
                // A name in place of another.
                let whole = String::from_utf8_lossy(&text).into_owned();
                let names: Vec<&str> = whole.split('"').skip(1).step_by(2).collect();
                let (one, other) = (names[start % names.len()], names[length % names.len()]);
                let replaced = whole.replacen(&format!("\"{one}\""), &format!("\"{other}\""), 1 + length % 3);
                said(replaced.as_bytes());
                return Ok(());
            }
        }
        damaged.extend(&text[end..]);
        said(&damaged);
    }
}
