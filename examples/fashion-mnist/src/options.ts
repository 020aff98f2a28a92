import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';

/** What a run is told. */
export interface Options {
  readonly head: 'literal' | 'query';
  readonly steps: number;
  readonly labels: readonly number[];
  readonly seeds: number;
  readonly finetuneSteps: number;
  /** A TensorFlow.js backend; absent: the fastest one found. */
  readonly backend?: string;
  /** The folder with the four IDX files. */
  readonly data: string;
  /** The folder for what the run writes. */
  readonly out: string;
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('Expected a whole number of at least 1.');
  return Number(text);
};

const counts = (text: string): number[] => [...new Set(text.split(',').map((part) => count(part.trim())))];

/** Reads the command line; what it cannot make sense of it says in a sentence, and ends the process with exit code 1. */
export const parseOptions = (argv: readonly string[]): Options =>
  new Command('npm start --')
    .description(
      'Pretrains a small network on Fashion-MNIST by patch selection, and shows what that is worth on few labels.',
    )
    .addOption(
      new Option('--head <name>', 'how a hidden place asks for its patch')
        .choices(['literal', 'query'])
        .default('literal'),
    )
    .option('--steps <count>', 'pretraining steps of 64 pictures', count, 1500)
    .option('--labels <counts>', 'how many labels to finetune on, separated by commas', counts, [100, 300])
    .option('--seeds <count>', 'finetuning runs of each kind', count, 3)
    .option('--finetune-steps <count>', 'finetuning steps of 32 pictures', count, 200)
    .option('--backend <name>', 'TensorFlow.js backend, e.g. selfie-wasm or cpu (default: the fastest one found)')
    .addOption(
      new Option('--data <folder>', 'folder with the four IDX files').default(
        fileURLToPath(new URL('../data', import.meta.url)),
        "the example's own",
      ),
    )
    .option('--out <folder>', 'folder for report, results and weights', 'runs/fashion-mnist')
    .parse(argv)
    .opts<Options>();
