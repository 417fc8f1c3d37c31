//! Single words of a text and what they are: names, numbers, dates, negations; with one small table a language.
//! Called by the comparison of a small fix.

use super::Asks;
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A word and whether a sentence begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) text: &'a str,
    pub(super) begins: bool,
}

/// The words of a text. Hyphens stay within a word: "twenty-one" is one number.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut begins = true;
    for word in text.split_word_bounds() {
        if word.chars().any(char::is_alphanumeric) {
            tokens.push(Token { text: word, begins });
            begins = false;
        } else if word.contains([
            '.', '!', '?', '…', ':', '\n', '。', '؟', '"', '“', '„', '«', '»', '‘', '「',
        ]) {
            // A quotation begins a sentence, too.
            begins = true;
        }
    }
    tokens
}

/// Ranges of words that differ. Case counts, punctuation and white space do not.
pub(super) fn changes(old: &[Token<'_>], new: &[Token<'_>]) -> Vec<(Range<usize>, Range<usize>)> {
    let words =
        |tokens: &[Token<'_>]| -> Vec<String> { tokens.iter().map(|token| token.text.replace('’', "'")).collect() };
    similar::capture_diff_slices(similar::Algorithm::Myers, &words(old), &words(new))
        .into_iter()
        .filter(|op| op.tag() != similar::DiffTag::Equal)
        .map(|op| (op.old_range(), op.new_range()))
        .collect()
}

/// One language's words.
struct Table {
    language: &'static str,
    negations: &'static [&'static str],
    numbers: &'static [&'static str],
    dates: &'static [&'static str],
    /// Words before a noun. In a language that writes all nouns in capitals, what follows one is no name.
    articles: &'static [&'static str],
}

