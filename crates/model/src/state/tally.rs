//! Counts of one week: of one municipality, and summed over the country.

use std::ops::AddAssign;

/// What happened in one week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Civilians who became members.
    pub recruited: u32,
    /// Members who left of their own will.
    pub left: u32,
    /// Members arrested, whether kept or not.
    pub arrested: u32,
    /// Of these, kept in jail.
    pub jailed: u32,
    /// Members sentenced.
    pub sentenced: u32,
    /// Organized-crime deaths in fights between organizations, in raids and in punishment.
    pub deaths_between: u32,
    /// Organized-crime deaths in which a state force took part.
    pub deaths_state: u32,
    /// Bystanders and officials killed on purpose.
    pub deaths_other: u32,
    /// Members who died.
    pub member_deaths: u32,
    /// Associates who died, hired gangs among them.
    pub associate_deaths: u32,
    /// Bystanders and officials who died.
    pub bystander_deaths: u32,
    /// Police officers who died.
    pub police_deaths: u32,
    /// Soldiers and marines who died.
    pub soldier_deaths: u32,
    /// Homicides that are not organized crime's.
    pub other_homicides: u32,
    /// Firms visited by extortionists for the first time.
    pub extortions: u32,
    /// Kidnappings by organizations.
    pub kidnappings: u32,
    /// Robberies by organizations.
    pub robberies: u32,
    /// Residents who fled their home.
    pub displaced: u32,
    /// Crimes reported to the authorities.
    pub crimes_reported: u32,
    /// Homicides among them.
    pub homicides_reported: u32,
    /// Extortions among them.
    pub extortions_reported: u32,
    /// Files opened on reported crimes.
    pub files_opened: u32,
    /// Cases that ended in a sentence this week.
    pub convictions: u32,
    /// Homicides among them.
    pub homicides_punished: u32,
    /// Leaders of organizations who fell.
    pub leaders_removed: u32,
    /// Plaza bosses who fell.
    pub bosses_removed: u32,
    /// Splinters founded.
    pub splits: u32,
    /// Organizations that ceased to exist.
    pub extinctions: u32,
    /// Complaints against the forces.
    pub complaints: u32,
    /// Complaints against soldiers and marines among them.
    pub complaints_soldiers: u32,
    /// Clashes between two cells.
    pub clashes: u32,
    /// Punishments within a cell.
    pub punishments: u32,
    /// Raids into places of an enemy.
    pub raids: u32,
    /// Gangs hired.
    pub gangs_hired: u32,
    /// Deadly quarrels of hired gangs.
    pub gang_quarrels: u32,
    /// Parties sent to another place.
    pub parties: u32,
    /// Cells that withdrew.
    pub withdrawals: u32,
    /// Arrests that met armed resistance.
    pub confrontations: u32,
    /// Recruits in prison.
    pub prison_recruits: u32,
    /// Released members who went back to their organization.
    pub returns: u32,
    /// Institutions captured other than municipal police.
    pub institutions_captured: u32,
}

impl Tally {
    /// Organized-crime deaths by cause.
    pub fn oc_deaths(&self) -> u32 {
        self.deaths_between + self.deaths_state + self.deaths_other
    }

    /// The same deaths by victim; equal to [`Self::oc_deaths`] in every week and place.
    pub fn victims(&self) -> u32 {
        self.member_deaths
            + self.associate_deaths
            + self.bystander_deaths
            + self.police_deaths
            + self.soldier_deaths
    }

    /// Homicides of all kinds.
    pub fn homicides(&self) -> u32 {
        self.oc_deaths() + self.other_homicides
    }

    /// What rules did this week that no column shows, by name: the audit tells what never does.
    pub fn rules(&self) -> [(&'static str, u32); 12] {
        [
            ("complaints against soldiers", self.complaints_soldiers),
            ("clashes", self.clashes),
            ("punishments", self.punishments),
            ("raids", self.raids),
            ("gangs hired", self.gangs_hired),
            ("quarrels of hired gangs", self.gang_quarrels),
            ("parties sent", self.parties),
            ("withdrawals", self.withdrawals),
            ("confrontations", self.confrontations),
            ("recruits in prison", self.prison_recruits),
            ("returns from prison", self.returns),
            (
                "state institutions and mayors captured",
                self.institutions_captured,
            ),
        ]
    }

    /// Crimes of all kinds that are simulated.
    pub fn crimes(&self) -> u32 {
        self.homicides() + self.extortions + self.kidnappings + self.robberies
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.recruited += other.recruited;
        self.left += other.left;
        self.arrested += other.arrested;
        self.jailed += other.jailed;
        self.sentenced += other.sentenced;
        self.deaths_between += other.deaths_between;
        self.deaths_state += other.deaths_state;
        self.deaths_other += other.deaths_other;
        self.member_deaths += other.member_deaths;
        self.associate_deaths += other.associate_deaths;
        self.bystander_deaths += other.bystander_deaths;
        self.police_deaths += other.police_deaths;
        self.soldier_deaths += other.soldier_deaths;
        self.other_homicides += other.other_homicides;
        self.extortions += other.extortions;
        self.kidnappings += other.kidnappings;
        self.robberies += other.robberies;
        self.displaced += other.displaced;
        self.crimes_reported += other.crimes_reported;
        self.homicides_reported += other.homicides_reported;
        self.extortions_reported += other.extortions_reported;
        self.files_opened += other.files_opened;
        self.convictions += other.convictions;
        self.homicides_punished += other.homicides_punished;
        self.leaders_removed += other.leaders_removed;
        self.bosses_removed += other.bosses_removed;
        self.splits += other.splits;
        self.extinctions += other.extinctions;
        self.complaints += other.complaints;
        self.complaints_soldiers += other.complaints_soldiers;
        self.clashes += other.clashes;
        self.punishments += other.punishments;
        self.raids += other.raids;
        self.gangs_hired += other.gangs_hired;
        self.gang_quarrels += other.gang_quarrels;
        self.parties += other.parties;
        self.withdrawals += other.withdrawals;
        self.confrontations += other.confrontations;
        self.prison_recruits += other.prison_recruits;
        self.returns += other.returns;
        self.institutions_captured += other.institutions_captured;
    }
}

/// Organized-crime deaths of one place over the last year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecentDeaths {
    weeks: [u16; 52],
    /// Deaths of the last 52 weeks.
    pub year: u32,
    /// Deaths of the last 13 weeks.
    pub quarter: u32,
}

impl Default for RecentDeaths {
    fn default() -> Self {
        Self {
            weeks: [0; 52],
            year: 0,
            quarter: 0,
        }
    }
}

impl RecentDeaths {
    /// Enters the deaths of `week`, the week after the last one entered.
    pub fn push(&mut self, week: i32, deaths: u32) {
        let slot = |back: i32| (week - back).rem_euclid(52) as usize;
        let deaths = u16::try_from(deaths).unwrap_or(u16::MAX);
        self.quarter = self.quarter + u32::from(deaths) - u32::from(self.weeks[slot(13)]);
        self.year = self.year + u32::from(deaths) - u32::from(self.weeks[slot(0)]);
        self.weeks[slot(0)] = deaths;
    }
}
