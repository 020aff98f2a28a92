/** Numbers of the types that TensorFlow.js and safetensors files share. */
export type TensorValues =
  | { readonly dtype: 'float32'; readonly data: Float32Array }
  | { readonly dtype: 'int32'; readonly data: Int32Array }
  | { readonly dtype: 'bool'; readonly data: Uint8Array };

/** A tensor outside of any backend: its shape, and its numbers row by row. */
export type TensorData = TensorValues & { readonly shape: readonly number[] };

/** What a safetensors file holds. */
export interface TensorFile {
  /** By name. */
  readonly tensors: Readonly<Record<string, TensorData>>;
  /** Words that stand beside them. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** How many numbers a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
