// @ts-check
// Curves: a column of the country, and the chosen place; the month chosen is a line in both.

const CURVE = { height: 240, left: 56, right: 12, top: 12, bottom: 26 };

/**
 * @typedef {{policy: string, middle: ArrayLike<number>, low: ArrayLike<number> | null, high: ArrayLike<number> | null}} Line
 */

/** How wide figures are drawn: on a phone narrower, so that their letters stay as large. */
function figureWidth() {
  return innerWidth < 640 ? 380 : 640;
}

/** A unit of the tables, of many. @param {string} unit */
function plural(unit) {
  return unit.split(" ").map((word, at) => (at === 0 ? (WORDS.plurals[/** @type {"person"} */ (word)] ?? word) : word)).join(" ");
}

/** The lines of the country's curve. @returns {Promise<Line[]>} */
async function countryLines() {
  const relative = STATE.relative === "1";
  const policies = on().filter((policy) => !relative || policy !== INDEX.baseline);
  const all = await Promise.all(policies.map(national));
  const facts = relative || STATE.column !== "oc_deaths" ? [] : await observedLine(-1, 1);
  const lines = policies.map((policy, index) => {
    const of = all[index][STATE.column];
    return relative
      ? { policy, middle: of.difference, low: of.differenceLow, high: of.differenceHigh }
      : { policy, middle: STATE.value === "median" ? of.median : of.mean, low: of.low, high: of.high };
  });
  return [...lines, ...facts];
}

/** Observed deaths of a place, where there are some. @param {number} place @param {number} factor @returns {Promise<Line[]>} */
async function observedLine(place, factor) {
  if (!hasObserved()) return [];
  const of = await months(OBSERVED, "oc_deaths");
  const middle = Array.from({ length: INDEX.months }, (_, at) => values(of, place + 1, at).mean * factor);
  return [{ policy: OBSERVED, middle, low: null, high: null }];
}

/** The measure of the place's curve: that of the map, of groups deaths. */
function curveMeasure() {
  return STATE.measure === HOLDER ? USUAL.measure : STATE.measure;
}

/** Factor and unit of the measure of the map; parts of weeks of the country are parts of those of all places. @param {boolean} ofPlace */
function curveUnit(ofPlace) {
  const { unit, country } = MEASURE_WORDS[curveMeasure()];
  const factor = factorOf(curveMeasure());
  const share = unit.startsWith("%");
  return ofPlace ? { factor, unit } : { factor: share ? factor / INDEX.places : factor, unit: country ?? unit };
}

/** The lines of the place chosen, or of the country: the measure of the map. @returns {Promise<Line[]>} */
async function placeLines() {
  if (!INDEX.months) return [];
  const place = STATE.place === "" ? -1 : (await land()).code.indexOf(STATE.place);
  const { factor } = curveUnit(place >= 0);
  const policies = on();
  const all = await Promise.all(policies.map((policy) => months(policy, curveMeasure())));
  const facts = curveMeasure() === "oc_deaths" ? await observedLine(place, factor) : [];
  const lines = policies.map((policy, index) => {
    const of = all[index];
    const told = Array.from({ length: INDEX.months }, (_, at) => values(of, place + 1, at));
    const halves = told.map(({ sd }) => (tOf(of.n) * sd) / Math.sqrt(of.n));
    return {
      policy,
      middle: told.map(({ mean }) => mean * factor),
      low: told.map(({ mean }, at) => Math.max(0, mean - halves[at]) * factor),
      high: told.map(({ mean }, at) => (mean + halves[at]) * factor),
    };
  });
  return [...lines, ...facts];
}

/** The span of months shown. @returns {[number, number]} */
function span() {
  const last = INDEX.curve_months - 1;
  const from = STATE.from === "" ? 0 : Number(STATE.from);
  const until = STATE.until === "" ? last : Number(STATE.until);
  return until - from >= 2 && until <= last ? [from, until] : [0, last];
}

