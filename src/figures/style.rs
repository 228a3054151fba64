//! The look all figures share: paper, type, colours, and the pen that draws in it.
//!
//! Figures are laid out in pixels; the SVG behind them counts tenths of a pixel, because the
//! backend knows whole numbers only. Text cannot be measured (no font is read, so that the bytes
//! do not depend on the machine); its width is estimated, generously.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use plaza_batch::manifest::TEST;

/// The result of a drawing step.
pub type Drawn<T = ()> = Result<T, DrawingAreaErrorKind<std::io::Error>>;

/// Where all figures are drawn.
pub type Paper<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Width of every figure (px).
pub const WIDTH: f64 = 1200.0;
/// White space around it (px).
pub const MARGIN: f64 = 28.0;

/// Text and the lines of a baseline.
pub const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Text that explains.
pub const SOFT: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Lines that stand in the background.
pub const FAINT: RGBColor = RGBColor(0xb5, 0xb5, 0xb5);
/// Grid lines, and land where nothing is.
pub const PALE: RGBColor = RGBColor(0xe6, 0xe6, 0xe6);

/// Okabe and Ito's colours, told apart by colour-blind readers, strongest on white first; without
/// their yellow, which white swallows. The last is ink.
pub const COLOURS: [RGBColor; 7] = [
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0xe6, 0x9f, 0x00),
    RGBColor(0x56, 0xb4, 0xe9),
    INK,
];

/// Sizes of type (px).
pub const TITLE: f64 = 22.0;
/// Of subtitles, legends and panel titles.
pub const TEXT: f64 = 14.0;
/// Of ticks and small labels.
pub const SMALL: f64 = 12.0;

/// Tenths of a pixel.
pub const UNIT: f64 = 10.0;

/// A figure of this size (px), drawn by `draw` on white.
pub fn figure(height: f64, draw: impl FnOnce(&Paper) -> Drawn) -> String {
    let size = (units(WIDTH) as u32, units(height) as u32);
    let mut svg = String::new();
    {
        let paper = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        paper
            .fill(&WHITE)
            .and_then(|()| draw(&paper))
            .and_then(|()| paper.present())
            .expect("drawing into a string does not fail");
    }
    let unscaled = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    let scaled = format!(
        "width=\"{}\" height=\"{}\" fill-rule=\"evenodd\" stroke-linejoin=\"round\"",
        WIDTH.round(),
        height.round()
    );
    svg.replacen(&unscaled, &scaled, 1)
}

/// A length in the units of the paper.
pub fn units(px: f64) -> i32 {
    (px * UNIT).round() as i32
}

fn point((x, y): (f64, f64)) -> (i32, i32) {
    (units(x), units(y))
}

/// A font of this size (px); the backend divides sizes by 1.24.
fn font(px: f64) -> (&'static str, f64) {
    ("Helvetica, Arial, sans-serif", px * UNIT * 1.24)
}

/// The estimated width of a line of text (px).
pub fn width_of(text: &str, px: f64) -> f64 {
    text.chars().count() as f64 * px * 0.56
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    /// The point is its left end.
    Left,
    /// The point is its middle.
    Middle,
}

/// How a line of text is set: its size (px), its colour, where it stands relative to its point.
pub type Type = (f64, RGBColor, Anchor);

/// The name of a row or a curve.
pub const NAME: Type = (TEXT, INK, Anchor::Left);
/// What an axis is called.
pub const AXIS: Type = (TEXT, INK, Anchor::Middle);
/// What a legend says.
pub const NOTE: Type = (SMALL, SOFT, Anchor::Left);
/// What stands at a mark.
pub const MARK: Type = (SMALL, SOFT, Anchor::Middle);

/// One line of text, its middle at the height of `at`.
pub fn text(paper: &Paper, at: (f64, f64), content: &str, (px, colour, anchor): Type) -> Drawn {
    paper.draw_text(content, &text_style(px, colour, anchor), point(at))
}

/// The same in bold ink.
pub fn heading(paper: &Paper, at: (f64, f64), content: &str, px: f64) -> Drawn {
    let mut style = text_style(px, INK, Anchor::Left);
    style.font = style.font.style(FontStyle::Bold);
    paper.draw_text(content, &style, point(at))
}

/// One line of text that reads upwards, its middle at `at`.
pub fn upright(paper: &Paper, at: (f64, f64), content: &str) -> Drawn {
    let style = text_style(TEXT, INK, Anchor::Middle).transform(FontTransform::Rotate270);
    paper.draw_text(content, &style, point(at))
}

/// The same, its lower end at `at`.
pub fn upwards(paper: &Paper, at: (f64, f64), content: &str, px: f64, colour: RGBColor) -> Drawn {
    let style = text_style(px, colour, Anchor::Left).transform(FontTransform::Rotate270);
    paper.draw_text(content, &style, point(at))
}

/// The style of a line of text, its middle at the height of its point.
pub fn text_style(px: f64, colour: RGBColor, anchor: Anchor) -> TextStyle<'static> {
    let horizontal = match anchor {
        Anchor::Left => HPos::Left,
        Anchor::Middle => HPos::Center,
    };
    TextStyle {
        font: font(px).into_font(),
        color: colour.to_backend_color(),
        pos: Pos::new(horizontal, VPos::Center),
    }
}

