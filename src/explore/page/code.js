// @ts-check
// Numbers coded by chances learnt from the numbers before, read as `src/explore/code.rs` and `measure.rs` write them.

/** The number of each letter of packed text, by its code: those from `!` to `~` but `&`, `<` and the backslash. */
const OF_LETTER = new Uint8Array(127);
for (let code = 33, number = 0; code < 127; code++) if (![38, 60, 92].includes(code)) OF_LETTER[code] = number++;

/** The bytes of a text of letters, of which two hold thirteen bits. @param {string} text */
function unlettered(text) {
  const bytes = new Uint8Array(((text.length >> 1) * 13 + (text.length % 2) * 6) >> 3);
  let [kept, bits, at] = [0, 0, 0];
  for (let letter = 0; letter < text.length; letter += 2) {
    const last = letter + 1 === text.length;
    const high = last ? 0 : OF_LETTER[text.charCodeAt(letter + 1)];
    kept |= (OF_LETTER[text.charCodeAt(letter)] + 91 * high) << bits;
    bits += last ? 6 : 13;
    for (; bits >= 8; bits -= 8, kept >>>= 8) bytes[at++] = kept & 255;
  }
  return bytes;
}

/** Bits of coded bytes. A chance is how likely a bit is 1, in parts of 65,536, and how many bits it has met. */
class Bits {
  /** @param {Uint8Array} of */
  constructor(of) {
    this.of = of;
    this.at = 4;
    this.low = 0;
    this.high = 0xffffffff;
    this.here = ((of[0] << 24) | (of[1] << 16) | (of[2] << 8) | of[3]) >>> 0;
  }

  /** @param {Chances} chances @param {number} which */
  bit(chances, which) {
    const one = chances.one[which];
    const met = chances.met[which];
    const cut = this.low + Math.floor(((this.high - this.low) * one) / 65536);
    const bit = this.here <= cut ? 1 : 0;
    if (bit) this.high = cut;
    else this.low = cut + 1;
    const moved = one + Math.floor((((bit ? 65536 : 0) - one) * 2) / (2 * met + 3));
    chances.one[which] = moved < 24 ? 24 : moved > 65512 ? 65512 : moved;
    if (met < 120) chances.met[which] = met + 1;
    while ((this.low ^ this.high) >>> 24 === 0) {
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
      this.here = ((this.here << 8) | (this.of[this.at++] ?? 0)) >>> 0;
    }
    return bit;
  }
}

/** Chances, of which nothing is known. */
class Chances {
  /** @param {number} count */
  constructor(count) {
    this.one = new Uint16Array(count).fill(32768);
    this.met = new Uint8Array(count);
  }
}

const CLASSES = 15;

/** The size of a number in fifteen classes: 0, 1, 2, 3, and from there the powers of two. @param {number} number */
function classOf(number) {
  const size = Math.min(Math.abs(number), 16384);
  return size < 4 ? size : Math.min(CLASSES - 1, 33 - Math.clz32(size));
}

/** Numbers of either sign, by context. */
class Numbers {
  /** @param {Bits} bits */
  constructor(bits) {
    this.bits = bits;
    this.chances = new Chances(CLASSES ** 3 * 64);
    this.digits = new Chances(61 * 64);
  }

  /** @param {number} context @param {number} before */
  read(context, before) {
    const { bits, chances, digits } = this;
    const base = context * 64;
    if (bits.bit(chances, base)) return 0;
    const negative = bits.bit(chances, base + 2 + Math.sign(before));
    let behind = 0;
    while (bits.bit(chances, base + 4 + behind)) behind++;
    let size = 1;
    for (let place = behind - 1; place >= 0; place--) {
      const which = behind - 1 - place < 2 ? size : 4 + place;
      size = size * 2 + bits.bit(digits, behind * 64 + which);
    }
    return negative ? -size : size;
  }
}

/** Bytes that are mostly one foreseen. */
class Foreseen {
  /** @param {Bits} bits @param {number} foreseen @param {number} others */
  constructor(bits, foreseen, others) {
    this.bits = bits;
    this.foreseen = new Chances(foreseen);
    this.others = new Chances(others * 256);
  }

