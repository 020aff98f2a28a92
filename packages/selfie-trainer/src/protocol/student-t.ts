import { checkCount } from '../check-count.ts';

/**
 * The probability that |T| < t, for Student's t distribution with a whole number of degrees of freedom.
 *
 * The finite sums of Abramowitz and Stegun, 26.7.3 and 26.7.4, with θ = atan(t / √ν): exact but for rounding.
 *
 * @param t At least 0; may be infinite.
 * @param degrees ν, a whole number of at least 1.
 */
export function probabilityWithin(t: number, degrees: number): number {
  checkCount('degrees of freedom', degrees);
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2;
  let term = odd ? cosine : 1;
  let sum = 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= (cosine * cosine * (k - 1)) / k;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/**
 * The t with |T| < t in `probability` of all cases: 2.776 for 0.95 and 4 degrees of freedom.
 *
 * @param probability In (0, 1).
 */
export function quantileWithin(probability: number, degrees: number): number {
  let high = 1;
  while (probabilityWithin(high, degrees) < probability) high *= 2;
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle; // nothing lies between them
    if (probabilityWithin(middle, degrees) < probability) low = middle;
    else high = middle;
  }
}
