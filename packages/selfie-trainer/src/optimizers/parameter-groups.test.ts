import { expect, test } from 'vitest';
import { groupSettings, type ParameterGroup, withoutDecay } from './parameter-groups.ts';

const under = (prefix: string) => (path: string) => path.startsWith(prefix);

test('later groups override what earlier ones said, and only that', () => {
  const settings = groupSettings(
    [
      withoutDecay,
      { match: under('pool/'), rate: 0.5 },
      { match: under('pool/norm'), weightDecay: 0.2 },
      { match: under('pool/norm'), rate: 3 },
    ],
    0.1,
  );
  expect(settings('stem/kernel')).toEqual({ rate: 1, weightDecay: 0.1 });
  expect(settings('stem/bias')).toEqual({ rate: 1, weightDecay: 0 });
  expect(settings('pool/kernel')).toEqual({ rate: 0.5, weightDecay: 0.1 });
  expect(settings('pool/bias')).toEqual({ rate: 0.5, weightDecay: 0 });
  expect(settings('pool/norm/scale')).toEqual({ rate: 3, weightDecay: 0.2 });
});

test('the order of groups counts', () => {
  const all: ParameterGroup = { match: () => true, weightDecay: 0.3 };
  expect(groupSettings([withoutDecay, all], 0.1)('bias').weightDecay).toBe(0.3);
  expect(groupSettings([all, withoutDecay], 0.1)('bias').weightDecay).toBe(0);
  expect(groupSettings([], 0.1)('bias').weightDecay).toBe(0.1);
});

test('says what is out of range', () => {
  const match = () => true;
  expect(() => groupSettings([withoutDecay, { match, rate: -1 }], 0)).toThrow(
    'groups[1].rate is a number of at least 0: got -1',
  );
  expect(() => groupSettings([{ match, weightDecay: Number.NaN }], 0)).toThrow(
    'groups[0].weightDecay is a number of at least 0: got NaN',
  );
});
