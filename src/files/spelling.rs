//! Names as people spell them: whether two of them are one name.

/// Letters with marks, and without: what people leave out.
const MARKED: [(&str, &str); 28] = [
    ("àáâãäåāăą", "a"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉ", "n"),
    ("òóôõöøōŏő", "o"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ţťŧț", "t"),
    ("ùúûüũūŭůűų", "u"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("ạảấầẩẫậắằẳẵặ", "a"),
    ("ẹẻẽếềểễệ", "e"),
    ("ỉị", "i"),
    ("ọỏốồổỗộớờởỡợơ", "o"),
    ("ụủứừửữựư", "u"),
    ("ỳỵỷỹ", "y"),
    ("ß", "ss"),
    ("æ", "ae"),
    ("œ", "oe"),
];

/// The words of a name, small and without marks on their letters.
pub fn words(name: &str) -> Vec<String> {
    let mut plain = String::new();
    for letter in name.chars().flat_map(char::to_lowercase) {
        let marked = MARKED.iter().find(|(letters, _)| letters.contains(letter));
        match marked {
            Some((_, bare)) => plain.push_str(bare),
            // Marks that stand by themselves, behind the letter that they belong to.
            None if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            None if letter.is_alphanumeric() => plain.push(letter),
            None => plain.push(' '),
        }
    }
    plain
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name but for capitals, marks, spaces and signs: names of which this is the same are one.
pub fn bare(name: &str) -> String {
    let bare = words(name).concat();
    match bare.trim_start_matches('0') {
        // A number is the same with zeros before it.
        digits if !digits.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.to_owned()
        }
        _ if bare.is_empty() => name.to_owned(),
        _ => bare,
    }
}

/// Whether two names differ in capitals, marks and signs, or in a letter or two.
pub fn slipped(known: &str, name: &str) -> bool {
    let joined = |name: &str| words(name).join("_");
    let letters = match known.chars().count() {
        0..4 => 0,
        4..6 => 1,
        _ => 2,
    };
    strsim::osa_distance(&joined(known), &joined(name)) <= letters
}

/// Whether all words of the shorter name are among those of the other: `Barrio 18` and `B-18: Barrio-18`.
pub fn within(one: &str, other: &str) -> bool {
    /// Shorter names are within many.
    const LETTERS: usize = 4;
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short.concat().chars().count() >= LETTERS && short.iter().all(|word| long.contains(word))
}

/// Whether one name is the initials of the other, or stands before it: `PCC`, `Primeiro Comando da Capital` and
/// `PCC: Primeiro Comando da Capital`. Short words may be passed over, numbers do not count.
pub fn initials(one: &str, other: &str) -> bool {
    /// Initials have so many letters.
    const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
    let letters = |name: &str| -> Vec<String> {
        let words = words(name).into_iter();
        words
            .filter(|word| word.chars().all(char::is_alphabetic))
            .collect()
    };
    let (one, other) = (letters(one), letters(other));
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let whole: Vec<char> = short.concat().chars().collect();
    let named = long.iter().filter(|word| !passed_over(word)).count();
    if !LETTERS.contains(&whole.len()) || named < 2 || short == long {
        return false;
    }
    let before = long.strip_prefix(short.as_slice());
    spells(&whole, &long) || before.is_some_and(|rest| spells(&whole, rest))
}

/// Whether initials may leave a word out.
fn passed_over(word: &str) -> bool {
    word.chars().count() <= 3
}

/// Whether letters are the first ones of words, in order.
fn spells(letters: &[char], words: &[String]) -> bool {
    match (letters, words) {
        ([], []) => true,
        (_, []) => false,
        (letters, [word, rest @ ..]) => {
            let (first, more) = match letters {
                [first, more @ ..] => (Some(*first), more),
                [] => (None, letters),
            };
            (first.is_some() && word.chars().next() == first && spells(more, rest))
                || (passed_over(word) && spells(letters, rest))
        }
    }
}