  /** @param {number} foreseen @param {number} other @param {number} expected */
  read(foreseen, other, expected) {
    if (this.bits.bit(this.foreseen, foreseen)) return expected;
    let node = 1;
    while (node < 256) node = node * 2 + this.bits.bit(this.others, other * 256 + node);
    return node & 255;
  }
}

/** Sums, row by row; of a policy beside those of the baseline. @param {Bits} bits @param {Float64Array | null} theirs @param {number} more @param {number} cells @param {number} steps */
function readSums(bits, theirs, more, cells, steps) {
  const numbers = new Numbers(bits);
  const sums = new Float64Array(cells);
  let [before, earlier] = [0, 0];
  for (let at = 0; at < cells; at++) {
    if (at % steps === 0) before = earlier = 0;
    const usual = theirs ? theirs[at] : 0;
    const number = numbers.read((classOf(before) * CLASSES + classOf(earlier)) * CLASSES + classOf(usual), before);
    sums[at] = (more ? usual : 0) + number;
    [before, earlier] = [number, before];
  }
  return sums;
}

/**
 * What is coded of a measure under one policy.
 * @typedef {{sums: Float64Array, spread: Uint8Array, differences: Uint8Array | null, apart: Float64Array | null}} Lists
 */

/** Reads a measure: sums have `steps[0]` steps in a row and deviations `steps[1]`, of so many months each. @param {Uint8Array} of @param {Lists | null} theirs @param {boolean} isApart @param {number} rows @param {[number, number]} steps @param {[number, number]} months @returns {Lists} */
function readLists(of, theirs, isApart, rows, steps, months) {
  const bits = new Bits(of);
  const more = bits.bit(new Chances(1), 0);
  const sums = readSums(bits, theirs && theirs.sums, more, rows * steps[0], steps[0]);
  const count = rows * steps[1];
  const first = (/** @type {number} */ at) => Math.floor(at / steps[1]) * steps[0] + Math.floor(((at % steps[1]) * months[1]) / months[0]);
  const spread = new Uint8Array(count);
  const bytes = new Foreseen(bits, 12 * CLASSES, 16 * CLASSES);
  let [before, hit] = [0, 1];
  for (let at = 0; at < count; at++) {
    const here = first(at);
    const begins = at % steps[1] === 0;
    if (begins) [before, hit] = [0, 1];
    const sum = sums[here];
    const same = theirs !== null && theirs.sums[here] === sum;
    const expected = same ? theirs.spread[at] : before;
    const kind = same ? 0 : !begins && sums[here - 1] === sum ? 1 : 2;
    const foreseen = (kind * 2 + (expected === 0 ? 1 : 0)) * 2 + hit;
    before = spread[at] = bytes.read(foreseen * CLASSES + classOf(sum), classOf(sum) * 16 + (before >> 4), expected);
    hit = before === expected ? 1 : 0;
  }
  if (!theirs) return { sums, spread, differences: null, apart: null };
  const differences = new Uint8Array(count);
  const ofDifferences = new Foreseen(bits, 8 * CLASSES, 32 * CLASSES);
  for (let at = 0; at < count; at++) {
    const here = first(at);
    if (at % steps[1] === 0) [before, hit] = [0, 1];
    const difference = sums[here] - theirs.sums[here];
    const quiet = difference === 0 && spread[at] === theirs.spread[at];
    const expected = quiet ? 0 : before;
    const foreseen = ((quiet ? 1 : 0) * 2 + (expected === 0 ? 1 : 0)) * 2 + hit;
    before = differences[at] = ofDifferences.read(foreseen * CLASSES + classOf(difference), (spread[at] >> 3) * CLASSES + classOf(difference), expected);
    hit = before === expected ? 1 : 0;
  }
  if (!isApart) return { sums, spread, differences, apart: null };
  const numbers = new Numbers(bits);
  before = 0;
  const apart = sums.map((sum, at) => {
    if (at % steps[0] === 0) before = 0;
    before = numbers.read((classOf(before) * CLASSES + classOf(sum)) * CLASSES + classOf(theirs.sums[at]), before);
    return before;
  });
  return { sums, spread, differences, apart };
}
