// Sends a file in parts and goes on where it stopped: after a broken connection by itself, after a closed page when the
// same file is chosen again. The library and the editor's dialog send through it.

import { Refused } from './ask';
import type { FoundPicture } from '../insert/pictures';

/** Bytes of a part: what a broken connection may cost. */
const PART = 1024 * 1024;
/** Pauses before another try, in milliseconds; the last one is repeated. */
const PAUSES = [300, 800, 2000, 5000, 10_000];
/** Tries in a row without a byte of progress before somebody is asked. */
const TRIES = 12;
/** Files whose parts are under way at once. */
const AT_ONCE = 3;

export interface Finished {
  picture: FoundPicture;
  /** Nothing was added: the library has these bytes already. */
  twin: boolean;
}

export interface Watch {
  /** So much of the file has gone, 0 to 1. */
  sent?: (share: number) => void;
  /** The connection broke, or is back. */
  line?: (broken: boolean) => void;
  /** All bytes are there, and the picture is being made. */
  finishing?: () => void;
}

/** What an answer says, without its body. */
interface Answer {
  status: number;
  offset: number;
  location: string;
  body: string;
}

let under = 0;
const waiting: (() => void)[] = [];

async function turn() {
  if (under >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  under += 1;
}

function done() {
  under -= 1;
  waiting.shift()?.();
}

function call(method: string, address: string, headers: Record<string, string>, body?: Blob, sent?: (bytes: number) => void, signal?: AbortSignal) {
  return new Promise<Answer>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader('X-Requested-With', 'courant');
    request.setRequestHeader('Accept', 'application/json');
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    if (sent) request.upload.onprogress = (event) => sent(event.loaded);
    request.onload = () =>
      resolve({
        status: request.status,
        offset: Number(request.getResponseHeader('Upload-Offset') ?? -1),
        location: request.getResponseHeader('Location') ?? '',
        body: request.responseText,
      });
    request.onerror = request.ontimeout = () => reject(new Refused('', 0));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.timeout = 120_000;
    request.send(body ?? null);
  });
}

function refusal(answer: Answer): Refused {
  let message = '';
  try {
    message = (JSON.parse(answer.body) as { message?: string }).message ?? '';
  } catch {
    // An answer that is no JSON has only its number.
  }
  return new Refused(message || String(answer.status), answer.status);
}

/** Where this browser remembers the upload of a file. */
const key = (file: File) => `upload ${file.name} ${file.size} ${file.lastModified}`;

function remembered(file: File): string | null {
  try {
    return localStorage.getItem(key(file));
  } catch {
    return null;
  }
}

function remember(file: File, address: string | null) {
  try {
    if (address) localStorage.setItem(key(file), address);
    else localStorage.removeItem(key(file));
  } catch {
    // Without a memory a closed page begins anew.
  }
}

/** Waits a while, or until the line is back. */
function pause(tries: number, signal?: AbortSignal) {
  return new Promise<void>((go, stop) => {
    const over = () => {
      clearTimeout(timer);
      removeEventListener('online', over);
      go();
    };
    const timer = setTimeout(over, PAUSES[Math.min(tries, PAUSES.length - 1)]);
    addEventListener('online', over);
    signal?.addEventListener('abort', () => stop(new DOMException('', 'AbortError')), { once: true });
  });
}

export class Upload {
  private address: string | null = null;
  private readonly stop = new AbortController();

  constructor(
    readonly file: File,
    private readonly watch: Watch = {},
  ) {}

  /** Sends everything and makes the picture. May be called again after it failed. */
  async send(): Promise<Finished> {
    await turn();
    try {
      await this.parts();
    } finally {
      done();
    }
    this.watch.finishing?.();
    return this.finish(false);
  }

  /** Makes the picture; with `again` also when the library has these bytes. */
  async finish(again: boolean): Promise<Finished> {
    const answer = await this.patiently(() => call('POST', `${this.address}/finish${again ? '?again=1' : ''}`, {}, undefined, undefined, this.stop.signal));
    if (answer.status === 422) remember(this.file, null);
    if (answer.status !== 200) throw refusal(answer);
    const finished = JSON.parse(answer.body) as Finished;
    if (!finished.twin) remember(this.file, null);
    return finished;
  }

  /** Gives it up; the server forgets what it has. */
  forget() {
    this.stop.abort();
    remember(this.file, null);
    if (this.address) void call('POST', `${this.address}/forget`, {}).catch(() => undefined);
  }

  private async parts() {
    const { file, stop } = this;
    let place = await this.begin();
    let tries = 0;
    while (place < file.size) {
      const part = file.slice(place, place + PART);
      const from = place;
      try {
        const headers = { 'Upload-Offset': String(from), 'Content-Type': 'application/offset+octet-stream' };
        const answer = await call('PATCH', this.address!, headers, part, (bytes) => this.watch.sent?.((from + Math.min(bytes, part.size)) / file.size), stop.signal);
        if (answer.status === 204) {
          place = answer.offset;
          if (tries > 0) this.watch.line?.(false);
          tries = 0;
          this.watch.sent?.(place / file.size);
          continue;
        }
        // The server has more, or less, than this browser believes.
        if (answer.status === 409) place = await this.offset();
        else if (answer.status < 500) throw refusal(answer);
        tries += 1;
        if (tries > TRIES) throw refusal(answer);
      } catch (trouble) {
        if (!(trouble instanceof Refused) || trouble.status !== 0) throw trouble;
        tries += 1;
        if (tries > TRIES) throw trouble;
        this.watch.line?.(true);
        await pause(tries - 1, stop.signal);
        place = await this.offset();
      }
    }
  }

  /** Begins, or finds what is there of it. */
  private async begin(): Promise<number> {
    this.address ??= remembered(this.file);
    if (this.address) {
      const place = await this.offset().catch((trouble: unknown) => {
        if (trouble instanceof Refused && trouble.status === 404) return null;
        throw trouble;
      });
      if (place !== null) return place;
      this.address = null;
    }
    const headers = { 'Upload-Length': String(this.file.size), 'Upload-Name': encodeURIComponent(this.file.name || 'pasted.png') };
    const answer = await this.patiently(() => call('POST', '/desk/uploads', headers, undefined, undefined, this.stop.signal));
    if (answer.status !== 201) throw refusal(answer);
    this.address = answer.location;
    remember(this.file, this.address);
    return 0;
  }

  private async offset(): Promise<number> {
    const answer = await this.patiently(() => call('HEAD', this.address!, {}, undefined, undefined, this.stop.signal));
    if (answer.status !== 204) throw refusal(answer);
    return answer.offset;
  }

  /** Asks until the line is there. */
  private async patiently(ask: () => Promise<Answer>): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await ask();
        if (tries > 0) this.watch.line?.(false);
        return answer;
      } catch (trouble) {
        if (!(trouble instanceof Refused) || tries >= TRIES) throw trouble;
        this.watch.line?.(true);
        await pause(tries, this.stop.signal);
      }
    }
  }
}
