import { expect, test } from 'vitest';
import { type Architecture, architectureOf, outputChannels, stageWidth } from './architecture.ts';

test('is by default the first three stages of ResNet-50', () => {
  const architecture = architectureOf({});
  expect(architecture).toEqual({
    depths: [3, 4, 6],
    width: 64,
    block: 'bottleneck',
    version: 'v1.5',
    stem: 'small',
    channels: 3,
  });
  expect([0, 1, 2].map((index) => stageWidth(architecture, index))).toEqual([64, 128, 256]);
  expect([0, 1, 2, 3].map((stages) => outputChannels(architecture, stages))).toEqual([64, 256, 512, 1024]);
});

test('doubles the width from stage to stage; basic blocks put out as much', () => {
  const architecture = architectureOf({ depths: [1, 2], width: 5, block: 'basic' });
  expect([0, 1, 2].map((stages) => outputChannels(architecture, stages))).toEqual([5, 5, 10]);
});

test.each([
  [{ depths: [] }, 'depths are whole numbers of at least 1, one a stage: got []; use e.g. [3, 4, 6]'],
  [{ depths: [3, 0] }, 'depths are whole numbers of at least 1, one a stage: got [3, 0]; use e.g. [3, 4, 6]'],
  [{ width: 1.5 }, 'width is a whole number of at least 1: got 1.5'],
  [{ channels: 0 }, 'channels is a whole number of at least 1: got 0'],
  [{ block: 'dense' }, "block is one of 'basic', 'bottleneck': got 'dense'"],
  [{ version: 'v1' }, "version is one of 'v1.5', 'v2': got 'v1'"],
  [{ stem: 'huge' }, "stem is one of 'small', 'large': got 'huge'"],
])('refuses %j', (options, sentence) => {
  expect(() => architectureOf(options as Partial<Architecture>)).toThrow(sentence);
});
