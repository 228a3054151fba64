//! From levels of levers to the government's orders: all that a policy can change in the model.

use crate::policy::levers::{Catalogue, Kind, Level};
use crate::state::government::Area;
use crate::state::orders::Orders;
pub use crate::state::orders::{LEVERS, Moves, Reach, Regime};
use crate::units::plain;

impl Regime {
    /// Writes a level into the orders.
    ///
    /// # Panics
    /// When the level is not one of this lever: levels are checked against the catalogue, and the
    /// catalogue by [`objections`].
    pub fn apply(&self, orders: &mut Orders, level: &Level) {
        match (&self.moves, level) {
            (Moves::Number(_, set), Level::Number(number)) => set(orders, *number),
            (Moves::Choice(set), Level::Option(name)) => {
                set(orders, name).expect("an option of the catalogue is known");
            }
            (Moves::Shares(set), Level::Shares(shares)) => {
                let shares = shares.as_slice().try_into();
                set(orders, shares.expect("each part has a share"));
            }
            _ => panic!("lever `{}` cannot have the level {level}", self.name),
        }
    }

    /// What is wrong with the kind that the catalogue gives this lever, if anything.
    fn objection(&self, kind: &Kind) -> Option<String> {
        match (&self.moves, kind) {
            (
                Moves::Number(expected, _),
                Kind::Number {
                    unit,
                    range: [low, high],
                },
            ) => {
                if unit != expected {
                    return Some(format!("unit is `{unit}`, expected `{expected}`"));
                }
                if !(low.is_finite() && high.is_finite()) {
                    return Some(format!(
                        "range [{low}, {high}] has no end, expected two numbers"
                    ));
                }
                (!(*low <= 0.0 && 0.0 <= *high)).then(|| {
                    format!(
                        "range [{}, {}] does not include 0, which means absent",
                        plain(*low),
                        plain(*high)
                    )
                })
            }
            (Moves::Choice(set), Kind::Choice(options)) => {
                let unknown = |option: &&String| set(&mut Orders::NONE.clone(), option).is_none();
                let stranger = options.iter().find(unknown)?;
                Some(format!("option \"{stranger}\" does not exist in the model"))
            }
            (Moves::Shares(_), Kind::Shares(parts)) => {
                let known = Area::ALL.map(Area::label);
                let (parts, known) = (parts.join(", "), known.join(", "));
                (parts != known).then(|| format!("shares of {parts}, expected {known}"))
            }
            (moves, kind) => Some(format!(
                "expected {}, found {}",
                moves.kind(),
                kind_of(kind)
            )),
        }
    }
}

impl Moves {
    fn kind(&self) -> String {
        match self {
            Self::Number(unit, _) => format!("a number [{unit}]"),
            Self::Choice(_) => "a choice".to_owned(),
            Self::Shares(_) => "shares".to_owned(),
        }
    }
}

fn kind_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number { .. } => "a number",
        Kind::Choice(_) => "a choice",
        Kind::Shares(_) => "shares",
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
        match LEVERS.iter().find(|regime| regime.name == lever.name) {
            None => object(format!("lever `{}` moves nothing in the model", lever.name)),
            Some(regime) => {
                regime
                    .objection(&lever.kind)
                    .into_iter()
                    .for_each(&mut object);
            }
        }
        lever.account_objections().into_iter().for_each(object);
    }
    objections
}
