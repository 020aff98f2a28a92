/** A function's value and gradient at a point. */
export interface Slope {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** How far to go. */
export interface MinimiseOptions {
  /** Converged when no component of the gradient is larger in magnitude. */
  readonly tolerance: number;
  /** Steps at most. */
  readonly iterations: number;
}

/** Where it ended. */
export interface Minimum {
  readonly x: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

interface Point extends Slope {
  readonly x: Float64Array;
}

/** A step, and by how much it changed the gradient. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

/** How many steps are remembered. */
const memory = 10;
/** The share of the foretold decrease that a step must bring (Armijo's condition). */
const sufficient = 1e-4;
/** By what share of itself the value may rise all the same, as it comes from products of 32 bits. */
const noise = 1e-7;
/** How often a step is halved. */
const halvings = 30;

/**
 * Minimises a smooth, convex function from a starting point by L-BFGS, halving steps that bring too little (Nocedal and
 * Wright, “Numerical optimization”, algorithms 7.4 and 3.1).
 *
 * Where the remembered steps mislead, it goes along the gradient; where that brings nothing either, it ends.
 */
export async function minimise(
  f: (x: Float64Array) => Promise<Slope>,
  start: Float64Array,
  { tolerance, iterations }: MinimiseOptions,
): Promise<Minimum> {
  const pairs: Pair[] = [];
  let point: Point = { x: start, ...(await f(start)) };
  const converged = () => point.gradient.every((slope) => Math.abs(slope) <= tolerance);
  let iteration = 0;
  for (; iteration < iterations && !converged(); iteration++) {
    let next = await search(f, point, descent(point.gradient, pairs));
    if (!next) {
      pairs.length = 0;
      next = await search(f, point, descent(point.gradient, pairs));
      if (!next) break;
    }
    const step = minus(next.x, point.x);
    const change = minus(next.gradient, point.gradient);
    if (dot(step, change) > 0) pairs.push({ step, change });
    if (pairs.length > memory) pairs.shift();
    point = next;
  }
  return { x: point.x, iterations: iteration, converged: converged() };
}

/** The longest of the steps 1, ½, ¼, … along a direction that brings enough. */
async function search(
  f: (x: Float64Array) => Promise<Slope>,
  { x, value, gradient }: Point,
  direction: Float64Array,
): Promise<Point | undefined> {
  const slope = dot(direction, gradient);
  for (let halving = 0; halving <= halvings; halving++) {
    const length = 2 ** -halving;
    const to = plus(x, direction, length);
    const there = await f(to);
    if (there.value <= value + sufficient * length * slope + noise * Math.abs(value)) return { x: to, ...there };
  }
  return undefined;
}

/** The gradient times the inverse Hessian that the pairs tell of, downwards; at first the gradient, of length 1 at most. */
function descent(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const latest = pairs.at(-1);
  const scale = latest
    ? dot(latest.step, latest.change) / dot(latest.change, latest.change)
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)));
  let direction = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (const { step, change } of pairs.toReversed()) {
    const share = dot(step, direction) / dot(step, change);
    direction = plus(direction, change, -share);
    shares.push(share);
  }
  direction = direction.map((component) => scale * component);
  for (const { step, change } of pairs) {
    const share = shares.pop()!;
    direction = plus(direction, step, share - dot(change, direction) / dot(step, change));
  }
  return direction;
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const plus = (a: Float64Array, b: Float64Array, times: number) => a.map((value, i) => value + times * b[i]!);
const minus = (a: Float64Array, b: Float64Array) => plus(a, b, -1);
