import type { KernelConfig, ResizeBilinearAttrs, TensorInfo } from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from '../backend.ts';
import { areFloats, type Inputs, kernelWhere } from '../kernel.ts';
import { withWords } from './with-words.ts';

/** How a row or a column of the output lies between two of the image; the last number is the share of the second. */
type Place = readonly [first: number, second: number, share: number];

/** One of the attributes' two conventions: corners upon corners, or pixels as areas rather than points. */
interface Convention {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** Places along a side of `size` pixels that becomes `newSize`. */
type Places = (size: number, newSize: number, convention: Convention) => Place[];

const between: Places = (size, newSize, convention) =>
  scaled(size, newSize, convention, 0.5).map((at) => {
    const first = Math.max(0, Math.floor(at));
    const second = Math.min(size - 1, Math.ceil(at));
    return [first, second, second > first ? at - first : 0];
  });

const nearest: Places = (size, newSize, convention) =>
  scaled(size, newSize, convention, 0).map((at) => {
    const place = Math.min(size - 1, convention.alignCorners ? Math.round(at) : Math.floor(at));
    return [place, place, 0];
  });

/** Where the pixels of the output lie in the image; those that are areas begin `centre` before their middle. */
function scaled(size: number, newSize: number, { alignCorners, halfPixelCenters }: Convention, centre: number) {
  const scale = alignCorners && newSize > 1 ? (size - 1) / (newSize - 1) : size / newSize;
  return Array.from({ length: newSize }, (_, i) => (halfPixelCenters ? scale * (i + 0.5) - centre : scale * i));
}

/** Enlarging and shrinking of images [n, h, w, c], and the gradients. */
export const resizeKernels: KernelConfig[] = [
  ['ResizeBilinear', between] as const,
  ['ResizeNearestNeighbor', nearest] as const,
].flatMap(([kernelName, places]) => [
  kernelWhere<Inputs<'images'>, ResizeBilinearAttrs>(
    kernelName,
    ({ images }, { size }) => areFloats(images) && !size.includes(0),
    (backend, { images }, { size, ...convention }) => {
      const [batch, , , channels] = images.shape as Shape4;
      const y = backend.output([batch, ...size, channels]);
      run(backend, 'resize', batch * size[0], [images, y], images.shape, y.shape, places, convention);
      return y;
    },
  ),
  kernelWhere<Inputs<'images' | 'dy'>, Convention>(
    `${kernelName}Grad`,
    ({ images, dy }) => areFloats(images, dy),
    (backend, { images, dy }, convention) => {
      const dx = backend.output(images.shape);
      run(backend, 'resizeGrad', images.shape[0]!, [dy, dx], images.shape, dy.shape, places, convention);
      return dx;
    },
  ),
]);

type Shape4 = [number, number, number, number];

/** Runs a kernel that reads a table of the places of rows and columns. */
function run(
  backend: SelfieWasmBackend,
  name: 'resize' | 'resizeGrad',
  items: number,
  tensors: TensorInfo[],
  imageShape: number[],
  newShape: number[],
  places: Places,
  convention: Convention,
): void {
  const [, h, w, c] = imageShape as Shape4;
  const [, newH, newW] = newShape as Shape4;
  const entries = [...places(h, newH, convention), ...places(w, newW, convention)];
  const words = new Int32Array(entries.flat());
  const shares = new Float32Array(words.buffer);
  entries.forEach(([, , share], i) => {
    shares[i * 3 + 2] = share;
  });
  const addresses = tensors.map((tensor) => backend.address(tensor));
  withWords(backend, words, (table) => backend.threads.run(name, items, ...addresses, table, h, w, c, newH, newW));
}
