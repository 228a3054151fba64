// @ts-check
// What an answer hangs on: what `plaza discover` found in a design of points, in words, bars, boxes and curves.

/**
 * @typedef {{name: string, about: string | null, over: {range?: {low: number, high: number, log: boolean}, choices?: string[]}}} Input
 * @typedef {{experiment: string, digest: string, test: boolean, inputs: Input[], glosses: Record<string, string>,
 *   tables: Record<string, Table>, told: {outcome: string, baseline: string, head: string, deciders: string,
 *   answers: string[], headlines: string[]}}} Hangs
 */

/** Curves shown at once: of the inputs that move most. */
const MOVERS = 6;

/** @returns {Promise<Hangs>} */
function hanging() {
  return json("hangs");
}

/** The name of an input without what all parameters have in front. @param {string} name */
function shortName(name) {
  return name.replace(/^parameters\./, "");
}

/** A share in percent. @param {number | null} share */
function percent(share) {
  return share === null ? "–" : `${Math.round(100 * share)} %`;
}

/** What a policy risks, in a sentence. @param {Record<string, any>} row @param {Hangs} of */
function riskOf(row, of) {
  const unit = INDEX.metrics.find((metric) => metric.name === of.told.outcome)?.words ?? of.told.outcome;
  const gloss = of.glosses[row.policy];
  const beats = row.better_share === null ? "" : WORDS.beats(percent(row.better_share), of.told.baseline, percent(row.tied_share));
  const text = WORDS.risk(shown(row.regret_mean), unit, shown(row.regret_q90), percent(row.best_share), percent(row.clearly_best_share));
  return `<li><b>${escaped(row.policy)}</b>${gloss ? ` <span class="soft">(${escaped(gloss)})</span>` : ""}: ${escaped(text + beats)}</li>`;
}

/** What policies risk over all points: a sentence for each, those that lose least first, and the table. @param {Hangs} of */
function risks(of) {
  const rows = rowsOf(of.tables.regret).sort((a, b) => a.regret_mean - b.regret_mean);
  const clear = rows.reduce((sum, row) => sum + (row.clearly_best_share ?? 0), 0);
  const most = Math.max(1e-9, ...rows.map((row) => row.regret_mean));
  const lines = rows.map((row) => {
    const part = Math.max(0, row.regret_mean) / most;
    const ends = row.regret_mean_held_out_low === null ? "" : `<span class="soft">${WORDS.to(shown(row.regret_mean_held_out_low), shown(row.regret_mean_held_out_high))}</span>`;
    return `<tr><th scope="row">${escaped(row.policy)}</th><td class="n">${shown(row.mean)}</td>` +
      `<td class="n">${shown(row.regret_mean)}<svg class="spark" viewBox="0 0 100 8" aria-hidden="true"><rect width="${100 * part}" height="8"/></svg></td>` +
      `<td class="n">${shown(row.regret_mean_held_out)}${ends}</td><td class="n">${shown(row.regret_q90)}</td><td class="n">${shown(row.regret_max)}</td>` +
      `<td class="n">${percent(row.best_share)}</td><td class="n">${percent(row.clearly_best_share)}</td>` +
      `<td class="n">${percent(row.better_share)}</td><td>${escaped(String(row.goes_with ?? "").split(";").filter(Boolean).map(shortName).join(", "))}</td></tr>`;
  });
  const heads = WORDS.riskHeads.map((head, index) => `<th scope="col"${index === 0 || index === WORDS.riskHeads.length - 1 ? "" : ' class="n"'}>${escaped(head)}</th>`);
  return `<h3>${WORDS.risksHead}</h3><p><b>${escaped(WORDS.clearWinner(percent(clear)))}</b></p>` +
    `<ul class="sentences">${rows.map((row) => riskOf(row, of)).join("")}</ul>` +
    wide(`<table><caption>${escaped(WORDS.regretCaption)}</caption><thead><tr>${heads.join("")}</tr></thead><tbody>${lines.join("")}</tbody></table>`, WORDS.risksHead);
}

