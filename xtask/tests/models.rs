//! What the specs of vendors that do not exist are understood to mean, held against what it was when somebody last looked.
//! `INSTA_UPDATE=always cargo test -p xtask --test models` takes what is new.

use std::path::Path;

use xtask::{diagnostic::Diagnostics, model, place::Place, show};

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
