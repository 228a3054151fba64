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

/** A part of the country, as the tables of twins have it. @param {Record<string, any>} row */
function partOf(row) {
  return `${row.group} ${row.ring ?? ""}`.trim();
}

/** What a part of the country is called. @param {string} part */
function partName(part) {
  return WORDS.twinParts[/** @type {"place"} */ (part)] ?? plain(part);
}

/** Parts in the order in which they are told: the whole, then from the place of the event outwards. */
const PARTS = ["country", "place", "neighbours 1", "neighbours 2", "neighbours 3", "organization", "rest"];

/** An effect in a sentence. @param {Record<string, any>} row @param {string} name */
function effectOf(row, name) {
  const known = typeof row.low === "number" && typeof row.high === "number";
  const clear = !known ? WORDS.tooFewPairs : row.low > 0 ? WORDS.more : row.high < 0 ? WORDS.fewer : WORDS.either;
  const sort = !known ? "" : row.low > 0 ? "worse" : row.high < 0 ? "better" : "";
  const mean = `${row.mean > 0 ? "+" : ""}${shown(row.mean)}`;
  const interval = known ? WORDS.to(shown(row.low), shown(row.high)) : "–";
  return `<li class="${sort}"><b>${escaped(name)}</b>: ${escaped(WORDS.twinEffect(mean, interval, shown(row.without)))} ${clear}</li>`;
}

/** Effects by span of weeks, part by part. @param {Record<string, any>[]} rows */
function effectTable(rows) {
  const spans = [...new Set(rows.map((row) => `${row.weeks_from}:${row.weeks_to}`))];
  const heads = spans.map((span) => `<th scope="col" class="n">${escaped(WORDS.twinSpan(...span.split(":")))}</th>`);
  const lines = PARTS.filter((part) => rows.some((row) => partOf(row) === part)).map((part) => {
    const cells = spans.map((span) => {
      const row = rows.find((of) => partOf(of) === part && `${of.weeks_from}:${of.weeks_to}` === span);
      if (!row) return "<td></td>";
      const sort = row.low > 0 ? "worse" : typeof row.high === "number" && row.high < 0 ? "better" : "";
      const ends = typeof row.low === "number" && typeof row.high === "number" ? `<span class="soft">${WORDS.to(shown(row.low), shown(row.high))}</span>` : "";
      return `<td class="n ${sort}">${row.mean > 0 ? "+" : ""}${shown(row.mean)}${ends}</td>`;
    });
    return `<tr><th scope="row">${escaped(partName(part))}</th>${cells.join("")}</tr>`;
  });
  return `<table><caption>${WORDS.twinTable}</caption><thead><tr><th scope="col">${WORDS.where}</th>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`;
}

/** Effects in sentences, by weeks, and as curves. */
async function drawTwins() {
  const { tables } = await answer();
  const all = rowsOf(tables.twin_effects).filter((row) => row.outcome === "oc_deaths");
  const effects = all.filter((row) => row.split === "all");
  // The longest span that begins with the event.
  const last = Math.max(0, ...all.filter((row) => row.weeks_from === 0).map((row) => row.weeks_to));
  const whole = all.filter((row) => row.weeks_from === 0 && row.weeks_to === last);
  const pairs = rowsOf(tables.twin_pairs);
  const items = PARTS.flatMap((part) => whole.filter((row) => row.split === "all" && partOf(row) === part).map((row) => effectOf(row, partName(part))));
  const events = whole.filter((row) => String(row.split).startsWith("event:") && row.group === "country");
  const ofEvents = events.map((row) => effectOf(row, plain(String(row.split).slice(6))));
  const futures = new Set(pairs.map((row) => row.pair)).size;
  put("answer-words", `<p>${escaped(WORDS.twinLead(futures, [...new Set(pairs.map((row) => String(row.event)))]))}</p>` +
    `<h3>${escaped(WORDS.twinWhole(last + 1))}</h3><ul class="sentences">${items.join("")}</ul>` +
    (ofEvents.length > 1 ? `<h3>${WORDS.twinEvents}</h3><ul class="sentences">${ofEvents.join("")}</ul>` : ""));
  put("answer-table", effectTable(effects) + wholeTable("twin_pairs", pairs) + wholeTable("twin_effects", rowsOf(tables.twin_effects)));
  const curve = rowsOf(tables.twin_curve).filter((row) => row.split === "all" && row.outcome === "oc_deaths");
  put("answer-figures", PARTS.map((part) => twinCurve(partName(part), curve.filter((row) => partOf(row) === part))).join(""));
}

/** One curve with its band, week by week. @param {string} name @param {Record<string, any>[]} rows */
function twinCurve(name, rows) {
  const [width, height, left] = [figureWidth(), 200, 56];
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
    `<line class="zero" x1="${left}" x2="${width - 12}" y1="${y(0)}" y2="${y(0)}"/></svg><figcaption>${escaped(name)}: ${WORDS.twinCurve}</figcaption></figure>`;
}
