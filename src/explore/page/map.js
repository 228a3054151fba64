// @ts-check
// The map: every pixel knows its place, so that a month is drawn by looking colours up.

/** Where the map lies on a canvas: pixels of a step, and where its corner is. */
const VIEW = { scale: 1, x: 0, y: 0, zoom: 1, centre: /** @type {[number, number] | null} */ (null) };

/**
 * @typedef {{policy: string, canvas: HTMLCanvasElement, lines: HTMLCanvasElement, head: HTMLElement}} Panel
 * @typedef {{values: Float64Array, low: Float64Array, high: Float64Array, unclear: Uint8Array | null, known: boolean}} Frame
 * Values of all places with their 95 % intervals, NaN where none is known; what is unclear is striped.
 */

/** @type {Panel[]} */
let PANELS = [];
/** The place of each pixel, from 1; 0: none. @type {Int32Array} */
let PIXELS = new Int32Array(0);
let WIDTH = 0;
let HEIGHT = 0;
/** @type {Scale} */
let SCALE = { breaks: [], colours: MORE, two: false };
/** The legend of what was drawn last. @type {{look: string, text: string}[]} */
let LEGEND = [];
/** What was drawn last: how long it took (ms). */
const TIMES = { frame: 0, raster: 0 };

/** Fills the places of a map into pixels, row by row, by the even-odd rule. @param {Int32Array[][]} rings @param {Land} of */
function raster(rings, of) {
  const start = performance.now();
  PIXELS = new Int32Array(WIDTH * HEIGHT);
  const { scale, x: left, y: top } = VIEW;
  rings.forEach((lines, place) => {
    if (!lines.length) {
      const [x, y] = of.at[place];
      disc(x * scale + left, y * scale + top, place + 1, of.population[place]);
      return;
    }
    /** @type {[number, number, number, number][]} */
    const edges = [];
    let [first, last] = [Infinity, -Infinity];
    for (const line of lines) {
      let x0 = line[line.length - 2] * scale + left;
      let y0 = line[line.length - 1] * scale + top;
      for (let at = 0; at < line.length; at += 2) {
        const x1 = line[at] * scale + left;
        const y1 = line[at + 1] * scale + top;
        if (y0 !== y1) edges.push(y0 < y1 ? [y0, y1, x0, (x1 - x0) / (y1 - y0)] : [y1, y0, x1, (x1 - x0) / (y1 - y0)]);
        first = Math.min(first, y1);
        last = Math.max(last, y1);
        [x0, y0] = [x1, y1];
      }
    }
    const from = Math.max(0, Math.ceil(first - 0.5));
    const to = Math.min(HEIGHT - 1, Math.floor(last - 0.5));
    /** @type {number[]} */
    const crossings = [];
    let filled = false;
    for (let row = from; row <= to; row++) {
      const y = row + 0.5;
      crossings.length = 0;
      for (const [y0, y1, x0, slope] of edges) if (y >= y0 && y < y1) crossings.push(x0 + (y - y0) * slope);
      crossings.sort((a, b) => a - b);
      for (let at = 0; at + 1 < crossings.length; at += 2) {
        const begin = Math.max(0, Math.ceil(crossings[at] - 0.5));
        const end = Math.min(WIDTH - 1, Math.ceil(crossings[at + 1] - 0.5) - 1);
        for (let column = begin; column <= end; column++) PIXELS[row * WIDTH + column] = place + 1;
        filled ||= end >= begin;
      }
    }
    // One too small for a pixel has one all the same.
    if (!filled && from <= to + 1) {
      const [x, y] = of.at[place];
      const [column, row] = [Math.round(x * scale + left), Math.round(y * scale + top)];
      if (column >= 0 && column < WIDTH && row >= 0 && row < HEIGHT) PIXELS[row * WIDTH + column] = place + 1;
    }
  });
  TIMES.raster = performance.now() - start;
}

