import { permutation } from 'selfie-random';

/** The picture of each example of an endless row of epochs; the last epoch's order is kept, as nothing but a cache. */
export function exampleOrder(pictures: Int32Array, seed: number): (example: number) => number {
  const orderOf = (epoch: number) => permutation(pictures.length, { seed, stream: epoch, site: 'data/order' });
  let cached = { epoch: 0, order: orderOf(0) };
  return (example) => {
    const epoch = Math.floor(example / pictures.length);
    if (epoch !== cached.epoch) cached = { epoch, order: orderOf(epoch) };
    return pictures[cached.order[example % pictures.length]!]!;
  };
}
