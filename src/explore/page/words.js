// @ts-check
// Every text of the page, in one table: another language is another table.

/**
 * What a measure is called, and how its sums become what is shown: factor and unit; `weekly` is what the weeks of a month
 * add up to, and shown as their mean; `country` is the unit of the whole country where it is another.
 */
/** @type {Record<string, {name: string, about: string, unit: string, factor: number, weekly?: boolean, country?: string}>} */
const MEASURE_WORDS = {
  oc_deaths: { name: "Deaths", about: "organized-crime deaths in four weeks", unit: "deaths in 4 weeks", factor: 1 },
  extortions: { name: "Extortion", about: "firms first extorted in four weeks", unit: "firms in 4 weeks", factor: 1 },
  displaced: { name: "Displaced", about: "residents who fled in four weeks", unit: "people in 4 weeks", factor: 1 },
  organizations: { name: "Presence", about: "groups present at the end of four weeks", unit: "groups", factor: 1, country: "pairs of group and municipality" },
  contested: { name: "Contested", about: "part of the weeks with two or more groups", unit: "% of weeks", factor: 100, weekly: true, country: "% of municipality-weeks" },
  control: { name: "Control", about: "part of the weeks with one group alone", unit: "% of weeks", factor: 100, weekly: true, country: "% of municipality-weeks" },
  captured: { name: "Captured police", about: "part of the weeks in which the local police served a group", unit: "% of weeks", factor: 100, weekly: true, country: "% of municipality-weeks" },
  forces: { name: "Forces", about: "federal police, soldiers and marines, mean of four weeks", unit: "people", factor: 1, weekly: true },
  holder: { name: "Who holds it", about: "the group with the most members there at the end of four weeks", unit: "group", factor: 1 },
  flow: { name: "Flow", about: "drugs that go through", unit: "t a week", factor: 0.1, weekly: true },
};

