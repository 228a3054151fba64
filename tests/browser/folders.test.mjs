// explore.html of folders of other kinds: a country with outlines, observed deaths and recorded weeks (PLAZA_COUNTRY),
// a design that `plaza discover` has read (PLAZA_DESIGN), one of a single policy (PLAZA_ALONE), and pairs of futures (PLAZA_TWIN).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";

import { dice } from "./dice.mjs";
import { WIDTHS, controls, end, open, overflow } from "./page.mjs";
import { FACTORS, csv, months, number, parquet } from "./tables.mjs";

const FOLDERS = { country: process.env.PLAZA_COUNTRY, design: process.env.PLAZA_DESIGN, alone: process.env.PLAZA_ALONE, twin: process.env.PLAZA_TWIN };
for (const [name, folder] of Object.entries(FOLDERS)) assert.ok(folder, `PLAZA_${name.toUpperCase()} is not set, expected a result folder`);
const PAGES = Object.fromEntries(Object.entries(FOLDERS).map(([name, folder]) => [name, join(folder, "explore.html")]));
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

after(end);

for (const [name, file] of Object.entries(PAGES)) {
  for (const [index, width] of WIDTHS.entries()) {
    test(`${name} at ${width} px: nothing stands out, nothing is said or asked, axe finds nothing`, async () => {
      const { page, messages, requests, close } = await open(file, { width, dark: index % 2 === 1, hash: name === "country" ? "#mode=side&measure=holder" : "" });
      // Whole tables are long: once is enough.
      if (index === 0) await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
      assert.deepEqual(await overflow(page), { scrolls: false, wide: [] });
      assert.deepEqual([messages, requests], [[], []]);
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => (await window.axe.run()).violations);
      assert.deepEqual(found.map((of) => `${of.id}: ${of.nodes[0].html.slice(0, 160)} ${of.nodes[0].failureSummary}`), []);
      await close();
    });
  }

  test(`${name}: the keyboard reaches every control`, async () => {
    const { page, close } = await open(file);
    const { wanted, reached } = await controls(page);
    assert.ok(wanted > 5, `${wanted} controls`);
    assert.equal(reached, wanted);
    await close();
  });
}

/** Goes to what an address says, and waits until that month is drawn. */
async function go(page, hash, month) {
  await page.evaluate((hash) => (location.hash = hash), hash);
  await page.waitForFunction((month) => document.documentElement.dataset.month === month, month);
}

/** Points at ten places by chance, each under a policy, measure and month by chance: calls `check` with what is told. */
async function hovers(page, seed, addresses, check) {
  const next = dice(seed);
  const any = (list) => list[Math.floor(next() * list.length)];
  const canvas = page.locator("#panels canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  for (let told = 0, tries = 0; told < 10; tries++) {
    assert.ok(tries < 200, `${told} of 10 points hit a place`);
    const of = addresses(any);
    await go(page, of.hash, of.month);
    await page.mouse.move(box.x + 1, box.y + 1);
    await page.mouse.move(box.x + box.width * next(), box.y + box.height * next());
    await page.waitForTimeout(60);
    const code = await page.getAttribute("#told", "data-place");
    if (!code) continue;
    await check(code, of, await page.innerText("#told"));
    told += 1;
  }
}

test("ten hovers on outlines tell the numbers of the tables", async () => {
  const { page, close } = await open(PAGES.country);
  const policies = await page.$$eval("#policy option", (options) => options.map((option) => option.value));
  const tables = Object.fromEntries(await Promise.all(policies.map(async (policy) => [policy, await months(FOLDERS.country, policy)])));
  await hovers(page, 26, (any) => {
    const of = { policy: any(policies), measure: any(Object.keys(FACTORS)), month: String(any([...Array(26).keys()])) };
    return { ...of, hash: `policy=${of.policy}&measure=${of.measure}&month=${of.month}` };
  }, (code, { policy, measure, month }, text) => {
    const { all, replicates } = tables[policy];
    const mean = ((all.get(`${code}:${month}`)?.[`${measure}_sum`] ?? 0) / replicates) * FACTORS[measure];
    const said = number(new RegExp(`${policy}: ([−+\\d.,]+)`).exec(text)[1]);
    assert.ok(Math.abs(said - mean) <= Math.max(5e-4, mean * 6e-3), `${code} ${measure} ${month}: ${said}, ${mean} in the table`);
  });
  await close();
});