/** Bars of an index of all inputs, the strongest first, with the height that chance reaches. @param {Record<string, any>[]} rows @param {string} title @param {Hangs} of */
function indexBars(rows, title, of) {
  if (!rows.length) return "";
  const beyond = (/** @type {Record<string, any>} */ row) => row.value - (row.floor ?? 0);
  const order = [...rows].sort((a, b) => beyond(b) - beyond(a));
  const width = figureWidth();
  // On a narrow page names stand above their bars.
  const narrow = width < 640;
  const [left, line, above] = narrow ? [4, 38, 16] : [250, 22, 0];
  const height = line * order.length + 30;
  const most = Math.max(1e-9, ...order.map((row) => row.high ?? row.value));
  const x = (/** @type {number} */ value) => left + (Math.max(0, value) / most) * (width - left - 14);
  const ticks = niceTicks(0, most).map((tick) => `<line class="grid" x1="${x(tick)}" x2="${x(tick)}" y1="0" y2="${height - 24}"/><text x="${x(tick)}" y="${height - 8}" text-anchor="middle">${shown(tick)}</text>`);
  const bars = order.map((row, index) => {
    const y = line * index + 4 + above;
    const about = of.inputs.find((input) => input.name === row.input)?.about;
    const matters = String(row.matters) === "true";
    const ends = row.low === null ? "" : `<line class="whisker" x1="${x(row.low)}" x2="${x(row.high)}" y1="${y + 7}" y2="${y + 7}"/>`;
    const floor = row.floor === null ? "" : `<line class="floor" x1="${x(row.floor)}" x2="${x(row.floor)}" y1="${y - 2}" y2="${y + 16}"/>`;
    return `<g class="${matters ? "matters" : "chance"}"><title>${escaped(`${row.input}: ${shown(row.value)}. ${about ?? ""}`)}</title>` +
      `<text x="${narrow ? left : left - 8}" y="${y + (narrow ? -4 : 12)}" text-anchor="${narrow ? "start" : "end"}">${escaped(shortName(row.input))}</text><rect x="${left}" y="${y}" width="${x(row.value) - left}" height="14"/>${ends}${floor}</g>`;
  });
  return `<figure class="bars"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><title>${escaped(title)}</title>${ticks.join("")}${bars.join("")}</svg>` +
    `<figcaption>${escaped(title)}. ${escaped(WORDS.barsCaption)}</figcaption></figure>`;
}

/** What the inputs that decide are. @param {Record<string, any>[]} rows @param {Hangs} of */
function meanings(rows, of) {
  const names = new Set(rows.filter((row) => String(row.matters) === "true").map((row) => row.input));
  const told = of.inputs.filter((input) => names.has(input.name) && input.about);
  return told.length ? `<dl>${told.map((input) => `<dt>${escaped(shortName(input.name))}</dt><dd>${escaped(input.about ?? "")}</dd>`).join("")}</dl>` : "";
}

/** Which assumptions decide. @param {Hangs} of */
function deciding(of) {
  const rows = rowsOf(of.tables.ranking_sensitivity);
  const [winner, ranking] = [rows.filter((row) => row.of === "winner"), rows.filter((row) => row.of === "ranking" && row.index === "pawn")];
  if (!winner.length && !ranking.length) return "";
  return `<h3>${WORDS.decidersHead}</h3><p>${escaped(of.told.deciders)}</p>${meanings([...winner, ...ranking], of)}` +
    `<div class="two">${indexBars(winner, WORDS.winnerBars, of)}${indexBars(ranking, WORDS.rankingBars, of)}</div>`;
}

/** Where a number of a range lies in it, from 0 to 1. @param {Input} input @param {number} value */
function within(input, value) {
  const range = input.over.range;
  if (!range) return 0;
  const of = (/** @type {number} */ number) => (range.log ? Math.log(Math.max(number, 1e-300)) : number);
  return (of(value) - of(range.low)) / (of(range.high) - of(range.low) || 1);
}

