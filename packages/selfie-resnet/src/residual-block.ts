import type { Version } from './architecture.ts';
import type { ConvolutionShape } from './convolution.ts';
import type { Layer } from './layer.ts';
import { normedConvolution } from './normed-convolution.ts';
import type { VariableMaker } from './owner.ts';

/** What a residual block is made of. */
export interface BlockShape {
  /** Channels that come in. */
  readonly inputs: number;
  /** Channels of its 3 × 3 convolutions. */
  readonly width: number;
  /** 2 where it halves the map, else 1. */
  readonly stride: number;
}

/** A block `[b, h, w, inputs]` → `[b, ⌈h / stride⌉, ⌈w / stride⌉, expansion · width]`. */
export type ResidualBlock = (make: VariableMaker, path: string, shape: BlockShape, version: Version) => Layer;

/** The 1 × 1 convolution of a block's shortcut; undefined where the map keeps its shape and is added as it is. */
export function shortcutConvolution({ inputs, stride }: BlockShape, outputs: number): ConvolutionShape | undefined {
  return stride > 1 || inputs !== outputs ? { inputs, outputs, size: 1, stride } : undefined;
}

/** The shortcut of a v1.5 block at `path`: convolution and norm, or the map itself. */
export function normedShortcut(make: VariableMaker, path: string, shape: ConvolutionShape | undefined): Layer {
  if (shape === undefined) return (x) => x;
  const paths = { conv: `${path}/shortcut/conv`, norm: `${path}/shortcut/norm` };
  return normedConvolution(make, paths, shape, 'none');
}
