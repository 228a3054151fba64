//! Numbers as a page has them, coded by this program: what its script is tested with, without a page or a browser.

use plaza::explore::measure::{Lists, Shape, written};
use plaza::explore::pack::letters;
use serde_json::json;

/// Months, so that the last step of three and that of thirteen are shorter.
const MONTHS: usize = 29;
/// The country and two places.
const ROWS: usize = 3;

/// Steps of sums and deviations, how large numbers are, and whether sums of differences stand apart.
const CASES: [([usize; 2], u64, bool); 6] = [
    ([1, 1], 9, false),
    ([1, 3], 4000, true),
    ([3, 3], 1 << 45, false),
    ([3, 13], 70, true),
    ([3, 13], 1 << 45, true),
    ([13, 13], 1 << 20, false),
];

/// Whole numbers below a bound, the same on every machine.
struct Luck(u64);

impl Luck {
    fn below(&mut self, most: u64) -> i64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 16) % most).cast_signed()
    }

    /// Half of them none, as most places have none.
    fn sums(&mut self, count: usize, most: u64) -> Vec<i64> {
        let mut sum = || self.below(2) * self.below(most);
        (0..count).map(|_| sum()).collect()
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut byte = || (self.below(2) * self.below(256)) as u8;
        (0..count).map(|_| byte()).collect()
    }
}

/// Cases of a baseline and a policy beside it, each as it is told and as it is written: JSON with a case in a line.
pub fn text() -> String {
    let mut luck = Luck(20_261_130);
    let cases = CASES.map(|(steps, most, is_apart)| {
        let cells = steps.map(|step| ROWS * MONTHS.div_ceil(step));
        let mut baseline = Lists {
            sums: luck.sums(cells[0], most),
            spread: luck.bytes(cells[1]),
            ..Lists::default()
        };
        // Much of a policy is as under the baseline, and the rest mostly near it.
        let near = |of: &i64| of + luck.below(3) * luck.below(1 + most / 1000);
        let mut mine = Lists {
            sums: baseline.sums.iter().map(near).collect(),
            spread: baseline.spread.clone(),
            differences: luck.bytes(cells[1]),
            apart: Vec::new(),
        };
        mine.spread[cells[1] / 2..].copy_from_slice(&luck.bytes(cells[1] - cells[1] / 2));
        if is_apart {
            let signed = luck.sums(cells[0], 2 * most);
            mine.apart = signed.iter().map(|of| of - most.cast_signed()).collect();
        }
        let shape = Shape::new(MONTHS, steps);
        let of_baseline = letters(&written(&shape, None, &mut baseline));
        let of_mine = letters(&written(&shape, Some(&baseline), &mut mine));
        json!({
            "steps": steps,
            "baseline": { "text": of_baseline, "sums": baseline.sums, "spread": baseline.spread },
            "mine": {
                "text": of_mine,
                "sums": mine.sums,
                "spread": mine.spread,
                "differences": mine.differences,
                "apart": is_apart.then_some(mine.apart),
            },
        })
        .to_string()
    });
    format!(
        "{{\"months\":{MONTHS},\"rows\":{ROWS},\"cases\":[\n{}\n]}}\n",
        cases.join(",\n")
    )
}
