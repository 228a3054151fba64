//! What is read: experiments, parameters, maps, tables, and every way for them to be wrong.

mod abroad;
mod another_country;
mod config;
mod endless;
mod extending;
pub mod fuzz;
mod likeness;
pub mod map_folder;
mod map_tables;
mod posterior;
mod replay;
mod start_tables;
mod tables_of_people;
mod variants;
