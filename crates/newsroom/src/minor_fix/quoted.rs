//! Words within quotation marks, of whatever style: "…", “…”, „…“, «…», »…«, ‘…’, 「…」.
//! Called by the comparison of a small fix.

/// The closing marks that an opening one may have.
fn closers(open: char) -> &'static [char] {
    match open {
        '"' => &['"'],
        '“' => &['”', '“'],
        '„' | '‟' => &['“', '”'],
        '”' => &['”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '›' => &['‹'],
        '‘' | '‚' => &['’', '‘'],
        '「' => &['」'],
        '『' => &['』'],
        '〝' => &['〟'],
        _ => &[],
    }
}

/// Each quotation of a text in order, without its marks and with its white space and apostrophes made alike: that a
/// straight mark became a curly one is layout. A quotation that nobody closes ends with its line.
pub(super) fn all(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let letters: Vec<char> = line.chars().collect();
        let mut at = 0;
        while let Some(&letter) = letters.get(at) {
            at += 1;
            let closing = closers(letter);
            let before = at.checked_sub(2).and_then(|before| letters.get(before));
            // An apostrophe stands within or after a word; a quotation begins before one.
            let begins = before.is_none_or(|c| !c.is_alphanumeric());
            if closing.is_empty() || (matches!(letter, '‘' | '"' | '”') && !begins) {
                continue;
            }
            let mut words = String::new();
            while let Some(&next) = letters.get(at) {
                at += 1;
                let after = letters.get(at);
                let single = matches!(letter, '‘' | '‚');
                if closing.contains(&next) && !(single && after.is_some_and(|c| c.is_alphanumeric())) {
                    break;
                }
                words.push(next);
            }
            found.push(alike(&words));
        }
    }
    found.retain(|words| !words.is_empty());
    found
}

fn alike(words: &str) -> String {
    let spaced: Vec<&str> = words.split_whitespace().collect();
    spaced.join(" ").replace(['’', '‘'], "'").replace(['“', '”', '„'], "\"")
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn every_style_of_quotation_is_found() {
        for text in [
            "She said \"no way\" to it.",
            "She said “no way” to it.",
            "Sie sagte „no way“ dazu.",
            "Elle a dit « no way » alors.",
            "Han sagde »no way« til det.",
            "Hon sade ”no way” till det.",
            "She said ‘no way’ to it.",
            "彼女は「no way」と言った",
        ] {
            assert_eq!(all(text), ["no way"], "{text}");
        }
    }

    #[test]
    fn an_apostrophe_opens_and_closes_nothing() {
        assert!(all("It’s the harbour’s fault, and the gulls’ too.").is_empty());
        assert_eq!(all("‘It’s ours’ they said."), ["It's ours"]);
        assert_eq!(all("A 12\" pipe and “the rest"), ["the rest"]);
    }
}
