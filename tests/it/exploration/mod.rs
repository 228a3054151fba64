//! What a design tells, held against SALib, EMA Workbench, scikit-learn, statsmodels and what is known.

mod breakdown;
mod discovery;
mod points;
mod robustness;
mod sensitivity;
