//! The rights over HTTP, whole: each role at every address of the desk, allowed or refused as the table of roles says.
//! The addresses are those of the route list and the table of steps: a new one without a rule here fails the test.

use crate::harness::{Colleague, Draft, TestPaper, pictures, routes, verbs};
use courant_model::account::{Act, On, Role};
use courant_model::story::State;
use courant_model::workflow::Workflow;
use courant_newsroom::commands::publish_story::Dated;
use courant_store::on_both;
use courant_store::scratch::Scratch;
use std::collections::{BTreeMap, BTreeSet};

on_both!(
    each_role_is_let_through_where_the_table_says_and_nowhere_else,
    nobody_comes_in_without_a_session,
);

/// Who may go to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    /// Everybody: readers, and whoever wants to come in.
    Open,
    /// Whoever is signed in; what is theirs, or what their roles let them see of it.
    Signed,
    /// Whoever may do this where no story is concerned.
    May(Act),
    /// Whoever may do this on some story or other.
    Somewhere(Act),
    /// Whoever may do this on the story of the address.
    On(Act, State),
    /// Another protocol, or what is sent names the thing; tests of co-editing, events, record and copy desk ask there.
    Elsewhere,
}
use Rule::{Elsewhere, May, Open, Signed, Somewhere};

/// Every address of the desk apart from the acts on a story.
const RULES: &[(&str, &str, Rule)] = &[
    // Whoever wants to come in
    ("GET", "/desk/assets/{version}/{*path}", Open),
    ("GET", "/desk/first", Open),
    ("POST", "/desk/first", Open),
    ("GET", "/desk/invitation", Open),
    ("POST", "/desk/invitation", Open),
    ("GET", "/desk/reset", Open),
    ("POST", "/desk/reset", Open),
    ("GET", "/desk/login", Open),
    ("POST", "/desk/login", Open),
    ("GET", "/desk/login/code", Open),
    ("POST", "/desk/login/code", Open),
    ("POST", "/desk/login/sign-on", Open),
    ("GET", "/desk/login/sign-on/back", Open),
    ("POST", "/desk/login/sign-on/back", Open),
    ("POST", "/desk/passkeys/new", Open),
    ("POST", "/desk/passkeys/ask", Open),
    ("POST", "/desk/logout", Open),
    // Whoever is in
    ("GET", "/desk", Signed),
    ("GET", "/desk/events", Elsewhere),
    ("GET", "/desk/confirm", Signed),
    ("POST", "/desk/confirm", Signed),
    ("GET", "/desk/account", Signed),
    ("POST", "/desk/account", Signed),
    ("GET", "/desk/account/password", Signed),
    ("POST", "/desk/account/password", Signed),
    ("GET", "/desk/account/passkeys", Signed),
    ("POST", "/desk/account/passkeys", Signed),
    ("GET", "/desk/account/codes", Signed),
    ("POST", "/desk/account/codes", Signed),
    ("POST", "/desk/account/sessions", Signed),
    ("POST", "/desk/account/sessions/{session}", Signed),
    ("GET", "/desk/stories", Signed),
    ("POST", "/desk/stories/{id}/seen", Signed),
    // Whoever keeps the accounts
    ("GET", "/desk/accounts", May(Act::Accounts)),
    ("POST", "/desk/accounts", May(Act::Accounts)),
    ("GET", "/desk/accounts/new", May(Act::Accounts)),
    ("GET", "/desk/accounts/{id}", May(Act::Accounts)),
    ("POST", "/desk/accounts/{id}", May(Act::Accounts)),
    ("POST", "/desk/invitations/{id}/withdraw", May(Act::Accounts)),
    // Writers
    ("POST", "/desk/stories", May(Act::Begin)),
    ("GET", "/desk/stories/new", May(Act::Begin)),
    ("GET", "/desk/templates", May(Act::Begin)),
    ("POST", "/desk/paste", May(Act::Begin)),
    // The day and its diary; `day.rs` asks who may move, give and note
    ("GET", "/desk/day", Somewhere(Act::Read)),
    ("POST", "/desk/day", May(Act::Begin)),
    ("GET", "/desk/day/{date}", Somewhere(Act::Read)),
    ("POST", "/desk/day/stories/{id}", Rule::On(Act::Write, State::Draft)),
    ("GET", "/desk/diary", Somewhere(Act::Read)),
    ("POST", "/desk/diary", May(Act::Diary)),
    ("GET", "/desk/diary/new", May(Act::Diary)),
    ("GET", "/desk/diary/import", May(Act::Diary)),
    ("POST", "/desk/diary/import", May(Act::Diary)),
    ("GET", "/desk/diary/{id}", May(Act::Diary)),
    ("POST", "/desk/diary/{id}", May(Act::Diary)),
    ("POST", "/desk/diary/{id}/{act}", May(Act::Diary)),
    // Pictures
    ("GET", "/desk/pictures", Somewhere(Act::Read)),
    ("POST", "/desk/pictures", May(Act::Begin)),
    ("GET", "/desk/pictures/describe", Somewhere(Act::Read)),
    ("POST", "/desk/pictures/describe", Somewhere(Act::Pictures)),
    ("GET", "/desk/pictures/{id}", Somewhere(Act::Read)),
    ("POST", "/desk/pictures/{id}", May(Act::Pictures)),
    ("GET", "/desk/pictures/{id}/image", Somewhere(Act::Read)),
    ("POST", "/desk/pictures/{id}/replace", May(Act::Pictures)),
    ("POST", "/desk/pictures/{id}/undo", May(Act::Pictures)),
    ("POST", "/desk/pictures/{id}/rights", May(Act::PictureRights)),
    ("POST", "/desk/pictures/{id}/down", May(Act::PictureRights)),
    ("POST", "/desk/pictures/{id}/up", May(Act::PictureRights)),
    ("POST", "/desk/uploads", May(Act::Begin)),
    // Whose upload it is counts; `pictures` asks
    ("GET", "/desk/uploads/{id}", Elsewhere),
    ("POST", "/desk/uploads/{id}/{act}", Elsewhere),
    ("GET", "/desk/find/stories", Somewhere(Act::Read)),
    ("GET", "/desk/find/pictures", Somewhere(Act::Read)),
    ("GET", "/desk/find/authors", Somewhere(Act::Read)),
    ("GET", "/desk/find/accounts", Somewhere(Act::Read)),
    ("GET", "/desk/find/topics", Somewhere(Act::Read)),
    ("GET", "/desk/find", Signed),
    ("GET", "/desk/find/anything", Signed),
    ("GET", "/desk/background", Somewhere(Act::Read)),
    ("GET", "/desk/flash", Somewhere(Act::Flash)),
    ("POST", "/desk/flash", Somewhere(Act::Flash)),
    // Fronts: `-` is the front page, a slug the page of a section; `front_page.rs` asks for others' sections
    ("GET", "/desk/front", May(Act::Front)),
    ("GET", "/desk/front/{page}", Somewhere(Act::SectionFront)),
    ("GET", "/desk/front/{page}/preview", Somewhere(Act::SectionFront)),
    ("GET", "/desk/front/{page}/frame", Somewhere(Act::SectionFront)),
    ("GET", "/desk/front/{page}/history", Somewhere(Act::SectionFront)),
    ("POST", "/desk/front/{page}/{act}", Somewhere(Act::SectionFront)),
    // Editors
    ("POST", "/desk/templates", May(Act::Templates)),
    ("GET", "/desk/templates/new", May(Act::Templates)),
    ("GET", "/desk/templates/{id}", May(Act::Templates)),
    ("POST", "/desk/templates/{id}", May(Act::Templates)),
    ("POST", "/desk/templates/{id}/remove", May(Act::Templates)),
    ("POST", "/desk/backgrounds", May(Act::Templates)),
    ("GET", "/desk/backgrounds/new", May(Act::Templates)),
    ("GET", "/desk/backgrounds/{id}", May(Act::Templates)),
    ("POST", "/desk/backgrounds/{id}", May(Act::Templates)),
    ("POST", "/desk/backgrounds/{id}/remove", May(Act::Templates)),
    // Numbers
    ("GET", "/desk/numbers", May(Act::Numbers)),
    ("GET", "/desk/numbers/{id}", Elsewhere),
    // The record
    ("GET", "/desk/record", Somewhere(Act::Record)),
    ("POST", "/desk/record", May(Act::KeepRecord)),
    ("GET", "/desk/record/new", May(Act::KeepRecord)),
    ("GET", "/desk/record/open", Somewhere(Act::Record)),
    ("GET", "/desk/record/name", Elsewhere),
    ("POST", "/desk/record/name", Elsewhere),
    ("GET", "/desk/record/{id}", Somewhere(Act::Record)),
    ("POST", "/desk/record/{id}", May(Act::KeepRecord)),
    ("GET", "/desk/record/{id}/erase", May(Act::Remove)),
    ("POST", "/desk/record/{id}/erase", May(Act::Remove)),
    ("POST", "/desk/record/{id}/{act}", May(Act::KeepRecord)),
    ("GET", "/desk/record/requests", May(Act::KeepRecord)),
    ("POST", "/desk/record/requests/{id}", Elsewhere),
    ("POST", "/desk/stories/{id}/quotations/{verb}", Elsewhere),
    ("POST", "/desk/stories/{id}/names", Elsewhere),
    // Storylines
    ("GET", "/desk/storylines", Somewhere(Act::Record)),
    ("POST", "/desk/storylines", May(Act::KeepRecord)),
    ("GET", "/desk/storylines/{id}", Somewhere(Act::Record)),
    ("POST", "/desk/storylines/{id}/{verb}", May(Act::KeepRecord)),
    ("POST", "/desk/stories/{id}/relate", Rule::On(Act::Record, State::Draft)),
    // The copy desk
    ("POST", "/desk/stories/{id}/copy-desk", Elsewhere),
    (
        "POST",
        "/desk/stories/{id}/copy-desk/decide",
        Rule::On(Act::Write, State::Draft),
    ),
    (
        "POST",
        "/desk/stories/{id}/copy-desk/override",
        Rule::On(Act::OverrideStop, State::Draft),
    ),
    ("POST", "/desk/stories/{id}/sources", Elsewhere),
    ("GET", "/desk/stories/{id}/sources/{source}", Elsewhere),
    (
        "POST",
        "/desk/stories/{id}/sources/{source}/remove",
        Rule::On(Act::Write, State::Draft),
    ),
    ("GET", "/desk/checks/{name}", Elsewhere),
    ("GET", "/desk/house-style", May(Act::HouseRules)),
    ("POST", "/desk/house-style/{act}", May(Act::HouseRules)),
    // The chief
    ("GET", "/desk/withheld", May(Act::Withhold)),
    ("POST", "/desk/withheld", May(Act::Withhold)),
    ("POST", "/desk/withheld/{id}", May(Act::Withhold)),
    ("POST", "/desk/withheld/{id}/release", May(Act::Withhold)),
    // The settings
    ("GET", "/desk/settings", May(Act::Settings)),
    ("GET", "/desk/settings/{room}", May(Act::Settings)),
    ("POST", "/desk/settings/{room}", May(Act::Settings)),
    ("GET", "/desk/settings/look/frame", May(Act::Settings)),
    ("GET", "/desk/settings/look/sheet", May(Act::Settings)),
    ("GET", "/desk/settings/history", May(Act::Settings)),
    ("POST", "/desk/settings/undo", May(Act::Settings)),
    ("POST", "/desk/settings/restore", May(Act::Settings)),
    ("GET", "/desk/settings/pages", May(Act::Settings)),
    ("POST", "/desk/settings/pages", Elsewhere),
    ("POST", "/desk/settings/pages/{id}/{act}", May(Act::Settings)),
    ("GET", "/desk/settings/webhooks", May(Act::Settings)),
    ("POST", "/desk/settings/webhooks", May(Act::Settings)),
    ("GET", "/desk/settings/webhooks/{id}", May(Act::Settings)),
    ("POST", "/desk/settings/webhooks/{id}", May(Act::Settings)),
    ("POST", "/desk/settings/webhooks/{id}/{act}", May(Act::Settings)),
    ("GET", "/desk/settings/machine", May(Act::Settings)),
    ("POST", "/desk/settings/machine/letter", May(Act::Settings)),
    // Pages of a story
    ("GET", "/desk/stories/{id}/room", Elsewhere),
    ("GET", "/desk/stories/{id}", Rule::On(Act::Read, State::Draft)),
    ("GET", "/desk/stories/{id}/compare", Rule::On(Act::Read, State::Draft)),
    ("GET", "/desk/stories/{id}/notes", Rule::On(Act::Read, State::Draft)),
    ("POST", "/desk/stories/{id}/notes", Rule::On(Act::Write, State::Draft)),
    (
        "POST",
        "/desk/stories/{id}/notes/{note}/resolve",
        Rule::On(Act::Write, State::Draft),
    ),
    ("GET", "/desk/stories/{id}/plain", Rule::On(Act::Write, State::Draft)),
    ("POST", "/desk/stories/{id}/plain", Rule::On(Act::Write, State::Draft)),
];

