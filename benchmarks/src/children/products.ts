import * as tf from '@tensorflow/tfjs-core';
import { backend } from 'selfie-wasm';
import { ceiling } from '../measured/ceiling.ts';
import { parse } from '../measured/parse.ts';
import { type Product, products } from '../measured/products.ts';
import { report } from '../measured/report.ts';

/** What products cost, in seconds of 10⁹ floating-point operations. */
export interface ProductsResult {
  readonly vectorBits: 128 | 256;
  /** Of independent multiply-adds on this thread. */
  readonly ceiling: number;
  /** The same while the other threads run it, too, for all of them together. */
  readonly ceilingTogether: number;
  /** By name, beside the ceiling of the same moment. */
  readonly products: Readonly<Record<string, { cost: number; ceiling: number; operations: number }>>;
}

const options = parse('names', 'seconds');
const chosen = options.names.split(';');
const patience = Number(options.seconds) * 1000;

await tf.setBackend('selfie-wasm');
const { vectorBits, fused, threads } = backend().describe();
const roof = ceiling({ vectorBits, fused });

/** Repeats for as long as it takes V8 to optimise and the processor to be itself; gives the lowest cost. */
function lowest(measure: () => number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const end = performance.now() + patience; performance.now() < end; ) best = Math.min(best, measure());
  return best;
}

/** Runs a product and the ceiling in turns, so that both see the same machine. */
function beside({ operations, prepare }: Product) {
  return tf.tidy(() => {
    const run = prepare();
    let cost = Number.POSITIVE_INFINITY;
    const ceiling = lowest(() => {
      const start = performance.now();
      run();
      cost = Math.min(cost, (performance.now() - start) / 1000 / (operations / 1e9));
      return Math.min(...Array.from({ length: 5 }, roof.measure));
    });
    return { cost, ceiling, operations };
  });
}

const alone = lowest(roof.measure);
const measured = products
  .filter(({ name }) => chosen.includes(name))
  .map((product) => [product.name, beside(product)] as const);
for (let thread = 1; thread < threads; thread++) await roof.accompany();

report<ProductsResult>({
  vectorBits,
  ceiling: alone,
  ceilingTogether: lowest(roof.measure) / threads,
  products: Object.fromEntries(measured),
});
