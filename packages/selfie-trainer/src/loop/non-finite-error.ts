/** What is known when a step gives no number. */
export interface NonFiniteDetails {
  /** The step, counted from 0. */
  readonly step: number;
  readonly loss: number;
  /** Euclidean norm of all gradients together. */
  readonly gradientNorm: number;
  /** Loss of the step before; absent at the first. */
  readonly lastGoodLoss?: number;
  readonly learningRate: number;
}

/** The loss or the gradients of a step are NaN or infinite; variables, statistics and slots are as before that step. */
export class NonFiniteError extends Error {
  override readonly name = 'NonFiniteError';
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;
  readonly lastGoodLoss?: number;

  constructor({ step, loss, gradientNorm, lastGoodLoss, learningRate }: NonFiniteDetails) {
    const what = Number.isFinite(loss) ? `the gradient norm is ${gradientNorm}` : `the loss is ${loss}`;
    const before = lastGoodLoss === undefined ? 'it was the first step' : `the last good loss was ${lastGoodLoss}`;
    super(`${what} at step ${step} (${before}); lower the learning rate, ${learningRate} there, or warm up longer`);
    this.step = step;
    this.loss = loss;
    this.gradientNorm = gradientNorm;
    this.lastGoodLoss = lastGoodLoss;
  }
}
