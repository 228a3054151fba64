//! Tables as people have them: separators, decimal commas, line ends, encodings.

use std::path::Path;

use plaza_batch::problem::Problem;

use plaza::files::csv_table::CsvTable;

fn read(bytes: &[u8]) -> (Option<CsvTable>, Vec<Problem>) {
    let mut problems = Vec::new();
    let table = CsvTable::parse(Path::new("t.csv"), bytes, &mut problems);
    (table, problems)
}

/// The numbers of the columns `a` and `b`, or what is wrong with them.
fn numbers(bytes: &[u8]) -> Vec<Result<[f64; 2], String>> {
    let (table, problems) = read(bytes);
    assert_eq!(problems, []);
    let table = table.expect("a table");
    let [a, b] = table.require(["a", "b"]).expect("two columns");
    let rows = table.rows().map(|row| {
        let number = |column| row.number(column, -1e9..=1e9).map_err(|p| p.to_string());
        Ok([number(a)?, number(b)?])
    });
    rows.collect()
}

fn one_problem(bytes: &[u8]) -> String {
    let (_, problems) = read(bytes);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].to_string()
}

#[test]
fn separators_marks_and_line_ends_are_read() {
    let expected = [Ok([1.0, 2.5]), Ok([3.0, 4.25])];
    for text in [
        "a,b\n1,2.5\n3,4.25\n",
        "a;b\n1;2.5\n3;4.25\n",
        "a\tb\n1\t2.5\n3\t4.25\n",
        "a|b\r\n1|2.5\r\n3|4.25\r\n",
        "\u{feff}a,b\r\n1,2.5\r\n3,4.25",
        "a,b\r1,2.5\r3,4.25\r",
        "a;b\n1;2,5\n3;4,25\n",
        "a,b\n1,\"2,5\"\n3,\"4,25\"\n",
        "\"a, or so\";a;b\n;1;2.5\n;3;4.25\n",
    ] {
        assert_eq!(numbers(text.as_bytes()), expected, "{text:?}");
    }
    let (table, _) = read("a;b\n1;2,5\n".as_bytes());
    assert_eq!(
        table.expect("a table").notes(),
        [
            "fields of t.csv are separated by `;`",
            "numbers of t.csv have decimal commas, so that `1,5` is one and a half"
        ]
    );
}

#[test]
fn what_may_be_thousands_or_decimals_is_refused() {
    let told = numbers("a;b\n1,234;2\n".as_bytes());
    let expected = "t.csv:2: column `a` is `1,234`, expected a number, without commas, points or spaces between thousands: they may stand for decimals too";
    assert_eq!(told, [Err(expected.to_owned())]);
    let told = numbers("a;b\n1,5;2\n1.234;2\n".as_bytes());
    assert_eq!(told[0], Ok([1.5, 2.0]));
    let message = told[1].as_ref().expect_err("a point among commas");
    assert!(
        message.starts_with("t.csv:3: column `a` is `1.234`"),
        "{message}"
    );
}

#[test]
fn whole_numbers_may_be_written_with_a_nought() {
    let (table, _) = read("a,b\n5.0,90.000\n".as_bytes());
    let table = table.expect("a table");
    let [a, b] = table.require(["a", "b"]).expect("two columns");
    let row = table.rows().next().expect("a row");
    assert_eq!(row.whole(a, 0..=100), Ok(5));
    assert!(
        row.whole(b, 0..=100_000).is_err(),
        "ninety thousand, or ninety"
    );
}

#[test]
fn lines_are_counted_right_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let text = ["a,b", "1,2", "", "3,x", "4"].join(end);
        let (table, problems) = read(text.as_bytes());
        assert_eq!(problems[0].line, Some(5), "{end:?}");
        let table = table.expect("a table");
        let [_, b] = table.require(["a", "b"]).expect("two columns");
        let rows = table.rows().filter_map(|row| row.whole(b, 0..=9).err());
        let lines: Vec<Option<usize>> = rows.map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(4)], "{end:?}");
    }
}

#[test]
fn what_is_no_text_is_one_plain_line() {
    assert_eq!(
        one_problem(b"a,b\nPe\xf1on,1\n"),
        "t.csv:2: is not UTF-8 text: the byte F1 stands behind `Pe`, as in Windows-1252 or Latin-1; save it as \
         UTF-8, or `iconv -f WINDOWS-1252 -t UTF-8`"
    );
    assert_eq!(
        one_problem(b"\xff\xfea\0"),
        "t.csv: is UTF-16 text, expected UTF-8 text"
    );
    assert_eq!(
        one_problem(b"PK\x03\x04xl/workbook"),
        "t.csv: is a ZIP archive, as .xlsx files are, expected UTF-8 text"
    );
    assert_eq!(
        one_problem(b"a,b\n1,\x00\n"),
        "t.csv:2: holds a zero byte, as no text does, expected UTF-8 text"
    );
    assert_eq!(
        one_problem(b"a,b\n1,2,3\n1,2,3\n1,2,3\n"),
        "t.csv:2: 3 fields, expected 2 as in the header; so have 2 more lines (a text or a number with a comma \
         stands in quotes)"
    );
}
