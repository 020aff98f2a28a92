import type { Variables } from './owner.ts';

/** How many numbers are trained: the size of all variables but running statistics. */
export const parameterCount = (variables: Variables): number =>
  Object.values(variables).reduce((sum, { trainable, size }) => sum + (trainable ? size : 0), 0);
