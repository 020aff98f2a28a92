import { join } from 'node:path';
import { readPictures } from 'example-fashion-mnist/src/pictures.ts';
import { runResumable } from 'example-fashion-mnist/src/run-resumable.ts';
import { selectBackend } from 'selfie-trainer';
import { experimentFolder } from 'selfie-trainer/node';
import { armsOf } from './src/arms.ts';
import { claimFolder } from './src/claim-folder.ts';
import { experiment } from './src/experiment.ts';
import { machine } from './src/machine.ts';
import { type Options, parseOptions } from './src/options.ts';
import { type KindName, kinds, quickPlan, wholePlan } from './src/plan.ts';
import { type Pretrained, pretrain } from './src/pretrain.ts';
import { progress } from './src/progress.ts';
import { writeReport } from './src/report/write-report.ts';
import type { Results } from './src/results.ts';

/** Pretrains all kinds, finetunes all arms, and writes the report; what an earlier run has done is not done again. */
async function run({ data, out, backend: wanted, quick }: Options, signal: AbortSignal): Promise<void> {
  const plan = quick ? quickPlan : wholePlan;
  const pictures = await readPictures(data);
  await claimFolder(out, pictures, plan);
  const backend = await selectBackend(wanted);
  const described = machine(backend);
  for (const [name, value] of Object.entries(described)) console.log(`${name.padEnd(14)} ${value}`);

  const pretrained = {} as Record<KindName, Pretrained>;
  for (const [i, kind] of kinds.entries()) {
    const folder = join(out, 'pretraining', kind.name);
    const bar = progress(`pretraining ${i + 1}/${kinds.length}, ${kind.name}`, plan.pretraining.steps, 'steps');
    const onStep = ({ step, loss, picturesPerSecond }: { step: number; loss: number; picturesPerSecond: number }) =>
      bar.show(step + 1, `${picturesPerSecond.toFixed(0)} pictures/s · loss ${loss.toFixed(3)}`);
    try {
      pretrained[kind.name] = await pretrain(kind, pictures, plan, { folder, signal, onStep });
    } finally {
      bar.stop();
    }
    const { accuracy } = pretrained[kind.name];
    console.log(`${kind.name.padEnd(14)} ${(100 * accuracy).toFixed(1)} % of the hidden patches chosen rightly`);
  }

  const weights = Object.fromEntries(kinds.map(({ name }) => [name, pretrained[name].weights])) as {
    [name in KindName]: Pretrained['weights'];
  };
  const store = await experimentFolder(out);
  let bar: ReturnType<typeof progress> | undefined;
  const finetuned = await experiment(armsOf(weights, plan), pictures, plan, {
    store,
    signal,
    onProgress({ run: { phase, arm, labels, seed, setting }, step, finished, runs }) {
      bar ??= progress('finetuning', runs, 'runs');
      bar.show(finished, `${labels} labels, ${arm}, ${phase}, seed ${seed}, step ${step}/${setting.steps}`);
    },
  }).finally(() => bar?.stop());

  const results: Results = {
    command: `npm run experiment${quick ? ' -- --quick' : ''}`,
    machine: described,
    pretraining: plan.pretraining,
    pretrainings: kinds.map(({ name }) => {
      const { weights, ...result } = pretrained[name];
      return result;
    }),
    pretrainedRates: plan.pretrainedRates,
    seeds: plan.protocol.seeds,
    tuningSeeds: plan.protocol.tuningSeeds,
    testPictures: Math.min(plan.testPictures, pictures.test.length),
    rows: finetuned.rows,
    finetuningSeconds: finetuned.seconds,
  };
  console.log(`Report: ${writeReport(join(out, 'report'), results)}`);
}

await runResumable((signal) => run(parseOptions(process.argv), signal));
