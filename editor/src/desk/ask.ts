// Asks the desk's JSON addresses. Every script of the desk goes through it, so every request carries the same header
// and every refusal becomes one sentence.

/** What the server said no with, as a sentence for people. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

async function settle(response: Response): Promise<Response> {
  if (response.ok) return response;
  let message = '';
  try {
    const said = (await response.clone().json()) as { message?: string; error?: string };
    message = said.message ?? said.error ?? '';
  } catch {
    // An answer that is no JSON has only its number.
  }
  throw new Refused(message || `${response.status} ${response.statusText}`.trim(), response.status);
}

const HEADERS = { 'X-Requested-With': 'courant', Accept: 'application/json' };

export async function get<T>(address: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
  const url = new URL(address, location.href);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const response = await settle(await fetch(url, { headers: HEADERS, credentials: 'same-origin', signal: signal ?? null }));
  return (await response.json()) as T;
}

export async function post<T>(address: string, body: string | URLSearchParams, type?: string): Promise<T> {
  const headers: Record<string, string> = { ...HEADERS };
  if (type) headers['Content-Type'] = type;
  const response = await settle(await fetch(address, { method: 'POST', headers, body, credentials: 'same-origin' }));
  const text = await response.text();
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined as T;
  }
}

/** Sends a file and says how much of it has gone. */
export function send<T>(address: string, form: FormData, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      let said: { message?: string; error?: string } = {};
      try {
        said = JSON.parse(request.responseText) as typeof said;
      } catch {
        // As above.
      }
      if (request.status >= 200 && request.status < 300) resolve(said as T);
      else reject(new Refused(said.message ?? said.error ?? `${request.status}`, request.status));
    };
    request.onerror = request.ontimeout = () => reject(new Refused('', 0));
    request.send(form);
  });
}
