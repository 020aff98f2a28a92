import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { type Report, report } from './report.ts';

const nasty = `</title></style><script>alert("x")</script>`;

const data: Report = {
  title: `Run ${nasty}`,
  summary: `Summary ${nasty}`,
  figures: [{ label: `Gain ${nasty}`, value: '+1.3', note: `note ${nasty}` }],
  patchSelection: {
    accuracy: 0.715,
    chance: 0.125,
    pictures: ['boot', nasty].map((name) => ({
      name,
      pixels: new Uint8Array(16).fill(9),
      width: 4,
      height: 4,
      channels: 1,
      patchSize: [2, 2],
      hidden: [1],
      chosen: [1],
    })),
  },
  pretraining: { loss: [2.1, 1.7, 1.2], accuracy: [0.1, 0.4, 0.6] },
  rows: [
    {
      labels: 100,
      supervised: { mean: 69.25, std: 1.94, runs: [68.5, 70] },
      selfie: { mean: 70.5, std: 1.06, runs: [71.25, 69.75] },
      delta: 1.25,
    },
    {
      labels: 300,
      supervised: { mean: 76, std: 0, runs: [76] },
      selfie: { mean: 75.5, std: 0, runs: [75.5] },
      delta: -0.5,
    },
  ],
  neighbours: [
    {
      picture: { name: `cat ${nasty}`, type: 'image/jpeg', bytes: Uint8Array.of(1, 2, 3) },
      neighbours: [
        { name: 'dog', type: 'image/png', bytes: Uint8Array.of(4, 5), similarity: 0.98765 },
        { name: nasty, type: 'image/webp', bytes: Uint8Array.of(6), similarity: -0.25 },
      ],
    },
  ],
  options: { head: 'literal', steps: 1500, data: nasty },
  reproduce: `npm start -- --data '${nasty}'`,
};

const { document } = parseHTML(report(data));
const texts = (selector: string) =>
  [...document.querySelectorAll(selector)].map((node) => node.textContent!.replace(/\s+/g, ' ').trim());

test('the table has every number of labels, mean ± deviation, and the differences by seed', () => {
  expect(texts('.results tbody th')).toEqual(['100', '300']);
  expect(texts('.results tbody td')).toEqual([
    ...['69.3 ± 1.9', '70.5 ± 1.1', '+1.3', '+2.8 −0.3'],
    ...['76.0 ± 0.0', '75.5 ± 0.0', '−0.5', '−0.5'],
  ]);
});

test('figures, options, accuracy and commands are all there', () => {
  expect(texts('.figures dd')).toEqual([`+1.3note ${nasty}`]);
  expect(texts('.options tr')).toEqual(['headliteral', 'steps1500', `data${nasty}`]);
  expect(texts('section p').join()).toContain('71.5 % of the hidden patches were chosen rightly; chance is 12.5 %');
  expect(texts('pre code')).toEqual([`npm start -- --data '${nasty}'`]);
  expect(texts('.story h3')).toEqual(['boot', nasty]);
  expect(document.querySelectorAll('.chart svg')).toHaveLength(4); // two slopes, loss, accuracy
});

test('beside a picture stand those it is like, with their similarity', () => {
  expect(texts('.alike figcaption')).toEqual([`cat ${nasty}`, '0.988', '−0.250']);
  const images = [...document.querySelectorAll('.alike img')];
  expect(images.map((image) => image.getAttribute('alt'))).toEqual([`cat ${nasty}`, 'dog', nasty]);
  expect(images[1]!.getAttribute('src')).toBe('data:image/png;base64,BAU=');
});

test('without rows and neighbours nothing is said about them', () => {
  const { document } = parseHTML(report({ ...data, rows: undefined, neighbours: undefined }));
  const headings = [...document.querySelectorAll('h2')].map((heading) => heading.textContent);
  expect(headings).toEqual(['Pretraining', 'What it chose', 'Options', 'Reproduce']);
});

test('no text becomes markup, and nothing is loaded from anywhere', () => {
  expect(document.querySelectorAll('script')).toHaveLength(0);
  expect(texts('title')[0]).toBe(`Run ${nasty}`);
  expect(document.querySelectorAll('link, iframe, object, embed')).toHaveLength(0);
  for (const node of document.querySelectorAll('[href], [src]'))
    expect(node.getAttribute('href') ?? node.getAttribute('src')).toMatch(
      /^data:image\/(png|jpeg|webp);base64,[\w+/]+=*$/,
    );
  expect(report(data)).not.toMatch(/url\((?!#)|@import|https?:\/\/(?!www\.w3\.org)/);
});

test('ids are unique over the page', () => {
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  expect(new Set(ids).size).toBe(ids.length);
});
