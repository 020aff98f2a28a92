/** Numbers of the types that TensorFlow.js and safetensors files share. */
export type TensorValues =
  | { readonly dtype: 'float32'; readonly data: Float32Array }
  | { readonly dtype: 'int32'; readonly data: Int32Array }
  | { readonly dtype: 'bool'; readonly data: Uint8Array };

/** A tensor outside of any backend: its shape, and its numbers row by row. */
export type TensorData = TensorValues & { readonly shape: readonly number[] };

/** The same numbers with their axes in another order: axis i of the result is axis `order[i]` of the tensor. */
export function permuted(tensor: TensorData, order: readonly number[]): TensorData {
  const shape = order.map((axis) => tensor.shape[axis]!);
  const steps = order.map((axis) => tensor.shape.slice(axis + 1).reduce((product, side) => product * side, 1));
  const last = order.length - 1;
  const data = tensor.data.slice();
  let place = 0;
  const copy = (axis: number, start: number) => {
    const step = steps[axis]!;
    const end = start + shape[axis]! * step;
    for (let at = start; at < end; at += step) {
      if (axis === last) data[place++] = tensor.data[at]!;
      else copy(axis + 1, at);
    }
  };
  copy(0, 0);
  return { dtype: tensor.dtype, data, shape } as TensorData;
}
