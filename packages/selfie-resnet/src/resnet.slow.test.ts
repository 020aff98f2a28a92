import { expect, test } from 'vitest';
import { parameterCount } from './parameter-count.ts';
import { resnet101, resnet152 } from './resnet.ts';

test.each([
  [resnet101, 44_549_160],
  [resnet152, 60_192_808],
])('%o has %i parameters', (resnet, count) => {
  const classifier = resnet({ classes: 1000, stem: 'large' });
  expect(parameterCount(classifier.variables)).toBe(count);
  classifier.dispose();
});
