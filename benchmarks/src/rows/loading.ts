import { both } from '../bars.ts';
import type { ImageFolderResult } from '../children/image-folder.ts';
import type { PhotosResult } from '../children/photos.ts';
import type { SmallBatchesResult } from '../children/small-batches.ts';
import type { WaitingResult } from '../children/waiting.ts';
import { asArguments, type Contestant, inNode } from '../contestant.ts';
import { milliseconds, part, rate, speed } from '../figures.ts';
import type { Bench, Group } from '../group.ts';
import { type Line, type LineOptions, line } from '../line.ts';
import type { NodeBinary } from '../nodes.ts';
import { race } from '../race.ts';
import { onThreads } from './programs.ts';

/** A program that measures both sides of a line itself, in turns. */
interface Program<T> {
  readonly in: (node: NodeBinary, bench: Bench) => Contestant<T>;
  readonly line: Omit<LineOptions<T, T>, 'ours' | 'theirs' | 'runtime' | 'unit'>;
}

const smallBatches = (channels: number): Program<SmallBatchesResult> => ({
  in: (node, { quick }) => inNode(node, 'small-batches', asArguments({ channels, seconds: quick ? 0.1 : 2 })),
  line: {
    what: `batches of 64, 32×32×${channels} in memory, shift, flip, standardised, one core`,
    against: 'a loop that makes floats',
    cost: ({ augmented }) => augmented,
    theirCost: ({ plain }) => plain,
    figure: rate,
    bars: both(60_000, 80_000),
  },
});

const photos: Program<PhotosResult> = {
  in: (node, { quick }) => inNode(node, 'photos', asArguments({ batches: quick ? 1 : 24 })),
  line: {
    what: 'JPEGs of 500×375 to batches of 224×224, cropped at random, all cores',
    against: 'sharp alone',
    cost: ({ loader }) => loader,
    theirCost: ({ sharp }) => sharp,
    figure: speed,
    bars: both(0.9, 1),
  },
};

const waiting = (pictures: 'memory' | 'photos', what: string, steps: number): Program<WaitingResult> => ({
  in: (node, { quick }) =>
    inNode(
      node,
      'waiting',
      asArguments({ pictures, 'warm-up': quick ? 1 : 3, steps: quick ? 1 : steps }),
      onThreads(2),
    ),
  line: {
    what,
    against: 'the step',
    cost: ({ waiting }) => waiting,
    theirCost: ({ step }) => step,
    figure: part,
    bars: both(0.02, 0.01, 'less'),
  },
});

const folder: Program<ImageFolderResult> = {
  in: (node, { quick }) => inNode(node, 'image-folder', asArguments({ files: quick ? 1000 : 100_000 })),
  line: {
    what: 'opening a folder of 100,000 pictures',
    against: 'the second time',
    cost: ({ opening }) => opening,
    theirCost: ({ again }) => again,
    figure: milliseconds,
    bars: both(3000, 1000, 'less'),
  },
};

/** How fast pictures come, and whether training waits for them. */
export const loading: Group = {
  name: 'loading',
  async measure(bench) {
    const lines: Line[] = [];
    lines.push(...(await linesOf(smallBatches(1), bench)), ...(await linesOf(smallBatches(3), bench)));
    lines.push(...(await linesOf(photos, bench)));
    const small = 'waiting for batches from memory, small network, batch 64';
    const large = 'waiting for JPEGs of 500×375, paper’s network on 224×224, batch 8';
    lines.push(...(await linesOf(waiting('memory', small, 60), bench)));
    lines.push(...(await linesOf(waiting('photos', large, 5), bench)));
    lines.push(...(await linesOf(folder, bench)));
    return lines;
  },
};

async function linesOf<T>(program: Program<T>, bench: Bench): Promise<Line[]> {
  const contestants = bench.nodes.map((node) => ({ node, contestant: program.in(node, bench) }));
  const results = await race(
    contestants.map(({ contestant }) => contestant),
    bench.rounds,
  );
  return contestants.map(({ node, contestant }) => {
    const both = results(contestant);
    return line({ ...program.line, runtime: `Node ${node.version}`, unit: 'time', ours: both, theirs: both });
  });
}
