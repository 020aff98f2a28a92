import { SingleBar } from 'cli-progress';

/** Shows how far some work is. */
export interface Progress {
  /** So much is done, with a few words on it. */
  show(done: number, words: string): void;
  stop(): void;
}

/**
 * A bar on a terminal, a line every half minute in a log. It begins where the first call stands, so that the time left of
 * work that goes on is right.
 */
export function progress(phase: string, total: number, unit: string): Progress {
  const bar = new SingleBar({
    format: `${phase} ${process.stderr.isTTY ? '{bar} ' : ''}{value}/{total} ${unit} · {eta_formatted} left · {words}`,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    etaBuffer: 50,
    gracefulExit: false,
    noTTYOutput: true,
    notTTYSchedule: 30_000,
  });
  let last: number | undefined;
  return {
    show(done, words) {
      if (last === undefined) bar.start(total, done, { words });
      if (done === last) bar.update({ words });
      else bar.update(done, { words }); // only what moves counts for the time left
      last = done;
    },
    stop: () => bar.stop(),
  };
}
