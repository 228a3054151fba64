//! Rules of the model: their limits, laws and rights.

mod causes;
mod conditions;
mod conflict;
mod contract;
mod economy;
mod grid;
mod hiring;
mod institutions;
mod joint_law;
mod limits;
mod pairing;
mod policies;
mod presence;
mod raids;
mod rights;
mod society;
mod theatres;
pub mod worlds;
