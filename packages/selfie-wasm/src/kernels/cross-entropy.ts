import {
  type CrossEntropyGradInputs,
  type CrossEntropyInputs,
  crossEntropyGradKernel,
  crossEntropyKernel,
} from 'selfie-ops';
import { floatKernel, itemsOf } from '../kernel.ts';

export const crossEntropy = floatKernel<CrossEntropyInputs, object>(
  crossEntropyKernel,
  (backend, { logits, labels }) => {
    const [rows, columns] = logits.shape as [number, number];
    const outputs = [backend.output([rows]), backend.output([rows, columns])];
    const addresses = [logits, labels, ...outputs].map((tensor) => backend.address(tensor));
    backend.threads.run(
      'crossEntropy',
      itemsOf(rows, backend.threads.constant('SOFTMAX_ROWS')),
      ...addresses,
      rows,
      columns,
    );
    return outputs;
  },
);

export const crossEntropyGrad = floatKernel<CrossEntropyGradInputs, object>(
  crossEntropyGradKernel,
  (backend, { dy, probabilities, labels }) => {
    const [rows, columns] = probabilities.shape as [number, number];
    const dlogits = backend.output([rows, columns]);
    const addresses = [dy, probabilities, labels, dlogits].map((tensor) => backend.address(tensor));
    backend.threads.run(
      'crossEntropyGrad',
      itemsOf(rows, backend.threads.constant('SOFTMAX_ROWS')),
      ...addresses,
      rows,
      columns,
    );
    return dlogits;
  },
);
