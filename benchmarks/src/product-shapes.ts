/** Convolutions of the paper's patch network, on maps of side × side pixels. */
export const convolutionShapes = [
  { name: '3×3, 64 channels at 8×8', size: 3, side: 8, inputs: 64, outputs: 64 },
  { name: '3×3, 128 channels at 4×4', size: 3, side: 4, inputs: 128, outputs: 128 },
  { name: '3×3, 256 channels at 2×2', size: 3, side: 2, inputs: 256, outputs: 256 },
  { name: '1×1, 64 → 256 at 8×8', size: 1, side: 8, inputs: 64, outputs: 256 },
  { name: '1×1, 256 → 64 at 8×8', size: 1, side: 8, inputs: 256, outputs: 64 },
] as const;

/** What is computed of a convolution. */
export const directions = ['forward', 'input gradient', 'filter gradient'] as const;

export type Direction = (typeof directions)[number];

export const matMulName = 'matMul 1024³';

/** The name of a convolution's direction in what `children/products.ts` is told and tells. */
export const productName = (shape: string, direction: Direction): string => `${shape}, ${direction}`;
