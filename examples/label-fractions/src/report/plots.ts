import { CustomChart, type CustomSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts';
import {
  GridComponent,
  type GridComponentOption,
  LegendComponent,
  type LegendComponentOption,
} from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { names } from '../arms.ts';
import type { Results } from '../results.ts';
import { count } from './format.ts';
import { gainsByAmount } from './markdown.ts';

use([CustomChart, GridComponent, LegendComponent, LineChart, SVGRenderer]);

type Option = ComposeOption<CustomSeriesOption | GridComponentOption | LegendComponentOption | LineSeriesOption>;

/** A point and how far its bar reaches up and down. */
interface Point {
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

const colours = ['#7b858f', '#2f6fed', '#1a9a5b', '#d9432f', '#9b51e0'];

/** A curve and its name. */
interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

/** What stands at the axes, and where: `scale` lets y begin elsewhere than at 0. */
interface Axes {
  readonly x: { readonly name: string; readonly ticks: readonly number[] };
  readonly y: { readonly name: string; readonly scale: boolean };
}

/** Test accuracy in percent by the number of labels, with and without Selfie; bars are the standard deviation over seeds. */
export const accuracyPlot = ({ rows }: Results): string =>
  plot(
    {
      x: { name: 'labels', ticks: rows.map(({ labels }) => labels) },
      y: { name: 'test accuracy, %', scale: true },
    },
    [names.supervised, names.selfie].map((name) => ({
      name,
      points: rows.map(({ labels, arms }) => {
        const { mean, deviation } = arms.find(({ arm }) => arm === name)!.test;
        return { x: labels, y: 100 * mean, low: 100 * (mean - deviation), high: 100 * (mean + deviation) };
      }),
    })),
  );

/** The gain in points by the number of unlabelled pictures for each labelled one; bars are 95 % intervals. */
export function gainPlot(results: Results): string {
  const gains = gainsByAmount(results);
  const labels = [...new Set(gains.map((gain) => gain.labels))].sort((a, b) => a - b);
  const lines = labels.map((labelled, i) => ({
    name: `${count(labelled)} labels`,
    points: gains
      .filter((gain) => gain.labels === labelled)
      .map(({ pictures, delta: { differences, interval } }) => ({
        x: (pictures / labelled) * 1.03 ** i, // a little apart, where two lines have the same number
        y: 100 * differences.mean,
        low: 100 * interval[0],
        high: 100 * interval[1],
      }))
      .sort((a, b) => a.x - b.x),
  }));
  const ticks = [10, 20, 50, 100, 200, 500, 1000, 2000];
  return plot(
    {
      x: { name: 'unlabelled pictures for each labelled one', ticks },
      y: { name: 'Δ, points', scale: false },
    },
    lines,
  );
}

/** Draws lines with bars as an SVG image, the x axis logarithmic. */
function plot({ x, y }: Axes, lines: readonly Line[]): string {
  const [least, most] = range(lines);
  const customValues = x.ticks.filter((tick) => tick >= least && tick <= most);
  const option: Option = {
    animation: false,
    backgroundColor: '#fff',
    legend: { top: 8 },
    grid: { left: 64, right: 24, top: 48, bottom: 56 },
    xAxis: {
      ...{ type: 'log', name: x.name, nameLocation: 'middle', nameGap: 32, min: least, max: most },
      axisTick: { customValues },
      axisLabel: { customValues, formatter: count },
      splitLine: { show: false },
    },
    yAxis: { type: 'value', name: y.name, nameLocation: 'middle', nameGap: 40, scale: y.scale },
    series: lines.flatMap(({ name, points }, i) => {
      const color = colours[i % colours.length]!;
      const data = points.map(({ x, y }) => [x, y]);
      return [{ type: 'line', name, color, symbolSize: 8, data } satisfies LineSeriesOption, bars(points, color)];
    }),
  };
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 400 });
  canvas.setOption(option);
  const svg = canvas.renderToSVGString();
  canvas.dispose();
  return svg;
}

/** A little room to the left of the least x and to the right of the largest. */
function range(lines: readonly Line[]): [least: number, most: number] {
  const all = lines.flatMap(({ points }) => points.map(({ x }) => x));
  return [Math.min(...all) / 1.3, Math.max(...all) * 1.3];
}

/** A vertical line through each point, from low to high. */
const bars = (points: readonly Point[], stroke: string): CustomSeriesOption => ({
  type: 'custom',
  silent: true,
  data: points.map(({ x, low, high }) => [x, low, high]),
  encode: { x: 0, y: [1, 2] },
  renderItem: (_, api) => {
    const [x, bottom] = api.coord([api.value(0), api.value(1)]) as [number, number];
    const [, top] = api.coord([api.value(0), api.value(2)]) as [number, number];
    return { type: 'line', shape: { x1: x, y1: bottom, x2: x, y2: top }, style: { stroke, lineWidth: 1.5 } };
  },
});
