//! Tables of what was observed and of what really happened.

use proptest::prelude::*;

use super::files::{File, read};
use super::harness::fuzz;
use super::shapes::{bend, squares, value};
use super::sheets::{Sheet, byte_slip, slips, spoilt};

/// Deaths that were observed.
pub const DEATHS: &str =
    "code,year,month,deaths\n01001,2007,1,5\n01001,2007,2,7\n02010,2008,12,1\n02002,2009,6,0\n";
/// Leaders who fell.
pub const LEADERS: &str = "date,organization,outcome,code,rank\n2007-02-01,gulf,captured,01001,leader\n2008-05-01,zetas,killed,,boss\n\
    2009-01-01,sinaloa,escaped,02002,leader\n2010-11-23,cjng,arrested,,lieutenant\n";
/// Units that were sent.
pub const SENT: &str = "start,end,forces,states,focus_municipalities,personnel_approx\n2007-01-03,2008-01-03,army+federal_police,Upper,\
    02001;02002,3300\n2008-03-27,,navy,02,,\n2008-06-01,,navy+army,Lower,,100\n";

fn sheet(text: &'static str) -> BoxedStrategy<File> {
    slips(4)
        .prop_map(move |slips| File(Sheet::new(text).file(&slips)))
        .boxed()
}

#[test]
fn observed_deaths() {
    fuzz(
        "fuzz::events::observed_deaths",
        1,
        || sheet(DEATHS),
        |File(bytes)| read("observed", bytes),
    );
}

#[test]
fn leaders() {
    fuzz(
        "fuzz::events::leaders",
        1,
        || sheet(LEADERS),
        |File(bytes)| read("leaders", bytes),
    );
}

#[test]
fn deployments() {
    fuzz(
        "fuzz::events::deployments",
        1,
        || sheet(SENT),
        |File(bytes)| read("deployments", bytes),
    );
}

#[test]
fn tables() {
    let inputs = || sheet("code,number,share,year\na,1,0.5,2006\nb,1.5,1e3,2007\nc,-2,.5,2008.0\n");
    fuzz("fuzz::events::tables", 1, inputs, |File(bytes)| {
        read("table", bytes)
    });
}

#[test]
fn outlines() {
    let inputs = || {
        let places: Vec<(String, f64, f64)> =
            [("01001", -100.0), ("01002", -99.8), ("02001", -99.6)]
                .map(|(code, x)| (code.to_owned(), x, 20.0))
                .to_vec();
        let bent = (
            prop::collection::vec(bend(), 0..4),
            prop::collection::vec(byte_slip(), 0..2),
        );
        let bent = bent.prop_map(move |(bends, slips)| {
            let mut root = squares(&places, 0.1);
            bends.iter().for_each(|bend| bend.bend(&mut root));
            File(spoilt(root.to_string(), &slips))
        });
        prop_oneof![4 => bent, 1 => value().prop_map(|value| File(value.to_string().into_bytes()))]
            .boxed()
    };
    fuzz("fuzz::events::outlines", 1, inputs, |File(bytes)| {
        read("outlines", bytes)
    });
}
