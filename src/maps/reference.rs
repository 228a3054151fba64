//! The country that the shipped levers, costs, fitted numbers and targets are of.

use std::sync::LazyLock;

use serde::Deserialize;

/// A country, as `configs/reference.toml` describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Its name.
    pub country: String,
    /// The year of its presence table.
    pub year: i32,
    /// The names that its states go by.
    states: Vec<String>,
}

static SHIPPED: LazyLock<Reference> = LazyLock::new(|| {
    let text = include_str!("../../configs/reference.toml");
    toml::from_str(text).expect("the shipped reference is TOML")
});

/// The one that is shipped.
pub fn reference() -> &'static Reference {
    &SHIPPED
}

impl Reference {
    /// Whether states with these names are the country's, all but one in ten.
    pub fn has(&self, states: &[String]) -> bool {
        let known = states.iter().filter(|state| self.states.contains(state));
        !states.is_empty() && 10 * known.count() >= 9 * states.len()
    }

    /// Whether a name is the country's but for capitals, an accent or a letter.
    pub fn is_nearly(&self, name: &str) -> bool {
        let [own, other] = [self.country.as_str(), name].map(str::to_lowercase);
        name != self.country && strsim::osa_distance(&own, &other) <= 1
    }

    /// The name of a country, as somebody has written it.
    pub fn named(&self, text: &str) -> Result<String, String> {
        match text.trim() {
            "" => Err("expected the name of a country".to_owned()),
            name if name.contains(char::is_control) => {
                Err("expected the name of a country, on one line".to_owned())
            }
            name if self.is_nearly(name) => Err(format!("did you mean `{}`?", self.country)),
            name => Ok(name.to_owned()),
        }
    }

    /// The country of a map with these states, of which no other name is known than the map's own.
    pub fn country_of(&self, states: &[String], map: &str) -> String {
        match self.has(states) {
            true => self.country.clone(),
            false => map.to_owned(),
        }
    }
}
