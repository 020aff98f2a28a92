import { SingleBar } from 'cli-progress';
import type { Watch } from './fit.ts';

/**
 * Shows how far some work is, how fast it goes, and how long it will take: a bar on a terminal, a line every ten seconds
 * in a log.
 */
export async function withProgress<T>(
  phase: string,
  steps: number,
  work: (onStep: Watch['onStep']) => Promise<T>,
): Promise<T> {
  const bar = new SingleBar({
    format: `${phase} ${process.stderr.isTTY ? '{bar} ' : ''}{value}/{total} steps · {rate} pictures/s · {eta_formatted} left · loss {loss}`,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    etaBuffer: 50,
    gracefulExit: false,
    noTTYOutput: true,
    notTTYSchedule: 10_000,
  });
  bar.start(steps, 0, { rate: '–', loss: '–' });
  try {
    return await work(({ loss, picturesPerSecond }) =>
      bar.increment({ rate: picturesPerSecond.toFixed(0), loss: loss.toFixed(3) }),
    );
  } finally {
    bar.stop();
  }
}
