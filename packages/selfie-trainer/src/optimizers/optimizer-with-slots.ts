import * as tf from '@tensorflow/tfjs-core';
import { siteKey } from 'selfie-random';
import type { Description, Optimizer, Variables } from '../interfaces.ts';
import { groupSettings, type ParameterGroup, type Settings } from './parameter-groups.ts';

/** A variable with its slots by their names, its rate and decay. */
type Stateful<Slot extends string> = Settings &
  Record<Slot, tf.Variable> & { readonly path: string; readonly weights: tf.Variable };

/** A variable to be updated. */
export type Parameter<Slot extends string> = Stateful<Slot> & { readonly gradient: tf.Tensor };

/** What an optimizer is made of. */
export interface OptimizerParts<Slot extends string> {
  /** Its name and its options of its own. */
  readonly description: Description;
  readonly variables: Variables;
  readonly groups: readonly ParameterGroup[];
  readonly weightDecay: number;
  /** The first values of the slots that each trainable variable has. */
  readonly slots: Readonly<Record<Slot, (variable: tf.Variable) => tf.Tensor>>;
  /** The next weights and slots of all variables that have a gradient, in their order. */
  readonly next: (
    parameters: readonly Parameter<Slot>[],
    learningRate: number,
  ) => readonly Readonly<Record<Slot | 'weights', tf.Tensor>>[];
}

/**
 * An optimizer that keeps its state in slots `<slot>/<path>`, one of each for every variable that is trainable now.
 *
 * An update changes the variables that are given a gradient, all or none, and leaves the others and their slots alone.
 *
 * @throws if a weight decay or a rate is below 0 or not finite, or a group matches no variable.
 */
export function optimizerWithSlots<Slot extends string>({
  description,
  variables,
  groups,
  weightDecay,
  slots: initial,
  next,
}: OptimizerParts<Slot>): Optimizer {
  if (!(weightDecay >= 0 && Number.isFinite(weightDecay))) {
    throw new Error(`weightDecay is at least 0: got ${weightDecay}`);
  }
  const settings = groupSettings(variables, groups, weightDecay);
  const names = Object.keys(initial) as Slot[];
  const slots: Record<string, tf.Variable> = {};
  const parameters = new Map<string, Stateful<Slot>>();
  for (const [path, weights] of Object.entries(variables)) {
    if (!weights.trainable) continue;
    const own = names.map((name) => [name, tf.tidy(() => tf.variable(initial[name](weights), false))] as const);
    for (const [name, slot] of own) slots[`${name}/${path}`] = slot;
    const named = Object.fromEntries(own) as Record<Slot, tf.Variable>;
    parameters.set(path, { ...named, ...settings.get(path)!, path, weights });
  }

  return {
    slots,
    update: (gradients, learningRate) =>
      tf.tidy(() => {
        const updated = Object.entries(gradients).map(([path, gradient]) => {
          const parameter = parameters.get(path);
          if (!parameter) {
            throw new Error(
              `a gradient for ${path}, which is no trainable variable of this optimizer; make the optimizer anew`,
            );
          }
          return { ...parameter, gradient };
        });
        next(updated, learningRate).forEach((values, i) => {
          const parameter = updated[i]!;
          parameter.weights.assign(values.weights);
          for (const name of names) parameter[name].assign(values[name]);
        });
      }),
    describe: () => ({ ...description, weightDecay, groups: digest([...settings]) }),
    dispose: () => tf.dispose(slots),
  };
}

/** Eight hexadecimal digits that tell plain data from other data, for a description. */
export function digest(data: unknown): string {
  return siteKey(JSON.stringify(data)).toString(16).padStart(8, '0');
}
