//! Who may do what at the desk: roles, acts, and the one table that ties them.
//! Commands ask [`Member::may`]; the desk shows and hides by the same question. An account is not an author.

use serde::{Deserialize, Serialize};

/// A role at the desk; an account may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Writes drafts of their own.
    Contributor,
    /// Writes and hands in stories of their own.
    Reporter,
    /// Edits and publishes whatever belongs to their sections.
    Editor,
    /// Answers for the paper.
    Chief,
    /// Decides replies and nothing else.
    Moderator,
    /// Keeps accounts and settings; publishes nothing by this role alone.
    Admin,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [
        Self::Contributor,
        Self::Reporter,
        Self::Editor,
        Self::Chief,
        Self::Moderator,
        Self::Admin,
    ];

    /// As it is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contributor => "contributor",
            Self::Reporter => "reporter",
            Self::Editor => "editor",
            Self::Chief => "chief",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }

    /// Reads the kept form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Something that one may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// See a story that readers do not see, with its notes and revisions.
    Read,
    /// Begin a story.
    Begin,
    /// Change its text and fields, suggest, and write notes.
    Write,
    /// Hand it in as ready.
    HandIn,
    /// Give it to somebody, plan its time and length, send it back.
    Assign,
    /// Accept or refuse suggestions of others.
    Settle,
    /// Put it before readers, or an update of it; schedule it and take it off the schedule.
    Publish,
    /// Publish a story that one wrote oneself.
    PublishOwn,
    /// Publish a story that nobody else has read; it goes on the list of what is still to be read.
    PublishUnseen,
    /// Publish a headline and a sentence at once.
    Flash,
    /// Print a correction or clarification, or mend a small fault in what readers see.
    Correct,
    /// Replace a published story by a notice that it was wrong as a whole.
    Retract,
    /// Take a published story from readers for law or safety; take a name out of it; ask engines to leave it out.
    Remove,
    /// Put a story aside that will not run, or take it up again.
    Spike,
    /// Forbid a story for good.
    Kill,
    /// Set or move an embargo that has not come yet.
    Embargo,
    /// End an embargo before its time.
    LiftEmbargo,
    /// Publish although a check says stop.
    OverrideStop,
    /// Keep story templates and shared background.
    Templates,
    /// Arrange the front page, lock its seats, schedule its changes.
    Front,
    /// The same for the page of a section.
    SectionFront,
    /// Decide replies.
    Replies,
    /// Invite, change and close accounts.
    Accounts,
    /// Change the paper's settings.
    Settings,
    /// Confirm, correct or refuse what the record takes from a story: names, quotations, events.
    Record,
    /// Keep the record itself: people, organisations, places, storylines; merge, split, open a page to readers.
    KeepRecord,
    /// Keep the house rules and the words of the house; retire a check.
    HouseRules,
    /// See and keep the names that may not be printed.
    Withhold,
    /// Describe, focus and replace a picture that readers do not see.
    Pictures,
    /// Set the rights of a picture, take it down and bring it back; change or replace one that readers see.
    PictureRights,
    /// See how often stories are read, and from where.
    Numbers,
    /// Keep the diary: enter, change, call off and remove events, take calendars in.
    Diary,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 32] = [
        Self::Read,
        Self::Begin,
        Self::Write,
        Self::HandIn,
        Self::Assign,
        Self::Settle,
        Self::Publish,
        Self::PublishOwn,
        Self::PublishUnseen,
        Self::Flash,
        Self::Correct,
        Self::Retract,
        Self::Remove,
        Self::Spike,
        Self::Kill,
        Self::Embargo,
        Self::LiftEmbargo,
        Self::OverrideStop,
        Self::Templates,
        Self::Front,
        Self::SectionFront,
        Self::Replies,
        Self::Accounts,
        Self::Settings,
        Self::Record,
        Self::KeepRecord,
        Self::HouseRules,
        Self::Withhold,
        Self::Pictures,
        Self::PictureRights,
        Self::Numbers,
        Self::Diary,
    ];

    /// As tables and files name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Begin => "begin",
            Self::Write => "write",
            Self::HandIn => "hand-in",
            Self::Assign => "assign",
            Self::Settle => "settle",
            Self::Publish => "publish",
            Self::PublishOwn => "publish-own",
            Self::PublishUnseen => "publish-unseen",
            Self::Flash => "flash",
            Self::Correct => "correct",
            Self::Retract => "retract",
            Self::Remove => "remove",
            Self::Spike => "spike",
            Self::Kill => "kill",
            Self::Embargo => "embargo",
            Self::LiftEmbargo => "lift-embargo",
            Self::OverrideStop => "override-stop",
            Self::Templates => "templates",
            Self::Front => "front",
            Self::SectionFront => "section-front",
            Self::Replies => "replies",
            Self::Accounts => "accounts",
            Self::Settings => "settings",
            Self::Record => "record",
            Self::KeepRecord => "keep-record",
            Self::HouseRules => "house-rules",
            Self::Withhold => "withhold",
            Self::Pictures => "pictures",
            Self::PictureRights => "picture-rights",
            Self::Numbers => "numbers",
            Self::Diary => "diary",
        }
    }
}

