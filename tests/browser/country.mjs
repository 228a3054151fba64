// A small country with outlines, as tables, and two experiments on it: node country.mjs FOLDER. Nobody's: drawn by chance of one seed, so that every
// machine has the same. Pages with outlines, state borders and observed deaths are tested on it.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { dice } from "./dice.mjs";

const SIDE = 12;
const STATE = 4;
const STEP = 0.2;
const [WEST, SOUTH] = [-101, 19];

const next = dice(20261130);
const corners = Array.from({ length: SIDE + 1 }, (_, row) =>
  Array.from({ length: SIDE + 1 }, (_, column) => [
    Number((WEST + STEP * (column + 0.5 * (next() - 0.5))).toFixed(5)),
    Number((SOUTH + STEP * (row + 0.5 * (next() - 0.5))).toFixed(5)),
  ]));
const places = [];
for (let row = 0; row < SIDE; row++) {
  for (let column = 0; column < SIDE; column++) {
    const state = Math.floor(row / STATE) * (SIDE / STATE) + Math.floor(column / STATE) + 1;
    const ring = [corners[row][column], corners[row][column + 1], corners[row + 1][column + 1], corners[row + 1][column], corners[row][column]];
    const code = `${String(state).padStart(2, "0")}${String(places.length + 1).padStart(3, "0")}`;
    places.push({ code, state, ring, residents: Math.round(3000 * 40 ** next()) + 2000, row });
  }
}

const folder = process.argv[2];
await mkdir(folder, { recursive: true });
const table = (name, head, rows) => writeFile(join(folder, name), [head, ...rows].join("\n") + "\n");
const middle = (ring, axis) => (ring.slice(0, 4).reduce((sum, corner) => sum + corner[axis], 0) / 4).toFixed(5);
await table("municipalities.csv", "code,name,state_name,lat,lon,northern_crossing,port", places.map(({ code, state, ring, row }, index) =>
  `${code},Place ${index + 1},State ${state},${middle(ring, 1)},${middle(ring, 0)},${row === SIDE - 1 && index % 4 === 0 ? 1 : 0},${row === 0 && index % 5 === 0 ? 1 : 0}`));
await table("residents.csv", "code,pop_2006,pop_2009", places.map(({ code, residents }) => `${code},${residents},${Math.round(residents * 1.04)}`));
const seen = places.flatMap(({ code }, index) => (index % 3 === 0 ? [`${code},2006,${["north", "south", "coast"][Math.floor(next() * 3)]},${1 + Math.floor(next() * 9)}`] : []));
await table("presence.csv", "code,year,organization,records", seen);
const features = places.map(({ code, ring }) => ({ type: "Feature", properties: { code }, geometry: { type: "Polygon", coordinates: [ring] } }));
await writeFile(join(folder, "outlines.geojson"), JSON.stringify({ type: "FeatureCollection", features }));
const deaths = [];
for (const year of [2007, 2008]) {
  for (let month = 1; month <= 12; month++) {
    for (const { code } of places) if (next() < 0.1) deaths.push(`${code},${year},${month},${1 + Math.floor(next() * 5)}`);
  }
}
await table("deaths.csv", "code,year,month,deaths", deaths);
await writeFile(join(folder, "country.toml"), `# A small country with outlines, for tests of pages.
name = "country"
map = "map"
parameters = "baseline"
policies = ["no_intervention", "kingpin_only", "status_quo"]
weeks = 104
burn_in = 26
replicates = 8
seed = 20070101
purpose = "test"

[record]
months = true
panel = [1, 3]
control = [3]

[observed]
oc_deaths = "deaths.csv"
`);
await writeFile(join(folder, "twin.toml"), `# The largest organization of the same country loses its leader, killed or arrested.
name = "twin"
map = "map"
parameters = "baseline"
policies = ["status_quo"]
weeks = 183           # to week 156 after the event
burn_in = 26
replicates = 8
seed = 20070101
purpose = "test"

[twin]
week = 26

[[twin.event]]
name = "killed"
change = "remove_leader"
organization = "largest"
outcome = "killed"

[[twin.event]]
name = "arrested"
change = "remove_leader"
organization = "largest"
outcome = "arrested"
`);
