import { existsSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

/** Where Chromium is: at `CHROME_PATH`, or where Debian puts it; undefined if it is at neither. */
export const chromiumPath = [process.env.CHROME_PATH, '/usr/bin/chromium'].find((path) => path && existsSync(path));

if (!chromiumPath) {
  console.log('Browser tests are skipped: no Chromium at CHROME_PATH or /usr/bin/chromium; install one and run again.');
}

/** Headers that isolate a page from other origins, so that it may share memory between threads. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What a script exports for a site to call. */
type Exports = Record<string, () => unknown>;

/** Calls an exported function by its name; its result comes back as JSON would carry it. */
type Call<Script extends Exports> = <Name extends keyof Script & string>(
  name: Name,
) => Promise<Awaited<ReturnType<Script[Name]>>>;

/** A page with a script, open in Chromium. */
export interface Site<Script extends Exports> {
  /** Calls a function of the script on the page's main thread. */
  readonly onPage: Call<Script>;
  /** Calls a function of the script in a new worker of the page. */
  readonly inWorker: Call<Script>;
  /** Warnings of the bundler and what the page and its workers wrote to the console, so far. */
  readonly messages: readonly string[];
  close(): Promise<void>;
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Bundles a script for browsers, serves it on a page with these headers and opens that in Chromium. */
export async function openSite<Script extends Exports>(
  script: URL,
  headers: OutgoingHttpHeaders,
): Promise<Site<Script>> {
  const { code, warnings } = await bundled(script);
  const messages = [...warnings];
  const files = new Map([
    ['/', ['text/html', '<!doctype html><script src="/script.js"></script>']],
    ['/script.js', ['text/javascript', code]],
    ['/worker.js', ['text/javascript', workerCode]],
  ]);
  const server = createServer(({ url }, response) => {
    const [type, body] = files.get(url!) ?? [];
    response.writeHead(type ? 200 : 204, { ...headers, ...(type && { 'Content-Type': type }) }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: flags });
  const page = await browser.newPage();
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(String(error)));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

  return {
    onPage: (name) =>
      page.evaluate((called) => (globalThis as unknown as { script: Script }).script[called]!(), name) as never,
    inWorker: (name) =>
      page.evaluate(async (called) => {
        const worker = new Worker('/worker.js');
        const answer = new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
        });
        worker.postMessage(called);
        return answer.finally(() => worker.terminate());
      }, name) as never,
    messages,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** A worker that answers the name of an exported function with what that gives. */
const workerCode = `
importScripts('/script.js');
onmessage = async ({ data }) => {
  try {
    postMessage(await script[data]());
  } catch (error) {
    setTimeout(() => { throw error; });
  }
};`;

/** A script with all it imports, whose exports are properties of the global object `script`. */
async function bundled(script: URL): Promise<{ code: string; warnings: string[] }> {
  const { outputFiles, warnings } = await build({
    entryPoints: [script.pathname],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'script',
    platform: 'browser',
    conditions: ['selfie-source'],
    logLevel: 'silent',
  });
  return { code: outputFiles[0]!.text, warnings: warnings.map(({ text }) => text) };
}