/** A place without an outline. @param {number} x @param {number} y @param {number} place @param {number} people */
function disc(x, y, place, people) {
  const room = Math.sqrt((WIDTH * HEIGHT) / INDEX.places) * VIEW.zoom;
  const share = Math.sqrt((people * INDEX.places) / Math.max(1, INDEX.population));
  const radius = Math.min(Math.max(1.5, room * 0.3 * Math.sqrt(share)), room);
  for (let row = Math.max(0, Math.ceil(y - radius)); row <= Math.min(HEIGHT - 1, y + radius); row++) {
    const half = Math.sqrt(radius * radius - (row - y) ** 2);
    for (let column = Math.max(0, Math.ceil(x - half)); column <= Math.min(WIDTH - 1, x + half); column++) {
      PIXELS[row * WIDTH + column] = place;
    }
  }
}

/** The policies whose maps stand side by side. @returns {string[]} */
function panelPolicies() {
  return STATE.mode === "side" ? [STATE.policy, STATE.other] : [STATE.policy];
}

/** The months that a panel shows. @param {string} policy @returns {Promise<Months | null>} */
async function shownMonths(policy) {
  if (!INDEX.months) return null;
  if (policy === OBSERVED) return STATE.measure === "oc_deaths" ? months(policy, STATE.measure) : null;
  if (/^\d+$/.test(STATE.value)) return single(policy, Number(STATE.value), STATE.measure);
  return STATE.value === "median" ? median(policy, STATE.measure) : months(policy, STATE.measure);
}

/** The median of the futures of a policy whose months were recorded. @param {string} policy @param {string} measure @returns {Promise<Months | null>} */
function median(policy, measure) {
  return once(`sums:median:${policy}:${measure}`, async () => {
    const recorded = INDEX.futures.filter((of) => of.policy === policy && of.measures.includes(measure));
    const all = await Promise.all(recorded.map((of) => single(policy, of.replicate, measure)));
    const lists = /** @type {Months[]} */ (all.filter((of) => of !== null)).map((of) => of.sum);
    if (!lists.length) return null;
    const sum = lists[0].map((_, at) => {
      const values = lists.map((list) => list[at]).sort((a, b) => a - b);
      const middle = values.length >> 1;
      return values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    });
    return { n: 1, step: 1, sum, sd: null, difference: null, differenceSd: null };
  });
}

/** How a difference between two policies is told: its mean, and the error of that mean where it is known. @param {Months} mine @param {Months} theirs @param {string} policy @param {string} other @param {number} row @param {number} at */
function differenceAt(mine, theirs, policy, other, row, at) {
  const [one, two] = [values(mine, row, at), values(theirs, row, at)];
  const value = one.mean - two.mean;
  // Paired differences are recorded against the baseline; two others are taken as if they were apart.
  const told = (/** @type {typeof one} */ of, /** @type {number} */ n, /** @type {number} */ sign) => ({
    value: Number.isNaN(of.difference) ? value : sign * of.difference,
    error: of.differenceSd / Math.sqrt(n),
  });
  // What was observed is one value beside n: how far off a further future would lie.
  if (other === OBSERVED) return { value, error: one.sd * Math.sqrt(1 + 1 / mine.n) };
  if (other === INDEX.baseline && mine.differenceSd) return told(one, mine.n, 1);
  if (policy === INDEX.baseline && theirs.differenceSd) return told(two, theirs.n, -1);
  return { value, error: Math.hypot(one.sd / Math.sqrt(mine.n), two.sd / Math.sqrt(theirs.n)) };
}

/** The half width of a 95 % interval of a mean of n values, in standard errors (Student's t). @param {number} n */
function tOf(n) {
  const freedom = Math.max(1, n - 1);
  // Cornish and Fisher 1938, to the fourth term; below 5 degrees by table.
  const table = [12.706, 4.303, 3.182, 2.776];
  if (freedom <= table.length) return table[freedom - 1];
  const z = 1.959964;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((t, term, power) => t + term / freedom ** (power + 1), z);
}

