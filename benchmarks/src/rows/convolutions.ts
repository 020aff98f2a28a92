import type { Group } from '../group.ts';
import { convolutionShapes, directions, productName } from '../product-shapes.ts';
import { shareOfCeiling } from './share-of-ceiling.ts';

const names = convolutionShapes.flatMap(({ name }) => directions.map((direction) => productName(name, direction)));

/** The convolutions of the paper's patch network and their gradients, 512 patches, on one thread. */
export const convolutions: Group = {
  name: 'convolutions',
  measure: (bench) =>
    shareOfCeiling(names, { 256: { bar: 0.5, aim: 0.75 }, 128: { bar: 0.45, aim: 0.7 }, better: 'more' }, bench),
};