test("ten hovers on one recorded future tell its weeks", async () => {
  const { page, close } = await open(PAGES.country);
  const rows = (await parquet(FOLDERS.country, "panel", "status_quo")).filter((row) => row.replicate === 3);
  assert.ok(rows.length > 0);
  await hovers(page, 7, (any) => {
    const month = String(any([...Array(26).keys()]));
    return { month, hash: `policy=status_quo&measure=extortions&value=3&month=${month}` };
  }, (code, { month }, text) => {
    const here = rows.filter((row) => row.municipality === code && Math.floor(row.week / 4) === Number(month));
    const sum = here.reduce((sum, row) => sum + row.extortions, 0);
    assert.equal(number(/status_quo: ([−+\d.,]+)/.exec(text)[1]), sum, `${code} ${month}: ${text}`);
  });
  await close();
});

test("who holds a place is the group with the most members there", async () => {
  const { page, close } = await open(PAGES.country);
  const rows = (await parquet(FOLDERS.country, "control", "status_quo")).filter((row) => row.replicate === 3);
  const names = new Map((await parquet(FOLDERS.country, "organizations", "status_quo")).map((row) => [row.organization, row.name]));
  let held = 0;
  await hovers(page, 11, (any) => {
    const month = String(any([...Array(26).keys()]));
    return { month, hash: `policy=status_quo&measure=holder&month=${month}` };
  }, (code, { month }, text) => {
    const here = rows.filter((row) => row.municipality === code && row.week === 4 * Number(month) + 3 && row.members > 0);
    if (!here.length) return assert.match(text, /no group/);
    held += 1;
    const most = Math.max(...here.map((row) => row.members));
    const first = here.find((row) => row.members === most);
    assert.ok(!text.includes(first.organization), `a key instead of a name: ${text}`);
    const said = `${names.get(first.organization) ?? ""}, with ${Math.round(100 * first.share)} %`;
    assert.ok(text.includes(said), `${code} ${month}: ${said}, the page: ${text}`);
  });
  assert.ok(held > 0, "no place that was pointed at is held");
  assert.equal(await page.inputValue("#value"), "3");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-csv")]);
  const [head, ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\n").map((line) => line.split(",").slice(-2));
  assert.deepEqual(head, ["status_quo", "status_quo percent"]);
  assert.ok(lines.some(([group, percent]) => [...names.values()].includes(group) && Number(percent) > 0));
  await page.selectOption("#mode", "difference");
  assert.equal(await page.inputValue("#measure"), "oc_deaths", "groups have no difference");
  await close();
});

test("observed deaths are those of the table, year by year", async () => {
  const { page, close } = await open(PAGES.country);
  const rows = await csv(join(FOLDERS.country, "inputs", "observed"), "oc_deaths.csv");
  const code = rows[0].code;
  const of2007 = rows.filter((row) => row.code === code && row.year === "2007").reduce((sum, row) => sum + Number(row.deaths), 0);
  let sum = 0;
  for (let month = 0; month < 13; month++) {
    await go(page, `mode=side&other=observed&place=${code}&month=${month}`, String(month));
    await page.waitForFunction((month) => document.querySelector("#month").value === month, String(month));
    await page.waitForTimeout(60);
    sum += number(/observed: ([\d.,]+)/.exec(await page.innerText("#told"))[1]);
  }
  assert.ok(of2007 > 0 && Math.abs(sum - of2007) < 0.1, `${sum} in the page, ${of2007} in the table`);
  await page.selectOption("#mode", "difference");
  assert.match(await page.innerText("#told"), /what was observed lies (within about two|more than about two) standard deviations/);
  assert.match(await page.innerText("#legend"), /striped: within what futures do/);
  await close();
});

test("borders of states are drawn, and a place chosen is ringed", async () => {
  const { page, close } = await open(PAGES.country);
  const inked = () => page.$eval("#panels canvas.lines", (canvas) =>
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.filter((value, index) => index % 4 === 3 && value > 0).length);
  const before = await inked();
  assert.ok(before > 1000, `${before} pixels of borders`);
  await page.focus("#panels canvas");
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector("#told[data-place]");
  await page.waitForTimeout(100);
  assert.ok((await inked()) > before);
  await close();
});

test("what a design hangs on is told as its tables have it", async () => {
  const { page, close } = await open(PAGES.design);
  const regret = await csv(FOLDERS.design, "regret.csv");
  const lines = await page.$$eval("#answer-words tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => cell.firstChild?.textContent ?? "")));
  assert.equal(lines.length, regret.length);
  for (const row of regret) {
    const line = lines.find(([policy]) => policy === row.policy);
    for (const [at, column] of [[1, "mean"], [2, "regret_mean"], [5, "regret_max"]]) {
      const [said, known] = [number(line[at]), Number(row[column])];
      assert.ok(Math.abs(said - known) <= Math.max(5e-4, Math.abs(known) * 6e-3), `${row.policy} ${column}: ${said}, ${known} in the table`);
    }
  }
  const winner = (await csv(FOLDERS.design, "ranking_sensitivity.csv")).filter((row) => row.of === "winner");
  assert.equal(await page.locator("#hangs figure.bars").first().locator("g").count(), winner.length);
  assert.ok((await page.locator("#hangs .sentences li").count()) >= regret.length - 1);
  await close();
});

test("a design of one policy has no regret, and nothing decides which policy is best", async () => {
  const { page, close } = await open(PAGES.alone);
  const text = await page.innerText("main");
  assert.match(text, /1 policy: oc_deaths/);
  assert.doesNotMatch(text, /regret|which policy is best|risks/i);
  await close();
});

test("only what there is can be saved", async () => {
  const ALL = ["save-png", "save-svg", "save-csv", "save-curve"];
  for (const [name, there] of Object.entries({ country: ALL, design: [], alone: [], twin: ALL.slice(0, 3) })) {
    const { page, close } = await open(PAGES[name]);
    const visible = await page.$$eval("[id^=save-]", (all) => all.filter((button) => button.getClientRects().length).map((button) => button.id));
    assert.deepEqual(visible, there, name);
    await close();
  }
});

test("curves of what turns a headline are those of the policy chosen, and a link keeps it", async () => {
  const { page, close } = await open(PAGES.design);
  const policies = await page.$$eval("#turns option", (all) => all.map((option) => option.value));
  assert.ok(policies.length > 1);
  const first = await page.innerHTML("#turns-curves");
  await page.selectOption("#turns", policies[1]);
  await page.waitForFunction((first) => document.querySelector("#turns-curves").innerHTML !== first, first);
  const hash = new URL(page.url()).hash;
  await close();
  const again = await open(PAGES.design, { hash });
  assert.equal(await again.page.inputValue("#turns"), policies[1]);
  assert.ok((await again.page.$$eval("#turns-curves svg", (all) => all.map((svg) => svg.getAttribute("aria-label")))).every((label) => label.startsWith(policies[1])));
  await again.close();
});

test("a run tells what a design discovered, and says that it is another experiment", async () => {
  const { page, close } = await open(PAGES.country);
  assert.match(await page.innerText("#hangs"), /By the design design_smoke/);
  assert.ok((await page.locator("#hangs tbody tr").count()) > 0);
  await close();
});

test("the effect of an event is that of its table, for the country and place by place", async () => {
  const { page, close } = await open(PAGES.twin);
  const rows = (await csv(FOLDERS.twin, "twin_effects.csv")).filter((row) => row.split === "all" && row.outcome === "oc_deaths" && row.group === "country" && row.weeks_from === "0");
  const longest = rows.reduce((a, b) => (Number(b.weeks_to) > Number(a.weeks_to) ? b : a));
  const said = number(/: ([−+\d.,]+)/.exec(await page.innerText("#answer-words li"))[1]);
  assert.ok(Math.abs(said - Number(longest.mean)) <= Math.max(5e-4, Math.abs(Number(longest.mean)) * 6e-3), `${said}, ${longest.mean} in the table`);
  const map = new Map((await csv(FOLDERS.twin, "twin_map.csv")).map((row) => [row.municipality, Number(row.mean)]));
  const canvas = page.locator("#panels canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  const next = dice(5);
  let told = 0;
  for (let tries = 0; told < 10 && tries < 100; tries++) {
    await page.mouse.move(box.x + box.width * next(), box.y + box.height * next());
    await page.waitForTimeout(40);
    const code = await page.getAttribute("#told", "data-place");
    if (!code) continue;
    const mean = map.get(code) ?? 0;
    const here = number(/: ([−+\d.,]+)/.exec(await page.innerText("#told"))[1]);
    assert.ok(Math.abs(here - mean) <= Math.max(5e-4, Math.abs(mean) * 6e-3), `${code}: ${here}, ${mean} in the table`);
    told += 1;
  }
  assert.equal(told, 10);
  await close();
});
