//! Response: victims remember, report or stay silent, pay or refuse, leave.
//!
//! # Rule
//! Victims of the week are firms visited by extortionists, people kidnapped or robbed, and the bereaved, one for each
//! person killed. All residents of 15 and older are as likely to be hit. Children and grown residents are counted by
//! class (never, once, or more often a victim in the last year); a victim moves up. The strata of victims are drawn
//! only for people who are followed.
//!
//! *Reporting.* A victim reports with chance
//!
//! ```text
//! reporting * logistic(i + trust T - fear F + lawfulness L
//!   + channels + protection - captured + again n)
//! ```
//!
//! with i = `report_extortion` or `report_other`; T, F, L the trust, fear and lawfulness of the municipality; channels
//! and protection by the local programmes; `captured` where the municipal police serve an organization; n the steps of
//! the class above never. Reports inform the forces: of the knowledge they lack of the place they gain a share
//! `1 - exp(-inform r)`, r reports per 100,000 residents.
//!
//! *Paying.* A firm visited pays with chance `q = logistic(pay + pay_fear F - pay_lawfulness L)`. One that refuses is
//! punished with chance `punish`: the cell kills a civilian, a death of the cause *other*. Firms that pay stop, by
//! refusing or closing, with hazard `stop (1 - q)` [1/week].
//!
//! *Leaving.* A resident flees with hazard `leave F V / (V + severe)` [1/week], times `victim` for each step of the
//! class, V organized-crime deaths per 100,000 in mind, to which those of the week are added. The stratum is drawn
//! among the civilians of the age. Whoever flees is at home nowhere: not a victim, not a recruit, until back.
//!
//! *Trust* in the police shrinks by the share `1 - exp(-(unpunished u + complaint c))`, u the crimes of the week that
//! will go unpunished, `crimes (1 - capacity * prosecutors)` of the state's justice, and c the complaints of the week,
//! both per 100,000 residents.
//!
//! # Reads
//! tally, visits; fear, trust, lawfulness, memory; programmes, police captured, justice
//!
//! # Writes
//! citizens (civilian -> dead, displaced); memory; community (violence in mind, trust, intelligence); deeds (kills);
//! business (payers); notice (incidents); tally
//!
//! # Source
//! levels \[C15\], \[C18\]; forms and weights assumed
//!
//! # Rationale
//! the fear of those visited, robbed or bereaved is that of the municipality, not their own
//!
//! # Limit
//! reporting 0: nobody reports; no crime: nothing changes
//! (`rules::society::nobody_reports_where_reporting_is_off_and_few_at_the_start`)

use schemars::JsonSchema;
use serde::Deserialize;

use crate::engine::luck::{Luck, Stream};
use crate::engine::sampling::{befalls, below, binomial, chance, logistic, poisson, weighted};
use crate::state::community::Community;
use crate::state::memory::{Class, Experience, What};
use crate::state::orders::Programmes;
use crate::state::parts::{Part, parts};
use crate::state::world::{Municipality, Nation};
use crate::units::{Factor, Per100k, Probability, Quantity, Share, Sourced, WeeklyRate, Weight};

/// What the rule writes.
pub const WRITES: &[Part] = parts! { Citizens, Memory, Community, Deeds, Business, Notice, Tally };

/// Parameters of the response to crime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameters {
    /// Share of the victims to whom reporting is open at all; 0: nobody reports.
    pub reporting: Sourced<Share>,
    /// Log-odds of a firm visited by extortionists to report when nothing else counts.
    pub report_extortion: Sourced<Weight>,
    /// The same of any other victim.
    pub report_other: Sourced<Weight>,
    /// Added to the log-odds of reporting by full trust in the police.
    pub trust: Sourced<Weight>,
    /// Taken from them by full fear.
    pub fear: Sourced<Weight>,
    /// Added by full lawfulness.
    pub lawfulness: Sourced<Weight>,
    /// Added by the full programme of reporting channels.
    pub channels: Sourced<Weight>,
    /// Added by full protection of witnesses.
    pub protection: Sourced<Weight>,
    /// Taken by municipal police who serve an organization.
    pub captured: Sourced<Weight>,
    /// Added by having been a victim before, by class.
    pub again: Sourced<Weight>,
    /// Log-odds of a firm to pay when nothing else counts.
    pub pay: Sourced<Weight>,
    /// Added to them by full fear.
    pub pay_fear: Sourced<Weight>,
    /// Taken from them by full lawfulness.
    pub pay_lawfulness: Sourced<Weight>,
    /// Hazard of a firm that would never pay now to stop paying, or to close [1/week].
    pub stop: Sourced<WeeklyRate>,
    /// Chance that somebody is killed where a firm refuses.
    pub punish: Sourced<Probability>,
    /// Hazard of a resident in full fear and the worst violence to flee [1/week].
    pub leave: Sourced<WeeklyRate>,
    /// Deaths per 100,000 in mind at which half as many flee as in the worst violence.
    pub severe: Sourced<Per100k>,
    /// How much likelier those flee who were victims, by class.
    pub victim: Sourced<Factor>,
    /// Trust lost, as a share of it, for a crime unpunished per 100,000 residents.
    pub unpunished: Sourced<Factor>,
    /// Trust lost for a complaint against the forces per 100,000 residents.
    pub complaint: Sourced<Factor>,
    /// Knowledge won by a report per 100,000 residents, as a share of what is not known.
    pub inform: Sourced<Factor>,
}