const WORDS = {
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
  weeksFrom: (/** @type {string} */ day, /** @type {number} */ weeks) => `from ${day}, ${weeks} weeks`,
  inWeeks: (/** @type {string} */ unit, /** @type {number} */ weeks) => `${unit} in ${weeks} weeks`,
  title: "Policies and their futures",
  lead: (/** @type {string} */ map, /** @type {number} */ places, /** @type {number} */ policies) =>
    `A simulated country, not a forecast: ${map}, ${places.toLocaleString("en")} municipalities, ${policies} ` +
    `${policies === 1 ? "policy" : "policies on equal luck"}. Numbers are means over futures.`,
  test: "A test: this experiment only tests the program, its numbers are not for use.",
  notices: (/** @type {number} */ n) => `To be known first: ${n} ${n === 1 ? "notice" : "notices"} of the program`,
  noMonths:
    "This folder has no monthly records of places, so there is no map. Record them: [record] months = true in the " +
    "experiment, or plaza run --set record.months=true.",
  otherBaseline: (/** @type {string} */ compared, /** @type {string} */ recorded) =>
    `Answers are differences to ${compared}, with which plaza compare was called; curves, and intervals on the map by ` +
    `month, were recorded as differences to ${recorded}.`,
  noComparison: "There is one policy only: nothing to compare it with.",
  skip: "To the answer",
  answerHead: "What came out",
  mapHead: "Map in time",
  metric: "Judged by",
  policies: "Policies drawn",
  spanWhole: "whole span",
  futureChosen: "Future",
  about:
    "An agent-based simulation of criminal organizations, police, military and citizens. Policies live through the same " +
    "luck, so that a difference is the policy's and not chance's. A month of this page is four weeks, of which a year has thirteen; it is told by its first day. What stands here can be made " +
    "again from the folder, byte by byte.",
  limits:
    "It says nothing about real persons, groups or places, and may not be used to predict what they will do, to target " +
    "anybody, or for operations of any kind. Intervals tell the luck of futures, and of parameters only where the " +
    "experiment draws them; they do not tell whether the model is right.",
  policy: "Policy",
  other: "Beside",
  measure: "Show",
  mode: "Compare",
  one: "one policy",
  side: "side by side",
  difference: "difference",
  scale: "Colours",
  quantile: "by rank",
  fixed: "by size",
  value: "Of",
  mean: "mean of the futures",
  median: (/** @type {number} */ n) => `median of ${n} recorded futures`,
  future: (/** @type {number} */ n) => `future ${n} alone`,
  period: "all years, tested (deaths)",
  periodUnit: "deaths per 100,000 residents and year",
  periodWhen: "all years since policies part",
  periodAbout: "organized-crime deaths of all years, tested place by place",
  twinWhen: "all weeks after the event",
  none: "none",
  noData: "no data",
  unclear: "striped: not clear",
  noInterval: "striped: no interval is known",
  holds: (/** @type {string} */ name, /** @type {number} */ percent) => `${name}, with ${percent} % of the members of all groups there`,
  noGroup: "no group",
  otherGroup: "another group",
  divided: "striped: a third or more of the members are of other groups",
  play: "Play",
  pause: "Pause",
  month: "Month",
  find: "Find a place",
  country: "the whole country",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
  whole: "Whole map",
  curvesHead: "Curves",
  column: "Curve of the country",
  drag: "Drag over a curve to choose a span; a click sets the month.",
  band: "Band: 9 of 10 futures",
  bandMean: "Band: 95 % interval of the mean",
  observed: "observed",
  observedLine: "Dotted: observed.",
  asDifference: "as difference to",
  futureHead: "One future told",
  futureLead:
    "One of many possible futures, simulated: names are of the model's groups, and nothing here happened. A click on " +
    "an event sets the month and the place.",
  lineage: "Who came from whom: each line is a group, as thick as it has members; a stroke joins it to the group it left.",
  kinds: "Kinds of event",
  all: "all",
  documentsHead: "What the documents say",
  checksHead: "Held against facts",
  aboutHead: "What this is",
  saveHead: "Save what is shown",
  png: "map as PNG",
  svg: "map as SVG",
  csv: "numbers as CSV",
  curveSvg: "curve as SVG",
  link: "copy link",
  copied: "link copied",
  notCopied: "not copied: take the link from the address",
  theme: "Light or dark",
  themes: { auto: "as the system", light: "light", dark: "dark" },
  clear: "clear: the 95 % interval of the mean difference is off zero",
  notClear: "not clear: the 95 % interval of the mean difference holds zero",
  sum: (/** @type {string} */ sum, /** @type {number} */ n) => `${sum} in all, in ${n} futures`,
  longSums: (/** @type {number} */ months) => `mean of ${months} months together, which keeps this page small`,
  longDeviations: (/** @type {number} */ months) => `intervals and spread: the largest within ${months} months, which keeps this page small`,
  meanOf: "mean",
  interval: "95 % interval of the mean",
  spread: "spread of the futures (sd)",
  less: (/** @type {string} */ a, /** @type {string} */ b) => `${a} less ${b}`,
  sortHint: "Press a title to sort.",
  cost: "Cost and deaths",
  costHint: "Right: dearer than the baseline. Up: more deaths. Bars: 95 % intervals.",
  forest: "Differences to the baseline",
  agree: "agrees",
  differ: "differs",
  hangs: "What it hangs on",
  hangsFrom: (/** @type {string} */ name, /** @type {string} */ digest) =>
    `By the design ${name} (${digest}), another experiment: the same questions at many points of assumptions.`,
  risksHead: "What each policy risks",
  clearWinner: (/** @type {string} */ share) => `Which policy is best is clear at ${share} of the points; elsewhere it may be luck.`,
  risk: (/** @type {string} */ mean, /** @type {string} */ unit, /** @type {string} */ most, /** @type {string} */ best, /** @type {string} */ clearly) =>
    `loses ${mean} ${unit} to the best policy at the same point, in the mean; at nine in ten points no more than ${most}. ` +
    `Best at ${best} of the points, clearly at ${clearly}.`,
  beats: (/** @type {string} */ share, /** @type {string} */ baseline, /** @type {string} */ tied) => ` Better than ${baseline} at ${share}, as good at ${tied}.`,
  riskHeads: ["Policy", "mean", "mean regret", "held out", "nine in ten", "greatest", "best at", "clearly", "beats baseline at", "whether it is best varies with"],
  regretCaption:
    "Regret: what a policy loses to the best one at the same point. Held out: against the policy that is best in the other " +
    "futures, so without the luck of the best; below it the 95 % interval.",
  decidersHead: "Which assumptions decide",
  winnerBars: "Which policy is best (delta)",
  rankingBars: "The whole ranking (PAWN)",
  barsCaption: "Stroke across: what chance alone stays below 95 times in 100; a filled bar is beyond it. Whiskers: 95 % intervals.",
  failsHead: "Where a policy fails",
  boxCaption: (/** @type {string} */ question, /** @type {string} */ density, /** @type {string} */ coverage) =>
    `${question}: at ${density} of the points in this box, which holds ${coverage} of all such points. Thin: the whole range.`,
  halvesSay: { refuted: " Other points do not confirm it: not to be trusted.", untried: " Too few halves of the points find it.", confirmed: " Other points confirm it." },
  futuresSay: { refuted: " Other futures do not confirm it: not to be trusted.", untried: " Too few halves of the futures find it.", confirmed: " Other futures confirm it." },
  turnsHead: "What turns a headline",
  turnsLead: (/** @type {string} */ outcome, /** @type {string} */ baseline) =>
    `A headline is the mean difference in ${outcome} to ${baseline} over all points, with its 95 % interval. It turns where the sign changes.`,
  turnsCaption: "The same difference by each assumption, the others as they are spread; band: 95 % interval.",
  pointLead: "A point is one set of assumptions; all policies live through the same futures there.",
  turnVerdicts: { turns: "turns the headline.", stays: "the headline stays.", open: "open: it may turn, or not.", depends: "no sure sign in the mean, for it depends on this: surely above 0 at some values, surely below at others." },
  noHeadline: "no sure sign that could turn.",
  fewFutures: "no verdict of so few futures.",
  furtherInputs: (/** @type {number} */ n) => `${n} further ${n === 1 ? "assumption" : "assumptions"} that move it less`,
  twinLead: (/** @type {number} */ futures, /** @type {string[]} */ events) =>
    `Pairs of futures that differ in one event (${events.join(", or ")}): ${futures} futures, each lived through without it and with it, on the ` +
    "same luck. What differs is the effect of the event.",
  twinWhole: (/** @type {number} */ weeks) => `What the event does in the ${weeks} weeks after it, and where`,
  twinEvents: "The whole country, event by event",
  twinTable: "Organized-crime deaths more (+) or fewer with the event, mean of the pairs; below it the 95 % interval.",
  twinSpan: (/** @type {string[]} */ ...span) => `weeks ${span.join(" to ")}`,
  twinMapHead: "Where",
  where: "Where",
  twinParts: {
    country: "The whole country",
    place: "Where it happens",
    "neighbours 1": "Next to it",
    "neighbours 2": "Two borders away",
    "neighbours 3": "Three borders away",
    organization: "Elsewhere where the organization is",
    rest: "Everywhere else",
  },
  tooFewPairs: "Too few pairs for an interval.",
  twinMap: "deaths that the event adds here, mean of the pairs",
  twinClear: "clear, at 5 % false discoveries over all places",
  twinUnclear: "not clear, at 5 % false discoveries over all places",
  twinCurve: "organized-crime deaths a week with the event less without it, by week since; 95 % interval.",
  more: "Clear: more.",
  fewer: "Clear: fewer.",
  either: "Not clear: it may be either way.",
  twinUnit: "deaths more or fewer",
  withinFutures: "what was observed lies within about two standard deviations of what futures do (of few futures: more)",
  outsideFutures: "what was observed lies more than about two standard deviations off what futures do (of few futures: more)",
  stripedWithin: "striped: within what futures do",
  means: "means",
  metricHead: "metric",
  intervalHead: "95 % interval",
  intervalBelow: "95 % interval below",
  intervals: "95 % intervals",
  baselineMeans: "baseline: means",
  to: (/** @type {string} */ low, /** @type {string} */ high) => `${low} to ${high}`,
  points: (/** @type {string} */ size) => `${size} points`,
  costAxis: "billion dollars of 2010 more than the baseline",
  deathsAxis: "more organized-crime deaths",
  documentHeads: ["what", "here", "says", "the document", "verdict", "passage"],
  documentSum: (/** @type {string} */ name, /** @type {number} */ agreed, /** @type {number} */ differed, /** @type {number} */ all) =>
    `${name}: ${agreed} agree, ${differed} differ, of ${all}`,
  rows: (/** @type {string} */ name, /** @type {number} */ n) => `${name}: ${n} ${n === 1 ? "row" : "rows"}`,
  twinEffect: (/** @type {string} */ mean, /** @type {string} */ interval, /** @type {string} */ without) =>
    `${mean} organized-crime deaths (95 % interval: ${interval}), beside ${without} without the event.`,
  touch: "Touch a place, or find it by name: its numbers stand here.",
  below: (/** @type {string} */ high) => `below ${high}`,
  from: (/** @type {string} */ low) => `${low} and more`,
  headline: (/** @type {string} */ metric, /** @type {string} */ baseline, /** @type {string} */ better, /** @type {string} */ worse, /** @type {number} */ unclear, /** @type {number} */ alike) =>
    `${metric}, against ${baseline}: clearly better: ${better}; clearly worse: ${worse}` +
    `${unclear ? `; not clear: ${unclear}` : ""}${alike ? `; no difference that matters: ${alike}` : ""}.`,
  nobody: "none",
  sides: (/** @type {string} */ policy) => `purple: less under ${policy}; orange: more`,
  plurals: {
    complaint: "complaints", crime: "crimes", dollar: "dollars", firm: "firms", group: "groups", municipality: "municipalities",
    organization: "organizations", pair: "pairs", person: "people",
  },
  targets: (/** @type {number} */ n, /** @type {string} */ verdicts) => `Of ${n} numbers that were observed: ${verdicts}.`,
  scores: (/** @type {string} */ order, /** @type {string} */ difference, /** @type {string} */ interval, /** @type {string} */ verdict) =>
    `Deaths by municipality and year, foretold (ranked probability score, less is better; plaza is this model, the others need none): ${order}. ` +
    `plaza less the best of the others: ${difference} (95 % interval: ${interval}). ${verdict}`,
  scoreWorse: "Clearly worse than the best of the others.",
  scoreBetter: "Clearly better than the best of the others.",
  scoreUnclear: "Not clear which is better.",
  factNames: ["experiment", "map", "weeks", "futures", "baseline", "seed", "made by"],
  factMap: (/** @type {string} */ map, /** @type {number} */ places, /** @type {number} */ people) =>
    `${map}: ${places.toLocaleString("en")} municipalities, ${people.toLocaleString("en")} residents`,
  factWeeks: (/** @type {number} */ weeks, /** @type {number} */ year, /** @type {number} */ from) =>
    `${weeks} from the first of ${year}; policies part in week ${from}`,
  factFutures: (/** @type {number} */ least, /** @type {number} */ most) => least === most ? `${least} of each policy` : `${least} to ${most} of each policy`,
  failed: "The data of this page cannot be unpacked in this browser: it needs DecompressionStream (2023 or later).",
};

/** What a name of the tables is in plain words. @param {string} name */
function plain(name) {
  const text = name.replace(/^oc_/, "organized-crime ").replace(/_/g, " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A number with about three digits that matter. @param {number | null | undefined} value @returns {string} */
function shown(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size > 0 && size < 0.01) return value.toLocaleString("en", { maximumSignificantDigits: 2 }).replace("-", "−");
  const digits = size === 0 || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en", { maximumFractionDigits: digits }).replace("-", "−");
}
