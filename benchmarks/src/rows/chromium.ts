import { availableParallelism } from 'node:os';
import type { ChromiumResult } from '../children/chromium.ts';
import { asArguments, type Contestant, inNode } from '../contestant.ts';
import { speed } from '../figures.ts';
import type { Bench, Group } from '../group.ts';
import { line } from '../line.ts';
import { smallStep } from '../measured/small-step.ts';
import { thisNode } from '../nodes.ts';
import { race } from '../race.ts';
import { medianSeconds, stepInPyTorch } from './programs.ts';
import { smallBars } from './small.ts';

/** A page's worker that takes pretraining steps; isolated from other origins, it has threads. */
const inChromium = (isolated: boolean, { quick }: Bench): Contestant<ChromiumResult> =>
  inNode(thisNode, 'chromium', asArguments({ isolated: isolated ? 'yes' : 'no', quick: quick ? 'yes' : 'no' }));

/** A browser knows no SELFIE_WASM_THREADS. */
const processors = Math.min(availableParallelism(), 16);

/** Pretraining steps of the small network in a browser, on as many threads as it allows, against PyTorch. */
export const chromium: Group = {
  name: 'browser',
  async measure(bench) {
    const pages = [
      {
        threads: processors,
        page: `isolated page, a thread on each of ${processors} processors`,
        ours: inChromium(true, bench),
        bars: smallBars,
      },
      { threads: 1, page: 'page that is not isolated, one thread', ours: inChromium(false, bench), bars: undefined },
    ].map((page) => ({ ...page, theirs: stepInPyTorch(smallStep, bench, page.threads) }));
    const results = await race(
      pages.flatMap(({ ours, theirs }) => [ours, theirs]),
      bench.rounds,
    );
    return pages.map(({ page, ours, theirs, bars }) =>
      line({
        what: `pretraining step, small network, batch 64, ${page}`,
        runtime: 'Chromium',
        against: `PyTorch ${results(theirs)?.[0]?.version ?? ''}`.trim(),
        ours: results(ours),
        theirs: results(theirs),
        cost: medianSeconds,
        theirCost: medianSeconds,
        unit: 'time',
        figure: speed,
        bars,
      }),
    );
  },
};
