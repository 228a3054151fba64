//! Figures, one file each.
