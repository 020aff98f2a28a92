import { type GeluGradInputs, type GeluInputs, geluGradKernel, geluKernel } from 'selfie-ops';
import { floatKernel } from '../kernel.ts';
import { elementWise } from './element-wise.ts';

export const gelu = floatKernel<GeluInputs, object>(geluKernel, (backend, { x }) => elementWise(backend, 'gelu', [x]));

export const geluGrad = floatKernel<GeluGradInputs, object>(geluGradKernel, (backend, { dy, x }) =>
  elementWise(backend, 'geluGrad', [dy, x]),
);
