//! What the specs of vendors that do not exist are understood to mean, held against what it was when somebody last looked.
//! `INSTA_UPDATE=always cargo test -p xtask --test models` takes what is new.

use std::{fs, path::Path};

use xtask::{
    diagnostic::Diagnostics,
    model::{self, TypeDef, TypeRef},
    place::Place,
    show,
};

#[test]
fn models_of_vendors_that_do_not_exist() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vendors");
    let folders = Place::find(Some(specs.clone()), None).and_then(|place| place.vendors()).expect("the vendors");
    assert!(!folders.is_empty(), "there are no vendors");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("models");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for folder in folders {
            let mut d = Diagnostics::default();
            let model = model::load(&specs, &folder, &mut d).expect("a model");
            assert_eq!(d.render(false), "", "something is said of {folder}");
            insta::assert_snapshot!(folder, show::text(&model));
        }
    });
}

#[test]
fn a_type_of_one_schema_may_hold_one_of_another() {
    let schema = |types: &str| {
        format!(
            "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" elementFormDefault=\"qualified\">{types}</xs:schema>"
        )
    };
    let record = |name: &str, fields: &str| {
        format!("<xs:complexType name=\"{name}\"><xs:sequence>{fields}</xs:sequence></xs:complexType>")
    };
    let element = |name: &str, ty: &str| format!("<xs:element name=\"{name}\" type=\"{ty}\"/>");
    let one = record("first", &(element("far", "xs:string") + &element("near", "second")))
        + &record("second", &element("id", "xs:int"));
    let other = record("other", &element("text", "xs:string")) + &record("last", &element("text", "xs:string"));
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("acme");
    fs::create_dir(&root).expect("the vendor's folder");
    let files = [
        ("one.xsd", schema(&one)),
        ("other.xsd", schema(&other)),
        (
            "vendor.toml",
            "name = \"Acme\"\nclient = \"Acme\"\nversion = \"0.1.0\"\nlicense = \"MIT\"\nrepository = \"https://example.com\"\n\
             [protocols.form]\npath = \"/{operation}\"\nanswer = \"xml\"\n[answers.xml]\naccepted = { at = \".\" }\n\
             [types.\"one.xsd#first\".fields]\nfar = { type = \"other.xsd#other\" }\n"
                .to_owned(),
        ),
        (
            "get.toml",
            "doc = \"Gets.\"\n[output]\ntype = \"one.xsd#first\"\n[[examples]]\nform.request = \"\"\n\
             form.answer = \"<a><far><text>t</text></far><near><id>1</id></near></a>\"\n\
             output = { far = { text = \"t\" }, near = { id = 1 } }\n"
                .to_owned(),
        ),
    ];
    for (name, text) in files {
        fs::write(root.join(name), text).expect("a file");
    }
    let mut d = Diagnostics::default();
    let model = model::load(folder.path(), "acme", &mut d).expect("a model");
    assert_eq!(d.render(false), "");
    let first = model.types.iter().find(|named| named.name == "one.xsd#first").expect("the type");
    let TypeDef::Record(fields) = &first.def else { panic!("it is {:?}", first.def) };
    let held = fields.iter().map(|field| match field.ty {
        TypeRef::Named(index) => model.types[index].name.as_str(),
        TypeRef::Scalar(_) => "a scalar",
    });
    assert_eq!(held.collect::<Vec<_>>(), ["other.xsd#other", "one.xsd#second"]);
}
