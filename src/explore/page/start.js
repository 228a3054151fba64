// @ts-check
// The start: what is there is shown, and each choice redraws what it changes.

/** Light or dark, as chosen. */
function dress() {
  if (STATE.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = STATE.theme;
}

/** Where the map is looked at from, as chosen. */
function look() {
  const [zoom, x, y] = STATE.zoom.split(",").map(Number);
  VIEW.zoom = zoom >= 1 ? Math.min(zoom, 40) : 1;
  byId("panels").classList.toggle("zoomed", VIEW.zoom > 1);
  VIEW.centre = VIEW.zoom > 1 && Number.isFinite(x) && Number.isFinite(y) ? [x, y] : null;
}

/** Says what the map shows; on paper, where there is no slider, its title says when. */
function describe() {
  const { about, period } = shownNow();
  byId("map-about").textContent = about;
  document.querySelector("#map h2")?.setAttribute("data-date", period);
}

/** Draws what a choice changes. @param {Set<string>} changed */
async function redraw(changed) {
  const any = (/** @type {string[]} */ ...keys) => keys.some((key) => changed.has(key));
  if (any("theme")) dress();
  if (any("zoom")) look();
  const offered = any("policy", "mode", "other", "measure");
  if (offered && !valueOptions().some(([value]) => value === STATE.value)) choose({ value: usualValue() });
  if (offered) {
    const options = valueOptions();
    byId("value").replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    byId("value").value = STATE.value;
  }
  byId("other").disabled = STATE.mode === "one";
  byId("scale").disabled = STATE.measure === HOLDER;
  describe();
  if (any("mode", "policy", "other")) makePanels();
  if (any("mode", "policy", "other", "zoom", "place", "theme")) await drawMap();
  else if (any("month", "measure", "scale", "value")) await drawMonth();
  if (any("month", "measure", "mode", "policy", "other", "value", "place")) await tell(await chosenPlace());
  if (any("turns")) await drawTurns();
  if (INDEX.twin || INDEX.design) return;
  if (any("month", "column", "on", "relative", "from", "until", "place", "measure", "value")) await drawCurves();
  if (any("month", "future", "kinds")) await drawFuture();
  if (any("metric")) await drawAnswer();
}

/** What stands in the page from the start. */
function facts() {
  document.title = `plaza: ${INDEX.experiment}`;
  byId("experiment").textContent = `plaza ${INDEX.plaza}, ${INDEX.experiment}`;
  byId("lead").textContent = WORDS.lead(INDEX.map, INDEX.places, INDEX.policies.length);
  byId("test").hidden = !INDEX.test;
  byId("test").textContent = WORDS.test;
  byId("notices").hidden = !INDEX.notices.length;
  byId("notices").querySelector("summary").textContent = WORDS.notices(INDEX.notices.length);
  byId("notices").querySelector("ul").replaceChildren(...INDEX.notices.map((notice) => {
    const item = document.createElement("li");
    item.textContent = notice;
    return item;
  }));
  const replicates = INDEX.policies.map((policy) => policy.replicates);
  const texts = [
    `${INDEX.experiment} ${INDEX.digest}`,
    WORDS.factMap(INDEX.map, INDEX.places, INDEX.population),
    WORDS.factWeeks(INDEX.weeks, INDEX.first_year, INDEX.policies_from),
    WORDS.factFutures(Math.min(...replicates), Math.max(...replicates)),
    INDEX.baseline,
    String(INDEX.seed),
    `plaza ${INDEX.plaza}`,
  ];
  byId("facts").innerHTML = texts.map((text, index) => `<dt>${WORDS.factNames[index]}</dt><dd>${escaped(text)}</dd>`).join("");
  const timed = !INDEX.twin && !INDEX.design;
  toggle("map", !INDEX.design);
  byId("map-whole").hidden = !hasMap();
  byId("no-months").hidden = hasMap();
  for (const element of document.querySelectorAll(".of-policies")) /** @type {HTMLElement} */ (element).hidden = !timed;
  toggle("curves", timed);
  byId("time").hidden = !timed;
  byId("no-months").textContent = WORDS.noMonths;
  for (const name of ["png", "svg", "csv"]) byId(`save-${name}`).hidden = !hasMap();
  byId("save-curve").hidden = !timed;
  toggle("future", INDEX.futures.length > 0);
  // The map of twins is of all weeks together.
  if (INDEX.twin) for (const head of document.querySelectorAll("[data-words=mapHead]")) head.textContent = WORDS.twinMapHead;
}

/** All figures whose width is that of the page. */
async function drawFigures() {
  await (INDEX.twin ? drawTwins() : INDEX.design ? drawHangs() : drawAnswer());
  if (!INDEX.twin && !INDEX.design) {
    await drawCurves();
    await drawHangs();
  }
}

/** Everything. */
async function start() {
  fillWords();
  COMPARED = (await answer()).baseline;
  readAddress();
  dress();
  look();
  facts();
  wire();
  makePanels();
  byId("other").disabled = STATE.mode === "one";
  byId("scale").disabled = STATE.measure === HOLDER;
  describe();
  await (INDEX.twin ? drawTwins() : INDEX.design ? drawHangs() : drawAnswer());
  document.documentElement.dataset.painted = String(Math.round(performance.now()));
  LISTENERS.push((changed) => void redraw(changed).catch(complain));
  await drawMap();
  await tell(await chosenPlace());
  if (!INDEX.twin && !INDEX.design) await drawCurves();
  await drawFuture();
  await drawDocuments();
  if (!INDEX.design) await drawHangs();
  addEventListener("hashchange", () => {
    // A link of the contents chooses nothing: what is chosen goes back into the address.
    if (!location.hash.includes("=")) return history.replaceState(null, "", address());
    const before = { ...STATE };
    readAddress();
    const changed = new Set(Object.keys(STATE).filter((key) => STATE[key] !== before[key]));
    if (changed.size) for (const listener of LISTENERS) listener(changed);
  });
  let timer = 0;
  let width = figureWidth();
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      void drawMap();
      if (figureWidth() === width) return;
      width = figureWidth();
      void drawFigures().catch(complain);
    }, 120);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => void drawMap());
  document.documentElement.dataset.ready = "yes";
}

/** Says what went wrong, on the page. @param {unknown} error */
function complain(error) {
  const message = typeof DecompressionStream === "undefined" ? WORDS.failed : String(error);
  const item = document.createElement("li");
  item.textContent = message;
  byId("wrong").append(item);
}

start().catch(complain);
