//! Where the numbers come from, and how to make them again.

use maud::{Markup, html};

use crate::report::material::Material;
use crate::report::table::table;
use crate::runs::dictionary::{Column, NATIONAL};
use crate::runs::metrics::METRICS;
use crate::setup::inputs::EXPERIMENT;

/// Failed replicates, commands, digests.
pub fn section(of: &Material<'_>) -> Option<Markup> {
    let manifest = of.manifest;
    let failed: Vec<Vec<String>> = manifest
        .failed()
        .map(|(policy, replicate, cause)| vec![policy.into(), replicate.to_string(), cause.into()])
        .collect();
    let digests = |rows: &mut dyn Iterator<Item = (String, &String)>| -> Vec<Vec<String>> {
        rows.map(|(name, digest)| vec![name, digest.clone()])
            .collect()
    };
    let inputs = manifest.inputs.iter();
    let inputs = digests(&mut inputs.map(|(path, digest)| (format!("inputs/{path}"), digest)));
    let policies = manifest.policies.iter();
    let policies = digests(&mut policies.map(|(name, of)| (name.clone(), &of.digest)));
    let experiment = of
        .loaded
        .inputs
        .iter()
        .find(|input| input.path == EXPERIMENT);
    Some(html! {
        h3 { "Failed replicates" }
        @if failed.is_empty() {
            p { "None." }
        } @else {
            p { "Their rows are absent from all tables, and no policy is compared on their luck." }
            (table(&["policy", "replicate", "cause"], &failed, "Replicates that failed"))
        }
        h3 { "Made again" }
        p { "With DIR the folder of this page, and plaza " (manifest.plaza) ":" }
        pre {
            "plaza verify DIR --sample 2                             runs stored blocks again, compares every byte\n"
            "plaza run DIR/inputs/" (EXPERIMENT) " --out ANOTHER    the whole experiment again\n"
            "plaza compare DIR                                       comparison.csv and its figures\n"
            "plaza plot DIR                                          summary.csv and figures\n"
            "plaza report DIR                                        this page"
        }
        p {
            "Equal experiments give equal files, whatever the machine and its threads. manifest.json holds "
            "the SHA-256 of every part of every table."
        }
        @if let Some(experiment) = experiment {
            details {
                summary { "The experiment" }
                pre { (String::from_utf8_lossy(&experiment.bytes)) }
            }
        }
        details {
            summary { "SHA-256 of the inputs, and of each policy with all it extends" }
            (table(&["file", "SHA-256"], &inputs, "Inputs"))
            (table(&["policy", "SHA-256"], &policies, "Policies"))
        }
    })
}

/// The columns of the table national that the metrics are made from.
pub fn columns(_: &Material<'_>) -> Option<Markup> {
    let used = |column: &&Column| {
        let of_metric = METRICS.iter().any(|metric| metric.column == column.name);
        of_metric || column.name == "population"
    };
    let rows: Vec<Vec<String>> = NATIONAL
        .columns
        .iter()
        .filter(used)
        .map(|column| {
            [column.name, column.unit, column.formula]
                .map(str::to_owned)
                .to_vec()
        })
        .collect();
    Some(html! {
        p {
            "The columns behind the metrics, in the table national of the folder (Parquet). All columns of "
            "all tables: " code { "plaza describe tables" } "."
        }
        details {
            summary { (rows.len()) " columns" }
            (table(&["column", "unit", "what it is"], &rows, "Columns of the table national"))
        }
    })
}
