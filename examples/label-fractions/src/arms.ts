import { pictureClassifier, pretrainingParts, type Weights } from 'example-fashion-mnist/src/networks.ts';
import { kinds as classes } from 'example-fashion-mnist/src/pictures.ts';
import { type Arm, assignVariables, type Classifier, freeze, hybridClassifier } from 'selfie-trainer';
import { type KindName, type Plan, type PretrainedRates, poolParts, trunkParts } from './plan.ts';

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

/** All that is compared: the baseline, Selfie, and Selfie in other ways. What was pretrained learns at rates of its own. */
export function armsOf(
  weights: Readonly<Record<KindName, Weights>>,
  { pretrainedRates: rates }: Pick<Plan, 'pretrainedRates'>,
): Arm[] {
  const selfie = weights['query-12'];
  const trunk = startingWith('', trunkParts, rates);
  const ofP = startingWith('patchNetwork/', trunkParts, rates);
  const ofA = startingWith('', poolParts, rates);
  const allFrozen = Object.fromEntries(Object.keys(trunk).map((start) => [start, 0]));
  const grown = (name: string, pretrained: Weights) => arm(name, (seed) => pictureClassifier(seed, pretrained), trunk);
  return [
    arm(names.supervised, (seed) => pictureClassifier(seed)),
    grown(names.selfie, selfie),
    grown(names.literal, weights['literal-12']),
    grown(names.half, weights['query-8']),
    grown(names.quarter, weights['query-4']),
    grown(names.third, weights['query-12-third']),
    grown(names.tenth, weights['query-12-tenth']),
    arm(names.frozen, (seed) => pictureClassifier(seed, selfie), allFrozen),
    arm(names.probe, (seed) => pictureClassifier(seed, selfie, 0), allFrozen),
    arm(names.hybrid, (seed) => hybrid(seed)),
    arm(names.hybridP, (seed) => hybrid(seed, selfie), ofP),
    arm(names.hybridPA, (seed) => hybrid(seed, selfie, selfie), { ...ofP, ...ofA }),
  ];
}

/** Rates of variables, by how their paths start. */
type Rates = Readonly<Record<string, number>>;

const startingWith = (prefix: string, parts: readonly (keyof PretrainedRates)[], rates: PretrainedRates): Rates =>
  Object.fromEntries(parts.map((part) => [`${prefix}${part}/`, rates[part]]));

/** An arm whose variables learn at these rates; those at 0 are frozen, with their running statistics, and all others learn at the whole rate. */
function arm(name: string, classifierOf: (seed: number) => Classifier, rates: Rates = {}): Arm {
  const starts = Object.keys(rates);
  const still = starts.filter((start) => rates[start] === 0);
  const groups = starts
    .filter((start) => rates[start] !== 0)
    .map((start) => ({ match: (path: string) => path.startsWith(start), rate: rates[start] }));
  return {
    name,
    classifier(seed) {
      const classifier = classifierOf(seed);
      if (still.length > 0) freeze(classifier.variables, (path) => still.some((start) => path.startsWith(start)));
      return classifier;
    },
    groups,
  };
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
