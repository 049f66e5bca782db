use super::{XsdDef, XsdField, XsdMistake, XsdRef, XsdType, XsdWord, load};

/// Line 1 of the XSD is the schema's own; `body` begins in line 2.
fn schema(body: &str) -> String {
    format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n{body}\n</xs:schema>\n")
}

fn types(body: &str) -> Vec<XsdType> {
    load(&schema(body)).unwrap_or_else(|mistakes| panic!("{mistakes:#?}"))
}

/// A mistake as a person sees it.
#[derive(Debug)]
struct Found {
    line: usize,
    column: usize,
    underlined: String,
    message: String,
    help: Option<String>,
    see: Option<String>,
}

fn found(text: &str) -> Vec<Found> {
    let all = load(text).map_or_else(|mistakes| mistakes, |types| panic!("no mistake: {types:#?}"));
    assert!(!all.is_empty(), "{text}");
    let shown = |mistake: XsdMistake| {
        let before = &text[..mistake.span.start];
        Found {
            line: before.matches('\n').count() + 1,
            column: before.rsplit('\n').next().unwrap_or_default().chars().count() + 1,
            underlined: text[mistake.span].to_owned(),
            message: mistake.message,
            help: mistake.help,
            see: mistake.see.map(|(span, _)| text[span].to_owned()),
        }
    };
    all.into_iter().map(shown).collect()
}

fn mistakes(body: &str) -> Vec<Found> {
    found(&schema(body))
}

/// The only mistake.
fn mistake(body: &str) -> Found {
    let mut all = mistakes(body);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.remove(0)
}

/// The line of a place, the schema's own counted.
fn line(body: &str, span: &std::ops::Range<usize>) -> usize {
    schema(body)[..span.start].matches('\n').count() + 1
}

fn get<'t>(types: &'t [XsdType], name: &str) -> &'t XsdType {
    let names: Vec<_> = types.iter().map(|ty| &ty.name).collect();
    types.iter().find(|ty| ty.name == name).unwrap_or_else(|| panic!("no {name} in {names:?}"))
}

fn fields<'t>(types: &'t [XsdType], name: &str) -> &'t [XsdField] {
    match &get(types, name).def {
        XsdDef::Record(fields) => fields,
        other => panic!("{name} is {other:?}"),
    }
}

/// The fields of a record in short: `place: type`, with `?` for optional and `[]` for many.
fn brief(types: &[XsdType], name: &str) -> Vec<String> {
    let brief = |field: &XsdField| {
        let ty = match &field.ty {
            XsdRef::Scalar(word) => (*word).to_owned(),
            XsdRef::Named(name) => format!("#{name}"),
        };
        let many = if field.many { "[]" } else { "" };
        let optional = if field.required { "" } else { "?" };
        format!("{}: {ty}{many}{optional}", field.place)
    };
    fields(types, name).iter().map(brief).collect()
}

#[test]
fn three_levels_nest() {
    let body = r#"<xs:element name="order"><xs:complexType><xs:sequence>
  <xs:element name="buyer"><xs:complexType><xs:sequence>
    <xs:element name="address"><xs:complexType><xs:sequence>
      <xs:element name="city" type="xs:string"/>
      <xs:element name="line" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="total" type="xs:decimal"/>
</xs:sequence></xs:complexType></xs:element>"#;
    let types = types(body);
    let names: Vec<_> = types.iter().map(|ty| (ty.name.as_str(), ty.anonymous, line(body, &ty.span))).collect();
    assert_eq!(names, [("order", false, 2), ("order/buyer", true, 3), ("order/buyer/address", true, 4)]);
    assert_eq!(brief(&types, "order"), ["buyer: #order/buyer", "total: number"]);
    assert_eq!(brief(&types, "order/buyer"), ["address: #order/buyer/address"]);
    assert_eq!(brief(&types, "order/buyer/address"), ["city: string", "line: string[]?"]);
    assert_eq!(line(body, &fields(&types, "order/buyer/address")[1].span), 6);
}

#[test]
fn a_named_type_is_one_type_wherever_it_is_used() {
    let types = types(
        r#"<xs:element name="root" type="user"/>
<xs:element name="user" type="user"/>
<xs:complexType name="user"><xs:annotation><xs:documentation> A
   user. </xs:documentation></xs:annotation><xs:sequence>
  <xs:element name="name" type="xs:string"><xs:annotation><xs:documentation>The name.</xs:documentation></xs:annotation></xs:element>
</xs:sequence></xs:complexType>"#,
    );
    assert_eq!(types.len(), 2, "{types:#?}");
    assert_eq!(get(&types, "root").def, XsdDef::Same("user".to_owned()));
    assert_eq!(get(&types, "user").doc, "A user.");
    assert_eq!(fields(&types, "user")[0].doc, "The name.");
}