/// Chance of a victim to report; `crime` the log-odds of the crime.
pub fn reports(
    p: &Parameters,
    crime: f64,
    community: &Community,
    programmes: &Programmes,
    captured: bool,
    class: Class,
) -> f64 {
    let odds = crime + p.trust.get() * community.trust - p.fear.get() * community.fear
        + p.lawfulness.get() * community.lawfulness
        + p.channels.get() * programmes.reporting_channels
        + p.protection.get() * programmes.witness_protection
        - p.captured.get() * f64::from(captured)
        + p.again.get() * class.steps();
    p.reporting.get() * logistic(odds)
}

/// Chance of a firm visited to pay.
pub fn pays(p: &Parameters, community: &mut Community) -> f64 {
    let fear = p.pay_fear.get() * community.fear;
    let odds = p.pay.get() + fear - p.pay_lawfulness.get() * community.lawfulness;
    community.pays.of([odds], |[odds]| logistic(odds))
}

/// Hazard of a resident of a class to flee [1/week].
pub fn flight(p: &Parameters, community: &Community, class: Class) -> f64 {
    if community.violence <= 0.0 {
        return 0.0;
    }
    let severity = community.violence / (community.violence + p.severe.get());
    let before = match class {
        Class::Never => 1.0,
        Class::Once => p.victim.get(),
        Class::More => p.victim.get() * p.victim.get(),
    };
    p.leave.get() * community.fear * severity * before
}

/// One week in one municipality.
pub fn step(here: &mut Municipality, nation: &Nation<'_>, p: &Parameters, luck: &Luck) {
    let residents = here.citizens.alive();
    if residents == 0 {
        return;
    }
    let per_100k = 1e5 / f64::from(residents);
    let mut reporting = Reporting::default();
    extortion(here, p, &mut reporting, luck);
    let crimes = [
        (What::Kidnapped, here.tally.kidnappings),
        (What::Robbed, here.tally.robberies),
        (What::Bereaved, here.tally.homicides()),
    ];
    for (what, count) in crimes.into_iter().filter(|(_, count)| *count > 0) {
        let mut rng = luck.of(here.place, what as u64);
        let reported = victims(here, p, (what, count), &mut reporting, &mut rng);
        here.tally.crimes_reported += reported;
        if what == What::Bereaved {
            here.tally.homicides_reported += reported;
        }
    }
    here.community.violence += f64::from(here.tally.oc_deaths()) * per_100k;
    flee(here, p, luck);
    let justice = nation.jurisdiction(here.place);
    let unpunished = f64::from(here.tally.crimes())
        * (1.0 - justice.capacity * justice.prosecutors)
        * p.unpunished.get();
    let complaints = f64::from(here.tally.complaints) * p.complaint.get();
    let reports = f64::from(here.tally.crimes_reported) * p.inform.get();
    let community = &mut here.community;
    if unpunished + complaints > 0.0 {
        community.trust *= libm::exp(-(unpunished + complaints) * per_100k);
    }
    if reports > 0.0 {
        community.intelligence -= (1.0 - community.intelligence) * libm::expm1(-reports * per_100k);
    }
}

