import type { KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { SelfieWasmBackend } from './backend.ts';

export const backendName = 'selfie-wasm';

/** Inputs by name; those of `Optional` may be absent. */
export type Inputs<Names extends string, Optional extends string = never> = Record<Names, TensorInfo> &
  Partial<Record<Optional, TensorInfo>>;

/** A kernel of this backend, from a function of its inputs, its attributes and the backend. */
export function kernel<Given, Attrs>(
  kernelName: string,
  compute: (backend: SelfieWasmBackend, inputs: Given, attrs: Attrs) => TensorInfo | TensorInfo[],
): KernelConfig {
  return {
    kernelName,
    backendName,
    kernelFunc({ inputs, attrs, backend }) {
      const own = backend as SelfieWasmBackend;
      return own.attempt(() => compute(own, inputs as Given, attrs as Attrs));
    },
  };
}

/** A kernel of our own operations, which reads all its inputs as float32 whatever they are, save labels. */
export function floatKernel<Given extends Record<string, TensorInfo>, Attrs>(
  kernelName: string,
  compute: (backend: SelfieWasmBackend, inputs: Given, attrs: Attrs) => TensorInfo | TensorInfo[],
): KernelConfig {
  return kernel<Given, Attrs>(kernelName, (backend, inputs, attrs) => {
    const floats = Object.entries(inputs).map(([name, input]) => [
      name,
      name === 'labels' ? input : { ...input, dtype: 'float32' },
    ]);
    return compute(backend, Object.fromEntries(floats) as Given, attrs);
  });
}

/** The same for one of TensorFlow.js's own kernels: what `accepts` turns down goes to the JavaScript kernel. */
export function kernelWhere<Given extends object, Attrs extends object>(
  kernelName: string,
  accepts: (inputs: Given, attrs: Attrs) => boolean,
  compute: (backend: SelfieWasmBackend, inputs: Given, attrs: Attrs) => TensorInfo | TensorInfo[],
): KernelConfig {
  return kernel<Given, Attrs>(kernelName, (backend, inputs, attrs) =>
    accepts(inputs, attrs) ? compute(backend, inputs, attrs) : javaScript(kernelName, backend, inputs, attrs),
  );
}

/** Runs the JavaScript kernel of that name, and takes note of it. */
export function javaScript(kernelName: string, backend: SelfieWasmBackend, inputs: object, attrs: object) {
  backend.noteJavaScript(kernelName);
  const { kernelFunc } = tf.getKernel(kernelName, 'cpu');
  return kernelFunc({ inputs: inputs as NamedTensorInfoMap, attrs: attrs as NamedAttrMap, backend });
}

/** A kernel that has no WebAssembly: the JavaScript kernel of that name. */
export function javaScriptKernel(kernelName: string): KernelConfig {
  return kernel<object, object>(kernelName, (backend, inputs, attrs) => javaScript(kernelName, backend, inputs, attrs));
}

/** float32 and not empty: what the WebAssembly kernels take. */
export function areFloats(...tensors: (TensorInfo | undefined)[]): boolean {
  return tensors.every((tensor) => tensor === undefined || (tensor.dtype === 'float32' && !isEmpty(tensor)));
}

/** int32 and not empty. */
export function areInts(...tensors: TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype === 'int32' && !isEmpty(tensor));
}

/** Truth values, a byte each, and not empty. */
export function areBools(...tensors: TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype === 'bool' && !isEmpty(tensor));
}

/** Four bytes a value and not empty: what kernels take that only move values. */
export function areWords(...tensors: TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype !== 'bool' && areNumbers(tensor));
}

/** float32, int32 or bool, and not empty. */
export function areNumbers(...tensors: TensorInfo[]): boolean {
  return tensors.every((tensor) => tensor.dtype !== 'string' && tensor.dtype !== 'complex64' && !isEmpty(tensor));
}

function isEmpty({ shape }: TensorInfo): boolean {
  return shape.includes(0);
}

/** Items that `size` values, rows or columns make when each takes `each` of them. */
export function itemsOf(size: number, each: number): number {
  return Math.ceil(size / each);
}
