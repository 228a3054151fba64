// @ts-check
// The answer first: a sentence for each policy, the table, the forest, cost beside deaths, and what the documents say.

/** @typedef {Record<string, (string | number | null)[]>} Table */

/** @returns {Promise<{tables: Record<string, Table>, sentences: Record<string, string>, note: string | null, baseline: string | null}>} */
function answer() {
  return json("answer");
}

/** The baseline of `plaza compare`, known from the start on. @type {string | null} */
let COMPARED = null;

/** The rows of a table. @param {Table | undefined} table @returns {Record<string, any>[]} */
function rowsOf(table) {
  if (!table) return [];
  const titles = Object.keys(table);
  const count = titles.length ? table[titles[0]].length : 0;
  return Array.from({ length: count }, (_, row) => Object.fromEntries(titles.map((title) => [title, table[title][row]])));
}

/** Metrics of the table, the first being those of the sentences. */
const HEADLINES = ["oc_deaths", "bystander_deaths", "extortions", "displaced", "effective_organizations", "approval", "budget_spent"];
/** How the table is sorted: a column, and which way. */
const SORT = { by: "", down: false };

/** Draws the answer. */
async function drawAnswer() {
  const { tables, sentences, note, baseline } = await answer();
  const rows = rowsOf(tables.comparison);
  if (!rows.length) {
    put("answer-words", `<p>${WORDS.noComparison}</p>${summary(rowsOf(tables.summary))}`);
    return;
  }
  const metric = STATE.metric;
  const of = rows.filter((row) => row.metric === metric && row.verdict !== "baseline");
  const judged = INDEX.metrics.find((known) => known.name === metric)?.direction === "higher" ? -1 : 1;
  const order = [...of].sort((a, b) => judged * (a.difference - b.difference));
  const glosses = new Map(INDEX.policies.map((policy) => [policy.name, policy.gloss]));
  const items = order.map((row) => {
    const gloss = glosses.get(row.policy);
    return `<li class="${escaped(String(row.verdict)).replace(" ", "-")}"><b>${escaped(row.policy)}</b>` +
      `${gloss ? ` <span class="soft">(${escaped(gloss)})</span>` : ""}: ${escaped(sentences[`${row.policy}:${metric}`] ?? "")}</li>`;
  });
  const other = baseline !== null && baseline !== INDEX.baseline ? WORDS.otherBaseline(baseline, INDEX.baseline) : "";
  const notes = [note ?? "", other].filter((text) => text !== "").map((text) => `<p><b>${escaped(text)}</b></p>`);
  put("answer-words", `<p class="headline">${escaped(headline(of, metric, baseline ?? INDEX.baseline))}</p>${notes.join("")}<ul class="sentences">${items.join("")}</ul>`);
  drawTable(rows, baseline ?? INDEX.baseline);
  put("forest", forest(order, metric));
  put("costs", costPlane(rowsOf(tables.costs)));
}

/** Who is clearly better or worse, in a line. @param {Record<string, any>[]} rows @param {string} metric @param {string} baseline */
function headline(rows, metric, baseline) {
  const names = (/** @type {string} */ verdict) => rows.filter((row) => row.verdict === verdict).map((row) => row.policy).join(", ") || WORDS.nobody;
  const count = (/** @type {string[]} */ ...verdicts) => rows.filter((row) => verdicts.includes(row.verdict)).length;
  const words = INDEX.metrics.find((of) => of.name === metric)?.words ?? metric;
  return WORDS.headline(plain(words), baseline, names("better"), names("worse"), count("unclear", "too few"), count("same", "equivalent"));
}

/** Means, where there is nothing to compare. @param {Record<string, any>[]} rows */
function summary(rows) {
  if (!rows.length) return "";
  const cells = rows.map((row) =>
    `<tr><th scope="row">${escaped(plain(String(row.metric)))}</th><td class="n">${shown(row.mean)}</td>` +
    `<td class="n">${shown(row.low)} – ${shown(row.high)}</td></tr>`);
  return `<div class="scroll" tabindex="0" role="region" aria-label="${WORDS.means}"><table><thead><tr><th scope="col">${WORDS.metricHead}</th>` +
    `<th scope="col" class="n">${WORDS.meanOf}</th><th scope="col" class="n">${WORDS.intervalHead}</th></tr></thead><tbody>${cells.join("")}</tbody></table></div>`;
}

