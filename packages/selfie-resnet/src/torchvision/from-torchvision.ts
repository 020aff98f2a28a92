import { fromTorchOrder, torchvisionNames, toTorchOrder } from './layout.ts';
import { permuted, type TensorData } from './tensor-data.ts';
import { type Mismatch, reasonOf } from './variants.ts';

/**
 * Takes a state dict of torchvision's or timm's ResNet apart into the values of our variables, by path.
 *
 * Kernels `[o, i, h, w]` become `[h, w, i, o]`, the last layer's `[classes, d]` `[d, classes]`. What belongs to a stage or
 * classifier that the variables are without is left out: the variables of `patchNetwork()` take stages 1 to 3 out of a
 * ResNet-50. `num_batches_tracked` is never used.
 *
 * Not everything shows in the weights: networks that put the stride on the 1 × 1 (Caffe's v1), blur before they pool, or
 * have another activation have the same names and shapes, and give other results.
 *
 * @param tensors by torchvision's names: `conv1.weight`, `bn1.running_mean`, `layer1.0.downsample.0.weight`, `fc.bias`.
 * @param variables of a v1.5 network, by path, or part of them; only their shapes are read.
 * @throws a sentence that lists what is missing, unexpected, or of another shape, and says why where the reason is a
 * known variant: another stem, other classes, ResNet-D, ResNeXt, squeeze-and-excitation, group norm.
 */
export function fromTorchvision(
  tensors: Readonly<Record<string, TensorData>>,
  variables: Readonly<Record<string, { readonly shape: readonly number[] }>>,
): Record<string, TensorData> {
  const names = torchvisionNames(Object.keys(variables));
  const values: Record<string, TensorData> = {};
  const missing: string[] = [];
  const different: Mismatch['different'][number][] = [];
  for (const [path, { shape }] of Object.entries(variables)) {
    const name = names.get(path)!;
    const tensor = tensors[name];
    const expected = toTorchOrder[shape.length]!.map((axis) => shape[axis]!);
    if (!tensor) missing.push(name);
    else if (`${tensor.shape}` !== `${expected}`) different.push({ name, expected, got: tensor.shape });
    else values[path] = permuted(tensor, fromTorchOrder[shape.length]!);
  }
  refuse({ missing, unexpected: unexpectedOf(tensors, [...names.values()]), different }, tensors);
  return values;
}

/** The names that the variables have no place for, though they have the stem, stage or classifier that they belong to. */
function unexpectedOf(tensors: Readonly<Record<string, TensorData>>, known: readonly string[]): string[] {
  const knownNames = new Set(known);
  const knownParts = new Set(known.map(partOf));
  return Object.keys(tensors).filter((name) => {
    const part = partOf(name);
    const expected = knownNames.has(name) || (part !== undefined && !knownParts.has(part));
    return !expected && !name.endsWith('.num_batches_tracked');
  });
}

/** What part of a ResNet a name belongs to: `stem`, `layer1`, …, `fc`; undefined of another network's. */
function partOf(name: string): string | undefined {
  const [, part] = /^(conv1|bn1|layer\d+|fc)\./.exec(name) ?? [];
  return part === 'conv1' || part === 'bn1' ? 'stem' : part;
}

function refuse(mismatch: Mismatch, tensors: Readonly<Record<string, TensorData>>): void {
  const { missing, unexpected, different } = mismatch;
  const shapes = different.map(
    ({ name, expected, got }) => `${name} (expected [${expected.join(', ')}], got [${got.join(', ')}])`,
  );
  const problems = [
    ...(missing.length ? [`missing: ${missing.join(', ')}`] : []),
    ...(unexpected.length ? [`unexpected: ${unexpected.join(', ')}`] : []),
    ...(shapes.length ? [`different: ${shapes.join(', ')}`] : []),
  ];
  if (problems.length === 0) return;
  throw new Error(`the tensors do not fit the variables; ${problems.join('; ')}; ${reasonOf(mismatch, tensors)}`);
}
