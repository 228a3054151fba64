// @ts-check
// Held against facts, in sentences: how many targets are met, and how forecasts of places compare.

/** How many targets have which verdict. @param {Record<string, any>[]} rows */
function targetsTold(rows) {
  const counts = new Map();
  for (const row of rows) counts.set(row.verdict, (counts.get(row.verdict) ?? 0) + 1);
  const parts = [...counts].sort((a, b) => b[1] - a[1]).map(([verdict, count]) => `${count} ${verdict}`);
  return rows.length ? `<li>${escaped(WORDS.targets(rows.length, parts.join(", ")))}</li>` : "";
}

/** How well places are foretold, beside forecasts that need no model: the ranked probability score of municipalities and years. @param {Record<string, any>[]} rows */
function scoresTold(rows) {
  const of = rows.filter((row) => row.level === "municipality_year" && row.part === "all" && row.score === "crps" && row.year === null);
  // Only games in which the model plays.
  const games = [...new Set(of.filter((row) => row.forecast === "plaza").map((row) => row.game))];
  return games.map((game) => {
    const played = of.filter((row) => row.game === game).sort((a, b) => a.value - b.value);
    const mine = played.find((row) => row.forecast === "plaza");
    const order = played.map((row) => `${row.forecast} ${shown(row.value)}`).join(", ");
    const known = typeof mine?.low === "number" && typeof mine?.high === "number";
    const verdict = !known ? "" : mine?.low > 0 ? WORDS.scoreWorse : mine?.high < 0 ? WORDS.scoreBetter : WORDS.scoreUnclear;
    return `<li>${escaped(WORDS.scores(order, shown(mine?.difference), known ? WORDS.to(shown(mine?.low), shown(mine?.high)) : "–", verdict))}</li>`;
  }).join("");
}

/** What facts say of a run, in sentences. @param {Record<string, Table>} tables */
function checksTold(tables) {
  const items = targetsTold(rowsOf(tables.validation)) + scoresTold(rowsOf(tables.scores));
  return items ? `<ul class="sentences">${items}</ul>` : "";
}
