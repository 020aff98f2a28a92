import type { Sharp } from 'sharp';
import type { Size } from '../augment/resize.ts';
import { checkView, takeView, type View } from '../augment/view.ts';
import type { EncodedPicture, Picture } from '../sources/picture.ts';
import { fromCmyk } from './from-cmyk.ts';
import { loadSharp } from './load-sharp.ts';
import { type PictureFormat, pictureFormat } from './picture-format.ts';
import { plainJpegSize } from './plain-jpeg-size.ts';
import { toGrey } from './to-grey.ts';

/** How pictures are decoded. */
export interface DecodeOptions {
  /**
   * 3: red, green, blue; 1: their luma.
   *
   * @default 3
   */
  readonly channels?: 1 | 3;
  /**
   * What is decoded of a picture of this [height, width], as it is seen upright: cropping and resizing while decoding is
   * faster than `takeView` afterwards, and differs from it by less than 2 of 255 on average.
   *
   * @default all of it
   */
  readonly view?: (picture: Size) => View;
  /**
   * The most pixels a picture may have by its header; more are refused before any memory is taken for them.
   *
   * @default 2 ** 27, enough for a camera of 108 megapixels
   */
  readonly maxPixels?: number;
}

/**
 * Decodes a JPEG, PNG or WebP, or the first frame of a GIF, to unsigned bytes `[h, w, c]`, by the package sharp.
 *
 * It is turned upright as its EXIF data say, and becomes what Pillow's `convert('RGB')` makes of it: transparency is
 * dropped, embedded colour profiles are ignored. Of 16 bits a channel the upper 8 are kept.
 *
 * @throws Error if the bytes are no such picture, cut off or damaged, or if sharp cannot be loaded; RangeError if the
 * picture has too many pixels, or an option is out of its range.
 */
export async function decodePicture(
  encoded: EncodedPicture,
  { channels = 3, view, maxPixels = 2 ** 27 }: DecodeOptions = {},
): Promise<Picture> {
  if (channels !== 1 && channels !== 3) throw new RangeError(`channels must be 1 or 3: got ${channels}; use 3 for RGB`);
  const { bytes, origin } = encoded;
  const format = checkFormat(encoded);
  const sharp = await loadSharp();
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: false, ignoreIcc: true, autoOrient: true });
  const header = await headerOf(encoded, image, format);
  const { size } = header;
  if (size[0] * size[1] > maxPixels) {
    throw new RangeError(
      `${origin}: expected at most ${maxPixels} pixels, got ${size.join(' × ')} by the header of the ${format}; leave ` +
        'it out, or raise maxPixels',
    );
  }
  const wanted = view?.(size);
  if (wanted) checkView(wanted, size);
  const rest = wanted && delegate(image, wanted, header.hasAlpha);
  const picture = await decoded(pixelsOf(image, header.isCmyk), origin, format);
  const seen = rest ? takeView(picture, rest) : picture;
  return channels === 1 ? toGrey(seen) : seen;
}

/**
 * Has the decoder do what it does as `takeView` would, and gives the view that is left to be taken of what it makes. It
 * enlarges with a shift of half a pixel, and weighs colours by their opacity where it resizes.
 */
function delegate(image: Sharp, { box, size, window }: View, hasAlpha: boolean): View | undefined {
  image.extract(box);
  const [height, width] = size;
  if (hasAlpha || height > box.height || width > box.width) return { box: { ...box, top: 0, left: 0 }, size, window };
  image.resize({ height, width, fit: 'fill', kernel: 'linear' });
  if (window) image.extract(window);
  return undefined;
}

function checkFormat({ bytes, origin }: EncodedPicture): PictureFormat {
  const format = pictureFormat(bytes);
  if (format) return format;
  const start = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const found = bytes.length === 0 ? 'no bytes at all' : `bytes that begin with ${start}`;
  throw new Error(`${origin}: expected a JPEG, PNG, WebP or GIF, got ${found}; replace it or leave it out`);
}

/** What has to be known before decoding. */
interface Header {
  /** As the picture is seen upright. */
  readonly size: Size;
  readonly hasAlpha: boolean;
  readonly isCmyk: boolean;
}

/** That of plain JPEGs is read without asking the decoder, which takes its time. */
async function headerOf({ bytes, origin }: EncodedPicture, image: Sharp, format: PictureFormat): Promise<Header> {
  const size = format === 'JPEG' ? plainJpegSize(bytes) : undefined;
  if (size) return { size, hasAlpha: false, isCmyk: false };
  const { autoOrient, hasAlpha, space } = await decoded(image.metadata(), origin, format);
  return { size: [autoOrient.height, autoOrient.width], hasAlpha, isCmyk: space === 'cmyk' };
}

async function pixelsOf(image: Sharp, isCmyk: boolean): Promise<Picture> {
  if (isCmyk) image.pipelineColourspace('cmyk').toColourspace('cmyk');
  else image.removeAlpha().toColourspace('srgb');
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { pixels: isCmyk ? fromCmyk(bytes) : bytes, shape: [info.height, info.width, 3] };
}

/**
 * What sharp answers, or a sentence. It leaves out sharp's reason, which comes from one buffer for all that a process
 * decodes: while other pictures are decoded, it is empty, or one of theirs.
 */
async function decoded<T>(answer: Promise<T>, origin: string, format: PictureFormat): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new Error(`${origin}: expected a whole ${format}, which could not be decoded; replace it or leave it out`, {
      cause,
    });
  }
}
