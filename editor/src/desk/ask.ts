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