const TABLES: &[Table] = &[
    Table {
        language: "en",
        negations: &[
            "no", "not", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "without", "cannot",
            "hardly", "barely", "scarcely", "fails", "failed", "denies", "denied", "un", "non",
        ],
        numbers: &[
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "sixty",
            "seventy",
            "eighty",
            "ninety",
            "hundred",
            "hundreds",
            "thousand",
            "thousands",
            "million",
            "millions",
            "billion",
            "billions",
            "trillion",
            "dozen",
            "dozens",
            "half",
            "third",
            "quarter",
            "first",
            "second",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "once",
            "twice",
            "double",
            "triple",
            "percent",
        ],
        dates: &[
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "mar",
            "apr",
            "jun",
            "jul",
            "aug",
            "sept",
            "oct",
            "nov",
            "dec",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "today",
            "yesterday",
            "tomorrow",
        ],
        articles: &[],
    },
    Table {
        language: "de",
        negations: &[
            "kein", "keine", "keinen", "keinem", "keiner", "keines", "nicht", "nie", "niemals", "niemand", "nichts",
            "nirgends", "ohne", "weder", "noch", "kaum", "nein",
        ],
        numbers: &[
            "null",
            "eins",
            "zwei",
            "drei",
            "vier",
            "fünf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
            "dreizehn",
            "vierzehn",
            "fünfzehn",
            "sechzehn",
            "siebzehn",
            "achtzehn",
            "neunzehn",
            "zwanzig",
            "dreißig",
            "vierzig",
            "fünfzig",
            "sechzig",
            "siebzig",
            "achtzig",
            "neunzig",
            "hundert",
            "hunderte",
            "tausend",
            "tausende",
            "million",
            "millionen",
            "milliarde",
            "milliarden",
            "dutzend",
            "halb",
            "halbe",
            "hälfte",
            "drittel",
            "viertel",
            "erste",
            "ersten",
            "zweite",
            "zweiten",
            "dritte",
            "dritten",
            "doppelt",
            "prozent",
        ],
        dates: &[
            "januar",
            "jänner",
            "februar",
            "märz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "dezember",
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonnabend",
            "sonntag",
            "heute",
            "gestern",
            "morgen",
            "vorgestern",
            "übermorgen",
        ],
        articles: &[
            "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines", "im", "am",
            "zum", "zur", "vom", "beim", "ins", "ans", "kein", "keine", "keinen", "keinem", "keiner", "mein", "meine",
            "sein", "seine", "seinen", "seinem", "seiner", "ihr", "ihre", "ihren", "ihrem", "ihrer", "unser", "unsere",
            "dieser", "diese", "dieses", "diesem", "diesen", "jeder", "jede", "jedes", "jedem", "jeden", "alle",
            "allen", "viele", "vielen", "mehr", "einige", "manche",
        ],
    },
    Table {
        language: "pt",
        negations: &[
            "não", "nem", "nunca", "jamais", "ninguém", "nada", "nenhum", "nenhuma", "nenhuns", "nenhumas", "sem",
            "tampouco",
        ],
        numbers: &[
            "zero",
            "um",
            "uma",
            "dois",
            "duas",
            "três",
            "quatro",
            "cinco",
            "seis",
            "sete",
            "oito",
            "nove",
            "dez",
            "onze",
            "doze",
            "treze",
            "catorze",
            "quatorze",
            "quinze",
            "dezasseis",
            "dezesseis",
            "dezassete",
            "dezessete",
            "dezoito",
            "dezanove",
            "dezenove",
            "vinte",
            "trinta",
            "quarenta",
            "cinquenta",
            "sessenta",
            "setenta",
            "oitenta",
            "noventa",
            "cem",
            "cento",
            "duzentos",
            "trezentos",
            "quinhentos",
            "mil",
            "milhão",
            "milhões",
            "bilhão",
            "bilhões",
            "dúzia",
            "meio",
            "meia",
            "metade",
            "terço",
            "quarto",
            "primeiro",
            "primeira",
            "segundo",
            "terceiro",
            "terceira",
            "dobro",
        ],
        dates: &[
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "feira",
            "sábado",
            "domingo",
            "hoje",
            "ontem",
            "amanhã",
            "anteontem",
        ],
        articles: &[],
    },
    Table {
        language: "fr",
        negations: &[
            "ne", "n", "pas", "non", "jamais", "aucun", "aucune", "personne", "rien", "sans", "ni", "guère", "nul",
            "nulle",
        ],
        numbers: &[
            "zéro",
            "un",
            "une",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
            "vingt",
            "trente",
            "quarante",
            "cinquante",
            "soixante",
            "septante",
            "huitante",
            "nonante",
            "cent",
            "cents",
            "mille",
            "million",
            "millions",
            "milliard",
            "milliards",
            "douzaine",
            "demi",
            "moitié",
            "tiers",
            "quart",
            "premier",
            "première",
            "deuxième",
            "second",
            "seconde",
            "troisième",
            "double",
        ],
        dates: &[
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
            "lundi",
            "mardi",
            "mercredi",
            "jeudi",
            "vendredi",
            "samedi",
            "dimanche",
            "aujourd'hui",
            "hier",
            "demain",
        ],
        articles: &[],
    },
    Table {
        language: "es",
        negations: &[
            "no", "ni", "nunca", "jamás", "nadie", "nada", "ningún", "ninguno", "ninguna", "sin", "tampoco", "apenas",
        ],
        numbers: &[
            "cero",
            "un",
            "uno",
            "una",
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciséis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
            "veinte",
            "treinta",
            "cuarenta",
            "cincuenta",
            "sesenta",
            "setenta",
            "ochenta",
            "noventa",
            "cien",
            "ciento",
            "doscientos",
            "quinientos",
            "mil",
            "millón",
            "millones",
            "docena",
            "medio",
            "media",
            "mitad",
            "tercio",
            "cuarto",
            "primer",
            "primero",
            "primera",
            "segundo",
            "segunda",
            "tercero",
            "tercera",
            "doble",
        ],
        dates: &[
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
            "domingo",
            "hoy",
            "ayer",
            "mañana",
        ],
        articles: &[],
    },
    Table {
        language: "ar",
        negations: &["لا", "لم", "لن", "ليس", "ليست", "ما", "غير", "بدون", "دون"],
        numbers: &[
            "واحد",
            "واحدة",
            "اثنان",
            "اثنين",
            "ثلاثة",
            "أربعة",
            "خمسة",
            "ستة",
            "سبعة",
            "ثمانية",
            "تسعة",
            "عشرة",
            "عشرون",
            "عشرين",
            "مئة",
            "مائة",
            "ألف",
            "آلاف",
            "مليون",
            "ملايين",
            "مليار",
            "نصف",
            "ثلث",
            "ربع",
        ],
        dates: &[
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
            "الاثنين",
            "الثلاثاء",
            "الأربعاء",
            "الخميس",
            "الجمعة",
            "السبت",
            "الأحد",
            "اليوم",
            "أمس",
            "غدا",
        ],
        articles: &[],
    },
    Table {
        language: "ja",
        // Words of Japanese are cut into single characters or short runs; these are the telling ones.
        negations: &["ない", "な", "ず", "ぬ", "未", "無", "不", "非", "ません"],
        numbers: &[
            "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "億", "兆", "半",
        ],
        dates: &["年", "月", "日", "曜", "今日", "昨日", "明日"],
        articles: &[],
    },
];

