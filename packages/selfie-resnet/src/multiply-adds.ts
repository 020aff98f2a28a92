import { type Architecture, architectureOf } from './architecture.ts';
import type { ConvolutionShape } from './convolution.ts';
import { blockConvolutions, stageBlocks } from './stage.ts';
import { stemConvolution } from './stem.ts';

/**
 * Multiply-adds of all convolutions of a residual network on one image (or patch).
 *
 * @param options what is left out has `patchNetwork`'s defaults; four depths count a whole ResNet.
 * @param imageSize height and width in pixels, one number or [height, width].
 */
export function multiplyAdds(
  options: Partial<Architecture>,
  imageSize: number | readonly [height: number, width: number],
): number {
  const architecture = architectureOf(options);
  let [height, width] = typeof imageSize === 'number' ? [imageSize, imageSize] : imageSize;
  let total = 0;
  const shrink = (stride: number) => {
    height = Math.ceil(height / stride);
    width = Math.ceil(width / stride);
  };
  const count = ({ inputs, outputs, size }: ConvolutionShape) => {
    total += size ** 2 * inputs * outputs * height * width;
  };

  const stem = stemConvolution(architecture);
  shrink(stem.stride);
  count(stem);
  if (architecture.stem === 'large') shrink(2); // the pooling

  for (const index of architecture.depths.keys()) {
    for (const shape of stageBlocks(architecture, index)) {
      const { path, shortcut } = blockConvolutions(architecture, shape);
      for (const [, convolution] of path) {
        shrink(convolution.stride);
        count(convolution);
      }
      if (shortcut) count(shortcut); // its outputs lie where the block's do
    }
  }
  return total;
}