/** The first box of a question: what it asks of each input, beside the whole range. @param {string} question @param {Record<string, any>[]} rows @param {Hangs} of */
function boxFigure(question, rows, of) {
  const asked = rows.filter((row) => row.question === question && row.kind === "chosen" && row.search === 1 && row.input);
  if (!asked.length) return "";
  const width = figureWidth();
  const narrow = width < 640;
  const [left, line, above] = narrow ? [10, 56, 22] : [250, 42, 6];
  const x = (/** @type {number} */ part) => left + part * (width - left - 60);
  const lines = asked.map((row, index) => {
    const input = of.inputs.find((input) => input.name === row.input);
    const y = line * index + 12 + above;
    const name = `<text x="${narrow ? left : left - 8}" y="${narrow ? y - 22 : y + 5}" text-anchor="${narrow ? "start" : "end"}">${escaped(shortName(row.input))}</text>`;
    if (!input?.over.range) return `${name}<text x="${left}" y="${y + 5}">${escaped(String(row.choices ?? "").replace(/;/g, ", "))}</text>`;
    const [low, high] = [row.low ?? input.over.range.low, row.high ?? input.over.range.high];
    const [from, to] = [within(input, low), within(input, high)];
    return `${name}<line class="range" x1="${x(0)}" x2="${x(1)}" y1="${y}" y2="${y}"/><line class="inside" x1="${x(from)}" x2="${x(to)}" y1="${y}" y2="${y}"/>` +
      `<text x="${x(0)}" y="${y + 17}" class="unit">${shown(input.over.range.low)}</text><text x="${x(1)}" y="${y + 17}" text-anchor="end" class="unit">${shown(input.over.range.high)}</text>` +
      `<text x="${x((from + to) / 2)}" y="${y - 4}" text-anchor="middle">${WORDS.to(shown(low), shown(high))}</text>`;
  });
  const trust = (WORDS.halvesSay[/** @type {"refuted"} */ (asked[0].halves_say)] ?? "") + (WORDS.futuresSay[/** @type {"refuted"} */ (asked[0].futures_say)] ?? "");
  const caption = WORDS.boxCaption(question, percent(asked[0].density), percent(asked[0].coverage)) + trust;
  return `<figure><svg viewBox="0 0 ${width} ${line * asked.length + 8}" role="img" aria-label="${escaped(caption)}"><title>${escaped(caption)}</title>${lines.join("")}</svg><figcaption>${escaped(caption)}</figcaption></figure>`;
}

/** Where policies fail. @param {Hangs} of */
function failing(of) {
  if (!of.told.answers.length) return "";
  const rows = rowsOf(of.tables.boxes);
  const figures = [...new Set(rows.map((row) => row.question))].map((question) => boxFigure(question, rows, of));
  return `<h3>${WORDS.failsHead}</h3><ul class="sentences">${of.told.answers.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul><div class="two">${figures.join("")}</div>`;
}

/** How the difference of a policy goes with an input. @param {Record<string, any>[]} curve @param {Record<string, any>} row @param {Hangs} of */
function moverCurve(curve, row, of) {
  const input = of.inputs.find((input) => input.name === row.input);
  const known = curve.filter((spot) => Number.isFinite(spot.difference));
  if (!input || !known.length) return "";
  const [width, height, left, bottom] = [320, 170, 54, 24];
  const values = known.flatMap((spot) => [spot.difference, spot.low ?? spot.difference, spot.high ?? spot.difference]);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const y = (/** @type {number} */ value) => 8 + ((high - value) / (high - low || 1)) * (height - bottom - 8);
  const parts = niceTicks(low, high).map((tick) => `<line class="grid" x1="${left}" x2="${width - 8}" y1="${y(tick)}" y2="${y(tick)}"/><text x="${left - 5}" y="${y(tick) + 4}" text-anchor="end">${shown(tick)}</text>`);
  const choices = input.over.choices;
  if (choices) {
    known.forEach((spot, index) => {
      const x = left + ((index + 0.5) / known.length) * (width - left - 8);
      if (spot.low !== null) parts.push(`<line class="whisker" x1="${x}" x2="${x}" y1="${y(spot.low)}" y2="${y(spot.high)}"/>`);
      parts.push(`<circle cx="${x}" cy="${y(spot.difference)}" r="4" fill="var(--p0)"/><text x="${x}" y="${height - 6}" text-anchor="middle">${escaped(String(spot.choice))}</text>`);
    });
  } else {
    const x = (/** @type {Record<string, any>} */ spot) => left + within(input, spot.at) * (width - left - 8);
    const path = (/** @type {string} */ list, /** @type {boolean} */ back) => (back ? [...known].reverse() : known).map((spot) => `${x(spot).toFixed(1)},${y(spot[list] ?? spot.difference).toFixed(1)}`).join("L");
    parts.push(`<path class="band" fill="var(--p0)" d="M${path("low", false)}L${path("high", true)}Z"/><path class="line" stroke="var(--p0)" d="M${path("difference", false)}"/>`);
    const range = input.over.range ?? { low: 0, high: 1 };
    parts.push(`<text x="${left}" y="${height - 6}">${shown(range.low)}</text><text x="${width - 8}" y="${height - 6}" text-anchor="end">${shown(range.high)}</text>`);
  }
  const title = `${row.policy}, ${shortName(row.input)}`;
  const verdict = row.verdict ? WORDS.turnVerdicts[/** @type {"turns"} */ (row.verdict)] ?? row.verdict
    : row.difference_low < 0 && row.difference_high > 0 ? WORDS.noHeadline : WORDS.fewFutures;
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}"><title>${escaped(title)}</title>${parts.join("")}` +
    `<line class="zero" x1="${left}" x2="${width - 8}" y1="${y(0)}" y2="${y(0)}"/></svg><figcaption><b>${escaped(shortName(row.input))}</b>: ${escaped(verdict)}${input.about ? ` ${escaped(input.about)}` : ""}</figcaption></figure>`;
}

