import * as tf from '@tensorflow/tfjs-core';
import type { Communicator, Variables } from '../interfaces.ts';
import { readVariables } from '../variables/read-variables.ts';
import type { Progress } from './progress.ts';

/** A step is sent as two numbers, the quotient and the rest by this one, since a float32 counts to 16,777,216 only. */
const divisor = 65_536;

/** Numbers that stand before those of the variables. */
const headLength = 4;

/** Gives all ranks the values that rank 0 has in its variables, and its progress. */
export async function shareState(
  communicator: Communicator,
  variables: Variables,
  progress: Progress,
): Promise<Progress> {
  if (communicator.size === 1) return progress;
  const { step, skippedInARow, lastGoodLoss = Number.NaN } = progress;
  const values = await readVariables(variables);
  const size = Object.values(values).reduce((sum, { data }) => sum + data.length, 0);
  const flat = new Float32Array(headLength + size);
  flat.set([Math.floor(step / divisor), step % divisor, skippedInARow, lastGoodLoss]);
  let begin = headLength;
  for (const { data } of Object.values(values)) {
    flat.set(data, begin);
    begin += data.length;
  }

  await communicator.broadcast(flat);
  if (communicator.rank > 0) assignAll(variables, flat.subarray(headLength));
  const [quotient, rest, skipped, loss] = flat as unknown as [number, number, number, number];
  return {
    step: quotient * divisor + rest,
    skippedInARow: skipped,
    ...(Number.isFinite(loss) && { lastGoodLoss: loss }),
  };
}

function assignAll(variables: Variables, flat: Float32Array): void {
  let begin = 0;
  for (const variable of Object.values(variables)) {
    const { size, shape, dtype } = variable;
    const data = flat.slice(begin, begin + size);
    tf.tidy(() => variable.assign(tf.tensor(data, shape, dtype)));
    begin += size;
  }
}
