/** Feature vectors of pictures, with their classes. */
export interface Features {
  /** `[count, size]`, row-major. */
  readonly features: Float32Array;
  /** The classes `[count]`, 0 … classes − 1; empty where the pictures have none. */
  readonly labels: Int32Array;
  /** How many pictures. */
  readonly count: number;
  /** Length of a vector, d. */
  readonly size: number;
}

/** @throws a sentence unless both sets are labelled and of one size. */
export function checkFeatures(train: Features, test: Features): void {
  for (const [name, { features, labels, count, size }] of Object.entries({ train, test })) {
    if (count < 1 || features.length !== count * size) {
      throw new Error(
        `${name}: at least one vector, and count × size numbers, are expected: got ${features.length} for ` +
          `${count} × ${size}; take them from pooledFeatures`,
      );
    }
    if (labels.length !== count) {
      throw new Error(`${name} has ${count} vectors and ${labels.length} labels: give pictures with one label each`);
    }
    const wrong = labels.find((label) => label < 0);
    if (wrong !== undefined) throw new Error(`${name}: labels are whole numbers of at least 0: got ${wrong}`);
  }
  if (train.size !== test.size) {
    throw new Error(`train has features of size ${train.size}, test of ${test.size}: take both from one network`);
  }
}

/** The share of predictions `[count]` that are the labels, in [0, 1]. */
export function accuracyOf(predictions: Int32Array, labels: Int32Array): number {
  return predictions.reduce((right, prediction, i) => right + Number(prediction === labels[i]), 0) / labels.length;
}
