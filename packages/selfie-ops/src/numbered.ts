import type { Tensor } from '@tensorflow/tfjs-core';
import { expectShape } from './expect-shape.ts';

/** What an optimizer keeps of one parameter, by the names that a kernel gives it. */
type Named<Name extends string> = Readonly<Record<Name | 'weights', Tensor>>;

/**
 * The inputs of a kernel that updates many parameters at once: those of parameter i are called `weights<i>`,
 * `gradient<i>`, ….
 *
 * @throws if one of `names` has another shape than the weights.
 */
export function numbered<Name extends string>(
  what: string,
  parameters: readonly Named<Name>[],
  names: readonly Name[],
): Record<`${Name}${number}`, Tensor> {
  const inputs: Record<string, Tensor> = {};
  parameters.forEach((parameter, i) => {
    for (const name of names) {
      expectShape(
        `${what}: ${name} of parameter ${i}`,
        parameter[name],
        parameter.weights.shape,
        'give it the shape of its weights',
      );
      inputs[`${name}${i}`] = parameter[name];
    }
  });
  return inputs;
}
