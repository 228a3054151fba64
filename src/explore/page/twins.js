// @ts-check
// Twin futures, which differ in one event: what it changes, when and where.

/** A mean at every place, and whether it is clear. @param {Record<string, any>[]} rows @returns {Promise<Frame>} */
async function testedFrame(rows) {
  const of = await land();
  const frame = {
    values: new Float64Array(INDEX.places),
    unclear: new Uint8Array(INDEX.places),
    low: new Float64Array(INDEX.places).fill(NaN),
    high: new Float64Array(INDEX.places).fill(NaN),
    known: rows.length > 0,
  };
  const places = new Map(of.code.map((code, place) => [code, place]));
  for (const row of rows) {
    const place = places.get(String(row.municipality));
    if (place === undefined) continue;
    frame.values[place] = row.mean;
    frame.unclear[place] = row.mean !== 0 && !["true", "1"].includes(String(row.clear)) ? 1 : 0;
    frame.low[place] = row.low ?? NaN;
    frame.high[place] = row.high ?? NaN;
  }
  return frame;
}

/** What the event of a twin experiment changes. @returns {Promise<Frame>} */
function twinFrame() {
  return once("twin", async () => testedFrame(rowsOf((await answer()).tables.twin_map)));
}

/** Whether the map is that of all years, which `plaza compare` has tested against its baseline. */
function isPeriod() {
  return STATE.value === "period" && valueOptions().some(([value]) => value === "period");
}

/** What a policy changes over all years. @param {string} policy @returns {Promise<Frame>} */
function periodFrame(policy) {
  return once(`period:${policy}`, async () => {
    const rows = rowsOf(await json("difference_map"));
    return testedFrame(rows.filter((row) => row.policy === policy));
  });
}

/** What is told of a place. @param {Frame} of @param {number} place @param {string} words @returns {string[]} */
function testedTold(of, place, words) {
  if (!of.known) return [WORDS.noData];
  return [
    `${words}: ${of.values[place] > 0 ? "+" : ""}${shown(of.values[place])}`,
    `${WORDS.interval}: ${shown(of.low[place])} – ${shown(of.high[place])}`,
    of.values[place] === 0 ? "" : of.unclear?.[place] ? WORDS.twinUnclear : WORDS.twinClear,
  ].filter((line) => line !== "");
}

/** Effects in sentences, and curves. */
async function drawTwins() {
  const { tables } = await answer();
  const effects = rowsOf(tables.twin_effects).filter((row) => row.split === "all" && row.outcome === "oc_deaths");
  const items = effects.map((row) => {
    const where = row.group === "place" ? WORDS.atThePlace : row.group === "country" ? WORDS.country : `${row.group} ${row.ring ?? ""}`.trim();
    const clear = row.low > 0 ? WORDS.more : row.high < 0 ? WORDS.fewer : WORDS.either;
    const weeks = WORDS.to(String(row.weeks_from), String(row.weeks_to));
    const mean = `${row.mean > 0 ? "+" : ""}${shown(row.mean)}`;
    const told = WORDS.twinEffect(weeks, mean, WORDS.to(shown(row.low), shown(row.high)), shown(row.without));
    return `<li><b>${escaped(String(where))}</b>${told} ${clear}</li>`;
  });
  put("answer-words", `<p>${WORDS.twinLead(rowsOf(tables.twin_pairs).length)}</p><ul class="sentences">${items.join("")}</ul>`);
  put("answer-table", wholeTable("twin_pairs", rowsOf(tables.twin_pairs)) + wholeTable("twin_effects", rowsOf(tables.twin_effects)));
  const curve = rowsOf(tables.twin_curve).filter((row) => row.split === "all" && row.outcome === "oc_deaths");
  const groups = [...new Set(curve.map((row) => `${row.group} ${row.ring ?? ""}`.trim()))];
  put("answer-figures", groups.map((group) => twinCurve(group, curve.filter((row) => `${row.group} ${row.ring ?? ""}`.trim() === group))).join(""));
}

/** One curve with its band, week by week. @param {string} name @param {Record<string, any>[]} rows */
function twinCurve(name, rows) {
  const [width, height, left] = [640, 200, 56];
  const known = rows.filter((row) => Number.isFinite(row.mean));
  if (!known.length) return "";
  const [from, until] = [known[0].week, known[known.length - 1].week];
  const low = Math.min(0, ...known.map((row) => row.low ?? row.mean));
  const high = Math.max(0, ...known.map((row) => row.high ?? row.mean));
  const x = (/** @type {number} */ week) => left + ((week - from) / Math.max(1, until - from)) * (width - left - 12);
  const y = (/** @type {number} */ value) => 10 + ((high - value) / (high - low || 1)) * (height - 36);
  const path = (/** @type {string} */ of, /** @type {boolean} */ back) => (back ? [...known].reverse() : known).map((row) => `${x(row.week).toFixed(1)},${y(row[of] ?? row.mean).toFixed(1)}`).join("L");
  const ticks = niceTicks(low, high).map((tick) => `<line class="grid" x1="${left}" x2="${width - 12}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${shown(tick)}</text>`);
  const weeks = niceTicks(from, until).map((week) => `<text x="${x(week)}" y="${height - 8}" text-anchor="middle">${week}</text>`);
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(name)}"><title>${escaped(name)}</title>${ticks.join("")}${weeks.join("")}` +
    `<path class="band" fill="var(--p0)" d="M${path("low", false)}L${path("high", true)}Z"/><path class="line" stroke="var(--p0)" d="M${path("mean", false)}"/>` +
    `<line class="zero" x1="${left}" x2="${width - 12}" y1="${y(0)}" y2="${y(0)}"/></svg><figcaption>${escaped(plain(name))}: ${WORDS.twinCurve}</figcaption></figure>`;
}
