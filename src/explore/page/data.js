// @ts-check
// The data of the page: unpacked when they are first needed, and kept.

/**
 * @typedef {{name: string, gloss: string, replicates: number, failed: number, counted: number | null}} Policy
 * @typedef {{name: string, unit: string, formula: string, counted: boolean}} Column
 * @typedef {{policy: string, replicate: number, measures: string[]}} Future
 * @typedef {{experiment: string, plaza: string, digest: string, seed: number, test: boolean, twin: boolean, design: boolean, notices: string[],
 *   baseline: string, map: string, places: number, population: number, first_year: number, weeks: number,
 *   weeks_of_a_month: number, months: number, steps: [number, number], curve_months: number, policies_from: number, policies: Policy[],
 *   measures: string[], metrics: {name: string, words: string, unit: string, direction: string | null}[],
 *   columns: Column[], futures: Future[]}} Index
 * @typedef {{width: number, height: number, step_km: number, states: string[], code: string[], name: string[],
 *   state: number[], population: number[], at: [number, number][]}} Land
 * @typedef {{n: number, step: number, sum: Float64Array, sd: Uint8Array | null, differenceSd: Uint8Array | null,
 *   difference: Float64Array | null}} Months
 * Deviations stay in their bytes.
 */

/** @type {Index} */
const INDEX = JSON.parse(document.getElementById("index")?.textContent ?? "{}");

/** @type {Map<string, Promise<any>>} */
const KEPT = new Map();

/** What was made of a name before, or is made now. @template T @param {string} name @param {() => Promise<T>} make @returns {Promise<T>} */
function once(name, make) {
  let kept = KEPT.get(name);
  if (!kept) {
    kept = make();
    KEPT.set(name, kept);
  }
  return kept;
}

/** Whether the page holds a chunk. @param {string} name */
function holds(name) {
  return document.getElementById("chunk:" + name) !== null;
}

/** The bytes of a chunk as they are coded. @param {string} name @returns {Uint8Array<ArrayBuffer>} */
function coded(name) {
  const text = document.getElementById("chunk:" + name)?.textContent;
  if (!text) throw new Error("no chunk " + name);
  return unlettered(text);
}

