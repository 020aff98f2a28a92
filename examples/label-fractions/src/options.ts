import { Command } from 'commander';

/** What a run is told. */
export interface Options {
  /** The folder with the four IDX files. */
  readonly data: string;
  /** The folder for what the run writes, and from which it goes on. */
  readonly out: string;
  /** A TensorFlow.js backend; absent: the fastest one found. */
  readonly backend?: string;
  /** Whether to do the same in small. */
  readonly quick: boolean;
}

/** Reads the command line; what it cannot make sense of it says in a sentence, and ends the process with exit code 1. */
export function parseOptions(argv: readonly string[]): Options {
  const options = new Command('npm run experiment --')
    .description('Measures on Fashion-MNIST what pretraining by patch selection is worth at several numbers of labels.')
    .option(
      '--data <folder>',
      "folder with the four IDX files; the default is that of Debian's package dataset-fashion-mnist",
      '/usr/share/datasets/fashion-mnist',
    )
    .option('--out <folder>', 'folder for records, weights and report (default: runs/label-fractions, -quick)')
    .option('--backend <name>', 'TensorFlow.js backend, e.g. selfie-wasm (default: the fastest one found)')
    .option('--quick', 'do the same in small, within a minute: to see that everything works', false)
    .parse(argv)
    .opts<Omit<Options, 'out'> & { out?: string }>();
  return { ...options, out: options.out ?? (options.quick ? 'runs/label-fractions-quick' : 'runs/label-fractions') };
}
