import { pictureClassifier, pretrainingParts, type Weights } from 'example-fashion-mnist/src/networks.ts';
import { kinds as classes } from 'example-fashion-mnist/src/pictures.ts';
import { type Arm, assignVariables, type Classifier, freeze, hybridClassifier } from 'selfie-trainer';
import type { KindName, Plan } from './plan.ts';

/** Names of the arms, as the report has them. */
export const names = {
  supervised: 'supervised',
  selfie: 'Selfie',
  literal: 'Selfie, literal head',
  half: 'Selfie, 8 of 16 hidden',
  quarter: 'Selfie, 4 of 16 hidden',
  third: 'Selfie, 1/3 of the pictures',
  tenth: 'Selfie, 1/10 of the pictures',
  frozen: 'Selfie, stages 1–3 frozen',
  probe: 'Selfie, linear probe',
  hybrid: 'hybrid from random weights',
  hybridP: 'hybrid, P pretrained',
  hybridPA: 'hybrid, P and A pretrained',
} as const;

/** All that is compared: the baseline, Selfie, and Selfie in other ways. What was pretrained learns at a rate of its own. */
export function armsOf(
  weights: Readonly<Record<KindName, Weights>>,
  { pretrainedRate: rate }: Pick<Plan, 'pretrainedRate'>,
): Arm[] {
  const selfie = weights['query-12'];
  const grown = (name: string, pretrained?: Weights): Arm => ({
    name,
    classifier: (seed) => pictureClassifier(seed, pretrained),
    ...(pretrained && { groups: [{ match: inTrunk, rate }] }),
  });
  return [
    grown(names.supervised),
    grown(names.selfie, selfie),
    grown(names.literal, weights['literal-12']),
    grown(names.half, weights['query-8']),
    grown(names.quarter, weights['query-4']),
    grown(names.third, weights['query-12-third']),
    grown(names.tenth, weights['query-12-tenth']),
    { name: names.frozen, classifier: (seed) => frozen(pictureClassifier(seed, selfie)) },
    { name: names.probe, classifier: (seed) => frozen(pictureClassifier(seed, selfie, 0)) },
    { name: names.hybrid, classifier: (seed) => hybrid(seed) },
    {
      name: names.hybridP,
      classifier: (seed) => hybrid(seed, selfie),
      groups: [{ match: (path) => path.startsWith('patchNetwork/'), rate }],
    },
    {
      name: names.hybridPA,
      classifier: (seed) => hybrid(seed, selfie, selfie),
      groups: [{ match: (path) => !path.startsWith('classifier/'), rate }],
    },
  ];
}

/** Whether a variable of the grown network is in stem or stages 1–3, which are pretrained. */
const inTrunk = (path: string): boolean => !/^(stage4|classifier)\//.test(path);

/** Only the fourth stage, where there is one, and the linear layer are left to train. */
function frozen(classifier: Classifier): Classifier {
  freeze(classifier.variables, inTrunk);
  return classifier;
}

/**
 * The hybrid of convolutions and attention: the pretraining task's parts, and a linear layer on the pooled vector. Weights
 * of the patch network (P), and of attention pooling and positions (A), are random where no others are given.
 */
function hybrid(seed: number, ofP?: Weights, ofA?: Weights): Classifier {
  const parts = pretrainingParts(seed);
  const { patchNetwork, pool, positions } = parts;
  const classifier = hybridClassifier({ ...parts, classes: classes.length, seed });
  if (ofP) assignVariables(patchNetwork.variables, ofP, { prefix: 'patchNetwork/' });
  if (ofA) assignVariables(pool.variables, ofA, { prefix: 'pool/' });
  if (ofA) assignVariables(positions.variables, ofA, { prefix: 'positions/' });
  return {
    ...classifier,
    dispose() {
      for (const part of [classifier, parts]) part.dispose();
    },
  };
}
