import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCount } from '../check-count.ts';
import { makeFolder } from '../files/flush.ts';
import { removeLeftovers } from '../files/temporary-files.ts';
import { linkWhole, writeWhole } from '../files/write-whole.ts';
import { checkedChunks } from '../safetensors/checksum.ts';
import { readHeader } from '../safetensors/read-header.ts';
import type { Checkpoint, CheckpointStore } from './checkpoint-store.ts';
import { encodeCheckpoint } from './encode-checkpoint.ts';
import { loadCheckpoint } from './load-checkpoint.ts';

/** Options of `checkpointFolder`. */
export interface CheckpointFolderOptions {
  /** Where the files go; made with the first of them. One run's alone. */
  readonly folder: string;
  /** How many of the newest checkpoints stay, at least 1. @default 3 */
  readonly keep?: number;
  /** Which score is kept as `best.safetensors`, whatever its age; of equal ones the first. @default 'none' */
  readonly best?: 'highest' | 'lowest' | 'none';
  /** Takes a line on each damaged file that was skipped, and each old one that could not be removed. @default console.warn */
  readonly warn?: (line: string) => void;
}

const bestName = 'best.safetensors';

/**
 * Checkpoints as files of a folder, one each: `step-00000057.safetensors`, and `best.safetensors`.
 *
 * A file is written under a temporary name, flushed and renamed, so that whatever happens each is whole or not there; what a
 * killed process left is removed by the next. Each holds a SHA-256 of all its bytes, which is verified on loading; what a new
 * score must beat is taken from the header of the best one alone. A damaged one does not count among those that stay. Saving
 * needs no memory beyond the checkpoint, loading that of the file and of the checkpoint.
 *
 * @throws if an option is out of its range; the functions, with a sentence, if a file cannot be written, or if there are
 * checkpoints and none is whole.
 */
export function checkpointFolder({
  folder,
  keep = 3,
  best = 'none',
  warn = console.warn,
}: CheckpointFolderOptions): CheckpointStore {
  if (!folder) throw new Error("folder is where checkpoints go: got ''; use e.g. 'runs/first'");
  checkCount('keep', keep);
  if (!['highest', 'lowest', 'none'].includes(best)) {
    throw new Error(`best is 'highest', 'lowest' or 'none': got ${JSON.stringify(best)}; use one of the three`);
  }
  let bestScore: number | 'none' | 'unknown' = 'unknown';
  const damaged = new Set<string>();

  async function isBest({ score }: Checkpoint): Promise<boolean> {
    if (best === 'none' || score === undefined) return false;
    if (bestScore === 'unknown') bestScore = await scoreOfBest();
    return bestScore === 'none' || (best === 'highest' ? score > bestScore : score < bestScore);
  }

  async function scoreOfBest(): Promise<number | 'none'> {
    const names = await namesIn(folder);
    const header =
      names.includes(bestName) && !damaged.has(bestName) ? await unlessDamaged(bestName, readHeader) : undefined;
    const score = Number(header?.metadata.get('score') ?? Number.NaN);
    return Number.isFinite(score) ? score : 'none';
  }

  /** What is read of a checkpoint, or if it is damaged undefined and a warning. */
  async function unlessDamaged<T>(name: string, read: (path: string) => Promise<T>): Promise<T | undefined> {
    try {
      return await read(join(folder, name));
    } catch (error) {
      warn(`a checkpoint is skipped: ${(error as Error).message}`);
      damaged.add(name);
      return undefined;
    }
  }

  /** Removes all but the newest whole ones, and damaged ones that a newer one makes needless. */
  async function removeOld(newest: string): Promise<void> {
    damaged.delete(newest);
    const names = checkpointNames(await namesIn(folder));
    const kept = [newest, ...names.filter((name) => name !== newest && !damaged.has(name))].slice(0, keep);
    const ahead = names.slice(0, names.indexOf(newest)).filter((name) => damaged.has(name));
    for (const name of names.filter((name) => !kept.includes(name) && !ahead.includes(name))) {
      await rm(join(folder, name), { force: true }).catch((error) => {
        warn(`${join(folder, name)}, an old checkpoint, could not be removed: ${error.message}`);
      });
    }
  }

  return {
    async save(checkpoint) {
      const chunks = encodeCheckpoint(checkpoint);
      const name = nameOf(checkpoint.step);
      await prepare(folder);
      if (await isBest(checkpoint)) {
        // First the best, so that a run killed between the two comes by here again.
        await writeWhole(join(folder, bestName), chunks);
        bestScore = checkpoint.score!;
        await linkWhole(join(folder, bestName), join(folder, name), chunks);
      } else {
        await writeWhole(join(folder, name), chunks);
      }
      await removeOld(name);
    },

    async latest() {
      removeLeftovers(folder);
      const names = await namesIn(folder);
      const candidates = [...checkpointNames(names), ...names.filter((name) => name === bestName)];
      for (const name of candidates) {
        const checkpoint = await unlessDamaged(name, loadCheckpoint);
        if (checkpoint) return checkpoint;
      }
      if (candidates.length === 0) return undefined;
      throw new Error(
        `${folder} should hold a whole checkpoint: got ${candidates.join(', ')}, all of them damaged; ` +
          'move them away to begin anew',
      );
    },

    async putAside(name, tensors, metadata) {
      checkName(name);
      const path = join(folder, `${name}.safetensors`);
      await prepare(folder);
      await writeWhole(path, checkedChunks(tensors, metadata));
      return path;
    },
  };
}

/** A name of its own, which cannot leave the folder. */
function checkName(name: string): void {
  if (/^\w[\w.-]{0,99}$/.test(name) && !/^(best$|step-\d)/i.test(name)) return;
  throw new Error(
    `tensors are put aside under 1 to 100 letters, digits, '.', '_' and '-', but not as a checkpoint: ` +
      `got ${JSON.stringify(name)}; use e.g. 'batch-57'`,
  );
}

async function prepare(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    const { message } = cause as Error;
    throw new Error(`${folder} could not be made: ${message}; choose a folder that can be written to`, { cause });
  }
  removeLeftovers(folder);
}

/** The files of a folder; none if there is no folder yet. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new Error(`${folder} could not be read: ${message}; choose a folder for checkpoints`, { cause });
  }
}

function nameOf(step: number): string {
  return `step-${String(step).padStart(8, '0')}.safetensors`;
}

/** The checkpoints among the names of files, the newest first. */
function checkpointNames(names: readonly string[]): string[] {
  const stepOf = (name: string) => Number(/^step-(\d{8,})\.safetensors$/.exec(name)?.[1]);
  return names.filter((name) => nameOf(stepOf(name)) === name).sort((a, b) => stepOf(b) - stepOf(a));
}
