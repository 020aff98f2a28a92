import { expect, test } from 'vitest';
import { minimise } from './minimise.ts';

/** Σ curvature · (x − place)² / 2 */
const bowl = (curvatures: number[], place: number[]) => async (x: Float64Array) => ({
  value: curvatures.reduce((sum, curvature, i) => sum + (curvature / 2) * (x[i]! - place[i]!) ** 2, 0),
  gradient: x.map((value, i) => curvatures[i]! * (value - place[i]!)),
});

const options = { tolerance: 1e-9, iterations: 200 };

test('finds the bottom of a narrow valley, which steps along the gradient do not', async () => {
  const place = [3, -5, 0.5, 7, 11];
  const { x, iterations, converged } = await minimise(
    bowl([1, 10, 100, 1e3, 1e4], place),
    new Float64Array(5),
    options,
  );
  expect(converged).toBe(true);
  expect(iterations).toBeLessThan(60); // gradient descent needs 10⁵
  expect([...x]).toEqual(place.map((value) => expect.closeTo(value, 8)));
});

test('finds the minimum of log(eˣ + e⁻ˣ) + log(e^(y − 1) + e^(1 − y)) from far away', async () => {
  const logCosh = (t: number) => Math.abs(t) + Math.log1p(Math.exp(-2 * Math.abs(t)));
  const f = async ([x, y]: Float64Array) => ({
    value: logCosh(x!) + logCosh(y! - 1),
    gradient: Float64Array.of(Math.tanh(x!), Math.tanh(y! - 1)),
  });
  const { x, converged } = await minimise(f, Float64Array.of(20, -30), options);
  expect(converged).toBe(true);
  expect([...x]).toEqual([expect.closeTo(0, 8), expect.closeTo(1, 8)]);
});

test('takes no step where it starts at the minimum', async () => {
  const start = Float64Array.of(3, 5);
  expect(await minimise(bowl([1, 1], [3, 5]), start, options)).toEqual({ x: start, iterations: 0, converged: true });
});

test('says so when the steps do not suffice, and when no step brings anything', async () => {
  const few = await minimise(bowl([1, 1e4], [3, 5]), new Float64Array(2), { ...options, iterations: 3 });
  expect(few).toMatchObject({ iterations: 3, converged: false });
  const wrong = async ([x]: Float64Array) => ({ value: x! - 7, gradient: Float64Array.of(-1) }); // uphill
  expect(await minimise(wrong, Float64Array.of(7), options)).toEqual({
    x: Float64Array.of(7),
    iterations: 0,
    converged: false,
  });
  const unknown = async () => ({ value: Number.NaN, gradient: Float64Array.of(Number.NaN) });
  expect(await minimise(unknown, Float64Array.of(7), options)).toMatchObject({ iterations: 0, converged: false });
});
