//! `courant bench-fill`: an archive of made-up stories, so that `cargo xtask bench` can measure a paper of some size.
//! Hidden from the help; the words are drawn from a list by a fixed rule, so two runs make the same archive.

use crate::config::Flags;
use crate::failure::Result;
use crate::{house, report};
use courant_model::actor::Actor;
use courant_model::time::{DAY, HOUR};
use courant_newsroom::commands::file_story::{self, Copy, NewStory};
use courant_newsroom::commands::name_topic;
use courant_newsroom::commands::publish_story::{self, Dated, Publish};
use courant_newsroom::permissions::Who;
use courant_store::q;

/// Stories in one transaction.
const BATCH: usize = 500;

const WORDS: [&str; 40] = [
    "harbour",
    "council",
    "ferry",
    "bridge",
    "budget",
    "school",
    "river",
    "market",
    "train",
    "vote",
    "wall",
    "storm",
    "price",
    "union",
    "court",
    "clinic",
    "mayor",
    "port",
    "library",
    "orchard",
    "tide",
    "signal",
    "engine",
    "bakery",
    "lantern",
    "quay",
    "pilot",
    "archive",
    "festival",
    "water",
    "road",
    "tunnel",
    "garden",
    "theatre",
    "tower",
    "island",
    "mill",
    "station",
    "square",
    "lighthouse",
];

/// The next word of a fixed sequence (a linear congruential generator, constants of Knuth's MMIX).
fn word(seed: &mut u64) -> &'static str {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let at = usize::try_from((*seed >> 33) % WORDS.len() as u64).unwrap_or_default();
    WORDS.get(at).copied().unwrap_or("harbour")
}

fn words(seed: &mut u64, count: usize) -> String {
    (0..count).map(|_| word(seed)).collect::<Vec<_>>().join(" ")
}

/// Fills the paper.
pub async fn run(flags: Flags, stories: usize) -> Result<()> {
    let settings = super::settle(&flags)?;
    let (newsroom, _) = house::open_standing(&settings.machine).await?;
    let house = &newsroom.house;
    let mut seed = 1;
    let mut made = 0;
    while made < stories {
        let mut tx = newsroom.store.write().await?;
        let sections = q!(tx, terms::sections())?;
        for _ in 0..BATCH.min(stories - made) {
            let topic = name_topic::run(&mut tx, house, &Actor::Import, word(&mut seed)).await?;
            let body: Vec<String> = (0..8).map(|_| format!("{}.", words(&mut seed, 55))).collect();
            let copy = Copy {
                headline: format!("{} {made}", words(&mut seed, 6)),
                standfirst: words(&mut seed, 14),
                document: courant_text::plain::read(&body.join("\n\n"), &mut courant_text::SequentialIds::new()),
                section_id: sections
                    .get(made % sections.len().max(1))
                    .map(|section| section.id.clone()),
                topics: vec![topic.id],
                ..Copy::default()
            };
            let new = NewStory {
                copy,
                ..NewStory::default()
            };
            let story = file_story::begin(&mut tx, house, &Actor::Import, new).await?;
            let back = DAY + i64::try_from(made).unwrap_or_default() * HOUR;
            let ask = Publish {
                story_id: story.id,
                dated: Dated::At(house.now() - back),
                updated: None,
                developing: None,
                slug: String::new(),
                unseen: false,
                again: false,
            };
            publish_story::run(&mut tx, house, &Who::House(Actor::Import), &ask).await?;
            made += 1;
        }
        tx.commit().await?;
        report::say(&format!("{made} of {stories}"));
    }
    Ok(())
}
