//! What to say of a municipality's code that is not known.
//!
//! A spreadsheet that takes codes for numbers writes `1001` or `1001.0` for `01001`. Only the same code
//! written so is ever suggested: a code that merely looks alike is another municipality.

/// The one of `known` that is `code` with its leading zeros lost, with `.0` behind it, or with other capitals;
/// none where several are.
pub fn meant<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = bare(code);
    let mut same = known.into_iter().filter(|known| bare(known) == wanted);
    same.next().filter(|_| same.next().is_none())
}

/// ` (did you mean ...?)` with the code that is [`meant`]; else the empty string.
pub fn hint<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    meant(code, known).map_or_else(String::new, |one| format!(" (did you mean `{one}`?)"))
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
