// explore.html as a reader uses it. PLAZA_FOLDER: a result folder with explore.html and report.html in it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";

import { WIDTHS, controls, end, open, overflow } from "./page.mjs";
import { FACTORS, months as monthsOf, number } from "./tables.mjs";

const FOLDER = process.env.PLAZA_FOLDER;
assert.ok(FOLDER, "PLAZA_FOLDER is not set, expected a result folder");
const PAGE = join(FOLDER, "explore.html");
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** The table months of a policy, read once. */
const READ = new Map();
const months = (policy) => {
  if (!READ.has(policy)) READ.set(policy, monthsOf(FOLDER, policy));
  return READ.get(policy);
};

after(end);

for (const width of WIDTHS) {
  for (const dark of [false, true]) {
    test(`at ${width} px, ${dark ? "dark" : "light"}: nothing stands out, nothing is said or asked, axe finds nothing`, async () => {
      const { page, messages, requests, close } = await open(PAGE, { width, dark });
      assert.deepEqual(await overflow(page), { scrolls: false, wide: [] });
      assert.deepEqual([messages, requests], [[], []]);
      await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      await page.evaluate(await readFile(AXE, "utf8"));
      const found = await page.evaluate(async () => (await window.axe.run()).violations);
      const told = found.map((of) => `${of.id}: ${of.nodes[0].html.slice(0, 160)} ${of.nodes[0].failureSummary}`);
      assert.deepEqual(told, []);
      await close();
    });
  }
}

test("the slider moves the map", async () => {
  const { page, close } = await open(PAGE, { hash: "#month=0" });
  const picture = () => page.evaluate(() => document.querySelector("#panels canvas").toDataURL());
  const before = await picture();
  await page.focus("#month");
  for (let times = 0; times < 5; times++) await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.documentElement.dataset.month === "5");
  assert.notEqual(await picture(), before);
  assert.match(await page.textContent("#date"), /^from \d{1,2} [A-Z][a-z]{2} \d{4}, 4 weeks$/);
  const dates = new Set();
  for (let month = 0; month < 13; month++) {
    await page.evaluate((hash) => (location.hash = hash), `month=${month}`);
    await page.waitForFunction((month) => document.documentElement.dataset.month === month, String(month));
    dates.add(await page.textContent("#date"));
  }
  assert.equal(dates.size, 13, "each of the thirteen months of a year has a name of its own");
  await close();
});

test("play goes on, and stops", async () => {
  const { page, close } = await open(PAGE, { hash: "#month=0" });
  await page.click("#play");
  await page.waitForFunction(() => Number(document.documentElement.dataset.month) >= 2);
  await page.click("#play");
  const month = await page.inputValue("#month");
  await page.waitForTimeout(600);
  assert.equal(await page.inputValue("#month"), month);
  await close();
});

