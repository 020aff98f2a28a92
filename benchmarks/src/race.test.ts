import { expect, test } from 'vitest';
import type { Contestant } from './contestant.ts';
import { race } from './race.ts';

const program = (code: string, env = {}): Contestant<{ value: number }> => ({
  command: process.execPath,
  args: ['--eval', code],
  env,
});
const prints = program('console.log("noise"); console.log(JSON.stringify({ value: Number(process.env.VALUE) }))', {
  VALUE: '7',
});

test('runs each different contestant once a round', async () => {
  const results = await race([prints, prints], 2);
  expect(results(prints)).toEqual([{ value: 7 }, { value: 7 }]);
});

test('knows what is not installed by a program that is not there or says so', async () => {
  const absent = { ...prints, command: 'no-such-program' };
  const says = program('process.exit(3)');
  const results = await race([absent, says, prints], 1);
  expect(results(absent)).toBeUndefined();
  expect(results(says)).toBeUndefined();
  expect(results(prints)).toEqual([{ value: 7 }]);
});

test('passes on what a program that fails said last', async () => {
  await expect(race([program('throw new Error("out of tea")')], 1)).rejects.toThrow('out of tea');
});
