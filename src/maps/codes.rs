//! The message about a municipality's code that is not known.
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

/// ` (did you mean ...?)` with the code that is [`meant`]; else the empty string. Where it is the known one that a
/// spreadsheet has spoilt, it says that instead: the code itself is right.
pub fn hint<'a>(code: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match meant(code, known) {
        None => String::new(),
        Some(one) if spoilt(one, code) => {
            format!(" (there is `{one}`: has a spreadsheet taken it for a number there?)")
        }
        Some(one) => format!(" (did you mean `{one}`?)"),
    }
}

/// Whether a code is a number as spreadsheets write it, `1001.0`, which is nobody's code.
pub fn is_decimal(code: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    code.split_once('.').is_some_and(|(whole, zeros)| {
        digits(whole) && digits(zeros) && zeros.bytes().all(|byte| byte == b'0')
    })
}

/// Whether one of two codes that are the same is the one that was taken for a number.
fn spoilt(one: &str, other: &str) -> bool {
    if is_decimal(one) != is_decimal(other) {
        return is_decimal(one);
    }
    let zeros = |code: &str| code.bytes().take_while(|byte| *byte == b'0').count();
    zeros(one) < zeros(other)
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
