import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { itemsOf } from '../kernel.ts';
import { type Conv2DInfo, geometryBytes, placeGeometry } from './geometry.ts';
import { panelCount, smallWork, splitProduct } from './panels.ts';

/** Windows that one item may take: multiples of every tile's height. */
const windowCounts = [48, 24, 12];

/** Channels of a pixel at most: so many are one sum of the products, and leave room for 12 windows. */
const mostChannels = 512;

/** Windows of 2×2 outputs. */
const windowsOf = ({ batchSize, outHeight, outWidth }: Conv2DInfo): number =>
  batchSize * Math.ceil(outHeight / 2) * Math.ceil(outWidth / 2);

/**
 * Whether a convolution, or a gradient, is done by Winograd's minimal filtering, F(2×2, 3×3): 3×3 kernels, stride 1, multiples of 16 channels,
 * and windows that save a third of the multiplications or more.
 */
export function suitsWinograd(info: Conv2DInfo): boolean {
  const { inChannels, outChannels, filterHeight, filterWidth, strideHeight, strideWidth } = info;
  const pixels = info.batchSize * info.outHeight * info.outWidth;
  return (
    filterHeight === 3 &&
    filterWidth === 3 &&
    [strideHeight, strideWidth, info.dilationHeight, info.dilationWidth].every((step) => step === 1) &&
    [inChannels, outChannels].every((channels) => channels % 16 === 0 && channels <= mostChannels) &&
    pixels > 0 &&
    windowsOf(info) * 16 <= pixels * 6
  );
}

/** A product of windows: x ∗ filter, or, with the filter turned around, the gradient of x. */
export interface WindowProduct {
  readonly x: number;
  readonly filter: TensorInfo;
  readonly turned: boolean;
  readonly y: number;
  /** Where the moments of y go to, or 0. */
  readonly moments: number;
  /** How y is normalised, as `withNormalisation` lays it out, or 0. */
  readonly normalisation: number;
}

/** Whether every item makes whole rows of windows, and these whole blocks of outputs one behind the other, so that it can take their moments. */
export function canTakeMoments(backend: SelfieWasmBackend, info: Conv2DInfo): boolean {
  const each = windowsEach(backend, info);
  const even = info.outHeight % 2 === 0 && info.outWidth % 2 === 0;
  return even && each % (info.outWidth / 2) === 0 && (each * 4) % backend.threads.constant('BLOCK_ROWS') === 0;
}

/** Computes the product; says whether it is to be trusted, which it is not where a value is not finite: it may be so by the transforms alone. */
export function multiplyWindows(
  backend: SelfieWasmBackend,
  { x, filter, turned, y, moments, normalisation }: WindowProduct,
  info: Conv2DInfo,
): boolean {
  const { threads } = backend;
  const { inChannels, outChannels } = info;
  const zeros = backend.zeros(inChannels * 4);
  const from = backend.address(filter);
  const each = windowsEach(backend, info);
  const blocks = itemsOf(windowsOf(info), each);
  const groups = splitProduct(backend, blocks, outChannels);
  const size = inChannels * outChannels;
  let trusted = true;
  backend.laidOut(filter, `windows ${inChannels}×${outChannels}${turned ? ' turned' : ''}`, 16 * size * 4, {
    fill(u) {
      const run = 16 * size < smallWork ? threads.runHere : threads.run;
      const tap = size * 4;
      const [at, tapStride] = turned ? [from + 8 * tap, -tap] : [from, tap];
      const [depthStride, columnStride] = turned ? [4, inChannels * 4] : [outChannels * 4, 4];
      run(
        'packWinogradFilter',
        panelCount(backend, outChannels),
        at,
        tapStride,
        inChannels,
        depthStride,
        outChannels,
        columnStride,
        u,
      );
    },
    use(u) {
      const geometry = placeGeometry(backend, info);
      const bad = threads.place([0], geometryBytes);
      const given = [x, zeros, u, y, moments, normalisation, bad, geometry, each, groups];
      threads.run('winogradConv2d', blocks * groups, ...given);
      trusted = threads.call('loadInt', bad) === 0;
    },
  });
  return trusted;
}

/** Windows an item: as many as there is room for, but fewer where they would be too few items to share. */
function windowsEach(backend: SelfieWasmBackend, info: Conv2DInfo): number {
  const { threads } = backend;
  const width = info.inChannels + threads.constant('HELD_COLUMNS');
  const fits = (each: number) =>
    16 * (each * width * 4 + 2 * threads.constant('PLACES_APART')) <= threads.constant('WINDOW_BYTES');
  const counts = windowCounts.filter(fits);
  return counts.find((each) => windowsOf(info) >= 16 * each) ?? 12;
}

/** The convolution whose result is the gradient of x: of dy, with the filter turned around. */
export function turnedAround(info: Conv2DInfo): Conv2DInfo {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = info;
  return {
    ...info,
    ...{ inHeight: outHeight, inWidth: outWidth, inChannels: outChannels },
    ...{ outHeight: inHeight, outWidth: inWidth, outChannels: inChannels },
    padInfo: { ...padInfo, top: 2 - padInfo.top, left: 2 - padInfo.left },
  };
}

/** Windows that an item of the filter's gradient takes at a time where channels are many. */
export const mostGradientWindows = 32;

/** The gradient of the filter; says whether it is to be trusted. */
export function multiplyGradients(
  backend: SelfieWasmBackend,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
  info: Conv2DInfo,
): boolean {
  const { threads } = backend;
  const { inChannels, outChannels } = info;
  const zeros = backend.zeros(Math.max(inChannels, outChannels) * 4);
  const rowGroups = itemsOf(inChannels, threads.constant('WINOGRAD_ROWS'));
  const columnGroups = itemsOf(outChannels, threads.constant('WINOGRAD_COLUMNS'));
  const each = inChannels + outChannels <= 64 ? 48 : mostGradientWindows;
  const groups = rowGroups * columnGroups;
  const shares = Math.max(1, Math.min(Math.ceil(16 / groups), Math.floor(windowsOf(info) / (2 * each))));
  const size = 16 * inChannels * outChannels;
  let trusted = true;
  backend.borrow(shares * size * 4, (partials) => {
    const geometry = placeGeometry(backend, info);
    threads.run(
      'winogradFilterGradient',
      shares * groups,
      x,
      zeros,
      dy,
      partials,
      geometry,
      each,
      shares,
      rowGroups,
      columnGroups,
    );
    const bad = threads.place([0]);
    threads.run('mergeWinogradFilterGradient', inChannels, partials, dFilter, inChannels, outChannels, shares, bad);
    trusted = threads.call('loadInt', bad) === 0;
  });
  return trusted;
}
