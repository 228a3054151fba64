// @ts-check
// One future told: its events, and who came from whom.

/**
 * @typedef {{week: number[], kind: string[], place: (number | null)[], text: string[], group: (number | null)[],
 *   groups: {name: string[], parent: (number | null)[], born: number[], end: (number | null)[], weeks: number[][], members: number[][]}}} Story
 */

/** Events shown at once. */
const EVENTS = 200;

/** Draws the events of the future chosen, from the month chosen on. */
async function drawFuture() {
  if (!STATE.future || !holds("future:" + STATE.future)) return;
  /** @type {Story} */
  const story = await json("future:" + STATE.future);
  const kinds = [...new Set(story.kind)];
  const select = /** @type {HTMLSelectElement} */ (document.getElementById("kinds"));
  if (select.options.length !== kinds.length + 1) {
    select.replaceChildren(new Option(WORDS.all, ""), ...kinds.map((kind) => new Option(plain(kind), kind)));
  }
  select.value = STATE.kinds;
  const of = await land();
  const first = month() * INDEX.weeks_of_a_month;
  const chosen = story.week.map((_, at) => at).filter((at) => story.week[at] >= first && (!STATE.kinds || story.kind[at] === STATE.kinds));
  const items = chosen.slice(0, EVENTS).map((at) => {
    const place = story.place[at];
    const code = place === null ? "" : of.code[place];
    const week = story.week[at];
    return `<li><button type="button" data-month="${Math.floor(week / INDEX.weeks_of_a_month)}" data-place="${escaped(code)}">` +
      `<span class="soft">${dayOf(week)}, ${plain(story.kind[at]).toLowerCase()}</span> ${escaped(story.text[at])}</button></li>`;
  });
  put("events", items.join("") || `<li>${WORDS.none}</li>`);
  put("lineage", lineage(story));
}

/** Groups as lines in time; each starts at the group that it left. @param {Story} story */
function lineage(story) {
  const { groups } = story;
  const count = groups.name.length;
  if (!count) return "";
  const children = groups.name.map(() => /** @type {number[]} */ ([]));
  const roots = /** @type {number[]} */ ([]);
  groups.parent.forEach((parent, index) => (parent === null || parent === index ? roots : children[parent]).push(index));
  /** @type {number[]} */
  const order = [];
  const seen = new Set();
  const visit = (/** @type {number} */ index) => {
    if (seen.has(index)) return;
    seen.add(index);
    order.push(index);
    children[index].forEach(visit);
  };
  roots.forEach(visit);
  groups.name.forEach((_, index) => visit(index));
  const [left, width, line] = [10, 720, 15];
  const height = line * count + 26;
  const x = (/** @type {number} */ week) => left + (Math.max(0, Math.min(INDEX.weeks, week)) / INDEX.weeks) * (width - left - 190);
  const y = (/** @type {number} */ index) => line * order.indexOf(index) + 12;
  const most = Math.max(1, ...groups.members.flat());
  const parts = groups.name.map((name, index) => {
    const last = groups.weeks[index].length ? groups.weeks[index][groups.weeks[index].length - 1] : groups.born[index];
    const end = groups.end[index] ?? (last + 13 >= INDEX.weeks ? INDEX.weeks : last);
    const parent = groups.parent[index];
    const start = Math.max(0, groups.born[index]);
    const join = parent === null || parent === index || groups.born[index] < 0 ? "" : `<path class="join" d="M${x(start)},${y(parent)}L${x(start)},${y(index)}"/>`;
    const pieces = groups.weeks[index].map((week, at) => {
      const until = groups.weeks[index][at + 1] ?? end;
      const thick = 1 + 9 * Math.sqrt(groups.members[index][at] / most);
      return `<line x1="${x(at === 0 ? start : week).toFixed(1)}" x2="${x(Math.max(until, week)).toFixed(1)}" y1="${y(index)}" y2="${y(index)}" stroke-width="${thick.toFixed(1)}"/>`;
    });
    return `${join}<g class="group"><title>${escaped(name)}</title>${pieces.join("")}<text x="${(x(end) + 5).toFixed(1)}" y="${y(index) + 4}">${escaped(name)}</text></g>`;
  });
  const years = [];
  for (let week = 0; week <= INDEX.weeks; week += 52) years.push(`<text x="${x(week)}" y="${height - 4}" text-anchor="${week === 0 ? "start" : "middle"}">${INDEX.first_year + week / 52}</text>`);
  const now = month() * INDEX.weeks_of_a_month;
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${WORDS.lineage}"><title>${WORDS.lineage}</title>${years.join("")}` +
    `<line class="now" x1="${x(now)}" x2="${x(now)}" y1="0" y2="${height - 18}"/>${parts.join("")}</svg>`;
}
