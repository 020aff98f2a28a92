import { mkdirSync, watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { uniform } from 'selfie-random';
import { beforeAll, describe, expect, test } from 'vitest';
import { type KillableRun, startKilledRun } from '../../testing/start-killed-run.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { checkpointFolder } from './checkpoint-folder.ts';
import { loadCheckpoint } from './load-checkpoint.ts';

const steps = 40;
const kills = 50;
/** At least so many of them while a file is written; how many more kills that takes is a matter of luck. */
const killsWhileSaving = 6;
const minutes = 60_000;

const step = (number: number) => `step-${String(number).padStart(8, '0')}.safetensors`;

/** All that a run leaves: its last checkpoints and the best, byte by byte. */
async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const files = names.map(async (name) => [name, (await readFile(join(folder, name))).toString('base64')]);
  return Object.fromEntries(await Promise.all(files));
}

/** The newest step in a folder, where every file must be whole. */
async function wholeStep(folder: string): Promise<number> {
  const warn = (line: string) => expect.fail(line);
  const latest = await checkpointFolder({ folder, warn }).latest();
  for (const name of latest ? await readdir(folder) : []) await loadCheckpoint(join(folder, name));
  return latest?.step ?? 0;
}

/** The first time that a save has begun. */
function saving(folder: string, { ended }: KillableRun): Promise<unknown> {
  const begun = new Promise<void>((resolve) => {
    const watcher = watch(folder, (_, name) => name?.includes('.tmp-') && resolve());
    void ended.then(() => watcher.close());
  });
  return Promise.race([begun, ended]);
}

// The children have a backend of their own: one round is enough.
describe.runIf(tf.getBackend() === 'selfie-wasm')('a run that is', { timeout: 20 * minutes }, () => {
  const parent = temporaryFolder();
  let straight: Record<string, string>;
  beforeAll(async () => {
    const folder = join(parent, 'straight');
    expect(await startKilledRun(folder, steps).ended).toMatchObject({ code: 0 });
    straight = await contents(folder);
    expect(Object.keys(straight)).toEqual(['best.safetensors', step(steps - 1), step(steps)]);
  });

  test(`killed ${kills} times or more, also during saves, ends with the same bits`, async () => {
    const seed = Date.now() % 2 ** 32;
    console.log(`the seed of the kills is ${seed}`);
    const draw = (kill: number, index: number) => uniform({ seed, stream: kill, site: 'kills', index });
    let killed = 0;
    let whileSaving = 0;
    let runs = 0;
    const enough = () => killed >= kills && whileSaving >= killsWhileSaving;
    while (!enough()) {
      const folder = join(parent, `killed-${runs++}`);
      mkdirSync(folder);
      for (let done = 0; done < steps; ) {
        const run = startKilledRun(folder, steps);
        if (!enough()) {
          await run.lines(1 + Math.floor(10 * draw(killed, 0)));
          if (killed % 2) await saving(folder, run);
          else await delay(40 * draw(killed, 1));
          run.child.kill('SIGKILL');
        }
        const { signal, output } = await run.ended;
        if (signal === 'SIGKILL') killed++;
        else expect(output).toMatch(`step ${steps - 1}\n`);

        const printed = Number([...output.matchAll(/^step (\d+)$/gm)].at(-1)?.[1] ?? 0);
        if ((await readdir(folder)).some((name) => name.includes('.tmp-'))) whileSaving++;
        const next = await wholeStep(folder);
        expect(next).toBeGreaterThanOrEqual(Math.max(done, printed)); // step 7 is printed when 7 steps are saved
        done = next;
      }
      expect(await contents(folder)).toEqual(straight);
    }
    console.log(
      `${killed} kills, ${whileSaving} of them while a file was written, over ${runs} runs of ${steps} steps`,
    );
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'asked to end by %s saves, says how to go on, and ends with the same bits',
    async (name) => {
      const folder = join(parent, name);
      const run = startKilledRun(folder, steps);
      await run.lines(7);
      run.child.kill(name);
      const { code, output } = await run.ended;
      expect(code).toBe(130);
      const done = await wholeStep(folder);
      expect(done).toBeGreaterThanOrEqual(7);
      expect(output).toMatch(
        `${name}: the run ends after this step; once more ends it at once\n` +
          `${folder} holds ${done} of ${steps} steps; run this again to go on\n`,
      );
      expect(output.match(/^step \d+$/gm)).toHaveLength(done);
      const { output: rest } = await startKilledRun(folder, steps).ended;
      expect(rest.match(/^step \d+$/gm)).toHaveLength(steps - done);
      expect(await contents(folder)).toEqual(straight);
    },
  );
});
