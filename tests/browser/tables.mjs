// Tables of a result folder, as a test reads them: Parquet, and CSV without quotes.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";

/** Sums as the page has them become what it shows. */
export const FACTORS = { oc_deaths: 1, extortions: 1, forces: 0.25, flow: 0.025, contested: 25 };

/** A number as the page writes it, read back. */
export const number = (text) => Number(text.replace("−", "-").replace(/,/g, "").replace("+", ""));

/** All rows of a table of a policy, block by block, as they are stored. */
async function stored(folder, table, policy) {
  const there = join(folder, table, policy);
  const blocks = (await readdir(there)).sort().map(async (name) =>
    parquetReadObjects({ file: await asyncBufferFromFile(join(there, name)), compressors }));
  return (await Promise.all(blocks)).flat();
}

/** The same, whole numbers as numbers. */
export async function parquet(folder, table, policy) {
  const plain = ([column, value]) => [column, typeof value === "bigint" ? Number(value) : value];
  return (await stored(folder, table, policy)).map((row) => Object.fromEntries(Object.entries(row).map(plain)));
}

/** The table months of a policy, blocks added up: by place and month. */
export async function months(folder, policy) {
  const all = new Map();
  const blocks = new Map();
  for (const row of await stored(folder, "months", policy)) {
    const key = `${row.municipality ?? ""}:${row.month}`;
    const there = all.get(key) ?? {};
    for (const [column, value] of Object.entries(row)) {
      if (typeof value === "bigint") there[column] = (there[column] ?? 0) + Number(value);
    }
    all.set(key, there);
    if (key === ":0") blocks.set(blocks.size, Number(row.replicates));
  }
  return { all, replicates: [...blocks.values()].reduce((sum, of) => sum + of, 0) };
}

/** The rows of a CSV file in which no field is quoted. */
export async function csv(folder, name) {
  const [head, ...lines] = (await readFile(join(folder, name), "utf8")).trim().split("\n");
  const titles = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [titles[index], cell])));
}