/** A figure of lines. @param {Line[]} lines @param {string} title @param {string} unit */
function curveSvg(lines, title, unit) {
  const { height, left, right, top, bottom } = CURVE;
  const width = figureWidth();
  const [from, until] = span();
  let [low, high] = [0, 0];
  for (const line of lines) {
    for (let at = from; at <= until; at++) {
      for (const value of [line.low?.[at], line.high?.[at], line.middle[at]]) {
        if (value !== undefined && Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
      }
    }
  }
  if (low === high) high = low + 1;
  const x = (/** @type {number} */ at) => left + ((at - from) / Math.max(1, until - from)) * (width - left - right);
  const y = (/** @type {number} */ value) => top + ((high - value) / (high - low)) * (height - top - bottom);
  const ticks = niceTicks(low, high);
  const parts = ticks.map((tick) =>
    `<line class="grid" x1="${left}" x2="${width - right}" y1="${y(tick).toFixed(1)}" y2="${y(tick).toFixed(1)}"/>` +
    `<text x="${left - 6}" y="${(y(tick) + 4).toFixed(1)}" text-anchor="end">${shown(tick)}</text>`);
  for (let at = from; at <= until; at++) {
    const year = yearOf(at);
    if (at === from || yearOf(at - 1) !== year) {
      const many = (until - from) / 13 > width / 80 && year % 2;
      parts.push(`<line class="grid" x1="${x(at).toFixed(1)}" x2="${x(at).toFixed(1)}" y1="${height - bottom}" y2="${height - bottom + 4}"/>`);
      if (!many && x(at) < width - 40) parts.push(`<text x="${x(at).toFixed(1)}" y="${height - 8}">${year}</text>`);
    }
  }
  const path = (/** @type {ArrayLike<number>} */ of, /** @type {boolean} */ back) => {
    const points = [];
    for (let step = from; step <= until; step++) {
      const at = back ? until - (step - from) : step;
      if (Number.isFinite(of[at])) points.push(`${x(at).toFixed(1)},${y(of[at]).toFixed(1)}`);
    }
    return points.join("L");
  };
  for (const line of lines) {
    const { colour: of } = ofPolicy(line.policy);
    if (line.low && line.high && lines.length <= 6) {
      parts.push(`<path class="band" fill="${of}" d="M${path(line.low, false)}L${path(line.high, true)}Z"/>`);
    }
  }
  for (const line of lines) {
    const { colour: of, dash } = ofPolicy(line.policy);
    parts.push(`<path class="line" stroke="${of}" stroke-dasharray="${dash}" d="M${path(line.middle, false)}"/>`);
  }
  const now = month();
  if (now >= from && now <= until) parts.push(`<line class="now" x1="${x(now)}" x2="${x(now)}" y1="${top}" y2="${height - bottom}"/>`);
  const parting = INDEX.policies_from / INDEX.weeks_of_a_month;
  if (parting > from && parting < until) {
    parts.push(`<line class="parting" x1="${x(parting)}" x2="${x(parting)}" y1="${top}" y2="${height - bottom}"/>`);
  }
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><title>${escaped(title)}</title>` +
    `<text class="unit" x="${left}" y="${top - 1}">${escaped(unit)}</text>${parts.join("")}</svg>`;
}

/** The year of a month. @param {number} at */
function yearOf(at) {
  return INDEX.first_year + Math.floor((at * INDEX.weeks_of_a_month) / 52);
}

/** Round numbers between two. @param {number} low @param {number} high */
function niceTicks(low, high) {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step / 1e6; tick += step) ticks.push(Math.abs(tick) < step / 2 ? 0 : Number(tick.toPrecision(12)));
  return ticks;
}

/** Text that is no markup. @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? letter);
}

/** Draws both curves, and the policies to choose from. */
async function drawCurves() {
  const column = /** @type {Column} */ (INDEX.columns.find((of) => of.name === STATE.column));
  const country = await countryLines();
  const place = await placeLines();
  const ofPlace = (await chosenPlace()) >= 0;
  const where = ofPlace ? await placeName(STATE.place) : WORDS.country;
  const words = MEASURE_WORDS[curveMeasure()];
  const unit = column.unit === "1" ? "" : column.counted ? WORDS.inWeeks(plural(column.unit), INDEX.weeks_of_a_month) : plural(column.unit);
  put("curve-country", curveSvg(country, `${plain(column.name)}, ${WORDS.country}`, unit));
  put("curve-country-words", escaped(`${plain(column.name)}: ${unreferenced(column.formula)}. ${STATE.relative === "1" ? WORDS.bandMean : WORDS.band}.${observedTold(country)}`));
  put("curve-place", place.length ? curveSvg(place, `${words.name}, ${where}`, curveUnit(ofPlace).unit) : "");
  put("curve-place-words", place.length ? escaped(`${words.name}, ${where}: ${words.about}, ${[curveUnit(ofPlace).unit, ...stepsTold()].join("; ")}. ${WORDS.bandMean}.${observedTold(place)}`) : "");
  const now = month();
  for (const policy of INDEX.policies) {
    const value = document.getElementById("now:" + policy.name);
    const line = country.find((of) => of.policy === policy.name);
    if (value) value.textContent = line ? shown(line.middle[now]) : "";
  }
}

/** Which line is what was observed, where there is one. @param {Line[]} lines */
function observedTold(lines) {
  return lines.some((line) => line.policy === OBSERVED) ? ` ${WORDS.observedLine}` : "";
}

/** A formula without the keys of facts behind it, which this page does not list. @param {string} formula */
function unreferenced(formula) {
  return formula.replace(/ *\[[^\]]*\]/g, "");
}

/** Name and state of a place. @param {string} code */
async function placeName(code) {
  const of = await land();
  const place = of.code.indexOf(code);
  return place < 0 ? code : `${of.name[place]}, ${of.states[of.state[place]]}`;
}

/** Puts markup into an element. @param {string} id @param {string} markup */
function put(id, markup) {
  const element = document.getElementById(id);
  if (element) element.innerHTML = markup;
}

/** Lets a curve choose the month by a click, and a span by dragging. @param {HTMLElement} box */
function brush(box) {
  let begun = -1;
  const at = (/** @type {PointerEvent} */ event) => {
    const frame = box.getBoundingClientRect();
    const [from, until] = span();
    const x = ((event.clientX - frame.left) / frame.width) * figureWidth();
    const part = (x - CURVE.left) / (figureWidth() - CURVE.left - CURVE.right);
    return Math.round(from + Math.min(1, Math.max(0, part)) * (until - from));
  };
  box.addEventListener("pointerdown", (event) => {
    begun = at(event);
  });
  box.addEventListener("pointerup", (event) => {
    if (begun < 0) return;
    const end = at(event);
    const [from, until] = [Math.min(begun, end), Math.max(begun, end)];
    begun = -1;
    choose(until - from >= 3 ? { from: String(from), until: String(until), month: String(from) } : { month: String(end) });
  });
  box.addEventListener("dblclick", () => choose({ from: "", until: "" }));
}
