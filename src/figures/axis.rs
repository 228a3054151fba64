//! Axes: weeks as calendar years or as ages, and amounts from zero, or from near the lowest where all are alike.

use std::ops::Range;

use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;

use plaza_engine::statistics::median;
use plaza_model::units::WEEKS_PER_YEAR;

use plaza_engine::numbers::grouped;

use crate::figures::style::{Anchor, Drawn, FAINT, PALE, SMALL, SOFT, UNIT, text_style, units};

/// How many times the largest mean an axis of intervals reaches.
const MEANS_BEYOND: f64 = 3.0;

/// Curves that change by less than this part of their largest value would lie as one line above an axis from zero.
const ALIKE: f64 = 0.4;
/// Those that change by less than this part do not change.
const LEVEL: f64 = 1e-3;

/// A linear axis that knows where its marks stand and how they are written.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    first: f64,
    last: f64,
    /// Where the marks stand.
    pub marks: Vec<f64>,
    writing: Writing,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Writing {
    Years { first: i32 },
    Weeks { first: i32 },
    Ages,
    Since,
    Amounts { digits: usize },
}

impl Axis {
    /// From week `first` to the end of week `last`: marks at the beginning of years where there
    /// are two or more years, else at weeks of the model; not many more than `most`. Week 0 begins the
    /// year `first_year`.
    pub fn of_weeks(first_year: i32, first: f64, last: f64, most: usize) -> Self {
        let year = f64::from(WEEKS_PER_YEAR);
        let last = last.max(first) + 1.0;
        let by_year = last - first >= 2.0 * year;
        let (unit, steps): (f64, &[f64]) = if by_year {
            (year, &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0])
        } else {
            (1.0, &[1.0, 2.0, 4.0, 13.0, 26.0])
        };
        let step = steps
            .iter()
            .map(|step| step * unit)
            .find(|step| (last - first) / step <= most as f64)
            .unwrap_or(100.0 * unit);
        let from = (first / step).ceil();
        Self {
            first,
            last,
            marks: (0..)
                .map(|index| (from + f64::from(index)) * step)
                .take_while(|mark| *mark <= last)
                .collect(),
            writing: if by_year {
                Writing::Years { first: first_year }
            } else {
                Writing::Weeks { first: first_year }
            },
        }
    }

    /// Ages from 0 to `last` (weeks), marked in years; not many more marks than `most`.
    pub fn of_ages(last: f64, most: usize) -> Self {
        let year = f64::from(WEEKS_PER_YEAR);
        Self {
            last: last.max(1.0),
            writing: Writing::Ages,
            ..Self::of_weeks(0, 0.0, last.max(2.0 * year), most)
        }
        .without_marks_beyond()
    }

    fn without_marks_beyond(mut self) -> Self {
        self.marks.retain(|mark| *mark <= self.last);
        self
    }

    /// From 0 to `top` or the next mark beyond, in three to six steps.
    pub fn of_amounts(top: f64) -> Self {
        let top = if top > 0.0 && top.is_finite() {
            top
        } else {
            1.0
        };
        let power = libm::floor(libm::log10(top)) as i32;
        let (step, power) = [(1.0, power - 1), (2.0, power - 1), (2.5, power - 1)]
            .into_iter()
            .chain([(5.0, power - 1), (1.0, power), (2.0, power)])
            .find(|(digit, power)| top / (digit * libm::exp10(f64::from(*power))) <= 5.0)
            .unwrap_or((2.0, power));
        let digits = usize::try_from(-power).unwrap_or(0) + usize::from(step == 2.5 && power < 1);
        let step = step * libm::exp10(f64::from(power));
        let count = libm::ceil(top / step - 1e-9) as u32;
        Self {
            first: 0.0,
            last: f64::from(count) * step,
            marks: (0..=count).map(|index| f64::from(index) * step).collect(),
            writing: Writing::Amounts { digits },
        }
    }

    /// For curves between `low` and `high` of what is never more than `most`: from 0, unless they are so alike
    /// that nobody could tell them apart there; then from a mark below to a mark above them. Level curves
    /// lie below the upper end.
    pub fn of_curves(low: f64, high: f64, most: f64) -> Self {
        let change = high - low;
        if low <= 0.0 || change >= ALIKE * high {
            return Self::of_amounts(high);
        }
        if change < LEVEL * high {
            return Self::of_amounts((1.2 * high).min(most.max(high)));
        }
        let reach = Self::of_amounts(change);
        let step = reach.marks[1];
        // What lies on a mark would lie on the frame.
        let from = libm::floor(low / step - 0.1).max(0.0) as i32;
        let above = libm::ceil(high / step + 0.1);
        let to = match above * step > most {
            true => libm::ceil(high / step - 1e-9),
            false => above,
        } as i32;
        Self {
            first: f64::from(from) * step,
            last: f64::from(to) * step,
            marks: (from..=to).map(|index| f64::from(index) * step).collect(),
            writing: reach.writing,
        }
    }

    /// Whether an axis of amounts leaves zero out.
    pub fn leaves_out_zero(&self) -> bool {
        matches!(self.writing, Writing::Amounts { .. }) && self.first > 0.0
    }

    /// From below 0 (or 0) to above it, in steps of whole marks.
    pub fn of_span(low: f64, high: f64) -> Self {
        let [low, high] = [low, high].map(|end| if end.is_finite() { end } else { 0.0 });
        let reach = Self::of_amounts((high.max(0.0) - low.min(0.0)).max(1e-9));
        let step = reach.marks[1];
        let from = libm::floor(low.min(0.0) / step + 1e-9) as i32;
        let to = (libm::ceil(high.max(0.0) / step - 1e-9) as i32).max(from + 1);
        Self {
            first: f64::from(from) * step,
            last: f64::from(to) * step,
            marks: (from..=to).map(|index| f64::from(index) * step).collect(),
            writing: reach.writing,
        }
    }

    /// For means with their intervals: all means, zero, and the intervals as far as three times the largest
    /// mean, or the usual half width where that is more. What reaches beyond is [`Self::beyond`] it.
    pub fn of_intervals(spans: &[[f64; 3]]) -> Self {
        let halves = spans.iter().map(|[_, low, high]| (high - low) / 2.0);
        let usual = median(&halves.filter(|half| half.is_finite()).collect::<Vec<_>>());
        let means = spans.iter().map(|[mean, ..]| mean.abs());
        let reach = means.fold(usual.unwrap_or(0.0), f64::max) * MEANS_BEYOND;
        let ends = || {
            let all = spans.iter().flatten();
            all.map(|end| end.clamp(-reach, reach))
        };
        Self::of_span(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max))
    }

    /// On which side of the axis a value lies: -1 before it, 1 behind it, 0 on it.
    pub fn beyond(&self, value: f64) -> f64 {
        let slack = 1e-9 * (self.last - self.first);
        match value {
            v if v < self.first - slack => -1.0,
            v if v > self.last + slack => 1.0,
            _ => 0.0,
        }
    }

    /// Weeks from `first` to `last` around an event, marked at half years.
    pub fn since_event(first: f64, last: f64) -> Self {
        let half = f64::from(WEEKS_PER_YEAR) / 2.0;
        let from = (first / half).ceil();
        let step = if last - first > 6.0 * half { 2.0 } else { 1.0 };
        let marks = (0..).map(|index| (from + f64::from(index)) * half);
        Self {
            first,
            last,
            marks: marks
                .take_while(|mark| *mark <= last)
                .filter(|mark| *mark < 0.0 || mark % (step * half) == 0.0)
                .collect(),
            writing: Writing::Since,
        }
    }

    /// The name of an axis of weeks.
    pub fn name(&self) -> String {
        let name = match self.writing {
            Writing::Years { .. } => "calendar year (52 weeks each)",
            Writing::Weeks { first } => return format!("week (0 is the first week of {first})"),
            Writing::Ages => "years since founding (groups of the first week: since then)",
            Writing::Since => "weeks since the event",
            Writing::Amounts { .. } => "",
        };
        name.to_owned()
    }

    /// How a mark is written.
    pub fn label(&self, mark: f64) -> String {
        match self.writing {
            Writing::Years { first } => {
                format!("{:.0}", f64::from(first) + mark / f64::from(WEEKS_PER_YEAR))
            }
            Writing::Weeks { .. } | Writing::Since => format!("{mark:.0}"),
            Writing::Ages => format!("{:.0}", mark / f64::from(WEEKS_PER_YEAR)),
            Writing::Amounts { digits } => grouped(mark, digits),
        }
    }

    /// How a value between marks is written: with one decimal more than the marks need, unless
    /// the marks reach beyond 100 or the value is whole.
    pub fn finer_label(&self, value: f64) -> String {
        match self.writing {
            Writing::Amounts { .. } if value.fract() == 0.0 => grouped(value, 0),
            Writing::Amounts { digits } if self.last < 100.0 => grouped(value, digits + 1),
            _ => self.label(value),
        }
    }

    /// How far along the axis a value lies, 0 to 1.
    pub fn part(&self, value: f64) -> f64 {
        ((value - self.first) / (self.last - self.first)).clamp(0.0, 1.0)
    }
}

/// Draws the axes of a chart, their marks, and a line across at each mark of the upright one.
pub fn axes(chart: &mut ChartContext<'_, SVGBackend<'_>, Cartesian2d<Axis, Axis>>) -> Drawn {
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(PALE.stroke_width(UNIT as u32))
        .light_line_style(TRANSPARENT)
        .axis_style(FAINT.stroke_width(UNIT as u32))
        .set_all_tick_mark_size(units(4.0))
        .label_style(text_style(SMALL, SOFT, Anchor::Left))
        .draw()
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        let length = f64::from(limit.1 - limit.0);
        limit.0 + (self.part(*value) * length).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() {
            Vec::new()
        } else {
            self.marks.clone()
        }
    }

    fn range(&self) -> Range<f64> {
        self.first..self.last
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, value: &f64) -> String {
        self.label(*value)
    }
}
