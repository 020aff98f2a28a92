/** Ends a run when the process is asked to end. */
export interface SignalStop {
  /** For `train`; its reason is an `Error` that names the signal. */
  readonly signal: AbortSignal;
  /** Leaves signals to what handled them before. */
  dispose(): void;
}

const names = ['SIGINT', 'SIGTERM'] as const;

/**
 * A signal for `train` that comes with Ctrl-C (SIGINT) or SIGTERM, so that the run ends after its step and can save.
 *
 * The first ends the run, a second the process at once, as without this. Call `dispose` when the run is over.
 */
export function stopOnSignals(): SignalStop {
  const controller = new AbortController();
  const dispose = () => {
    for (const name of names) process.off(name, stop);
  };
  function stop(name: NodeJS.Signals): void {
    dispose();
    controller.abort(new Error(`${name}: the run ends after this step; once more ends it at once`));
  }
  for (const name of names) process.on(name, stop);
  return { signal: controller.signal, dispose };
}
