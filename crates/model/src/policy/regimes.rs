//! From levels of levers to the government's orders: all that a policy can change in the model.

use crate::policy::levers::{Catalogue, Kind, Level};
use crate::state::government::{AREAS, Allocation, Deployment, Orders};
use crate::state::locally::Local;
use crate::units::plain;

/// A lever as the model knows it.
#[derive(Debug)]
pub struct Regime {
    /// Its name in the catalogue.
    pub name: &'static str,
    /// What its level does to the orders.
    pub moves: Moves,
    /// Whether it can be ordered for some places only.
    pub reach: Reach,
}

/// Where a lever acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// In the whole country.
    Country,
    /// At each place by the level that is set there.
    Places(Local),
    /// With one level, at the places it is sent to.
    Sent(Local),
}

/// What a level does to the orders.
#[derive(Debug)]
pub enum Moves {
    /// A number, in this unit, becomes part of the orders.
    Number(&'static str, fn(&mut Orders, f64)),
    /// An option says where mobile units go.
    Deployment(&'static [(&'static str, Deployment)]),
    /// An option says where local programmes are.
    Allocation(&'static [(&'static str, Allocation)]),
    /// Shares of these parts become part of the orders.
    Shares([&'static str; AREAS], fn(&mut Orders, [f64; AREAS])),
}

const fn number(name: &'static str, unit: &'static str, set: fn(&mut Orders, f64)) -> Regime {
    Regime {
        name,
        moves: Moves::Number(unit, set),
        reach: Reach::Country,
    }
}

/// The same, for a lever that acts where it is ordered.
const fn at(reach: Reach, lever: Regime) -> Regime {
    Regime { reach, ..lever }
}

/// A lever whose level is a part of something whole.
const fn part(name: &'static str, set: fn(&mut Orders, f64)) -> Regime {
    number(name, "1", set)
}

/// All levers, in the order of the catalogue.
pub static LEVERS: &[Regime] = &[
    at(
        Reach::Places(Local::LeaderTargeting),
        number("leader_targeting", "1/year", |to, x| {
            to.leader_targeting = x
        }),
    ),
    part("kill_share", |to, x| to.kill_share = x),
    part("conditional_repression", |to, x| {
        to.conditional_repression = x
    }),
    part("extradition", |to, x| to.extradition = x),
    part("financial_intelligence", |to, x| {
        to.financial_intelligence = x
    }),
    at(
        Reach::Sent(Local::Army),
        number("army_units", "soldier", |to, x| to.soldiers = x),
    ),
    at(
        Reach::Sent(Local::Navy),
        number("navy_units", "marine", |to, x| to.marines = x),
    ),
    at(
        Reach::Sent(Local::FederalPolice),
        number("federal_police_units", "officer", |to, x| {
            to.federal_police = x
        }),
    ),
    Regime {
        name: "deployment_rule",
        moves: Moves::Deployment(&[
            ("home", Deployment::Home),
            ("even", Deployment::Even),
            ("hot_spots", Deployment::HotSpots),
            ("corridors", Deployment::Corridors),
            ("border", Deployment::Border),
        ]),
        reach: Reach::Country,
    },
    part("joint_command", |to, x| to.joint_command = x),
    at(
        Reach::Places(Local::Intervention),
        part("intervention_in_captured_forces", |to, x| {
            to.intervention_in_captured_forces = x;
        }),
    ),
    at(
        Reach::Places(Local::PolicePay),
        part("police_pay", |to, x| to.police_pay = x),
    ),
    at(
        Reach::Places(Local::PoliceVetting),
        part("police_vetting", |to, x| to.police_vetting = x),
    ),
    at(
        Reach::Places(Local::PoliceTraining),
        part("police_training", |to, x| to.police_training = x),
    ),
    at(
        Reach::Places(Local::UnifiedStateCommand),
        part("unified_state_command", |to, x| {
            to.unified_state_command = x
        }),
    ),
    at(
        Reach::Places(Local::CommunityPolicing),
        part("community_policing", |to, x| to.community_policing = x),
    ),
    at(
        Reach::Places(Local::FocusedDeterrence),
        part("focused_deterrence", |to, x| to.focused_deterrence = x),
    ),
    at(
        Reach::Places(Local::ProsecutorsAndCourts),
        part("prosecutors_and_courts", |to, x| {
            to.prosecutors_and_courts = x
        }),
    ),
    at(
        Reach::Places(Local::Prisons),
        part("prisons", |to, x| to.prisons = x),
    ),
    part("intelligence_sharing", |to, x| to.intelligence_sharing = x),
    part("equipment", |to, x| to.equipment = x),
    part("arms_control_southward", |to, x| {
        to.arms_control_southward = x
    }),
    part("inspection_northward", |to, x| to.inspection_northward = x),
    at(
        Reach::Places(Local::Crossings),
        part("crossings", |to, x| to.crossings = x),
    ),
    at(
        Reach::Places(Local::YouthProgrammes),
        part("youth_programmes", |to, x| to.youth_programmes = x),
    ),
    at(
        Reach::Places(Local::WorkAndSchool),
        part("work_and_school", |to, x| to.work_and_school = x),
    ),
    at(
        Reach::Places(Local::CultureOfLawfulness),
        part("culture_of_lawfulness", |to, x| {
            to.culture_of_lawfulness = x
        }),
    ),
    at(
        Reach::Places(Local::CivilSociety),
        part("civil_society", |to, x| to.civil_society = x),
    ),
    at(
        Reach::Places(Local::ReportingChannels),
        part("reporting_channels", |to, x| to.reporting_channels = x),
    ),
    at(
        Reach::Places(Local::WitnessProtection),
        part("witness_protection", |to, x| to.witness_protection = x),
    ),
    part("us_demand_reduction", |to, x| to.us_demand_reduction = x),
    part("legal_cannabis", |to, x| to.legal_cannabis = x),
    part("decriminalized_possession", |to, x| {
        to.decriminalized_possession = x;
    }),
    part("accommodation", |to, x| to.accommodation = x),
    part("corridor_sharing", |to, x| to.corridor_sharing = x),
    part("pact_monitoring", |to, x| to.pact_monitoring = x),
    Regime {
        name: "allocation",
        moves: Moves::Allocation(&[
            ("all", Allocation::All),
            ("border_cities", Allocation::BorderCities),
            ("states_alike", Allocation::StatesAlike),
            ("most_violent", Allocation::MostViolent),
            ("need", Allocation::Need),
        ]),
        reach: Reach::Country,
    },
    number("aid_budget", "dollar/year", |to, x| to.aid_budget = x),
    Regime {
        name: "aid_shares",
        moves: Moves::Shares(
            ["justice", "criminal_groups", "border", "prevention"],
            |to, x| to.aid_shares = x,
        ),
        reach: Reach::Country,
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
                orders.deployment = chosen(options, name);
            }
            (Moves::Allocation(options), Level::Option(name)) => {
                orders.allocation = chosen(options, name);
            }
            (Moves::Shares(_, set), Level::Shares(shares)) => {
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
            (Moves::Deployment(known), Kind::Choice(options)) => stranger(known, options),
            (Moves::Allocation(known), Kind::Choice(options)) => stranger(known, options),
            (Moves::Shares(known, _), Kind::Shares(parts)) => (parts != known).then(|| {
                format!(
                    "shares of {}, expected {}",
                    parts.join(", "),
                    known.join(", ")
                )
            }),
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
            Self::Deployment(_) | Self::Allocation(_) => "a choice".to_owned(),
            Self::Shares(..) => "shares".to_owned(),
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

fn chosen<T: Copy>(options: &[(&str, T)], name: &str) -> T {
    let option = options.iter().find(|(option, _)| *option == name);
    option.expect("an option of the catalogue is known").1
}

fn stranger<T>(known: &[(&str, T)], options: &[String]) -> Option<String> {
    let unknown = |option: &&String| !known.iter().any(|(name, _)| name == option);
    let stranger = options.iter().find(unknown)?;
    Some(format!("option \"{stranger}\" does not exist in the model"))
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