#[test]
fn attributes_are_as_required_as_their_use() {
    let body = r#"<xs:complexType name="user">
  <xs:sequence><xs:element name="name" type="xs:string"/></xs:sequence>
  <xs:attribute name="id" type="xs:int" use="required"/>
  <xs:attribute name="rank" type="xs:short" use="optional"/>
  <xs:attribute name="note" type="xs:string"/>
  <xs:attribute name="gone" type="xs:string" use="prohibited"/>
</xs:complexType>"#;
    let types = types(body);
    assert_eq!(brief(&types, "user"), ["@id: i32", "@rank: i16?", "@note: string?", "name: string"]);
    let lines: Vec<_> = fields(&types, "user").iter().map(|field| line(body, &field.span)).collect();
    assert_eq!(lines, [4, 5, 6, 3]);
}

#[test]
fn an_attribute_named_as_an_element_and_own_text_have_names_of_their_own() {
    let types = types(
        r#"<xs:complexType name="user"><xs:sequence><xs:element name="id" type="xs:int"/></xs:sequence>
  <xs:attribute name="id" type="xs:int"/></xs:complexType>
<xs:complexType name="price"><xs:simpleContent><xs:extension base="xs:decimal">
  <xs:attribute name="currency" type="xs:string" use="required"/></xs:extension></xs:simpleContent></xs:complexType>"#,
    );
    let names: Vec<_> = fields(&types, "user").iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["id_attribute", "id"]);
    assert_eq!(brief(&types, "price"), [".: number", "@currency: string"]);
    assert_eq!(fields(&types, "price")[0].name, "text");
}

#[test]
fn what_can_be_chosen_is_optional() {
    let types = types(
        r#"<xs:complexType name="contact"><xs:sequence>
  <xs:element name="name" type="xs:string"/>
  <xs:choice>
    <xs:element name="mail" type="xs:string"/>
    <xs:sequence><xs:element name="prefix" type="xs:int"/><xs:element name="phone" type="xs:string"/></xs:sequence>
  </xs:choice>
</xs:sequence></xs:complexType>
<xs:complexType name="bag"><xs:choice maxOccurs="unbounded">
  <xs:element name="red" type="xs:string"/><xs:element name="blue" type="xs:string"/>
</xs:choice></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "contact"), ["name: string", "mail: string?", "prefix: i32?", "phone: string?"]);
    assert_eq!(brief(&types, "bag"), ["red: string[]?", "blue: string[]?"]);
}

#[test]
fn an_element_may_be_missing_nil_or_many() {
    let types = types(
        r#"<xs:complexType name="t"><xs:sequence>
  <xs:element name="a" type="xs:int" minOccurs="0"/>
  <xs:element name="b" type="xs:int" nillable="true"/>
  <xs:element name="c" type="xs:int" maxOccurs="3"/>
</xs:sequence></xs:complexType>
<xs:complexType name="all"><xs:all><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int" minOccurs="0"/></xs:all></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "t"), ["a: i32?", "b: i32?", "c: i32[]"]);
    assert_eq!(brief(&types, "all"), ["a: i32", "b: i32?"]);
}

#[test]
fn an_extension_has_the_fields_of_its_bases_first() {
    let types = types(
        r#"<xs:complexType name="admin"><xs:complexContent><xs:extension base="user"><xs:sequence>
  <xs:element name="realm" type="xs:string"/></xs:sequence>
  <xs:attribute name="level" type="xs:int" use="required"/></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="user"><xs:complexContent><xs:extension base="thing"><xs:sequence>
  <xs:element name="name" type="xs:string"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="thing"><xs:sequence><xs:element name="id" type="xs:long"/></xs:sequence>
  <xs:attribute name="kind" type="xs:string"/></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "thing"), ["@kind: string?", "id: i64"]);
    assert_eq!(brief(&types, "user"), ["@kind: string?", "id: i64", "name: string"]);
    assert_eq!(brief(&types, "admin"), ["@kind: string?", "@level: i32", "id: i64", "name: string", "realm: string"]);
}

