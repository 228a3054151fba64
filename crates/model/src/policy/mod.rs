//! Policies are data: levers with levels over time, resolved to the government's orders
//! and to their costs.

pub mod course;
pub mod levers;
pub mod money;
pub mod notes;
pub mod places;
#[expect(
    clippy::module_inception,
    reason = "a policy is what this floor is about"
)]
pub mod policy;
pub mod regimes;
pub mod scale;
pub mod triggers;

pub use policy::Policy;
