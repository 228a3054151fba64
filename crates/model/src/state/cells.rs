//! A cell: an organization in one municipality, led by its plaza boss.

use rand::Rng;

use crate::engine::luck::{mix_all, trait_of};
use crate::engine::roster::Roster;
use crate::state::citizens::{Person, STRATA, Stratum, one_of};
use crate::state::organizations::{OrganizationKey, Organizations, Outcome};

/// A plaza boss: the agent who runs a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boss {
    /// Identity: a mix of the organization's key, the place and the week of appointment.
    pub key: u64,
    /// Devotion to the leader under whom they were appointed, 0 to 1: a trait.
    pub loyalty: f64,
    /// Wish to lead, 0 to 1: a trait.
    pub ambition: f64,
    /// Week of appointment.
    pub since: i32,
}

impl Boss {
    /// The boss appointed by `organization` at `place` in `week`: traits follow from the identity.
    pub fn appointed(organization: OrganizationKey, place: u32, week: i32) -> Self {
        let key = mix_all(&[
            0xb055,
            organization.0,
            u64::from(place),
            u64::from(week.cast_unsigned()),
        ]);
        Self {
            key,
            loyalty: trait_of(mix_all(&[key, 1])),
            ambition: trait_of(mix_all(&[key, 2])),
            since: week,
        }
    }

    /// Weeks in office.
    pub fn tenure(&self, week: i32) -> i32 {
        week - self.since
    }
}

/// How many businesses there are.
pub const BUSINESSES: usize = 5;

/// What a cell lives from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Business {
    /// Tolls on the drugs that pass.
    Trafficking,
    /// Drugs sold here.
    Retail,
    /// Firms that pay.
    Extortion,
    /// Kidnapping and robbery.
    Kidnapping,
    /// Migrants brought north.
    Smuggling,
}

impl Business {
    /// All of them, in order of [`Self::index`].
    pub const ALL: [Self; BUSINESSES] = [
        Self::Trafficking,
        Self::Retail,
        Self::Extortion,
        Self::Kidnapping,
        Self::Smuggling,
    ];

    /// An index below [`BUSINESSES`].
    pub fn index(self) -> usize {
        self as usize
    }
}

/// The associates of a cell: how many there are of each stratum, and in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Associates {
    by_stratum: [u32; STRATA],
    all: u32,
}

impl Associates {
    /// All of them.
    pub fn count(&self) -> u32 {
        self.all
    }

    /// By stratum.
    pub fn by_stratum(&self) -> &[u32; STRATA] {
        &self.by_stratum
    }

    /// Takes these in.
    pub fn add(&mut self, counts: &[u32; STRATA]) {
        for (own, new) in self.by_stratum.iter_mut().zip(counts) {
            *own += new;
            self.all += new;
        }
    }

    /// Lets these go.
    pub fn remove(&mut self, counts: &[u32; STRATA]) {
        for (own, gone) in self.by_stratum.iter_mut().zip(counts) {
            *own -= gone;
            self.all -= gone;
        }
    }

    /// Takes out one, each as likely; their stratum.
    pub fn lose_one(&mut self, rng: &mut impl Rng) -> Option<Stratum> {
        let stratum = one_of(rng, &self.by_stratum, self.all)?;
        self.by_stratum[stratum.index()] -= 1;
        self.all -= 1;
        Some(stratum)
    }
}

/// Where to look first for an organization. It says nothing about the cell: any is equal to any other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rank(pub usize);

impl PartialEq for Rank {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// An organization in one municipality.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The organization.
    pub organization: OrganizationKey,
    /// Where it stood among all when they were last counted: where to look for it first.
    pub rank: Rank,
    /// The plaza boss.
    pub boss: Boss,
    /// How the boss fell, until succession settles it this week.
    pub fallen: Option<Outcome>,
    /// The week in which a boss of this plaza last fell.
    pub boss_fell: Option<i32>,
    /// The faction within the organization, an index into the world's faction names.
    pub faction: Option<u16>,
    /// Members, one to one.
    pub members: Roster<Person>,
    /// Look-outs, petty dealers, gang youths for hire.
    pub associates: Associates,
    /// Arrests of the last weeks, decaying (persons): the pressure that pushes a cell elsewhere.
    pub pressure: f64,
    /// Members and associates lost in the last weeks, dead or jailed, decaying (persons): the risk
    /// that recruits see.
    pub danger: f64,
    /// Members and associates killed since the organization last counted its losses.
    pub killed: u32,
    /// Arms the forces took from it since its organization last counted.
    pub arms_lost: u32,
    /// People it killed since its organization's violence was last counted.
    pub kills: u32,
    /// Part of its work in each business; adds to 1.
    pub effort: [f64; BUSINESSES],
    /// Income of the week (dollars) from each business.
    pub income: [f64; BUSINESSES],
    /// Firms that pay it.
    pub payers: u32,
    /// Firms it visited this week for the first time.
    pub visits: u32,
    /// Fights, killings and arrests of this week, each of which the press may notice.
    pub incidents: u32,
    /// Whether the press named the organization here this week.
    pub visible: bool,
}

impl Cell {
    /// A new cell with no one in it yet.
    pub fn new(organization: OrganizationKey, place: u32, week: i32) -> Self {
        Self {
            organization,
            rank: Rank::default(),
            boss: Boss::appointed(organization, place, week),
            fallen: None,
            boss_fell: None,
            faction: None,
            members: Roster::default(),
            associates: Associates::default(),
            pressure: 0.0,
            danger: 0.0,
            killed: 0,
            arms_lost: 0,
            kills: 0,
            effort: [1.0 / BUSINESSES as f64; BUSINESSES],
            income: [0.0; BUSINESSES],
            payers: 0,
            visits: 0,
            incidents: 0,
            visible: false,
        }
    }

    /// Where its organization stands among all.
    pub fn rank_among(&self, organizations: &Organizations) -> usize {
        match organizations.get_index(self.rank.0) {
            Some((key, _)) if *key == self.organization => self.rank.0,
            _ => {
                let rank = organizations.get_index_of(&self.organization);
                rank.expect("a cell belongs to an organization that exists")
            }
        }
    }

    /// Associates of all strata.
    pub fn associate_count(&self) -> u32 {
        self.associates.count()
    }

    /// Members as a real number, for rates.
    #[inline]
    pub fn strength(&self) -> f64 {
        f64::from(self.members.len())
    }
}