/// The title and what explains it, broken into lines.
pub fn titles(paper: &Paper, title: &str, explained: &str) -> Drawn {
    heading(paper, (MARGIN, 32.0), title, TITLE)?;
    let lines = broken(explained, TEXT, WIDTH - 2.0 * MARGIN);
    for (index, line) in lines.iter().enumerate() {
        let y = 60.0 + 19.0 * index as f64;
        text(paper, (MARGIN, y), line, (TEXT, SOFT, Anchor::Left))?;
    }
    Ok(())
}

/// The height [`titles`] takes (px).
pub fn titles_height(explained: &str) -> f64 {
    64.0 + 19.0 * broken(explained, TEXT, WIDTH - 2.0 * MARGIN).len() as f64
}

/// `content` in lines no wider than `width` (px).
pub fn broken(content: &str, px: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in content.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line, px) + width_of(word, px) + px <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line through points (px).
pub fn line(paper: &Paper, points: &[(f64, f64)], colour: impl Color, width: f64) -> Drawn {
    let style = ShapeStyle {
        color: colour.to_rgba(),
        filled: false,
        stroke_width: units(width) as u32,
    };
    let points: Vec<(i32, i32)> = points.iter().copied().map(point).collect();
    paper.draw(&PathElement::new(points, style))
}

/// A filled area (px).
pub fn area(paper: &Paper, points: &[(f64, f64)], colour: impl Color) -> Drawn {
    let points: Vec<(i32, i32)> = points.iter().copied().map(point).collect();
    paper.draw(&Polygon::new(points, colour.to_rgba().filled()))
}

/// A filled rectangle (px).
pub fn block(paper: &Paper, (x, y): (f64, f64), (w, h): (f64, f64), colour: impl Color) -> Drawn {
    paper.draw(&Rectangle::new(
        [point((x, y)), point((x + w, y + h))],
        colour.to_rgba().filled(),
    ))
}

/// The key of a map: colours side by side, each this wide, with its label below.
pub fn swatches(
    paper: &Paper,
    y: f64,
    width: f64,
    named: impl IntoIterator<Item = (String, RGBColor)>,
) -> Drawn {
    let height = 14.0;
    for (index, (label, colour)) in named.into_iter().enumerate() {
        let x = MARGIN + index as f64 * (width + 2.0);
        block(paper, (x, y), (width, height), colour)?;
        let at = (x + width / 2.0, y + height + 11.0);
        text(paper, at, &label, MARK)?;
    }
    Ok(())
}

/// A disc (px).
pub fn disc(paper: &Paper, at: (f64, f64), radius: f64, colour: impl Color) -> Drawn {
    paper.draw(&Circle::new(
        point(at),
        units(radius),
        colour.to_rgba().filled(),
    ))
}

/// A ring (px).
pub fn ring(paper: &Paper, at: (f64, f64), radius: f64, colour: impl Color, width: f64) -> Drawn {
    let style = ShapeStyle {
        color: colour.to_rgba(),
        filled: false,
        stroke_width: units(width) as u32,
    };
    paper.draw(&Circle::new(point(at), units(radius), style))
}

/// What an arrow head at the end of an interval says.
pub const CUT: &str = "Arrow heads: the interval goes on beyond the axis.";

/// An arrow head (px) that points along an axis: across (1, 0), back (-1, 0), up (0, -1), down (0, 1).
pub fn arrow(
    paper: &Paper,
    (x, y): (f64, f64),
    (right, down): (f64, f64),
    colour: impl Color,
) -> Drawn {
    let (length, half) = (8.0, 4.5);
    let (back_x, back_y) = (x - right * length, y - down * length);
    let corners = [
        (x, y),
        (back_x + down * half, back_y + right * half),
        (back_x - down * half, back_y - right * half),
    ];
    area(paper, &corners, colour)
}

/// What a torn axis says.
pub const TORN: &str = "The upright axis is torn (//): it does not begin at zero.";

/// The mark of an upright axis (px) that does not begin at zero: two strokes across it.
pub fn tear(paper: &Paper, (x, y): (f64, f64)) -> Drawn {
    let (half, rise, apart) = (6.0, 2.5, 2.5);
    block(paper, (x - 1.5, y - apart), (3.0, 2.0 * apart), WHITE)?;
    for middle in [y - apart, y + apart] {
        let stroke = [(x - half, middle + rise), (x + half, middle - rise)];
        line(paper, &stroke, SOFT, 1.4)?;
    }
    Ok(())
}

/// A figure of a test, stamped with that.
pub fn stamped(svg: &str) -> String {
    let Some(end) = svg.rfind("</svg>") else {
        return svg.to_owned();
    };
    let (x, y, size) = (units(WIDTH - MARGIN), units(16.0), units(SMALL));
    let (drawn, rest) = svg.split_at(end);
    format!(
        "{drawn}<text x=\"{x}\" y=\"{y}\" text-anchor=\"end\" font-family=\"Helvetica, Arial, sans-serif\" \
         font-size=\"{size}\" font-weight=\"bold\" fill=\"#222222\">\n{TEST}\n</text>\n{rest}"
    )
}
