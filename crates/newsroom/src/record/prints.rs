//! The print of a story's text: equal for texts of the same words, whatever their marks, letters' size and white space.
//! Kept beside the live row, so that a text that was published before is known again at once.

use courant_model::story::Revision;
use courant_store::StoreError;
use courant_text::BlockKind;

/// Fewer words than this may come again without being the same story.
pub const SHORT: usize = 25;

/// The print of a revision; empty when its text is too short to tell anything.
pub fn of(revision: &Revision) -> Result<String, StoreError> {
    let mut document = courant_text::json::read(&revision.document)
        .map_err(|refused| StoreError::Unreadable(format!("revision {}: {refused}", revision.id)))?;
    document
        .blocks
        .retain(|block| !matches!(block.kind, BlockKind::ReadMore(_)));
    Ok(of_text(&courant_text::plain::write(&document)))
}

fn of_text(text: &str) -> String {
    let mut words = 0;
    // FNV-1a with 128 bits (Fowler, Noll, Vo): the same on every node and in every version.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut take = |byte: u8| {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    };
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        words += 1;
        for letter in word.chars().flat_map(char::to_lowercase) {
            let mut bytes = [0; 4];
            letter.encode_utf8(&mut bytes).bytes().for_each(&mut take);
        }
        take(b' ');
    }
    if words < SHORT {
        return String::new();
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_the_same_print_and_other_words_another() {
        let text = "The night ferry will sail again from Monday, the harbour office said. ".repeat(4);
        let other = text.replacen("Monday", "Tuesday", 1);
        assert_eq!(of_text(&text), of_text(&text.to_uppercase().replace(' ', "\u{a0}\n")));
        assert_ne!(of_text(&text), of_text(&other));
        assert_eq!(of_text("The ferry sails."), "");
    }
}
