// @ts-check
// Controls: what can be chosen, and how a choice reaches whoever draws.

/** @param {string} id @returns {any} */
function byId(id) {
  return document.getElementById(id);
}

/** Fills a select, and has it choose. @param {string} id @param {[string, string][]} options @param {string} key */
function select(id, options, key) {
  const element = /** @type {HTMLSelectElement} */ (byId(id));
  element.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
  element.value = STATE[key];
  element.addEventListener("change", () => choose({ [key]: element.value }));
  LISTENERS.push((changed) => {
    if (changed.has(key)) element.value = STATE[key];
  });
}

/** Texts of the page. */
function fillWords() {
  const words = /** @type {Record<string, any>} */ (WORDS);
  for (const element of document.querySelectorAll("[data-words]")) {
    element.textContent = words[/** @type {HTMLElement} */ (element).dataset.words ?? ""];
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", words[/** @type {HTMLElement} */ (element).dataset.label ?? ""]);
  }
}

/** What a single future may be chosen for the map. @returns {[string, string][]} */
function valueOptions() {
  const recorded = INDEX.futures.filter((of) => of.policy === STATE.policy && of.measures.includes(STATE.measure));
  /** @type {[string, string][]} */
  const options = STATE.measure === HOLDER ? [] : [["mean", WORDS.mean]];
  if (STATE.measure !== HOLDER && recorded.length > 1) options.push(["median", WORDS.median(recorded.length)]);
  const tested = STATE.mode === "difference" && STATE.other === COMPARED && STATE.policy !== COMPARED && STATE.measure === "oc_deaths";
  if (tested && holds("difference_map")) options.push(["period", WORDS.period]);
  for (const of of recorded) options.push([String(of.replicate), WORDS.future(of.replicate)]);
  return options;
}

/** What is shown of a policy of which that which was chosen is not known. */
function usualValue() {
  return valueOptions()[0]?.[0] ?? USUAL.value;
}

/** All controls. */
function wire() {
  /** @type {[string, string][]} */
  const policies = INDEX.policies.map((policy) => [policy.name, policy.name]);
  const measures = [...INDEX.measures, ...(holds("holders") ? [HOLDER] : [])];
  select("measure", measures.map((name) => [name, MEASURE_WORDS[name].name]), "measure");
  select("policy", policies, "policy");
  select("other", hasObserved() ? [...policies, [OBSERVED, WORDS.observed]] : policies, "other");
  select("mode", [["one", WORDS.one], ["side", WORDS.side], ["difference", WORDS.difference]], "mode");
  select("scale", [["quantile", WORDS.quantile], ["fixed", WORDS.fixed]], "scale");
  select("value", valueOptions(), "value");
  select("column", INDEX.columns.map((column) => [column.name, plain(column.name)]), "column");
  select("metric", INDEX.metrics.filter((metric) => metric.direction !== null).map((metric) => [metric.name, plain(metric.words)]), "metric");
  select("future-chosen", INDEX.futures.map((of) => [`${of.policy}:${of.replicate}`, `${of.policy}, ${WORDS.future(of.replicate)}`]), "future");
  select("theme", Object.entries(WORDS.themes), "theme");
  byId("kinds").addEventListener("change", () => choose({ kinds: byId("kinds").value }));
  wireTime();
  wireCurves();
  wireMap();
  wireFuture();
  byId("answer-table").addEventListener("click", (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const metric = button?.dataset.sort;
    if (!metric) return;
    SORT.down = SORT.by === metric ? !SORT.down : false;
    SORT.by = metric;
    drawAnswer().then(() => /** @type {HTMLElement | null} */ (document.querySelector(`[data-sort="${metric}"]`))?.focus());
  });
  byId("save-png").addEventListener("click", savePng);
  byId("save-svg").addEventListener("click", saveSvg);
  byId("save-csv").addEventListener("click", saveCsv);
  byId("save-curve").addEventListener("click", saveCurve);
  byId("copy-link").addEventListener("click", async () => {
    const link = location.href.split("#")[0] + address();
    history.replaceState(null, "", address());
    // A page of a file may have no clipboard, or may not write to it.
    const copied = await Promise.resolve(navigator.clipboard?.writeText(link) ?? Promise.reject()).then(() => true, () => false);
    byId("copy-link").textContent = copied ? WORDS.copied : WORDS.notCopied;
  });
}

/** The slider, and play. */
function wireTime() {
  const slider = /** @type {HTMLInputElement} */ (byId("month"));
  const play = /** @type {HTMLButtonElement} */ (byId("play"));
  slider.max = String(INDEX.curve_months - 1);
  slider.addEventListener("input", () => choose({ month: slider.value }));
  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = WORDS.play;
  };
  play.addEventListener("click", () => {
    if (timer) return stop();
    play.textContent = WORDS.pause;
    if (month() >= INDEX.curve_months - 1) choose({ month: "0" });
    timer = window.setInterval(() => (month() >= INDEX.curve_months - 1 ? stop() : choose({ month: String(month() + 1) })), 250);
  });
  stop();
  const show = () => {
    slider.value = STATE.month;
    slider.setAttribute("aria-valuetext", dated(month()));
    byId("date").textContent = dated(month());
  };
  LISTENERS.push((changed) => {
    if (changed.has("month")) show();
  });
  show();
}

