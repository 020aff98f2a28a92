import { type ArmResult, type LabelFractionResult, pairedTest } from 'selfie-trainer';
import { names } from '../arms.ts';
import type { Results } from '../results.ts';
import { count, duration, gain, interval, percent, pValue, spread, table } from './format.ts';

/** The report as Markdown; the charts are expected in the folder `fashion-mnist` beside it. */
export const markdown = (results: Results): string => `# Selfie on Fashion-MNIST

${summary(results)}

\`\`\`
${results.command}
\`\`\`

${table(['', ''], Object.entries({ ...results.machine, ...times(results) }), 2)}

All accuracies are of ${count(results.testPictures)} test pictures, in percent: mean ± sample standard deviation over
${results.seeds} seeds, each of which draws its own labelled pictures, the same for all networks. Δ is the difference to the supervised network, or to that
which a table names, in percentage points, paired by seed: mean ± its standard error, the 95 % interval by Student's t, and the p
value of the paired t test. Nothing is corrected for the number of comparisons. Each pretraining was done once, so intervals
know of other labelled pictures and fresh weights, not of other pretrainings.

## Selfie against supervised training (RQ1, RQ2)

![Test accuracy at each number of labels](fashion-mnist/accuracy.svg)

${comparison(results.rows, [names.selfie])}

## Spread over seeds, and the fit to the training pictures (RQ3)

${stability(results.rows)}

Training accuracy is that on the labelled pictures, without augmentation, after the last step.

## Which pretraining

${pretrainings(results)}

${comparison(results.rows, [names.selfie, names.literal, names.half, names.quarter])}

Side by side, by the same seeds:

${sideBySide(results.rows, [
  [names.selfie, names.literal],
  [names.selfie, names.half],
  [names.selfie, names.quarter],
  [names.half, names.quarter],
])}

## Attention pooling in finetuning: the hybrid (RQ4)

P is the patch network, A the attention pooling with its positions. In the rows of frozen stages and of the linear probe P keeps
its weights and running statistics; only the fourth stage and the linear layer learn, or a linear layer on P alone.

${comparison(results.rows, [names.selfie, names.frozen, names.probe, names.hybrid, names.hybridP, names.hybridPA])}

Side by side, by the same seeds:

${sideBySide(results.rows, [
  [names.hybridP, names.hybrid],
  [names.hybridPA, names.hybrid],
  [names.hybridPA, names.hybridP],
  [names.selfie, names.hybridPA],
  [names.selfie, names.frozen],
])}

## How many unlabelled pictures (RQ5)

The same number of pretraining steps on a part and on all of the pictures.

![Gain by unlabelled pictures for each labelled one](fashion-mnist/gain.svg)

${unlabelled(results)}

## The settings that tuning chose

At each number of labels every network was tuned over the same four settings, on 90 % of the labelled pictures of ${tuned(results)}
against the other 10 %; the best setting serves all seeds. Of a setting's rate, parts that were pretrained learn at ${rates(results)}.
The last column has the accuracy of each of the four on the 10 %; of equal ones the lower loss decides.
At 100 and 300 labels all settings have 200 steps. Selfie gains little from more; the supervised network does gain, as
[the example's README](../../examples/label-fractions) tells.

${settings(results.rows)}
`;

const find = ({ arms }: LabelFractionResult, name: string): ArmResult | undefined =>
  arms.find(({ arm }) => arm === name);

/** The rows at which all of these arms were compared. */
const rowsWith = (rows: readonly LabelFractionResult[], arms: readonly string[]) =>
  rows.filter((row) => arms.every((name) => find(row, name)));

function summary({ rows, pretraining }: Results): string {
  const gains = rows.map((row) => `${gain(find(row, names.selfie)!.gain!)} points at ${count(row.labels)} labels`);
  return (
    'A small residual network, pretrained without labels by choosing which hidden patch belongs where ' +
    `(${count(pretraining.steps)} steps of ${pretraining.batchSize}), against the same network from random weights: ${gains.join(', ')}.`
  );
}

function times({ pretrainings: all, finetuningSeconds }: Results): Record<string, string> {
  const pretraining = all.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    time: `${duration(pretraining + finetuningSeconds)}: ${duration(pretraining)} for ${all.length} pretrainings, ${duration(finetuningSeconds)} for tuning, finetuning and measuring; reading, checkpoints and the measuring of pretrainings are not counted`,
  };
}

