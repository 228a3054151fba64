//! A policy.

use crate::state::government::{Deployment, Orders};

/// A policy: levels of levers over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name.
    pub name: String,
}

impl Policy {
    /// The orders of calendar week `week` under a policy that started in week `start`.
    pub fn orders(&self, week: i32, start: i32) -> Orders {
        let _ = (week, start);
        Orders {
            leader_targeting: 0.0,
            kill_share: 0.0,
            soldiers: 0.0,
            deployment: Deployment::Home,
        }
    }
}