#[test]
fn an_enumeration_has_its_words() {
    let types = types(
        r#"<xs:simpleType name="color"><xs:restriction base="xs:string">
  <xs:enumeration value="dark red"><xs:annotation><xs:documentation>Like
     wine.</xs:documentation></xs:annotation></xs:enumeration>
  <xs:enumeration value="BLUE"/>
</xs:restriction></xs:simpleType>
<xs:complexType name="car"><xs:sequence>
  <xs:element name="color" type="color"/>
  <xs:element name="doors"><xs:simpleType><xs:restriction base="xs:int">
    <xs:enumeration value="3"/><xs:enumeration value="5"/></xs:restriction></xs:simpleType></xs:element>
</xs:sequence></xs:complexType>"#,
    );
    let word = |wire: &str, doc: &str| XsdWord { wire: wire.to_owned(), doc: doc.to_owned() };
    assert_eq!(get(&types, "color").def, XsdDef::Enum(vec![word("dark red", "Like wine."), word("BLUE", "")]));
    assert_eq!(brief(&types, "car"), ["color: #color", "doors: #car/doors"]);
    assert_eq!(get(&types, "car/doors").def, XsdDef::Enum(vec![word("3", ""), word("5", "")]));
}

#[test]
fn recursion_ends() {
    let types = types(
        r#"<xs:complexType name="folder"><xs:sequence>
  <xs:element name="folder" type="folder" minOccurs="0" maxOccurs="unbounded"/>
  <xs:element name="link" minOccurs="0"><xs:complexType><xs:sequence>
    <xs:element name="target" type="folder"/></xs:sequence></xs:complexType></xs:element>
</xs:sequence></xs:complexType>
<xs:complexType name="a"><xs:sequence><xs:element name="b" type="b" minOccurs="0"/></xs:sequence></xs:complexType>
<xs:complexType name="b"><xs:sequence><xs:element name="a" type="a" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "folder"), ["folder: #folder[]?", "link: #folder/link?"]);
    assert_eq!(brief(&types, "folder/link"), ["target: #folder"]);
    assert_eq!(brief(&types, "a"), ["b: #b?"]);
    assert_eq!(brief(&types, "b"), ["a: #a?"]);
}

