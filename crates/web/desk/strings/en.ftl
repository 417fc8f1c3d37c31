# The words of the desk. Another language's file may hold only some of them; English stands behind it.

## Every page
skip = Skip to the page
places = Places
account-menu = Account of { $name }
my-account = My account
sign-out = Sign out
to-desk = To the desk
nav-waiting = Waiting
nav-stories = Stories
nav-new = New story
nav-flash = Flash
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
