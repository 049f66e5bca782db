//! Answers as values, or as why there is none.

use bindery_transport::{
    Enumeration, Failure, Fault, FromValue, Kind, Protocol, Stage, Unknown, Value,
    description::{Operation, Type},
};
use http::Response;

use crate::{
    answer, fields, response, rows, secret, target, text,
    vendor::{ADD, ATLAS, FIND, FREE, LARDER, LIST, NEW_KEY, NEXT, PING},
};

pub const PLAIN: Option<&str> = Some("text/plain");
pub const XML: Option<&str> = Some("text/xml; charset=utf-8");

pub fn post(operation: &'static Operation, body: impl AsRef<[u8]>) -> Result<Option<Value>, Failure> {
    answer(operation, &target(&LARDER, Protocol::Post), &[], &response(200, PLAIN, body))
}

fn soap(operation: &'static Operation, content: &str) -> Result<Option<Value>, Failure> {
    answer(operation, &target(&LARDER, Protocol::Soap11), &[], &response(200, XML, envelope(content)))
}

pub fn atlas(operation: &'static Operation, body: impl AsRef<[u8]>) -> Result<Option<Value>, Failure> {
    answer(operation, &target(&ATLAS, Protocol::Xml), &[], &response(200, Some("text/xml"), body))
}

/// The texts of the first field of a hit that has this in it.
fn hit(inner: &str) -> crate::Fields {
    let mut hits = rows(atlas(&FIND, format!("<answer status='ok'><hits><hit id='1'>{inner}</hit></hits></answer>")));
    assert_eq!(hits.len(), 1);
    hits.remove(0)
}

pub fn envelope(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n  <soap:Body>\n    {content}\n  </soap:Body>\n</soap:Envelope>"
    )
}

fn item(content: &str) -> String {
    format!(
        "<addItemResponse xmlns=\"urn:larder\"><addItemResult>addItem_OK</addItemResult>{content}</addItemResponse>"
    )
}

/// A failure that is none of the operation's refusals, and shows what came.
pub fn not_understood(operation: &'static Operation, protocol: Protocol, response: &Response<bytes::Bytes>) -> Failure {
    let vendor = if protocol == Protocol::Xml { &ATLAS } else { &LARDER };
    let failure = answer(operation, &target(vendor, protocol), &[], response).expect_err("an answer that is none");
    assert_eq!(failure.stage(), Stage::NotUnderstood, "{failure}");
    let head = failure.answer().expect("the head of the answer");
    assert_eq!(head.length, response.body().len() as u64);
    assert_eq!(
        head.content_type.as_deref(),
        response.headers().get("content-type").map(|value| value.to_str().unwrap())
    );
    assert!(head.excerpt.as_deref().unwrap_or_default().chars().count() <= 200);
    let shown = failure.to_string();
    assert!(shown.contains(response.status().as_str()) && shown.contains(&format!("{} bytes", head.length)), "{shown}");
    failure
}

// Texts.

#[test]
fn labels_stand_on_lines() {
    let body = "OK\r\nID: 7\r\nName: rice: long \r\nTags: a, b c\r\nPrice: 0012.50\r\nCold: y\r\nColour: Blue\r\n";
    let item = fields(post(&ADD, body));
    assert_eq!(item.all(7), ["7", "\"rice: long\"", "-", "[\"a\" \"b c\"]", "0012.50", "true", "\"Blue\""]);
    assert!(item.unknown().is_empty());
}

#[test]
fn labels_stand_on_one_line() {
    let item = fields(post(&ADD, "OK ID:7 Name: brown rice Owner ID: 3 Tags: a, b Price: 1 Cold: N Colour: Blue"));
    assert_eq!(item.all(7), ["7", "\"brown rice\"", "3", "[\"a\" \"b\"]", "1", "false", "\"Blue\""]);
    let item = fields(post(&ADD, "OK ID:7 Colour: Blue"));
    assert_eq!(item.all(7), ["7", "-", "-", "-", "-", "-", "\"Blue\""]);
}

#[test]
fn a_spelling_of_none_is_none_and_an_empty_text_is_not() {
    let item = fields(post(&ADD, "OK\nID: 7\nName:\nOwner ID: 0\nPrice:\n"));
    assert_eq!(item.all(5), ["7", "\"\"", "-", "-", "-"]);
}