/// On which stories a role may do a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// On those that one began, is assigned or signs.
    Own,
    /// On those of one's sections, and on one's own; an account without sections has them all.
    Sections,
    /// On every one; also for what concerns no story.
    Any,
}

/// The table: which role may do what, and how far. What does not stand here nobody may.
pub const TABLE: &[(Act, &[(Role, Reach)])] = {
    use Act::{
        Accounts, Assign, Begin, Correct, Diary, Embargo, Flash, Front, HandIn, HouseRules, KeepRecord, Kill,
        LiftEmbargo, Numbers, OverrideStop, PictureRights, Pictures, Publish, PublishOwn, PublishUnseen, Read, Record,
        Remove, Replies, Retract, SectionFront, Settings, Settle, Spike, Templates, Withhold, Write,
    };
    use Reach::{Any, Own, Sections};
    use Role::{Admin, Chief, Contributor, Editor, Moderator, Reporter};
    &[
        (
            Read,
            &[(Contributor, Own), (Reporter, Any), (Editor, Any), (Chief, Any)],
        ),
        (
            Begin,
            &[(Contributor, Any), (Reporter, Any), (Editor, Any), (Chief, Any)],
        ),
        (
            Write,
            &[(Contributor, Own), (Reporter, Own), (Editor, Sections), (Chief, Any)],
        ),
        (HandIn, &[(Reporter, Own), (Editor, Sections), (Chief, Any)]),
        (Assign, &[(Editor, Sections), (Chief, Any)]),
        (Settle, &[(Reporter, Own), (Editor, Sections), (Chief, Any)]),
        (Publish, &[(Editor, Sections), (Chief, Any)]),
        // Nobody publishes their own story. A paper of one person writes (Chief, Any) here.
        (PublishOwn, &[]),
        (PublishUnseen, &[(Editor, Sections), (Chief, Any)]),
        (Flash, &[(Editor, Sections), (Chief, Any)]),
        (Correct, &[(Editor, Sections), (Chief, Any)]),
        (Retract, &[(Editor, Sections), (Chief, Any)]),
        (Remove, &[(Chief, Any)]),
        (Spike, &[(Editor, Sections), (Chief, Any)]),
        (Kill, &[(Chief, Any)]),
        (Embargo, &[(Editor, Sections), (Chief, Any)]),
        (LiftEmbargo, &[(Chief, Any)]),
        (OverrideStop, &[(Chief, Any)]),
        (Templates, &[(Editor, Any), (Chief, Any)]),
        (Front, &[(Chief, Any)]),
        (SectionFront, &[(Editor, Sections), (Chief, Any)]),
        (Replies, &[(Moderator, Any), (Editor, Any), (Chief, Any)]),
        (Accounts, &[(Admin, Any)]),
        (Settings, &[(Admin, Any)]),
        (Record, &[(Reporter, Own), (Editor, Sections), (Chief, Any)]),
        (KeepRecord, &[(Editor, Any), (Chief, Any)]),
        (HouseRules, &[(Editor, Any), (Chief, Any)]),
        (Withhold, &[(Chief, Any)]),
        (
            Pictures,
            &[(Contributor, Own), (Reporter, Own), (Editor, Any), (Chief, Any)],
        ),
        (PictureRights, &[(Editor, Any), (Chief, Any)]),
        // Everybody at the desk.
        (
            Numbers,
            &[
                (Contributor, Any),
                (Reporter, Any),
                (Editor, Any),
                (Chief, Any),
                (Moderator, Any),
                (Admin, Any),
            ],
        ),
        (Diary, &[(Reporter, Any), (Editor, Any), (Chief, Any)]),
    ]
};

