import type { ArrayBatch } from './array-batch.ts';

/** A part of a batch, and the place of its first image there. */
export interface BatchPart {
  readonly batch: ArrayBatch;
  readonly first: number;
}

/** Cuts a batch into parts of as many images, the last of which may have fewer; a small batch gives fewer parts. */
export function splitBatch(batch: ArrayBatch, parts: number): BatchPart[] {
  const [pictures, h, w, c] = batch.shape;
  const size = Math.ceil(pictures / parts);
  if (size >= pictures) return [{ batch, first: 0 }];
  const pixels = h * w * c;
  return Array.from({ length: Math.ceil(pictures / size) }, (_, part) => {
    const first = part * size;
    const end = Math.min(first + size, pictures);
    const images = batch.images.subarray(first * pixels, end * pixels);
    const labels = batch.labels?.subarray(first, end);
    return { first, batch: { images, shape: [end - first, h, w, c], ...(labels && { labels }) } };
  });
}
