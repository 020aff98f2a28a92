import { writeWhole } from 'example-fashion-mnist/src/outputs.ts';
import { runResumable } from 'example-fashion-mnist/src/run-resumable.ts';
import { progress } from 'example-label-fractions/src/progress.ts';
import { percent } from 'selfie-cli/report';
import { selectBackend } from 'selfie-trainer';
import { saveVariables } from 'selfie-trainer/node';
import { alike } from './src/alike.ts';
import { brokenPictures } from './src/broken-pictures.ts';
import { choices } from './src/choices.ts';
import { describe, reproduce } from './src/describe.ts';
import { filesIn } from './src/files.ts';
import { readHistory } from './src/history.ts';
import { measure } from './src/measure.ts';
import { architecture, pretrainingTask } from './src/networks.ts';
import { type Options, parseOptions } from './src/options.ts';
import { openPhotos } from './src/photos.ts';
import { type Protocol, pretrain, type Surroundings } from './src/pretrain.ts';
import { runReport } from './src/run-report.ts';
import { keptStatistics } from './src/statistics.ts';

/** Of weights, order, augmentation and masks, and of the fixed splits in evaluation. */
const seed = 0;

/** Shows steps as they are done: speed, loss, accuracy, and the share of the time that was spent waiting for pictures. */
function progressOf(steps: number, batchSize: number) {
  const bar = progress('pretraining', steps, 'steps');
  let [seconds, waiting] = [0, 0];
  const onStep: Surroundings['onStep'] = ({ step, loss, metrics, picturesPerSecond }, waited) => {
    seconds += batchSize / picturesPerSecond;
    waiting += waited;
    const parts = [`${picturesPerSecond.toFixed(0)} pictures/s`, `loss ${loss.toFixed(3)}`];
    bar.show(
      step + 1,
      [...parts, `${percent(metrics.accuracy!)} right`, `${percent(waiting / seconds)} waiting`].join(' · '),
    );
  };
  return { onStep, stop: bar.stop };
}

/** Pretrains, or goes on with it, measures, and writes weights and report; throws where the signal stops it. */
async function run(options: Options, signal: AbortSignal): Promise<void> {
  const { size, patch, steps, batchSize, workers, maxBad, strict } = options;
  const photos = await openPhotos(options.photos);
  const backend = await selectBackend(options.backend);
  const files = filesIn(options.out);
  const described = describe(options, photos, backend);
  for (const [name, value] of Object.entries(described)) console.log(`${name.padEnd(14)} ${value}`);

  const broken = brokenPictures(files.broken);
  const loading = { workers, maxBad, strict, onBad: broken.add };
  const normalise = await keptStatistics(photos, { size, file: files.statistics, signal });
  const protocol: Protocol = { size, patch, steps, batchSize, seed, normalise };
  const task = pretrainingTask(protocol);
  const bar = progressOf(steps, batchSize);
  try {
    await pretrain(task, photos, protocol, { files, loading, signal, onStep: bar.onStep });
  } finally {
    bar.stop();
  }

  const viewing = { size, normalise, loading, signal };
  const measured = await measure(task, photos, seed, viewing);
  const { accuracy, chance, collapse, features } = measured;
  await saveVariables(files.weights, task.variables, {
    architecture: JSON.stringify(architecture),
    options: JSON.stringify(protocol),
    accuracy: String(accuracy),
  });
  const page = runReport({
    measured,
    history: readHistory(files.steps, batchSize),
    pictures: await choices(task, photos, { count: 12, seed, patch }, viewing),
    neighbours: await alike(features, photos, { count: 8, neighbours: 7 }),
    options: described,
    reproduce: reproduce(options, backend),
  });
  writeWhole(files.report, page);
  task.dispose();

  console.log(`Patch selection on pictures held out: ${percent(accuracy)} right, by chance ${percent(chance)}`);
  console.log(
    `Their features: effective rank ${collapse.effectiveRank.toFixed(1)} of ${features.size}, ` +
      `deviation of unit vectors ${collapse.unitDeviation.toFixed(3)}`,
  );
  if (broken.count > 0) console.log(`Broken pictures, left out: ${broken.count}, listed in ${files.broken}`);
  console.log(`Weights: ${files.weights}\nReport: ${files.report}`);
}

await runResumable((signal) => run(parseOptions(process.argv), signal));
