//! Notable events, as they stand in the table `events`.

use crate::state::organizations::{OrganizationKey, Outcome};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// A leader fell.
    LeaderRemoved,
    /// A plaza boss fell.
    BossRemoved,
    /// A leader was replaced.
    Succession,
    /// A splinter left.
    Split,
    /// Two organizations went to war.
    War,
    /// A war ended.
    Truce,
    /// Two organizations made common cause.
    Alliance,
    /// An ally became an enemy.
    Betrayal,
    /// A boss went over to another organization.
    Defection,
    /// A weak organization became part of another.
    Absorption,
    /// An organization came to terms with the government.
    Pact,
    /// The terms were broken.
    PactBroken,
    /// A jailed leader escaped.
    Escape,
    /// An organization captured the police of a municipality.
    PoliceCaptured,
    /// An organization is gone.
    Extinction,
    /// A unit arrived at a new place.
    Deployment,
}

impl EventKind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::LeaderRemoved,
        Self::BossRemoved,
        Self::Succession,
        Self::Split,
        Self::War,
        Self::Truce,
        Self::Alliance,
        Self::Betrayal,
        Self::Defection,
        Self::Absorption,
        Self::Pact,
        Self::PactBroken,
        Self::Escape,
        Self::PoliceCaptured,
        Self::Extinction,
        Self::Deployment,
    ];

    /// Who fell or escaped, as it is written.
    pub fn rank(self) -> Option<&'static str> {
        match self {
            Self::LeaderRemoved | Self::Escape => Some("leader"),
            Self::BossRemoved => Some("boss"),
            _ => None,
        }
    }

    /// How it can come out; empty where there is one way only.
    pub fn outcomes(self) -> &'static [EventOutcome] {
        use EventOutcome::{Contested, Fell, Heir};
        use Outcome::{Arrested, Extradited, Killed, KilledByRivals};
        match self {
            Self::LeaderRemoved | Self::BossRemoved => &[
                Fell(Killed),
                Fell(Arrested),
                Fell(Extradited),
                Fell(KilledByRivals),
            ],
            Self::Succession => &[Heir, Contested],
            _ => &[],
        }
    }

    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::LeaderRemoved => "leader_removed",
            Self::BossRemoved => "boss_removed",
            Self::Succession => "succession",
            Self::Split => "split",
            Self::War => "war",
            Self::Truce => "truce",
            Self::Alliance => "alliance",
            Self::Betrayal => "betrayal",
            Self::Defection => "defection",
            Self::Absorption => "absorption",
            Self::Pact => "pact",
            Self::PactBroken => "pact_broken",
            Self::Escape => "escape",
            Self::PoliceCaptured => "police_captured",
            Self::Extinction => "extinction",
            Self::Deployment => "deployment",
        }
    }
}

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// How somebody fell.
    Fell(Outcome),
    /// A succession with an eligible heir.
    Heir,
    /// A succession without one.
    Contested,
}

impl EventOutcome {
    /// As it is written.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fell(outcome) => outcome.label(),
            Self::Heir => "heir",
            Self::Contested => "contested",
        }
    }
}

/// A notable event of this week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// Whom it is about.
    pub organization: Option<OrganizationKey>,
    /// The other side: the enemy, the splinter.
    pub other: Option<OrganizationKey>,
    /// Where, if at one place.
    pub place: Option<u32>,
    /// How it came out.
    pub outcome: Option<EventOutcome>,
    /// Eligible heirs the week before.
    pub successors: Option<u32>,
    /// Members concerned: of the cell, the organization, the splinter.
    pub members: Option<u32>,
}

impl Event {
    /// An event of which nothing is known yet but its kind.
    pub fn new(kind: EventKind) -> Self {
        Self {
            kind,
            organization: None,
            other: None,
            place: None,
            outcome: None,
            successors: None,
            members: None,
        }
    }

    /// An event about an organization.
    pub fn of(organization: OrganizationKey, kind: EventKind) -> Self {
        Self {
            organization: Some(organization),
            ..Self::new(kind)
        }
    }

    /// An event between an organization and the other side.
    pub fn between(organization: OrganizationKey, other: OrganizationKey, kind: EventKind) -> Self {
        Self {
            other: Some(other),
            ..Self::of(organization, kind)
        }
    }
}