/** What a panel shows in a month: a number for each place. @param {string} policy @param {number} at @returns {Promise<Frame>} */
async function frame(policy, at) {
  if (INDEX.twin) return twinFrame();
  if (isPeriod()) return periodFrame(policy);
  if (STATE.measure === HOLDER) return holderFrame(policy, at);
  const mine = await shownMonths(policy);
  const [numbers, low, high] = [0, NaN, NaN].map((usual) => new Float64Array(INDEX.places).fill(usual));
  const nothing = { values: numbers, low, high, unclear: null, known: false };
  if (!mine) return nothing;
  const factor = factorOf(STATE.measure);
  if (STATE.mode !== "difference") {
    const t = tOf(mine.n) / Math.sqrt(mine.n);
    for (let place = 0; place < INDEX.places; place++) {
      const { mean, sd } = values(mine, place + 1, at);
      numbers[place] = mean * factor;
      low[place] = Math.max(0, mean - t * sd) * factor;
      high[place] = (mean + t * sd) * factor;
    }
    return { ...nothing, known: true };
  }
  const theirs = await shownMonths(STATE.other);
  if (!theirs) return nothing;
  const unclear = new Uint8Array(INDEX.places);
  const t = tOf(Math.min(mine.n, theirs.n));
  for (let place = 0; place < INDEX.places; place++) {
    const { value, error } = differenceAt(mine, theirs, policy, STATE.other, place + 1, at);
    numbers[place] = value * factor;
    low[place] = (value - t * error) * factor;
    high[place] = (value + t * error) * factor;
    unclear[place] = value !== 0 && !(Math.abs(value) > t * error) ? 1 : 0;
  }
  return { ...nothing, unclear, known: true };
}

/** Draws a month into a panel. @param {Panel} panel @param {Frame} of */
function paint(panel, of) {
  const start = performance.now();
  const context = /** @type {CanvasRenderingContext2D} */ (panel.canvas.getContext("2d"));
  const image = context.createImageData(WIDTH, HEIGHT);
  const pixels = new Uint32Array(image.data.buffer);
  const look = getComputedStyle(document.documentElement);
  const packed = (/** @type {string} */ hex) => {
    const [red, green, blue] = parts(hex);
    return (255 << 24) | (blue << 16) | (green << 8) | red;
  };
  const none = packed(look.getPropertyValue("--none").trim());
  const stripe = packed(look.getPropertyValue("--stripe").trim());
  const colours = new Map([...SCALE.colours].map((hex) => [hex, packed(hex)]));
  const fill = new Uint32Array(INDEX.places + 1);
  for (let place = 0; place < INDEX.places; place++) {
    const found = of.known ? colour(SCALE, of.values[place]) : null;
    fill[place + 1] = found === null ? none : /** @type {number} */ (colours.get(found));
  }
  const striped = of.unclear;
  const gap = Math.max(3, Math.round(3 * (window.devicePixelRatio || 1)));
  for (let row = 0, at = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++, at++) {
      const place = PIXELS[at];
      if (place === 0) continue;
      const cut = (!of.known || (striped && striped[place - 1])) && (row + column) % gap === 0;
      pixels[at] = cut ? stripe : fill[place];
    }
  }
  context.putImageData(image, 0, 0);
  TIMES.frame = performance.now() - start;
}

