import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import { imagePatches, learnedPositions } from 'selfie-patches';
import { patchNetwork } from 'selfie-resnet';
import { type Patches, type PatchNetwork, type PatchSelection, patchSelection } from 'selfie-trainer';

/** The residual network that looks at patches; `weights.safetensors` says it, too. */
export const architecture = { depths: [1, 1, 1], width: 16, block: 'basic', channels: 3 } as const;

/** What learns, with the parts that are looked at afterwards. */
export interface Task extends PatchSelection {
  readonly patches: Patches & { readonly hidden: number };
  readonly patchNetwork: PatchNetwork;
}

/** The pretraining task: colour pictures cut into patches, half of them hidden. */
export function pretrainingTask({ size, patch, seed }: { size: number; patch: number; seed: number }): Task {
  const patches = imagePatches({ imageSize: size, patchSize: patch, hidden: Math.floor((size / patch) ** 2 / 2) });
  const network = patchNetwork({ ...architecture, seed });
  const width = network.outputSize;
  const positions = learnedPositions({ count: patches.count, size: width, seed });
  const block = { blocks: 2, heads: 4, feedForward: width, dropout: 0, norm: 'pre' } as const;
  const pool = attentionPool({ size: width, ...block, positions, seed });
  const loss = contrastiveLoss({ scale: 'sqrt' });
  return {
    ...patchSelection({ patches, patchNetwork: network, pool, positions, loss, head: 'query' }),
    patches,
    patchNetwork: network,
    dispose() {
      for (const part of [pool, positions, network]) part.dispose();
    },
  };
}
