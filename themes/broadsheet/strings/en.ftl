# The words of the reader's site. A theme may bring its own file with only the strings that it changes.

## Every page
skip = Skip to the story
search = Search
sections = Sections
about-paper = About the paper
latest = Latest
breaking = Breaking
developing = Developing
to-front = To the front page
to-latest = Read the latest stories

## Kinds of story
kind-news = News
kind-analysis = Analysis
kind-opinion = Opinion
kind-explainer = Explainer
kind-interview = Interview
kind-live = Live
kind-press-release = Press release
kind-sponsored = Sponsored

## Dates. The patterns decide the order; The month also comes as a number, $number.
date-long = { $day } { $month } { $year }
date-month = { $month } { $year }
date-today = { $weekday } { $date }
date-time = { $date }, { $time }
time-zoned = { $time } { $zone }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Front page and lists
more-latest = All the latest
front-empty-title = The first edition is being written
front-empty-text = Nothing has been published yet. Come back soon.
list-empty-title = Nothing here yet
list-empty-text = As soon as a story is published here, it stands on this page.
topic = Topic
feeds = Follow with a feed reader:
pages = Pages
newer = Newer
older = Older
page-of = Page { $page } of { $pages }

## A story
by = By { $names }
byline = By
and = and
from-origin = From { $name }
published = Published
published-on = Published { $date }
updated = Updated
date-unknown = Date unknown
last-changed = Last changed
age-notice = This story is from the archive: it was published on { $date }.
file-picture = File, { $date }.
read-more = Read more
correction = Correction
clarification = Clarification
retraction = Retraction
retracted = Retracted
retracted-headline = Retracted: { $headline }
retracted-text = We have withdrawn this story. Its text no longer stands here.
all-corrections = All corrections
corrections = Corrections
corrections-about = When we get something wrong we say so, here and on the story.
corrections-empty-title = No corrections so far
corrections-empty-text = Found a mistake? Every story ends with a form to report it.
who-said-what = Who said what
paraphrase = Paraphrase
in-the-story = In the story
storyline = The story so far: { $name }
storyline-label = Storyline
storyline-closed = Closed
storyline-stories = The stories
timeline = Timeline
cast = Who takes part
event-planned = planned
event-reported = reported
event-confirmed = confirmed
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
event-kind-other = Event
topics = Topics
authors = About the authors
related = More on this
share = Share:
share-mail = Email
share-published = Published { $date }.
report-error = Report an error
report-help = Tell us what is wrong and we look into it. This goes to the newsroom and is not published.
report-send = Send to the newsroom
report-sent-title = Thank you
report-sent-text = Your report is with the newsroom. If the story is wrong, the correction will stand on it.
field-quote = The sentence, if you have it
field-wrong = What is wrong, and what is right?
field-email-optional = Your email, if we may ask back

## Replies
reply = Reply
write-reply = Write a reply
replies-count = { $count ->
    [0] No replies yet
    [one] One reply
   *[other] { $count } replies
}
reply-by = Reply { $number } by { $name }
newsroom = Newsroom
in-answer-to = in answer to { $name }
answer = Reply
answer-to = Reply to { $name }
field-reply = Your reply
field-reply-help = Plain text. A line starting with > quotes, *stars* emphasise, links are made of addresses.
field-name = Name
field-email = Email
field-trap = Leave this field empty
email-private = Your email address will not be published.
reply-send = Send reply
replies-closed-time = Replies to this story are closed.
replies-closed-desk = The newsroom has closed the replies to this story.
replies-closed-section = This section takes no replies.
replies-closed-copy = This is a copy of the paper as files; it takes no replies.
copy-search = This is a copy of the paper as files, which cannot be searched. The paper itself can: ask there.
copy-correction = This is a copy of the paper as files, which takes no messages. Ask the paper itself for a correction.
your-reply = Your reply
waiting-title = Your reply is waiting
waiting-text = The newsroom reads replies before they are published. Until then only you can see it, at this address.
waiting-label = Waiting
confirm-title = Send this reply?
confirm-text = We could not tell where your reply came from. Nothing is lost: press the button and it is on its way.
back-to = Back to “{ $headline }”
refused-title = Your reply was not sent
refused-kept = Your text is kept below.
refused-empty = There is no text in it.
refused-too-long = It is longer than we can take. Please shorten it.
refused-name = Please give a name of at most 60 letters.
refused-email = The email address does not look right. We need it in case we have to ask back.
refused-duplicate = The same reply is there already, or waits to be read.
refused-too-many = You have sent several replies in a short time. Please wait a little.
refused-closed = Replies to this story were closed while you wrote.
refused-stamp = The form was not one of ours. Please send it again.
refused-links = There are too many links in it.
refused-parent = The reply that you answer is no longer there.
refused-robot = It looks like the work of a robot. If you are none, please change it a little and send it again.
refused-broken = We could not keep it just now; the fault is ours and has been noted. Please send it again in a moment.
retry-after = Try again after

