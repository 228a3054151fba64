//! The columns of the table `national`.

use plaza_batch::columns;

use crate::runs::dictionary::Table;

/// One row per replicate and week.
pub static NATIONAL: Table = Table {
    name: "national",
    row: "the country in one week of one replicate",
    on_request: false,
    columns: columns! {
        week: Integer, Key, "week", "week of the model; 0 is the first week of the year after the map's";
        population: Integer, Stock, "person", "residents alive, wherever they are";
        organizations: Integer, Stock, "organization",
            "groups in two or more municipalities, or with 300 or more members [C11]";
        groups: Integer, Stock, "group", "all with own leadership, organizations among them";
        effective_organizations: Real, Stock, "group",
            "inverse Herfindahl of members over groups: (sum m)^2 / sum m^2";
        largest_share: Real, Stock, "1", "members of the largest group / members";
        members: Integer, Stock, "person", "members of all groups";
        associates: Integer, Stock, "person", "associates of all groups";
        recruited: Integer, Count, "person", "civilians who became members";
        left: Integer, Count, "person", "members who left of their own will";
        arrested: Integer, Count, "person", "members arrested, kept or not";
        sentenced: Integer, Count, "person", "members sentenced";
        jailed: Integer, Count, "person", "members arrested and kept";
        prisoners: Integer, Stock, "person", "members in prison, held for trial or sentenced";
        oc_deaths: Integer, Count, "person",
            "oc_deaths_between + oc_deaths_state + oc_deaths_other = member_deaths + \
             associate_deaths + bystander_deaths + police_deaths + soldier_deaths";
        oc_deaths_between: Integer, Count, "person",
            "deaths in fights between groups, in raids and in punishment";
        oc_deaths_state: Integer, Count, "person", "deaths where a force took part";
        oc_deaths_other: Integer, Count, "person", "bystanders and officials killed on purpose";
        member_deaths: Integer, Count, "person", "members killed";
        associate_deaths: Integer, Count, "person", "associates killed, hired gangs among them";
        bystander_deaths: Integer, Count, "person", "bystanders and officials killed";
        police_deaths: Integer, Count, "person", "police officers killed";
        soldier_deaths: Integer, Count, "person", "soldiers and marines killed";
        other_homicides: Integer, Count, "person", "homicides that are not organized crime's";
        extortions: Integer, Count, "firm", "firms visited by extortionists for the first time";
        kidnappings: Integer, Count, "crime", "kidnappings by groups";
        displaced: Integer, Count, "person", "residents who fled their home";
        crimes: Integer, Count, "crime",
            "oc_deaths + other_homicides + extortions + kidnappings + robberies by groups";
        crimes_reported: Integer, Count, "crime", "crimes reported to the authorities";
        extortions_reported: Integer, Count, "crime", "extortions reported to the authorities";
        files_opened: Integer, Count, "case", "files opened on reported crimes; those on homicides that nobody reported are not among them";
        convictions: Integer, Count, "case", "cases that ended in a sentence";
        homicides_punished: Integer, Count, "case", "homicides among the convictions";
        impunity: Real (null), Stock, "1",
            "1 - homicides punished within 104 weeks / homicides, of the cohort of two \
             years ago; null before there is one";
        leaders_removed: Integer, Count, "person", "leaders of groups who fell";
        bosses_removed: Integer, Count, "person", "plaza bosses who fell";
        splits: Integer, Count, "group", "splinters founded";
        extinctions: Integer, Count, "group", "groups that ceased to exist";
        wars: Integer, Stock, "pair", "pairs of groups at war";
        flow_supplied: Real, Stock, "t/week", "drugs sent towards the north, by land and around it";
        flow_delivered: Real, Stock, "t/week", "drugs that arrive";
        flow_share_corridor: Real, Stock, "1", "part of flow_supplied that goes by land";
        fear: Real, Stock, "1", "fear of organized crime, mean over municipalities by residents";
        trust_police: Real, Stock, "1",
            "trust in the police people meet, mean over municipalities by residents";
        trust_army: Real, Stock, "1", "part of the people who trust the army";
        lawfulness: Real, Stock, "1",
            "part who hold that crime is to be refused and reported, mean by residents";
        police_integrity: Real, Stock, "1",
            "integrity of municipal and state police, mean by officers";
        police_professional_share: Real, Stock, "1",
            "professionalism of municipal and state police, mean by officers";
        justice_capacity: Real, Stock, "1",
            "chance that a case opened ends in a sentence, at full integrity; mean over \
             states by residents";
        coordination: Real, Stock, "1", "how well forces act together";
        municipal_police: Integer, Stock, "person", "municipal police officers on duty";
        state_police: Integer, Stock, "person", "state police officers on duty";
        federal_police: Integer, Stock, "person", "federal police officers on duty";
        soldiers: Integer, Stock, "person", "soldiers and marines on this duty (whole battalions)";
        complaints: Integer, Count, "complaint", "complaints against the forces";
        cooperation: Real, Stock, "1", "how closely the United States and Mexico work together";
        approval: Real, Stock, "1", "part of the people who approve of the security policy";
        planned_budget: Real, Count, "dollar of 2010",
            "what the policy costs by its levers and the map alone, all payers";
        budget_spent: Real, Count, "dollar of 2010", "what was paid, all payers";
        violent_municipalities: Integer, Stock, "municipality",
            "municipalities with 12 or more oc_deaths in the last 52 weeks";
        draw: Integer (null), Attribute, "-",
            "number of the draw of the numbers of the rules, as in the table draws; null where all replicates have the same";
    },
    averaged: None,
};