/** Draws borders of states, and the place chosen. @param {Panel} panel @param {Int32Array[]} lines @param {Int32Array[][]} rings @param {Land} of */
function drawLines(panel, lines, rings, of) {
  const context = /** @type {CanvasRenderingContext2D} */ (panel.lines.getContext("2d"));
  const { scale, x, y } = VIEW;
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const look = getComputedStyle(document.documentElement);
  const trace = (/** @type {Int32Array} */ line, /** @type {boolean} */ close) => {
    for (let at = 0; at < line.length; at += 2) {
      const method = at === 0 ? "moveTo" : "lineTo";
      context[method](line[at] * scale + x, line[at + 1] * scale + y);
    }
    if (close) context.closePath();
  };
  context.beginPath();
  for (const line of lines) trace(line, false);
  context.strokeStyle = look.getPropertyValue("--border").trim();
  context.lineWidth = 0.8 * (window.devicePixelRatio || 1);
  context.stroke();
  const chosen = of.code.indexOf(STATE.place);
  if (chosen < 0) return;
  context.beginPath();
  for (const ring of rings[chosen]) trace(ring, true);
  const [cx, cy] = of.at[chosen];
  context.strokeStyle = look.getPropertyValue("--ink").trim();
  context.lineWidth = 2 * (window.devicePixelRatio || 1);
  context.stroke();
  context.beginPath();
  context.arc(cx * scale + x, cy * scale + y, 9 * (window.devicePixelRatio || 1), 0, 7);
  context.stroke();
}

/** Where the map lies, for the size of the canvas and the zoom. @param {Land} of */
function fit(of) {
  const whole = Math.min(WIDTH / of.width, HEIGHT / of.height) * 0.98;
  VIEW.scale = whole * VIEW.zoom;
  const [cx, cy] = VIEW.centre ?? [of.width / 2, of.height / 2];
  VIEW.x = WIDTH / 2 - cx * VIEW.scale;
  VIEW.y = HEIGHT / 2 - cy * VIEW.scale;
}

/** The place under a point of the window; -1 where there is none. @param {HTMLCanvasElement} canvas @param {number} clientX @param {number} clientY */
function placeAt(canvas, clientX, clientY) {
  const box = canvas.getBoundingClientRect();
  const column = Math.floor(((clientX - box.left) / box.width) * WIDTH);
  const row = Math.floor(((clientY - box.top) / box.height) * HEIGHT);
  if (column < 0 || row < 0 || column >= WIDTH || row >= HEIGHT) return -1;
  return PIXELS[row * WIDTH + column] - 1;
}

/** Whether there is anything to draw on a map. */
function hasMap() {
  return INDEX.months > 0 || INDEX.twin;
}

/** Draws the map anew: the size, the place of each pixel, the lines, the month. */
async function drawMap() {
  if (!hasMap()) return;
  const [of, rings, lines] = await Promise.all([land(), outlines(), borders()]);
  const box = PANELS[0].canvas.getBoundingClientRect();
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(box.width * ratio));
  const height = Math.max(1, Math.round(box.height * ratio));
  [WIDTH, HEIGHT] = [width, height];
  for (const panel of PANELS) {
    for (const canvas of [panel.canvas, panel.lines]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
    }
  }
  fit(of);
  raster(rings, of);
  for (const panel of PANELS) drawLines(panel, lines, rings, of);
  await drawMonth();
}

let DRAWN = 0;

/** Draws the month chosen into every panel. */
async function drawMonth() {
  if (!hasMap()) return;
  const ticket = ++DRAWN;
  const scale = await scaleOf();
  const frames = await Promise.all(PANELS.map((panel) => frame(panel.policy, Math.min(month(), INDEX.months - 1))));
  if (ticket !== DRAWN) return;
  SCALE = scale;
  PANELS.forEach((panel, index) => paint(panel, frames[index]));
  legend(frames);
  document.documentElement.dataset.frame = TIMES.frame.toFixed(1);
  document.documentElement.dataset.month = STATE.month;
}

