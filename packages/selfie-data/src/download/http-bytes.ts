/** How files are asked for over HTTP. */
export interface HttpOptions {
  /**
   * How long a server may say nothing before a request is given up, in milliseconds.
   *
   * @default 30000
   */
  readonly timeout?: number;
  /**
   * How many requests in a row may fail before reading is given up, where one that brings a byte begins a new row;
   * between them it waits 0.25 s, 0.5 s, 1 s, …
   *
   * @default 5
   */
  readonly attempts?: number;
  /** Stops reading when it is aborted. */
  readonly signal?: AbortSignal;
}

/** Which bytes of a file are wanted. */
export interface ByteRange {
  /** @default 0 */
  readonly from?: number;
  /**
   * Where they end. With it, the server must know ranges; without it, what comes before `from` is passed over if not.
   *
   * @default the file's end
   */
  readonly to?: number;
}

/** What asking again does not mend. */
class FinalError extends Error {}

const PASSING_STATUS = new Set([408, 425, 429]);

/**
 * The bytes of a file, as they come. A connection that breaks off is taken up again by a range request.
 *
 * @throws Error if the server refuses, has another file or range than it said before, or brings nothing any more.
 */
export async function* httpBytes(
  url: string,
  { from = 0, to, timeout = 30_000, attempts = 5, signal }: ByteRange & HttpOptions = {},
): AsyncGenerator<Uint8Array, void> {
  let position = from;
  let length: number | undefined; // of the whole file, as soon as the server has said it
  let failures = 0;
  while (to === undefined || position < to) {
    const request = new AbortController();
    const watched = async <T>(act: Promise<T>): Promise<T> => {
      const late = setTimeout(() => request.abort(new Error(`nothing for ${timeout} ms`)), timeout);
      return act.finally(() => clearTimeout(late));
    };
    try {
      signal?.throwIfAborted();
      const response = await watched(
        fetch(url, {
          headers: { Range: `bytes=${position}-${to === undefined ? '' : to - 1}`, 'Accept-Encoding': 'identity' },
          signal: signal ? AbortSignal.any([signal, request.signal]) : request.signal,
        }),
      );
      const answer = readAnswer(response, url, position);
      if (answer.length !== undefined) {
        if (length !== undefined && answer.length !== length) {
          throw new FinalError(
            `${url}: expected a file of ${length} bytes as before, found ${answer.length} at byte ${position}; ` +
              'it was changed meanwhile, so read it again',
          );
        }
        length = answer.length;
      }
      if (to !== undefined && answer.first !== position) {
        throw new FinalError(
          `${url}: expected bytes ${position} to ${to - 1} alone, found the whole file; ` +
            'use a server that answers range requests, or a file on disk',
        );
      }
      const reader = response.body!.getReader();
      let passOver = position - answer.first;
      for (let part = await watched(reader.read()); !part.done; part = await watched(reader.read())) {
        const bytes = part.value.subarray(passOver);
        passOver = Math.max(0, passOver - part.value.length);
        if (bytes.length === 0) continue;
        failures = 0;
        position += bytes.length;
        yield bytes;
      }
      if (position >= (to ?? length ?? position)) return;
      throw new Error('the end of the answer');
    } catch (cause) {
      if (signal?.aborted) throw signal.reason;
      if (cause instanceof FinalError) throw cause;
      if (++failures >= attempts) {
        const end = to ?? length;
        throw new Error(
          `${url}: expected ${end === undefined ? 'more' : `${end - position} more`} bytes from ${position} on, ` +
            `found ${reason(cause)}, ${failures} times in a row; check the connection and try again`,
          { cause },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 125 * 2 ** failures));
    } finally {
      request.abort();
    }
  }
}

/**
 * The bytes `from` to `to` of a file, in one array.
 *
 * @throws Error as `httpBytes` does.
 */
export async function httpRange(
  url: string,
  from: number,
  to: number,
  options: HttpOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(to - from);
  let filled = 0;
  for await (const part of httpBytes(url, { from, to, ...options })) {
    const fitting = part.subarray(0, bytes.length - filled);
    bytes.set(fitting, filled);
    filled += fitting.length;
  }
  return bytes;
}

/**
 * The length of a file, which a server tells with its first byte.
 *
 * @throws Error if it does not tell the length, or as `httpBytes` does.
 */
export async function httpLength(
  url: string,
  { timeout = 30_000, attempts = 5, signal }: HttpOptions,
): Promise<number> {
  const late = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(url, {
      headers: { Range: 'bytes=0-0', 'Accept-Encoding': 'identity' },
      signal: signal ? AbortSignal.any([signal, late]) : late,
    });
    await response.body?.cancel();
    const { length } = readAnswer(response, url, 0);
    if (length === undefined) throw new FinalError(`${url}: expected the file's length, found an answer without it`);
    return length;
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof FinalError) throw cause;
    if (attempts <= 1) {
      throw new Error(`${url}: expected an answer, found ${reason(cause)}; check the connection`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
    return httpLength(url, { timeout, attempts: attempts - 1, signal });
  }
}

/** The first byte of an answer, and the length of the whole file where the server says it. */
function readAnswer(response: Response, url: string, position: number): { first: number; length?: number } {
  const { status, headers } = response;
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('Content-Range') ?? '');
    if (!range || Number(range[1]) !== position) {
      throw new FinalError(
        `${url}: expected bytes from ${position} on, found ${headers.get('Content-Range') ?? 'a part without a range'}; ` +
          'its server answers range requests wrongly',
      );
    }
    return { first: position, length: range[2] === '*' ? undefined : Number(range[2]) };
  }
  if (status === 200) {
    const length = headers.get('Content-Length');
    return { first: 0, length: length === null ? undefined : Number(length) };
  }
  const found = `status ${status} ${response.statusText}`.trimEnd();
  if (status >= 500 || PASSING_STATUS.has(status)) throw new Error(found);
  throw new FinalError(`${url}: expected the file from byte ${position} on, found ${found}; check the address`);
}

function reason(cause: unknown): string {
  const { message, cause: deeper } = cause as Error;
  return deeper instanceof Error ? `${message} (${deeper.message})` : message;
}