#[test]
fn what_is_defined_by_itself_is_a_mistake_that_shows_the_circle() {
    let extension = |name: &str, base: &str| {
        format!(
            r#"<xs:complexType name="{name}"><xs:complexContent><xs:extension base="{base}"/></xs:complexContent></xs:complexType>"#
        )
    };
    let union = |name: &str, members: &str| {
        format!(r#"<xs:simpleType name="{name}"><xs:union memberTypes="{members}"/></xs:simpleType>"#)
    };
    for (body, message, first) in [
        (extension("a", "a"), "`a` is made of itself", "a"),
        (
            [extension("a", "b"), extension("b", "c"), extension("c", "b")].concat(),
            "definitions are made of each other: `b` takes in `c` takes in `b`",
            "b",
        ),
        (
            r#"<xs:simpleType name="a"><xs:restriction base="a"/></xs:simpleType>"#.to_owned(),
            "`a` is made of itself",
            "a",
        ),
        (union("u", "xs:int u"), "`u` is made of itself", "u"),
        (
            r#"<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>
<xs:complexType name="a"><xs:group ref="g"/></xs:complexType>"#
                .to_owned(),
            "`g` is made of itself",
            "g",
        ),
        (
            r#"<xs:attributeGroup name="g"><xs:attributeGroup ref="h"/></xs:attributeGroup>
<xs:attributeGroup name="h"><xs:attributeGroup ref="g"/></xs:attributeGroup>"#
                .to_owned(),
            "definitions are made of each other: `g` takes in `h` takes in `g`",
            "g",
        ),
    ] {
        let found = mistake(&body);
        assert_eq!((found.message.as_str(), found.see.as_deref()), (message, Some(first)), "{body}");
    }
}

/// Each takes in the one before it twice, so that all of them together would never be written out.
#[test]
fn what_grows_at_each_level_ends() {
    let mut groups =
        r#"<xs:group name="g0"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:group>"#.to_owned();
    let mut unions = r#"<xs:simpleType name="u0"><xs:restriction base="xs:int"/></xs:simpleType>"#.to_owned();
    for level in 1..50 {
        let below = level - 1;
        groups += &format!(
            "\n<xs:group name=\"g{level}\"><xs:sequence><xs:group ref=\"g{below}\"/><xs:group ref=\"g{below}\"/></xs:sequence></xs:group>"
        );
        unions += &format!(
            "\n<xs:simpleType name=\"u{level}\"><xs:union memberTypes=\"u{below} u{below}\"/></xs:simpleType>"
        );
    }
    for body in [format!("{groups}<xs:complexType name=\"t\"><xs:group ref=\"g49\"/></xs:complexType>"), unions] {
        let found = mistake(&body);
        assert!(found.message.contains("more than 50000 parts"), "{found:?}");
    }
}

#[test]
fn what_is_too_deep_is_a_mistake() {
    let nested = format!("<xs:element name=\"a\">{}{}</xs:element>", "<xs:b>".repeat(70), "</xs:b>".repeat(70));
    assert_eq!(mistake(&nested).message, "more than 64 elements stand in each other");

    let chain: String = (1..100)
        .map(|level| {
            format!(
                "<xs:complexType name=\"t{level}\"><xs:complexContent><xs:extension base=\"t{}\"/></xs:complexContent></xs:complexType>\n",
                level - 1
            )
        })
        .collect();
    let found = mistake(&format!("<xs:complexType name=\"t0\"/>\n{chain}"));
    assert_eq!(found.message, "`t65` takes in others through more than 64 levels");
}

#[test]
fn builtin_types_are_words_of_the_language() {
    for (name, word) in [
        ("integer", "number"),
        ("nonNegativeInteger", "number"),
        ("unsignedLong", "number"),
        ("decimal", "number"),
        ("double", "number"),
        ("string", "string"),
        ("anyURI", "string"),
        ("boolean", "bool"),
        ("short", "i16"),
        ("unsignedShort", "u16"),
        ("int", "i32"),
        ("unsignedInt", "u32"),
        ("long", "i64"),
        ("dateTime", "datetime"),
        ("date", "date"),
        ("time", "time"),
        ("base64Binary", "bytes"),
    ] {
        let types = types(&format!(
            r#"<xs:element name="top" type="xs:{name}"/>
<xs:complexType name="t"><xs:sequence><xs:element name="plain" type="xs:{name}"/><xs:element name="less" type="less"/></xs:sequence></xs:complexType>
<xs:simpleType name="less"><xs:restriction base="xs:{name}"/></xs:simpleType>"#
        ));
        assert_eq!(get(&types, "top").def, XsdDef::Scalar(word), "{name}");
        assert_eq!(brief(&types, "t"), [format!("plain: {word}"), format!("less: {word}")], "{name}");
    }
}

#[test]
fn a_list_is_parted_by_blanks() {
    let types = types(
        r#"<xs:simpleType name="ids"><xs:list itemType="xs:int"/></xs:simpleType>
<xs:complexType name="t"><xs:attribute name="ids" type="ids"/></xs:complexType>"#,
    );
    let field = &fields(&types, "t")[0];
    assert_eq!((&field.ty, field.many, field.join), (&XsdRef::Scalar("i32"), true, Some(" ")));
}

#[test]
fn another_file_is_a_mistake_where_it_is_asked_for() {
    for tag in ["include", "import", "redefine"] {
        let namespace = if tag == "import" { r#"namespace="urn:other" "# } else { "" };
        let found = mistake(&format!(
            "\n  <xs:{tag} {namespace}schemaLocation=\"common.xsd\"/>\n<xs:element name=\"a\" type=\"xs:int\"/>"
        ));
        let column = format!("  <xs:{tag} {namespace}schemaLocation=\"").len() + 1;
        assert_eq!((found.line, found.column), (3, column), "{found:?}");
        assert_eq!(found.message, "another file is asked for: common.xsd");
        assert!(found.help.unwrap().contains("copy the types"), "{tag}");
    }
}

#[test]
fn an_unknown_type_is_a_mistake_with_a_suggestion() {
    let all = mistakes(
        r#"<xs:complexType name="address"/>
<xs:complexType name="user"><xs:sequence>
  <xs:element name="home" type="adress"/>
  <xs:element name="age" type="xs:interger"/>
  <xs:element name="far" type="nothing-like-it"/>
  <xs:element name="odd" type="other:thing"/>
</xs:sequence></xs:complexType>"#,
    );
    let brief: Vec<_> =
        all.iter().map(|found| (found.line, found.column, found.message.as_str(), found.help.as_deref())).collect();
    assert_eq!(brief[0], (4, 33, "there is no type `adress` in this XSD", Some("did you mean `address`?")));
    assert_eq!(all[0].underlined, "adress");
    assert_eq!(brief[1], (5, 32, "XSD has no type `interger`", Some("did you mean `integer`?")));
    assert_eq!(brief[2], (6, 32, "there is no type `nothing-like-it` in this XSD", None));
    assert_eq!((brief[3].0, brief[3].2), (7, "the prefix `other` is bound to no namespace"));
    assert_eq!(brief.len(), 4);
}

#[test]
fn malformed_xml_is_a_mistake_with_its_place() {
    let wrong = mistake("<xs:complexType name=\"a\">\n  <xs:sequence>\n</xs:complexType>");
    assert_eq!((wrong.line, wrong.underlined.as_str()), (4, "</xs:complexType"), "{wrong:?}");
    assert!(wrong.message.starts_with("this is no well-formed XML: "), "{wrong:?}");

    for text in ["", "no XML at all", "<a/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>\u{1}</a>", "<ä:b"] {
        let all = found(text);
        assert_eq!(all.len(), 1, "{all:?}");
        assert!(all[0].message.starts_with("this is no "), "{all:?}");
    }
    let bomb = "<!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>\n<xs:schema/>";
    assert!(found(bomb)[0].help.as_ref().is_some_and(|help| help.contains("no document type")), "{:?}", found(bomb));
}

/// It is our front end that refuses these; what it says has no line, and is shown at what it is about.
#[test]
fn what_xsd_parser_refuses_is_shown_where_it_is_meant() {
    let structure = mistake("<xs:complexType name=\"a\">\n  <xs:sequence minOccurs=\"many\"/>\n</xs:complexType>");
    assert_eq!((structure.line, structure.underlined.as_str()), (3, "<xs:sequence"), "{structure:?}");
    assert!(structure.message.starts_with("xsd-parser cannot make types of this XSD: "), "{structure:?}");

    let meaning = mistake(
        "<xs:complexType name=\"c\"/>\n<xs:simpleType name=\"s\">\n<xs:restriction base=\"c\"/></xs:simpleType>",
    );
    assert_eq!(meaning.underlined, "c", "{meaning:?}");
}

#[test]
fn a_name_is_declared_once() {
    let found = mistake(
        "<xs:complexType name=\"a\"/>\n<xs:simpleType name=\"a\"><xs:restriction base=\"xs:int\"/></xs:simpleType>",
    );
    assert_eq!((found.line, found.message.as_str(), found.see.as_deref()), (3, "`a` is declared twice", Some("a")));
}

#[test]
fn a_target_namespace_is_no_hindrance() {
    let text = r#"<schema xmlns="http://www.w3.org/2001/XMLSchema" xmlns:v="urn:v" targetNamespace="urn:v" elementFormDefault="qualified">
<element name="root" type="v:user"/>
<complexType name="user"><sequence><element name="id" type="int"/><element ref="v:tag"/></sequence></complexType>
<element name="tag" type="string"/>
</schema>"#;
    let types = load(text).unwrap();
    assert_eq!(brief(&types, "user"), ["id: i32", "tag: string"]);
    assert_eq!(get(&types, "root").def, XsdDef::Same("user".to_owned()));
}

#[test]
fn a_name_for_two_types_is_a_mistake_in_either_order() {
    let ty = r#"<xs:complexType name="a"><xs:attribute name="b" type="xs:int"/></xs:complexType>"#;
    let scalar = r#"<xs:element name="a" type="xs:int"/>"#;
    let record =
        r#"<xs:element name="a"><xs:complexType><xs:attribute name="c" type="xs:int"/></xs:complexType></xs:element>"#;
    for element in [scalar, record] {
        for (body, line) in [(format!("{ty}\n{element}"), 3), (format!("{element}\n{ty}"), 2)] {
            let found = mistake(&body);
            assert_eq!(found.line, line, "{found:?}");
            assert!(
                found.message.starts_with("`a` is the name of a type and of an element of another type"),
                "{found:?}"
            );
        }
    }
}

#[test]
fn an_element_of_the_types_name_says_nothing_new_in_either_order() {
    let ty = r#"<xs:simpleType name="a"><xs:restriction base="xs:int"/></xs:simpleType>"#;
    let element = r#"<xs:element name="a" type="a"/>"#;
    for body in [format!("{ty}\n{element}"), format!("{element}\n{ty}")] {
        let types = types(&body);
        assert_eq!(types.len(), 1, "{types:#?}");
        assert_eq!(get(&types, "a").def, XsdDef::Scalar("i32"));
    }
}

#[test]
fn groups_are_their_members() {
    let types = types(
        r#"<xs:group name="g"><xs:sequence><xs:element name="x" type="xs:int"/><xs:element name="y" type="xs:int"/></xs:sequence></xs:group>
<xs:attributeGroup name="h"><xs:attribute name="z" type="xs:int" use="required"/></xs:attributeGroup>
<xs:complexType name="a"><xs:sequence><xs:group ref="g" minOccurs="0"/><xs:any minOccurs="0"/></xs:sequence><xs:attributeGroup ref="h"/></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "a"), ["@z: i32", "x: i32?", "y: i32?"]);
}

#[test]
fn mixed_content_has_text() {
    let types = types(
        r#"<xs:complexType name="p" mixed="true"><xs:sequence><xs:element name="b" type="xs:string" minOccurs="0"/></xs:sequence></xs:complexType>"#,
    );
    assert_eq!(brief(&types, "p"), [".: string?", "b: string?"]);
}

#[test]
fn types_without_a_name_are_told_apart_by_where_they_stand() {
    let types = types(
        r#"<xs:element name="order"><xs:complexType><xs:sequence>
  <xs:element name="buyer"><xs:complexType><xs:sequence>
    <xs:element name="address"><xs:complexType><xs:attribute name="city" type="xs:string"/></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="seller"><xs:complexType><xs:sequence>
    <xs:element name="address"><xs:complexType><xs:attribute name="port" type="xs:int"/></xs:complexType></xs:element>
    <xs:element name="kind"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="A"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence><xs:attribute name="kind"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="B"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>
</xs:sequence></xs:complexType></xs:element>"#,
    );
    assert_eq!(brief(&types, "order/buyer/address"), ["@city: string?"]);
    assert_eq!(brief(&types, "order/seller/address"), ["@port: i32?"]);
    let seller = brief(&types, "order/seller");
    assert_eq!(seller[1], "address: #order/seller/address");
    let kinds: Vec<_> =
        [&seller[0], &seller[2]].iter().map(|kind| kind.split_once('#').unwrap().1.trim_end_matches('?')).collect();
    let words = |name: &str| match &get(&types, name).def {
        XsdDef::Enum(words) => words.iter().map(|word| word.wire.clone()).collect::<Vec<_>>(),
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!((words(kinds[0]), words(kinds[1])), (vec!["B".to_owned()], vec!["A".to_owned()]));
}

#[test]
fn a_field_of_a_base_keeps_its_words() {
    let body = r#"<xs:complexType name="admin"><xs:complexContent><xs:extension base="user"/></xs:complexContent></xs:complexType>
<xs:complexType name="user"><xs:sequence>
  <xs:element name="home"><xs:annotation><xs:documentation>The home.</xs:documentation></xs:annotation>
    <xs:complexType><xs:attribute name="city" type="xs:string"/></xs:complexType></xs:element>
</xs:sequence></xs:complexType>"#;
    let types = types(body);
    assert_eq!(fields(&types, "user")[0].doc, "The home.");
    assert_eq!(fields(&types, "admin")[0].doc, "The home.");
    assert_eq!(line(body, &fields(&types, "admin")[0].span), 4);
    assert_eq!(fields(&types, "admin")[0].ty, fields(&types, "user")[0].ty);
}

#[test]
fn a_field_of_a_group_keeps_its_words() {
    let body = r#"<xs:complexType name="a"><xs:sequence><xs:group ref="g"/></xs:sequence><xs:attributeGroup ref="h"/></xs:complexType>
<xs:group name="g"><xs:sequence>
  <xs:element name="x" type="xs:int"><xs:annotation><xs:documentation>An x.</xs:documentation></xs:annotation></xs:element>
</xs:sequence></xs:group>
<xs:attributeGroup name="h">
  <xs:attribute name="x" type="xs:int"><xs:annotation><xs:documentation>No x.</xs:documentation></xs:annotation></xs:attribute>
</xs:attributeGroup>"#;
    let types = types(body);
    let brief: Vec<_> =
        fields(&types, "a").iter().map(|field| (field.place.as_str(), line(body, &field.span), &*field.doc)).collect();
    assert_eq!(brief, [("@x", 7, "No x."), ("x", 4, "An x.")]);
}
