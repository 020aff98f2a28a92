import { selectBackend } from 'selfie-trainer';
import { saveVariables } from 'selfie-trainer/node';
import { choices } from './src/choices.ts';
import { compare, drawSubsets } from './src/compare.ts';
import { describe, reproduce } from './src/describe.ts';
import { hiddenPatches, pretrainingTask } from './src/networks.ts';
import { type Options, parseOptions } from './src/options.ts';
import { outputs, writeWhole } from './src/outputs.ts';
import { readPictures } from './src/pictures.ts';
import { pretrain, selectionAccuracy } from './src/pretrain.ts';
import { withProgress } from './src/progress.ts';
import type { Results } from './src/results.ts';
import { runReport } from './src/run-report.ts';
import { table } from './src/table.ts';

/** Of pretraining, and of the fixed split in its evaluation; finetuning runs count theirs from 1. */
const seed = 0;

/** What a run that is stopped leaves behind, in a sentence. */
let kept = 'There were no weights to keep yet.';

/** Pretrains, finetunes with and without, and writes what came of it; throws where the signal stops it. */
async function run(options: Options, signal: AbortSignal): Promise<void> {
  const { head, steps, labels, seeds, finetuneSteps } = options;
  const pictures = await readPictures(options.data);
  const subsets = drawSubsets(pictures, labels, seeds);
  const backend = await selectBackend(options.backend);
  const files = outputs(options.out);
  const described = describe(options, pictures, backend);
  for (const [name, value] of Object.entries(described)) console.log(`${name.padEnd(16)} ${value}`);

  const task = pretrainingTask(head, seed);
  const pretraining = await withProgress('pretraining', steps, (onStep) =>
    pretrain(task, pictures.train, { steps, seed }, { onStep, signal }),
  );
  const done = pretraining.history.loss.length;
  await saveVariables(files.weights, task.variables, { head, steps: String(done) });
  kept = `The weights after ${done} of ${steps} pretraining steps are in ${files.weights}.`;
  console.log(kept);
  signal.throwIfAborted();
  const accuracy = await selectionAccuracy(task, pictures.test, seed);
  const chance = 1 / hiddenPatches;
  console.log(
    `Patch selection on test pictures: ${(100 * accuracy).toFixed(1)} % right, by chance ${(100 * chance).toFixed(1)} %`,
  );

  const { rows, seconds } = await withProgress('finetuning ', 2 * labels.length * seeds * finetuneSteps, (onStep) =>
    compare({ pictures, subsets, steps: finetuneSteps, pretrained: task.variables }, { onStep, signal }),
  );
  const results: Results = {
    backend,
    seconds: pretraining.seconds + seconds,
    patchSelection: { accuracy, chance },
    rows,
  };
  const page = runReport({
    results,
    history: pretraining.history,
    pictures: await choices(task, pictures.test, { count: 12, seed }),
    options: described,
    reproduce: reproduce(options, backend),
  });
  task.dispose();
  writeWhole(files.results, `${JSON.stringify(results, null, 2)}\n`);
  writeWhole(files.report, page);
  console.log(`\n${table(rows)}\n\nTest accuracy in %, mean ± standard deviation over ${seeds} seeds; Δ in points.`);
  console.log(`Report: ${files.report}\nResults: ${files.results}`);
}

const stop = new AbortController();
process.on('SIGINT', () => stop.abort()); // may come twice: from the terminal, and from npm
try {
  await run(parseOptions(process.argv), stop.signal);
} catch (error) {
  if (stop.signal.aborted) {
    console.error(`Stopped. ${kept}`);
    process.exitCode = 130;
  } else {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
