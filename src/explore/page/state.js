// @ts-check
// What is chosen, kept in the address so that a link shows the same.

/** The first policy that is not the baseline; of one policy alone that one. */
const FIRST = (INDEX.policies.find((policy) => policy.name !== INDEX.baseline) ?? INDEX.policies[0])?.name ?? INDEX.baseline;

/** The month shown first: three quarters of the way from where policies part, before which they are the same. */
function late() {
  const last = Math.max(0, INDEX.curve_months - 1);
  const parting = Math.min(last, Math.floor(INDEX.policies_from / INDEX.weeks_of_a_month));
  return parting + Math.floor(0.75 * (last - parting));
}

/** @type {Record<string, string>} */
const USUAL = {
  policy: FIRST,
  other: INDEX.policies.some((policy) => policy.name === INDEX.baseline) ? INDEX.baseline : FIRST,
  measure: "oc_deaths",
  mode: "one",
  scale: "quantile",
  value: "mean",
  month: String(late()),
  place: "",
  column: "organizations",
  relative: "",
  on: INDEX.policies.slice(0, 4).map((policy) => policy.name).join("+"),
  from: "",
  until: "",
  future: INDEX.futures.length ? `${INDEX.futures[0].policy}:${INDEX.futures[0].replicate}` : "",
  kinds: "",
  metric: "oc_deaths",
  turns: "",
  theme: "auto",
  zoom: "",
};

/** @type {Record<string, string>} */
const STATE = { ...USUAL };

/** @type {((changed: Set<string>) => void)[]} */
const LISTENERS = [];

/** Whether a value can be chosen. @param {string} key @param {string} value */
function possible(key, value) {
  const policies = INDEX.policies.map((policy) => policy.name);
  switch (key) {
    case "policy":
      return policies.includes(value);
    case "other":
      return policies.includes(value) || (value === OBSERVED && hasObserved());
    case "measure":
      return INDEX.measures.includes(value) || (value === HOLDER && holds("holders"));
    case "mode":
      return ["one", "side", "difference"].includes(value);
    case "scale":
      return ["quantile", "fixed"].includes(value);
    case "month":
      return /^\d+$/.test(value) && Number(value) < Math.max(INDEX.months, INDEX.curve_months);
    case "column":
      return INDEX.columns.some((column) => column.name === value);
    case "theme":
      return ["auto", "light", "dark"].includes(value);
    case "on":
      return value === "" || value.split("+").every((name) => policies.includes(name));
    case "future":
      return INDEX.futures.some((of) => `${of.policy}:${of.replicate}` === value);
    case "value":
      return value === "mean" || value === "median" || value === "period" || /^\d+$/.test(value);
    case "metric":
      return INDEX.metrics.some((metric) => metric.name === value && metric.direction !== null);
    default:
      return key in USUAL;
  }
}

/** Reads what the address says; what cannot be is left as usual. */
function readAddress() {
  const said = new URLSearchParams(location.hash.slice(1));
  for (const key of Object.keys(USUAL)) {
    const value = said.get(key);
    STATE[key] = value !== null && possible(key, value) ? value : USUAL[key];
  }
  Object.assign(STATE, settled({}));
  if (!valueOptions().some(([value]) => value === STATE.value)) STATE.value = usualValue();
}

/** The address of what is shown. */
function address() {
  const said = new URLSearchParams();
  for (const [key, usual] of Object.entries(USUAL)) {
    if (STATE[key] !== usual) said.set(key, STATE[key]);
  }
  return "#" + said.toString();
}

/** What is chosen with it: a difference that begins is a policy's to the baseline. @param {Record<string, string>} changes @returns {Record<string, string>} */
function pointed(changes) {
  const { policy, other, mode } = { ...STATE, ...changes };
  if (changes.mode !== "difference" || mode === STATE.mode || policy !== INDEX.baseline || other === OBSERVED) return changes;
  return { ...changes, policy: other === policy ? FIRST : other, other: policy };
}

/** What is chosen with it: groups are those of one future alone, of which there is no difference. @param {Record<string, string>} changes @returns {Record<string, string>} */
function settled(changes) {
  const { measure, mode } = { ...STATE, ...changes };
  if (measure !== HOLDER || mode !== "difference") return changes;
  return changes.mode === "difference" ? { ...changes, measure: USUAL.measure } : { ...changes, mode: "one" };
}

/** Chooses, and tells whoever draws. @param {Record<string, string>} wanted */
function choose(wanted) {
  const changes = settled(pointed(wanted));
  const changed = new Set(Object.keys(changes).filter((key) => STATE[key] !== changes[key]));
  if (!changed.size) return;
  Object.assign(STATE, changes);
  history.replaceState(null, "", address());
  for (const listener of LISTENERS) listener(changed);
}

/** What the map shows: the title of each panel, of what, the unit, the time, and a name for files. */
function shownNow() {
  const { policy, other, mode, value, measure } = STATE;
  if (INDEX.twin) return { titles: [WORDS.twinMap], about: "", unit: WORDS.twinUnit, period: WORDS.twinWhen, file: "map" };
  const titles = mode === "difference" ? [WORDS.less(policy, other)] : panelPolicies();
  const names = mode === "one" ? [policy] : [policy, mode === "side" ? "and" : "less", other];
  if (isPeriod()) {
    const file = ["oc_deaths", ...names, "all_years"].join("_");
    return { titles, about: WORDS.periodAbout, unit: WORDS.periodUnit, period: WORDS.periodWhen, file };
  }
  const { about, unit } = MEASURE_WORDS[measure];
  const of = valueOptions().find(([option]) => option === value)?.[1] ?? WORDS.mean;
  const single = /^\d+$/.test(value);
  // Weeks of single futures were recorded month by month.
  const isMean = value === "mean";
  const long = isMean ? stepsTold().map((text) => `; ${text}`).join("") : "";
  const file = [measure, ...names, single ? `future_${value}` : value, "month", month()].join("_");
  const sides = mode === "difference" ? `; ${WORDS.sides(policy)}` : "";
  return { titles, about: `${about}; ${of}${long}${sides}`, unit, period: dated(month(), isMean ? INDEX.steps[0] : 1), file };
}

/** The policies whose curves are drawn. @returns {string[]} */
function on() {
  return STATE.on === "" ? [] : STATE.on.split("+");
}

/** The month chosen. */
function month() {
  return Math.min(Number(STATE.month), Math.max(0, INDEX.curve_months - 1));
}
