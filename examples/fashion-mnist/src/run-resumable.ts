import { stopOnSignals } from 'selfie-trainer/node';

/**
 * Runs an example that goes on where it was stopped: exit code 0; 130 where Ctrl-C ended it, by the signal's reason; 1 where
 * something is wrong, with a sentence.
 */
export async function runResumable(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { signal, dispose } = stopOnSignals();
  try {
    await run(signal);
  } catch (error) {
    if (error === signal.reason) {
      console.error('Stopped. The same command goes on from here.');
      process.exitCode = 130;
    } else {
      console.error(`error: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  } finally {
    dispose();
  }
}
