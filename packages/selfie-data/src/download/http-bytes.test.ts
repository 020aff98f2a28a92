import { expect, test } from 'vitest';
import { fileServer, serve } from './fixtures/file-server.ts';
import { type ByteRange, type HttpOptions, httpBytes, httpLength, httpRange } from './http-bytes.ts';

const server = await fileServer();
const url = `${server.url}/file`;
const file = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 5);

const few = { attempts: 2 };
const timeout = 200;

async function read(options: ByteRange & HttpOptions = {}): Promise<Buffer> {
  server.ranges = [];
  const parts: Uint8Array[] = [];
  for await (const part of httpBytes(url, { ...few, ...options })) parts.push(part);
  return Buffer.concat(parts);
}

test('reads a file, from any byte on, and a part of it', async () => {
  server.answer = serve(file);
  expect((await read()).equals(file)).toBe(true);
  expect((await read({ from: 70_001 })).equals(file.subarray(70_001))).toBe(true);
  expect(Buffer.compare(await httpRange(url, 5, 70_000, few), file.subarray(5, 70_000))).toBe(0);
  expect(await httpLength(url, few)).toBe(file.length);
});

test('goes on by a range where a connection breaks off', async () => {
  let requests = 0;
  server.answer = (...exchange) => serve(file, { upTo: [1000, 200_000][requests++] })(...exchange);
  expect((await read()).equals(file)).toBe(true);
  expect(server.ranges).toEqual(['bytes=0-', 'bytes=1000-', 'bytes=200000-']);
});

test('passes over what it has where a server knows no ranges', async () => {
  let requests = 0;
  server.answer = (...exchange) => serve(file, { ranges: false, upTo: [1000][requests++] })(...exchange);
  expect((await read()).equals(file)).toBe(true);
});

test('asks again after a passing refusal', async () => {
  let requests = 0;
  server.answer = (request, response) =>
    requests++ === 0 ? response.writeHead(503).end() : serve(file)(request, response);
  expect((await read()).equals(file)).toBe(true);
});

test('gives up where nothing more comes', async () => {
  server.answer = serve(file, { upTo: 1000 });
  await expect(read()).rejects.toThrow(`${url}: expected 299000 more bytes from 1000 on, found `);
  expect(server.ranges).toEqual(['bytes=0-', 'bytes=1000-']);
});

test('gives up where a server never answers, or stops in the middle', async () => {
  server.answer = () => {};
  await expect(read({ timeout })).rejects.toThrow(
    `${url}: expected more bytes from 0 on, found nothing for 200 ms, 2 times in a row; check the connection and try again`,
  );
  server.answer = (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('abc');
  await expect(read({ timeout })).rejects.toThrow('expected 6 more bytes from 3 on, found nothing for 200 ms');
});

test('gives up where the length is not told', async () => {
  server.answer = () => {};
  await expect(httpLength(url, { ...few, timeout })).rejects.toThrow(
    `${url}: expected an answer, found The operation was aborted`,
  );
  server.answer = (_, response) => response.writeHead(200).end('abc');
  await expect(httpLength(url, few)).rejects.toThrow("expected the file's length, found an answer without it");
});

test('refuses at once what asking again does not mend', async () => {
  server.answer = (_, response) => response.writeHead(404).end();
  await expect(read()).rejects.toThrow(
    new Error(`${url}: expected the file from byte 0 on, found status 404 Not Found; check the address`),
  );
  expect(server.ranges).toHaveLength(1);
  server.answer = (_, response) => response.writeHead(206, { 'Content-Range': 'bytes 7-9/10' }).end('abc');
  await expect(read({ from: 5 })).rejects.toThrow(
    `${url}: expected bytes from 5 on, found bytes 7-9/10; its server answers range requests wrongly`,
  );
  server.answer = serve(file, { ranges: false });
  await expect(read({ from: 5, to: 9 })).rejects.toThrow('expected bytes 5 to 8 alone, found the whole file');
});

test('refuses a file that was changed meanwhile', async () => {
  let requests = 0;
  server.answer = (...exchange) =>
    requests++ === 0 ? serve(file, { upTo: 1000 })(...exchange) : serve(file.subarray(1))(...exchange);
  await expect(read()).rejects.toThrow(
    `${url}: expected a file of 300000 bytes as before, found 299999 at byte 1000; it was changed meanwhile`,
  );
});

test('stops when it is aborted', async () => {
  server.answer = (_, response) => response.writeHead(200, { 'Content-Length': 9 }).write('abc');
  const signal = AbortSignal.timeout(50);
  await expect(read({ signal })).rejects.toThrow('aborted due to timeout');
});
