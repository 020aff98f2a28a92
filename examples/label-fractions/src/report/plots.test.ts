import { expect, test } from 'vitest';
import { accuracyPlot, gainPlot } from './plots.ts';
import { someResults } from './results.testing.ts';

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

test('accuracies: a line with two points for each network, and a bar through each point', () => {
  const svg = accuracyPlot(someResults);
  expect(textsOf(svg)).toEqual(expect.arrayContaining(['supervised', 'Selfie', 'labels', 'test accuracy, %']));
  expect(svg.match(/<path d="M[\d.]+ [\d.]+L[^>]*stroke-width="1.5"/g)).toHaveLength(3); // one spread is 0
});

test('gains: a line for each number of labels', () => {
  expect(textsOf(gainPlot(someResults))).toEqual(
    expect.arrayContaining(['100 labels', '3,000 labels', 'unlabelled pictures for each labelled one', 'Δ, points']),
  );
});
