/** Parts that follow each other, of these lengths: where each begins and, at last, all end; and which of them holds an index. */
export function consecutive(lengths: readonly number[]): {
  readonly starts: Float64Array;
  partOf(index: number): number;
} {
  const starts = new Float64Array(lengths.length + 1);
  lengths.forEach((length, i) => {
    starts[i + 1] = starts[i]! + length;
  });
  return {
    starts,
    partOf(index) {
      let low = 0;
      for (let high = lengths.length; high - low > 1; ) {
        const middle = (low + high) >> 1;
        if (starts[middle]! <= index) low = middle;
        else high = middle;
      }
      return low;
    },
  };
}
