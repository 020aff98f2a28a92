import { augmenter } from 'selfie-data';
import { pictureLoader } from 'selfie-data/node';
import sharp from 'sharp';
import { encodedPhotos } from '../measured/encoded-photos.ts';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';

/** What a photo costs on all cores, from JPEG to 224×224 pixels, cropped at random. */
export interface PhotosResult {
  /** Seconds a picture as floats in a batch of the loader. */
  readonly loader: number;
  /** Seconds a picture as bytes, of sharp alone. */
  readonly sharp: number;
}

const { batches: batchesText } = parse('batches');
const [batchSize, prefetch, batches] = [32, 2, Number(batchesText)];
const pictures = await encodedPhotos(64);
const shape = [224, 224, 3] as const;
const augment = { randomResizedCrop: {}, flip: 'horizontal' } as const;
const { view } = augmenter({ shape, augment });
const loader = pictureLoader({ pictures, shape, batchSize, seed: 1, augment, loading: { prefetch } });
let done = 0; // batches of the loader

/** Seconds a picture of `batches` batches. */
async function timed(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000 / (batches * batchSize);
}

/** Those that were made before it began do not count, nor those that are being made when it ends. */
async function load(): Promise<void> {
  for (let i = 0; i < batches + prefetch; i++) await loader.batches(done++);
}

/** Long enough for what the loader makes ahead. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1500));

/** The same boxes by sharp in a loop; as many pictures at once as there are threads to decode in, and as many again to wait. */
async function decode(): Promise<void> {
  let stream = 0;
  const one = async () => {
    while (stream < batches * batchSize) {
      const at = stream++;
      const { bytes } = await pictures.read(at % pictures.length);
      const { box, size } = view([375, 500], { seed: 1, stream: at });
      const [height, width] = size;
      await sharp(bytes, { failOn: 'error', ignoreIcc: true })
        .extract(box)
        .resize({ height, width, fit: 'fill', kernel: 'linear' })
        .raw()
        .toBuffer();
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

sharp.concurrency(1);
await load();
await decode();
const times: PhotosResult[] = [];
for (let round = 0; round < 3; round++) {
  await settle();
  const ofLoader = await timed(load);
  await settle();
  times.push({ loader: ofLoader, sharp: await timed(decode) });
}
report<PhotosResult>({
  loader: Math.min(...times.map(({ loader }) => loader)),
  sharp: Math.min(...times.map(({ sharp }) => sharp)),
});
