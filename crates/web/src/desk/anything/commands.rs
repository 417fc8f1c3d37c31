//! What can be done at the desk, each a line: found by its words in the search for anything. A new room adds its line to
//! [`COMMANDS`], and its words to the strings: `do-KEY`, or `nav-KEY` where the navigation names it.

use crate::desk::visit::Desk;
use courant_model::account::Act;

/// Something to do, or a room to go to. It leads to a page with a form and does nothing by itself.
pub(crate) struct Command {
    /// Its string. `also-KEY` may hold further words by which it is found.
    pub(crate) word: &'static str,
    /// Where it leads.
    pub(crate) href: &'static str,
    /// Whether this member is offered it.
    pub(crate) may: fn(&Desk<'_>) -> bool,
}

const fn line(word: &'static str, href: &'static str, may: fn(&Desk<'_>) -> bool) -> Command {
    Command { word, href, may }
}

fn everybody(_: &Desk<'_>) -> bool {
    true
}

fn reads(desk: &Desk<'_>) -> bool {
    desk.may_anywhere(Act::Read)
}

fn record(desk: &Desk<'_>) -> bool {
    desk.may_anywhere(Act::Record)
}

/// Every command. What stands in the navigation is added by itself.
pub(crate) const COMMANDS: &[Command] = &[
    // One's own
    line("nav-account", "/desk/account", everybody),
    line("do-passkeys", "/desk/account/passkeys", everybody),
    line("do-codes", "/desk/account/codes", everybody),
    line("do-password", "/desk/account/password", everybody),
    line("sign-out", "/desk/find?do=sign-out", everybody),
    line("sign-out-everywhere", "/desk/account", everybody),
    // Stories
    line("do-mine", "/desk/stories?mine=1", reads),
    line("do-ideas", "/desk/stories?state=idea", reads),
    line("do-drafts", "/desk/stories?state=draft", reads),
    line("do-ready", "/desk/stories?state=ready", reads),
    line("do-published", "/desk/stories?state=published", reads),
    line("do-template", "/desk/templates/new", |desk| desk.may(Act::Templates)),
    line("do-background", "/desk/backgrounds/new", |desk| {
        desk.may(Act::Templates)
    }),
    // The day
    line("day-plan", "/desk/day?plan=1#sheet", |desk| desk.may(Act::Begin)),
    line("diary-title", "/desk/diary", reads),
    line("diary-new", "/desk/diary/new", |desk| desk.may(Act::Diary)),
    line("diary-import", "/desk/diary/import", |desk| desk.may(Act::Diary)),
    // Fronts
    line("do-front", "/desk/front", |desk| desk.may(Act::Front)),
    line("do-front-preview", "/desk/front/-/preview", |desk| desk.may(Act::Front)),
    line("do-front-history", "/desk/front/-/history", |desk| desk.may(Act::Front)),
    // Numbers
    line("do-numbers-now", "/desk/numbers", |desk| desk.may(Act::Numbers)),
    line("do-numbers-day", "/desk/numbers?period=24h", |desk| {
        desk.may(Act::Numbers)
    }),
    line("do-numbers-replies", "/desk/numbers?of=replies&period=24h", |desk| {
        desk.may(Act::Numbers)
    }),
    // Pictures
    line("do-pictures-alt", "/desk/pictures?which=without-alt", reads),
    line("do-pictures-ending", "/desk/pictures?which=ending", reads),
    // The record
    line("do-open-names", "/desk/record/open", record),
    line("do-entry", "/desk/record/new", |desk| desk.may(Act::KeepRecord)),
    // The house
    line("do-invite", "/desk/accounts/new", |desk| desk.may(Act::Accounts)),
    // The site
    line("do-site", "/", everybody),
    line("do-site-latest", "/latest", everybody),
    line("do-site-corrections", "/corrections", everybody),
];
