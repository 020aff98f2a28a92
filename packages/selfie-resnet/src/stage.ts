import { type Architecture, outputChannels, stageWidth } from './architecture.ts';
import { basicBlock, basicConvolutions } from './basic-block.ts';
import { bottleneckBlock, bottleneckConvolutions } from './bottleneck-block.ts';
import type { ConvolutionShape } from './convolution.ts';
import { type Layer, sequence } from './layer.ts';
import type { VariableMaker } from './owner.ts';
import type { BlockShape } from './residual-block.ts';

const blocks = { basic: basicBlock, bottleneck: bottleneckBlock };
const convolutions = { basic: basicConvolutions, bottleneck: bottleneckConvolutions };

/** The blocks of stage `index` (0 the first): the first block of every stage but the first halves the map. */
export function stageBlocks(architecture: Architecture, index: number): BlockShape[] {
  return Array.from({ length: architecture.depths[index]! }, (_, block) => ({
    inputs: outputChannels(architecture, block === 0 ? index : index + 1),
    width: stageWidth(architecture, index),
    stride: block === 0 && index > 0 ? 2 : 1,
  }));
}

/** The convolutions of a block: those of its path by name, in order, and that of its shortcut if it has one. */
export function blockConvolutions({ block }: Architecture, shape: BlockShape) {
  const { shortcut, ...path } = convolutions[block](shape);
  return { path: Object.entries<ConvolutionShape>(path), shortcut };
}

/** Stage `index` (0 the first) of a residual network, its variables under `stage1/block1/…`. */
export function stage(make: VariableMaker, architecture: Architecture, index: number): Layer {
  const block = blocks[architecture.block];
  return sequence(
    stageBlocks(architecture, index).map((shape, i) =>
      block(make, `stage${index + 1}/block${i + 1}`, shape, architecture.version),
    ),
  );
}
