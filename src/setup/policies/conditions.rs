//! Where and when the levels of a lever hold, as a policy file says it.

use plaza_batch::messages::one_of;
use plaza_batch::problem::nearest;
use plaza_model::policy::places::Where;
use plaza_model::policy::regimes::{LEVERS, Reach};
use plaza_model::policy::triggers::{INDICATORS, Trigger};

use crate::setup::policies::file::Setting;
use crate::setup::policies::steps::Objections;

/// Where and when the levels of a lever hold; `beneath` says whether the policy extends one that has it.
pub fn conditions(
    setting: &Setting,
    beneath: bool,
) -> Result<(Option<Where>, Option<Trigger>), Objections> {
    let name = &setting.name;
    let mut objections: Objections = Vec::new();
    let mut object = |keys: &[&str], message| {
        objections.push((keys.iter().map(|key| (*key).to_owned()).collect(), message));
    };
    let places = setting
        .r#where
        .clone()
        .filter(|places| *places != Where::All);
    if !beneath
        && let Some(key) = [
            ("where", places.is_some()),
            ("when", setting.when.is_some()),
        ]
        .into_iter()
        .find_map(|(key, there)| there.then_some(key))
    {
        let message = format!(
            "`{key}` of `{name}` leaves open what holds otherwise, expected `extends` with a policy \
             that has it"
        );
        object(&[key], message);
    }
    match &places {
        Some(_) if !by_place(name) => {
            let message = format!(
                "`{name}` acts in the whole country, expected no `where`; levers that act at places \
                 are {}",
                (LEVERS
                    .iter()
                    .map(|lever| lever.name)
                    .filter(|name| by_place(name)))
                .collect::<Vec<_>>()
                .join(", ")
            );
            object(&["where"], message);
        }
        Some(Where::States(states)) if states.is_empty() => {
            object(
                &["where"],
                "no state is named, expected one or more".to_owned(),
            );
        }
        Some(Where::Top(top)) if top.n == 0 => {
            object(&["where"], "n is 0, expected 1 or more".to_owned());
        }
        _ => {}
    }
    let trigger = setting.when.as_ref().map(Trigger::new).transpose();
    let trigger = trigger.unwrap_or_else(|(key, message)| {
        let when = setting.when.as_ref().map_or("", |when| &when.indicator);
        let known = || INDICATORS.iter().map(|indicator| indicator.name);
        let message = match known().find(|name| *name == when) {
            Some(_) => message,
            None => {
                let names: Vec<String> = known().map(str::to_owned).collect();
                let near = nearest(when, known());
                format!("{message}{near}, expected {}", one_of(&names))
            }
        };
        object(&["when", key], message);
        None
    });
    if objections.is_empty() {
        Ok((places, trigger))
    } else {
        Err(objections)
    }
}

/// Whether a lever can be ordered for some places only.
fn by_place(name: &str) -> bool {
    let lever = LEVERS.iter().find(|lever| lever.name == name);
    lever.is_some_and(|lever| !matches!(lever.reach, Reach::Country))
}
