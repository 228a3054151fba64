// @ts-check
// What is shown, saved as a file.

/** Offers a file. @param {string} name @param {Blob} of */
function offer(name, of) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(of);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The name of a file of what is shown. @param {string} ending */
function fileName(ending) {
  const parts = [INDEX.experiment, STATE.measure, STATE.policy];
  if (STATE.mode !== "one") parts.push(STATE.mode === "side" ? "and" : "less", STATE.other);
  return `${parts.join("_")}_month_${month()}.${ending}`;
}

/** What the map shows, in a line. */
function caption() {
  const words = MEASURE_WORDS[STATE.measure];
  const of = STATE.mode === "difference" ? WORDS.less(STATE.policy, STATE.other) : panelPolicies().join(" | ");
  return `${INDEX.experiment}: ${of}; ${words.about} (${words.unit}), ${dated(month())}. plaza ${INDEX.plaza}, simulated.`;
}

/** The map as a picture. */
async function savePng() {
  const line = 28;
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * PANELS.length;
  canvas.height = HEIGHT + line * 2;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const look = getComputedStyle(document.documentElement);
  context.fillStyle = look.getPropertyValue("--paper").trim();
  context.fillRect(0, 0, canvas.width, canvas.height);
  PANELS.forEach((panel, index) => {
    context.drawImage(panel.canvas, WIDTH * index, line);
    context.drawImage(panel.lines, WIDTH * index, line);
  });
  context.fillStyle = look.getPropertyValue("--ink").trim();
  context.font = `${Math.max(10, Math.min(16, canvas.width / 60))}px sans-serif`;
  context.fillText(caption(), 8, 18, canvas.width - 16);
  const { breaks, colours, two } = SCALE;
  const used = two ? colours : colours.slice(colours.length - 1 - breaks.length);
  used.forEach((hex, index) => {
    const x = 8 + index * ((canvas.width - 16) / used.length);
    context.fillStyle = hex;
    context.fillRect(x, HEIGHT + line + 6, 16, 16);
    context.fillStyle = look.getPropertyValue("--ink").trim();
    context.fillText(index === 0 ? (two ? `< ${shown(breaks[0])}` : "> 0") : `≥ ${shown(breaks[index - 1])}`, x + 20, HEIGHT + line + 19);
  });
  canvas.toBlob((blob) => blob && offer(fileName("png"), blob), "image/png");
}

/** The map as shapes. */
async function saveSvg() {
  const [of, rings, lines, scale] = await Promise.all([land(), outlines(), borders(), scaleOf()]);
  const frames = await Promise.all(PANELS.map((panel) => frame(panel.policy, month())));
  const path = (/** @type {Int32Array} */ line) => "M" + Array.from({ length: line.length / 2 }, (_, at) => `${line[2 * at]},${line[2 * at + 1]}`).join("L");
  const none = getComputedStyle(document.documentElement).getPropertyValue("--none").trim();
  const maps = frames.map((values, index) => {
    const shapes = rings.map((place, at) => {
      const fill = (values.known ? colour(scale, values.values[at]) : null) ?? none;
      const unclear = values.unclear?.[at] ? ` opacity="0.35"` : "";
      const name = `<title>${escaped(of.name[at])}: ${shown(values.values[at])}</title>`;
      if (!place.length) return `<circle cx="${of.at[at][0]}" cy="${of.at[at][1]}" r="60" fill="${fill}"${unclear}>${name}</circle>`;
      return `<path fill="${fill}"${unclear} fill-rule="evenodd" d="${place.map((ring) => path(ring) + "Z").join("")}">${name}</path>`;
    });
    return `<g transform="translate(${index * (of.width + 400)} 700)">${shapes.join("")}<path d="${lines.map(path).join("")}" fill="none" stroke="#555" stroke-width="12"/></g>`;
  });
  const width = frames.length * (of.width + 400);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${of.height + 800}"><text x="100" y="450" font-size="280" font-family="sans-serif">${escaped(caption())}</text>${maps.join("")}</svg>`;
  offer(fileName("svg"), new Blob([svg], { type: "image/svg+xml" }));
}

/** A curve as shapes, its colours written out. */
function saveCurve() {
  const svg = document.querySelector("#curve-country svg");
  if (!svg) return;
  const copy = /** @type {SVGElement} */ (svg.cloneNode(true));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const originals = svg.querySelectorAll("*");
  copy.querySelectorAll("*").forEach((element, index) => {
    const look = getComputedStyle(originals[index]);
    for (const name of ["fill", "stroke", "stroke-width", "opacity", "font-size", "font-family"]) element.setAttribute(name, look.getPropertyValue(name));
  });
  offer(`${INDEX.experiment}_${STATE.column}.svg`, new Blob([copy.outerHTML], { type: "image/svg+xml" }));
}

/** Whether a difference is clear: 1 or 0; nothing where no interval is known. @param {Frame} of @param {number} place */
function isClear(of, place) {
  if (!of.known || !Number.isFinite(of.low[place])) return "";
  return of.values[place] !== 0 && !of.unclear?.[place] ? "1" : "0";
}

/** The numbers of the map and month shown, with their intervals. */
async function saveCsv() {
  const of = await land();
  const frames = await Promise.all(PANELS.map((panel) => frame(panel.policy, month())));
  const all = INDEX.twin || isPeriod();
  const [when, date] = all ? ["", ""] : [String(month()), dated(month())];
  const unit = INDEX.twin ? WORDS.twinUnit : isPeriod() ? WORDS.periodUnit : MEASURE_WORDS[STATE.measure].unit;
  const quoted = (/** @type {string} */ text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const heads = PANELS.map((panel) => (STATE.mode === "difference" ? `${STATE.policy} less ${STATE.other}` : panel.policy));
  const tested = STATE.mode === "difference" || INDEX.twin;
  const columns = heads.flatMap((head) => [head, `${head} low`, `${head} high`]);
  const lines = [["municipality", "name", "state", "month", "date", "unit", ...columns, ...(tested ? ["clear"] : [])].map(quoted).join(",")];
  const written = (/** @type {number} */ value) => (Number.isFinite(value) ? String(Number(value.toPrecision(12))) : "");
  of.code.forEach((code, place) => {
    const values = frames.flatMap((of) => (of.known ? [of.values, of.low, of.high].map((list) => written(list[place])) : ["", "", ""]));
    const clear = tested ? [isClear(frames[0], place)] : [];
    lines.push([code, of.name[place], of.states[of.state[place]], when, date, unit, ...values, ...clear].map(quoted).join(","));
  });
  offer(fileName("csv"), new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
}
