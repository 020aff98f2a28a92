import { expect, test } from 'vitest';
import { stepDecay } from './step-decay.ts';

test('drops at each milestone', () => {
  const rate = stepDecay({ peak: 8, milestones: [2, 3, 7], factor: 0.5 });
  expect([0, 1, 2, 3, 6, 7, 100].map(rate)).toEqual([8, 8, 4, 2, 2, 1, 1]);
});

test('drops to a tenth unless told otherwise', () => {
  expect(stepDecay({ peak: 1, milestones: [5] })(5)).toBe(0.1);
  expect(stepDecay({ peak: 1, milestones: [] })(5)).toBe(1);
});

test('says what is out of range', () => {
  expect(() => stepDecay({ peak: -1, milestones: [] })).toThrow('peak is a rate above 0: got -1');
  expect(() => stepDecay({ peak: 1, milestones: [], factor: 1 })).toThrow('factor lies in (0, 1): got 1');
  for (const milestones of [[0], [3, 2], [4, 4], [1.5]]) {
    expect(() => stepDecay({ peak: 1, milestones })).toThrow(
      `milestones are whole numbers from 1 on in rising order: got [${milestones.join(', ')}]`,
    );
  }
});
