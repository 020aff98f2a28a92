import type { FinetuningProtocol, Setting } from 'selfie-trainer';

/** A pretraining, and what tells it from the main one. */
export interface PretrainingKind {
  /** Names its files. */
  readonly name: string;
  readonly head: 'literal' | 'query';
  /** Hidden patches of the 16. */
  readonly hidden: number;
  /** The share of the training pictures that it sees, without labels. */
  readonly share: number;
}

/** The first is the main one. */
export const kinds = [
  { name: 'query-12', head: 'query', hidden: 12, share: 1 },
  { name: 'literal-12', head: 'literal', hidden: 12, share: 1 },
  { name: 'query-8', head: 'query', hidden: 8, share: 1 },
  { name: 'query-4', head: 'query', hidden: 4, share: 1 },
  { name: 'query-12-third', head: 'query', hidden: 12, share: 1 / 3 },
  { name: 'query-12-tenth', head: 'query', hidden: 12, share: 1 / 10 },
] as const satisfies readonly PretrainingKind[];

export type KindName = (typeof kinds)[number]['name'];

/** How much is done of everything. */
export interface Plan {
  /** Of all pretrainings, the same for each. */
  readonly pretraining: {
    readonly steps: number;
    readonly batchSize: number;
    /** The largest. */
    readonly learningRate: number;
    readonly warmup: number;
    readonly weightDecay: number;
    /** Steps from one checkpoint to the next. */
    readonly checkpointEvery: number;
  };
  readonly comparisons: readonly Comparison[];
  readonly pretrainedRates: PretrainedRates;
  readonly protocol: Required<FinetuningProtocol>;
  /** How many of the test pictures are used, at most. */
  readonly testPictures: number;
}

/** Parts of the patch network, as paths of its variables begin. */
export const trunkParts = ['stem', 'stage1', 'stage2', 'stage3'] as const;

/** Parts of attention pooling, as paths of its variables begin. */
export const poolParts = ['pool', 'positions'] as const;

/** Multiply a setting's rate for the parts that were pretrained; at 0 a part is frozen, with its running statistics. */
export type PretrainedRates = Readonly<Record<(typeof trunkParts | typeof poolParts)[number], number>>;

/** What is compared at one number of labels. */
export interface Comparison {
  readonly labels: number;
  /** All arms, or only Selfie and the baseline. */
  readonly arms: 'all' | 'main';
  readonly grid: readonly Setting[];
}

/** Two rates with two decays, all of them with as many steps. */
const grid = (steps: number): Setting[] =>
  [0.05, 0.1].flatMap((learningRate) => [5e-4, 3e-3].map((weightDecay) => ({ learningRate, weightDecay, steps })));

/** All questions. */
export const wholePlan: Plan = {
  pretraining: {
    ...{ steps: 4000, batchSize: 64, learningRate: 0.3, warmup: 100, weightDecay: 5e-4 },
    checkpointEvery: 250,
  },
  comparisons: [
    { labels: 100, arms: 'all', grid: grid(200) },
    { labels: 300, arms: 'all', grid: grid(200) },
    { labels: 600, arms: 'main', grid: grid(400) },
    { labels: 3000, arms: 'main', grid: grid(600) },
  ],
  pretrainedRates: { stem: 0, stage1: 0, stage2: 0.3, stage3: 0.6, pool: 0.3, positions: 0.3 },
  protocol: { seeds: 5, subsets: 'each', tuningSeeds: 1, heldOut: 0.1, batchSize: 32, warmup: 0.2 },
  testPictures: 10_000,
};

/** The same in small, within a minute: to see that everything works. Its numbers mean nothing. */
export const quickPlan: Plan = {
  ...wholePlan,
  pretraining: { ...wholePlan.pretraining, steps: 12, warmup: 3, checkpointEvery: 5 },
  comparisons: [
    { labels: 20, arms: 'all', grid: grid(4) },
    { labels: 40, arms: 'main', grid: grid(4) },
  ],
  protocol: { ...wholePlan.protocol, seeds: 2 },
  testPictures: 300,
};