function comparison(all: readonly LabelFractionResult[], arms: readonly string[]): string {
  const rows = rowsWith(all, arms).flatMap((row) =>
    [names.supervised, ...arms].map((name) => {
      const { test, gain: delta } = find(row, name)!;
      const against = delta ? [gain(delta), interval(delta), pValue(delta)] : ['', '', ''];
      return [count(row.labels), name, spread(test), ...against];
    }),
  );
  return table(['labels', 'network', 'test accuracy', 'Δ', '95 % interval', 'p'], rows, 2);
}

/** Pairs of arms, the first against the second. */
function sideBySide(all: readonly LabelFractionResult[], pairs: readonly (readonly [string, string])[]): string {
  const rows = rowsWith(all, pairs.flat()).flatMap((row) =>
    pairs.map(([name, control]) => {
      const delta = pairedTest(find(row, name)!.test.values, find(row, control)!.test.values);
      return [count(row.labels), name, control, gain(delta), interval(delta), pValue(delta)];
    }),
  );
  return table(['labels', 'network', 'against', 'Δ', '95 % interval', 'p'], rows, 3);
}

const stability = (rows: readonly LabelFractionResult[]): string =>
  table(
    ['labels', 'spread, supervised', 'spread, Selfie', 'training accuracy, supervised', 'training accuracy, Selfie'],
    rows.map((row) => {
      const arms = [names.supervised, names.selfie].map((name) => find(row, name)!);
      return [
        count(row.labels),
        ...arms.map(({ test }) => percent(test.deviation)),
        ...arms.map(({ training }) => spread(training)),
      ];
    }),
  );

const pretrainings = ({ pretrainings: all }: Results): string =>
  table(
    ['head', 'hidden', 'unlabelled pictures', 'patches chosen rightly', 'by chance', 'time'],
    all.map(({ kind, accuracy, pictures, seconds }) => [
      kind.head,
      `${kind.hidden} of 16`,
      count(pictures),
      `${percent(accuracy)} %`,
      `${percent(1 / kind.hidden)} %`,
      duration(seconds),
    ]),
  );

/** Arms by the pretraining they start from. */
const amounts = { 'query-12-tenth': names.tenth, 'query-12-third': names.third, 'query-12': names.selfie } as const;

/** The gain and its context, at each amount of unlabelled pictures and each number of labels. */
export const gainsByAmount = ({ pretrainings: all, rows }: Results) =>
  Object.entries(amounts).flatMap(([kind, name]) =>
    rows.flatMap((row) => {
      const delta = find(row, name)?.gain;
      const pictures = all.find((pretraining) => pretraining.kind.name === kind)!.pictures;
      return delta ? [{ labels: row.labels, pictures, delta }] : [];
    }),
  );

const unlabelled = (results: Results): string =>
  table(
    ['labels', 'unlabelled pictures', 'for each labelled one', 'Δ', '95 % interval', 'p'],
    gainsByAmount(results)
      .sort((a, b) => a.labels - b.labels || a.pictures - b.pictures)
      .map(({ labels, pictures, delta }) => [
        count(labels),
        count(pictures),
        count(Math.round(pictures / labels)),
        gain(delta),
        interval(delta),
        pValue(delta),
      ]),
  );

const tuned = ({ tuningSeeds }: Results): string =>
  tuningSeeds === 1 ? 'the first seed' : `the first ${tuningSeeds} seeds`;

const rates = ({ pretrainedRates }: Results): string =>
  Object.entries(pretrainedRates)
    .map(([part, rate]) => `${rate} (${part})`)
    .join(', ');

const settings = (rows: readonly LabelFractionResult[]): string =>
  table(
    ['labels', 'network', 'largest rate', 'weight decay', 'steps', 'accuracy on the 10 %'],
    rows.flatMap((row) =>
      row.arms.map(({ arm, setting, trials }) => [
        count(row.labels),
        arm,
        String(setting.learningRate),
        String(setting.weightDecay),
        String(setting.steps),
        trials.map((trial) => percent(trial.accuracy)).join(', '),
      ]),
    ),
    2,
  );
