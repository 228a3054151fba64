//! The house itself: sources, documentation, schemas.

mod catalogue;
mod circles;
mod documents;
mod floors;
pub mod imports;
mod instructions;
mod model_version;
mod odd;
mod policy_page;
mod schema;
