import { checkCount } from '../check-count.ts';
import type { Arm, FinetuningProtocol } from './arm.ts';
import type { Setting } from './run-record.ts';

/** What is checked before the first run. */
export interface CheckedExperiment {
  readonly arms: readonly Arm[];
  readonly labels: readonly number[];
  /** The settings at each number of labels. */
  readonly grids: readonly (readonly Setting[])[];
  readonly protocol: Required<FinetuningProtocol>;
  /** How many pictures may be labelled. */
  readonly pictures: number;
}

/** @throws a sentence for the first option that is out of its range. */
export function checkExperiment({ arms, labels, grids, protocol, pictures }: CheckedExperiment): void {
  const { seeds, subsets, tuningSeeds, heldOut, batchSize, warmup } = protocol;
  const names = arms.map(({ name }) => name);
  if (names.length === 0) throw new Error('arms holds at least the baseline: got none');
  if (new Set(names).size < names.length) throw new Error(`arms have names of their own: got ${names.join(', ')}`);

  if (labels.length === 0) throw new Error('labels holds at least one number of labels: got none');
  if (new Set(labels).size < labels.length) throw new Error(`labels are all different: got ${labels.join(', ')}`);
  for (const count of labels) {
    if (!(Number.isInteger(count) && count >= 2 && count <= pictures)) {
      throw new Error(`labels are whole numbers from 2 to ${pictures}: got ${count}; turn a fraction into a number`);
    }
  }
  for (const settings of grids) {
    if (settings.length === 0) throw new Error('grid holds at least one setting: got none');
    settings.forEach(checkSetting);
  }

  checkCount('protocol.seeds', seeds, 2);
  if (subsets !== 'one' && subsets !== 'each') {
    throw new Error(`protocol.subsets is 'one' or 'each': got ${JSON.stringify(subsets)}`);
  }
  checkCount('protocol.tuningSeeds', tuningSeeds);
  checkCount('protocol.batchSize', batchSize);
  if (tuningSeeds > seeds) throw new Error(`protocol.tuningSeeds is at most seeds, ${seeds}: got ${tuningSeeds}`);
  if (!(heldOut > 0 && heldOut < 1)) throw new Error(`protocol.heldOut is a share in (0, 1): got ${heldOut}`);
  if (!(warmup >= 0 && warmup < 1)) throw new Error(`protocol.warmup is a share in [0, 1): got ${warmup}`);
}

function checkSetting({ learningRate, weightDecay, steps }: Setting): void {
  checkCount('steps of a setting', steps);
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new Error(`learningRate of a setting is a rate above 0: got ${learningRate}`);
  }
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
    throw new Error(`weightDecay of a setting is at least 0: got ${weightDecay}`);
  }
}
