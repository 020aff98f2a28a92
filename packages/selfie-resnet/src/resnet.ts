import type { Architecture } from './architecture.ts';
import { patchNetwork } from './patch-network.ts';
import { type Classifier, resnetClassifier } from './resnet-classifier.ts';

/** As of `patchNetwork`, with the same defaults, and the number of classes. */
export interface ResnetOptions extends Partial<Pick<Architecture, 'version' | 'stem' | 'channels'>> {
  /** Number of classes. */
  readonly classes: number;
  /**
   * Seeds the initial weights, each by its path.
   * @default 0
   */
  readonly seed?: number;
}

/** ResNet-18 (He et al., 2015, table 1): basic blocks 2, 2, 2, 2; images `[b, h, w, c]` to logits `[b, classes]`. */
export const resnet18 = (options: ResnetOptions): Classifier => resnet('basic', [2, 2, 2], 2, options);

/** ResNet-34: basic blocks 3, 4, 6, 3; images `[b, h, w, c]` to logits `[b, classes]`. */
export const resnet34 = (options: ResnetOptions): Classifier => resnet('basic', [3, 4, 6], 3, options);

/** ResNet-50: bottlenecks 3, 4, 6, 3; images `[b, h, w, c]` to logits `[b, classes]`. */
export const resnet50 = (options: ResnetOptions): Classifier => resnet('bottleneck', [3, 4, 6], 3, options);

/** ResNet-101: bottlenecks 3, 4, 23, 3; images `[b, h, w, c]` to logits `[b, classes]`. */
export const resnet101 = (options: ResnetOptions): Classifier => resnet('bottleneck', [3, 4, 23], 3, options);

/** ResNet-152: bottlenecks 3, 8, 36, 3; images `[b, h, w, c]` to logits `[b, classes]`. */
export const resnet152 = (options: ResnetOptions): Classifier => resnet('bottleneck', [3, 8, 36], 3, options);

/** A classifier that owns its trunk. */
function resnet(
  block: Architecture['block'],
  depths: readonly number[],
  depth: number,
  { classes, seed, ...options }: ResnetOptions,
): Classifier {
  const trunk = patchNetwork({ ...options, depths, block, seed });
  try {
    const classifier = resnetClassifier({ trunk, depth, classes, seed });
    return {
      ...classifier,
      dispose() {
        classifier.dispose();
        trunk.dispose();
      },
    };
  } catch (error) {
    trunk.dispose();
    throw error;
  }
}
