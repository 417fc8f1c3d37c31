# The letters of the desk. Each has a subject and one sentence; what was said and the address to open follow.
# Stories are named by their working slug: a letter passes through other hands, and a headline may not be out yet.

assigned-subject = { $by } gave you “{ $story }”
assigned-text = { $by } gave you the story “{ $story }”.
mentioned-subject = { $by } mentioned you at “{ $story }”
mentioned-text = { $by } mentioned you in a note at the story “{ $story }”:
sent-back-subject = “{ $story }” came back
sent-back-text = { $by } sent the story “{ $story }” back to you:
killed-subject = “{ $story }” will not run
killed-text = { $by } killed the story “{ $story }”:
ready-subject = “{ $story }” is ready
ready-text = { $by } handed in the story “{ $story }”. It is ready to be published.
failed-subject = “{ $story }” did not go out
failed-text = The story “{ $story }” did not go out at its time. Open it to see why.
going-out-subject = “{ $story }” goes out at { $time }
going-out-text = The story “{ $story }” goes out at { $time }, as it is now.
due = It is due on { $date } at { $time }.
open = Open it:
why = You get this letter because you chose to hear of it by mail. Choose again:
the-house = The desk
test-subject = A letter from { $paper }
test-text = This letter shows that the desk of { $paper } can send mail.

# A one-time link stands between the sentence and the last line.
invitation-subject = Your account at { $paper }
invitation-text = { $by } invites you to the desk of { $paper }. This link makes your account:
reset-subject = A new password at { $paper }
reset-text = { $by } made you a link for a new password at the desk of { $paper }:
link-once = It opens once, until { $time } on { $date }. Whoever has it can use it, so pass it on to nobody. If you did not expect it, leave it unused: nothing changes until it is opened.
answered-subject = { $paper }: what you asked us to put right

# A webhook that was paused by itself. The address to open follows.
webhook-paused-subject = The webhook “{ $webhook }” was paused
webhook-failing-text = Nothing that { $paper } sends to the webhook “{ $webhook }” has got through for three days, so it was paused. What waits is kept, and goes out when you take it up again.
webhook-gone-text = The other side of the webhook “{ $webhook }” answered that it wants nothing more of { $paper } (410), so it was paused.