/** Policies on and off, and the span. */
function wireCurves() {
  const box = byId("on");
  for (const policy of INDEX.policies) {
    const label = document.createElement("label");
    label.className = "check";
    const check = document.createElement("input");
    check.type = "checkbox";
    check.value = policy.name;
    const { colour: of, dash } = ofPolicy(policy.name);
    label.innerHTML = `<svg class="key" viewBox="0 0 24 8" aria-hidden="true"><line x1="0" x2="24" y1="4" y2="4" stroke="${of}" stroke-dasharray="${dash}"/></svg>` +
      `${escaped(policy.name)} <b id="now:${escaped(policy.name)}"></b>`;
    label.prepend(check);
    if (policy.gloss) label.title = policy.gloss;
    box.append(label);
    check.addEventListener("change", () => {
      const names = new Set(on());
      if (check.checked) names.add(policy.name);
      else names.delete(policy.name);
      choose({ on: INDEX.policies.map((of) => of.name).filter((name) => names.has(name)).join("+") });
    });
  }
  const show = () => {
    const names = on();
    for (const check of box.querySelectorAll("input")) check.checked = names.includes(check.value);
    byId("relative").checked = STATE.relative === "1";
  };
  show();
  LISTENERS.push(show);
  byId("relative-to").textContent = INDEX.baseline;
  byId("relative").addEventListener("change", () => choose({ relative: byId("relative").checked ? "1" : "" }));
  byId("span-whole").addEventListener("click", () => choose({ from: "", until: "" }));
  brush(byId("curve-country"));
  brush(byId("curve-place"));
}

/** Makes a panel for each map shown. */
function makePanels() {
  const box = byId("panels");
  const policies = panelPolicies();
  box.dataset.count = String(policies.length);
  const { titles } = shownNow();
  PANELS = policies.map((policy, index) => {
    const figure = document.createElement("figure");
    const head = document.createElement("figcaption");
    head.textContent = titles[index];
    const frame = document.createElement("div");
    frame.className = "frame";
    const canvas = document.createElement("canvas");
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${WORDS.mapHead}: ${head.textContent}`);
    const lines = document.createElement("canvas");
    lines.className = "lines";
    lines.setAttribute("aria-hidden", "true");
    frame.append(canvas, lines);
    figure.append(head, frame);
    wirePanel(canvas);
    return { policy, canvas, lines, head, figure };
  });
  box.replaceChildren(.../** @type {any[]} */ (PANELS).map((panel) => panel.figure));
}

/** What is told under the map: of the place under the pointer, or of the one chosen. @param {number} place */
async function tell(place) {
  const box = byId("told");
  if (place < 0) {
    box.innerHTML = `<span class="soft">${WORDS.touch}</span>`;
    delete box.dataset.place;
    return;
  }
  const of = await land();
  const lines = (await Promise.all(PANELS.map((panel) => told(panel.policy, place)))).flat();
  box.dataset.place = of.code[place];
  box.innerHTML = `<b>${escaped(of.name[place])}, ${escaped(of.states[of.state[place]])}</b> <span class="soft">${of.code[place]}, ` +
    `${of.population[place].toLocaleString("en")} residents, ${shownNow().period}</span><br>${lines.map(escaped).join("<br>")}`;
}

/** Tells the same beside the pointer, or nowhere. @param {PointerEvent | null} at */
function tip(at) {
  const box = byId("tip");
  const told = byId("told");
  box.innerHTML = at && told.dataset.place !== undefined ? told.innerHTML : "";
  box.hidden = !at || box.innerHTML === "";
  if (!at || box.hidden) return;
  const room = document.documentElement.clientWidth;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(at.clientX + 16, room - width - 8))}px`;
  box.style.top = `${at.clientY + 20 + height > innerHeight ? at.clientY - height - 12 : at.clientY + 20}px`;
}

/** The place chosen; -1: none. */
async function chosenPlace() {
  return STATE.place === "" ? -1 : (await land()).code.indexOf(STATE.place);
}

/** Pointer and keys of one map. @param {HTMLCanvasElement} canvas */
function wirePanel(canvas) {
  /** @type {Map<number, PointerEvent>} */
  const down = new Map();
  let moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    down.set(event.pointerId, event);
    moved = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = down.get(event.pointerId);
    if (!before) {
      tell(placeAt(canvas, event.clientX, event.clientY)).then(() => tip(event.pointerType === "mouse" ? event : null));
      return;
    }
    if (down.size > 1) {
      const other = [...down.values()].find((of) => of.pointerId !== event.pointerId) ?? before;
      const apart = (/** @type {PointerEvent} */ of) => Math.hypot(of.clientX - other.clientX, of.clientY - other.clientY);
      zoomBy(apart(event) / Math.max(1, apart(before)));
      moved = true;
    } else if (VIEW.zoom > 1 && Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > 3) {
      pan(event.clientX - before.clientX, event.clientY - before.clientY, canvas);
      moved = true;
    } else return;
    down.set(event.pointerId, event);
  });
  const up = (/** @type {PointerEvent} */ event) => down.delete(event.pointerId);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", (event) => {
    up(event);
    // A finger that is lifted leaves what it has asked for.
    if (event.pointerType === "touch") return;
    tip(null);
    chosenPlace().then(tell);
  });
  canvas.addEventListener("pointerup", async (event) => {
    up(event);
    if (moved) return;
    const place = placeAt(canvas, event.clientX, event.clientY);
    const of = await land();
    choose({ place: place < 0 || of.code[place] === STATE.place ? "" : of.code[place] });
    // A finger does not hover, and what is told may stand below the screen.
    if (event.pointerType === "touch" && STATE.place !== "") tell(place).then(() => tip(event));
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1.25 : 0.8);
  }, { passive: false });
  canvas.addEventListener("keydown", async (event) => {
    const ways = /** @type {Record<string, [number, number]>} */ ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] });
    if (event.key === "+" || event.key === "=") zoomBy(1.5);
    else if (event.key === "-") zoomBy(1 / 1.5);
    else if (event.key === "Escape") choose({ place: "" });
    else if (ways[event.key]) await step(ways[event.key]);
    else return;
    event.preventDefault();
  });
}

