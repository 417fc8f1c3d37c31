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

## The door
email = E-mail address
password = Password
sign-in = Sign in
login-title = Sign in
login-first = Nobody can sign in yet. Whoever started Courant finds a link at the console; it opens the page that makes the first account.
login-wrong = No account has this address and this password. Look at both and try again.
login-too-many = Too many tries. Wait a few minutes, then try again.
done-signed-out = You are signed out.
signed-out-title = You were signed out
signed-out-text = Nothing was sent, and what you typed is still in the page that you came from.
signed-out-how = Sign in in a new window, go back to that page, and send it again.