#[test]
fn unknown_labels_and_words_are_kept() {
    let item = fields(post(&ADD, "OK\nID: 7\nBest Before: soon\nName: rice\nEmpty:\nColour: Mauve\n"));
    assert_eq!(item.unknown(), [("Best Before", "soon"), ("Empty", "")]);
    assert_eq!(item.show(6), "\"Mauve\"");
    assert!(!format!("{:?}", item.0.unknown()).contains("soon"), "nobody knows whether it is secret");
}

#[test]
fn records_are_parted_by_blank_lines() {
    for end in ["\n", "\r\n"] {
        let body = ["OK", "", "ID: 1", "Name: a", "", "", "ID: 2", "Shade: dark", "Name: b", "", ""].join(end);
        let items = rows(post(&LIST, body));
        assert_eq!(items.iter().map(|item| item.all(2)).collect::<Vec<_>>(), [["1", "\"a\""], ["2", "\"b\""]]);
        assert_eq!(items[1].unknown(), [("Shade", "dark")]);
    }
    assert!(rows(post(&LIST, "OK")).is_empty());
    assert!(rows(post(&LIST, "OK\r\n")).is_empty());
}

#[test]
fn a_template_reads_an_output() {
    let place = fields(post(&NEXT, "OK 3 of 10; by the door; left\n"));
    assert_eq!(place.all(3), ["3", "10", "\"by the door; left\""]);
    for body in ["OK 3 in 10; x", "OK three of 10; x", "OK 3 of 99999999999; x", "OK"] {
        let failure = not_understood(&NEXT, Protocol::Post, &response(200, PLAIN, body));
        assert_eq!(failure.kind(), Kind::Unexpected);
    }
}

#[test]
fn an_operation_without_output_gives_none() {
    assert!(matches!(post(&PING, "OK"), Ok(None)));
    assert!(matches!(post(&PING, " OK \r\n"), Ok(None)));
    assert!(matches!(soap(&PING, "<pingResponse><pingResult>ping_OK</pingResult></pingResponse>"), Ok(None)));
}

#[test]
fn a_word_that_begins_with_ok_is_no_ok() {
    let failure = post(&PING, "OKAY").unwrap_err();
    assert_eq!((failure.stage(), failure.kind()), (Stage::Refused, Kind::UnknownCode));
}

#[test]
fn a_missing_or_unreadable_field_is_named() {
    for (body, field) in
        [("OK\nName: rice\n", "`id`"), ("OK\nID: x\nName: rice", "`id`"), ("OK\nID: 1\nCold: maybe", "`cold`")]
    {
        let failure = not_understood(&ADD, Protocol::Post, &response(200, PLAIN, body));
        assert!(failure.to_string().contains(field), "{failure}");
    }
    let failure = soap(&ADD, &item("<sName>rice</sName>")).unwrap_err();
    assert!(failure.stage() == Stage::NotUnderstood && failure.to_string().contains("`id`"), "{failure}");
}

// Codes.

pub fn refused(answer: Result<Option<Value>, Failure>) -> Failure {
    let failure = answer.expect_err("a refusal");
    assert_eq!(failure.stage(), Stage::Refused, "{failure}");
    assert!(failure.answer().is_some_and(|head| head.excerpt.is_none()));
    failure
}

#[test]
fn codes_match_in_any_case_and_numbers_by_value() {
    for body in ["NO_SUCH_SHELF", "no_such_shelf\r\n", "ERROR No_Such_Shelf: top is not there"] {
        let failure = refused(post(&ADD, body));
        assert_eq!((failure.kind(), failure.parameter()), (Kind::NotFound, Some("shelf")));
        assert_eq!(failure.refusal().and_then(|code| code.known), Some(0));
    }
    for body in ["17", "0017", "ERROR 017: slower"] {
        let failure = refused(post(&ADD, body));
        assert_eq!(failure.kind(), Kind::SlowDown);
        assert!(failure.is_retryable());
    }
    let failure = refused(post(&ADD, "ERROR 17: slower, please"));
    assert_eq!(failure.message(), Some("slower, please"));
    assert!(failure.to_string().contains("Too many calls."), "{failure}");
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        let body = envelope("<addItemResponse><addItemResult>ADDITEM_nosuchshelf</addItemResult></addItemResponse>");
        let failure = refused(answer(&ADD, &target(&LARDER, protocol), &[], &response(200, XML, body)));
        assert_eq!(failure.kind(), Kind::NotFound);
    }
}

