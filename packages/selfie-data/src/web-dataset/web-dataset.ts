import { permutation } from 'selfie-random';
import type { HttpOptions } from '../download/http-bytes.ts';
import type { PictureStream } from '../sources/picture.ts';
import { expandBraces } from './expand-braces.ts';
import { shardChunks } from './shard-chunks.ts';
import { type ShardSample, shardSamples } from './shard-samples.ts';
import { tarEntries } from './tar-entries.ts';
import { BLOCK } from './tar-header.ts';

/** Where a stream of shards goes on. */
export interface ShardPosition {
  readonly epoch: number;
  /** The shard's place in this epoch's order of all shards. */
  readonly shard: number;
  /** Where in the shard the block of samples begins that are shuffled together. */
  readonly offset: number;
  /** How many samples of that block are done. */
  readonly taken: number;
}

/** Options of `webDataset`. */
export interface WebDatasetOptions extends HttpOptions {
  /** The classes' names, which labels are checked against, and may be written as. */
  readonly classes?: readonly string[];
  /**
   * Shuffles the shards of each epoch, and blocks of so many samples that follow each other; up to twice as many are held.
   * The seed decides the order, an unsigned 32-bit integer.
   *
   * @default as they come; `samples` 1000
   */
  readonly shuffle?: { readonly seed: number; readonly samples?: number };
  /**
   * Which part of the shards is read, of how many: one a rank and worker, part `rank · workers + worker`.
   *
   * @default all: part 0 of 1
   */
  readonly part?: { readonly index: number; readonly count: number };
}

/**
 * Pictures in WebDataset shards: tar archives, on disk or at HTTP addresses, in which `name.jpg` (or jpeg, png, webp,
 * gif, img) and `name.cls` (or json, txt) follow each other. `samples()` goes through one epoch and ends; the `next` of
 * its last sample is the beginning of the following one. From any sample's `next` it goes on just as it would have.
 *
 * @param shards A pattern like `train-{000..999}.tar`, or several.
 * @throws RangeError if an option is out of its range; `samples`, Error if a shard is missing, damaged or not to be trusted.
 */
export function webDataset(
  shards: string | readonly string[],
  { classes, shuffle, part = { index: 0, count: 1 }, ...http }: WebDatasetOptions = {},
): PictureStream<ShardPosition> {
  const names = (typeof shards === 'string' ? [shards] : shards).flatMap(expandBraces);
  const blockSize = shuffle ? (shuffle.samples ?? 1000) : 1;
  checkOptions(names.length, blockSize, part);

  /** The samples of this part of the shards in the epoch's order. */
  async function* samplesFrom({ epoch, shard: first, offset }: ShardPosition, options: HttpOptions) {
    const order = shuffle && permutation(names.length, { seed: shuffle.seed, stream: epoch, site: 'data/shards' });
    for (let shard = first; shard < names.length; shard++) {
      if (shard % part.count !== part.index) continue;
      const name = names[order ? order[shard]! : shard]!;
      const from = shard === first ? offset : 0;
      const entries = tarEntries(shardChunks(name, from, options), name, from);
      for await (const sample of shardSamples(entries, name, classes)) yield { ...sample, shard };
    }
  }

  /** The order of a block's samples, which depends on nothing but where it begins. */
  const orderOf = (block: readonly PlacedSample[], epoch: number) =>
    shuffle &&
    permutation(block.length, {
      seed: shuffle.seed,
      stream: block[0]!.offset / BLOCK,
      site: `data/shard-blocks/${epoch}/${block[0]!.shard}`,
    });

  return {
    classes,
    async *samples(from = beginning(0)) {
      checkPosition(from, names.length);
      const { epoch } = from;
      const stop = new AbortController();
      const signal = http.signal ? AbortSignal.any([http.signal, stop.signal]) : stop.signal;
      const source = samplesFrom(from, { ...http, signal });
      try {
        let block = await take(source, blockSize);
        if (block.length === 0) {
          throw new Error(
            `${names[from.shard]}${names.length > 1 ? ' and those after it' : ''}: expected pictures, found none; check the shards`,
          );
        }
        for (let { taken } = from; block.length > 0; taken = 0) {
          const following = take(source, blockSize);
          following.catch(() => {}); // thrown where it is awaited
          const order = orderOf(block, epoch);
          for (let i = taken; i < block.length; i++) {
            const { bytes, origin, label } = block[order ? order[i]! : i]!;
            const last = i + 1 === block.length;
            const goesOn = last ? (await following)[0] : block[0];
            const next = goesOn
              ? { epoch, shard: goesOn.shard, offset: goesOn.offset, taken: last ? 0 : i + 1 }
              : beginning(epoch + 1);
            yield { bytes, origin, label, next };
          }
          block = await following;
        }
      } finally {
        stop.abort();
        await source.return();
      }
    },
  };
}

type PlacedSample = ShardSample & { readonly shard: number };

const beginning = (epoch: number): ShardPosition => ({ epoch, shard: 0, offset: 0, taken: 0 });

async function take<T>(source: AsyncIterator<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const next = await source.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

function checkOptions(shards: number, blockSize: number, { index, count }: { index: number; count: number }): void {
  if (!Number.isInteger(blockSize) || blockSize < 1) {
    throw new RangeError(`shuffle.samples must be a whole number above 0: got ${blockSize}; use e.g. 1000`);
  }
  if (!Number.isInteger(count) || count < 1 || count > shards) {
    throw new RangeError(
      `part.count must be from 1 to the number of shards, ${shards}: got ${count}; give each part at least one shard`,
    );
  }
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`part.index must be from 0 to ${count - 1}: got ${index}; use rank · workers + worker`);
  }
}

function checkPosition({ epoch, shard, offset, taken }: ShardPosition, shards: number): void {
  const numbers = [epoch, shard, offset, taken];
  if (numbers.some((value) => !Number.isSafeInteger(value) || value < 0) || shard >= shards || offset % BLOCK !== 0) {
    throw new RangeError(
      `from must be the next of a sample of these shards: got ${JSON.stringify({ epoch, shard, offset, taken })}; ` +
        'leave it out to begin anew',
    );
  }
}
