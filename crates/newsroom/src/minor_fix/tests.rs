//! What passes as a small fix and what does not, sentence by sentence.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use courant_text::SequentialIds;

fn story(body: &str) -> Printed {
    Printed {
        titles: vec!["The harbour opens".into(), String::new()],
        document: courant_text::markdown::read(body, &mut SequentialIds::new()).document,
        byline: "[]".into(),
        ..Printed::default()
    }
}

fn asked_in(language: &str, old: &str, new: &str) -> Vec<Asks> {
    let found = passages(language, &story(old), &story(new), &["Ana Sousa".to_owned()]);
    let asked: BTreeSet<Asks> = found.into_iter().map(|one| one.asks).collect();
    asked.into_iter().collect()
}

fn asked(old: &str, new: &str) -> Vec<Asks> {
    asked_in("en", old, new)
}

#[test]
fn spelling_and_layout_are_small_fixes() {
    for (old, new) in [
        ("The ferry recieved a new engine.", "The ferry received a new engine."),
        ("The the ferry sails again.", "The ferry sails again."),
        ("It sails , at last.", "It sails, at last."),
        (
            "The ferry sails. The crew sings.",
            "The ferry sails.\n\nThe crew sings.",
        ),
        ("It is a **big** ship.", "It is a big ship."),
        ("She said \"we sail\" again.", "She said “we sail” again."),
        ("it sails at dawn.", "It sails at dawn."),
        ("It's late.", "It’s late."),
        ("One paragraph.\n\nAnother there.", "Another there.\n\nOne paragraph."),
    ] {
        assert_eq!(asked(old, new), [], "{old} → {new}");
    }
}

#[test]
fn what_a_story_said_is_no_small_fix() {
    use Asks::{Date, Name, Negation, Number, Quote};
    for (old, new, wanted) in [
        ("The mayor, Rui Prado, came.", "The mayor, Rui Prata, came.", Name),
        (
            "Smith went home. They met Smyth.",
            "Smyth went home. They met Smyth.",
            Name,
        ),
        ("Then nato moved.", "Then NATO moved.", Name),
        ("We met ana there.", "We met her there.", Name),
        ("It has 12 boats.", "It has 21 boats.", Number),
        ("It has twelve boats.", "It has thirteen boats.", Number),
        ("It has twenty-one boats.", "It has twenty-two boats.", Number),
        ("It rose by half.", "It rose by a lot.", Number),
        ("It sails on Monday.", "It sails on Tuesday.", Date),
        ("It sails tomorrow.", "It sails soon.", Date),
        (
            "She said “we sail at dawn” twice.",
            "She said “we sail at dusk” twice.",
            Quote,
        ),
        ("She said we sail at dawn.", "She said “we sail” at dawn.", Quote),
        ("> We sail at dawn.", "> We sail at dusk.", Quote),
        ("He did it.", "He did not do it.", Negation),
        ("He does like it.", "He doesn't like it.", Negation),
        ("They came with him.", "They came without him.", Negation),
    ] {
        assert!(
            asked(old, new).contains(&wanted),
            "{old} → {new}: {:?}",
            asked(old, new)
        );
    }
}

#[test]
fn each_language_has_its_own_words() {
    use Asks::{Date, Name, Negation, Number};
    for (language, old, new, wanted) in [
        ("de", "Er hat es getan.", "Er hat es nicht getan.", Negation),
        ("de", "Es waren zwei Boote.", "Es waren drei Boote.", Number),
        ("de", "Das sagte Müller gestern.", "Das sagte Möller gestern.", Name),
        ("pt-PT", "Ele veio ontem.", "Ele veio hoje.", Date),
        ("pt-PT", "Ele veio.", "Ele não veio.", Negation),
        ("fr", "Il vient.", "Il ne vient pas.", Negation),
        ("es", "Llegaron dos barcos.", "Llegaron tres barcos.", Number),
        ("es", "Vino con ella.", "Vino sin ella.", Negation),
        ("ar", "وصلت السفينة", "لم تصل السفينة", Negation),
        ("ja", "船は三隻ある", "船は四隻ある", Number),
    ] {
        assert!(
            asked_in(language, old, new).contains(&wanted),
            "{language}: {old} → {new}: {:?}",
            asked_in(language, old, new)
        );
    }
    // A German noun is no name because of its capital.
    assert_eq!(
        asked_in("de", "Sie sahen das Schif im Hafen.", "Sie sahen das Schiff im Hafen."),
        []
    );
}

#[test]
fn headline_and_byline_are_never_small() {
    let old = story("It sails.");
    let mut new = old.clone();
    new.titles = vec!["The harbour opened".into(), String::new()];
    new.byline = "[{}]".into();
    let found = passages("en", &old, &new, &[]);
    assert_eq!(
        found.iter().map(|one| one.asks).collect::<Vec<_>>(),
        [Asks::Headline, Asks::Byline]
    );
    assert!(found.iter().all(|one| one.early));
}

#[test]
fn a_passage_says_what_it_was_and_whether_it_stands_early() {
    let body = |figure: &str| format!("One.\n\nTwo.\n\nThree.\n\nIt has {figure} boats in all.");
    let found = passages("en", &story(&body("12")), &story(&body("21")), &[]);
    let only = found.first().unwrap();
    assert_eq!((only.old.as_str(), only.new.as_str(), only.early), ("12", "21", false));
    let found = passages("en", &story("It has 12 boats."), &story("It has 21 boats."), &[]);
    assert!(found.first().unwrap().early);
}
