//! Every table of the schema, what of it goes out with the paper and under which name. A new table gets its entry here.
//! Tables stand after those that they refer to: in this order the rows are put in.

use super::{Fate, Table};

const fn table(name: &'static str, fate: Fate, key: &'static str, columns: &'static str, says: &'static str) -> Table {
    Table {
        name,
        fate,
        key,
        columns,
        says,
        only: "",
        own: None,
        sealed_for: "",
    }
}

const fn kept(
    name: &'static str,
    file: &'static str,
    key: &'static str,
    columns: &'static str,
    says: &'static str,
) -> Table {
    table(name, Fate::Kept(file), key, columns, says)
}

const fn secret(
    name: &'static str,
    file: &'static str,
    key: &'static str,
    columns: &'static str,
    says: &'static str,
) -> Table {
    table(name, Fate::Secret(file), key, columns, says)
}

const fn derived(name: &'static str, columns: &'static str, says: &'static str) -> Table {
    table(name, Fate::Derived, "", columns, says)
}

const fn fleeting(name: &'static str, columns: &'static str, says: &'static str) -> Table {
    table(name, Fate::Fleeting, "", columns, says)
}

impl Table {
    const fn own(self, column: &'static str) -> Self {
        Self {
            own: Some(column),
            ..self
        }
    }

    const fn only(self, condition: &'static str) -> Self {
        Self {
            only: condition,
            ..self
        }
    }

    const fn sealed_for(self, column: &'static str) -> Self {
        Self {
            sealed_for: column,
            ..self
        }
    }
}

