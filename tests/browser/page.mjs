// A page opened in Debian's Chromium: offline, every message and request noted.

import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const CHROMIUM = process.env.PLAZA_CHROMIUM ?? "/usr/bin/chromium";

export const WIDTHS = [390, 768, 1280];

let browser;

/** Opens a file at a width; `hash` is the part of the address behind the file. */
export async function open(file, { width = 1280, hash = "", dark = false } = {}) {
  browser ??= await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: dark ? "dark" : "light",
    offline: true,
    acceptDownloads: true,
    hasTouch: width < 500,
  });
  const page = await context.newPage();
  const messages = [];
  const requests = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url());
  });
  await page.goto(pathToFileURL(file).href + hash);
  if (file.endsWith("explore.html")) await page.waitForSelector("html[data-ready=yes]", { timeout: 60_000 });
  return { page, messages, requests, close: () => context.close() };
}

export async function end() {
  await browser?.close();
}

/** The elements that stand out of the page at its right edge. */
export function overflow(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const inside = (element) => {
      for (let above = element.parentElement; above; above = above.parentElement) {
        if (/auto|scroll|hidden/.test(getComputedStyle(above).overflowX)) return true;
      }
      return false;
    };
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && box.right > room + 1 && !inside(element);
    });
    const scrolls = document.documentElement.scrollWidth > room + 1;
    return { scrolls, wide: wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120)) };
  });
}

/** How many controls are there to be used, and how many of them the Tab key reaches. */
export async function controls(page) {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll("a, button, input, select, canvas[tabindex], summary")];
    const there = all.filter((element) => element.getClientRects().length && !element.disabled);
    there.forEach((element, index) => (element.dataset.stop = String(index)));
    return there.length;
  });
  const reached = new Set();
  await page.evaluate(() => document.body.focus());
  for (let times = 0; times < wanted + 60; times++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => document.activeElement?.dataset.stop ?? null);
    if (stop !== null) reached.add(stop);
  }
  return { wanted, reached: reached.size };
}