/** The bytes of a chunk that was deflated. @param {string} name @returns {Promise<Uint8Array>} */
async function bytes(name) {
  const stream = new Blob([coded(name)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** A chunk of JSON. @param {string} name @returns {Promise<any>} */
function json(name) {
  return once(name, async () => JSON.parse(new TextDecoder().decode(await bytes(name))));
}

/** Reads numbers from bytes. */
class Reader {
  /** @param {Uint8Array} of */
  constructor(of) {
    this.of = of;
    this.at = 0;
  }

  /** A whole number, 0 or more. */
  unsigned() {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.of[this.at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  /** A whole number of either sign. */
  signed() {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** The standard deviations that bytes stand for, so many steps to a factor of two. @param {number} steps */
function deviations(steps) {
  return Float64Array.from({ length: 256 }, (_, byte) => (byte === 0 ? 0 : 2 ** ((byte - 1) / steps - 6)));
}

/** Of futures, and of differences. */
const [COARSE, FINE] = [deviations(4), deviations(8)];

/** @returns {Promise<Land>} */
function land() {
  return json("land");
}

/** Rings of every place: corners one behind the other. @returns {Promise<Int32Array[][]>} */
function outlines() {
  return once("rings", async () => {
    const reader = new Reader(await bytes("outlines"));
    let [x, y] = [0, 0];
    return Array.from({ length: INDEX.places }, () =>
      Array.from({ length: reader.unsigned() }, () => {
        const ring = new Int32Array(reader.unsigned() * 2);
        for (let at = 0; at < ring.length; at += 2) {
          ring[at] = x += reader.signed();
          ring[at + 1] = y += reader.signed();
        }
        return ring;
      }),
    );
  });
}

/** Lines between states. @returns {Promise<Int32Array[]>} */
function borders() {
  return once("lines", async () => {
    const reader = new Reader(await bytes("borders"));
    let [x, y] = [0, 0];
    return Array.from({ length: reader.unsigned() }, () => {
      const line = new Int32Array(reader.unsigned() * 2);
      for (let at = 0; at < line.length; at += 2) {
        line[at] = x += reader.signed();
        line[at + 1] = y += reader.signed();
      }
      return line;
    });
  });
}

/** How many steps of so many months there are. @param {number} step */
function stepsOf(step) {
  return Math.ceil(INDEX.months / step);
}

/** Where a place (0: the country) stands in a month, in lists of steps. @param {number} row @param {number} month @param {number} step */
function cell(row, month, step) {
  return row * stepsOf(step) + Math.floor(month / step);
}

/** Sums of steps become means of their months. @param {Float64Array} sums @param {number} step */
function monthly(sums, step) {
  if (step === 1) return sums;
  const steps = stepsOf(step);
  const last = INDEX.months - (steps - 1) * step;
  return sums.map((sum, at) => sum / (at % steps === steps - 1 ? last : step));
}

/** What a place has in a month: mean, standard deviation of the futures, and of the differences to the baseline; NaN where
 * it is not known. @param {Months} of @param {number} row @param {number} at */
function values(of, row, at) {
  const here = cell(row, at, of.step);
  const spread = cell(row, at, INDEX.steps[1]);
  return {
    sum: of.sum[here],
    mean: of.sum[here] / of.n,
    sd: of.sd ? COARSE[of.sd[spread]] : NaN,
    differenceSd: of.differenceSd ? FINE[of.differenceSd[spread]] : NaN,
    difference: of.difference ? of.difference[here] / of.n : NaN,
  };
}

/** The months of a policy. @param {string} policy @param {string} measure @returns {Promise<Months>} */
function months(policy, measure) {
  return once(`sums:${policy}:${measure}`, async () => {
    if (policy === OBSERVED) return observed();
    const [step] = INDEX.steps;
    const { sums, spread, differences, apart } = await lists(policy, measure);
    return {
      n: countedOf(policy),
      step,
      sum: monthly(sums, step),
      sd: spread,
      differenceSd: differences,
      difference: apart && monthly(apart, step),
    };
  });
}

/** How many futures of a policy are added up. @param {string} policy */
function countedOf(policy) {
  return INDEX.policies.find((of) => of.name === policy)?.counted ?? 1;
}

/** The months of a policy as they are coded: beside those of the baseline, where there is one. @param {string} policy @param {string} measure @returns {Promise<Lists>} */
function lists(policy, measure) {
  return once(`lists:${policy}:${measure}`, async () => {
    const known = INDEX.policies.some((of) => of.name === INDEX.baseline);
    const theirs = known && policy !== INDEX.baseline ? await lists(INDEX.baseline, measure) : null;
    const isApart = theirs !== null && countedOf(policy) !== countedOf(INDEX.baseline);
    const [step, ofSpread] = INDEX.steps;
    return readLists(coded(`months:${policy}:${measure}`), theirs, isApart, INDEX.places + 1, [stepsOf(step), stepsOf(ofSpread)], INDEX.steps);
  });
}

/** What stands for a policy where it is facts. */
const OBSERVED = "observed";

/** Whether there are observed deaths. */
function hasObserved() {
  return holds(`months:${OBSERVED}:oc_deaths`);
}

/** Observed deaths, in thousandths. @returns {Promise<Months>} */
async function observed() {
  const reader = new Reader(await bytes(`months:${OBSERVED}:oc_deaths`));
  const [step] = INDEX.steps;
  // In steps as long as those of policies, beside which they stand.
  const sum = new Float64Array((INDEX.places + 1) * stepsOf(step));
  for (let row = 0; row <= INDEX.places; row++) for (let at = 0; at < INDEX.months; at++) sum[cell(row, at, step)] += reader.unsigned();
  return { n: 1000, step, sum: monthly(sum, step), sd: null, differenceSd: null, difference: null };
}

/** The months of one future. @param {string} policy @param {number} replicate @param {string} measure @returns {Promise<Months | null>} */
function single(policy, replicate, measure) {
  const name = `single:${policy}:${replicate}:${measure}`;
  if (!holds(name)) return Promise.resolve(null);
  return once("sums:" + name, async () => {
    const sum = readSums(new Bits(coded(name)), null, 0, (INDEX.places + 1) * INDEX.curve_months, INDEX.curve_months);
    return { n: 1, step: 1, sum, sd: null, difference: null, differenceSd: null };
  });
}

const LISTS = ["mean", "low", "high", "median", "difference", "differenceLow", "differenceHigh"];

/** The curves of a policy: by column, then by list. @param {string} policy @returns {Promise<Record<string, Record<string, Float64Array>>>} */
function national(policy) {
  return once("curves:" + policy, async () => {
    const packed = await bytes("national:" + policy);
    /** @type {[number, number][]} */
    const bounds = await json("bounds:" + policy);
    const count = INDEX.curve_months;
    /** @type {Record<string, Record<string, Float64Array>>} */
    const curves = {};
    INDEX.columns.forEach((column, index) => {
      curves[column.name] = {};
      LISTS.forEach((list, within) => {
        const which = index * LISTS.length + within;
        const [low, high] = bounds[which];
        const start = which * count * 2;
        curves[column.name][list] = Float64Array.from({ length: count }, (_, month) => {
          const place = packed[start + month] + 256 * packed[start + count + month];
          return place === 65535 ? NaN : low + (place / 65534) * (high > low ? high - low : 1);
        });
      });
    });
    return curves;
  });
}

/** The first day of a week: a year of the model has 52 weeks from the first of January. @param {number} week */
function dayOf(week) {
  const year = INDEX.first_year + Math.floor(week / 52);
  const day = new Date(Date.UTC(2001, 0, 1 + 7 * Math.floor(week % 52)));
  return `${day.getUTCDate()} ${WORDS.months[day.getUTCMonth()]} ${year}`;
}

/** The four weeks that are called a month, or the step of several months in which it lies: the first day, and how long it is. @param {number} month @param {number} step */
function dated(month, step = 1) {
  const first = Math.floor(month / step) * step;
  const count = step === 1 ? 1 : Math.min(step, INDEX.months - first);
  return WORDS.weeksFrom(dayOf(first * INDEX.weeks_of_a_month), count * INDEX.weeks_of_a_month);
}

/** What is to be known of means and intervals whose steps are longer than a month. @returns {string[]} */
function stepsTold() {
  const [sums, deviations] = INDEX.steps;
  return [sums > 1 ? WORDS.longSums(sums) : "", deviations > sums ? WORDS.longDeviations(deviations) : ""].filter((text) => text !== "");
}

/** By what sums of a measure are multiplied when they are shown. @param {string} measure */
function factorOf(measure) {
  const { factor, weekly } = MEASURE_WORDS[measure];
  return weekly ? factor / INDEX.weeks_of_a_month : factor;
}