/// The acts on a story; the steps of the workflow come from their own table.
const ACTS: &[(&str, Act, State)] = &[
    ("publish", Act::Publish, State::Ready),
    ("publish-unseen", Act::PublishUnseen, State::Ready),
    ("schedule", Act::Publish, State::Ready),
    ("unschedule", Act::Publish, State::Ready),
    ("update", Act::Publish, State::Published),
    ("new-top", Act::Publish, State::Published),
    ("developing", Act::Publish, State::Published),
    ("read", Act::Publish, State::Published),
    ("correct", Act::Correct, State::Published),
    ("clarify", Act::Correct, State::Published),
    ("fix", Act::Correct, State::Published),
    ("retract", Act::Retract, State::Published),
    ("remove", Act::Remove, State::Published),
    ("anonymise", Act::Remove, State::Published),
    ("noindex", Act::Remove, State::Published),
    ("embargo", Act::Embargo, State::Draft),
    ("lift-embargo", Act::LiftEmbargo, State::Draft),
    ("assign", Act::Assign, State::Draft),
    ("rename", Act::Write, State::Draft),
    ("restore", Act::Write, State::Draft),
    ("name", Act::Write, State::Draft),
    ("preview", Act::Write, State::Draft),
    ("revoke-preview", Act::Write, State::Draft),
];

