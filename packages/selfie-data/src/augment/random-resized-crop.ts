import { uniforms } from 'selfie-random';
import type { RandomResizedCrop } from './augmentation.ts';
import type { Example } from './placement.ts';
import type { Box, Size } from './resize.ts';
import { roundHalfEven } from './round-half-even.ts';

const TRIES = 10;

/**
 * The drawing of boxes of random area and proportions, by torchvision's rule: a box that does not fit the picture is
 * drawn again; after ten tries it is the greatest of allowed proportions in the middle.
 *
 * @throws RangeError if a least value is not above 0 or is above the greatest, or an area is above 1.
 */
export function drawCrop({
  scale = [0.08, 1],
  ratio = [3 / 4, 4 / 3],
}: RandomResizedCrop): (picture: Size, example: Example) => Box {
  checkRange('scale', scale, 1);
  checkRange('ratio', ratio, Number.MAX_VALUE);
  const draws = new Float32Array(4);
  return (picture, { seed, stream }) =>
    cropByDraws(
      picture,
      { scale, ratio },
      (index) => uniforms(draws, { seed, stream, site: 'data/random-resized-crop', index }), // one try's four
    );
}

/** The box that the draws `[4]` in [0, 1) of each try give: area, proportions, row and column. */
export function cropByDraws(
  [height, width]: Size,
  { scale, ratio }: Required<RandomResizedCrop>,
  drawsFrom: (index: number) => Float32Array,
): Box {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const [area, proportions, row, column] = drawsFrom(4 * attempt);
    const boxArea = height * width * between(scale[0], scale[1], area!);
    const boxRatio = Math.exp(between(Math.log(ratio[0]), Math.log(ratio[1]), proportions!));
    const boxWidth = roundHalfEven(Math.sqrt(boxArea * boxRatio));
    const boxHeight = roundHalfEven(Math.sqrt(boxArea / boxRatio));
    if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
      const top = Math.floor(row! * (height - boxHeight + 1));
      const left = Math.floor(column! * (width - boxWidth + 1));
      return { top, left, height: boxHeight, width: boxWidth };
    }
  }
  return middle([height, width], ratio);
}

const between = (low: number, high: number, share: number) => low + (high - low) * share;

function middle([height, width]: Size, [least, greatest]: readonly [number, number]): Box {
  const boxHeight = width / height < least ? Math.max(1, roundHalfEven(width / least)) : height;
  const boxWidth = width / height > greatest ? Math.max(1, roundHalfEven(height * greatest)) : width;
  return {
    top: Math.floor((height - boxHeight) / 2),
    left: Math.floor((width - boxWidth) / 2),
    height: boxHeight,
    width: boxWidth,
  };
}

function checkRange(name: string, [least, greatest]: readonly [number, number], limit: number): void {
  if (least > 0 && least <= greatest && greatest <= limit) return;
  throw new RangeError(
    `augment.randomResizedCrop.${name} must be a least and a greatest value above 0${limit === 1 ? ', at most 1' : ''}: ` +
      `got [${least}, ${greatest}]; use e.g. ${name === 'scale' ? '[0.08, 1]' : '[3 / 4, 4 / 3]'}`,
  );
}
