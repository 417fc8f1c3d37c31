// Passkeys at the door: a group marked `data-passkey` has a button; the browser asks its owner, and the form goes out
// with what it showed. `new` makes a passkey, `ask` asks for one. Where the browser knows none, nothing is shown.

type Descriptor = { id: string; type: PublicKeyCredentialType; transports?: AuthenticatorTransport[] };

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  const whole = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) whole[at] = plain.charCodeAt(at);
  return whole.buffer;
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  let plain = '';
  for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

const known = (list?: Descriptor[]) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

type Options = any;

async function make(options: Options): Promise<object | null> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
  };
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  if (!made) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    extensions: made.getClientExtensionResults(),
    response: {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
      transports: response.getTransports?.() ?? [],
    },
  };
}

async function ask(options: Options): Promise<object | null> {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    allowCredentials: known(options.allowCredentials),
  };
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
  if (!shown) return null;
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    id: shown.id,
    rawId: text(shown.rawId),
    type: shown.type,
    extensions: shown.getClientExtensionResults(),
    response: {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  };
}

async function go(form: HTMLFormElement, way: 'new' | 'ask', says: HTMLElement | null): Promise<void> {
  const say = (message: string) => {
    if (says) says.textContent = message;
  };
  say('');
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    // The password stays here: a passkey takes its place.
    if (typeof value === 'string' && name !== 'password') fields.append(name, value);
  }
  try {
    const begun = await fetch(`/desk/passkeys/${way}`, {
      method: 'POST',
      headers: { 'X-Requested-With': 'courant', Accept: 'application/json' },
      body: fields,
    });
    const answer = await begun.json();
    if (!begun.ok) return say(answer.message ?? '');
    const options = answer.options.publicKey;
    const credential = way === 'new' ? await make(options) : await ask(options);
    if (!credential) return;
    const put = (name: string, value: string) => {
      const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
      if (field) field.value = value;
    };
    put('way', answer.way);
    put('credential', JSON.stringify(credential));
    // Fields that a password would need are not looked at; the server looks at the rest.
    form.submit();
  } catch (error) {
    // Whoever closes the browser's question knows why nothing happened.
    if (error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError')) return;
    say(error instanceof Error ? error.message : String(error));
  }
}

/** Brings the buttons of passkeys to life, and sends the forms that need nobody to press a button. */
export function startPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-send-at-once]')) form.requestSubmit();
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const group of document.querySelectorAll<HTMLElement>('[data-passkey]')) {
    const form = group.closest('form');
    const button = group.querySelector('button');
    if (!form || !button) continue;
    const way = group.dataset.passkey === 'new' ? 'new' : 'ask';
    const says = group.querySelector<HTMLElement>('[data-passkey-says]');
    group.hidden = false;
    button.addEventListener('click', () => {
      button.disabled = true;
      void go(form, way, says).finally(() => {
        button.disabled = false;
      });
    });
  }
}

startPasskeys();