/** The policy whose headline is looked at. @param {Hangs} of */
function turned(of) {
  const policies = [...new Set(rowsOf(of.tables.breakdown).map((row) => row.policy))];
  return policies.includes(STATE.turns) ? STATE.turns : policies[0] ?? "";
}

/** Draws the curves of one policy: those that turn its headline first, then those that move it most. */
async function drawTurns() {
  if (!holds("hangs")) return;
  const of = await hanging();
  const policy = turned(of);
  const rows = rowsOf(of.tables.breakdown).filter((row) => row.policy === policy && !row.held);
  const curves = rowsOf(of.tables.breakdown_curve).filter((row) => row.policy === policy);
  const moved = new Map(rows.map((row) => {
    const values = curves.filter((spot) => spot.input === row.input && Number.isFinite(spot.difference)).map((spot) => spot.difference);
    return [row.input, values.length ? Math.max(...values) - Math.min(...values) : 0];
  }));
  const rank = (/** @type {Record<string, any>} */ row) => (["turns", "depends"].includes(row.verdict) ? 1e300 : 0) + (moved.get(row.input) ?? 0);
  const order = rows.sort((a, b) => rank(b) - rank(a));
  const figures = order.map((row) => moverCurve(curves.filter((spot) => spot.input === row.input), row, of)).filter((figure) => figure !== "");
  const rest = figures.slice(MOVERS);
  put("turns-curves", `<div class="movers">${figures.slice(0, MOVERS).join("")}</div>` +
    (rest.length ? `<details><summary>${WORDS.furtherInputs(rest.length)}</summary><div class="movers">${rest.join("")}</div></details>` : ""));
}

/** What turns a headline. @param {Hangs} of */
function turning(of) {
  const policies = [...new Set(rowsOf(of.tables.breakdown).map((row) => row.policy))];
  if (!policies.length) return "";
  const options = policies.map((name) => `<option${name === turned(of) ? " selected" : ""}>${escaped(name)}</option>`);
  const outcome = INDEX.metrics.find((metric) => metric.name === of.told.outcome)?.words ?? of.told.outcome;
  return `<h3>${WORDS.turnsHead}</h3><p>${escaped(WORDS.turnsLead(outcome, of.told.baseline))}</p><ul class="sentences">${of.told.headlines.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul>` +
    `<div class="controls"><label>${WORDS.policy} <select id="turns">${options.join("")}</select></label></div>` +
    `<p class="soft">${escaped(WORDS.turnsCaption)}</p><div id="turns-curves"></div>`;
}

/** The differences of all policies in the mean of all points, as rows of a forest. @param {Hangs} of */
function headlineRows(of) {
  const rows = new Map(rowsOf(of.tables.breakdown).map((row) => [row.policy, row]));
  return [...rows.values()].map((row) => ({ policy: row.policy, difference: row.difference, low: row.difference_low, high: row.difference_high, verdict: "" }));
}

/** Draws the section; of a folder of a design the answer too. */
async function drawHangs() {
  if (!holds("hangs")) return toggle("hangs", false);
  const of = await hanging();
  const from = INDEX.design ? "" : `<p>${escaped(WORDS.hangsFrom(of.experiment, of.digest.slice(0, 6)))}</p>${of.test ? `<p class="worse">${WORDS.test}</p>` : ""}`;
  // One policy alone risks nothing against others, and is always the best.
  const several = rowsOf(of.tables.regret).length > 1;
  const head = `<p>${escaped(WORDS.pointLead)} ${escaped(of.told.head)}</p>${several ? risks(of) : ""}`;
  if (INDEX.design) {
    put("answer-words", head);
    put("answer-figures", forest(headlineRows(of).sort((a, b) => a.difference - b.difference), of.told.outcome));
  }
  const files = several ? ["regret", "ranking_sensitivity", "boxes", "tree", "breakdown"] : ["boxes", "tree"];
  const names = files.filter((name) => rowsOf(of.tables[name]).length);
  const tables = names.map((name) => wholeTable(name, rowsOf(of.tables[name]), `${WORDS.hangs}: ${plain(name)}`));
  const body = from + (INDEX.design ? "" : head) + (several ? deciding(of) : "") + failing(of) + turning(of) + tables.join("");
  toggle("hangs", body !== "");
  put("hangs-body", body);
  byId("turns")?.addEventListener("change", () => choose({ turns: byId("turns").value }));
  await drawTurns();
}
