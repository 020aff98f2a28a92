import type { Variables } from '../interfaces.ts';
import type { ParameterGroup } from './parameter-groups.ts';

/** Options of layer-wise rates. */
export interface LayerwiseRatesOptions {
  /** The objective's variables; each must belong to one layer. */
  readonly variables: Variables;
  /**
   * The layers from the images to the output, each by the beginning of its paths, or by several: `stem`,
   * `patchNetwork/stage1`, `['pool/block3', 'pool/norm']`.
   */
  readonly layers: readonly (string | readonly string[])[];
  /** Each layer's rate as a share of the next one's, in (0, 1]. @default 0.75 (MAE, He et al. 2021) */
  readonly decay?: number;
}

/**
 * Parameter groups for layer-wise learning-rate decay (Clark et al. 2020; BEiT, MAE and timm do so): the last layer has rate 1,
 * the one before it `decay`, the one before that `decay²`, ….
 *
 * Finetuning so changes most what came last, and keeps the edges and textures that pretraining learned. The groups say
 * nothing of weight decay, which stays as it is without them.
 *
 * @throws if decay is out of range, a layer matches no variable, or a variable belongs to no layer or to several.
 */
export function layerwiseRates({ variables, layers, decay = 0.75 }: LayerwiseRatesOptions): ParameterGroup[] {
  if (!(decay > 0 && decay <= 1)) throw new Error(`decay lies in (0, 1]: got ${decay}`);
  const beginnings = layers.map((layer) => [layer].flat());
  const belongs = (path: string, layer: readonly string[]) =>
    layer.some((beginning) => path === beginning || path.startsWith(`${beginning}/`));

  const paths = Object.keys(variables);
  for (const beginning of beginnings.flat()) {
    if (!paths.some((path) => belongs(path, [beginning]))) {
      throw new Error(`layers: no variable's path begins with ${beginning}/; the first is ${paths[0]}`);
    }
  }
  for (const path of paths) {
    const count = beginnings.filter((layer) => belongs(path, layer)).length;
    if (count !== 1)
      throw new Error(`layers: expected ${path} to belong to one layer, got ${count}; adjust the layers`);
  }
  return beginnings.map((layer, i) => ({
    match: (path) => belongs(path, layer),
    rate: decay ** (layers.length - 1 - i),
  }));
}
