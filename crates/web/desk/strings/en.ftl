# The words of the desk. Another language's file may hold only some of them; English stands behind it.

## Every page
skip = Skip to the page
places = Places
account-menu = Account of
my-account = My account
sign-out = Sign out
close = Close
failed = That did not reach the server. What you typed is still here; try again.
palette = Find
palette-find = Find stories, people, pictures, places and things to do
palette-none = Nothing is called so.
palette-place = Place
palette-person = Author
palette-entity = Record
palette-picture = Picture
palette-command = Do
do-passkeys = My passkeys
do-codes = My one-time codes
do-password = Change my password
do-mine = My stories
do-template = New template
do-background = New shared background
do-invite = Invite a colleague
keys = Keys
keys-palette = Find anything
keys-down = Next story
keys-up = Story before
keys-open = Open it
keys-find = Filter the list
keys-new = New story
keys-unseen = Publish unseen
keys-keys = These keys
to-desk = To the desk
nav-waiting = Waiting
nav-stories = Stories
nav-new = New story
nav-flash = Flash
nav-record = The record
nav-requests = Asked to correct
nav-templates = Templates
nav-accounts = Accounts
nav-account = My account

## What went wrong
problem-missing = Nothing here
problem-missing-text = There is no such page at the desk, or it was removed. Nothing that was saved is lost.
problem-refused = Not allowed
problem-refused-text = Your roles do not allow this. Nothing was changed. Ask whoever keeps the accounts, or an editor of that section.
problem-conflict = Somebody was faster
problem-conflict-text = It changed while you were at it. Nothing was overwritten. Go back and look at it as it stands now.
problem-broken = Something broke
problem-broken-text = This is our fault, not yours. What was saved is safe. Go back and try again.
problem-reference = It stands in the log under { $reference }.

## The door
email = E-mail address
password = Password
password-help = At least { $shortest } characters. A sentence of four or five words that belong to no song is a good one.
code = Code
name = Name
or = or
sign-in = Sign in
sign-in-passkey = Sign in with a passkey
sign-in-with = Sign in with { $name }
go-on = Go on
login-title = Sign in
login-first = Nobody can sign in yet. Whoever started Courant finds a link at the console; it opens the page that makes the first account.
login-wrong = No account has this address and this password. Look at both and try again.
login-passkey-wrong = This passkey opens no account here. Try another one, or sign in with your password.
login-too-many = Too many tries. Wait a few minutes, then try again.
login-lost = Locked out? Whoever keeps the accounts can give you a link for a new password.
done-signed-out = You are signed out.
done-signed-out-everywhere = You are signed out everywhere.
signed-out-title = You were signed out
signed-out-text = Nothing was sent, and what you typed is still in the page that you came from.
signed-out-how = Sign in in a new window, go back to that page, and send it again.
second-step-title = Second step
second-step-help = Six figures from your authenticator app, or one of your recovery codes.
second-step-back = Begin again
first-title = The first minute
first-lead = This page opens once. It names the paper and makes the account of whoever answers for it: editor-in-chief, and keeper of the accounts.
first-paper = The paper
first-you = You
first-go = Open the desk
first-passkey = Use a passkey instead of a password
paper-name = Name
paper-tagline = Line under the name
paper-zone = Time zone
paper-zone-help = Such as Europe/Lisbon
paper-language = Language
paper-language-help = Such as en or pt-PT
invitation-title = Welcome
invitation-lead = You were invited to work at this paper. Say how you want to be called, and how you will sign in.
invitation-go = Accept
reset-title = A new password
reset-lead = This link opens once. A new password signs every browser of { $email } out, and takes passkeys and one-time codes away.
reset-go = Set the password
journey-title = On the way
journey-lead = You are being taken to { $name }.
journey-go = Go to { $name }
return-title = Welcome back
return-lead = One more step, and you are in.
confirm-title = Is it you?
confirm-lead = What comes next can do harm in the wrong hands. Show once more that it is you; for ten minutes you are not asked again.
confirm-passkey = Confirm with a passkey
passkeys-https = Passkeys need an address that begins with https; this paper’s does not yet.
passkeys-name = Passkeys need an address with a name; this paper’s is a number.
passkeys-script = Passkeys need script, and this browser runs none.

## My account
save = Save
set = Set up
change = Change
rename = Rename
remove = Remove
cancel = Cancel
is-set = is set
is-not-set = is not set
name-help = As colleagues see it in lists and notes. Bylines have a name of their own.
mail-choices = Tell me by mail, too, when
mail-assigned = a story is given to me
mail-mentioned = somebody mentions me in a note
mail-sent-back = a story is sent back to me
mail-ready = a story in my sections is ready
mail-about-to-go-out = a story of mine is about to go out
mail-failed = a story failed to go out
ways-in = Ways in
passkeys = Passkeys
passkeys-lead = A passkey lies in your telephone, computer or key, and opens the desk with a finger, a face or a number. Nobody can guess it, and no false page can ask for it.
passkeys-count = { $count ->
    [0] none yet
    [one] one
   *[other] { $count }
 }
passkeys-none-yet = You have no passkey yet.
passkey-name = Name of the new passkey
passkey-name-example = Telephone
passkey-add = Add a passkey
passkey-made = Added
passkey-used = last used
codes = One-time codes
codes-lead = After your password the desk will ask for six figures from an app on your telephone. Passkeys need no such second step.
codes-begin = Set up
codes-scan = Read this picture with your authenticator app.
codes-picture = Picture for the authenticator app; the same secret stands below in letters
codes-type = Or type these letters into it:
codes-on = Switch on
codes-off = Switch off
codes-are-off = are off
codes-are-on = { $left ->
    [0] are on; no recovery code is left
    [one] are on; one recovery code is left
   *[other] are on; { $left } recovery codes are left
 }
