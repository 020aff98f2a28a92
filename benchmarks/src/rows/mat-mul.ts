import type { Group } from '../group.ts';
import { matMulName } from '../product-shapes.ts';
import { shareOfCeiling } from './share-of-ceiling.ts';

/** A matrix product on one thread. */
export const matMul: Group = {
  name: 'matmul',
  measure: (bench) =>
    shareOfCeiling([matMulName], { 256: { bar: 0.75, aim: 0.88 }, 128: { bar: 0.6, aim: 0.8 }, better: 'more' }, bench),
};
