import type { TensorData } from './tensor-data.ts';

/** What of a state dict does not fit, by torchvision's names. */
export interface Mismatch {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly different: readonly {
    readonly name: string;
    readonly expected: readonly number[];
    readonly got: readonly number[];
  }[];
}

type Tensors = Readonly<Record<string, TensorData>>;

/** A known reason, and how it shows; the first that does is told. */
interface Variant {
  shows(mismatch: Mismatch, tensors: Tensors): boolean;
  readonly sentence: string;
}

const named = (pattern: RegExp) => (_: Mismatch, tensors: Tensors) =>
  Object.keys(tensors).some((name) => pattern.test(name));

/** Whether the stem's kernel is of this side, and should be of another. */
const stemOf =
  (side: number) =>
  ({ different }: Mismatch) =>
    different.some(({ name, expected, got }) => name === 'conv1.weight' && got[2] === side && expected[2] !== side);

const variants: readonly Variant[] = [
  {
    shows: named(/^conv1\.\d|\.downsample\.2\./),
    sentence:
      "a ResNet with a deep stem or averaging shortcuts (timm's resnet50d and the like) has no counterpart here; " +
      'use the weights of a plain one, e.g. resnet50',
  },
  {
    shows: named(/^layer\d+\.\d+\.se\./),
    sentence:
      "a ResNet with channel attention (timm's seresnet50, ecaresnet50 and the like) has no counterpart here; " +
      'use the weights of a plain one, e.g. resnet50',
  },
  {
    shows: named(/^stages\./),
    sentence: "these are timm's names of another family, e.g. resnetv2_50; only its resnet18 … resnet152 fit",
  },
  {
    shows: (_, tensors) => Object.keys(tensors).some((name) => isGrouped(name, tensors)),
    sentence:
      'a ResNet with grouped or wider 3 × 3 convolutions (ResNeXt, Wide ResNet) has no counterpart here; ' +
      'use the weights of a plain one, e.g. resnet50',
  },
  {
    shows: ({ missing }, tensors) => missing.includes('bn1.running_mean') && 'bn1.weight' in tensors,
    sentence: "these are without running statistics: a ResNet with group norm (timm's resnet50_gn) does not fit",
  },
  { shows: stemOf(7), sentence: "their stem is 7 × 7: make the network with stem: 'large'" },
  { shows: stemOf(3), sentence: "their stem is 3 × 3: make the network with stem: 'small'" },
  {
    shows: ({ missing, unexpected, different }) =>
      missing.length + unexpected.length === 0 && different.every(({ name }) => name.startsWith('fc.')),
    sentence:
      'their classes are others: give the variables without classifier/kernel and classifier/bias, which stay as they are',
  },
];

/** Whether a bottleneck's 3 × 3 convolution is one of groups, or wider than the stage. */
function isGrouped(name: string, tensors: Tensors): boolean {
  if (!/^layer\d+\.\d+\.conv2\.weight$/.test(name)) return false;
  const [outputs, inputs] = tensors[name]!.shape;
  const widened = tensors[name.replace('conv2', 'conv3')]?.shape[0];
  return outputs !== inputs || (widened !== undefined && widened !== 4 * outputs!);
}

/** Why tensors do not fit, in words: a known variant, or what to look at. */
export const reasonOf = (mismatch: Mismatch, tensors: Tensors): string =>
  variants.find(({ shows }) => shows(mismatch, tensors))?.sentence ??
  'are they of a ResNet of the same depths, width, block and channels?';
