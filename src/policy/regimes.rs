//! From levels of levers to the government's orders: all that a policy can change in the model.

use crate::policy::levers::{Catalogue, Kind, Level};
use crate::state::government::{Deployment, Orders};

/// A lever as the model knows it.
#[derive(Debug)]
pub struct Regime {
    /// Its name in the catalogue.
    pub name: &'static str,
    /// What its level does to the orders.
    pub moves: Moves,
}

/// What a level does to the orders.
#[derive(Debug)]
pub enum Moves {
    /// A number, in this unit, becomes part of the orders.
    Number(&'static str, fn(&mut Orders, f64)),
    /// An option says where mobile units go.
    Deployment(&'static [(&'static str, Deployment)]),
}

/// All levers.
pub static LEVERS: &[Regime] = &[
    Regime {
        name: "leader_targeting",
        moves: Moves::Number("1/year", |orders, level| orders.leader_targeting = level),
    },
    Regime {
        name: "kill_share",
        moves: Moves::Number("1", |orders, level| orders.kill_share = level),
    },
    Regime {
        name: "army_units",
        moves: Moves::Number("soldier", |orders, level| orders.soldiers = level),
    },
    Regime {
        name: "deployment_rule",
        moves: Moves::Deployment(&[
            ("home", Deployment::Home),
            ("even", Deployment::Even),
            ("hot_spots", Deployment::HotSpots),
        ]),
    },
];

impl Regime {
    /// Writes a level into the orders.
    ///
    /// # Panics
    /// When the level is not one of this lever: levels are checked against the catalogue, and the
    /// catalogue by [`objections`].
    pub fn apply(&self, orders: &mut Orders, level: &Level) {
        match (&self.moves, level) {
            (Moves::Number(_, set), Level::Number(number)) => set(orders, *number),
            (Moves::Deployment(options), Level::Option(name)) => {
                let option = options.iter().find(|(option, _)| option == name);
                orders.deployment = option.expect("an option of the catalogue is known").1;
            }
            _ => panic!("lever `{}` cannot have the level {level}", self.name),
        }
    }
}

/// Where the catalogue and the model disagree: index of the lever, if it is about one, and what
/// is wrong.
pub fn objections(catalogue: &Catalogue) -> Vec<(Option<usize>, String)> {
    let mut objections = Vec::new();
    for regime in LEVERS {
        if catalogue.find(regime.name).is_none() {
            objections.push((None, format!("lever `{}` is missing", regime.name)));
        }
    }
    for (index, lever) in catalogue.levers.iter().enumerate() {
        let mut object = |message: String| objections.push((Some(index), message));
        if catalogue.levers[..index]
            .iter()
            .any(|other| other.name == lever.name)
        {
            object(format!("lever `{}` stands twice", lever.name));
        }
        let regime = LEVERS.iter().find(|regime| regime.name == lever.name);
        match (regime.map(|regime| &regime.moves), &lever.kind) {
            (None, _) => object(format!("lever `{}` moves nothing in the model", lever.name)),
            (Some(Moves::Number(expected, _)), Kind::Number { unit, range }) => {
                if unit != expected {
                    object(format!("unit is `{unit}`, expected `{expected}`"));
                }
                if !(range[0] <= 0.0 && 0.0 <= range[1]) {
                    object(format!(
                        "range [{}, {}] does not include 0, which means absent",
                        range[0], range[1]
                    ));
                }
            }
            (Some(Moves::Deployment(known)), Kind::Choice(options)) => {
                for option in options {
                    if !known.iter().any(|(name, _)| name == option) {
                        object(format!("option \"{option}\" does not exist in the model"));
                    }
                }
            }
            (Some(Moves::Number(unit, _)), Kind::Choice(_)) => {
                object(format!("expected a number [{unit}], found a choice"));
            }
            (Some(Moves::Deployment(_)), Kind::Number { .. }) => {
                object("expected a choice, found a number".to_owned());
            }
        }
    }
    objections
}