/** How large a difference is drawn: in parts of the baseline, or of all where it is one of shares. @param {Record<string, any> | undefined} row @returns {number | null} */
function sizeOf(row) {
  return (row?.unit === "1" ? row.difference : row?.relative) ?? null;
}

/** The table of policies and metrics, each cell with a bar. @param {Record<string, any>[]} rows @param {string} baseline */
function drawTable(rows, baseline) {
  const known = HEADLINES.filter((metric) => rows.some((row) => row.metric === metric));
  if (!known.includes(STATE.metric)) known.unshift(STATE.metric);
  const at = (/** @type {string} */ policy, /** @type {string} */ metric) => rows.find((row) => row.policy === policy && row.metric === metric);
  const names = INDEX.policies.map((policy) => policy.name).filter((name) => at(name, known[0]));
  if (SORT.by) {
    const value = (/** @type {string} */ name) => at(name, SORT.by)?.difference ?? 0;
    names.sort((a, b) => (SORT.down ? -1 : 1) * (value(a) - value(b)));
  }
  const most = new Map(known.map((metric) => [metric, Math.max(...names.map((name) => Math.abs(sizeOf(at(name, metric)) ?? 0)), 1e-9)]));
  const heads = known.map((metric) => {
    const sort = SORT.by === metric ? (SORT.down ? "descending" : "ascending") : "none";
    const words = INDEX.metrics.find((of) => of.name === metric)?.words ?? metric;
    return `<th scope="col" aria-sort="${sort}"><button type="button" data-sort="${metric}">${escaped(plain(words))}</button></th>`;
  });
  const body = names.map((name) => {
    const cells = known.map((metric) => {
      const row = at(name, metric);
      if (!row) return "<td></td>";
      if (row.verdict === "baseline") return `<td class="n">${shown(row.mean)}</td>`;
      const relative = typeof row.relative === "number" ? row.relative : null;
      const signed = (/** @type {number} */ value) => `${value > 0 ? "+" : ""}${shown(value)}`;
      // Shares differ by points of a hundred.
      const share = row.unit === "1";
      const text = share ? WORDS.points(signed(100 * row.difference)) : relative === null ? signed(row.difference) : `${signed(100 * relative)} %`;
      const part = (sizeOf(row) ?? 0) / /** @type {number} */ (most.get(metric));
      const bar = `<svg class="spark" viewBox="-50 0 100 8" aria-hidden="true"><rect x="${part < 0 ? 50 * part : 0}" width="${Math.abs(50 * part)}" height="8"/><line x1="0" x2="0" y1="0" y2="8"/></svg>`;
      const [low, high] = share ? [row.low, row.high] : [row.relative_low, row.relative_high];
      // An end that the futures leave open, as of a ratio whose lower part may be 0, is none.
      const ends = typeof low === "number" && typeof high === "number";
      const interval = ends ? `<span class="soft">${WORDS.to(shown(100 * low), shown(100 * high))}</span>` : "";
      return `<td class="n ${escaped(String(row.verdict)).replace(" ", "-")}">${text}${bar}${interval}<span class="soft">${escaped(String(row.verdict))}</span></td>`;
    });
    return `<tr><th scope="row">${escaped(name)}${name === baseline ? ` <span class="soft">${WORDS.baselineMeans}</span>` : ""}</th>${cells.join("")}</tr>`;
  });
  put("answer-table", `<table><caption>${WORDS.forest}, ${WORDS.intervalBelow}. ${WORDS.sortHint}</caption><thead><tr><th scope="col">${WORDS.policy}</th>${heads.join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`);
}

