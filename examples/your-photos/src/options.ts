import { Command, InvalidArgumentError } from 'commander';

/** What a run is told. */
export interface Options {
  /** The folder with the pictures. */
  readonly photos: string;
  /** The folder for what the run writes, and from which it goes on. */
  readonly out: string;
  /** Side of the pictures that the network sees, in pixels. */
  readonly size: number;
  /** Side of a patch, in pixels. */
  readonly patch: number;
  readonly steps: number;
  readonly batchSize: number;
  /** Threads that decode pictures; absent: one less than there are cores, at least 1. */
  readonly workers?: number;
  /** The share of broken pictures up to which they are left out. */
  readonly maxBad: number;
  /** Whether the first broken picture ends the run. */
  readonly strict: boolean;
  /** A TensorFlow.js backend; absent: the fastest one found. */
  readonly backend?: string;
}

/** Reads a whole number from some least one on. */
const count = (least: number) => (text: string) => {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least)) throw new InvalidArgumentError(`Expected a whole number of at least ${least}.`);
  return value;
};

const share = (text: string): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('Expected a share from 0 to 1, such as 0.01.');
  return value;
};

/** Reads the command line; what it cannot make sense of it says in a sentence, and ends the process with exit code 1. */
export function parseOptions(argv: readonly string[]): Options {
  const command: Command = new Command('npm run your-photos --')
    .description('Pretrains a small network on a folder of pictures, without labels, and shows what it learned.')
    .option('--photos <folder>', 'folder with pictures, at any depth: JPEG, PNG, WebP, GIF (required)')
    .option('--out <folder>', 'folder for weights, report and checkpoints, from which it goes on', 'runs/your-photos')
    .option('--size <pixels>', 'side of the pictures that the network sees', count(1), 64)
    .option('--patch <pixels>', 'side of a patch (default: a quarter of the size)', count(1))
    .option('--steps <count>', 'training steps', count(1), 1000)
    .option('--batch-size <count>', 'pictures a step', count(1), 64)
    .option('--workers <count>', 'threads that decode pictures (default: one less than there are cores)', count(0))
    .option('--max-bad <share>', 'the share of broken pictures up to which they are left out', share, 0.01)
    .option('--strict', 'stop at the first broken picture', false)
    .option('--backend <name>', 'TensorFlow.js backend, e.g. selfie-wasm or cpu (default: the fastest one found)')
    .parse(argv);
  const options = command.opts<Omit<Options, 'photos' | 'patch'> & { photos?: string; patch?: number }>();
  const { photos, size, patch = size / 4 } = options;
  if (!photos) command.error('error: expected a folder with pictures, got none; give one with --photos FOLDER');
  if (!Number.isInteger(patch) || size % patch !== 0 || patch > size / 2) {
    command.error(
      `error: expected patches of which two or more make the side of a picture, got ${patch} and ${size} pixels; ` +
        'use a --size that is a multiple of 4, or a --patch that divides it',
    );
  }
  return { ...options, photos, patch };
}
