import type { TensorInfo } from '@tensorflow/tfjs-core';
import {
  type AttentionAttrs,
  type AttentionGradInputs,
  type AttentionInputs,
  attentionGradKernel,
  attentionKernel,
} from 'selfie-ops';
import type { SelfieWasmBackend } from '../backend.ts';
import { floatKernel } from '../kernel.ts';

export const attention = floatKernel<AttentionInputs, AttentionAttrs>(
  attentionKernel,
  (backend, { query, key, value, mask, keep }, { heads }) => {
    const { batch, tq, tk, size, scale } = extent(query, key, heads);
    const outputs = [backend.output(query.shape), backend.output([batch, heads, tq, tk])];
    const addresses = [query, key, value, mask, keep, ...outputs].map((tensor) => addressOf(backend, tensor));
    backend.threads.run('attention', batch * heads, ...addresses, tq, tk, heads, size, scale);
    return outputs;
  },
);

export const attentionGrad = floatKernel<AttentionGradInputs, AttentionAttrs>(
  attentionGradKernel,
  (backend, { dy, query, key, value, weights, keep }, { heads }) => {
    const { batch, tq, tk, size, scale } = extent(query, key, heads);
    const outputs = [query, key, value].map(({ shape }) => backend.output(shape));
    const addresses = [dy, query, key, value, weights, keep, ...outputs].map((tensor) => addressOf(backend, tensor));
    backend.borrow(batch * heads * tk * 4, (rows) => {
      backend.threads.run('attentionGrad', batch * heads, ...addresses, rows, tq, tk, heads, size, scale);
    });
    return outputs;
  },
);

function extent({ shape: [batch, tq, d] }: TensorInfo, { shape: [, tk] }: TensorInfo, heads: number) {
  const size = d! / heads;
  return { batch: batch!, tq: tq!, tk: tk!, size, scale: 1 / Math.sqrt(size) };
}

/** 0 stands for what was not given. */
function addressOf(backend: SelfieWasmBackend, tensor: TensorInfo | undefined): number {
  return tensor ? backend.address(tensor) : 0;
}
