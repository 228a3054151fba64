//! `explore.html`: one page that lets a reader look at all of an experiment, policy by policy, place by place, month by
//! month; without the network, with the data behind it packed inside.
//!
//! Equal folders give equal bytes. The answer, curves of the country and maps tested place by place are those of the
//! tables and of `plaza compare`. What is shown by place and month the page makes itself of sums and deviations: means and
//! Student's intervals of them, differences (of two policies neither of which is the baseline with the error of unpaired
//! futures), medians of recorded futures, and how far off what was observed lies. A folder of twin futures has its
//! effects and its map, one of a design what was discovered in it. The script lies under `page/`.

pub mod answer;
pub mod code;
mod curves;
mod futures;
mod hangs;
mod holders;
mod index;
mod land;
pub mod measure;
mod months;
mod observed;
pub mod pack;

use maud::{DOCTYPE, PreEscaped, html};

use plaza_batch::problem::Problem;

use crate::explore::months::Told;
use crate::explore::pack::Chunk;
pub use crate::report::EXPLORER as FILE;
use crate::runs::made::Made;
use crate::setup::results::Results;

/// Letters of a page that can still be sent by e-mail, but for its script and its style.
const ROOM: usize = 7_800_000;

/// How the page looks.
const STYLE: &str = include_str!("explore/page/page.css");

/// What stands in the page before a script runs.
const BODY: &str = include_str!("explore/page/body.html");

/// The script, in the order in which its parts run.
const SCRIPT: [&str; 16] = [
    include_str!("explore/page/words.js"),
    include_str!("explore/page/code.js"),
    include_str!("explore/page/data.js"),
    include_str!("explore/page/state.js"),
    include_str!("explore/page/scale.js"),
    include_str!("explore/page/map.js"),
    include_str!("explore/page/curves.js"),
    include_str!("explore/page/answer.js"),
    include_str!("explore/page/checks.js"),
    include_str!("explore/page/future.js"),
    include_str!("explore/page/holders.js"),
    include_str!("explore/page/hangs.js"),
    include_str!("explore/page/twins.js"),
    include_str!("explore/page/save.js"),
    include_str!("explore/page/controls.js"),
    include_str!("explore/page/start.js"),
];

/// The page of a result folder. `made` is what was made from its results; `discovered` a folder of `plaza design`, which may
/// be the same, and what was made from that.
pub fn page(
    results: &Results,
    made: &Made,
    discovered: Option<(&Results, &Made)>,
) -> Result<String, Vec<Problem>> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let map = results.map()?;
    chunks.extend(land::chunks(map));
    chunks.extend(answer::chunks(results, made)?);
    if let Some((design, made)) = discovered {
        chunks.push(hangs::chunk(design, made)?);
    }
    let index = match results.manifest.twin || results.manifest.design.is_some() {
        true => index::index(results, &Told::default(), &[], &[])?,
        false => {
            let columns = curves::chunks(results, &mut chunks)?;
            let futures = futures::chunks(results, map, &mut chunks)?;
            chunks.extend(observed::chunk(results, map)?);
            let room = ROOM.saturating_sub(pack::size(&chunks));
            let told = months::chunks(results, map, room, &mut chunks)?;
            index::index(results, &told, &columns, &futures)?
        }
    };
    let script = format!("(() => {{\n\"use strict\";\n{}}})();\n", SCRIPT.concat());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";
                title { "plaza: " (results.manifest.experiment) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (PreEscaped(BODY))
                script type="application/json" id="index" { (PreEscaped(index)) }
                @for chunk in &chunks {
                    script type="text/plain" id={ "chunk:" (chunk.name) } { (PreEscaped(&chunk.text)) }
                }
                script { (PreEscaped(script)) }
            }
        }
    };
    Ok(page.into_string())
}