/// Every table of the schema.
pub const TABLES: &[Table] = &[
    kept(
        "counter",
        "paper/counters.jsonl",
        "name",
        "name value:n",
        "The last number that was given to a story, a section or topic, an author, a reply and so on.",
    ),
    kept(
        "paper_revision",
        "paper/settings.jsonl",
        "number",
        "number:n at:t actor settings:j act sections:j",
        "The paper's own settings, a line for each state they were in; the last line is in force.",
    ),
    kept(
        "section",
        "paper/sections.jsonl",
        "id",
        "id number:n slug name description position:n replies replies_close_after_days:n removed_at:t?",
        "Sections.",
    ),
    kept("topic", "paper/topics.jsonl", "id", "id number:n slug name description", "Topics."),
    kept(
        "author",
        "people/authors.jsonl",
        "id",
        "id number:n slug name role bio contact",
        "Who signs stories, with what is printed of them.",
    ),
    kept(
        "account",
        "people/accounts.jsonl",
        "id",
        "id name email email_folded roles sections author_id? password! totp:x?! totp_step:n state mail created_at:t",
        "Who signs in at the desk, with which roles. Passwords and the secrets of one-time codes go out with --secrets alone.",
    ),
    secret(
        "recovery_code",
        "people/recovery-codes.jsonl",
        "hash",
        "hash account_id",
        "Hashes of the codes that stand in for a one-time code.",
    ),
    secret(
        "passkey",
        "people/passkeys.jsonl",
        "id",
        "id account_id credential name key:j created_at:t used_at:t?",
        "Passkeys of accounts; they open the desk at the same address alone.",
    ),
    kept(
        "sign_on",
        "people/sign-on.jsonl",
        "issuer subject",
        "issuer subject account_id linked_at:t",
        "Which account belongs to which identity of a single sign-on.",
    ),
    fleeting(
        "session",
        "id token_hash account_id created_at:t seen_at:t expires_at:t confirmed_at:t agent",
        "Who is signed in now.",
    ),
    fleeting(
        "door_key",
        "id token_hash kind account_id? offer made_by made_at:t expires_at:t",
        "One-time links that are under way.",
    ),
    fleeting(
        "ceremony",
        "token_hash kind account_id? state failures:n expires_at:t",
        "Ways in that were begun and not finished.",
    ),
    fleeting("wrong_guess", "subject failures:n last_at:t", "Wrong guesses at a password."),
    kept(
        "picture",
        "pictures/pictures.jsonl",
        "id",
        "id number:n name hash mime width:n height:n alt caption credit licence taken? renditions:j file_name bytes:n copyright \
         holder notes focus_x:n focus_y:n rights_local rights_until:t? down_at:t? down_why added_by? added_at:t used:n",
        "Pictures with all that is said of them. `hash` names the original: blobs/originals/HA/SH….",
    ),
    kept(
        "picture_version",
        "pictures/versions.jsonl",
        "id",
        "id picture_id hash mime width:n height:n renditions:j file_name bytes:n focus_x:n focus_y:n at:t actor",
        "What a picture was before its bytes were replaced.",
    ),
    kept(
        "picture_media",
        "pictures/media.jsonl",
        "picture_id hash",
        "hash picture_id kind",
        "Which blob belongs to which picture, as its original, as a rendition, or as what was replaced.",
    ),
    derived("picture_word", "word picture_id", "Words by which the desk finds pictures."),
    kept(
        "story",
        "stories/stories.jsonl",
        "id",
        "id number:n form state working_slug head origin? rights? noindex:b created_at:t begun_by? assignee? brief due_at:t? \
         planned_words:n wanted_slug embargo_until:t? embargo_local unread_since:t? changed_at:t section_id? due_day picture_wanted:b",
        "Stories and standing pages in every state. `head` is the id of the newest revision.",
    ),
    kept(
        "revision",
        "stories/revisions.jsonl",
        "id",
        "id story_id at:t actor headline short_headline search_title share_title standfirst document:j dateline section_id? kind \
         picture_id? byline:j topics:j words:n name",
        "Every state that was kept of a text. `document` is the body as blocks.",
    ),
    kept(
        "live",
        "stories/published.jsonl",
        "story_id",
        "story_id number:n form revision_id path section_id? kind headline short_headline standfirst picture_id? byline words:n \
         published_at:t? updated_at:t? listed:b noindex:b changed_at:t placed_at:t? developing_until:t? retracted_at:t?",
        "What readers see: which revision of a story stands at which address since when.",
    ),
    kept(
        "live_author",
        "stories/published-authors.jsonl",
        "story_id position",
        "story_id position:n author_id? guest role published_at:t?",
        "Who signed what readers see.",
    ),
    kept(
        "live_topic",
        "stories/published-topics.jsonl",
        "story_id topic_id",
        "story_id topic_id position:n published_at:t?",
        "Topics of what readers see.",
    ),
    kept(
        "live_listing",
        "stories/published-listings.jsonl",
        "story_id",
        "story_id number:n form slug section_id? listed:b dated_at:t modified_at:t",
        "What readers see, as programs list it: by number, by the end of its address, by its dates.",
    ),
    kept(
        "live_picture",
        "stories/published-pictures.jsonl",
        "story_id picture_id",
        "story_id picture_id",
        "Pictures of what readers see.",
    ),
    kept(
        "draft_picture",
        "stories/draft-pictures.jsonl",
        "story_id picture_id",
        "story_id picture_id",
        "Pictures of the newest revision of each story.",
    ),
    kept(
        "live_print",
        "stories/published-prints.jsonl",
        "story_id",
        "story_id print",
        "A hash of the text that readers see, by which the desk knows the very same text again.",
    ),
    kept(
        "live_related",
        "stories/published-related.jsonl",
        "story_id position",
        "story_id position:n related_id duplicate:b",
        "Which stories stand under a story, as the paper worked it out.",
    ),
    kept(
        "story_related",
        "stories/related.jsonl",
        "story_id position",
        "story_id position:n related_id",
        "Which stories stand under a story, as an editor chose.",
    ),
    derived("story_word", "word story_id source", "Words by which the desk finds stories."),
    kept(
        "correction",
        "stories/corrections.jsonl",
        "id",
        "id story_id kind at:t wrong correct grave:b",
        "Corrections, clarifications and notices of retraction.",
    ),
    kept(
        "address",
        "addresses.jsonl",
        "path",
        "path kind target since:t",
        "Every address that leads somewhere: to a story, a section, a topic or an author, on to another address (`redirect`), or to \
         the notice that something is gone. An address that held an erased name is kept as a hash.",
    ),
    kept(
        "gone_media",
        "pictures/gone.jsonl",
        "hash",
        "hash story_id at:t",
        "Renditions that were withdrawn with a story and answer nobody.",
    ),
    kept(
        "reply",
        "replies/replies.jsonl",
        "id",
        "id number:n story_id parent_id? name document:j state at:t email_cipher:x! email_key! email_mac:x! domain_mac:x! \
         client_mac:x! text_mac:x! writer_key:x!",
        "Replies in every state; `parent_id` is the reply that one answers. Addresses go out with --secrets alone, sealed; \
         replies/addresses.jsonl has them open.",
    )
    .own("parent_id"),
    kept(
        "report",
        "replies/reports.jsonl",
        "id",
        "id story_id at:t body passage email_cipher:x?! email_key! client_mac:x!",
        "What readers reported as errors.",
    ),
    kept(
        "story_act",
        "stories/acts.jsonl",
        "id",
        "id story_id kind at:t actor revision_id? note",
        "What was done to a story before readers: published, updated, corrected, moved.",
    ),
    kept(
        "schedule",
        "planning/schedules.jsonl",
        "id",
        "id story_id kind local due_at:t account? asked_at:t state settled_at:t? problem",
        "What goes out by itself, and what became of it.",
    ),
    secret(
        "preview",
        "planning/previews.jsonl",
        "id",
        "id story_id mac:x made_by made_at:t expires_at:t",
        "Links by which others see a draft, as hashes.",
    ),
    kept(
        "draft",
        "drafts/drafts.jsonl",
        "story_id",
        "story_id epoch last_seq:n settled_seq:n compacted_to:n snapshot:x suggestions:n words:n writer written_at:t",
        "Drafts that were opened for writing together: the state of each as a Yjs update.",
    ),
    kept(
        "draft_update",
        "drafts/updates.jsonl",
        "story_id seq",
        "story_id seq:n at:t writer bytes:x",
        "What was written since, update by update.",
    ),
    kept(
        "draft_refused",
        "drafts/refused.jsonl",
        "id",
        "id story_id epoch at:t writer problem bytes:x",
        "Updates that could not be taken into a draft.",
    ),
    fleeting("presence", "story_id client account name until:t", "Who has a draft open now."),
    kept(
        "note",
        "desk/notes.jsonl",
        "id",
        "id story_id parent_id? account_id? at:t body quoted verb resolved_by? resolved_at:t?",
        "Notes of the desk on stories.",
    )
    .own("parent_id"),
    kept(
        "notice",
        "desk/notices.jsonl",
        "id",
        "id account_id kind story_id note_id? by_account? at:t seen_at:t?",
        "What the desk told an account.",
    ),
    kept(
        "story_template",
        "desk/templates.jsonl",
        "id",
        "id name kind headline standfirst document:j brief planned_words:n changed_at:t",
        "Templates of stories.",
    ),
    kept(
        "background",
        "desk/background.jsonl",
        "id",
        "id name document:j owner? review_at:t? changed_at:t",
        "Paragraphs of background that the desk keeps.",
    ),
    kept(
        "story_source",
        "desk/sources.jsonl",
        "id",
        "id story_id kind name url body at:t actor",
        "Sources and transcripts that were attached to stories.",
    ),
    kept(
        "check_decision",
        "desk/check-decisions.jsonl",
        "story_id rule passage",
        "story_id rule passage verdict reason at:t actor",
        "What was decided on a note of the copy desk; `passage` is a keyed hash.",
    ),
    kept(
        "check_shown",
        "desk/check-shown.jsonl",
        "story_id rule passage",
        "story_id rule passage",
        "Which notes of the copy desk were shown.",
    ),
    kept(
        "check_never",
        "desk/check-never.jsonl",
        "rule folded",
        "rule folded word at:t actor",
        "Words that a check is never to name again.",
    ),
    kept("check_retired", "desk/check-retired.jsonl", "rule", "rule reason at:t actor", "Checks that were put aside."),
    kept(
        "stop_override",
        "desk/stop-overrides.jsonl",
        "story_id rule passage",
        "story_id rule passage revision_id reason at:t actor",
        "What was printed although the copy desk said stop, and why.",
    ),
    secret(
        "do_not_name",
        "desk/held-names.jsonl",
        "id",
        "id sealed:x until_day at:t actor",
        "Names that may not be printed, sealed.",
    ),
    kept(
        "diary_event",
        "planning/diary.jsonl",
        "id",
        "id title all_day:b starts ends zone place section_id? sealed:s people:j repeats:j exceptions:j cancelled:b first_day last_day \
         uid sequence:n created_by? changed_at:t removed_at:t?",
        "The diary. `sealed` holds contact and notes, open here.",
    )
    .sealed_for("id"),
    kept(
        "diary_version",
        "planning/diary-versions.jsonl",
        "id",
        "id event_id at:t actor kept:j sealed:s",
        "What events of the diary were before.",
    )
    .sealed_for("event_id"),
    kept(
        "diary_story",
        "planning/diary-stories.jsonl",
        "event_id story_id",
        "event_id story_id",
        "Which story is about which event of the diary.",
    ),
    kept(
        "entity",
        "record/entities.jsonl",
        "id",
        "id number:n kind slug name folded description gazetteer wikidata public_role is_public:b noindex:b merged_into? stands_for \
         created_at:t changed_at:t",
        "People, organisations and places of the record.",
    )
    .own("merged_into"),
    kept(
        "entity_alias",
        "record/names.jsonl",
        "entity_id folded",
        "entity_id folded alias",
        "Other names of theirs.",
    ),
    kept(
        "entity_tail",
        "record/name-tails.jsonl",
        "tail entity_id",
        "tail entity_id",
        "Parts of names by which typing finds them.",
    ),
    kept(
        "entity_role",
        "record/roles.jsonl",
        "id",
        "id entity_id title organisation_id? from_day to_day",
        "What somebody was, where, from when to when.",
    ),
    kept(
        "mention",
        "record/mentions.jsonl",
        "story_id folded",
        "story_id folded words kind entity_id? state decided_by decided_at:t",
        "Which name of a story means whom, as a person decided.",
    ),
    kept(
        "name_found",
        "record/names-found.jsonl",
        "story_id folded",
        "story_id folded words kind times:n",
        "Names that were found in published stories and on which nobody decided.",
    ),
    kept(
        "live_mention",
        "record/published-mentions.jsonl",
        "story_id entity_id",
        "story_id entity_id",
        "Who stands in which story that readers see.",
    ),
    secret(
        "erased_name",
        "record/erased-names.jsonl",
        "mac",
        "mac at:t",
        "Names that were erased, as hashes: the paper keeps none of them again.",
    ),
    kept(
        "utterance",
        "record/remarks.jsonl",
        "id",
        "id number:n speaker_id? speaker_as addressee outlet occasion place_id? place said_on accused_id? accused answer_kind answer \
         answer_by merged_into? created_at:t changed_at:t",
        "What was said once, however often it was told.",
    )
    .own("merged_into"),
    kept(
        "quotation",
        "record/quotations.jsonl",
        "id",
        "id story_id utterance_id? revision_id mark block start_at:n end_at:n sentence words cue manner known_how known_outlet state \
         corrected_at:t? decided_by decided_at:t",
        "A story's report of a remark, as a person decided.",
    ),
    kept(
        "live_quotation",
        "record/published-quotations.jsonl",
        "quotation_id",
        "quotation_id story_id remark_id speaker_id? place_id? placed_at:t position:n block",
        "Quotations that readers see.",
    ),
    kept(
        "live_quotation_word",
        "record/published-quotation-words.jsonl",
        "quotation_id word",
        "word quotation_id",
        "Words by which readers find them.",
    ),
    kept(
        "record_request",
        "record/requests.jsonl",
        "id",
        "id quotation_id? entity_id? at:t body email_cipher:x?! email_key! client_mac:x! outcome answer answered_by? answered_at:t?",
        "What people asked to have put right in the record, and what they were answered.",
    ),
    kept(
        "storyline",
        "record/storylines.jsonl",
        "id",
        "id number:n slug title summary state is_public:b noindex:b created_at:t changed_at:t",
        "Storylines.",
    ),
    kept(
        "storyline_story",
        "record/storyline-stories.jsonl",
        "storyline_id story_id",
        "storyline_id story_id added_by added_at:t",
        "Stories of each.",
    ),
    kept(
        "event",
        "record/events.jsonl",
        "id",
        "id storyline_id story_id kind status day title place revision_id block sentence state decided_by decided_at:t",
        "Events of their timelines.",
    ),
    kept(
        "live_storyline",
        "record/published-storylines.jsonl",
        "story_id storyline_id",
        "story_id storyline_id placed_at:t?",
        "Storylines of what readers see.",
    ),
    kept(
        "live_event",
        "record/published-events.jsonl",
        "event_id",
        "event_id story_id storyline_id day block",
        "Events that readers see.",
    ),
    kept(
        "front_revision",
        "fronts/fronts.jsonl",
        "page number",
        "number:n at:t actor layout:j page act",
        "Front pages, a line for each arrangement that was put before readers; the last of a page is in force.",
    ),
    kept(
        "front_page",
        "fronts/pages.jsonl",
        "page",
        "page turn:n base:n locks:j",
        "What is locked on a front, and how far its draft is.",
    ),
    kept(
        "front_step",
        "fronts/drafts.jsonl",
        "page turn",
        "page turn:n at:t actor layout:j",
        "The draft of a front, step by step.",
    ),
    fleeting("front_here", "page account at:t", "Who has a front open now."),
    kept(
        "front_schedule",
        "fronts/schedules.jsonl",
        "id",
        "id page changes:j local due_at:t account? asked_at:t state settled_at:t? problem",
        "What is to change on a front at a time.",
    ),
    kept(
        "breaking_strip",
        "fronts/strip.jsonl",
        "id",
        "id text story_id? set_by set_at:t until_at:t",
        "The strip above the nameplate.",
    ),
    fleeting(
        "upload",
        "id account_id name size:n received:n begun_at:t picture_id?",
        "Files on their way.",
    ),
    fleeting("upload_part", "upload_id place:n name", "Parts of files on their way."),
    kept(
        "webhook",
        "machine/webhooks.jsonl",
        "id",
        "id name address events state paused_why since_seq:n secret:x! old_secret:x?! old_until:t failing_since:t? made_at:t",
        "Who is told of what. Without their secrets they arrive paused; give each a new secret at the desk.",
    ),
    kept(
        "webhook_revision",
        "machine/webhook-revisions.jsonl",
        "webhook_id number",
        "webhook_id number:n at:t actor act settings:j",
        "What a subscription was before.",
    ),
    fleeting(
        "webhook_delivery",
        "id webhook_id event thing at:t asked_at:t state by_hand:b attempts:n run_at:t claimed_until:t tried_at:t? status:n? \
         duration_ms:n? problem",
        "What was sent to subscribers, and what waits; the paper that moved out goes on sending it.",
    ),
    kept(
        "reading",
        "numbers/reading.jsonl",
        "span who source at page",
        "span who source at:t page count:n",
        "What was read, counted by page, hour or day, and where readers came from.",
    ),
    kept(
        "job",
        "machine/jobs.jsonl",
        "id",
        "id kind payload:j run_at:t attempts:n claimed_until:t problem",
        "Work that waits: renditions of pictures, reading for names. Letters do not move; the paper that moved out sends them.",
    )
    .only("kind <> 'mail'"),
    kept(
        "brought",
        "machine/brought.jsonl",
        "source kind outside",
        "source kind outside target revision_id print at:t",
        "Which row stands for which item of another system from which the paper moved in, so that a second run adds nothing.",
    ),
    kept(
        "follower",
        "machine/followers.jsonl",
        "name",
        "name seq:n",
        "How far each follower has read the ledger.",
    ),
    kept(
        "ledger",
        "machine/ledger.jsonl",
        "seq",
        "seq:n at:t actor act thing",
        "Every act of the paper: when, who, what. Readers' acts name nobody.",
    ),
];
