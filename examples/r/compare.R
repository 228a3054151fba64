# Reads a result folder of plaza, compares policies pair by pair, draws the differences and their map.
#
#   plaza run smoke --csv --out results/smoke && plaza compare results/smoke
#   Rscript examples/r/compare.R results/smoke figures
#
# Base R reads the CSV files. The large tables are Parquet: for them one of the packages nanoparquet, arrow or duckdb.
# Figures are made with ggplot2, and the map of a country with outlines with sf, where these are installed.

call <- commandArgs(trailingOnly = TRUE)
if (length(call) < 1) stop("expected the result folder, and if you like the folder of the figures")
folder <- call[1]
figures <- if (length(call) > 1) call[2] else "figures"
if (!file.exists(file.path(folder, "manifest.json"))) stop(folder, ": is no result folder of plaza")
dir.create(figures, showWarnings = FALSE, recursive = TRUE)
has <- function(package) requireNamespace(package, quietly = TRUE)

# A table: CSV where there is one, else all its Parquet files. Codes of municipalities stay text.
plaza_table <- function(folder, name) {
  csv <- file.path(folder, paste0(name, ".csv"))
  if (file.exists(csv)) {
    header <- names(read.csv(csv, nrows = 1, check.names = FALSE))
    text <- intersect(header, c("policy", "municipality", "metric", "verdict"))
    return(read.csv(csv, colClasses = setNames(rep("character", length(text)), text), check.names = FALSE))
  }
  files <- sort(Sys.glob(file.path(folder, name, "*", "*.parquet")))
  if (length(files) == 0) files <- Sys.glob(file.path(folder, paste0(name, ".parquet")))
  if (length(files) == 0) stop(folder, ": has no table ", name)
  if (has("nanoparquet")) return(do.call(rbind, lapply(files, nanoparquet::read_parquet)))
  if (has("arrow")) return(as.data.frame(dplyr::collect(arrow::open_dataset(files))))
  if (has("duckdb")) {
    database <- DBI::dbConnect(duckdb::duckdb())
    on.exit(DBI::dbDisconnect(database, shutdown = TRUE))
    list <- paste0("['", paste(files, collapse = "','"), "']")
    return(DBI::dbGetQuery(database, paste0("select * from read_parquet(", list, ")")))
  }
  stop("table ", name, " is Parquet: install.packages(\"nanoparquet\"), or run plaza with --csv for outcomes and draws")
}

# Pairs: replicate 7 is the same country and the same fortune under every policy. Replicates that share a draw of the
# parameters are not independent: their mean comes first.
pairs_with <- function(outcomes, metric, baseline = "status_quo") {
  unit <- if (all(is.na(outcomes$draw))) outcomes$replicate else outcomes$draw
  means <- tapply(outcomes[[metric]], list(unit, outcomes$policy), mean)
  if (!baseline %in% colnames(means)) stop("there is no policy ", baseline, ", expected one of ", toString(colnames(means)))
  means[, setdiff(colnames(means), baseline), drop = FALSE] - means[, baseline]
}

outcomes <- plaza_table(folder, "outcomes")
differences <- pairs_with(outcomes, "oc_deaths")
answer <- data.frame(
  policy = colnames(differences),
  difference = colMeans(differences),
  low = apply(differences, 2, function(d) t.test(d)$conf.int[1]),
  high = apply(differences, 2, function(d) t.test(d)$conf.int[2]),
  better_share = colMeans(differences < 0),
  row.names = NULL
)
cat("Organized-crime deaths, each policy less status_quo, paired (t intervals):\n")
print(answer, digits = 3)

# `plaza compare` has intervals that hold for skewed outcomes too; its means are these.
comparison <- plaza_table(folder, "comparison")
told <- comparison[comparison$metric == "oc_deaths" & comparison$verdict != "baseline", ]
same <- merge(answer, told, by = "policy", suffixes = c("", "_told"))
stopifnot(nrow(same) == nrow(answer), all(abs(same$difference - same$difference_told) < 1e-9))
cat("\nAs plaza compare tells them:\n")
print(told[, c("policy", "difference", "low", "high", "verdict")], digits = 3, row.names = FALSE)

# The map of the first policy's differences: outlines where the map has them, else the squares of a grid.
places <- plaza_table(folder, "difference_map")
places <- places[places$policy == answer$policy[1], ]
outlines <- file.path(folder, "inputs", "map", "outlines.geojson")
map_of <- function() {
  if (file.exists(outlines)) {
    # In km of the country's middle, not in degrees.
    shapes <- suppressWarnings(sf::st_set_crs(sf::st_read(outlines, quiet = TRUE), NA))
    drawn <- merge(shapes, places, by.x = "code", by.y = "municipality")
    stopifnot(nrow(drawn) == nrow(places))
    cat("\nmap of", nrow(drawn), "outlines\n")
    return(ggplot(drawn) + geom_sf(aes(fill = mean), colour = NA) + labs(x = "km", y = "km"))
  }
  grid <- cbind(places, row = as.integer(sub("r(\\d+)c.*", "\\1", places$municipality)),
                column = as.integer(sub(".*c(\\d+)", "\\1", places$municipality)))
  cat("\nmap of", nrow(grid), "squares\n")
  ggplot(grid, aes(column, row, fill = mean)) + geom_tile() + scale_y_reverse() + coord_equal()
}
if (has("ggplot2")) {
  library(ggplot2)
  forest <- ggplot(answer, aes(difference, policy, xmin = low, xmax = high)) +
    geom_vline(xintercept = 0, linetype = 2) + geom_pointrange() + labs(x = "deaths, paired difference", y = NULL)
  ggsave(file.path(figures, "forest.png"), forest, width = 6, height = 2.5, dpi = 100)
  if (!file.exists(outlines) || has("sf")) {
    drawn <- map_of() + labs(title = paste("Difference in deaths:", answer$policy[1], "less status_quo")) +
      scale_fill_gradient2(low = "#2166ac", mid = "grey95", high = "#b2182b", name = "deaths")
    ggsave(file.path(figures, "map.png"), drawn, width = 6, height = 5, dpi = 100)
  } else {
    cat("\nnot drawn: the map, for want of sf\n")
  }
} else {
  cat("\nnot drawn: the map, for want of ggplot2\n")
  grDevices::png(file.path(figures, "forest.png"), width = 600, height = 300)
  graphics::dotchart(answer$difference, answer$policy, xlim = range(answer$low, answer$high, 0), xlab = "deaths, paired")
  graphics::segments(answer$low, seq_len(nrow(answer)), answer$high, seq_len(nrow(answer)))
  invisible(grDevices::dev.off())
}

# Curves by week are in a Parquet table.
if (has("nanoparquet") || has("arrow") || has("duckdb")) {
  weeks <- plaza_table(folder, "national")
  curve <- aggregate(organizations ~ policy + week, weeks, mean)
  cat("\nOrganizations at the end, mean:\n")
  print(curve[curve$week == max(curve$week), ], digits = 3, row.names = FALSE)
} else {
  cat("\nnot read: national (Parquet), for want of nanoparquet, arrow or duckdb\n")
}
cat("figures are in", figures, "\n")
