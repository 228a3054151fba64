//! All integration tests: one binary, one file per kind of test.

mod figures;
