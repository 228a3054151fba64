// @ts-check
// Who holds what place: of one future, the group with the most members in each place at the end of a month.

/** What the map shows then. */
const HOLDER = "holder";
/** Colours of the groups that hold most (Okabe and Ito 2008), and of all others together. */
const OF_HOLDERS = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#8a8a8a"];

/** Names of groups by their numbers, and the numbers from the group that holds most. @returns {Promise<{name: string[], order: number[]}>} */
function holders() {
  return json("holders");
}

/** Groups, their percent of the members, and whether a third or more are of other groups, by place and month. @param {string} policy @param {number} replicate */
function holding(policy, replicate) {
  const name = `${HOLDER}:${policy}:${replicate}`;
  return once(name, async () => {
    const reader = new Reader(await bytes(name));
    const count = INDEX.places * INDEX.curve_months;
    const group = Int32Array.from({ length: count }, () => reader.unsigned());
    return { group, percent: reader.of.subarray(reader.at, reader.at + count), divided: reader.of.subarray(reader.at + count) };
  });
}

/** Who is shown of a policy, and whether that future was recorded. @param {string} policy */
function isHeld(policy) {
  return /^\d+$/.test(STATE.value) && holds(`${HOLDER}:${policy}:${STATE.value}`);
}

/** The groups as the map shows them: by rank, from 1; striped where a third or more of the members are not its own. @param {string} policy @param {number} at @returns {Promise<Frame>} */
async function holderFrame(policy, at) {
  const values = new Float64Array(INDEX.places);
  const unclear = new Uint8Array(INDEX.places);
  const none = new Float64Array(INDEX.places).fill(NaN);
  if (!isHeld(policy)) return { values, low: none, high: none, unclear: null, known: false };
  const { order } = await holders();
  const rank = new Map(order.map((group, index) => [group, index + 1]));
  const { group, divided } = await holding(policy, Number(STATE.value));
  for (let place = 0; place < INDEX.places; place++) {
    const here = place * INDEX.curve_months + at;
    if (!group[here]) continue;
    values[place] = rank.get(group[here] - 1) ?? 0;
    unclear[place] = divided[here];
  }
  return { values, low: none, high: none, unclear, known: true };
}

/** Colours of the groups. @returns {Promise<Scale>} */
async function holderScale() {
  const { name, order } = await holders();
  return { breaks: [], colours: OF_HOLDERS, two: false, groups: order.map((group) => name[group]) };
}

/** What is told of who holds a place. @param {string} policy @param {number} place @param {number} at */
async function holderTold(policy, place, at) {
  if (!isHeld(policy)) return `${policy}: ${WORDS.noData}`;
  const { group, percent } = await holding(policy, Number(STATE.value));
  const here = place * INDEX.curve_months + at;
  const who = group[here] ? WORDS.holds((await holders()).name[group[here] - 1], percent[here]) : WORDS.noGroup;
  return `${policy}, ${WORDS.future(Number(STATE.value))}: ${who}`;
}

/** Who holds a place, and the percent of the members that are its own, as cells of a table. @param {string} policy @param {number} at @returns {Promise<(place: number) => string[]>} */
async function holderCells(policy, at) {
  if (!isHeld(policy)) return () => ["", ""];
  const { name } = await holders();
  const { group, percent } = await holding(policy, Number(STATE.value));
  return (place) => {
    const here = place * INDEX.curve_months + at;
    return group[here] ? [name[group[here] - 1], String(percent[here])] : ["", ""];
  };
}

/** The legend of groups. @param {string[]} names @param {boolean} stripes @param {boolean} known */
function legendOfGroups(names, stripes, known) {
  const last = OF_HOLDERS.length - 1;
  const entries = names.slice(0, last).map((text, rank) => ({ look: OF_HOLDERS[rank], text }));
  if (names.length > last) entries.push({ look: OF_HOLDERS[last], text: WORDS.otherGroup });
  entries.unshift({ look: "none", text: WORDS.noGroup });
  if (stripes) entries.push({ look: "stripes", text: WORDS.divided });
  if (!known) entries.push({ look: "stripes", text: WORDS.noData });
  return entries;
}
