// Numbers of the page's script, without a page or a browser: node --test tests/browser/numbers.mjs. `coded.json` is written by the program
// (tests/it/studies/explore/coded.rs).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { deflateRawSync } from "node:zlib";

const PAGE = new URL("../../src/explore/page/", import.meta.url);
const PARTS = ["words", "code", "data", "state", "scale", "map", "curves", "answer", "holders", "hangs"];
const SCRIPT = (await Promise.all(PARTS.map((name) => readFile(new URL(`${name}.js`, PAGE), "utf8")))).join("");
const ASKED = "{ KEPT, WORDS, readLists, unlettered, months, values, shownValues, headline, dated, stepsTold, factorOf, possible, differenceAt, drawHangs, COARSE }";
const { months: MONTHS, rows: ROWS, cases: CASES } = JSON.parse(await readFile(new URL("coded.json", import.meta.url), "utf8"));

const USUAL = {
  places: ROWS - 1, months: MONTHS, curve_months: MONTHS, steps: [1, 1], weeks_of_a_month: 4, first_year: 2007, policies_from: 0, baseline: "usual",
  policies: [{ name: "usual", counted: 4, gloss: "" }, { name: "mine", counted: 4, gloss: "" }], futures: [], columns: [], measures: ["oc_deaths"],
  metrics: [{ name: "oc_deaths", words: "organized-crime deaths", direction: "lower" }, { name: "arrests", words: "arrests", direction: null }],
};

/** What the script has under an index, with these texts in the page; what is put into an element is kept in `shown`. */
function script(index = {}, texts = {}, shown = {}) {
  const held = { index: JSON.stringify({ ...USUAL, ...index }), ...texts };
  const element = (id) => ({ textContent: held[id], set innerHTML(markup) { shown[id] = markup; } });
  const document = { getElementById: (id) => (id in held || !id.startsWith("chunk:") ? element(id) : null), querySelector: () => null };
  return runInNewContext(`${SCRIPT};(${ASKED})`, { document, innerWidth: 1280, HTMLElement: class {}, valueOptions: () => [], byId: () => null, Blob, DecompressionStream, Response, Uint8Array });
}

/** Bytes, deflated, as text in which two letters hold thirteen bits. */
function packed(bytes) {
  const alphabet = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).filter((letter) => !"&<\\".includes(letter));
  const bits = Array.from(deflateRawSync(Uint8Array.from(bytes)), (byte) => byte.toString(2).padStart(8, "0").split("").reverse().join("")).join("");
  const number = (from, to) => parseInt(bits.slice(from, to).split("").reverse().join("") || "0", 2);
  let text = "";
  for (let at = 0; at < bits.length; at += 13) {
    const of = number(at, at + 13);
    text += alphabet[of % 91] + (bits.length - at > 6 ? alphabet[Math.floor(of / 91)] : "");
  }
  return text;
}

const plain = (list) => list && Array.from(list);

test("the script reads what the program writes: whatever its steps, how large, beside a baseline or apart from it", () => {
  const { readLists, unlettered } = script();
  assert.ok(CASES.some((of) => of.steps[0] > 1) && CASES.some((of) => of.mine.apart) && CASES.some((of) => Math.max(...of.mine.sums) > 2 ** 40));
  for (const { steps, baseline, mine } of CASES) {
    const counts = steps.map((step) => Math.ceil(MONTHS / step));
    const told = (of) => ({ sums: plain(of.sums), spread: plain(of.spread), differences: plain(of.differences), apart: plain(of.apart) });
    const theirs = readLists(unlettered(baseline.text), null, false, ROWS, counts, steps);
    const { text: _, ...usual } = baseline;
    assert.deepEqual(told(theirs), { ...usual, differences: null, apart: null });
    const { text, ...expected } = mine;
    assert.deepEqual(told(readLists(unlettered(text), theirs, mine.apart !== null, ROWS, counts, steps)), expected);
  }
});

test("a month of a longer step has the mean of the step, and the deviation of the step that it lies in", async () => {
  const { steps, baseline, mine } = CASES.find((of) => of.steps[0] === 3 && of.steps[1] === 13 && of.mine.apart);
  const policies = [{ name: "usual", counted: 4 }, { name: "mine", counted: 5 }];
  const texts = { "chunk:months:usual:oc_deaths": baseline.text, "chunk:months:mine:oc_deaths": mine.text };
  const { months, values, COARSE } = script({ steps, policies }, texts);
  const of = await months("mine", "oc_deaths");
  for (let row = 0; row < ROWS; row++) {
    for (let month = 0; month < MONTHS; month++) {
      const at = row * 10 + Math.floor(month / 3);
      const length = month < 27 ? 3 : 2;
      const told = values(of, row, month);
      assert.equal(told.mean, mine.sums[at] / length / 5);
      assert.equal(told.difference, mine.apart[at] / length / 5);
      assert.equal(told.sd, COARSE[mine.spread[row * 3 + Math.floor(month / 13)]]);
    }
  }
});

