import type { Classifier } from '../interfaces.ts';
import { type ArrayBatch, toTensors } from '../loop/array-batch.ts';
import { describeBackend } from '../loop/describe-backend.ts';
import { readScalars } from '../loop/read-scalars.ts';
import { classification } from '../objectives/classification.ts';
import { readVariables } from '../variables/read-variables.ts';
import type { Batches } from './experiment-data.ts';

/** What decides the result of a finetuning run. */
export interface Ingredients {
  /** As it is before the first step. */
  readonly classifier: Classifier;
  /** The first batch to learn from: augmented, standardised. */
  readonly batch: ArrayBatch;
  /** Digests of all pictures to learn from and to measure on. */
  readonly pictures: readonly string[];
  /** Plain data: protocol, indices, seed. */
  readonly options: unknown;
}

/**
 * A short text, in hexadecimal, that another run shares only if all ingredients and the backend are the same.
 *
 * Of a classifier it knows the variables, which of them are trained, and the loss that it gives on the batch, in evaluation
 * and in training: so another dropout rate or stride is another run, but a change that leaves these losses as they are, to
 * five digits, is not seen. A training loss that differs from call to call, as with layers that draw from a generator of
 * their own, is left out.
 */
export async function fingerprint({ classifier, batch, pictures, options }: Ingredients): Promise<string> {
  const { shape, images, labels = new Int32Array() } = batch;
  const values = await readVariables(classifier.variables);
  const described = [
    describeBackend(),
    options,
    pictures,
    Object.entries(values).map(([path, { dtype, shape }]) => [
      path,
      dtype,
      shape,
      classifier.variables[path]!.trainable,
    ]),
    shape,
    await losses(classifier, batch),
  ];
  const data = Object.values(values).map(({ data }) => data);
  return (await digest([encoded(described), ...data, images, labels])).slice(0, 16);
}

/** A text, in hexadecimal, that other pictures share only if number, order, sizes, pixels and labels are the same. */
export async function digestPictures(batches: Batches): Promise<string> {
  const digests: string[] = [];
  for await (const { images, shape, labels = new Int32Array() } of batches) {
    digests.push(await digest([encoded(shape), images, labels]));
  }
  return digest([encoded(digests)]);
}

/** In evaluation, and in training where it repeats; rounded, so that a last bit does not make another run. */
async function losses(classifier: Classifier, batch: ArrayBatch): Promise<string[]> {
  const objective = classification(classifier);
  const loss = (training: boolean) =>
    objective.apply(toTensors(batch), { training, random: { seed: 0, first: 0 } }).loss;
  const values = await readScalars(() => [loss(false), loss(true), loss(true)]);
  const [evaluation, trained, again] = values.map((value) => value.toPrecision(5)) as [string, string, string];
  return trained === again ? [evaluation, trained] : [evaluation];
}

function encoded(data: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(data));
}

/** The SHA-256 of the parts, in hexadecimal. */
async function digest(parts: readonly ArrayBufferView[]): Promise<string> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of parts) {
    whole.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
