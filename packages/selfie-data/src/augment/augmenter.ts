import type { Picture, Shape } from '../sources/picture.ts';
import type { Augmentation } from './augmentation.ts';
import { centerCrop } from './center-crop.ts';
import { jitterColors } from './color-jitter.ts';
import { drawPlacement, type Example, type Placement } from './placement.ts';
import { drawCrop } from './random-resized-crop.ts';
import type { Size } from './resize.ts';
import { takeView, type View } from './view.ts';

/** What pictures become, and how they are changed on the way. */
export interface AugmenterOptions {
  /** What each picture ends as, [h, w, c]. */
  readonly shape: Shape;
  /**
   * What pictures that are not cropped at random are resized to cover before their middle is cut out: `centerCrop`'s.
   *
   * @default the height and width of `shape`
   */
  readonly resize?: number | Size;
  /**
   * How pictures are changed at random.
   *
   * @default not at all
   */
  readonly augment?: Augmentation;
}

/**
 * An augmentation in its steps, each a function of the example's seed and stream alone: `view`, `recolor`, `place`.
 * Whoever decodes pictures gives `view` to the decoder; `look` is for pictures that are decoded already.
 */
export interface Augmenter {
  /** What is seen of a picture of this [height, width]. */
  view(picture: Size, example: Example): View;
  /** Changes the colours of pixels `[h, w, c]` in place. */
  recolor(pixels: Uint8Array, example: Example): void;
  /** View and colours of a picture: a new picture, or the same where there is nothing to change. */
  look(picture: Picture, example: Example): Picture;
  /** How far the picture is moved and whether it is mirrored, when it is written into a batch. */
  place(example: Example): Placement;
}

/**
 * Makes an augmentation ready for use.
 *
 * @throws RangeError if an option is out of its range.
 */
export function augmenter({ shape, resize, augment = {} }: AugmenterOptions): Augmenter {
  const [height, width, channels] = shape;
  const middle = centerCrop({ size: [height, width], resize });
  const draw = augment.randomResizedCrop && drawCrop(augment.randomResizedCrop);
  const jitter = augment.colorJitter && jitterColors(augment.colorJitter, channels);
  const view: Augmenter['view'] = (picture, example) =>
    draw ? { box: draw(picture, example), size: [height, width] } : middle(picture);
  return {
    view,
    recolor: jitter ?? (() => {}),
    look(picture, example) {
      const seen = takeView(picture, view([picture.shape[0], picture.shape[1]], example));
      if (!jitter) return seen;
      const pixels = seen.pixels === picture.pixels ? seen.pixels.slice() : seen.pixels;
      jitter(pixels, example);
      return { pixels, shape: seen.shape };
    },
    place: drawPlacement(augment, shape),
  };
}