test("colours are of what maps show: of each list by its own steps, and of no country", () => {
  const { shownValues } = script({ months: 5, steps: [3, 3] });
  // The country, and two places: in steps of three months, and month by month.
  const long = { n: 2, step: 3, sum: Float64Array.of(900, 900, 2, 4, 6, 8) };
  const short = { n: 1, step: 1, sum: Float64Array.of(700, 700, 700, 700, 700, 1, 0, 1, 1, 1, 5, 5, 5, 5, 5) };
  assert.deepEqual(plain(shownValues([long], false)), [1, 2, 3, 4]);
  assert.deepEqual(plain(shownValues([long, short], true)), [1, 1, 1, -2, -2, -2, -1, -1]);
  assert.deepEqual(plain(shownValues([short, long], false)).sort(), [1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4, 4, 5, 5, 5, 5, 5]);
  assert.deepEqual(plain(shownValues([short], true)), []);
});

test("what was observed stands in the steps of policies", async () => {
  const sums = [[9, 9, 9, 9, 9], [3, 0, 6, 1, 2], [0, 0, 0, 8, 0]];
  const texts = { "chunk:months:observed:oc_deaths": packed(sums.flat()) };
  const told = async (steps) => {
    const { months, values } = script({ months: 5, steps }, texts);
    const of = await months("observed", "oc_deaths");
    return sums.map((row, at) => row.map((_, month) => Math.round(1000 * values(of, at, month).mean * 10) / 10));
  };
  assert.deepEqual(await told([1, 3]), sums);
  assert.deepEqual(await told([3, 3]), [[9, 9, 9, 9, 9], [3, 3, 3, 1.5, 1.5], [0, 0, 0, 4, 4]]);
});

test("a step longer than a month is told, with its dates", () => {
  const usual = script();
  assert.deepEqual(plain(usual.stepsTold()), []);
  assert.equal(usual.dated(4), "from 23 Apr 2007, 4 weeks");
  const { stepsTold, dated } = script({ steps: [3, 13] });
  assert.deepEqual(plain(stepsTold()).map((text) => /\d+ months/.exec(text)[0]), ["3 months", "13 months"]);
  assert.equal(dated(4, 3), "from 26 Mar 2007, 12 weeks");
  assert.match(dated(28, 3), /, 8 weeks$/, "the last step is shorter");
  assert.equal(script({ weeks_of_a_month: 5 }).factorOf("contested"), 20);
});

test("a headline counts what it names, and is of metrics that can be better", () => {
  const { headline, possible } = script();
  const told = (...verdicts) => headline(verdicts.map((verdict, at) => ({ policy: `p${at}`, verdict })), "oc_deaths", "usual");
  assert.equal(told("better", "worse"), "Organized-crime deaths, against usual: clearly better: p0; clearly worse: p1.");
  assert.equal(told("unclear", "too few", "same", "equivalent", "same"),
    "Organized-crime deaths, against usual: clearly better: none; clearly worse: none; not clear: 2; no difference that matters: 3.");
  assert.ok(possible("metric", "oc_deaths") && !possible("metric", "arrests") && !possible("metric", "x"));
});

test("one policy alone has no regret and is not called the best", async () => {
  const told = { outcome: "oc_deaths", baseline: "usual", head: "16 points.", deciders: "", answers: ["It fails at 3 points."], headlines: [] };
  const regret = (...policies) => Object.fromEntries([["policy", policies],
    ...["mean", "regret_mean", "regret_q90", "regret_max", "best_share", "clearly_best_share", "better_share", "tied_share", "regret_mean_held_out",
      "regret_mean_held_out_low", "regret_mean_held_out_high", "goes_with"].map((column) => [column, policies.map(() => null)])]);
  const winner = { of: ["winner"], index: ["delta"], input: ["x"], value: [0.5], low: [null], high: [null], floor: [null], matters: ["true"] };
  for (const [policies, several] of [[["usual"], false], [["usual", "mine"], true]]) {
    const shown = {};
    const { KEPT, WORDS, drawHangs } = script({ design: true }, { "chunk:hangs": "-" }, shown);
    const hangs = { experiment: "e", digest: "0", test: false, inputs: [], glosses: {}, told, tables: { regret: regret(...policies), ranking_sensitivity: winner } };
    KEPT.set("hangs", Promise.resolve(hangs));
    await drawHangs();
    const text = Object.values(shown).join("");
    for (const words of [WORDS.risksHead, WORDS.decidersHead, "Regret"]) assert.equal(text.includes(words), several, `${policies.length} policies: ${words}`);
    assert.ok(text.includes("It fails at 3 points."));
  }
});