/** The legend of frames: a colour, `none` or `stripes`, and what it means. @param {Frame[]} frames @returns {{look: string, text: string}[]} */
function legendOf(frames) {
  const stripes = frames.some((of) => of.known && of.unclear);
  const known = frames.every((of) => of.known);
  const certain = frames.some((of) => of.low.some(Number.isFinite));
  const { breaks, colours, two } = SCALE;
  if (SCALE.groups) return legendOfGroups(SCALE.groups, stripes, known);
  const used = two ? colours : colours.slice(colours.length - 1 - breaks.length);
  const entries = used.map((hex, index) => {
    const [low, high] = [breaks[index - 1], breaks[index]];
    const ends = low === undefined ? WORDS.below(shown(high)) : high === undefined ? WORDS.from(shown(low)) : WORDS.to(shown(low), shown(high));
    const text = !two && low === undefined && high === undefined ? "> 0" : ends;
    return { look: hex, text };
  });
  if (!two) entries.unshift({ look: "none", text: WORDS.none });
  const unclear = STATE.other === OBSERVED ? WORDS.stripedWithin : WORDS.unclear;
  if (stripes) entries.push({ look: "stripes", text: certain ? unclear : WORDS.noInterval });
  if (!known) entries.push({ look: "stripes", text: WORDS.noData });
  return entries;
}

/** The legend under the map. @param {Frame[]} frames */
function legend(frames) {
  LEGEND = legendOf(frames);
  const items = LEGEND.map(({ look, text }) => `<li><i ${look.startsWith("#") ? `style="background:${look}"` : `class="${look}"`}></i>${text}</li>`);
  put("legend", `<span>${shownNow().unit}</span><ul>${items.join("")}</ul>`);
}

/** What is told of a place in the month chosen, in one panel. @param {string} policy @param {number} place @returns {Promise<string[]>} */
async function told(policy, place) {
  if (INDEX.twin) return testedTold(await twinFrame(), place, WORDS.twinMap);
  if (isPeriod()) return testedTold(await periodFrame(policy), place, `${WORDS.less(policy, STATE.other)}, ${shownNow().unit}, ${shownNow().period}`);
  const at = Math.min(month(), INDEX.months - 1);
  if (STATE.measure === HOLDER) return [await holderTold(policy, place, at)];
  const { unit } = MEASURE_WORDS[STATE.measure];
  const factor = factorOf(STATE.measure);
  const mine = await shownMonths(policy);
  if (!mine) return [`${policy}: ${WORDS.noData}`];
  const { mean, sum, sd } = values(mine, place + 1, at);
  if (STATE.mode !== "difference") {
    const lines = [`${policy}: ${shown(mean * factor)} ${unit}`];
    if (mine.sd) {
      const half = (tOf(mine.n) * sd) / Math.sqrt(mine.n);
      lines.push(`${WORDS.interval}: ${shown(Math.max(0, mean - half) * factor)} – ${shown((mean + half) * factor)}`);
      const counted = mine.step === 1 ? `; ${WORDS.sum(shown(sum * factor), mine.n)}` : "";
      lines.push(`${WORDS.spread}: ${shown(sd * factor)}${counted}`);
    }
    return lines;
  }
  const theirs = await shownMonths(STATE.other);
  if (!theirs) return [`${STATE.other}: ${WORDS.noData}`];
  const { value, error } = differenceAt(mine, theirs, policy, STATE.other, place + 1, at);
  const half = tOf(Math.min(mine.n, theirs.n)) * error;
  const lines = [
    `${WORDS.less(policy, STATE.other)}: ${value > 0 ? "+" : ""}${shown(value * factor)} ${unit}`,
    `${policy}: ${shown(mean * factor)}; ${STATE.other}: ${shown(values(theirs, place + 1, at).mean * factor)}`,
  ];
  if (Number.isFinite(error)) {
    if (STATE.other !== OBSERVED) lines.push(`${WORDS.interval}: ${shown((value - half) * factor)} – ${shown((value + half) * factor)}`);
    const [off, within] = STATE.other === OBSERVED ? [WORDS.outsideFutures, WORDS.withinFutures] : [WORDS.clear, WORDS.notClear];
    lines.push(Math.abs(value) > half ? off : within);
  } else lines.push(WORDS.noInterval);
  return lines;
}
