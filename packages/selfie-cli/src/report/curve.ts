import type { LineSeriesOption } from 'echarts/charts';
import { axis, type ChartOption, chart, colours } from './chart.ts';
import type { Html } from './html.ts';

/** One number a training step, and the value that guessing would give. */
export interface Curve {
  readonly caption: string;
  /** One value a step, from step 1. */
  readonly values: readonly number[];
  readonly chance: number;
  /** How a value is written, with as many digits. */
  readonly format: (value: number, digits: number) => string;
  /** Digits on the axis; chance gets one more. */
  readonly digits: number;
}

/** The mean over a window of 2·radius + 1 steps around each step, shorter at both ends. */
export function smooth(values: readonly number[], radius: number): number[] {
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, i) => {
    const from = Math.max(0, i - radius);
    const to = Math.min(values.length, i + radius + 1);
    return (sums[to]! - sums[from]!) / (to - from);
  });
}

const points = (values: readonly number[]) => values.map((value, i) => [i + 1, value]);

/** Draws a curve: every step faintly, its running mean, and a dashed line at chance. */
export function curve({ caption, values, chance, format, digits }: Curve): Html {
  const line = { type: 'line', silent: true, showSymbol: false, sampling: 'lttb' } as const;
  const atChance: LineSeriesOption['markLine'] = {
    silent: true,
    symbol: 'none',
    lineStyle: { color: colours.plain, type: 'dashed', width: 1.5 },
    label: {
      formatter: `chance ${format(chance, digits + 1)}`,
      position: 'insideEndTop',
      color: colours.text,
      fontSize: 14,
    },
    data: [{ yAxis: chance }],
  };
  const option: ChartOption = {
    grid: { left: 8, right: 20, top: 12, bottom: 4, outerBoundsMode: 'same' },
    xAxis: {
      ...axis,
      type: 'value',
      name: 'step',
      nameGap: 28,
      min: 0,
      max: values.length,
      splitLine: { show: false },
    },
    yAxis: {
      ...axis,
      type: 'value',
      min: 0,
      max: (range: { max: number }) => Math.max(range.max, 1.1 * chance),
      axisLabel: { ...axis.axisLabel, formatter: (value: number) => format(value, digits), showMaxLabel: false },
    },
    series: [
      {
        ...line,
        data: points(values),
        lineStyle: { color: colours.selfie, width: 1, opacity: 0.25 },
        markLine: atChance,
      },
      {
        ...line,
        data: points(smooth(values, Math.ceil(values.length / 100))),
        lineStyle: { color: colours.selfie, width: 2.5 },
      },
    ],
  };
  return chart(caption, option);
}