/** Chooses the nearest place in a direction. @param {[number, number]} way */
async function step([dx, dy]) {
  const of = await land();
  const now = await chosenPlace();
  if (now < 0) {
    const largest = of.population.indexOf(Math.max(...of.population));
    choose({ place: of.code[largest] });
    return;
  }
  const [x, y] = of.at[now];
  let [best, least] = [-1, Infinity];
  of.at.forEach(([px, py], place) => {
    const along = (px - x) * dx + (py - y) * dy;
    const aside = Math.abs((px - x) * dy) + Math.abs((py - y) * dx);
    if (along > 0 && along + 2 * aside < least) [best, least] = [place, along + 2 * aside];
  });
  if (best >= 0) choose({ place: of.code[best] });
}

/** Zooms around the place chosen or the middle. @param {number} factor */
async function zoomBy(factor) {
  const of = await land();
  const place = await chosenPlace();
  const centre = VIEW.centre ?? (place >= 0 ? of.at[place] : [of.width / 2, of.height / 2]);
  const zoom = Math.min(40, Math.max(1, VIEW.zoom * factor));
  choose({ zoom: zoom === 1 ? "" : [zoom.toFixed(2), Math.round(centre[0]), Math.round(centre[1])].join(",") });
}

/** Moves the map by so many pixels of the window. @param {number} dx @param {number} dy @param {HTMLCanvasElement} canvas */
async function pan(dx, dy, canvas) {
  const of = await land();
  const ratio = WIDTH / canvas.getBoundingClientRect().width;
  const [x, y] = VIEW.centre ?? [of.width / 2, of.height / 2];
  const [cx, cy] = [x - (dx * ratio) / VIEW.scale, y - (dy * ratio) / VIEW.scale];
  choose({ zoom: [VIEW.zoom.toFixed(2), Math.round(cx), Math.round(cy)].join(",") });
}

/** Zoom, and places by name. */
function wireMap() {
  document.addEventListener("scroll", () => tip(null), { passive: true });
  document.addEventListener("pointerdown", () => tip(null));
  byId("zoom-in").addEventListener("click", () => zoomBy(1.6));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.6));
  byId("zoom-whole").addEventListener("click", () => choose({ zoom: "" }));
  const find = /** @type {HTMLInputElement} */ (byId("find"));
  find.addEventListener("focus", async () => {
    const list = byId("places");
    if (list.childElementCount) return;
    const of = await land();
    list.replaceChildren(...of.code.map((code, place) => new Option("", `${of.name[place]}, ${of.states[of.state[place]]} (${code})`)));
  });
  find.addEventListener("change", async () => {
    const of = await land();
    const said = find.value.trim();
    const code = /\(([^)]+)\)$/.exec(said)?.[1] ?? said;
    let place = of.code.indexOf(code);
    if (place < 0) place = of.name.findIndex((name) => name.toLowerCase() === said.toLowerCase());
    if (place >= 0) choose({ place: of.code[place] });
    else if (said === "") choose({ place: "" });
    find.setAttribute("aria-invalid", String(place < 0 && said !== ""));
  });
}

/** The events of a future. */
function wireFuture() {
  byId("events").addEventListener("click", (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!button) return;
    const { month: at, place } = button.dataset;
    const [policy, replicate] = STATE.future.split(":");
    const of = INDEX.futures.find((of) => of.policy === policy && String(of.replicate) === replicate);
    /** @type {Record<string, string>} */
    const changes = { policy, month: at ?? STATE.month, place: place || STATE.place };
    if (of?.measures.includes(STATE.measure)) Object.assign(changes, { value: replicate, mode: "one" });
    choose(changes);
  });
}