recovery-lead = One-time codes are on. Write these recovery codes down or print them; they are not shown again. Each opens the desk once, in place of a code.
recovery-kept = I have written them down
recovery-renew = New recovery codes
new-password-lead = Every other browser of yours is signed out.
password-remove-lead = You have a passkey. Without a password nobody can guess one.
password-remove = Remove the password
sessions = Signed in
session-here = this browser
session-seen = last seen
session-unknown = An unknown browser
sign-out-everywhere = Sign out everywhere
done-account = Saved.
done-password = The new password counts from now on. Every other browser is signed out.
done-password-removed = The password was removed.
done-codes-off = One-time codes are off.
done-passkey-added = The passkey was added.
done-passkey-named = The passkey was renamed.
done-passkey-removed = The passkey was removed.
done-session-ended = That browser is signed out.

## Accounts
invite-title = Invite a colleague
invite-go = Make the invitation
invitations = Invited
closed-accounts = Closed
until = until
withdraw = Withdraw
not-signed-in = not signed in
roles = Roles
role-contributor = Contributor
role-contributor-may = writes drafts of their own
role-reporter = Reporter
role-reporter-may = also hands in stories of their own
role-editor = Editor
role-editor-may = edits, publishes and corrects in their sections
role-chief = Editor-in-chief
role-chief-may = also front page, embargoes and the last word
role-moderator = Moderator
role-moderator-may = decides replies
role-admin = Admin
role-admin-may = keeps accounts and settings, publishes nothing
sections-of-account = Sections
sections-help = For editors. None means all.
signs-as = Signs as
signs-as-nobody = nobody yet
reset-make = Link for a new password
close-account = Close the account
close-help = A closed account is signed out at once and opens nothing. What it wrote stays.
account-is-closed = This account is closed.
reopen = Open it again
link = Link
link-help = It opens once. Whoever has it can use it, so hand it on as you would a key.
link-done = Done
link-show = Show the link, should the letter not arrive
link-invitation-mailed = A letter with the link is on its way to { $name } ({ $email }). The link opens for seven days.
link-reset-mailed = A letter with the link is on its way to { $name } ({ $email }). The link opens for a day.
link-invitation-title = The invitation is ready
link-invitation-lead = Give this link to { $name } ({ $email }). It opens for seven days, and it is not shown again.
link-reset-title = The link is ready
link-reset-lead = Give this link to { $name } ({ $email }). It opens for a day, and it is not shown again.
done-account-changed = The account was changed.
done-account-closed = The account is closed.
done-account-reopened = The account is open again.
done-invitation-withdrawn = The invitation was withdrawn.
refused-code-wrong = This code is wrong, too old, or was used already. Wait for the next one.
refused-way-in-over = That took too long or failed too often. Begin again.
refused-sign-on-failed = Single sign-on did not work. Try again, or sign in with a password.
refused-identity-unknown = Nobody at this paper is known by that identity. Ask for an invitation to its e-mail address.

## More
the-house = The house
time-zone = Time of { $zone }.
time-clocks = The clocks change on { $time }: a time that is skipped means the moment after it, one that comes twice the first.

## Kinds and states
kind-news = News
kind-analysis = Analysis
kind-opinion = Opinion
kind-explainer = Explainer
kind-interview = Interview
kind-live = Live
kind-press-release = Press release
kind-sponsored = Sponsored
state-idea = Idea
state-draft = Draft
state-in-edit = In edit
state-ready = Ready
state-published = Published
state-spiked = Spiked
state-killed = Killed
state-removed = Taken down

## What waits
waiting-empty-title = Nothing waits for you
waiting-empty = What is assigned to you, sent back, handed in or about to go out stands here, by due time.
waiting-assigned = Assigned to you
waiting-mentioned = You were mentioned
waiting-sent-back = Sent back
waiting-killed = Killed
waiting-ready = Handed in
waiting-failed = Did not go out
waiting-going-out = About to go out
waiting-to-read = To be read
waiting-overdue = Past its due time
waiting-review = Background to look at again
waiting-front-left-out = Left out of the front
waiting-by = by { $name }
waiting-mine = What I work on
waiting-mine-none = You work on no story at the moment.

## The list
list-find = Find by slug or headline
list-state = State
list-section = Section
list-any-state = Any state
list-in-work = In work
list-any-section = Any section
list-mine = Mine
list-go = Filter
list-older = Older stories
list-none-title = No story fits
list-none = Try fewer letters, or another state. Stories are found by the beginnings of words of slug and headline.
list-all = All stories
list-empty-title = No story yet
list-empty = The first one needs a working slug and nothing else.
row-embargo = Embargo until { $time }
row-unread = To be read
row-behind = Newer than what readers see
row-here = { $name } is in it now
row-due = Due
row-late = late
row-words = { $words } words
row-words-of = { $words } of { $planned } words

## Beginning a story
new-title = New story
new-slug = Working slug
new-slug-help = A word or two by which the desk knows it. Readers never see it.
new-template = Template
new-no-template = From nothing
new-no-section = No section yet
new-idea = Only an idea for now
new-begin = Begin
flash-sentence = One sentence
flash-help = It goes out at once, without another pair of eyes, and stands on the list of what is to be read.
flash-send = Publish now
flash-strip = Also run the headline in the breaking strip for two hours

## A story
story-no-script = The editor needs script. Without it, write in the plain form.
plain-link = Plain form
to-rail = State and publishing
to-story = Back to the story
heads = Other heads, section, kind, topics
field-section = Section
field-headline = Headline
field-standfirst = Standfirst
field-byline = Byline
field-byline-none = No byline yet
field-dateline = Dateline
field-short-headline = Short headline
field-short-headline-help = of { $most } characters, for fronts and phones
field-search-title = Search title
field-search-title-help = of { $most } characters, for search engines
field-share-title = Share title
field-share-title-help = of { $most } characters, for share cards
field-kind = Kind
field-topics = Topics
field-topics-none = No topics yet
field-text = Text
role-reporting = reporting
role-photo = photo
role-editing = editing

