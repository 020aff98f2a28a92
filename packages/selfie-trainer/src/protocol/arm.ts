import type { Classifier } from '../interfaces.ts';
import type { ParameterGroup } from '../optimizers/parameter-groups.ts';

/** One of the classifiers that are compared. */
export interface Arm {
  /** E.g. `supervised`, `Selfie`. */
  readonly name: string;
  /**
   * Makes the classifier as it is before finetuning; of what is fresh in it, the seed decides the weights. Called for
   * every run, which disposes it. Variables that are not trainable stay as they are.
   */
  classifier(seed: number): Classifier | Promise<Classifier>;
  /**
   * Rates and decays by path, e.g. a smaller rate for what was pretrained; what is said here of rates multiplies a setting's,
   * and a decay replaces it.
   *
   * @default none
   */
  readonly groups?: readonly ParameterGroup[];
}

/** What all finetuning runs of an experiment have in common. */
export interface FinetuningProtocol {
  /** Final runs of each arm, from seed 1; at least 2. @default 5 (Selfie, section 4) */
  readonly seeds?: number;
  /**
   * Which pictures are labelled. `one`: at each number of labels one subset with as many of each class, the same for all
   * seeds, so that the spread over seeds is that of training alone. `each`: every seed draws a subset of its own, so that the
   * spread has the luck of the draw in it. All arms get the same.
   *
   * @default 'one' (Selfie, section 4)
   */
  readonly subsets?: 'one' | 'each';
  /**
   * Tuning runs of each setting, from seed 1, the results averaged: each holds other pictures out, of the one subset or of
   * its seed's own.
   *
   * @default 1
   */
  readonly tuningSeeds?: number;
  /** The share of the labelled pictures that is held out in tuning, in (0, 1). @default 0.1 (Selfie, section 4) */
  readonly heldOut?: number;
  /** Pictures a step. @default 32 */
  readonly batchSize?: number;
  /** The share of the steps in which the rate rises, in [0, 1). @default 0.2 */
  readonly warmup?: number;
}
