//! The figures of the folder, drawn into the page.

use std::fs;
use std::path::Path;

use maud::{Markup, PreEscaped, html};

use plaza_batch::files::read_kept_text;
use plaza_batch::manifest::Manifest;
use plaza_batch::problem::Problem;

use crate::report::captions::{caption, place};
use crate::runs::made::{Made, Standing};

/// A larger figure is left to its file [byte].
const LARGEST: usize = 2_000_000;

/// What the figures of plaza consist of.
const SHAPES: [&str; 8] = [
    "svg", "rect", "text", "line", "circle", "polygon", "polyline", "path",
];

/// All figures of a folder: name, and SVG or why it is left out; in the order of the captions, then by
/// name.
pub struct Figures(pub Vec<(String, Result<String, String>)>);

impl Figures {
    /// Reads the folder's `figures/`; there may be none.
    pub fn read(folder: &Path, made: &Made) -> Result<Self, Problem> {
        let folder = folder.join("figures");
        let mut all = Vec::new();
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            if path.extension().is_some_and(|ending| ending == "svg") {
                let svg = read_kept_text(&path).map_err(|error| Problem::unread(&path, &error))?;
                let standing = made.standing(&format!("figures/{name}.svg"));
                let taken = match (standing, objection(&svg)) {
                    (Standing::Stale(reason), _) => Err(reason.to_owned()),
                    (_, Some(reason)) => Err(reason),
                    (_, None) => Ok(svg),
                };
                all.push((name.into_owned(), taken));
            }
        }
        all.sort_by_key(|(name, _)| (place(name), name.clone()));
        Ok(Self(all))
    }

    /// Figures that are not in the page, each with the reason.
    pub fn left_out(&self) -> Vec<String> {
        let out = self.0.iter().filter_map(|(name, svg)| {
            let reason = svg.as_ref().err()?;
            Some(format!("figures/{name}.svg: {reason}"))
        });
        out.collect()
    }

    /// One figure with its caption; nothing where the folder lacks it.
    pub fn figure(&self, name: &str, of: &Manifest) -> Markup {
        let found = self.0.iter().find(|(known, _)| known == name);
        html! {
            @if let Some((_, svg)) = found {
                figure id={ "figure-" (name) } {
                    @match svg {
                        Ok(svg) => div.scroll tabindex="0" role="region" aria-label={ "figure " (name) } {
                            (PreEscaped(titled(svg.trim(), &caption(name, of))))
                        },
                        Err(reason) => p.soft { "Left out here: " (reason) "." },
                    }
                    figcaption { (caption(name, of)) " " span.soft { "File: figures/" (name) ".svg." } }
                }
            }
        }
    }
}

/// A figure that says to who cannot see it that it is one, and what it shows.
fn titled(svg: &str, caption: &str) -> String {
    let escaped = html! { (caption) }.into_string();
    let title = format!("<svg role=\"img\" aria-label=\"{escaped}\" ");
    svg.replacen("<svg ", &title, 1)
}

/// Why a figure is not taken into the page, if it is not.
fn objection(svg: &str) -> Option<String> {
    if svg.len() > LARGEST {
        let size = svg.len() as f64 / 1e6;
        return Some(format!("it has {size:.1} MB"));
    }
    let plain = svg.split('<').skip(1).all(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '/', '\n']).next();
        name.is_some_and(|name| SHAPES.contains(&name))
            && !tag.contains(" on")
            && !tag.contains("href")
    });
    let whole = svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>");
    (!plain || !whole).then(|| "it is not a figure that plaza drew".to_owned())
}