## The rail
rail = State, notes and publishing
rail-tabs = Tabs
tab-copy-desk = Copy desk
tab-record = Record
tab-publish = Publish
tab-notes = Notes
tab-pictures = Pictures
tab-related = Related
tab-versions = Versions
rail-state = State
rail-see = See it on the site
rail-published = Published { $time }
rail-undated = Published, date unknown
rail-updated = updated { $time }
rail-retracted = Retracted. Readers see the notice in place of the text.
rail-behind = The text here is newer than what readers see.
rail-compare = Compare
rail-developing = Marked as developing until { $time }.
rail-unread = Published unseen: a second person should read it.
rail-suggestions = { $count ->
    [one] One suggestion is open. It counts as refused when the story goes out.
   *[other] { $count } suggestions are open. They count as refused when the story goes out.
}
rail-reason = Why, in a sentence for the writer
rail-out = To readers
rail-embargo = Under embargo until { $time }. Nothing puts it out before.
rail-scheduled = Goes out { $time }.
rail-scheduled-top = It gets a new top with it.
rail-failed = Did not go out at { $time }.
rail-grave = Retract, take down, take a name out
rail-kept = What you typed
rail-plan = Plan
rail-share = Address and share card
rail-corrections = Corrections
why-publish-own = This is your own story. Somebody else publishes it.
why-publish-not-ready = It can be published once it is in edit or ready.
verb-start = Start writing
verb-hand-in = Hand in
verb-take = Take into edit
verb-ready = Mark ready
verb-send-back = Send back
verb-spike = Spike
verb-revive = Take up again
verb-kill = Kill
verb-publish = Publish
verb-publish-unseen = Publish unseen
verb-update = Publish as update
verb-correct = Correction
verb-clarify = As clarification
verb-fix = Minor fix
verb-schedule = Schedule
verb-unschedule = Take off the schedule
verb-embargo = Embargo
verb-lift-embargo = Lift the embargo
verb-developing = Mark as developing
verb-developed = No longer developing
verb-noindex = Keep out of search engines
verb-index = Let search engines in
verb-retract = Retract
verb-remove = Take down
verb-anonymise = Take a name out
anonymise-help = The name goes from every version, for good. The ledger keeps that it was done, not the name.
anonymise-spellings = The name, a spelling on each line
anonymise-wording = What stands in its place
anonymise-authors = Also out of the byline, where an author has the name
verb-read = I have read it
verb-assign = Assign
verb-preview = Make a preview link
verb-revoke-preview = Take back { $count ->
    [one] the preview link
   *[other] { $count } preview links
}
publish-unseen-help = Nobody else has read it. It goes out at once and stands on the list of what is to be read.
update-help = New facts: the story says when it was updated.
update-new-top = New top: it stands at the head of lists again, at the same address
update-unseen = Nobody else has read it
correct-help = We were wrong. The correction stands at the story, in feeds and on the corrections page, and stays there.
correct-wrong = What was wrong
correct-right = What is right, as a whole sentence
correct-grave = Print it above the story
fix-help = Spelling or layout only: no note and no new time. A change of a name, number, date, quotation, negation or headline is a correction.
schedule-at = Goes out by itself at
embargo-help = Before this moment nothing puts it out, not even Publish.
embargo-until = Until
lift-help = The ledger keeps who lifted it.
retract-help = The story was wrong as a whole. Its address shows a notice in place of the text, for ever.
retract-notice = What readers are told
remove-help = For law or safety: the address answers that the story is gone. It leaves every list at once.
plan-assignee = Assigned to
plan-nobody = Nobody
plan-with = With { $name }.
plan-with-nobody = With nobody yet.
plan-take = I take it
plan-give-back = Give it back
plan-more = Due time, length, slug, brief
plan-due = Due
plan-words = Length in words
plan-brief = Brief
plan-address = End of the address
plan-keep = Keep
preview-address = Preview link, for three days
preview-open = Open the preview
correction-correction = Correction
correction-clarification = Clarification
correction-retraction = Retraction
note-new = Note on the story
note-send = Send
note-answer = Answer
note-resolve = Resolve
note-reopen = Open again
note-resolved = Resolved
notes-none = No notes yet. Select words in the text to write one about them; @ mentions a colleague.
picture-lead = Lead picture
picture-none = No picture yet
picture-help = In the text, / finds a picture. Drag one into the text, or paste it, to add it to the store.
related-help = In the text, / puts a “Read more” card for any story at the cursor.
related-none = The archive has nothing near this story yet.
related-storylines = Storylines
related-no-storyline = It is filed in no storyline.
related-fits = It may belong to “{ $title }”
related-file = File it there
related-file-in = File it in
related-take-out = Take out
related-events = Events for the timeline
related-chosen = Under the story
related-automatic = Nothing chosen: what is nearest stands under it by itself.
related-not-out = not before readers
related-up = Move up: { $headline }
related-down = Move down: { $headline }
related-drop = Take away: { $headline }
related-near = Near it in the archive
related-same-event = Same event
related-same-matter = Same matter
related-choose = Set under the story
related-insert = Insert “Read more”
fit-why = It is near “{ $headline }”, and both name { $names }.
fit-why-story = It is near “{ $headline }”.
copies-head = Nearly the same as a story before readers
copies-line = { $percent } % of the text
copies-help = Look before it goes out: an update of the old story may be the better way.
copies-again = Publish the same text once more