#[test]
fn a_message_names_the_parameter() {
    let failure = refused(post(&ADD, "ERROR 400: Parameter COUNT is bad"));
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("count")));
    let failure = refused(post(&ADD, "ERROR 400: Parameter elsewhere is bad"));
    assert_eq!((failure.kind(), failure.parameter()), (Kind::Input, Some("elsewhere")));
    // Another message with the same code is no documented refusal.
    let failure = refused(post(&ADD, "ERROR 400: all is bad"));
    assert_eq!(failure.kind(), Kind::UnknownCode);
}

#[test]
fn an_unknown_code_is_kept() {
    for (body, code) in [("BRAND_NEW", "BRAND_NEW"), ("ERROR 9.1: what?", "9.1")] {
        let failure = refused(post(&ADD, body));
        let refusal = failure.refusal().unwrap();
        assert_eq!((failure.kind(), refusal.known, refusal.text.as_str()), (Kind::UnknownCode, None, code));
        assert!(failure.to_string().contains(code));
    }
    let body = "<addItemResponse><addItemResult>addItem_BrandNew</addItemResult></addItemResponse>";
    assert_eq!(refused(soap(&ADD, body)).refusal().unwrap().text, "BrandNew");
    // A code that only the other protocol has is unknown here.
    let body = "<addItemResponse><addItemResult>addItem_NOT_SIGNED_IN</addItemResult></addItemResponse>";
    assert_eq!(refused(soap(&ADD, body)).kind(), Kind::UnknownCode);
}

#[test]
fn a_documented_refusal_counts_whatever_the_status() {
    let body = response(500, PLAIN, "NOT_SIGNED_IN");
    assert_eq!(refused(answer(&ADD, &target(&LARDER, Protocol::Post), &[], &body)).kind(), Kind::SignIn);
}

#[test]
fn an_accepted_answer_with_a_bad_status_is_not_understood() {
    let failure = not_understood(&PING, Protocol::Post, &response(503, PLAIN, "OK"));
    assert_eq!(failure.kind(), Kind::Unexpected);
}

#[test]
fn an_xml_refusal_has_code_and_message() {
    let failure = refused(atlas(
        &FIND,
        "<Answer Status='failed'><Error Code='0404'><Text>gone &amp; lost</Text></Error></Answer>",
    ));
    assert_eq!((failure.kind(), failure.message()), (Kind::NotFound, Some("gone & lost")));
    let failure = refused(atlas(&FIND, "<answer status='failed'><error code='5'>odd</error></answer>"));
    assert_eq!((failure.kind(), failure.message()), (Kind::UnknownCode, Some("odd")));
}

#[test]
fn what_a_refusal_echoes_is_masked() {
    let target = target(&LARDER, Protocol::Post);
    let given = [("name", text("rice")), ("pin", secret("hunter2-hunter2"))];
    for body in
        ["ERROR 17: hunter2-hunter2", "hunter2-hunter2", "ERROR hunter2-hunter2: x", "ERROR 5: %68unter2-hunter2"]
    {
        let failure = refused(answer(&ADD, &target, &given, &response(200, PLAIN, body)));
        assert!(failure.to_string().contains("•••"), "{failure}");
    }
}

#[test]
fn what_a_documented_refusal_echoes_is_masked() {
    let target = target(&LARDER, Protocol::Post);
    let given = [("name", text("rice")), ("pin", secret("hunter2-hunter2"))];
    // The parameter that a message names.
    let body = "ERROR 400: Parameter hunter2-hunter2 is bad";
    refused(answer(&ADD, &target, &given, &response(200, PLAIN, body)));
}

#[test]
fn a_code_that_is_spelled_in_any_way_is_masked() {
    let target = target(&LARDER, Protocol::Post);
    let given = [("password", secret("hunter2-hunter2"))];
    for body in ["FAILED hunter2-hunter2 at once", "FAILED 1 at hunter2-hunter2"] {
        refused(answer(&FREE, &target, &given, &response(200, PLAIN, body)));
    }
}

// SOAP.

#[test]
fn out_values_stand_beside_the_result() {
    let body = item(
        "<iID>7</iID><sName> brown  rice </sName><iOwner>0</iOwner><aTags><string>a</string><string/></aTags>\
         <nPrice>12.50</nPrice><bCold>false</bCold><eColour>Red</eColour>",
    );
    for protocol in [Protocol::Soap11, Protocol::Soap12] {
        let item = fields(answer(&ADD, &target(&LARDER, protocol), &[], &response(200, XML, envelope(&body))));
        assert_eq!(item.all(7), ["7", "\" brown  rice \"", "-", "[\"a\" \"\"]", "12.50", "false", "\"Red\""]);
        assert!(item.unknown().is_empty(), "{:?}", item.unknown());
    }
}

