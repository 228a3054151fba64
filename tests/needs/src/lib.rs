//! Tests that need what not every machine has: without it they are counted as ignored, with the reason.

use std::env;

use proc_macro::TokenStream;

/// `#[needs(PLAZA_DATA)]` above `#[test]`: where this variable of the environment is not set when the test is
/// compiled, it is ignored. Cargo compiles it again when the variable changes.
#[proc_macro_attribute]
pub fn needs(variable: TokenStream, test: TokenStream) -> TokenStream {
    let name = variable.to_string();
    // What `option_env!` reads the compiler notes for cargo.
    let mut lines = format!("const _: Option<&str> = option_env!(\"{name}\");");
    if env::var_os(&name).is_none() {
        lines += &format!("#[ignore = \"{name} is not set\"]");
    }
    let mut marked: TokenStream = lines.parse().expect("these are tokens");
    marked.extend(test);
    marked
}