## Storylines
nav-storylines = Storylines
storylines-none = No storylines yet
storylines-none-text = A storyline gathers the stories of a developing matter, with a timeline that each story adds to.
storyline-new = A new storyline
storyline-make = Make it
storyline-title = Title
storyline-summary = In a sentence or two
storyline-state-open = Open
storyline-state-closed = Closed
storyline-stories = { $count ->
    [0] no story
    [one] one story
   *[other] { $count } stories
}
storyline-events = { $count ->
    [0] no event
    [one] one event
   *[other] { $count } events
}
storyline-stale = { $count ->
    [one] one event to confirm again
   *[other] { $count } events to confirm again
}
storyline-open = Its page
storyline-open-desk = the desk alone
storyline-open-readers = readers
storyline-open-engines = readers and engines
storyline-open-desk-long = The desk alone sees it
storyline-open-readers-long = Readers see it; search engines are asked to leave it out
storyline-open-engines-long = Readers see it, and search engines may list it
storyline-close = It goes on no more
storyline-see = See the page
storyline-keep-head = The storyline itself
storyline-timeline = Timeline
storyline-no-events = Nothing is confirmed yet.
storyline-found = Found in its stories
storyline-found-help = The copy desk suggests; what you confirm stands on the timeline with its sentence.
storyline-stories-head = Stories
storyline-no-stories = No story is filed here yet. File one from its tab Related.
storyline-cast = Who takes part
storyline-no-cast = Nobody whose page is open to readers. People are named on the stories and opened in The record.
event-kind = Kind
event-status = It is
event-day = Day, month or year
event-day-unknown = Date unknown
event-place = Place
event-title = In your words (or the sentence stands)
event-confirm = Confirm
event-refuse = Not an event
event-change = Change
event-stale = sentence changed: confirm again
event-waits = not before readers
event-by = decided by { $name }
event-status-planned = planned
event-status-reported = reported
event-status-confirmed = confirmed
event-kind-statement = Statement
event-kind-meeting = Meeting
event-kind-sanction = Sanction
event-kind-vote = Vote
event-kind-attack = Attack
event-kind-arrest = Arrest
event-kind-agreement = Agreement
event-kind-visit = Visit
event-kind-trial = Court
event-kind-appointment = Office
event-kind-disaster = Disaster
event-kind-death = Death
event-kind-protest = Protest
event-kind-other = Other
done-storyline-made = The storyline is made.
done-filed = Filed in the storyline.
done-taken-out = Taken out of the storyline.
done-event-confirmed = The event is confirmed.
done-event-refused = It is no event.
done-related = What stands under the story is kept.
refused-story-identical = Word for word, this text is before readers already. Somebody who may override stops can publish it once more.
refused-event-sentence = The story has no such sentence any more. Look at what it says now.
refused-storyline-has-events = The timeline has events from this story. Refuse them first.
version-newest = Newest
version-live = Readers see this
version-compare = Compare with the one before
version-restore = Restore
version-name = Name it

## Versions side by side
compare-title = Compare versions
compare-old = Older
compare-new = Newer
compare-go = Compare
compare-changes = { $count ->
    [0] Nothing differs.
    [one] One place differs.
   *[other] { $count } places differ.
}
compare-moved = Moved
compare-reset = Set differently
compare-restore = Restore the version of { $time }

## The plain form
plain-title = Plain form
plain-body = Text, as Markdown
plain-help = A line ⟦…⟧ stands for a table, an embed or the like: leave it where it belongs, or take it out.
plain-byline-help = Names with semicolons between them, roles in brackets: Ana Reis; Rui Paz (photo)
plain-topics-help = Names with semicolons between them
field-picture = Lead picture
plain-keep = Keep
three-way-title = Somebody was faster
three-way-text = { $name } changed this story while you wrote. Nothing was overwritten. Where you both changed the same words, choose or rewrite; everything else is brought together already.
three-way-choose = You both changed this
three-way-base = As it was
three-way-theirs = As it stands now
three-way-mine = As you sent it
three-way-body = Text
three-way-agreed = Text that both agree on
three-way-leave = Leave it as it stands

## What was done
done-published = Published. Readers see it.
done-updated = The update is out.
done-corrected = The correction is out.
done-fixed = Fixed.
done-retracted = Retracted. Readers see the notice.
done-removed = Taken down.
done-anonymised = The name is out.
done-noindex = Search engines are told.
done-scheduled = On the schedule.
done-unscheduled = Off the schedule.
done-embargoed = Under embargo.
done-lifted = The embargo is lifted.
done-read = Marked as read.
done-developing = Readers are told.
done-preview = The link is shown this once.
done-revoked = No link opens it any more.
done-assigned = Assigned.
done-planned = Kept.
done-restored = Restored. Every version is still there.
done-named = Named.
done-step = Done.
done-kept = Kept.
done-noted = Noted.
done-flash = It is out. Somebody should read it soon.

## Refusals that the desk says in its own words
refused-reason-missing = Say why, so that the writer knows what to do.
refused-slug-missing = A story needs a working slug: a word or two by which the desk knows it.
refused-time-unreadable = Give a date and a time.

## Templates and shared background
templates-title = Templates and background
templates-stories = Templates of stories
templates-none = There is no template yet. A story then begins from nothing.
templates-background = Shared background
background-none = There is no shared background yet. Paragraphs that many stories need have their place here.
template-new = New template
template-name = Name
template-kind = Kind
template-headline = Headline
template-headline-help = {"{"}slug{"}"} stands for the words of the working slug, {"{"}date{"}"} for the day.
template-standfirst = Standfirst
template-body = Text
template-body-help = As Markdown: ## begins a subhead.
template-keep = Keep
template-remove = Remove
template-remove-text = Stories that were begun with it stay as they are.
background-new = New background
background-nobody = Nobody
background-body = Paragraphs
background-body-help = A story takes a copy. What is changed here changes no story.
background-owner = Who answers for it
background-review = Look at it again on
background-review-on = Look again
background-remove-text = Stories that took a copy keep it.
done-kept = Kept.
done-taken-away = Removed.

## The record
entity-person = Person
entity-organisation = Organisation
entity-place = Place
record-any-kind = All kinds
record-kind = Kind
record-find = Find by any part of a name
record-new = New entry
record-more = More
record-all = Show all
record-public = Has a page
record-stories = { $count ->
    [0] no story
    [one] one story
   *[other] { $count } stories
 }
record-times = { $count ->
    [one] once
   *[other] { $count } times
 }
record-none-title = Nobody and nothing of that name
record-none = Try fewer letters, another part of the name, or another kind.
record-empty-title = The record is empty
record-empty = Names enter it when somebody confirms them: in a story, or from the open names above.
record-open = Open names
record-open-count = { $count ->
    [0] No open names
    [one] One open name
   *[other] { $count } open names
 }