test("ten hovers tell the numbers of the tables", async () => {
  const { page, close } = await open(PAGE);
  const policies = await page.$$eval("#policy option", (options) => options.map((option) => option.value));
  const canvas = page.locator("#panels canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  let told = 0;
  for (let hover = 0; told < 10 && hover < 200; hover++) {
    const policy = policies[hover % policies.length];
    const measure = Object.keys(FACTORS)[hover % Object.keys(FACTORS).length];
    const month = String((hover * 7) % (Number(await page.getAttribute("#month", "max")) + 1));
    await page.evaluate((hash) => (location.hash = hash), `policy=${policy}&measure=${measure}&month=${month}`);
    await page.waitForFunction((month) => document.documentElement.dataset.month === month, month);
    await page.mouse.move(box.x + 1, box.y + 1);
    const [x, y] = [box.x + box.width * ((hover * 0.37 + 0.13) % 1), box.y + box.height * ((hover * 0.61 + 0.29) % 1)];
    await page.mouse.move(x, y);
    await page.waitForTimeout(60);
    const code = await page.getAttribute("#told", "data-place");
    if (!code) continue;
    const text = await page.innerText("#told");
    const { all, replicates } = await months(policy);
    const sum = all.get(`${code}:${month}`)?.[`${measure}_sum`] ?? 0;
    const said = number(new RegExp(`${policy}: ([−+\\d.,]+)`).exec(text)[1]);
    const mean = (sum / replicates) * FACTORS[measure];
    assert.ok(Math.abs(said - mean) <= Math.max(5e-4, mean * 6e-3), `${code} ${measure} ${month}: ${said}, ${mean} in the table`);
    told += 1;
  }
  assert.equal(told, 10);
  await close();
});

test("a difference is the table's, and what is not clear is said", async () => {
  const { page, close } = await open(PAGE, { hash: "#mode=difference&measure=forces&month=9" });
  const policies = await page.$$eval("#policy option", (options) => options.map((option) => option.value));
  const baseline = await page.inputValue("#other");
  const policy = policies.find((name) => name !== baseline);
  assert.equal(await page.inputValue("#policy"), policy);
  const { all, replicates } = await months(policy);
  const [key, row] = [...all].find(([key, row]) => key.endsWith(":9") && !key.startsWith(":") && row.forces_difference_sum !== 0);
  await page.evaluate((hash) => (location.hash = hash),
    `mode=difference&measure=forces&month=9&policy=${policy}&other=${baseline}&place=${key.split(":")[0]}`);
  await page.waitForFunction((code) => document.querySelector("#told").dataset.place === code, key.split(":")[0]);
  const text = await page.innerText("#told");
  const said = number(/: ([−+\d.,]+) people/.exec(text)[1]);
  const mean = (row.forces_difference_sum / replicates) * 0.25;
  assert.ok(Math.abs(said - mean) <= Math.abs(mean) * 6e-3 + 0.05, `${said}, ${mean} in the table: ${text}`);
  assert.match(text, /clear/);
  await close();
});

test("a difference that begins at the baseline is a policy's to the baseline", async () => {
  const { page, close } = await open(PAGE);
  const baseline = await page.inputValue("#other");
  const policy = await page.inputValue("#policy");
  assert.notEqual(policy, baseline);
  await page.selectOption("#policy", baseline);
  await page.selectOption("#mode", "difference");
  assert.equal(await page.inputValue("#policy"), policy);
  assert.equal(await page.inputValue("#other"), baseline);
  assert.equal(await page.textContent("#panels figcaption"), `${policy} less ${baseline}`);
  await close();
});

test("the map of all years is offered only against the baseline of the comparison", async () => {
  const { page, close } = await open(PAGE, { hash: "#mode=difference" });
  const offered = () => page.$$eval("#value option", (all) => all.some((option) => option.value === "period"));
  assert.ok(await offered());
  await page.selectOption("#value", "period");
  await page.selectOption("#measure", "forces");
  assert.ok(!(await offered()));
  assert.equal(await page.inputValue("#value"), "mean");
  await page.selectOption("#measure", "oc_deaths");
  const [policy, baseline] = [await page.inputValue("#policy"), await page.inputValue("#other")];
  const third = (await page.$$eval("#policy option", (all) => all.map((option) => option.value))).find((name) => name !== policy && name !== baseline);
  await page.selectOption("#other", third);
  assert.ok(!(await offered()), `${policy} less ${third} is not in difference_map.csv`);
  await close();
});

test("the keyboard reaches every control", async () => {
  const { page, close } = await open(PAGE);
  const { wanted, reached } = await controls(page);
  assert.equal(reached, wanted);
  await close();
});

test("a share of the country is no more than all of it", async () => {
  for (const measure of ["contested", "control", "captured"]) {
    const { page, close } = await open(PAGE, { hash: `#measure=${measure}` });
    assert.equal(await page.textContent("#curve-place text.unit"), "% of municipality-weeks");
    const ticks = await page.$$eval("#curve-place text[text-anchor=end]", (all) => all.map((text) => text.textContent));
    assert.ok(ticks.length > 1 && ticks.every((tick) => number(tick) <= 100), `${measure}: ${ticks.join(", ")}`);
    await close();
  }
});

test("a map is walked by arrows", async () => {
  const { page, close } = await open(PAGE);
  await page.focus("#panels canvas");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("#told[data-place]");
  const first = await page.getAttribute("#told", "data-place");
  await page.focus("#panels canvas");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction((first) => document.querySelector("#told").dataset.place !== first, first);
  await close();
});

test("a link restores what was chosen", async () => {
  const { page, close } = await open(PAGE);
  await page.selectOption("#mode", "side");
  await page.selectOption("#measure", "extortions");
  await page.selectOption("#column", "splits");
  await page.focus("#month");
  await page.keyboard.press("End");
  const hash = new URL(page.url()).hash;
  const month = await page.inputValue("#month");
  await close();
  const again = await open(PAGE, { hash });
  assert.equal(await again.page.inputValue("#mode"), "side");
  assert.equal(await again.page.inputValue("#measure"), "extortions");
  assert.equal(await again.page.inputValue("#column"), "splits");
  assert.equal(await again.page.inputValue("#month"), month);
  assert.equal(await again.page.locator("#panels figure").count(), 2);
  await again.close();
});

test("a link of the contents leaves what was chosen", async () => {
  const { page, close } = await open(PAGE, { hash: "#measure=extortions&mode=side&month=3" });
  await page.click("nav a[href='#curves']");
  await page.waitForFunction(() => location.hash.includes("="));
  assert.equal(await page.inputValue("#measure"), "extortions");
  assert.equal(await page.inputValue("#mode"), "side");
  assert.equal(await page.inputValue("#month"), "3");
  assert.ok(await page.evaluate(() => scrollY > 0), "the page does not go to the curves");
  await page.reload();
  await page.waitForSelector("html[data-ready=yes]");
  assert.equal(await page.inputValue("#measure"), "extortions");
  await close();
});

test("a link that says what cannot be shows the usual", async () => {
  const { page, messages, close } = await open(PAGE, { hash: "#policy=nobody&month=-4&measure=x&zoom=a,b&place=99999" });
  assert.deepEqual(messages, []);
  assert.equal(await page.inputValue("#measure"), "oc_deaths");
  await close();
});

test("shares differ by points, counts by percent", async () => {
  const { page, close } = await open(PAGE, { hash: "#metric=approval" });
  const heads = await page.$$eval("#answer-table thead button", (all) => all.map((button) => button.dataset.sort));
  const cells = await page.$$eval("#answer-table tbody tr", (rows) =>
    rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.firstChild?.textContent ?? "")));
  const of = (metric) => cells.map((row) => row[heads.indexOf(metric)]);
  assert.ok(of("approval").some((text) => text.endsWith(" points")) && !of("approval").some((text) => text.endsWith("%")));
  assert.ok(of("oc_deaths").some((text) => text.endsWith("%")));
  await close();
});

