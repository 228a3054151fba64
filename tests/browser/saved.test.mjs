// What explore.html saves and hands on: files that say what they are. PLAZA_FOLDER: a result folder with explore.html in it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { end, open } from "./page.mjs";

const FOLDER = process.env.PLAZA_FOLDER;
assert.ok(FOLDER, "PLAZA_FOLDER is not set, expected a result folder");
const PAGE = join(FOLDER, "explore.html");

after(end);

test("what is shown is saved", async () => {
  const { page, close } = await open(PAGE, { hash: "#month=6" });
  const begins = { "#save-png": "\x89PNG", "#save-svg": "<svg", "#save-csv": "municipality,name,state,month,", "#save-curve": "<svg" };
  for (const [button, start] of Object.entries(begins)) {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
    const bytes = await readFile(await download.path());
    assert.equal(bytes.subarray(0, start.length).toString("latin1"), start, button);
    assert.ok(bytes.length > 300, `${button}: ${bytes.length} bytes`);
  }
  await close();
});

test("what is saved says what it is", async () => {
  const { page, close } = await open(PAGE, { hash: "#mode=difference&measure=forces&month=9" });
  for (const value of await page.$$eval("#value option", (all) => all.map((option) => option.value))) {
    if (value === "period") await page.selectOption("#measure", "oc_deaths");
    await page.selectOption("#value", value);
    await page.waitForTimeout(100);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-svg")]);
    const svg = await readFile(await download.path(), "utf8");
    const [title, unit] = [await page.textContent("#panels figcaption"), await page.textContent("#legend span")];
    const about = await page.textContent("#map-about");
    for (const text of [title, unit, about]) assert.ok(svg.includes(text), `${value}: ${text}`);
    const named = value === "period" ? "all_years" : /^[0-9]+$/.test(value) ? `future_${value}` : `_${value}_`;
    assert.ok(download.suggestedFilename().includes(named), download.suggestedFilename());
    for (const text of await page.$$eval("#legend li", (all) => all.map((item) => item.textContent))) {
      assert.ok(svg.includes(`>${text.replace(/</g, "&lt;").replace(/>/g, "&gt;")}</text>`), `the legend lacks ${text}`);
    }
  }
  await close();
});

test("numbers saved are clear only where an interval is off zero", async () => {
  const { page, close } = await open(PAGE, { hash: "#mode=difference&measure=forces&month=9" });
  const rows = async () => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-csv")]);
    const [head, ...lines] = (await readFile(await download.path(), "utf8")).trim().split("\n").map((line) => line.split(","));
    return { head, rows: lines.map((cells) => cells.slice(-5)) };
  };
  const { head, rows: of } = await rows();
  assert.deepEqual(head.slice(4, 6), ["date", "unit"]);
  assert.ok(of.some((cells) => cells[4] === "1") && of.some((cells) => cells[4] === "0"), "all are clear, or none is");
  for (const [unit, value, low, high, clear] of of) {
    assert.equal(unit, "people");
    assert.ok(Number(low) <= Number(value) && Number(value) <= Number(high), `${value}: ${low} to ${high}`);
    assert.equal(clear, Number(low) > 0 || Number(high) < 0 ? "1" : "0", `${value}: ${low} to ${high}`);
  }
  const single = await page.$$eval("#value option", (all) => all.map((option) => option.value).find((value) => /^[0-9]+$/.test(value)));
  if (single !== undefined) {
    await page.selectOption("#value", single);
    assert.ok((await rows()).rows.every((cells) => cells.slice(2).every((cell) => cell === "")), "one future has no interval");
    assert.match(await page.innerText("#legend"), /no interval|no data/);
  }
  await close();
});

test("a link is called copied only where it was", async () => {
  for (const [refused, words] of [[true, /^not copied/], [false, /^link copied$/]]) {
    const { page, close } = await open(PAGE);
    await page.evaluate((refused) => {
      const writeText = () => (refused ? Promise.reject(new Error("refused")) : Promise.resolve());
      Object.defineProperty(navigator, "clipboard", { value: { writeText }, configurable: true });
    }, refused);
    await page.click("#copy-link");
    await page.waitForFunction((words) => new RegExp(words).test(document.querySelector("#copy-link").textContent), words.source);
    await close();
  }
});
