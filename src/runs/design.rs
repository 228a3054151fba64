//! An experiment, complete: everything its results depend on, and nothing else.

mod record;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

pub use plaza_batch::blocks::BLOCK;
pub use plaza_batch::manifest::TEST;

use plaza_engine::luck::Key;
use plaza_model::policy::Policy;
use plaza_model::policy::course::{Course, Terms};
use plaza_model::policy::levers::Catalogue;
use plaza_model::state::forces::Force;
use plaza_model::state::map::Map;
use plaza_model::state::organizations::Outcome;
use plaza_model::state::script::Script;
use plaza_model::state::world::{Country, World};
use plaza_model::submodels::Parameters;
use plaza_model::submodels::schedule::Process;

pub use crate::runs::design::record::{
    Record, RecordMunicipalities, RecordOf, RecordReplicates, Weekly,
};

/// Everything results depend on.
#[derive(Clone, Debug)]
pub struct Design {
    /// The name of the experiment.
    pub name: String,
    /// The country.
    pub map: Arc<Map>,
    /// The parameters.
    pub parameters: Arc<Parameters>,
    /// Where they are drawn anew for some replicates.
    pub draws: Option<Draws>,
    /// The levers, with their lags and costs.
    pub catalogue: Arc<Catalogue>,
    /// In force until week 0.
    pub before: Policy,
    /// In force from week 0 to [`Self::policies_from`].
    pub shared: Policy,
    /// The policies compared, each in force from [`Self::policies_from`].
    pub policies: Vec<Policy>,
    /// The policy that the table `months` holds each of them against.
    pub baseline: Option<Arc<Policy>>,
    /// For each of them other parameters, if it is a variant.
    pub variants: Vec<Option<Arc<Parameters>>>,
    /// Weeks recorded, from week 0.
    pub weeks: i32,
    /// Weeks before week 0, not recorded.
    pub burn_in: i32,
    /// The week at which policies part.
    pub policies_from: i32,
    /// Replicates of each policy.
    pub replicates: u32,
    /// The random seed.
    pub seed: u64,
    /// One person in so many carries the full memory; seen only where lives are recorded.
    pub memory_one_in: u32,
    /// The records wanted.
    pub record: Record,
    /// What happens in every replicate whatever its luck.
    pub script: Arc<Script>,
    /// The event by which pairs of futures differ, in a twin experiment.
    pub twin: Option<Twin>,
    /// The processes of a week: [`plaza_model::submodels::schedule::SCHEDULE`], but in tests.
    pub schedule: &'static [Process],
}

/// Which replicates share a draw of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// How many replicates, one after the other, share a draw; 1 where each has its own or all have the
    /// same.
    pub luck_per_draw: u32,
    /// How many draws there are, if they are those of a table: after the last comes the first again.
    pub rows: Option<u32>,
}

impl Default for Sharing {
    fn default() -> Self {
        Self::in_a_row(1)
    }
}

impl Sharing {
    /// So many replicates in a row share a draw, and draws never end.
    pub fn in_a_row(luck_per_draw: u32) -> Self {
        Self {
            luck_per_draw: luck_per_draw.max(1),
            rows: None,
        }
    }

    /// The draw of a replicate.
    pub fn draw_of(self, replicate: u32) -> u32 {
        let draw = replicate / self.luck_per_draw;
        self.rows.map_or(draw, |rows| draw % rows.max(1))
    }

    /// The first replicate whose draw others have had before, if these are enough for that.
    pub fn again_from(self, replicates: u32) -> Option<u32> {
        let first = self.rows?.saturating_mul(self.luck_per_draw);
        (first < replicates).then_some(first)
    }
}

/// The parameters of one draw.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// All of them.
    pub parameters: Parameters,
    /// Those that are drawn, in the order of [`Draws::names`].
    pub numbers: Vec<f64>,
}

/// Parameters that are drawn.
#[derive(Clone)]
pub struct Draws {
    /// Who shares them.
    pub sharing: Sharing,
    /// The names of the numbers, as in `recruitment.rate`.
    pub names: Arc<[String]>,
    draw: Arc<dyn Fn(u32) -> Drawn + Send + Sync>,
}

impl Draws {
    /// The draws of these numbers, shared so.
    pub fn new(
        sharing: Sharing,
        names: impl IntoIterator<Item = String>,
        draw: Arc<dyn Fn(u32) -> Drawn + Send + Sync>,
    ) -> Self {
        Self {
            sharing,
            names: names.into_iter().collect(),
            draw,
        }
    }

    /// The numbers of a replicate.
    pub fn of(&self, replicate: u32) -> Parameters {
        (self.draw)(self.sharing.draw_of(replicate)).parameters
    }

    /// The numbers that are drawn, in the draw with this number.
    pub fn numbers(&self, draw: u32) -> Vec<f64> {
        (self.draw)(draw).numbers
    }
}

impl fmt::Debug for Draws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draws: {:?}", self.sharing)
    }
}

