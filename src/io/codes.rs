//! What to say of a municipality's code that is not known.
//!
//! A spreadsheet that takes codes for numbers writes `1001` or `1001.0` for `01001`. Only the same code
//! written so is ever suggested: a code that merely looks alike is another municipality.

/// ` (did you mean ...?)` when exactly one of `known` is `code` with its leading zeros lost, with `.0` behind
/// it, or with other capitals; else the empty string.
pub fn hint<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let wanted = bare(code);
    let mut same = known.into_iter().filter(|known| bare(known) == wanted);
    match (same.next(), same.next()) {
        (Some(one), None) => format!(" (did you mean `{one}`?)"),
        _ => String::new(),
    }
}

/// A code as a spreadsheet may leave it.
fn bare(code: &str) -> String {
    let code = code.trim().trim_matches(['"', '\'']).to_lowercase();
    let whole = match code.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|byte| byte == b'0') => whole,
        _ => &code,
    };
    match whole.trim_start_matches('0') {
        "" => whole.to_owned(),
        rest => rest.to_owned(),
    }
}
