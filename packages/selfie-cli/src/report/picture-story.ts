import { encode } from 'fast-png';
import { type Html, html } from './html.ts';

/** A picture, the patches hidden from the network, and which of them it chose for each hidden place. */
export interface SelectionPicture {
  readonly name: string;
  /** Rows of pixels, `[height, width, channels]`, 0 … 255; channels 1 or 3. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Height and width of a patch in pixels. */
  readonly patchSize: readonly [number, number];
  /** Row-major places of the hidden patches. */
  readonly hidden: readonly number[];
  /** For each hidden place, the place whose patch was chosen. */
  readonly chosen: readonly number[];
}

type Corner = { x: number; y: number };

const cornerOf = ({ width, patchSize: [patchHeight, patchWidth] }: SelectionPicture, place: number): Corner => {
  const columns = width / patchWidth;
  return { x: (place % columns) * patchWidth, y: Math.floor(place / columns) * patchHeight };
};

/** The pixels with the chosen patch pasted into each hidden place. */
export function pasteChosen(picture: SelectionPicture): Uint8Array {
  const { pixels, width, channels, patchSize, hidden, chosen } = picture;
  const [patchHeight, patchWidth] = patchSize;
  const pasted = pixels.slice();
  hidden.forEach((place, i) => {
    const to = cornerOf(picture, place);
    const from = cornerOf(picture, chosen[i]!);
    for (let row = 0; row < patchHeight; row++) {
      const start = ((from.y + row) * width + from.x) * channels;
      pasted.set(pixels.subarray(start, start + patchWidth * channels), ((to.y + row) * width + to.x) * channels);
    }
  });
  return pasted;
}

const pngUri = ({ width, height, channels }: SelectionPicture, data: Uint8Array) =>
  `data:image/png;base64,${Buffer.from(encode({ width, height, channels, depth: 8, data })).toString('base64')}`;

/** The width of every drawing, in units in which the style gives the width of lines. */
const drawingWidth = 32;

const tile = (picture: SelectionPicture, caption: string, data: Uint8Array, marks: readonly Html[]) => {
  const height = (drawingWidth * picture.height) / picture.width;
  return html`
<figure><svg viewBox="0 0 ${drawingWidth} ${height}" role="img" aria-label="${picture.name}: ${caption}">
<image href="${pngUri(picture, data)}" width="${drawingWidth}" height="${height}"/>${marks}</svg>
<figcaption>${caption}</figcaption></figure>`;
};

/** The part of the drawing that is a patch's, less a little at each side. */
function rectangle(picture: SelectionPicture, place: number, inset = 0): Html {
  const scale = drawingWidth / picture.width;
  const { x, y } = cornerOf(picture, place);
  const [height, width] = picture.patchSize;
  return html`x="${scale * x + inset}" y="${scale * y + inset}" width="${scale * width - 2 * inset}" height="${scale * height - 2 * inset}"`;
}

function expectWhole({ name, pixels, width, height, channels, patchSize, hidden, chosen }: SelectionPicture): void {
  if (pixels.length !== height * width * channels)
    throw new RangeError(
      `picture ${name}: expected ${height}×${width}×${channels} = ${height * width * channels} pixel values, got ${pixels.length}`,
    );
  if (height % patchSize[0] !== 0 || width % patchSize[1] !== 0)
    throw new RangeError(
      `picture ${name}: patches of ${patchSize.join('×')} do not divide its ${height}×${width} pixels; use the size it was cut with`,
    );
  const count = (height / patchSize[0]) * (width / patchSize[1]);
  const isPlace = (place: number) => Number.isInteger(place) && place >= 0 && place < count;
  if (chosen.length !== hidden.length || !hidden.every(isPlace) || !chosen.every(isPlace))
    throw new RangeError(
      `picture ${name}: expected one chosen place for each hidden place, each 0 … ${count - 1}, got [${chosen}] for [${hidden}]`,
    );
}

/**
 * Shows a picture three times: as it is, with its hidden patches covered, and with the choices pasted in and marked.
 *
 * @throws RangeError if pixels, patches or places do not fit each other.
 */
export function pictureStory(picture: SelectionPicture): Html {
  expectWhole(picture);
  const { name, pixels, hidden, chosen } = picture;
  const isRight = hidden.map((place, i) => place === chosen[i]);
  const covers = hidden.map((place) => html`<rect class="hidden" ${rectangle(picture, place)}/>`);
  const marks = hidden.map((place, i) => {
    const verdict = isRight[i] ? 'right' : 'wrong';
    const title = `place ${place}: chose patch ${chosen[i]}, ${verdict}`;
    const inset = 0.3; // keeps neighbouring frames apart
    return html`<rect class="${verdict}" ${rectangle(picture, place, inset)}><title>${title}</title></rect>`;
  });
  const right = isRight.filter(Boolean).length;
  return html`
<article class="story"><h3>${name}</h3><div class="tiles">
${tile(picture, 'picture', pixels, [])}
${tile(picture, 'what it saw', pixels, covers)}
${tile(picture, `${right} of ${hidden.length} right`, pasteChosen(picture), marks)}
</div></article>`;
}
