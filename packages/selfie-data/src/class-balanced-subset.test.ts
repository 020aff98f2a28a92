import { describe, expect, test } from 'vitest';
import { classBalancedSubset } from './class-balanced-subset.ts';

const labels = Uint8Array.from({ length: 70 }, (_, i) => ((i * i + (i >> 3)) % 7) % 5);
const countOf = (indices: Int32Array, label: number) => indices.filter((index) => labels[index] === label).length;
const available = Int32Array.from({ length: 5 }, (_, label) => countOf(Int32Array.from(labels.keys()), label));

describe('classBalancedSubset', () => {
  test('holds as many of each class, ascending and each once', () => {
    const indices = classBalancedSubset({ labels, classes: 5, count: 25, seed: 3 });
    expect(indices.length).toBe(25);
    for (let i = 1; i < 25; i++) expect(indices[i]).toBeGreaterThan(indices[i - 1]!);
    for (let label = 0; label < 5; label++) expect(countOf(indices, label)).toBe(5);
  });

  test.each([1, 3, 7, 13, 24])('of %i differs by at most one between classes', (count) => {
    const counts = [0, 1, 2, 3, 4].map((label) =>
      countOf(classBalancedSubset({ labels, classes: 5, count, seed: 3 }), label),
    );
    expect(counts.reduce((sum, n) => sum + n)).toBe(count);
    expect(Math.max(...counts) - Math.min(...counts)).toBe(1);
  });

  test('is decided by the seed, and so are the classes with one more', () => {
    const subset = (seed: number) => classBalancedSubset({ labels, classes: 5, count: 12, seed });
    expect(subset(1)).toEqual(subset(1));
    expect(subset(1)).not.toEqual(subset(2));
    const larger = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      for (let label = 0; label < 5; label++) if (countOf(subset(seed), label) === 3) larger.add(label);
    }
    expect(larger.size).toBe(5);
  });

  test('takes every example of a class equally often', () => {
    const draws = 2000;
    const counts = new Int32Array(labels.length);
    for (let seed = 0; seed < draws; seed++) {
      for (const index of classBalancedSubset({ labels, classes: 5, count: 10, seed })) counts[index]!++;
    }
    labels.forEach((label, index) => {
      const share = 2 / available[label]!;
      const deviation = Math.sqrt(draws * share * (1 - share));
      expect(Math.abs(counts[index]! - draws * share)).toBeLessThan(4 * deviation);
    });
  });

  test('gives one more only to classes that have one, up to the largest balanced subset', () => {
    const few = Int32Array.of(0, 1, 2, 0, 2, 0);
    for (let seed = 0; seed < 10; seed++) {
      const indices = classBalancedSubset({ labels: few, classes: 3, count: 5, seed });
      expect([...indices].map((index) => few[index]).sort()).toEqual([0, 0, 1, 2, 2]);
    }
    expect(() => classBalancedSubset({ labels: few, classes: 3, count: 6, seed: 0 })).toThrow(
      'count must be at most 5 for a class-balanced subset of 6 labels, of which class 1 has 1: got 6; ask for fewer',
    );
  });

  test.each([
    [
      { labels: [0, 1, 0, 1], classes: 2, count: 5 },
      'count must be at most 4 for a class-balanced subset of 4 labels, of which class 0 has 2: got 5; ask for fewer',
    ],
    [
      { labels: [0, 1, 0, 1], classes: 3, count: 3 },
      'count must be at most 2 for a class-balanced subset of 4 labels, of which class 2 has 0: got 3; ask for fewer',
    ],
    [
      { labels: [0, 2], classes: 2, count: 1 },
      'labels must be from 0 to 1: got 2 for example 1; correct labels or classes',
    ],
    [{ labels: [0, 1], classes: 2, count: 0 }, 'count must be a whole number above 0: got 0; use e.g. 20'],
    [{ labels: [0, 1], classes: 2, count: 1.5 }, 'count must be a whole number above 0: got 1.5; use e.g. 20'],
  ])('refuses %o', (options, message) => {
    expect(() => classBalancedSubset({ ...options, seed: 0 })).toThrow(message);
  });
});