record-open-lead = Found in published stories, those of most stories first. Nothing enters the record until somebody says who is meant.
record-open-none-title = No open names
record-open-none = Names of published stories appear here. The whole archive is read by “courant record scan”.
record-name-none = Somebody has decided on this name, or it stands in no published story any more.
record-known = in the record
record-known-many = { $count } of this name in the record
record-unknown = not in the record
record-who = Who or what is meant?
record-make-person = Somebody new: a person
record-make-organisation = A new organisation
record-make-place = A new place
record-refuse = Not a name for the record
record-where = In these stories
record-decide = Confirm
done-record-decided = Confirmed.
record-name = Name
record-description = What tells this one from others
record-description-help = One line. Never ethnicity, belief, health, family, address or birth date.
record-aliases = Other names
record-aliases-help = One on each line.
record-roles = Roles over time
record-role-title = Role
record-role-organisation = Of which organisation
record-role-from = From
record-role-to = To
record-wikidata = Wikidata item
record-wikidata-help = Only what you have looked up yourself, such as Q42. It may stay empty.
record-gazetteer = The name came from the shipped list as { $id }.
record-in-stories = In stories
record-in-no-story = Confirmed in no story yet.
record-quotations = { $count ->
    [0] no quotations
    [one] one quotation
   *[other] { $count } quotations
 }
record-as = as “{ $words }”
record-reopen = Open again
record-reopen-of = Open again: the name in { $title }
record-page = Page for readers
record-page-open = Readers find it at
record-page-closed = Readers have no page.
record-public-role = In which public role?
record-public-role-help = Such as “Mayor of Maren”. Readers see it. Witnesses, victims, minors and private people have no page.
record-engines = Search engines may list the page
record-page-go = Open the page
record-page-change = Change
record-page-close = Close the page
record-search = Find
record-merge = The same as another entry
record-merge-find = Find the other entry
record-merge-with = { $name } is the same as
record-merge-help = Names, stories and quotations then count for the entry chosen. It can be undone, exactly.
record-merge-go = Merge into it
record-merged-into = This entry was merged into
record-split = Undo the merge
record-split-of = Undo the merge of { $name }
record-erase = Erase from the record …
record-erase-help = For good, with every line of the record that holds the name. It cannot be undone.
erase-title = Erase { $name }
erase-lead = This cannot be undone. Of the record goes:
erase-entry = The entry, with its names, roles, ids, and its page for readers. Its address says that it is gone.
erase-merged = With it go the entries that were merged into it: { $names }.
erase-quotations = { $count ->
    [0] No quotation is lost.
    [one] One quotation: what they said, what accuses them, and what names them.
   *[other] { $count } quotations: what they said, what accuses them, and what names them.
}
erase-events = { $count ->
    [0] No event of a timeline is lost.
    [one] One event of a timeline whose line holds the name.
   *[other] { $count } events of timelines whose lines hold the name.
}
erase-stories = { $count ->
    [0] No story is tied to the entry.
    [one] The tie of one story to the entry.
   *[other] The ties of { $count } stories to the entry.
}
erase-texts = The texts of stories stay as they are. To take the name out of a story, open the story and choose “Take a name out”.
erase-spellings = Look for these spellings too
erase-spellings-help = One on each line, such as the family name alone. Every line of the record that holds one of them goes; mind that others may share it.
erase-wording = Printed in place of the name
erase-wording-help = Where a line cannot go as a whole: the title of a storyline, the role of somebody else.
erase-wording-usual = a person
erase-go = Erase for good
done-erased = Erased. The ledger says that it was done, and not whose name it was.
refused-erase-place = People and organisations are erased. The page of a place is closed.
refused-name-erased = This name was erased from the record. If somebody else of the name is meant, an editor enters them by hand in the record.
refused-name-ambiguous = The record knows several of that name. Say which one is meant.
refused-name-unnamed = That names nobody. An unnamed source stays as the story describes it.
refused-public-role = Say in which public role the person acts. Witnesses, victims, minors and private people have no page.
refused-merge-public = Readers have a page of this entry and none of the other. Merge the other into this one.
refused-wikidata-form = That is no Wikidata item. One looks like Q42; leave the field empty if you have none.
refused-role-day = A day is 2026-11-25, 2026-11 or 2026.
refused-no-story = Choose the stories in which this one is meant.
refused-nobody-meant = Say who or what is meant.

## The copy desk
nav-house-style = House style
nav-withheld = Names held back
severity-stop = Stop
severity-warn = Warning
severity-hint = Hint
stops-count = { $count ->
    [one] { $count } stop
   *[other] { $count } stops
 }
warnings-count = { $count ->
    [one] { $count } warning
   *[other] { $count } warnings
 }
hints-count = { $count ->
    [one] { $count } hint
   *[other] { $count } hints
 }
settled-count = { $count ->
    [one] { $count } note put aside
   *[other] { $count } notes put aside
 }
words-count = { $count ->
    [one] { $count } word
   *[other] { $count } words
 }
copy-desk-clean = Nothing to remark.
copy-desk-keys = F8 and Shift+F8 go from note to note, Alt+Enter takes the fix. In this list: j and k, a for the fix, d to put a note aside, n for “never for this word”.
dismissed-by = Put aside by { $name }.
overridden-by = Overridden by { $name }.
dismiss = Put aside
dismiss-why = Why is it right as it stands?
never-word = Never for this word
mend-cut = Cut it
mend-card = Make a card of it
mend-replace = Write “{ $words }”
open-source = Open the source
ask-writer = Ask the writer
ask-writer-words = Please check this quotation against the tape.
mark-paraphrase = Mark as a paraphrase
mark-paraphrase-help = The words between the marks stay as they are until the writer changes them.
mark-paraphrase-words = If this is a paraphrase, please take it out of quotation marks.
override = Override
override-why = Why is it printed as it stands?
override-help = Your name and your reason are kept. It holds until the passage changes.
meant = Dates as a reader will understand them
meant-week = the week of { $day }
rail-stops = Before it goes out
stops-hold = { $count ->
    [one] One stop keeps the story from its readers. Mend it in the text, or have it overridden.
   *[other] { $count } stops keep the story from its readers. Mend them in the text, or have them overridden.
 }
