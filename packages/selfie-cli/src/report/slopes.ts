import type { LineSeriesOption } from 'echarts/charts';
import { axis, type ChartOption, chart, colours } from './chart.ts';
import type { Html } from './html.ts';
import type { ResultRow } from './results-table.ts';

/** Draws one line a seed from the accuracy without pretraining to the accuracy with it, and their means in bold. */
export function slopes({ labels, supervised, selfie }: ResultRow): Html {
  const line = (from: number, to: number, bold: boolean): LineSeriesOption => {
    const color = bold ? colours.selfie : colours.plain;
    return {
      type: 'line',
      silent: true,
      data: [from, to],
      symbol: 'circle',
      symbolSize: bold ? 10 : 6,
      itemStyle: { color },
      lineStyle: { color, width: bold ? 3 : 1.5, opacity: bold ? 1 : 0.6 },
    };
  };
  const option: ChartOption = {
    grid: { left: 8, right: 24, top: 12, bottom: 4, outerBoundsMode: 'same' },
    xAxis: { ...axis, type: 'category', data: ['supervised', 'Selfie'] },
    yAxis: {
      ...axis,
      type: 'value',
      scale: true,
      axisLabel: { ...axis.axisLabel, formatter: '{value} %' },
      minInterval: 1,
    },
    series: [
      ...supervised.runs.map((accuracy, seed) => line(accuracy, selfie.runs[seed]!, false)),
      line(supervised.mean, selfie.mean, true),
    ],
  };
  return chart(`${labels} labels: test accuracy, a thin line for each seed, their mean in bold`, option, 520, 300);
}
