//! What the built-in theme lets a paper choose: accent, type, width, colours at night, nameplate.
//! Each choice is a class of the page's root that the style sheet knows; the theme's own choice needs none.

use serde::{Deserialize, Serialize};

macro_rules! choice {
    ($(#[$about:meta])* $name:ident, $prefix:literal, $first:ident = $own:literal $(, $other:ident = $word:literal)* $(,)?) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            /// The theme's own.
            #[default]
            $first,
            $(
                #[doc = concat!("The choice ", stringify!($other), ".")]
                $other,
            )*
        }

        impl $name {
            /// Every choice, the theme's own first.
            pub const ALL: &'static [Self] = &[Self::$first $(, Self::$other)*];

            /// As it is kept and as forms send it.
            pub fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $own,
                    $(Self::$other => $word,)*
                }
            }

            /// Reads the kept form.
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }

            fn class(self) -> Option<String> {
                (self != Self::default()).then(|| format!("{}-{}", $prefix, self.as_str()))
            }
        }
    };
}

choice!(
    /// The one colour beside ink and paper. Each has at least 7:1 on paper by day and by night.
    Accent, "accent", Red = "red", Blue = "blue", Green = "green", Plum = "plum", Teal = "teal", Ink = "ink"
);
choice!(
    /// Which of the two families sets what: serif for text and headlines; sans headlines over serif text; sans for all.
    Type, "type", Serif = "serif", Mixed = "mixed", Sans = "sans"
);
choice!(
    /// How wide the page grows and how much room stands between things.
    Width, "width", Wide = "wide", Narrow = "narrow", Dense = "dense"
);
choice!(
    /// Whether pages follow the reader's own choice of dark colours, or stay light.
    Scheme, "scheme", Follow = "follow", Light = "light"
);
choice!(
    /// How the name on the nameplate is set.
    Plate, "plate", Plain = "plain", Capitals = "capitals", Left = "left"
);

/// The choices of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Look {
    /// The accent.
    pub accent: Accent,
    /// The type.
    #[serde(rename = "type")]
    pub set_in: Type,
    /// Width and density.
    pub width: Width,
    /// Day and night.
    pub scheme: Scheme,
    /// The nameplate.
    pub plate: Plate,
}

impl Look {
    /// The classes of the page's root; empty when every choice is the theme's own.
    pub fn classes(&self) -> String {
        let classes = [
            self.accent.class(),
            self.set_in.class(),
            self.width.class(),
            self.scheme.class(),
            self.plate.class(),
        ];
        classes.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn the_themes_own_look_needs_no_class_and_every_choice_reads_back() {
        assert_eq!(Look::default().classes(), "");
        let look = Look {
            accent: Accent::Blue,
            scheme: Scheme::Light,
            ..Look::default()
        };
        assert_eq!(look.classes(), "accent-blue scheme-light");
        let kept = serde_json::to_string(&look).unwrap();
        assert_eq!(serde_json::from_str::<Look>(&kept).unwrap(), look);
        for one in Accent::ALL {
            assert_eq!(Accent::parse(one.as_str()), Some(*one));
            assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{}\"", one.as_str()));
        }
    }
}
