import type { Bars } from '../bars.ts';
import type { StepResult } from '../children/step.ts';
import { type Figure, speed } from '../figures.ts';
import type { Bench } from '../group.ts';
import { type Line, line } from '../line.ts';
import type { StepOptions } from '../measured/training-steps.ts';
import { race } from '../race.ts';
import type { Unit } from '../units.ts';
import { medianSeconds, onThreads, stepIn, stepInPyTorch } from './programs.ts';

/** What of a step is compared, and how. */
export interface AgainstPyTorch {
  readonly what: string;
  readonly step: StepOptions;
  /** Threads of both. @default 2 */
  readonly threads?: number;
  /** @default the seconds of a step */
  readonly cost?: (result: Omit<StepResult, 'vectorBits'>) => number;
  /** @default 'time' */
  readonly unit?: Unit;
  /** @default how many times faster we are */
  readonly figure?: Figure;
  readonly bars?: Bars;
}

/**
 * A line for each Node: training steps of the same network in PyTorch, as it comes, on as many threads.
 *
 * @throws if the networks have different numbers of parameters.
 */
export async function againstPyTorch(
  { what, step, threads = 2, cost = medianSeconds, unit = 'time', figure = speed, bars }: AgainstPyTorch,
  bench: Bench,
): Promise<Line[]> {
  const torch = stepInPyTorch(step, bench, threads);
  const contestants = bench.nodes.map((node) => ({
    node,
    ours: stepIn(node, 'selfie-wasm', step, bench, onThreads(threads)),
  }));
  const results = await race([torch, ...contestants.map(({ ours }) => ours)], bench.rounds);
  const theirs = results(torch);
  return contestants.map(({ node, ours }) => {
    const parameters = results(ours)?.[0]?.parameters;
    const expected = theirs?.[0]?.parameters ?? parameters;
    if (parameters !== expected) {
      throw new Error(`${what}: our network has ${parameters} parameters, PyTorch's ${expected}; make them the same`);
    }
    return line({
      what,
      runtime: `Node ${node.version}`,
      against: `PyTorch ${theirs?.[0]?.version ?? ''}`.trim(),
      ours: results(ours),
      theirs,
      cost,
      theirCost: cost,
      unit,
      figure,
      bars,
    });
  });
}
