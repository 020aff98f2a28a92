/** The shape of a residual network: all that its layers and its counts follow from. */
export interface Architecture {
  /**
   * Blocks of each stage.
   * @default [3, 4, 6], the first three stages of ResNet-50
   */
  readonly depths: readonly number[];
  /**
   * Width of the stem and the first stage, in channels; each further stage doubles it.
   * @default 64
   */
  readonly width: number;
  /**
   * `basic`: two 3 × 3 convolutions. `bottleneck`: 1 × 1, 3 × 3, 1 × 1, putting out four times the width.
   * @default 'bottleneck'
   */
  readonly block: Block;
  /**
   * `v1.5`: norm and ReLU after each convolution, the stride on the 3 × 3 (torchvision's and timm's ResNet).
   * `v2`: before each (He et al., 2016, arXiv 1603.05027).
   * @default 'v1.5'
   */
  readonly version: Version;
  /**
   * `small`: a 3 × 3 convolution, for images of some 32 pixels. `large`: a 7 × 7 convolution and a 3 × 3 max-pool, both of
   * stride 2, for some 224.
   * @default 'small'
   */
  readonly stem: Stem;
  /**
   * Channels of the images.
   * @default 3
   */
  readonly channels: number;
}

export type Block = 'basic' | 'bottleneck';
export type Version = 'v1.5' | 'v2';
export type Stem = 'small' | 'large';

/** Channels that a block puts out for each of its width. */
export const expansion: Readonly<Record<Block, number>> = { basic: 1, bottleneck: 4 };

/** Width of stage `index` (0 the first), in channels. */
export const stageWidth = ({ width }: Architecture, index: number): number => width * 2 ** index;

/** Channels that come out of the first `stages` stages; out of the stem for 0. */
export const outputChannels = (architecture: Architecture, stages: number): number =>
  stages === 0 ? architecture.width : expansion[architecture.block] * stageWidth(architecture, stages - 1);

/**
 * Fills in what is left out.
 *
 * @throws if a depth, the width or the channels are no whole numbers of at least 1, or a choice does not exist.
 */
export function architectureOf({
  depths = [3, 4, 6],
  width = 64,
  block = 'bottleneck',
  version = 'v1.5',
  stem = 'small',
  channels = 3,
}: Partial<Architecture>): Architecture {
  if (depths.length === 0 || !depths.every(isCount)) {
    throw new Error(
      `depths are whole numbers of at least 1, one a stage: got [${depths.join(', ')}]; use e.g. [3, 4, 6]`,
    );
  }
  checkCounts({ width, channels });
  checkChoice('block', block, ['basic', 'bottleneck']);
  checkChoice('version', version, ['v1.5', 'v2']);
  checkChoice('stem', stem, ['small', 'large']);
  return { depths: [...depths], width, block, version, stem, channels };
}

/** @throws if a number is no whole number of at least 1. */
export function checkCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!isCount(value)) throw new Error(`${name} is a whole number of at least 1: got ${value}`);
  }
}

function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new Error(`${name} is one of ${choices.map((choice) => `'${choice}'`).join(', ')}: got '${value}'`);
  }
}

/** Whether a number is a whole one of at least 1. */
export const isCount = (value: number) => Number.isInteger(value) && value >= 1;