/** Differences with their intervals, the best first. @param {Record<string, any>[]} rows @param {string} metric */
function forest(rows, metric) {
  const known = rows.filter((row) => typeof row.low === "number");
  if (!known.length) return "";
  const width = figureWidth();
  const [left, line] = [width < 640 ? 150 : 210, 24];
  const height = line * known.length + 34;
  const low = Math.min(0, ...known.map((row) => row.low));
  const high = Math.max(0, ...known.map((row) => row.high));
  const x = (/** @type {number} */ value) => left + ((value - low) / (high - low || 1)) * (width - left - 16);
  const ticks = niceTicks(low, high).map((tick) =>
    `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${height - 22}"/><text x="${x(tick)}" y="${height - 6}" text-anchor="middle">${shown(tick)}</text>`);
  const marks = known.map((row, index) => {
    const y = line * index + 14;
    return `<g class="${escaped(String(row.verdict)).replace(" ", "-")}"><text x="${left - 8}" y="${y + 4}" text-anchor="end">${escaped(row.policy)}</text>` +
      `<line class="whisker" x1="${x(row.low)}" x2="${x(row.high)}" y1="${y}" y2="${y}"/><circle cx="${x(row.difference)}" cy="${y}" r="4"/></g>`;
  });
  const words = INDEX.metrics.find((of) => of.name === metric);
  const title = `${WORDS.forest}: ${words?.words ?? metric}`;
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><title>${escaped(title)}</title>${ticks.join("")}` +
    `<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height - 22}"/>${marks.join("")}</svg><figcaption>${escaped(title)} (${escaped(plural(words?.unit ?? ""))}), ${WORDS.intervals}.</figcaption></figure>`;
}

/** Heights of labels, moved so that none lies on another. @param {number[]} wanted @param {number} line @param {number} top @param {number} bottom */
function apart(wanted, line, top, bottom) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const placed = [...wanted];
  let least = top;
  for (const index of order) least = (placed[index] = Math.max(placed[index], least)) + line;
  let most = bottom;
  for (const index of [...order].reverse()) most = (placed[index] = Math.min(placed[index], most)) - line;
  return placed;
}

/** Cost and deaths of every policy against the baseline. @param {Record<string, any>[]} rows */
function costPlane(rows) {
  const all = rows.filter((row) => row.payer === "all" && typeof row.cost_difference === "number" && typeof row.deaths_low === "number");
  if (!all.length) return "";
  const width = figureWidth();
  const [height, left, bottom] = [width < 640 ? 480 : 380, 70, 34];
  const box = (/** @type {string} */ of) => {
    const low = Math.min(0, ...all.map((row) => row[of + "_low"]));
    const high = Math.max(0, ...all.map((row) => row[of + "_high"]));
    const room = 0.04 * (high - low || 1);
    return [low - (low < 0 ? room : 0), high + room];
  };
  const [[x0, x1], [y0, y1]] = [box("cost"), box("deaths")];
  const x = (/** @type {number} */ value) => left + ((value - x0) / (x1 - x0)) * (width - left - 20);
  const y = (/** @type {number} */ value) => 12 + ((y1 - value) / (y1 - y0)) * (height - bottom - 12);
  const grid = [
    ...niceTicks(x0, x1).map((tick) => `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="12" y2="${height - bottom}"/><text x="${x(tick)}" y="${height - 18}" text-anchor="middle">${shown(tick / 1e9)}</text>`),
    ...niceTicks(y0, y1).map((tick) => `<line class="grid" x1="${left}" x2="${width - 20}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 6}" y="${y(tick) + 4}" text-anchor="end">${shown(tick)}</text>`),
  ];
  const labels = apart(all.map((row) => y(row.deaths_difference) - 6), 16, 24, height - bottom);
  const points = all.map((row, index) => {
    const { colour: of } = ofPolicy(row.policy);
    const [px, py] = [x(row.cost_difference), y(row.deaths_difference)];
    const end = px > width - Math.min(170, width / 3);
    // A label that was moved says whose it is.
    const leader = Math.abs(labels[index] - py) > 16 ? `<line class="leader" stroke="${of}" x1="${px}" y1="${py}" x2="${px + (end ? -7 : 7)}" y2="${(labels[index] - 4).toFixed(1)}"/>` : "";
    return `<g>${leader}<line class="whisker" stroke="${of}" x1="${x(row.cost_low)}" x2="${x(row.cost_high)}" y1="${py}" y2="${py}"/>` +
      `<line class="whisker" stroke="${of}" y1="${y(row.deaths_low)}" y2="${y(row.deaths_high)}" x1="${px}" x2="${px}"/>` +
      `<circle cx="${px}" cy="${py}" r="4" fill="${of}"/><text x="${px + (end ? -7 : 7)}" y="${labels[index].toFixed(1)}" text-anchor="${end ? "end" : "start"}">${escaped(row.policy)}</text></g>`;
  });
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${WORDS.cost}"><title>${WORDS.cost}</title>${grid.join("")}` +
    `<line class="zero" x1="${x(0)}" x2="${x(0)}" y1="12" y2="${height - bottom}"/><line class="zero" x1="${left}" x2="${width - 20}" y1="${y(0)}" y2="${y(0)}"/>${points.join("")}` +
    `<text x="${width - 20}" y="${height - 4}" text-anchor="end">${WORDS.costAxis}</text><text x="${left}" y="10">${WORDS.deathsAxis}</text></svg>` +
    `<figcaption>${WORDS.costHint}</figcaption></figure>`;
}

