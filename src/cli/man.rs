//! `plaza man DIR`: manual pages, made of the texts of `--help`.

use std::path::PathBuf;

use clap_mangen::Man;

use plaza_batch::failure::Failure;
use plaza_batch::files::write_whole;
use plaza_batch::problem::Problem;

/// Writes manual pages, one for each command: plaza.1, plaza-run.1 and so on.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  plaza man ~/.local/share/man/man1     then: man plaza-run")]
pub struct Args {
    /// Folder of the pages, made where it is not there
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes those of the command `root`.
pub fn run(args: &Args, mut root: clap::Command) -> Result<(), Failure> {
    root.build();
    pages(&root).into_iter().try_for_each(|page| {
        let path = args.folder.join(page.get_filename());
        let mut text = Vec::new();
        page.render(&mut text)
            .map_err(|error| Problem::whole(&path, format!("cannot be made: {error}")))?;
        write_whole(&path, &text)?;
        say!("wrote {}", path.display());
        Ok(())
    })
}

/// The page of a command, and those of its own commands.
fn pages(command: &clap::Command) -> Vec<Man> {
    let own = command
        .get_subcommands()
        .filter(|of| of.get_name() != "help");
    let below = own.flat_map(pages);
    [Man::new(command.clone())]
        .into_iter()
        .chain(below)
        .collect()
}