#[test]
fn unknown_elements_and_attributes_are_kept() {
    let item = fields(soap(
        &ADD,
        &item("<iID unit='x'>7</iID><new a='1'>n<b><c d='2'>e</c></b></new><aTags><other>o</other></aTags>"),
    ));
    assert_eq!(item.show(0), "7");
    for kept in [("new", "n"), ("new/@a", "1"), ("new/b/c", "e"), ("new/b/c/@d", "2"), ("aTags/other", "o")] {
        assert!(item.unknown().contains(&kept), "{kept:?} in {:?}", item.unknown());
    }
}

#[test]
fn nil_missing_and_empty_are_told_apart() {
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID>"))).show(1), "-");
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID><sName/>"))).show(1), "\"\"");
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID><sName></sName>"))).show(1), "\"\"");
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID><sName xsi:nil=\"true\"/>"))).show(1), "-");
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID><sName xsi:nil=\"1\"></sName>"))).show(1), "-");
    assert_eq!(fields(soap(&ADD, &item("<iID>7</iID><sName xsi:nil=\"false\">a</sName>"))).show(1), "\"a\"");
    let failure = soap(&ADD, &item("<iID xsi:nil='true'/>")).unwrap_err();
    assert!(failure.to_string().contains("`id`"), "{failure}");
}

