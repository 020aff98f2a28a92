import type { Neighbourhood, Thumbnail } from 'selfie-cli/report';
import { centerCrop } from 'selfie-data';
import { decodePicture } from 'selfie-data/node';
import type { Features } from 'selfie-trainer';
import sharp from 'sharp';
import { nearest } from './nearest.ts';
import type { Photos } from './photos.ts';

/** For the first pictures of the gallery, which are held out, those of all others that the network finds most similar. */
export async function alike(
  features: Features,
  photos: Photos,
  { count, neighbours }: { count: number; neighbours: number },
): Promise<Neighbourhood[]> {
  const thumbnailOf = (row: number) => thumbnail(photos, features.labels[row]!);
  const rows = Array.from({ length: Math.min(count, features.count) }, (_, row) => row);
  return Promise.all(
    rows.map(async (row) => ({
      picture: await thumbnailOf(row),
      neighbours: await Promise.all(
        nearest(features, row, neighbours).map(async ({ row, similarity }) => ({
          ...(await thumbnailOf(row)),
          similarity,
        })),
      ),
    })),
  );
}

const side = 160;

/** The middle of a picture, which is what the network saw, larger than it saw it. */
async function thumbnail({ pictures, nameOf }: Photos, index: number): Promise<Thumbnail> {
  const { pixels } = await decodePicture(await pictures.read(index), { view: centerCrop({ size: [side, side] }) });
  const jpeg = sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).jpeg({ quality: 80 });
  return { name: nameOf(index), type: 'image/jpeg', bytes: await jpeg.toBuffer() };
}
