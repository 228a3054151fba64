//! Two policies crossed: `a+b`, one of the United States' and one of Mexico's.
//!
//! A lever that one of the two names, itself or by what it extends of its own side, and the other does not
//! is as that one has it: so a policy of one side keeps the answer it expects of the other. Any other lever is as the policy of its own side
//! has it.

use std::path::{Path, PathBuf};

use plaza_model::policy::levers::Catalogue;
use plaza_model::policy::levers::Side;
use plaza_model::policy::regimes::LEVERS;

use crate::setup::extending::stem;
use crate::setup::policies::ReadPolicy;

/// The references that are crossed in `reference`, as `a+b`; one where nothing is. A path that exists is
/// a path, whatever its letters.
pub fn parts(reference: &str, exists: impl Fn(&Path) -> bool) -> Vec<&str> {
    if exists(&PathBuf::from(reference)) {
        return vec![reference];
    }
    reference.split('+').map(str::trim).collect()
}

/// The names a reference may have in results: those of a crossing in either order.
pub fn names(reference: &str) -> Vec<String> {
    let stems: Vec<String> = reference
        .split('+')
        .map(|part| stem(Path::new(part.trim())))
        .collect();
    let reversed: Vec<String> = stems.iter().rev().cloned().collect();
    vec![stems.join("+"), reversed.join("+")]
}

/// The name in results of a policy that a kept experiment names so: the northern of two stands first.
pub fn name_of_kept(reference: &str) -> String {
    let stems = reference.split('+').map(|part| stem(Path::new(part)));
    stems.collect::<Vec<_>>().join("+")
}

/// How a kept experiment names a policy of this name in results.
pub fn kept_of(name: &str) -> String {
    let files = name.split('+').map(|part| format!("policies/{part}.toml"));
    files.collect::<Vec<_>>().join("+")
}

/// The policies crossed, or what is wrong with that.
pub fn cross(parts: Vec<ReadPolicy>, catalogue: &Catalogue) -> Result<ReadPolicy, String> {
    let expected = "expected one of the United States' and one of Mexico's";
    let count = parts.len();
    let [a, b]: [ReadPolicy; 2] = parts
        .try_into()
        .map_err(|_| format!("crosses {count} policies, {expected}"))?;
    for read in [&a, &b] {
        if read.policy.side == Side::Both {
            let name = &read.policy.name;
            return Err(format!("`{name}` is both sides' policy, {expected}"));
        }
    }
    if a.policy.side == b.policy.side {
        let whose = a.policy.side.label();
        return Err(format!("crosses two of {whose} policies, {expected}"));
    }
    let (north, south) = match a.policy.side {
        Side::UnitedStates => (a, b),
        Side::Mexico | Side::Both => (b, a),
    };
    let northern = |index: usize| {
        let name = LEVERS[index].name;
        let names = |read: &ReadPolicy| read.named.iter().any(|named| named == name);
        match (names(&north), names(&south)) {
            (true, false) => true,
            (false, true) => false,
            _ => (catalogue.find(name)).is_some_and(|lever| lever.side == Side::UnitedStates),
        }
    };
    let name = format!("{}+{}", north.policy.name, south.policy.name);
    let mut policy = south.policy.with(&north.policy, northern).named(name);
    policy.side = Side::Both;
    policy.about = format!(
        "The United States: {} Mexico: {}",
        north.policy.about, south.policy.about
    );
    let mut inputs = north.inputs;
    inputs.extend(south.inputs);
    let mut own = north.own;
    own.extend(south.own);
    let mut named = north.named;
    named.extend(south.named);
    let mut states = north.states;
    states.extend(south.states);
    Ok(ReadPolicy {
        policy,
        kept: format!("{}+{}", north.kept, south.kept),
        inputs,
        own,
        named,
        states,
    })
}
