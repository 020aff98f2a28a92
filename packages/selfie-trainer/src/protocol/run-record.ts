/** How a classifier is finetuned; what an experiment chooses among. */
export interface Setting {
  /** The largest rate, after the warm-up. */
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly steps: number;
}

/** A finetuning run of an experiment, before it is done. */
export interface Run {
  /** `tuning` measures on the part held out of the labelled pictures, `final` on the test pictures. */
  readonly phase: 'tuning' | 'final';
  /** The arm's name. */
  readonly arm: string;
  /** How many labels, those held out included. */
  readonly labels: number;
  readonly setting: Setting;
  /** The run's number, from 1: it decides fresh weights, batches and, with subsets of their own, labels, for every arm alike. */
  readonly seed: number;
}

/** What a finished run gave; plain data, as JSON keeps it. */
export interface RunRecord extends Run {
  /** Of what decides the result: weights to begin with, losses on the first batch, pictures, rates of groups, protocol, backend. */
  readonly fingerprint: string;
  /** Accuracy, in [0, 1], on the pictures that were measured on. */
  readonly accuracy: number;
  /** Cross-entropy on them; null if it is no number. */
  readonly loss: number | null;
  /** Accuracy, in [0, 1], on the pictures that were learned from, as they are. */
  readonly trainingAccuracy: number;
  /** Whether loss or gradients were no numbers at some step; the run ended there. */
  readonly diverged: boolean;
  /** Time of training and measuring. */
  readonly seconds: number;
}

/** Where finished runs are kept, e.g. an `experimentFolder`. */
export interface RecordStore {
  /** All records, in the order in which they came. */
  read(): Promise<RunRecord[]>;
  /** Keeps one more. */
  append(record: RunRecord): Promise<void>;
}

/** Keeps records until the program ends. */
export function recordsInMemory(): RecordStore {
  const records: RunRecord[] = [];
  return {
    read: async () => [...records],
    append: async (record) => {
      records.push(record);
    },
  };
}

/** One text for each run that differs, whatever the order of its properties. */
export function runKey({ phase, arm, labels, setting: { learningRate, weightDecay, steps }, seed }: Run): string {
  return JSON.stringify([phase, arm, labels, learningRate, weightDecay, steps, seed]);
}
