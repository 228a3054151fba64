//! How data lie in the page: few bytes for small numbers, deflated or coded, as text.

use miniz_oxide::deflate::compress_to_vec;
use serde_json::Value as Json;

/// How hard deflate tries.
const LEVEL: u8 = 9;

/// Part of the data of the page, read by the script when it is first needed.
pub struct Chunk {
    /// What it is called there.
    pub name: String,
    /// What it holds, as [`letters`].
    pub text: String,
}

impl Chunk {
    /// Of bytes.
    pub fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            text: letters(&compress_to_vec(bytes, LEVEL)),
        }
    }

    /// Of bytes that nothing makes shorter.
    pub fn raw(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self {
            name: name.into(),
            text: letters(bytes),
        }
    }

    /// Of JSON.
    pub fn json(name: impl Into<String>, of: &Json) -> Self {
        Self::new(name, of.to_string().as_bytes())
    }
}

/// How many letters are used: two of them hold thirteen bits.
const LETTERS: u32 = 91;
/// The first of them, and those between it and the last that are left out: `<` would end an element, `&` and the
/// backslash mean something elsewhere.
const FIRST: u8 = b'!';
const LEFT_OUT: [u8; 3] = *b"&<\\";

/// Bytes as letters, thirteen bits in two, the lowest first: base64 would need 8 % more.
pub fn letters(bytes: &[u8]) -> String {
    let alphabet: Vec<char> = (FIRST..=b'~')
        .filter(|letter| !LEFT_OUT.contains(letter))
        .map(char::from)
        .collect();
    let mut text = String::with_capacity(bytes.len() * 16 / 13 + 2);
    let (mut kept, mut bits) = (0_u32, 0);
    let mut push = |of: u32| text.push(alphabet[of as usize]);
    for byte in bytes {
        kept |= u32::from(*byte) << bits;
        bits += 8;
        if bits >= 13 {
            push((kept & 0x1fff) % LETTERS);
            push((kept & 0x1fff) / LETTERS);
            kept >>= 13;
            bits -= 13;
        }
    }
    // A letter more holds six bits, so that it is known how many bytes there are.
    if bits > 0 {
        push(kept % LETTERS);
    }
    if bits > 6 {
        push(kept / LETTERS);
    }
    text
}

/// Letters of chunks in the page.
pub fn size(chunks: &[Chunk]) -> usize {
    chunks.iter().map(|chunk| chunk.text.len()).sum()
}

/// Writes a whole number in as many groups of seven bits as it needs, the lowest first.
pub fn unsigned(mut number: u64, to: &mut Vec<u8>) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            to.push(low);
            return;
        }
        to.push(low | 0x80);
    }
}

/// Writes a number of either sign so that small ones are short: 0, -1, 1, -2 become 0, 1, 2, 3.
pub fn signed(number: i64, to: &mut Vec<u8>) {
    unsigned(((number << 1) ^ (number >> 63)).cast_unsigned(), to);
}

/// The power of two that is the smallest deviation told.
const LEAST: f64 = -6.0;

/// A standard deviation in a byte, in so many steps of a factor of two rounded up (of 8 steps: by less than 9.1 %),
/// so that no interval is too narrow: 0 is none; the script reads `2 ^ ((byte - 1) / steps - 6)`.
pub fn deviation(of: f64, steps: f64) -> u8 {
    if of <= 0.0 {
        return 0;
    }
    let step = (libm::log2(of) - LEAST) * steps;
    1 + step.ceil().clamp(0.0, 254.0) as u8
}

/// Writes numbers as their place between the smallest and the largest of them, in 16 bits, and gives these two: the
/// script reads `low + place * (high - low) / 65534`; what is no number is 65535. The high bytes stand behind the low
/// ones: they compress better apart.
pub fn placed(numbers: &[f64], to: &mut Vec<u8>) -> [f64; 2] {
    let known = || numbers.iter().copied().filter(|number| number.is_finite());
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| {
        (low.min(number), high.max(number))
    });
    let [low, high] = if low <= high { [low, high] } else { [0.0; 2] };
    let width = if high > low { high - low } else { 1.0 };
    let place = |number: &f64| match number.is_finite() {
        true => ((number - low) / width * 65534.0).round() as u16,
        false => u16::MAX,
    };
    let places: Vec<[u8; 2]> = numbers
        .iter()
        .map(|number| place(number).to_le_bytes())
        .collect();
    to.extend(places.iter().map(|[low, _]| low));
    to.extend(places.iter().map(|[_, high]| high));
    [low, high]
}
