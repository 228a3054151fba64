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
  return `${INDEX.experiment}_${shownNow().file}.${ending}`;
}

/** What the map shows, in a line. */
function caption() {
  const { titles, about, unit, period } = shownNow();
  const of = [titles.join(" | "), about].filter((text) => text !== "").join("; ");
  return `${INDEX.experiment}: ${of} (${unit}), ${period}. plaza ${INDEX.plaza}, simulated.`;
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
  const room = (canvas.width - 16) / (LEGEND.reduce((sum, { text }) => sum + text.length + 4, 0) || 1);
  let x = 8;
  for (const entry of LEGEND) {
    context.fillStyle = entry.look.startsWith("#") ? entry.look : look.getPropertyValue("--none").trim();
    context.fillRect(x, HEIGHT + line + 6, 16, 16);
    if (entry.look === "stripes") {
      context.fillStyle = look.getPropertyValue("--stripe").trim();
      for (let row = 0; row < 16; row++) for (let at = 4 - (row % 5); at < 16; at += 5) context.fillRect(x + at, HEIGHT + line + 6 + row, 1.5, 1);
    }
    const width = (entry.text.length + 4) * room;
    context.fillStyle = look.getPropertyValue("--ink").trim();
    context.fillText(entry.text, x + 20, HEIGHT + line + 19, Math.max(8, width - 24));
    x += width;
  }
  canvas.toBlob((blob) => blob && offer(fileName("png"), blob), "image/png");
}

/** The map as shapes. */
async function saveSvg() {
  const [of, rings, lines, scale] = await Promise.all([land(), outlines(), borders(), scaleOf()]);
  const frames = await Promise.all(PANELS.map((panel) => frame(panel.policy, month())));
  const path = (/** @type {Int32Array} */ line) => "M" + Array.from({ length: line.length / 2 }, (_, at) => `${line[2 * at]},${line[2 * at + 1]}`).join("L");
  const look = getComputedStyle(document.documentElement);
  const [none, stripe] = ["--none", "--stripe"].map((name) => look.getPropertyValue(name).trim());
  const striped = [none, ...scale.colours].map((hex) => `<pattern id="stripes-${hex.slice(1)}" width="90" height="90" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(45)"><rect width="90" height="90" fill="${hex}"/><rect width="25" height="90" fill="${stripe}"/></pattern>`);
  const maps = frames.map((values, index) => {
    const shapes = rings.map((place, at) => {
      const hex = (values.known ? colour(scale, values.values[at]) : null) ?? none;
      const fill = !values.known || values.unclear?.[at] ? `url(#stripes-${hex.slice(1)})` : hex;
      const name = `<title>${escaped(of.name[at])}: ${scale.groups ? escaped(scale.groups[values.values[at] - 1] ?? WORDS.noGroup) : shown(values.values[at])}</title>`;
      if (!place.length) return `<circle cx="${of.at[at][0]}" cy="${of.at[at][1]}" r="60" fill="${fill}">${name}</circle>`;
      return `<path fill="${fill}" fill-rule="evenodd" d="${place.map((ring) => path(ring) + "Z").join("")}">${name}</path>`;
    });
    return `<g transform="translate(${index * (of.width + 400)} 700)">${shapes.join("")}<path d="${lines.map(path).join("")}" fill="none" stroke="#555" stroke-width="12"/></g>`;
  });
  const width = frames.length * (of.width + 400);
  // Texts as large as fit into a line.
  const letter = (/** @type {number} */ count) => Math.min(280, (width - 200) / (0.55 * count));
  const size = letter(LEGEND.reduce((sum, { text }) => sum + text.length + 4, 0));
  let x = 100;
  const keys = LEGEND.map(({ look: of, text }) => {
    const fill = of === "stripes" ? `url(#stripes-${none.slice(1)})` : of === "none" ? none : of;
    const entry = `<rect x="${x}" width="${size}" height="${size}" fill="${fill}" stroke="#555" stroke-width="6"/><text x="${x + 1.3 * size}" y="${0.85 * size}">${escaped(text)}</text>`;
    x += 0.55 * size * (text.length + 4);
    return entry;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${of.height + 1300}" font-family="sans-serif"><defs>${striped.join("")}</defs>` +
    `<text x="100" y="450" font-size="${letter(caption().length)}">${escaped(caption())}</text>${maps.join("")}` +
    `<g id="legend" transform="translate(0 ${of.height + 850})" font-size="${size}">${keys.join("")}</g></svg>`;
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
  const when = INDEX.twin || isPeriod() ? "" : String(month());
  const quoted = (/** @type {string} */ text) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  const { titles: heads, unit, period: date } = shownNow();
  const tested = STATE.mode === "difference" || INDEX.twin;
  const { groups } = SCALE;
  const columns = heads.flatMap((head) => (groups ? [head, `${head} percent`] : [head, `${head} low`, `${head} high`]));
  const lines = [["municipality", "name", "state", "month", "date", "unit", ...columns, ...(tested ? ["clear"] : [])].map(quoted).join(",")];
  const written = (/** @type {number} */ value) => (Number.isFinite(value) ? String(Number(value.toPrecision(12))) : "");
  const held = groups ? await Promise.all(PANELS.map((panel) => holderCells(panel.policy, month()))) : [];
  of.code.forEach((code, place) => {
    const values = groups ? held.flatMap((of) => of(place)) : frames.flatMap((of) => (of.known ? [of.values, of.low, of.high].map((list) => written(list[place])) : ["", "", ""]));
    const clear = tested ? [isClear(frames[0], place)] : [];
    lines.push([code, of.name[place], of.states[of.state[place]], when, date, unit, ...values, ...clear].map(quoted).join(","));
  });
  offer(fileName("csv"), new Blob([lines.join("\n") + "\n"], { type: "text/csv" }));
}