#[test]
fn a_list_of_records_may_be_empty() {
    let list = |content: &str| {
        rows(soap(
            &LIST,
            &format!("<listItemsResponse><listItemsResult>listItems_OK</listItemsResult>{content}</listItemsResponse>"),
        ))
    };
    let items = list("<aItems><Item><iID>1</iID></Item><Item><iID>2</iID><x>y</x></Item></aItems>");
    assert_eq!(items.iter().map(|item| item.show(0)).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(items[1].unknown(), [("x", "y")]);
    assert!(list("<aItems/>").is_empty());
    assert!(list("").is_empty());
}

#[test]
fn nil_items_of_a_list_are_none() {
    let body = item("<iID>7</iID><aTags><string>a</string><string xsi:nil='true'/></aTags>");
    assert_eq!(fields(soap(&ADD, &body)).show(3), "[\"a\"]");
    assert_eq!(hit("<owners><owner name='Ann'/><owner xsi:nil='true'/></owners>").show(6), "[{\"Ann\"}]");
}

fn fault_of(protocol: Protocol, status: u16, body: &str) -> (Kind, Fault) {
    let failure = refused(answer(&ADD, &target(&LARDER, protocol), &[], &response(status, XML, body)));
    assert_eq!(failure.status().map(|status| status.as_u16()), Some(status));
    let fault = failure.fault().expect("a fault").clone();
    assert!(failure.to_string().contains(&fault.code) && failure.to_string().contains(&fault.text));
    (failure.kind(), fault)
}

#[test]
fn a_fault_of_soap_11_whatever_the_status() {
    let body = envelope(
        "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>It &lt;broke&gt;</faultstring>\
         <faultactor>urn:shelf</faultactor><detail><e:why xmlns:e=\"urn:e\">a &amp; b</e:why></detail></soap:Fault>",
    );
    for status in [500, 200] {
        let (kind, fault) = fault_of(Protocol::Soap11, status, &body);
        assert_eq!(kind, Kind::VendorFault);
        assert_eq!((fault.code.as_str(), fault.text.as_str()), ("soap:Server", "It <broke>"));
        assert_eq!(fault.actor.as_deref(), Some("urn:shelf"));
        assert_eq!(fault.detail.as_deref(), Some("<e:why xmlns:e=\"urn:e\">a &amp; b</e:why>"));
    }
    let body =
        envelope("<soap:Fault><faultcode>soap:Client</faultcode><faultstring>No</faultstring><detail/></soap:Fault>");
    let (kind, fault) = fault_of(Protocol::Soap11, 500, &body);
    assert_eq!(kind, Kind::Input);
    assert_eq!((fault.actor, fault.detail), (None, None));
}

#[test]
fn a_fault_of_soap_12_whatever_the_status() {
    let body = "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><s:Header><h/></s:Header><s:Body><s:Fault>\
                <s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>m:Bad</s:Value></s:Subcode></s:Code>\
                <s:Reason><s:Text xml:lang=\"en\">No such</s:Text></s:Reason><s:Role>urn:role</s:Role>\
                <s:Detail><x>1</x></s:Detail></s:Fault></s:Body></s:Envelope>";
    for status in [500, 400, 200] {
        let (kind, fault) = fault_of(Protocol::Soap12, status, body);
        assert_eq!(kind, Kind::Input);
        assert!(fault.code.starts_with("s:Sender"), "{}", fault.code);
        assert_eq!((fault.text.as_str(), fault.actor.as_deref()), ("No such", Some("urn:role")));
        assert_eq!(fault.detail.as_deref(), Some("<x>1</x>"));
    }
    let node = body.replace("<s:Role>urn:role</s:Role>", "<s:Node>urn:node</s:Node>");
    assert_eq!(fault_of(Protocol::Soap12, 500, &node).1.actor.as_deref(), Some("urn:node"));
    let both = body.replace("<s:Role>", "<s:Node>urn:node</s:Node><s:Role>");
    assert_eq!(fault_of(Protocol::Soap12, 500, &both).1.actor.as_deref(), Some("urn:role"));
}

#[test]
fn a_fault_does_not_repeat_secrets() {
    let body = envelope(
        "<soap:Fault><faultcode>soap:p&amp;ssword</faultcode><faultstring>p&amp;ssword</faultstring>\
         <faultactor>p&amp;ssword</faultactor><detail><a>p&amp;ssword p%26ssword</a></detail></soap:Fault>",
    );
    let given = [("name", text("rice")), ("pin", secret("p&ssword"))];
    let failure = refused(answer(&ADD, &target(&LARDER, Protocol::Soap11), &given, &response(500, XML, &body)));
    assert_eq!(failure.fault().unwrap().detail.as_deref(), Some("<a>••• •••</a>"));
    assert!(!format!("{failure:?}").contains("ssword"));
    // Where answers hold secrets nobody knows what the detail is.
    let failure = refused(answer(&NEW_KEY, &target(&LARDER, Protocol::Soap11), &[], &response(500, XML, &body)));
    assert_eq!(failure.fault().unwrap().detail, None);
}

#[test]
fn what_is_no_envelope_is_not_understood() {
    for body in ["<a/>", "<soap:Envelope/>", "<soap:Envelope><soap:Body/></soap:Envelope>", "<Body><x/></Body>"] {
        not_understood(&ADD, Protocol::Soap11, &response(200, XML, body));
    }
    for content in ["<other/>", "<addItemResponse><addItemResult/></addItemResponse>"] {
        not_understood(&ADD, Protocol::Soap11, &response(200, XML, envelope(content)));
    }
}

// XML.

#[test]
fn entities_and_cdata_are_read() {
    assert_eq!(hit("<note>a &amp;&lt;&gt;&quot;&apos; &#233;&#x1F600;&#13;</note>").show(2), "\"a &<>\\\"' é😀\\r\"");
    assert_eq!(hit("<note>a<![CDATA[<b> & ]]>c</note>").show(2), "\"a<b> & c\"");
    assert_eq!(hit("<note><!-- no -->a<?pi x?>b</note>").show(2), "\"ab\"");
    assert_eq!(hit("<note>a\r\nb\rc</note>").show(2), "\"a\\nb\\nc\"");
    assert_eq!(hit("<people><owner name=\"a&amp;b&#10;c\"/></people>").show(4), "{\"a&b\\nc\"}");
    for broken in ["&nothing;", "&#0;", "&#xD800;", "&#x110000;", "&", "&amp"] {
        let body = format!("<answer status='ok'><hits><hit id='1'><note>{broken}</note></hit></hits></answer>");
        not_understood(&FIND, Protocol::Xml, &response(200, XML, body));
    }
}

#[test]
fn a_hit_has_its_own_text_and_places_in_any_case() {
    let body = "\n<a:ANSWER xmlns:a='urn:a' STATUS='ok'><Hits>\n<Hit ID='9' rank='2'>Sea<REMARK>r</REMARK><Data> AP8= </Data>\
                <tags><tag>x</tag><tag>y</tag></tags></Hit></Hits></a:ANSWER>\n";
    let hits = rows(atlas(&FIND, body));
    assert_eq!(hits[0].all(6), ["9", "\"Sea\"", "\"r\"", "[0, 255]", "-", "[\"x\" \"y\"]"]);
    assert_eq!(hits[0].unknown(), [("@rank", "2")]);
}

#[test]
fn a_record_in_a_record_may_be_missing() {
    assert_eq!(hit("<people/>").show(4), "-");
    assert_eq!(hit("<people><owner xsi:nil='true'/></people>").show(4), "-");
    let body = "<answer status='ok'><hits><hit id='1'><people><owner/></people></hit></hits></answer>";
    let failure = not_understood(&FIND, Protocol::Xml, &response(200, XML, body));
    assert!(failure.to_string().contains("`name`"), "{failure}");
}

// Character sets.

/// What the note of a hit reads as.
fn note(content_type: &str, body: &[u8]) -> Result<String, Failure> {
    let response = response(200, Some(content_type), body);
    let answer = answer(&FIND, &target(&ATLAS, Protocol::Xml), &[], &response)?;
    Ok(rows(Ok(answer))[0].show(2))
}

fn latin(declaration: &str) -> Vec<u8> {
    let mut body = declaration.as_bytes().to_vec();
    body.extend_from_slice(b"<answer status='ok'><hits><hit id='1'><note>\xE9\x80</note></hit></hits></answer>");
    body
}

#[test]
fn the_charset_comes_from_the_mark_the_head_the_declaration() {
    let declared = "<?xml version='1.0' encoding='ISO-8859-1'?>";
    assert_eq!(note("text/xml", &latin(declared)).unwrap(), "\"é€\"");
    assert_eq!(note("text/xml; charset=\"windows-1252\"", &latin("")).unwrap(), "\"é€\"");
    assert_eq!(note("text/xml; charset=latin1", &latin("<?xml version='1.0' encoding='utf-8'?>")).unwrap(), "\"é€\"");
    let utf_8 = format!("\u{FEFF}{declared}<answer status='ok'><hits><hit id='1'><note>é</note></hit></hits></answer>");
    assert_eq!(note("text/xml; charset=iso-8859-1", utf_8.as_bytes()).unwrap(), "\"é\"");
    let utf_16: Vec<u8> = utf_8.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(note("text/xml", &utf_16).unwrap(), "\"é\"");
    let utf_16: Vec<u8> = utf_8.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(note("text/xml", &utf_16).unwrap(), "\"é\"");
    assert_eq!(fields(post(&ADD, "\u{FEFF}OK\nID: 7\nName: é\n")).show(1), "\"é\"");
}

#[test]
fn a_byte_that_does_not_decode_is_named_by_its_offset() {
    for (body, offset, charset) in [
        (latin(""), 44, "UTF-8"),
        (latin("\u{FEFF}"), 47, "UTF-8"),
        (b"OK\nID: 7\xFF".to_vec(), 8, "UTF-8"),
        (b"\xFF\xFEO\0K\0\x00\xD8".to_vec(), 6, "UTF-16LE"),
    ] {
        let failure = not_understood(&ADD, Protocol::Post, &response(200, PLAIN, &body));
        assert_eq!(failure.kind(), Kind::Charset);
        assert!(
            failure.to_string().contains(&format!("offset {offset} ")) && failure.to_string().contains(charset),
            "{failure}"
        );
    }
}

#[test]
fn a_word_is_the_one_that_is_spelled_just_so_or_else_in_another_case() {
    #[derive(Clone, Debug, PartialEq)]
    enum Case {
        Small,
        Large,
        Unknown(Unknown),
    }
    impl Enumeration for Case {
        const KNOWN: &'static [Self] = &[Case::Small, Case::Large];
        const WORDS: &'static [&'static str] = &["on", "ON"];

        fn unknown(word: Unknown) -> Self {
            Case::Unknown(word)
        }

        fn as_unknown(&self) -> Option<&Unknown> {
            match self {
                Case::Unknown(word) => Some(word),
                _ => None,
            }
        }
    }
    let read = |word: &str| Case::from_value(Some(Value::Text(word.to_owned()))).expect("a word");
    assert_eq!((read("ON"), read("on"), read("On")), (Case::Large, Case::Small, Case::Small));
    assert_eq!(read("off").as_unknown().map(Unknown::as_str), Some("off"));

    let spelled = Type { spelled: &["l", "L"], ..Type::words(&["low", "Low"]) };
    assert_eq!((spelled.word("L"), spelled.word("l"), spelled.spelling("Low")), ("Low", "low", "L"));
}