/// Acts that no address of the desk does by itself, and where they count.
const ELSEWHERE: &[(Act, &str)] = &[
    (Act::PublishOwn, "beside Publish, when the story is one's own"),
    (Act::Settle, "in the room of a story"),
    (Act::Replies, "at the console"),
];

/// Every rule by method and path; the acts on a story each by themselves.
fn rules() -> BTreeMap<(&'static str, String), Rule> {
    let mut rules: BTreeMap<(&'static str, String), Rule> = RULES
        .iter()
        .map(|(method, path, rule)| ((*method, (*path).to_owned()), *rule))
        .collect();
    let story = |verb: &str| ("POST", format!("/desk/stories/{{id}}/{verb}"));
    for (verb, act, state) in ACTS {
        rules.insert(story(verb), Rule::On(*act, *state));
    }
    for step in Workflow::built_in().steps {
        if !Workflow::is_of_publishing(&step.verb) {
            // Of a verb with two rows both ask for the same; the first state is as good as any.
            rules
                .entry(story(&step.verb))
                .or_insert(Rule::On(step.act, step.from[0]));
        }
    }
    rules
}

/// The addresses of the desk as the program has them.
fn addresses() -> BTreeSet<(&'static str, String)> {
    let mut all: BTreeSet<_> = routes()
        .into_iter()
        .filter(|(_, path)| path == "/desk" || path.starts_with("/desk/"))
        .collect();
    assert!(all.remove(&("POST", "/desk/stories/{id}/{verb}".to_owned())));
    let steps = Workflow::built_in().steps.into_iter().map(|step| step.verb);
    for verb in verbs().into_iter().chain(steps) {
        // Flash has a page of its own.
        if verb != "flash" {
            all.insert(("POST", format!("/desk/stories/{{id}}/{verb}")));
        }
    }
    all
}

#[test]
fn every_address_of_the_desk_has_a_rule_and_every_act_an_address() {
    let (rules, addresses) = (rules(), addresses());
    let without: Vec<_> = addresses.iter().filter(|one| !rules.contains_key(*one)).collect();
    assert!(without.is_empty(), "give these a rule in rights.rs: {without:?}");
    let stale: Vec<_> = rules.keys().filter(|one| !addresses.contains(*one)).collect();
    assert!(stale.is_empty(), "nothing stands at these any more: {stale:?}");
    for act in Act::ALL {
        let asked = rules.values().any(|rule| match rule {
            May(one) | Somewhere(one) | Rule::On(one, _) => *one == act,
            Open | Signed | Elsewhere => false,
        });
        let told = ELSEWHERE.iter().any(|(one, _)| *one == act);
        assert!(asked || told, "{act:?} has no address");
    }
}

/// Things that the paths name.
struct Desk {
    paper: TestPaper,
    chief: Colleague,
    template: String,
    background: String,
    entity: String,
    storyline: String,
    picture: String,
    webhook: String,
    event: String,
}

impl Desk {
    async fn open(scratch: Scratch) -> Self {
        let paper = TestPaper::empty(scratch).await;
        let chief = paper.colleague(&[Role::Chief]).await;
        let mut made = Vec::new();
        for path in ["templates", "backgrounds"] {
            let fields = [("name", "Harbour"), ("body", "Text."), ("kind", "news")];
            let kept = paper.send_as(&chief, &format!("/desk/{path}"), &fields).await;
            assert_eq!(kept.status, 303, "{}", kept.text());
            let list = paper.get_as(&chief, "/desk/templates").await.text();
            let (_, rest) = list.split_once(&format!("href=\"/desk/{path}/0")).unwrap();
            made.push(format!("0{}", rest.split('"').next().unwrap()));
        }
        let mut kept = Vec::new();
        for (path, fields) in [
            ("record", [("name", "Ana Reis"), ("kind", "person")]),
            ("storylines", [("title", "The dredging"), ("summary", "All of it.")]),
        ] {
            let answer = paper.send_as(&chief, &format!("/desk/{path}"), &fields).await;
            assert_eq!(answer.status, 303, "{}", answer.text());
            kept.push(answer.says("location").split(['/', '?']).nth(3).unwrap().to_owned());
        }
        let admin = paper.colleague(&[Role::Admin]).await;
        let fields = [("address", "https://hooks.example/in"), ("event-front.changed", "1")];
        let hook = paper.send_as(&admin, "/desk/settings/webhooks", &fields).await.text();
        let (_, hook) = hook.split_once("action=\"/desk/settings/webhooks/").unwrap();
        let fields = [("title", "Council"), ("day", "2026-12-01")];
        let event = paper.send_as(&chief, "/desk/diary", &fields).await;
        assert_eq!(event.status, 303, "{}", event.text());
        Self {
            webhook: hook.split('/').next().unwrap().to_owned(),
            event: event.says("location").split(['/', '?']).nth(3).unwrap().to_owned(),
            picture: paper.picture_of(&chief, "harbour.jpg", &pictures::jpeg(60, 40)).await,
            storyline: kept.pop().unwrap(),
            entity: kept.pop().unwrap(),
            background: made.pop().unwrap(),
            template: made.pop().unwrap(),
            paper,
            chief,
        }
    }

    /// A story in a section and a state, begun by somebody.
    async fn story(&self, by: &Colleague, section: &str, state: State) -> String {
        let draft = Draft {
            section,
            ..Draft::of("Fares")
        };
        let id = self.paper.file_as(&by.who(), &draft).await;
        if state == State::Published {
            self.paper.put_out(&id, Dated::Now, "").await;
        } else {
            self.paper.set_state(&id, state).await;
        }
        id
    }

    /// Asks, and says whether it was let through: whatever else may be wrong, 403 is the roles' word alone.
    async fn lets(&self, me: &Colleague, method: &str, path: &str) -> bool {
        let answer = if method == "GET" {
            self.paper.get_as(me, path).await
        } else {
            let fields = [
                ("at", "2026-12-01T10:00"),
                ("until", "2026-12-01T10:00"),
                ("reason", "So."),
                ("wrong", "Four."),
                ("correct", "Five."),
                ("to", self.chief.member.account.as_str()),
                ("kind", "news"),
                ("section", self.paper.sections["local"].as_str()),
                ("verdict", "accepted"),
            ];
            self.paper.send_as(me, path, &fields).await
        };
        let lets = answer.status != 403;
        assert!(answer.status < 500, "{method} {path}: {}", answer.text());
        // A page is either there or refused.
        assert!(
            method != "GET" || !lets || answer.status < 400,
            "{path}: {}",
            answer.status
        );
        lets
    }

    fn path(&self, path: &str, who: &Colleague) -> String {
        let id = match path.split('/').nth(2) {
            Some("templates") => &self.template,
            Some("backgrounds") => &self.background,
            Some("record") => &self.entity,
            Some("storylines") => &self.storyline,
            Some("pictures") => &self.picture,
            Some("settings") => &self.webhook,
            Some("diary") => &self.event,
            _ => &who.member.account,
        };
        path.replace("{id}", id)
            .replace("{session}", "none")
            .replace("{date}", "2026-12-01")
            .replace("house-style/{act}", "house-style/retire")
            .replace("front/{page}/{act}", "front/local/discard")
            .replace("{page}", "local")
            .replace("{room}", "sections")
            .replace("{act}", "close")
            .replace("{verb}", "keep")
            .replace("{name}", "none")
    }
}

async fn each_role_is_let_through_where_the_table_says_and_nowhere_else(scratch: Scratch) {
    let desk = Desk::open(scratch).await;
    let other = desk.paper.colleague(&[Role::Reporter]).await;
    let (local, economy) = (&desk.paper.sections["local"], &desk.paper.sections["economy"]);
    // What takes something away comes last.
    let mut rules: Vec<_> = rules().into_iter().collect();
    rules.sort_by_key(|((_, path), _)| path.ends_with("/remove") || path.ends_with("/sessions"));
    let mut otherwise = Vec::new();
    for role in Role::ALL {
        let me = desk.paper.colleague_of(&[role], &[local]).await;
        for ((method, path), rule) in &rules {
            let told = |may: bool| format!("{role:?} {method} {path} ({rule:?}): the table says {may}");
            match rule {
                Open | Signed | Elsewhere => {}
                May(act) | Somewhere(act) => {
                    let own = On {
                        own: true,
                        section: Some(local),
                    };
                    let on = if matches!(rule, May(_)) { On::NOTHING } else { own };
                    let may = me.member.may(*act, on);
                    // Each role removes a template and a background of its own, and erases nobody whom others need.
                    let takes_away = path.ends_with("/remove") || *method == "POST" && path.ends_with("/erase");
                    let target = if may && takes_away {
                        path.replace("{id}", "none")
                    } else {
                        desk.path(path, &other)
                    };
                    if desk.lets(&me, method, &target).await != may {
                        otherwise.push(told(may));
                    }
                }
                Rule::On(act, state) => {
                    for (own, section, name) in [
                        (true, economy, "economy"),
                        (false, local, "local"),
                        (false, economy, "economy"),
                    ] {
                        let begun_by = if own { &me } else { &other };
                        let id = desk.story(begun_by, name, *state).await;
                        let on = On {
                            own,
                            section: Some(section),
                        };
                        let may = me.member.may(*act, on);
                        let target = path
                            .replace("{id}", &id)
                            .replace("{note}", "none")
                            .replace("{source}", "none")
                            .replace("{verb}", "none");
                        if desk.lets(&me, method, &target).await != may {
                            otherwise.push(format!("{}; own: {own}, section: {name}", told(may)));
                        }
                    }
                }
            }
        }
        for path in ["/desk", "/desk/stories", "/desk/account"] {
            assert!(desk.lets(&me, "GET", path).await, "{role:?} {path}");
        }
    }
    assert!(otherwise.is_empty(), "{otherwise:#?}");
}

async fn nobody_comes_in_without_a_session(scratch: Scratch) {
    let desk = Desk::open(scratch).await;
    let id = desk.story(&desk.chief, "local", State::Draft).await;
    let nobody = Colleague {
        cookie: "courant=nothing".to_owned(),
        ..desk.chief.clone()
    };
    for ((method, path), rule) in rules() {
        if matches!(rule, Open) {
            continue;
        }
        let path = match path.strip_prefix("/desk/stories/{id}") {
            Some(rest) => format!("/desk/stories/{id}{rest}")
                .replace("{note}", "none")
                .replace("{source}", "none")
                .replace("{verb}", "none"),
            None => desk.path(&path, &nobody),
        };
        if path.ends_with("/room") {
            // Without the words of a socket it is no request at all; with them `coediting` asks.
            continue;
        }
        let answer = if method == "GET" {
            desk.paper.get_as(&nobody, &path).await
        } else {
            desk.paper.send_as(&nobody, &path, &[("at", "2026-12-01T10:00")]).await
        };
        let to_the_door = answer.status == 303 && answer.says("location").starts_with("/desk/login");
        assert!(
            to_the_door || answer.status == 401,
            "{method} {path}: {}",
            answer.status
        );
        // A browser of another site has the cookie and not the origin.
        if method == "POST" {
            let headers = [
                ("cookie", desk.chief.cookie.as_str()),
                ("origin", "https://evil.example"),
            ];
            assert_eq!(
                desk.paper.call("POST", &path, &headers, b"").await.status,
                403,
                "{path}"
            );
        }
    }
}
