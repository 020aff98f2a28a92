export { assemblePatches } from './assemble-patches.ts';
export { extractPatches } from './extract-patches.ts';
export { type ImagePatchesOptions, imagePatches, type Patches } from './image-patches.ts';
export { type LearnedPositionsOptions, learnedPositions } from './learned-positions.ts';
export type { PixelSize } from './patch-grid.ts';
export type { PositionEmbedding } from './position-embedding.ts';
export { type RowColumnPositionsOptions, rowColumnPositions } from './row-column-positions.ts';
export { type Split, type SplitPositionsOptions, splitPositions } from './split-positions.ts';