warnings-pass = do not hold it back.
sources = Sources
sources-none = No source is attached. With a transcript or wire copy every quotation is held against it.
source-add = Attach a source
source-remove = Take off
source-name = Name
source-kind = What it is
source-transcript = Transcript
source-wire = Wire copy
source-page = Page
source-text = Its words
source-file = Or a file
source-url = Or an address
source-help = A text file, a web page or Markdown. Sources are seen by the newsroom and printed nowhere.
source-story = The story
check-figures = Shown { $shown } times, accepted { $accepted }, put aside { $dismissed }.
check-hits = It finds
check-silent = It leaves alone
house-style = House style
style-help = A rule that is often put aside and seldom accepted costs more than it gives. Put it aside here; its notes are then made for nobody.
style-figures = Rules and how they fare
style-rule = Rule
style-gravest = At its gravest
style-shown = Shown
style-accepted = Accepted
style-dismissed = Put aside
style-act = In force
style-retire = Retire
style-retire-why = Why
style-restore = Restore
style-checks = Checks of the house
style-rules = Rules from files
style-folder = { $folder }: { $rules } rules and { $words } words of your own. Changed files are read at once.
style-dictionaries = Dictionaries: { $names }.
style-no-dictionary = There is no dictionary, so spelling is not checked.
style-faults = Files that are not used
style-words = Words let be
style-words-none = No word was let be yet.
style-again = Take back
retired-by = Retired by { $name }:
withheld = Names held back
withheld-help = No story, caption, picture, address, topic or reply goes out with any of these words; whoever tries is told that it is held for the chief, and no more. The list is sealed where it is kept.
withheld-none = Nobody is held back.
withheld-new = Hold somebody back
withheld-names = Names and aliases, one a line
withheld-school = School
withheld-street = Street
withheld-pictures = Names of pictures, one a line
withheld-reason = Why
withheld-until = Last day; empty for ever
withheld-keep = Keep
withheld-release = Forget this entry
refused-held-for-chief = Held for the chief.
# The tab Record of a story: what the copy desk finds, and what a person decides.
quotes-found = Quotations
quotes-help = Nothing is public until somebody confirms it. Keys: j and k go down and up, c confirms, e corrects, x refuses, s joins or parts.
quotes-none = The copy desk finds no quotations in this text.
quotes-broken = The draft cannot be read as it stands. Look at the text first.
quotes-refused = Refused
manner-direct = to the letter
manner-mixed = partly quoted
manner-indirect = paraphrase
standing-confirmed = Confirmed
standing-changed = Changed since
standing-gone = No longer in the text
standing-refused = Refused
quote-live = Public
quote-unnamed = Unnamed
quote-was = Confirmed as
quote-to = to { $name }
quote-told = { $stories ->
    [one] told in one story
   *[other] told in { $stories } stories
}
quote-accuses-name = It accuses { $name }.
quote-answer-missing = What did they answer?
quote-decided = Decided by { $name },
quote-confirm = Confirm
quote-again = Confirm again
quote-refuse = Refuse
quote-drop = Forget it
quote-undo = Take back
quote-correct = Correct
quote-details = Details
quote-keep = Keep
quote-same = The same remark as in “{ $story }”?
quote-join = The same
quote-part = Not the same
quote-speaker = Who said it
quote-kind = The speaker is
quote-kind-person = a person with a name
quote-kind-organisation = an organisation or a state
quote-kind-described = unnamed, kept as described
quote-which = Who is meant
quote-known = How it is known
quote-stored-as = Known:
quote-guessed = (nothing in the sentence says so)
quote-known-outlet = To or by which house
known-heard = Heard by us
known-transcript = From a transcript
known-told-to = Told to
known-quoted-by = Quoted by
quote-addressee = To whom
quote-outlet = In which outlet
quote-occasion = On what occasion
quote-place = Where
quote-day = When (2026-11-25, 2026-11 or 2026)
quote-fairness = Fairness
quote-accuses = It accuses somebody by name
quote-accused = Whom
quote-answered = What they answered
quote-answer = Their words
quote-answer-by = No answer by (2026-11-25)
answer-unknown = Not known yet
answer-answered = They answered
answer-denied = They deny it
answer-silent = They did not answer
answer-not-asked = Nobody asked them
done-quotation-confirmed = Confirmed.
done-quotation-refused = Refused.
done-quotation-open = Taken back: it is open again.
done-remarks-joined = These are one remark now.
done-remarks-parted = These are two remarks again.
refused-quotation-speaker = Say who said it: by name, or as the story describes them.
refused-quotation-long = What is known of a quotation is said in a line, an answer in a few.
refused-quotation-outlet = Name the house to which it was told, or which quotes it.
refused-quotation-day = Write the day as 2026-11-25, the month as 2026-11, or the year as 2026.
refused-quotation-answer = It accuses somebody by name. Give their answer, their denial, the day by which they did not answer, or say that nobody asked.
refused-quotation-accused = Say who is accused, or take the tick away.
refused-remark-same = These are one remark already.
refused-remark-speaker = One remark has one speaker, who has a name in the record.
refused-remark-alone = This remark was joined to no other.
names-found = Names
names-none = The copy desk finds no names in this text.
name-new = New in the record
refused-name-meant = Say who is meant.

# Requests to correct the record, and their answers.
requests = Asked to correct
requests-help = Somebody asks to have a line of the record put right. Correct the line where it stands, then answer; whoever left an address gets the answer by mail.
requests-none-title = Nothing waits
requests-none-text = Nobody asks for a correction of the record.
requests-answered = Answered
requests-back = The record
request-about = About
request-gone = a line that readers do not see any more
request-address = They left an address: the answer goes there.
request-no-address = They left no address.
request-answer = Answer
request-corrected = Corrected
request-declined = Not corrected
request-outcome = What was done
request-send = Answer
request-by = { $name },
done-answered = Answered.
refused-answer-outcome = Say whether it was corrected.
refused-answer-empty = Whoever asked gets an answer in words.
refused-answer-long = An answer has at most 4000 characters.