test("a zoomed map is dragged up and down by a finger, a whole one leaves the finger to the page", async () => {
  const { page, close } = await open(PAGE, { width: 390 });
  const action = () => page.$eval("#panels canvas", (canvas) => getComputedStyle(canvas).touchAction);
  assert.equal(await action(), "pan-y");
  await page.click("#zoom-in");
  await page.waitForFunction(() => location.hash.includes("zoom="));
  assert.equal(await action(), "none");
  await page.click("#zoom-whole");
  await page.waitForFunction(() => !location.hash.includes("zoom="));
  assert.equal(await action(), "pan-y");
  await close();
});

test("a tap tells of a place where the finger is, until the page is scrolled", async () => {
  const { page, close } = await open(PAGE, { width: 390 });
  const canvas = page.locator("#panels canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForSelector("#tip:not([hidden])");
  assert.equal(await page.innerText("#tip"), await page.innerText("#told"));
  const tip = await page.locator("#tip").boundingBox();
  assert.ok(tip.x >= 0 && tip.x + tip.width <= 390 && tip.y >= 0 && tip.y + tip.height <= 844, JSON.stringify(tip));
  await page.evaluate(() => scrollBy(0, 200));
  await page.waitForSelector("#tip", { state: "hidden" });
  await close();
});

test("a page begins where policies differ, and says who is clearly better", async () => {
  const { page, close } = await open(PAGE);
  assert.equal(await page.inputValue("#month"), "18", "three quarters of 26 months");
  assert.match(await page.innerText(".headline"), /^Organized-crime deaths, against status_quo: clearly better: .+; clearly worse: .+/);
  await close();
});

test("on paper the month stands in the title, and the lines have their names", async () => {
  const { page, close } = await open(PAGE, { hash: "#month=6" });
  const date = await page.textContent("#date");
  await page.emulateMedia({ media: "print" });
  const title = await page.$eval("#map h2", (head) => getComputedStyle(head, "::after").content);
  assert.ok(title.includes(date), title);
  assert.deepEqual(await page.$$eval("#on label", (all) => all.map((label) => label.getClientRects().length > 0)), [true, true, true]);
  for (const hidden of ["nav", "#time", "#play", "#zoom-in"]) assert.ok(!(await page.isVisible(hidden)), hidden);
  await close();
});

test("labels of costs do not lie on each other", async () => {
  const { page, close } = await open(PAGE);
  const boxes = await page.$$eval("#costs g text", (all) => all.map((text) => text.getBoundingClientRect().toJSON()));
  assert.ok(boxes.length > 0);
  boxes.forEach((one, index) => boxes.slice(index + 1).forEach((two) => {
    const aside = one.right <= two.left + 1 || two.right <= one.left + 1;
    assert.ok(aside || one.bottom <= two.top + 3 || two.bottom <= one.top + 3, JSON.stringify([one, two]));
  }));
  await close();
});

test("a click on an event sets the month and the place", async () => {
  const { page, close } = await open(PAGE);
  const events = page.locator("#events button[data-place]:not([data-place=''])");
  const event = events.nth(Math.min(5, (await events.count()) - 1));
  const [month, place] = [await event.getAttribute("data-month"), await event.getAttribute("data-place")];
  await event.click();
  await page.waitForFunction((month) => document.documentElement.dataset.month === month, month);
  assert.match(page.url(), new RegExp(`place=${place}`));
  await close();
});

test("dragging over a curve chooses a span", async () => {
  const { page, close } = await open(PAGE);
  const curve = page.locator("#curve-country");
  await curve.scrollIntoViewIfNeeded();
  const box = await curve.boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
  await page.mouse.up();
  assert.match(page.url(), /from=\d+&until=\d+/);
  await close();
});

test("a frame of the map takes less than 50 ms, the first paint less than a second", async () => {
  const { page, close } = await open(PAGE);
  const painted = Number(await page.getAttribute("html", "data-painted"));
  assert.ok(painted < 1000, `${painted} ms to the answer`);
  const times = [];
  for (let month = 1; month < 12; month++) {
    times.push(await page.evaluate(async (month) => {
      const slider = document.querySelector("#month");
      slider.value = String(month);
      slider.dispatchEvent(new Event("input"));
      while (document.documentElement.dataset.month !== String(month)) await new Promise((done) => setTimeout(done));
      return Number(document.documentElement.dataset.frame);
    }, month));
  }
  times.sort((a, b) => a - b);
  assert.ok(times[times.length - 2] < 50, `frames of ${times.map((time) => time.toFixed(1)).join(", ")} ms`);
  await close();
});

test("report.html fits, and axe finds nothing", async () => {
  for (const width of WIDTHS) {
    const { page, messages, requests, close } = await open(join(FOLDER, "report.html"), { width });
    assert.deepEqual(await overflow(page), { scrolls: false, wide: [] });
    assert.deepEqual([messages, requests], [[], []]);
    await page.evaluate(await readFile(AXE, "utf8"));
    const found = await page.evaluate(async () => (await window.axe.run()).violations);
    assert.deepEqual(found.map((of) => `${of.id}: ${of.nodes[0].html.slice(0, 160)}`), []);
    await close();
  }
});