/// What is known of a paper's language and of a story's people.
pub(super) struct Known {
    table: Option<&'static Table>,
    /// Words of names, in small letters.
    names: BTreeSet<String>,
}

impl Known {
    /// For a language; `texts` teach which words are written in capitals in the middle of a sentence.
    pub(super) fn new<T: AsRef<str>>(language: &str, names: &[String], texts: [T; 2]) -> Self {
        let base = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let table = TABLES.iter().find(|table| table.language == base);
        let mut known = Self {
            table,
            names: names
                .iter()
                .flat_map(|name| tokens(name))
                .map(|token| token.text.to_lowercase())
                .collect(),
        };
        let mut learnt = BTreeSet::new();
        for text in &texts {
            let tokens = tokens(text.as_ref());
            for (at, token) in tokens.iter().enumerate() {
                if !token.begins && known.is_capital_name(token, at, &tokens) {
                    learnt.insert(token.text.to_lowercase());
                }
            }
        }
        known.names.extend(learnt);
        known
    }

    /// What the word at a place of its text asks for when it is changed.
    pub(super) fn asks(&self, token: &Token<'_>, at: usize, all: &[Token<'_>]) -> Vec<Asks> {
        let small = token.text.to_lowercase().replace('’', "'");
        let mut asks = Vec::new();
        let stands = |words: fn(&Table) -> &'static [&'static str]| {
            self.table.is_some_and(|table| {
                small
                    .split('-')
                    .chain([small.as_str()])
                    .any(|part| words(table).contains(&part))
            })
        };
        if small.chars().any(char::is_numeric) || stands(|table| table.numbers) || roman(token.text) {
            asks.push(Asks::Number);
        }
        if stands(|table| table.dates) {
            asks.push(Asks::Date);
        }
        let french_n = self.table.is_some_and(|table| table.language == "fr") && small.starts_with("n'");
        if stands(|table| table.negations) || small.ends_with("n't") || french_n {
            asks.push(Asks::Negation);
        }
        if self.names.contains(&small) || self.is_capital_name(token, at, all) {
            asks.push(Asks::Name);
        }
        asks
    }

    /// Whether a word is written as names are: with a capital where the sentence does not ask for one.
    fn is_capital_name(&self, token: &Token<'_>, at: usize, all: &[Token<'_>]) -> bool {
        let is_capital = |token: &Token<'_>| token.text.chars().next().is_some_and(char::is_uppercase);
        if !is_capital(token) || (self.is_english() && is_i(token.text)) {
            return false;
        }
        // ONU, NATO: capitals throughout are a name wherever they stand.
        let long = token.text.chars().count() > 1;
        if long && token.text.chars().all(|c| !c.is_lowercase()) && token.text.chars().any(char::is_alphabetic) {
            return true;
        }
        let after = all.get(at + 1).filter(|after| !after.begins);
        if token.begins {
            // "Ana Sousa said": the first word of a sentence is part of a name when the second is, too.
            return after.is_some_and(|after| is_capital(after) && !is_i(after.text)) && !self.writes_nouns_large();
        }
        if !self.writes_nouns_large() {
            return true;
        }
        // German writes every noun with a capital: a name is what no article announces.
        let before = |back: usize| at.checked_sub(back).and_then(|before| all.get(before));
        let announces = |token: &Token<'_>| {
            let small = token.text.to_lowercase();
            self.table.is_some_and(|table| table.articles.contains(&small.as_str()))
                || small.chars().any(char::is_numeric)
        };
        let announced = before(1).is_some_and(|one| {
            announces(one)
                || (ends_like_adjective(one.text) && before(2).is_some_and(|two| !two.begins && announces(two)))
        });
        !announced
    }

    fn is_english(&self) -> bool {
        self.table.is_none_or(|table| table.language == "en")
    }

    fn writes_nouns_large(&self) -> bool {
        self.table.is_some_and(|table| !table.articles.is_empty())
    }
}

/// "I" is written large and is nobody's name.
fn is_i(text: &str) -> bool {
    text == "I" || text.starts_with("I'") || text.starts_with("I’")
}

/// `große`, `neuen`: a small word with an adjective's ending before a noun.
fn ends_like_adjective(text: &str) -> bool {
    let small = text.chars().next().is_some_and(char::is_lowercase);
    small && text.chars().count() > 4 && ["e", "en", "er", "es", "em"].iter().any(|end| text.ends_with(end))
}

/// II, XIV: a number of kings and wars.
fn roman(text: &str) -> bool {
    text.len() > 1
        && text
            .chars()
            .all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C' | 'D' | 'M'))
}
