/** The labels of a batch's pictures, if all have one. */
export const labelsOf = (labels: readonly (number | undefined)[]): { labels?: Int32Array } =>
  labels.every((label) => label !== undefined) ? { labels: Int32Array.from(labels) } : {};