/// Firms stop paying; those visited report or not, pay or refuse; who refuses may be punished.
fn extortion(here: &mut Municipality, p: &Parameters, reporting: &mut Reporting, luck: &Luck) {
    if here
        .cells
        .iter()
        .all(|cell| cell.payers == 0 && cell.visits == 0)
    {
        return;
    }
    let pays = pays(p, &mut here.community);
    let stop = p.stop.get() * (1.0 - pays);
    for index in 0..here.cells.len() {
        let cell = &mut here.cells[index];
        let visits = cell.visits;
        if cell.payers == 0 && visits == 0 {
            continue;
        }
        let mut rng = luck.of(here.place, cell.organization.0);
        cell.payers -= befalls(&mut rng, cell.payers, stop);
        let paying = binomial(&mut rng, visits, pays);
        cell.payers += paying;
        for _ in 0..binomial(&mut rng, visits - paying, p.punish.get()) {
            punish(here, index, &mut rng);
        }
        let reported = victims(here, p, (What::Extorted, visits), reporting, &mut rng);
        here.tally.crimes_reported += reported;
        here.tally.extortions_reported += reported;
    }
}

/// A cell kills somebody where a firm refused.
fn punish(here: &mut Municipality, index: usize, rng: &mut Stream) {
    let Some(stratum) = here.citizens.one_of_age(rng, true) else {
        return;
    };
    here.citizens.bury_civilian(stratum);
    here.tally.bystander_deaths += 1;
    here.tally.deaths_other += 1;
    here.cells[index].kills += 1;
    here.cells[index].incidents += 1;
}

/// Chances to report a crime in one place and week, by the crime (extortion or another) and the victim's class: worked
/// out when they are first asked for.
#[derive(Default)]
struct Reporting([[Option<f64>; Class::ALL.len()]; 2]);

impl Reporting {
    fn chance(&mut self, here: &Municipality, p: &Parameters, what: What, class: Class) -> f64 {
        let extortion = what == What::Extorted;
        *self.0[usize::from(extortion)][class as usize].get_or_insert_with(|| {
            let crime = if extortion {
                &p.report_extortion
            } else {
                &p.report_other
            };
            let captured = here.police.captured_by.is_some();
            let (community, programmes) = (&here.community, &here.programmes);
            reports(p, crime.get(), community, programmes, captured, class)
        })
    }
}

/// Crimes fall on civilians of 15 and older, each as likely, who remember; how many report.
fn victims(
    here: &mut Municipality,
    p: &Parameters,
    (what, crimes): (What, u32),
    reporting: &mut Reporting,
    rng: &mut Stream,
) -> u32 {
    let civilians = here.citizens.of_age(true);
    if civilians == 0 {
        return 0;
    }
    let mut all_reported = 0;
    for _ in 0..crimes {
        let (class, of) = here.memory.class_of_one(rng, civilians);
        let reported = chance(rng, reporting.chance(here, p, what, class));
        all_reported += u32::from(reported);
        here.memory.enter(Experience {
            what,
            class,
            grown: true,
            stratum: None,
            reported,
            persons: 1,
            of,
        });
    }
    all_reported
}

/// Residents of a class and an age, children or grown.
type Kind = (Class, bool);

/// All kinds, victims first.
const KINDS: [Kind; 6] = [
    (Class::More, true),
    (Class::More, false),
    (Class::Once, true),
    (Class::Once, false),
    (Class::Never, true),
    (Class::Never, false),
];

/// Residents leave their homes. Exact: everyone is hit by a Poisson process of the hazard of their kind, and flees when
/// first hit.
fn flee(here: &mut Municipality, p: &Parameters, luck: &Luck) {
    if here.community.violence <= 0.0 {
        return;
    }
    let civilians = [false, true].map(|grown| here.citizens.of_age(grown));
    let all = KINDS.map(|(class, grown)| {
        here.memory
            .count(class, grown, civilians[usize::from(grown)])
    });
    let hazards = Class::ALL.map(|class| flight(p, &here.community, class));
    let mut hits = [0.0; KINDS.len()];
    for ((hits, (class, _)), all) in hits.iter_mut().zip(KINDS).zip(all) {
        *hits = hazards[class as usize] * f64::from(all);
    }
    let mut rng = luck.of(here.place, What::Displaced as u64);
    let mut left = all;
    for _ in 0..poisson(&mut rng, hits.iter().sum()) {
        let Some(kind) = weighted(&mut rng, &hits) else {
            break;
        };
        // Who has fled already is hit again in vain.
        if below(&mut rng, all[kind] as usize) as u32 >= left[kind] {
            continue;
        }
        let (class, grown) = KINDS[kind];
        let Some(stratum) = here.citizens.one_of_age(&mut rng, grown) else {
            break;
        };
        here.memory.enter(Experience {
            what: What::Displaced,
            class,
            grown,
            stratum: Some(stratum),
            reported: false,
            persons: 1,
            of: left[kind],
        });
        here.citizens.displace(stratum);
        here.tally.displaced += 1;
        left[kind] -= 1;
    }
}
