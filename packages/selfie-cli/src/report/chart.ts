import { LineChart, type LineSeriesOption } from 'echarts/charts';
import { GridComponent, type GridComponentOption, MarkLineComponent } from 'echarts/components';
import { type ComposeOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Html, html, trusted } from './html.ts';

use([LineChart, GridComponent, MarkLineComponent, SVGRenderer]);

/** What a chart here may consist of: axes and lines. */
export type ChartOption = ComposeOption<LineSeriesOption | GridComponentOption>;

/** The page's own colours, so that a chart follows its light and dark form. */
export const colours = { text: 'var(--soft)', rule: 'var(--rule)', selfie: 'var(--selfie)', plain: 'var(--plain)' };

/** The look of an axis; give it type, name and range. */
export const axis = {
  nameTextStyle: { color: colours.text, fontSize: 14 },
  nameLocation: 'middle',
  axisLabel: { color: colours.text, fontSize: 14 },
  axisLine: { lineStyle: { color: colours.rule } },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colours.rule } },
} as const;

/** Draws a chart as inline SVG with a caption; it scales with the page. */
export function chart(caption: string, option: ChartOption, width = 520, height = 320): Html {
  const canvas = init(null, null, { renderer: 'svg', ssr: true, width, height });
  canvas.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...option });
  const svg = canvas.renderToSVGString().replace(/^<svg [^>]*>/, `<svg role="img" viewBox="0 0 ${width} ${height}">`);
  canvas.dispose();
  return html`<figure class="chart"><figcaption>${caption}</figcaption>${trusted(svg)}</figure>`;
}