/// A twin experiment: each replicate is lived through once, and once more for each event, which is all
/// that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Twin {
    /// The week of the events.
    pub week: i32,
    /// What happens, each in a future of its own.
    pub events: Vec<TwinEvent>,
}

/// What happens in one of the futures.
#[derive(Clone, Debug, PartialEq)]
pub struct TwinEvent {
    /// Its name.
    pub name: String,
    /// What it is.
    pub change: Change,
}

/// What differs between two futures.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Nothing: the futures are the same for ever.
    Nothing,
    /// Somebody of an organization falls.
    Removal {
        /// Of which organization.
        of: Whose,
        /// Who.
        who: Fallen,
        /// How; without it, as the policy's orders have it.
        outcome: Option<Outcome>,
    },
    /// Officers or soldiers are sent.
    Units {
        /// Of which force.
        force: Force,
        /// How many.
        strength: f64,
        /// Where to; without a place, to the seat of the organization.
        place: Option<u32>,
        /// The organization at whose seat they are wanted.
        of: Whose,
        /// For how many weeks.
        weeks: i32,
    },
}

/// Which organization it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The one with so many larger ones, less one: 1 is the largest, by members, the first key of equals.
    Ranked(u32),
    /// The one of this name.
    Named(String),
    /// In pair r the one ranked 1 + r of all groups, and the largest again after the last.
    Each,
    /// The one with most members at a place, or else the largest of all.
    There(u32),
}

/// Who of an organization falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallen {
    /// Its leader.
    Leader,
    /// The plaza boss at a place; without one, of the largest cell that is not the leader's seat.
    Boss(Option<u32>),
}

impl Design {
    /// The design that also runs the baseline of months, and which of its policies that is; nothing where no months
    /// are recorded.
    pub fn with_baseline(&self) -> Option<(Cow<'_, Self>, usize)> {
        let baseline = self.baseline.as_ref().filter(|_| self.record.months)?;
        let found = self
            .policies
            .iter()
            .position(|policy| policy == &**baseline);
        if let Some(index) = found {
            return Some((Cow::Borrowed(self), index));
        }
        let mut with = self.clone();
        with.policies.push((**baseline).clone());
        with.variants.push(None);
        Some((Cow::Owned(with), self.policies.len()))
    }

    /// Which replicates share a draw of the parameters.
    pub fn sharing(&self) -> Sharing {
        let draws = self.draws.as_ref();
        draws.map_or_else(Sharing::default, |draws| draws.sharing)
    }

    /// The draw of a replicate; none where all have the same numbers.
    pub fn draw_of(&self, replicate: u32) -> Option<u32> {
        let draws = self.draws.as_ref();
        draws.map(|draws| draws.sharing.draw_of(replicate))
    }

    /// How many blocks there are.
    pub fn blocks(&self) -> u32 {
        self.replicates.div_ceil(BLOCK)
    }

    /// The parameters in a replicate under each policy; policies with the same numbers share
    /// them.
    pub fn parameters_in(&self, replicate: u32) -> Vec<Arc<Parameters>> {
        let drawn = self
            .draws
            .as_ref()
            .map(|draws| Arc::new(draws.of(replicate)));
        (0..self.policies.len())
            .map(|policy| {
                drawn
                    .as_ref()
                    .unwrap_or_else(|| self.parameters_of(policy))
                    .clone()
            })
            .collect()
    }

    /// Whether two policies have the same parameters in every replicate.
    pub fn have_same_parameters(&self, policy: usize, other: usize) -> bool {
        self.draws.is_some() || Arc::ptr_eq(self.parameters_of(policy), self.parameters_of(other))
    }

    /// The parameters under the policy with this index, but for draws.
    pub fn parameters_of(&self, policy: usize) -> &Arc<Parameters> {
        let variant = self.variants.get(policy).and_then(Option::as_ref);
        variant.unwrap_or(&self.parameters)
    }

    /// The world of one replicate before its first week.
    pub fn first_world(&self, parameters: &Parameters, key: Key) -> World {
        let country = Country::new(self.map.clone(), &parameters.citizens);
        let mut world = World::new(
            Arc::new(country),
            &parameters.initial,
            &parameters.citizens,
            &parameters.territory,
            key,
            -self.burn_in,
        );
        world.given.script = self.script.clone();
        world
    }

    /// How late each lever acts and its cost on the map.
    pub fn terms(&self) -> Terms {
        Terms::all(&self.catalogue, &self.map)
    }

    /// The course of the policy with this index: the policy before week 0, then the shared one, then
    /// the policy itself.
    pub fn course<'a>(&'a self, terms: &'a Terms, policy: usize) -> Course<'a> {
        let mut course = Course::new(terms, -self.burn_in, &self.before);
        if self.policies_from > 0 {
            course = course.then(0, &self.shared);
        }
        course.then(self.policies_from, &self.policies[policy])
    }
}
