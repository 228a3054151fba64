//! Whole numbers in as few bytes as they surprise: a range coder, whose chances are learnt from the numbers before.
//!
//! Sums of neighbouring months are alike, and those of a policy like the baseline's, which deflate cannot tell. One text
//! says how a number becomes bits, for writing and for reading; the script of the page reads the same
//! (`page/code.js`). All of it is in whole numbers: every machine writes and reads the same.

/// What bits are written to, or read from.
pub trait Bits {
    /// Writes this bit and gives it back; or reads one, whatever this is.
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool;
}

/// How likely a bit is 1, by those that were met with the same chance.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    /// In parts of 65,536.
    one: u16,
    /// How many were met, as far as that is counted.
    met: u8,
}

/// Bits that are counted: later ones weigh as much as the last of them.
const COUNTED: u8 = 120;
/// No bit is thought less likely than this, in parts of 65,536.
const LEAST: i64 = 24;

impl Chance {
    /// Of which nothing is known.
    pub const NEW: Self = Self {
        one: 1 << 15,
        met: 0,
    };

    fn learn(&mut self, bit: bool) {
        let (one, met) = (i64::from(self.one), i64::from(self.met));
        let to = if bit { 65_536 } else { 0 };
        let moved = one + ((to - one) * 2).div_euclid(2 * met + 3);
        self.one = moved.clamp(LEAST, 65_536 - LEAST) as u16;
        self.met = (self.met + 1).min(COUNTED);
    }

    /// Where a span is cut: up to there the bit is 1.
    fn cut(self, low: u32, high: u32) -> u32 {
        let span = u64::from(high - low);
        low + ((span * u64::from(self.one)) >> 16) as u32
    }
}

/// Whether both ends of a span begin with the same byte, which is known then.
fn same_byte(low: u32, high: u32) -> bool {
    (low ^ high) >> 24 == 0
}

/// Writes.
#[derive(Debug)]
pub struct Writer {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
}

impl Default for Writer {
    fn default() -> Self {
        Self {
            low: 0,
            high: u32::MAX,
            bytes: Vec::new(),
        }
    }
}

impl Writer {
    /// What was written.
    pub fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.low.to_be_bytes());
        self.bytes
    }
}

impl Bits for Writer {
    fn bit(&mut self, chance: &mut Chance, bit: bool) -> bool {
        let cut = chance.cut(self.low, self.high);
        match bit {
            true => self.high = cut,
            false => self.low = cut + 1,
        }
        chance.learn(bit);
        while same_byte(self.low, self.high) {
            self.bytes.push((self.low >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
        bit
    }
}

/// Reads what a [`Writer`] wrote: what the tests ask of a page.
#[derive(Debug)]
pub struct Reader<'a> {
    low: u32,
    high: u32,
    here: u32,
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    /// From the first byte on.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self {
            low: 0,
            high: u32::MAX,
            here: 0,
            bytes: bytes.iter(),
        };
        (0..4).for_each(|_| reader.shift());
        reader
    }

    fn shift(&mut self) {
        let byte = self.bytes.next().copied().unwrap_or(0);
        self.here = self.here << 8 | u32::from(byte);
    }
}

impl Bits for Reader<'_> {
    fn bit(&mut self, chance: &mut Chance, _: bool) -> bool {
        let cut = chance.cut(self.low, self.high);
        let bit = self.here <= cut;
        match bit {
            true => self.high = cut,
            false => self.low = cut + 1,
        }
        chance.learn(bit);
        while same_byte(self.low, self.high) {
            self.shift();
            self.low <<= 8;
            self.high = self.high << 8 | 0xff;
        }
        bit
    }
}

/// The size of a number in fifteen classes: 0, 1, 2, 3, and from there the powers of two.
pub fn class(number: i64) -> usize {
    let size = number.unsigned_abs().min(1 << 14);
    match size {
        0..4 => size as usize,
        _ => 2 + size.ilog2() as usize,
    }
    .min(CLASSES - 1)
}

/// Classes of sizes.
pub const CLASSES: usize = 15;

/// Chances of a number in one context: whether it is 0, its sign by that of the number before, how many digits it has.
const OF_NUMBER: usize = 4 + DIGITS;
const DIGITS: usize = 60;
/// Leading digits behind the first of which each has a chance of its own, by those before it.
const LEADING: u32 = 2;
/// Chances of the digits of a number with so many.
const OF_DIGITS: usize = (1 << LEADING) + DIGITS;

/// Chances of numbers of either sign, by context.
pub struct Numbers {
    by_context: Vec<Chance>,
    digits: Vec<Chance>,
}

impl Numbers {
    /// In so many contexts.
    pub fn new(contexts: usize) -> Self {
        Self {
            by_context: vec![Chance::NEW; contexts * OF_NUMBER],
            digits: vec![Chance::NEW; (DIGITS + 1) * OF_DIGITS],
        }
    }

    /// Writes a number, or reads one; `before` is the one before it.
    pub fn code(&mut self, bits: &mut impl Bits, context: usize, before: i64, number: i64) -> i64 {
        let chances = &mut self.by_context[context * OF_NUMBER..][..OF_NUMBER];
        if bits.bit(&mut chances[0], number == 0) {
            return 0;
        }
        let sign = (2 + before.signum()) as usize;
        let negative = bits.bit(&mut chances[sign], number < 0);
        let size = number.unsigned_abs();
        let wanted = size.max(1).ilog2();
        let mut behind = 0;
        while bits.bit(&mut chances[4 + behind as usize], behind < wanted) {
            behind += 1;
        }
        let digits = &mut self.digits[behind as usize * OF_DIGITS..][..OF_DIGITS];
        let mut read = 1_u64;
        for place in (0..behind).rev() {
            let done = behind - 1 - place;
            let at = match done < LEADING {
                true => read as usize,
                false => (1 << LEADING) + place as usize,
            };
            let digit = bits.bit(&mut digits[at], size >> place & 1 == 1);
            read = read << 1 | u64::from(digit);
        }
        let read = read.cast_signed();
        if negative { -read } else { read }
    }
}

/// Chances of bytes that are mostly one foreseen: whether they are, and which they are where they are not.
pub struct Bytes {
    foreseen: Vec<Chance>,
    others: Vec<Chance>,
}

/// Chances of a byte, bit by bit.
const OF_BYTE: usize = 256;

impl Bytes {
    /// In so many contexts of either kind.
    pub fn new(foreseen: usize, others: usize) -> Self {
        Self {
            foreseen: vec![Chance::NEW; foreseen],
            others: vec![Chance::NEW; others * OF_BYTE],
        }
    }

    /// Writes a byte, or reads one.
    pub fn code(
        &mut self,
        bits: &mut impl Bits,
        [foreseen, other]: [usize; 2],
        expected: u8,
        byte: u8,
    ) -> u8 {
        if bits.bit(&mut self.foreseen[foreseen], byte == expected) {
            return expected;
        }
        let chances = &mut self.others[other * OF_BYTE..][..OF_BYTE];
        let mut node = 1;
        for place in (0..8).rev() {
            let bit = bits.bit(&mut chances[node], byte >> place & 1 == 1);
            node = node << 1 | usize::from(bit);
        }
        (node & 0xff) as u8
    }
}
