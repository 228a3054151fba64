// @ts-check
// Colours of numbers: seven classes, told apart by people who do not see all colours.

/** Light to dark: more. ColorBrewer's YlGnBu (Brewer 2002). */
const MORE = ["#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"];
/** Fewer, then more. ColorBrewer's PuOr, turned; on a dark page what is most is brightest. */
const TWO_SIDED = ["#542788", "#998ec3", "#d8daeb", "#f7f7f7", "#fee0b6", "#f1a340", "#b35806"];
const TWO_SIDED_DARK = ["#d8c9f0", "#998ec3", "#5d5285", "#3a3a3a", "#8a5a20", "#f1a340", "#fee0b6"];
/** Colours of policies (Okabe and Ito 2008), and what tells them apart without colour. */
const OF_POLICIES = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a6a00", "#56b4e9", "#000000"];
const DASHES = ["", "6 3", "2 3", "8 3 2 3"];

/**
 * @typedef {{breaks: number[], colours: string[], two: boolean, groups?: string[]}} Scale
 * Of groups: a value is the rank of one, from 1, and the last colour is of all further ones.
 */

/** The classes of values that are 0 or more: equally many in each, or steps by size. @param {Iterable<number>} values @param {boolean} byRank @returns {Scale} */
function oneSided(values, byRank) {
  const known = Float64Array.from(values).filter((value) => value > 0);
  known.sort();
  const most = known.length ? known[known.length - 1] : 1;
  const breaks = byRank && known.length
    ? MORE.slice(1).map((_, index) => rounded(known[Math.floor(((index + 1) / MORE.length) * known.length)]))
    : steps(most, MORE.length - 1);
  return { breaks: distinct(breaks), colours: isDark() ? [...MORE].reverse() : MORE, two: false };
}

/** The classes of differences, the same on both sides of 0. @param {Iterable<number>} values @param {boolean} byRank @returns {Scale} */
function twoSided(values, byRank) {
  const sizes = Float64Array.from(values, Math.abs).filter((value) => value > 0);
  sizes.sort();
  const most = sizes.length ? sizes[sizes.length - 1] : 1;
  const at = (/** @type {number} */ part) => rounded(sizes[Math.floor(part * (sizes.length - 1))]);
  const sides = byRank && sizes.length ? [at(0.4), at(0.75), at(0.95)] : steps(most, 3);
  const breaks = distinct(sides);
  while (breaks.length < 3) breaks.push((breaks[breaks.length - 1] ?? 0.5) * 2);
  return { breaks: [-breaks[2], -breaks[1], -breaks[0], breaks[0], breaks[1], breaks[2]], colours: isDark() ? TWO_SIDED_DARK : TWO_SIDED, two: true };
}

/** Whether the page is dark. */
function isDark() {
  return getComputedStyle(document.documentElement).getPropertyValue("--dark").trim() === "1";
}

/** Steps of 1, 2, 5 up to a number. @param {number} most @param {number} count */
function steps(most, count) {
  const all = [];
  for (let power = Math.floor(Math.log10(most)) + 1; all.length < count; power--) {
    for (const digit of [5, 2, 1]) {
      const step = digit * 10 ** power;
      if (step <= most && all.length < count) all.unshift(step);
    }
  }
  return all.map(rounded);
}

/** With two digits that matter. @param {number} value */
function rounded(value) {
  return value === 0 ? 0 : Number(value.toPrecision(2));
}

/** Ascending, each once. @param {number[]} values */
function distinct(values) {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The colour of a value; null where there is none of it. @param {Scale} scale @param {number} value */
function colour(scale, value) {
  if (!scale.two && value === 0) return null;
  if (scale.groups) return scale.colours[Math.min(value, scale.colours.length) - 1];
  let index = 0;
  while (index < scale.breaks.length && value >= scale.breaks[index]) index++;
  // With fewer breaks than colours the darker ones are left.
  const { colours, breaks } = scale;
  return scale.two ? colours[index] : colours[index + (colours.length - 1 - breaks.length)];
}

/** The colour of a policy. @param {string} policy */
function ofPolicy(policy) {
  if (policy === OBSERVED) return { colour: "var(--ink)", dash: "2 2" };
  const index = INDEX.policies.findIndex((of) => of.name === policy);
  return { colour: `var(--p${index % OF_POLICIES.length})`, dash: DASHES[Math.floor(index / OF_POLICIES.length) % DASHES.length] };
}

/** The classes of colours: of all months and the policies shown, so that weeks and maps can be compared. @returns {Promise<Scale>} */
async function scaleOf() {
  if (INDEX.twin) return once("scale:" + isDark(), async () => twoSided((await twinFrame()).values, STATE.scale === "quantile"));
  if (isPeriod()) {
    return once(`scale:${isDark()}:period:${STATE.policy}:${STATE.other}:${STATE.measure}:${STATE.scale}`, async () =>
      twoSided((await periodFrame(STATE.policy)).values, STATE.scale === "quantile"));
  }
  if (STATE.measure === HOLDER) return holderScale();
  const names = STATE.mode === "one" ? [STATE.policy] : [STATE.policy, STATE.other];
  const key = ["scale", String(isDark()), STATE.measure, STATE.mode, STATE.scale, STATE.value, ...names].join(":");
  return once(key, async () => {
    const lists = (await Promise.all(names.map(shownMonths))).filter((of) => of !== null);
    const isDifference = STATE.mode === "difference";
    const values = shownValues(lists, isDifference).map((value) => value * factorOf(STATE.measure));
    const byRank = STATE.scale === "quantile";
    return isDifference ? twoSided(values, byRank) : oneSided(values, byRank);
  });
}

/** All that maps of these lists show but 0, in the shortest of their steps: means, or differences of the first two. @param {Months[]} lists @param {boolean} isDifference */
function shownValues(lists, isDifference) {
  const step = Math.min(...lists.map((of) => of.step));
  /** @type {number[]} */
  const all = [];
  if (isDifference && lists.length < 2) return all;
  // The row before that of the first place is the country's.
  for (let row = 1; row <= INDEX.places; row++) {
    for (let at = 0; at < INDEX.months; at += step) {
      const means = lists.map((of) => of.sum[cell(row, at, of.step)] / of.n);
      all.push(...(isDifference ? [means[0] - means[1]] : means));
    }
  }
  return all.filter((value) => value !== 0);
}

/** Red, green, blue of a colour. @param {string} hex @returns {[number, number, number]} */
function parts(hex) {
  const number = parseInt(hex.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}
