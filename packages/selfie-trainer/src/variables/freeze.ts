import type { Variables } from '../interfaces.ts';

/**
 * Stops training the variables whose path matches: they get no gradient, hence no update and no weight decay.
 *
 * A batch norm of selfie-resnet whose scale is frozen also keeps its running statistics, and normalises by them in
 * training. Gives the undo, which sets free what this call froze.
 *
 * @param match e.g. `(path) => path.startsWith('patchNetwork/stage1/')`.
 * @throws if no path matches.
 */
export function freeze(variables: Variables, match: (path: string) => boolean): () => void {
  const paths = Object.keys(variables);
  const matching = paths.filter(match);
  if (matching.length === 0) {
    throw new Error(`freeze: none of the ${paths.length} paths matches; they are of the form ${paths[0]}`);
  }
  const frozen = matching.map((path) => variables[path]!).filter((variable) => variable.trainable);
  const setTrainable = (trainable: boolean) => {
    for (const variable of frozen) variable.trainable = trainable;
  };
  setTrainable(false);
  return () => setTrainable(true);
}
