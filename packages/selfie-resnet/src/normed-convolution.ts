import { type Activation, convolution, convolutionFrozenBatchNorm } from 'selfie-ops';
import { type ConvolutionShape, convolutionKernel } from './convolution.ts';
import { epsilon, isFrozen, type Norm, normaliseBatch, normVariables } from './norm.ts';
import type { VariableMaker } from './owner.ts';

/** Where the variables of both stand. */
export interface NormedPaths {
  readonly conv: string;
  readonly norm: string;
}

/**
 * A convolution and the norm that follows it, with the variables of `convolution` and `norm`: in one operation where the norm
 * goes by its running statistics; else the convolution is told that the batch's own are needed next.
 */
export function normedConvolution(
  make: VariableMaker,
  paths: NormedPaths,
  shape: ConvolutionShape,
  activation: Activation,
): Norm {
  const { stride } = shape;
  const kernel = convolutionKernel(make, paths.conv, shape);
  const variables = normVariables(make, paths.norm, shape.outputs);
  return (x, options, residual) => {
    if (isFrozen(variables, options)) {
      const { scale, shift } = variables;
      return convolutionFrozenBatchNorm(x, kernel, variables, scale, shift, { stride, epsilon, activation, residual });
    }
    const y = convolution(x, kernel, { stride, moments: true }); // [b, h', w', outputs]
    return normaliseBatch(y, variables, activation, options, residual);
  };
}