/// An account as the rules see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// Id of the account.
    pub account: String,
    /// As colleagues see it.
    pub name: String,
    /// Its roles.
    pub roles: Vec<Role>,
    /// Ids of the sections that an editor answers for; empty means all.
    pub sections: Vec<String>,
    /// The author that this account signs as, when it is one.
    pub author: Option<String>,
}

/// What a rule needs to know of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct On<'a> {
    /// The member began it, is assigned or signs it.
    pub own: bool,
    /// Its section, when it has one.
    pub section: Option<&'a str>,
}

impl On<'_> {
    /// No story: settings, accounts, templates.
    pub const NOTHING: On<'static> = On {
        own: false,
        section: None,
    };
}

impl Member {
    /// Whether the member may do a thing on a story, or at all.
    pub fn may(&self, act: Act, on: On<'_>) -> bool {
        TABLE
            .iter()
            .filter(|(one, _)| *one == act)
            .flat_map(|(_, rows)| rows.iter())
            .filter(|(role, _)| self.roles.contains(role))
            .any(|(_, reach)| match reach {
                Reach::Any => true,
                Reach::Own => on.own,
                Reach::Sections => on.own || self.has_section(on.section),
            })
    }

    /// Whether the member answers for a section. A story without one belongs to every editor.
    pub fn has_section(&self, section: Option<&str>) -> bool {
        self.sections.is_empty() || section.is_none_or(|section| self.sections.iter().any(|one| one == section))
    }

    /// Whether the member holds a role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(role: Role) -> Member {
        Member {
            account: "a".into(),
            roles: vec![role],
            sections: vec!["local".into()],
            ..Member::default()
        }
    }

    #[test]
    fn every_act_stands_in_the_table_once() {
        for act in Act::ALL {
            assert_eq!(TABLE.iter().filter(|(one, _)| *one == act).count(), 1, "{act:?}");
        }
        assert_eq!(TABLE.len(), Act::ALL.len());
    }

    #[test]
    fn an_admin_publishes_nothing_and_a_moderator_reads_no_draft() {
        let on = On {
            own: true,
            section: Some("local"),
        };
        for act in [Act::Publish, Act::PublishUnseen, Act::Flash, Act::Correct, Act::Read] {
            assert!(!member(Role::Admin).may(act, on), "{act:?}");
            assert!(!member(Role::Moderator).may(act, on), "{act:?}");
        }
    }

    #[test]
    fn an_editor_reaches_their_sections_and_no_others() {
        let editor = member(Role::Editor);
        let of = |section| On {
            own: false,
            section: Some(section),
        };
        assert!(editor.may(Act::Publish, of("local")));
        assert!(!editor.may(Act::Publish, of("economy")));
        assert!(member(Role::Chief).may(Act::Publish, of("economy")));
    }

    #[test]
    fn nobody_publishes_their_own_story() {
        let on = On {
            own: true,
            section: Some("local"),
        };
        for role in Role::ALL {
            assert!(!member(role).may(Act::PublishOwn, on), "{role:?}");
        }
    }
}
