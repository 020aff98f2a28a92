import type { LabelledImageDataset } from 'selfie-data';

/** Pictures of noise with labels from 0 to 9: what they show makes no difference to the time. */
export function noise(length: number, shape: readonly [number, number, number]): LabelledImageDataset {
  const size = shape[0] * shape[1] * shape[2];
  return {
    images: Uint8Array.from({ length: length * size }, (_, i) => Math.imul(i, 2654435761) >>> 24),
    labels: Int32Array.from({ length }, (_, i) => i % 10),
    shape,
    length,
    classes: 10,
  };
}
