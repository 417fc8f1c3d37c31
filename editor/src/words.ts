// Every word that the editor shows. The page may replace any of them by a JSON block with the id `editor-words`.

const english = {
  'saved': 'Saved {when}',
  'saved-now': 'Saved',
  'saving': 'Not saved yet',
  'offline': 'Offline. Kept in this browser, and sent when the line is back',
  'connecting': 'Opening the story',
  'read-only': 'You can read this story, not change it',
  'signed-out': 'You are signed out. Your words are kept in this browser: sign in again in another tab, then come back',
  'not-allowed': 'You may no longer change this story. Your words are kept in this browser',
  'no-story': 'This story is no longer here. Your words are kept in this browser',
  'no-store': 'This browser keeps nothing: do not close this page before it is saved',
  'seconds-ago': '{n} s ago',
  'minutes-ago': '{n} min ago',
  'just-now': 'just now',

  'rescue-title': 'Your last words could not be placed',
  'rescue-text': 'The story was changed in a way that has no place for them. They are kept here until you close this panel. Copy what you need and put it back by hand.',
  'rescue-why': 'The server says: {message}',
  'rescue-copy': 'Copy',
  'rescue-copied': 'Copied',
  'rescue-download': 'Download as a file',
  'rescue-close': 'I have what I need',

  'leave': 'Some words are not saved yet.',
  'sign-out-unsaved': 'Some words were typed here and are not saved on the server yet. Sign out and lose them?',
} as const;

export type Word = keyof typeof english | (string & {});

let given: Record<string, string> | null = null;

function replaced(): Record<string, string> {
  if (given) return given;
  given = {};
  const block = document.getElementById('editor-words');
  if (block?.textContent) {
    try {
      given = JSON.parse(block.textContent) as Record<string, string>;
    } catch {
      // A block that is no JSON leaves the English words.
    }
  }
  return given;
}

/** A sentence by its name, with `{name}` filled in. */
export function word(name: Word, values: Record<string, string | number> = {}): string {
  const text = replaced()[name] ?? (english as Record<string, string>)[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
