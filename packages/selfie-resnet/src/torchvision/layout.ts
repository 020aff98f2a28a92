/** What torchvision calls a parameter or buffer of a module. */
const parameters: Readonly<Record<string, string>> = {
  kernel: 'weight',
  bias: 'bias',
  scale: 'weight',
  shift: 'bias',
  mean: 'running_mean',
  variance: 'running_var',
};

/** Modules outside of the stages. */
const modules: Readonly<Record<string, string>> = { 'stem/conv': 'conv1', 'stem/norm': 'bn1', classifier: 'fc' };

/**
 * Torchvision's names of variables, by their paths: `layer1.1.conv1.weight` of `stage1/block2/conv1/kernel`.
 *
 * @throws a sentence that lists the paths that torchvision's ResNets have nothing for.
 */
export function torchvisionNames(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const name = torchvisionName(path);
    if (name !== undefined) names.set(path, name);
  }
  const foreign = paths.filter((path) => !names.has(path));
  if (foreign.length > 0) {
    throw new Error(
      `torchvision's ResNets have nothing like ${foreign.join(', ')}; ` +
        "use the variables of a patchNetwork or resnetClassifier of version 'v1.5', under their own paths",
    );
  }
  return names;
}

function torchvisionName(path: string): string | undefined {
  const end = path.lastIndexOf('/');
  const module = moduleName(path.slice(0, end));
  const parameter = ownValue(parameters, path.slice(end + 1));
  return module && parameter && `${module}.${parameter}`;
}

function moduleName(path: string): string | undefined {
  const module = ownValue(modules, path);
  if (module) return module;
  const [, stage, block, within] = /^stage(\d+)\/block(\d+)\/(.+)$/.exec(path) ?? [];
  const name = within
    ?.replace(/^shortcut\/conv$/, 'downsample.0')
    .replace(/^shortcut\/norm$/, 'downsample.1')
    .replace(/^norm(\d)$/, 'bn$1');
  return name && `layer${stage}.${Number(block) - 1}.${name}`;
}

/** Without what every object inherits: `constructor` is a path like others. */
function ownValue(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** The order of our axes in PyTorch's, by rank: kernels `[o, i, h, w]` to `[h, w, i, o]`, `[o, i]` to `[i, o]`. */
export const fromTorchOrder: Readonly<Record<number, readonly number[]>> = { 1: [0], 2: [1, 0], 4: [2, 3, 1, 0] };

/** The order of PyTorch's axes in ours, by rank. */
export const toTorchOrder: Readonly<Record<number, readonly number[]>> = { 1: [0], 2: [1, 0], 4: [3, 2, 0, 1] };
