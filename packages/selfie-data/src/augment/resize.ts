import type { Picture } from '../sources/picture.ts';

/** Height and width, in pixels. */
export type Size = readonly [height: number, width: number];

/** A part of a picture, in pixels from its upper left corner. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Bits after the point of a weight: Pillow's, so that sums fit 32 bits. */
const PRECISION = 22;
const HALF = 1 << (PRECISION - 1);

/**
 * A picture `[h, w, c]` resized to `[height, width, c]`, bilinear and antialiased: where it shrinks, the triangle that
 * weighs the pixels is as much wider, so that each of them counts. The bytes are those of Pillow 11's
 * `resize(…, BILINEAR)`, which torchvision uses (Pillow 13 takes the rows of some pictures first, which moves bytes by 1).
 *
 * @throws RangeError if the size is not of whole numbers above 0.
 */
export function resize(picture: Picture, size: Size): Picture {
  if (!size.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(`size must be two whole numbers above 0: got [${size.join(', ')}]; use e.g. [224, 224]`);
  }
  const [height, width] = picture.shape;
  return resizeBox(picture, size, { top: 0, left: 0, height, width });
}

/** The same of a box alone, which may begin and end between pixels, and whose edges see what lies around it. */
export function resizeBox(picture: Picture, [newHeight, newWidth]: Size, box: Box): Picture {
  const [height, width, channels] = picture.shape;
  const columns = triangles(width, newWidth, box.left, box.width);
  const rows = triangles(height, newHeight, box.top, box.height);
  const seen = seenRows(rows);
  const rowLength = width * channels;
  const wide = picture.pixels.subarray(seen.first * rowLength, seen.end * rowLength);
  const narrow = weigh(wide, width, channels, columns); // [seen rows, newWidth, c]
  const pixels = weigh(narrow, seen.end - seen.first, newWidth * channels, { ...rows, firsts: seen.firsts });
  return { pixels, shape: [newHeight, newWidth, channels] };
}

/** The rows that are seen at all, and the first row of each new one counted from there. */
function seenRows({ firsts, counts }: Weights): { first: number; end: number; firsts: Int32Array } {
  const first = firsts[0]!;
  const last = firsts.length - 1;
  return { first, end: firsts[last]! + counts[last]!, firsts: firsts.map((row) => row - first) };
}

/** Which pixels each new pixel is the weighted sum of. */
interface Weights {
  /** The first pixel `[to]`. */
  readonly firsts: Int32Array;
  /** How many pixels `[to]`. */
  readonly counts: Int32Array;
  /** Their weights `[to, most]`, of which PRECISION bits are after the point. */
  readonly weights: Int32Array;
  readonly most: number;
}

/** The triangles by which `to` pixels see the `length` of `side` pixels that begin at `start`. */
function triangles(side: number, to: number, start: number, length: number): Weights {
  const scale = length / to;
  const reach = Math.max(scale, 1);
  const most = Math.ceil(reach) * 2 + 1;
  const firsts = new Int32Array(to);
  const counts = new Int32Array(to);
  const weights = new Int32Array(to * most);
  const triangle = new Float64Array(most);
  for (let i = 0; i < to; i++) {
    const center = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - reach + 0.5));
    const count = Math.min(side, Math.trunc(center + reach + 0.5)) - first;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      triangle[k] = Math.max(0, 1 - Math.abs((k + first - center + 0.5) / reach));
      sum += triangle[k]!;
    }
    for (let k = 0; k < count; k++) weights[i * most + k] = Math.trunc(0.5 + (triangle[k]! / sum) * 2 ** PRECISION);
    firsts[i] = first;
    counts[i] = count;
  }
  return { firsts, counts, weights, most };
}

/**
 * Bytes `[…, side, lanes]` to weighted sums `[…, to, lanes]`: with the channels as lanes a row becomes narrower, with
 * whole rows as lanes a picture lower. Three lanes at a time, which the pixels of a row are.
 */
function weigh(bytes: Uint8Array, side: number, lanes: number, { firsts, counts, weights, most }: Weights): Uint8Array {
  const lines = bytes.length / (side * lanes);
  const out = new Uint8Array(lines * firsts.length * lanes);
  let to = 0;
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < firsts.length; i++) {
      const start = (line * side + firsts[i]!) * lanes;
      const from = i * most;
      const end = from + counts[i]!;
      let lane = 0;
      for (; lane + 3 <= lanes; lane += 3) {
        let at = start + lane;
        let [first, second, third] = [HALF, HALF, HALF];
        for (let k = from; k < end; k++) {
          const weight = weights[k]!;
          first += Math.imul(weight, bytes[at]!);
          second += Math.imul(weight, bytes[at + 1]!);
          third += Math.imul(weight, bytes[at + 2]!);
          at += lanes;
        }
        out[to] = first >> PRECISION;
        out[to + 1] = second >> PRECISION;
        out[to + 2] = third >> PRECISION;
        to += 3;
      }
      for (; lane < lanes; lane++) {
        let at = start + lane;
        let sum = HALF;
        for (let k = from; k < end; k++) {
          sum += Math.imul(weights[k]!, bytes[at]!);
          at += lanes;
        }
        out[to++] = sum >> PRECISION;
      }
    }
  }
  return out;
}
