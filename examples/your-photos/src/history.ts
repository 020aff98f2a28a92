import { readFileSync } from 'node:fs';

/** How pretraining went, from its first step on, however often it was stopped. */
export interface History {
  /** One value a step. */
  readonly loss: readonly number[];
  /** One value a step: the fraction of hidden patches that were chosen rightly. */
  readonly accuracy: readonly number[];
  /** Time of all steps. */
  readonly seconds: number;
  /** The share of that time in which a step waited for its pictures. */
  readonly waiting: number;
}

/** Reads the log of a run's steps, each of so many pictures. */
export function readHistory(file: string, batchSize: number): History {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const steps = lines.map((line): Record<string, number> => JSON.parse(line));
  const values = (name: string) => steps.map((step) => Number(step[name]));
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const seconds = sum(values('picturesPerSecond').map((rate) => batchSize / rate));
  return { loss: values('loss'), accuracy: values('accuracy'), seconds, waiting: sum(values('waited')) / seconds };
}
