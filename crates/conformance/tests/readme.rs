//! The README's code is this code, which compiles and runs.

use bindery_simulator::Simulator;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
#[rustfmt::skip]
async fn a_first_call_of_each_vendor() -> Outcome {
    let (code, username, user, password) = ("code", "username", "user", "password");
    let (hostname, apikey) = ("acme.mediasilo.com", "key");
    let sim = Simulator::start(&logmein_rescue::VENDOR);
    {
        use logmein_rescue::{Permission, Rescue, Status, create_user};

        let rescue = Rescue::builder().base_url(sim.base_url()).auth_code(code).build()?;

        let user = rescue.create_user().parent(337364).send().await?;
        println!("{}", user.node_id);

        rescue.set_group_v2()
            .node(337364).name("TechGroup").status(Status::Enabled)
            .permissions([Permission::RemoteControl, Permission::RemoteView])
            .standard_concurrent_limit(10).mobile_concurrent_limit(10).rpat_concurrent_limit(5)
            .send().await?;

        sim.on("createUser").code("INVALIDPARAM_PARENT");
        match rescue.create_user().parent(1).send().await {
            Err(error) if error.code() == Some(&create_user::Code::InvalidParamParent) => println!("no such parent"),
            other => panic!("{other:?}"),
        }
    }
    {
        use mediasilo::MediaSilo;

        let sim = Simulator::start(&mediasilo::VENDOR);
        let mediasilo = MediaSilo::builder(sim.base_url()).login(username, password, hostname, apikey).build()?;
        let me = mediasilo.user_get_current().send().await?;
        println!("{me:?}");
    }
    {
        use inforouter::InfoRouter;

        let sim = Simulator::start(&inforouter::VENDOR);
        let inforouter = InfoRouter::builder(sim.base_url()).login(user, password).build()?;
        let path = std::env::temp_dir().join("bindery-readme.pdf");
        let path = &path;
        if inforouter.user_exists().user_name("jdoe").send().await? {
            let mut file = tokio::fs::File::create(path).await?;
            inforouter.download_document().path("/MyLibrary/Reports/Report.pdf").download(&mut file).await?;
        }
        assert_eq!(std::fs::read(path)?, b"%PDF-1.4\n");
        std::fs::remove_file(path)?;
    }
    Ok(())
}

/// Every line of the README's Rust stands above too, addresses and a comment aside.
#[test]
fn the_readme_shows_this_code() {
    let readme = include_str!("../../../README.md");
    let here: Vec<&str> = include_str!("readme.rs").lines().map(str::trim).collect();
    let mut checked = 0;
    for block in readme.split("```rust\n").skip(1) {
        for line in block.split("```").next().unwrap_or_default().lines().map(str::trim) {
            let line = line.split("          //").next().unwrap_or_default().trim();
            if line.is_empty() || line.contains("builder(") || line.starts_with("other =>") {
                continue;
            }
            assert!(here.contains(&line), "the README has a line that this test has not: {line}");
            checked += 1;
        }
    }
    assert!(checked > 10, "the README's code was not found");
}