/** Draws what the documents say, and what facts say. */
async function drawDocuments() {
  const { tables } = await answer();
  const cells = rowsOf(tables.scorecard);
  const documents = [...new Set(cells.map((row) => row.document))];
  const parts = documents.map((document) => {
    const of = cells.filter((row) => row.document === document);
    const agreed = of.filter((row) => row.agrees === "true").length;
    const differed = of.filter((row) => row.agrees === "false").length;
    const lines = of.map((row) => {
      const word = row.agrees === "true" ? WORDS.agree : row.agrees === "false" ? WORDS.differ : "–";
      const sort = row.agrees === "true" ? "agrees" : row.agrees === "false" ? "differs" : "";
      return `<tr class="${sort}"><th scope="row">${escaped(String(row.cell))}<span class="soft">${escaped(String(row.policy))}</span></th><td class="n">${shown(row.value)}` +
        `${typeof row.low === "number" ? `<span class="soft">${WORDS.to(shown(row.low), shown(row.high))}</span>` : ""}</td><td>${escaped(String(row.verdict))}</td>` +
        `<td>${escaped(String(row.document_verdict))}</td><td><b>${word}</b></td><td>${escaped(String(row.source))}</td></tr>`;
    });
    return `<details><summary>${escaped(WORDS.documentSum(String(document), agreed, differed, of.length))}</summary>` +
      wide(`<table><thead><tr>${WORDS.documentHeads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`, String(document)) + "</details>";
  });
  toggle("documents", parts.length > 0);
  put("documents-body", parts.join(""));
  const checks = ["validation", "scores", "skill", "breakdown", "marginal", "attribution"].filter((name) => rowsOf(tables[name]).length);
  toggle("checks", checks.length > 0);
  put("checks-body", checksTold(tables) + checks.map((name) => wholeTable(name, rowsOf(tables[name]))).join(""));
}

/** A table as it is. @param {string} name @param {Record<string, any>[]} rows @param {string} label */
function wholeTable(name, rows, label = plain(name)) {
  const titles = Object.keys(rows[0]).filter((title) => rows.some((row) => row[title] !== null && row[title] !== ""));
  const cell = (/** @type {any} */ value) => (typeof value === "number" ? `<td class="n">${shown(value)}</td>` : `<td>${escaped(String(value ?? ""))}</td>`);
  const year = (/** @type {string} */ title, /** @type {any} */ value) => (title === "year" && value !== null ? `<td class="n">${value}</td>` : cell(value));
  const body = rows.map((row) => `<tr>${titles.map((title) => year(title, row[title])).join("")}</tr>`);
  return `<details><summary>${WORDS.rows(plain(name), rows.length)}</summary>` +
    wide(`<table><thead><tr>${titles.map((title) => `<th scope="col">${escaped(title.replace(/_/g, " "))}</th>`).join("")}</tr></thead><tbody>${body.join("")}</tbody></table>`, label) + "</details>";
}

/** What may be wider than the page. @param {string} markup @param {string} name */
function wide(markup, name) {
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(name)}">${markup}</div>`;
}

/** Shows a section, or not. @param {string} id @param {boolean} shownNow */
function toggle(id, shownNow) {
  for (const element of [document.getElementById(id), document.querySelector(`nav a[href="#${id}"]`)]) {
    if (element instanceof HTMLElement) element.hidden = !shownNow;
  }
}