## Search
search-label = Search the paper
search-found = { $total ->
    [0] Nothing found for “{ $query }”
    [one] One story for “{ $query }”
   *[other] { $total } stories for “{ $query }”
}
search-nothing-title = No story matches
search-instead = Did you mean:
search-try-spelling = Check the spelling, or try another form of the word.
search-try-fewer = Use fewer words: every word must be in the story.
search-try-name = Try the name of a person, a place or an organisation.
narrow = Narrow the search
facet-section = Section
facet-author = Author
facet-date = Date
search-age-day = Past day
search-age-week = Past week
search-age-month = Past month
search-age-year = Past year
search-age-older = More than a year ago
facets-clear = Clear all

## When something is wrong
problem-missing-title = This page is not here
problem-missing-text = The address may be mistyped, or the page may never have been. Search for it, or read on below.
problem-gone-title = This story is no longer available
problem-gone-text = It was published here and has been taken down.
problem-broken-title = Something broke on our side
problem-broken-text = It has been noted. Please try again in a moment.
problem-maintenance-title = Back shortly
problem-maintenance-text = The presses are being oiled. No story is lost.
problem-unreadable-title = We could not read that
problem-unreadable-text = The request was not one that we understand. Nothing was changed.
problem-refused-title = We can't take that from there
problem-refused-text = The form was sent from another site. Open the story here and send it again.
problem-held-title = Held for the chief
problem-held-text = This draft is shown to nobody outside at the moment. Ask whoever gave you the link.
problem-method-title = That does not work here
problem-method-text = This address can be read, but not written to.
problem-too-large-title = That is too much at once
problem-too-large-text = What you sent is larger than we take. Please shorten it and send it again.
problem-too-many-title = A little slower, please
problem-too-many-text = There were many requests from your address in a short time. Wait a moment and try again.
problem-reference = If you write to us about it, name { $reference }.

## Words inside a story's body
open-on = Open on { $provider }
table-number = Table { $number }
gallery-number = Pictures, group { $number }
download = Download
audio = Audio
video = Video
picture = Picture
more = More

## People, organisations and places
people-in-story = People in this story
also-in-story = Also in this story
entities-person = People
entities-organisation = Organisations
entities-place = Places
entity-aliases = Also called
entity-from-to = { $from } to { $to }
entity-since = since { $from }
entity-until = until { $to }
entity-said = What they said
entity-stories = Stories
entity-empty-text = No story that stands here names them yet.
## The record: what was said
partly-quoted = Partly quoted
quotation-corrected = Corrected since
known-heard = Heard by us
known-transcript = From a transcript
known-told-to = Told to { $outlet }
known-quoted-by = Quoted by { $outlet }
answer-answered = { $name } answered:
answer-denied = { $name } denies it.
answer-silent = { $name } did not answer by { $date }.
answer-not-asked = { $name } was not asked.
quotations = What was said
quotations-found = { $total ->
    [one] One quotation with “{ $query }”
   *[other] { $total } quotations with “{ $query }”
}
quotations-with = { $total ->
    [one] One quotation has these words
   *[other] { $total } quotations have these words
}
quotations-none = No such words here
quotations-none-text = Only quotations that somebody of the newsroom has confirmed stand here. Try fewer words, or another spelling of a name.
search-stories = Search the stories
said-on = Said { $date }
said-to = to { $name }
confirmed-by = Confirmed by { $name }, { $date }
confirmed = Confirmed by the newsroom, { $date }
ask-correction = Ask for a correction
ask-correction-help = Tell us what is wrong with this line of our record. The newsroom looks into it and answers if you leave an address. Nothing of it is published.
ask-correction-empty = Please say what is wrong.
ask-correction-long = Please say it in fewer words.
entity-said-by = What { $name } said
