//! `cargo xtask interop` where nothing of what it needs is installed.

use std::process::Command;

#[test]
fn what_is_missing_is_listed_with_the_command_that_gets_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("interop").env("PATH", "/nowhere").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for tool in ["mcs", "mono", "System.Web.Services", "php", "SoapClient"] {
        assert!(said.lines().any(|line| line.split_whitespace().next() == Some(tool)), "{tool} in {said}");
    }
    let packages = ["mono-mcs", "mono-runtime", "libmono-system-web-services4.0-cil", "php-cli", "php-soap"];
    let command = said.lines().find(|line| line.contains("apt-get install")).unwrap();
    for package in packages {
        assert!(command.split_whitespace().any(|word| word == package), "{package} in {command}");
    }
}