## Fronts
nav-front = Front page
front-fronts = Fronts
front-top = Top of the page
front-preview = Preview
front-put-live = Put live
front-see = See the page
front-live = As readers see it
front-live-help = Move a story and a draft begins; readers see nothing of it until you put it live.
front-draft = { $count ->
    [one] Draft, 1 change
   *[other] Draft, { $count } changes
}
front-draft-mine = changed by you, { $time }
front-draft-by = changed by { $name }, { $time }
front-back = Step back
front-undo = Undo the last change
front-schedule = Schedule
front-schedule-at = Goes live at ({ $zone })
front-schedule-seat = Schedule this seat alone ({ $zone })
front-schedule-do = Schedule it
front-schedule-help = What is scheduled leaves the draft. Locked seats and stories that are gone by then are left out, and you are told.
front-discard = Discard
front-discard-sure = The draft is thrown away. Readers see no difference.
front-discard-do = Discard the draft
front-stale = The front has changed for readers since this draft was begun. Putting it live shows you both first.
front-here = { $names } has this page open too.
front-troubled = Scheduled for { $time }, not carried out as a whole:
front-how = Press Enter to pick the story up, the arrow keys to choose a seat, Enter to put it there, Escape to leave it where it was. Delete makes a seat automatic.
front-latest = Latest
front-latest-help = Fills itself with the newest that stand nowhere else above it.
front-band-up = { $section }: band up
front-band-down = { $section }: band down
front-pool = Stories
front-pool-find = Find a published story
front-pool-go = Find
front-pool-none = No published story has these words.
front-ready = Ready
front-ready-help = Not published yet, so they cannot be placed.
front-automatic = Automatic
front-automatic-word = automatic
front-held-chip = By hand
front-until-chip = until { $time }
front-is-locked = locked
front-lock-by = Locked, { $name }
front-lock-since = { $name } locked it, { $time }. Nothing changes this seat until it is unlocked.
front-changed = Changed
front-gone = a story that is gone
front-seat-gone = The story that was put here is not before readers any more.
front-empty-seat = Nothing left to show here
front-seat-acts = Change
front-story-here = Story
front-until = Until ({ $zone }), or leave it empty
front-put-here = Put it here
front-make-automatic = Make automatic
front-lock = Lock
front-unlock = Unlock
front-say-picked = { "{headline}" } picked up. Arrow keys choose a seat, Enter puts it there, Escape cancels.
front-say-over = { "{seat}" }, holds { "{headline}" }.
front-say-out = Out of the page: the seat becomes automatic.
front-say-dropped = { "{headline}" } put into { "{seat}" }.
front-say-cancelled = Left where it was.
front-say-locked = { "{seat}" } is locked.
front-say-changed = The draft has changed.
front-carrying = Choose a seat for { "{headline}" }
front-carry-cancel = Cancel
front-change = { $seat }: { $is } instead of { $was }
front-held = ‘{ $headline }’
front-held-until = ‘{ $headline }’ until { $time }
front-order = Bands in this order: { $order }
front-left-locked = { $seat } is locked, so it was not changed to { $wanted }.
front-left-gone = { $seat }: { $wanted } is not before readers any more.
seat-lead = Lead
seat-second = Second { $n }
seat-band = { $section }, lead
seat-band-line = { $section }, headline { $n }
front-waits = Scheduled
front-waits-none = Nothing is scheduled.
front-waits-change = Change
front-reschedule = Move
front-take-back = Back into the draft
front-cancel = Cancel it
front-history = History
front-history-current = in force
front-history-same = Nothing changed
front-history-back = Back to this
front-history-back-to = Back to this: the front of { $time }
front-history-older = Older
front-history-none = Nobody has arranged this front yet
front-history-none-help = It fills itself with the newest stories.
front-act-arrange = Put live
front-act-scheduled = Went live as scheduled
front-act-restore = Put back
front-act-lock = Locked
front-act-left = A story left readers
front-preview-back = Back to the front
front-preview-none = There is no draft: this is what readers see.
front-preview-wide = As wide as a desk, 1280 pixels
front-preview-phone = As wide as a phone, 390 pixels
front-preview-alone = Open alone
front-compare-title = Somebody was faster
front-compare-kept = Nothing was overwritten.
front-compare-theirs = What { $name } changed
front-compare-meanwhile = What has changed
front-compare-mine = What you were about to do
front-compare-over = The draft you saw is live, scheduled or thrown away.
front-compare-look = Look at the front before you do it again.
front-compare-see = See how it stands
front-compare-again = Do it all the same
front-take-over = Take that over into the draft
front-take-over-help = Where both changed the same seat, yours stands. Look at it again and put it live.
strip-title = Breaking strip
strip-set = Set a new strip
strip-text = One line
strip-story = Leads to
strip-no-story = No story
strip-until = Ends at ({ $zone })
strip-do = Set the strip
strip-end = End it now
strip-leads = Leads to ‘{ $headline }’.
strip-runs = Runs until { $time }, set by { $name }.
done-front-draft = In the draft.
done-front-back = One step back.
done-front-discarded = The draft is thrown away.
done-front-taken-over = Taken over into the draft.
done-front-live = Live.
done-front-restored = Put back, and live.
done-front-locked = Locked.
done-front-unlocked = Unlocked.
done-front-scheduled = Scheduled.
done-front-cancelled = Taken off the schedule.
done-strip-set = The strip runs.
done-strip-ended = The strip has ended.
refused-front-not-published = Only a story that readers see can stand on a front. Publish it first.
refused-front-locked = The seat is locked, or the story stands in a locked one. Unlock it first.
refused-front-locked-already = The seat is locked already.
refused-front-unlocked-already = The seat is not locked.
refused-front-no-draft = There is no draft any more.
refused-front-no-change = The draft changes nothing there.
refused-front-same = The front stands so already.
refused-front-same-seat = It stands there already.
refused-front-until-past = The time until which it is to stand is over.
refused-front-gone = A story of this draft is not before readers any more. Make its seat automatic first.
refused-front-schedule-past = That time is over. Put it live, or say a later time.
refused-breaking-empty = Say in one line what happened.
refused-breaking-long = The strip has room for 200 characters.
refused-breaking-until = The strip ends within a day from now, and not before now.
refused-breaking-none = No strip runs.

