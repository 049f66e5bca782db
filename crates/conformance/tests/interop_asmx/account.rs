//! An account of Rescue for each test, so that nothing that another test does is seen.

use bindery_transport::{Protocol, Secret};
use logmein_rescue::{Error, Permission, Rescue, Status, set_group_v2, set_user_v2};

use crate::host::{base, control, over, unique};

/// An organisation's tree with one Master Administrator, who calls.
pub struct Account {
    pub email: String,
    pub password: &'static str,
    pub auth_code: String,
    pub master: i32,
    pub administrators: i32,
    pub technicians: i32,
    pub group: i32,
}

impl Account {
    pub fn new() -> Account {
        let number = unique();
        let (email, password) = (format!("master{number}@example.com"), "Pass-Word-1");
        let auth_code = format!("code{number}");
        let ids = control("organisation", &[("email", &email), ("password", password), ("authcode", &auth_code)]);
        let ids: Vec<i32> = ids.expect("ids").split(' ').map(|id| id.parse().expect("an id")).collect();
        let [master, administrators, technicians, group] = ids[..] else { panic!("four ids, not {ids:?}") };
        Account { email, password, auth_code, master, administrators, technicians, group }
    }

    /// A client that sends the permanent code along.
    pub fn with_code(&self) -> Rescue {
        Rescue::builder().base_url(base()).auth_code(self.auth_code.as_str()).build().expect("a client")
    }

    /// A client that signs in when it has to.
    pub fn with_login(&self) -> Rescue {
        Rescue::builder().base_url(base()).login(self.email.as_str(), self.password).build().expect("a client")
    }

    /// How often somebody signed in.
    pub fn logins(&self) -> String {
        control("logins", &[("email", &self.email)]).expect("a number")
    }

    pub async fn new_user(&self) -> i32 {
        self.with_code().create_user().parent(self.group).send().await.expect("a user").node_id
    }

    pub fn new_group(&self, parent: i32) -> i32 {
        control("group", &[("parent", &parent.to_string())]).expect("an id").parse().expect("an id")
    }
}

/// Has the next calls about a node go wrong: with this code, or with an `exception` or a `fault`.
pub fn trouble(node: i32, how: &str) {
    control("trouble", &[("node", &node.to_string()), ("how", how)]);
}

/// A text that is stored of a node, as the service got it.
pub fn stored(node: i32, field: &str) -> Option<String> {
    control("stored", &[("node", &node.to_string()), ("field", field)])
}

/// What `setUser_v2` is given; by default what is required, and good.
#[derive(Clone)]
pub struct User {
    pub name: String,
    pub nick: Option<String>,
    pub email: String,
    pub sso_id: Option<String>,
    pub pwd: Option<&'static str>,
    pub conf_pwd: Option<&'static str>,
    pub old_pwd: Option<&'static str>,
    pub status: Status,
    pub description: Option<String>,
    pub mobile_addon: bool,
    pub rpat_addon: bool,
}

impl User {
    pub fn new() -> User {
        User {
            name: "John Doe".to_owned(),
            nick: None,
            email: format!("user{}@example.com", unique()),
            sso_id: None,
            pwd: None,
            conf_pwd: None,
            old_pwd: None,
            status: Status::Enabled,
            description: None,
            mobile_addon: false,
            rpat_addon: false,
        }
    }

    /// With a new password, given twice.
    pub fn with_password(pwd: &'static str) -> User {
        User { pwd: Some(pwd), conf_pwd: Some(pwd), ..User::new() }
    }

    pub async fn set(&self, rescue: &Rescue, node: i32, protocol: Protocol) -> Result<(), Error<set_user_v2::Code>> {
        let call = rescue.set_user_v2().node(node).name(&self.name).email(&self.email).status(self.status.clone());
        let call = call.mobile_addon(self.mobile_addon).rpat_addon(self.rpat_addon).maybe_nick(self.nick.clone());
        let call = call.maybe_sso_id(self.sso_id.clone()).maybe_description(self.description.clone());
        let call = call.maybe_pwd(self.pwd.map(Secret::from)).maybe_conf_pwd(self.conf_pwd.map(Secret::from));
        call.maybe_old_pwd(self.old_pwd.map(Secret::from)).with(over(protocol)).send().await
    }
}

/// What `setGroup_v2` is given; by default what is required, and good.
#[derive(Clone)]
pub struct Group {
    pub name: String,
    pub status: Status,
    pub description: Option<String>,
    pub permissions: Option<Vec<Permission>>,
    pub locked_permissions: Option<Vec<Permission>>,
    /// Standard, mobile, RPAT.
    pub limits: [i32; 3],
}

impl Group {
    pub fn new() -> Group {
        Group {
            name: "TechGroup".to_owned(),
            status: Status::Enabled,
            description: None,
            permissions: None,
            locked_permissions: None,
            limits: [10, 20, 30],
        }
    }

    pub async fn set(&self, rescue: &Rescue, node: i32, protocol: Protocol) -> Result<(), Error<set_group_v2::Code>> {
        let [standard, mobile, rpat] = self.limits;
        let call = rescue.set_group_v2().node(node).name(&self.name).status(self.status.clone());
        let call = call.standard_concurrent_limit(standard).mobile_concurrent_limit(mobile);
        let call = call.rpat_concurrent_limit(rpat).maybe_description(self.description.clone());
        let call = call.maybe_permissions(self.permissions.clone());
        call.maybe_locked_permissions(self.locked_permissions.clone()).with(over(protocol)).send().await
    }
}
