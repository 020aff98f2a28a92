import { expect, test } from 'vitest';
import type { Communicator } from '../interfaces.ts';
import { inProcessCommunicators } from './in-process-communicators.ts';

const onAll = <T>(ranks: Communicator[], run: (rank: Communicator) => T | Promise<T>) => Promise.all(ranks.map(run));

test('sums over ranks, in the order of ranks, in place', async () => {
  const ranks = inProcessCommunicators(3);
  // float32: 1e8 + 1 is 1e8, so only (1e8 − 1e8) + 1 gives 1
  const values = [Float32Array.of(1e8, 1), Float32Array.of(-1e8, 2), Float32Array.of(1, 4)];
  await onAll(ranks.toReversed(), ({ rank, allReduce }) => allReduce(values[rank]!));
  expect(values).toEqual([Float32Array.of(1, 7), Float32Array.of(1, 7), Float32Array.of(1, 7)]);
});

test("broadcasts rank 0's values", async () => {
  const values = [Float32Array.of(3, 5), Float32Array.of(0, 0)];
  await onAll(inProcessCommunicators(2), ({ rank, broadcast }) => broadcast(values[rank]!));
  expect(values[1]).toEqual(Float32Array.of(3, 5));
});

test('a barrier lets nobody through before all are there, again and again', async () => {
  const ranks = inProcessCommunicators(2);
  const order: string[] = [];
  await onAll(ranks, async ({ rank, barrier }) => {
    for (let round = 0; round < 3; round++) {
      if (rank === 1) await new Promise((resolve) => setTimeout(resolve, 2));
      order.push(`${round} before`);
      await barrier();
      order.push(`${round} behind`);
    }
  });
  for (let round = 0; round < 3; round++) {
    expect(order.lastIndexOf(`${round} before`)).toBeLessThan(order.indexOf(`${round} behind`));
  }
});

test('a rank alone waits for nobody', async () => {
  const [alone] = inProcessCommunicators(1) as [Communicator];
  const values = Float32Array.of(7);
  await alone.allReduce(values);
  await alone.broadcast(values);
  await alone.barrier();
  expect(values).toEqual(Float32Array.of(7));
});

test('an abort rejects the calls that wait, and later ones', async () => {
  const [a, b] = inProcessCommunicators(2) as [Communicator, Communicator];
  const waiting = a.allReduce(Float32Array.of(1));
  b.abort!(new Error('the disk is full'));
  await expect(waiting).rejects.toThrow('rank 1 failed: the disk is full');
  await expect(a.barrier()).rejects.toThrow('rank 1 failed: the disk is full');
});

test('says when calls do not meet', async () => {
  const [a, b] = inProcessCommunicators(2) as [Communicator, Communicator];
  const calls = await Promise.allSettled([a.allReduce(new Float32Array(3)), b.broadcast(new Float32Array(5))]);
  for (const { reason } of calls as PromiseRejectedResult[]) {
    expect(reason.message).toBe(
      'rank 1 calls broadcast of 5 numbers, rank 0 allReduce of 3 numbers; give all ranks the same options',
    );
  }
  const [c] = inProcessCommunicators(2) as [Communicator, Communicator];
  void c.barrier();
  await expect(c.barrier()).rejects.toThrow('rank 0 is still waiting: await its call before the next');
  expect(() => inProcessCommunicators(0)).toThrow('size is a whole number of at least 1: got 0');
});