## Pictures
nav-pictures = Pictures
pictures-find = Find by caption, credit, file or story
pictures-which = Which pictures
pictures-any = All pictures
pictures-unused = In no story
pictures-without-alt = Without alt text
pictures-without-credit = Without credit
pictures-ending = Rights ending soon
pictures-down = Taken down
pictures-mine = Mine
pictures-older = Older pictures
pictures-none-title = No picture is called so
pictures-none = Captions, alt texts, credits, names of files and the headlines of stories are looked through, by the beginnings of words.
pictures-all = All pictures
pictures-empty-title = No pictures yet
pictures-empty = Bring the first ones. Location and camera data stay in the house; readers get neither.
pictures-add = Add pictures
pictures-choose = Choose pictures
pictures-drop = or drop them here, or paste them
pictures-formats = JPEG, PNG, WebP, GIF (its first frame) and TIFF; at most { $largest } MB and 100 megapixels each.
pictures-send = Add
pictures-warn = { $count ->
    [one] One picture that readers see loses its rights
   *[other] { $count } pictures that readers see lose their rights
} within { $days } days and will be taken down.
pictures-warn-see = See which
picture-flag-alt = no alt text
picture-flag-credit = no credit
picture-flag-unused = in no story
picture-flag-making = being made
picture-flag-ends = until { $date }
picture-down-rights = rights ended
picture-down-hand = taken down
picture-nothing = Nothing to show yet
upload-waits = waits
upload-sends = { $percent } %
upload-finishing = is being read
upload-done = is here
upload-broken = The connection broke; it goes on by itself.
upload-stopped = stopped: { $message }
upload-refused = { $message }
upload-twin = The library has this picture already.
upload-take-twin = Use that one
upload-keep-both = Keep both
upload-retry = Try again
upload-remove = Remove from the list
upload-all = { $done } of { $all } files are here
upload-all-over = { $done } of { $all } files are here, { $refused } were not taken
upload-describe = Describe them
describe-title = Describe pictures
describe-help = What a file said about itself stands here already. Read it: it is somebody else's text.
describe-credit-all = Credit for all that have none
describe-keep = Keep
describe-refused = Not taken
describe-twins = Here already
describe-twin-see = See the picture
describe-none = No picture was added.
describe-foreign = Somebody else's picture, or one that readers see: an editor may change it.
picture-alt = Alt text
picture-alt-help = What is to be seen, for those who do not see it. One sentence; no "picture of".
picture-caption = Caption
picture-credit = Credit
picture-credit-help = As it is printed beside the picture.
picture-copyright = Copyright notice
picture-holder = Rights holder
picture-taken = Taken on
picture-taken-help = Give it for a file picture: it is printed as "File" with this day.
picture-notes = Notes
picture-inside = For the newsroom alone
picture-keep = Keep
picture-words = What is said of it
picture-focus = Focal point
picture-focus-help = Click on what must stay in sight, or move the point by arrow keys. Every crop keeps it.
picture-focus-point = Focal point; arrow keys move it
picture-focus-x = From the left, %
picture-focus-y = From the top, %
picture-crops = Crops
picture-crop-share = Share card
picture-crop-second = Front page
picture-rights = Rights
picture-until = May be shown until
picture-until-time = at
picture-until-help = In { $zone }. The day counts whole without a time. Then the picture leaves pages, cards, feeds and share cards by itself; an empty day is without an end.
picture-rights-keep = Set the rights
picture-ends = Its rights end { $date }.
picture-ended = Its rights ended { $date }. Readers see it nowhere. New rights bring it back.
picture-is-down = Taken down by hand { $date }. Readers see it nowhere.
picture-take-down = Take it down
picture-take-down-sure = Readers will see it nowhere: no page, card, feed or share card, and its addresses say that it is gone. Nothing is deleted.
picture-put-up = Bring it back
picture-uses = Where it is used
picture-uses-none = In no story.
picture-use-leads = leads: page, cards, feeds, share card
picture-use-in = in the text
picture-use-draft = in the draft
picture-use-past = readers still have it, the draft no longer
picture-use-see = See the page
picture-replace = Replace
picture-replace-help = Another file takes its place in every story. Words and rights stay; what it was is kept.
picture-replace-file = New file
picture-versions = What it was
picture-undo = Bring this one back
picture-version-by = replaced { $date } by { $name }
picture-facts = The file
picture-fact-name = Name
picture-fact-pixels = Pixels
picture-fact-size = Size
picture-fact-formats = Made in
picture-fact-added = Added
picture-original = The original is kept, with what it says about place and camera, and is sent to nobody.
picture-see-library = All pictures
done-described = Kept. The pictures are in the library.
done-rights = The rights are set.
done-picture-down = Taken down everywhere.
done-picture-up = Readers see it again.
done-replaced = Replaced in every story.
done-undone = As it was before.
refused-upload-empty = The file is empty. Was the copy cut short?
refused-upload-unreadable = The upload broke off. Send the files again; what came whole was kept.
refused-picture-same = This file is the picture as it is.
refused-picture-first = The picture was never replaced.
refused-picture-rights = Its rights have ended. Give it new ones below, and it comes back.
refused-picture-focus = The focal point lies outside the picture. Give 0 to 100 per cent.
# The settings of the paper, one group a room.
nav-settings = Settings
settings = Settings
settings-rooms = Rooms of the settings
settings-keep = Keep
room-paper = Nameplate
paper-name = Name of the paper
paper-tagline = Line under the name
paper-tagline-help = Also what search engines and feeds say of the paper. May be empty.
paper-language = Language
paper-language-help = A language tag such as en, pt-PT or ar. The theme speaks it where it can.
paper-zone = Time zone
paper-zone-help = Start typing a city: Europe/Lisbon, America/New_York. Midnight and every printed time follow it.
