/** A form in which pictures lie in files. */
export type PictureFormat = 'JPEG' | 'PNG' | 'WebP' | 'GIF';

const SIGNATURES: readonly (readonly [format: PictureFormat, offset: number, signature: readonly number[]])[] = [
  ['JPEG', 0, [0xff, 0xd8, 0xff]],
  ['PNG', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['WebP', 8, [0x57, 0x45, 0x42, 0x50]],
  ['GIF', 0, [0x47, 0x49, 0x46, 0x38]],
];

/** The form of encoded pictures by their first bytes, whatever their name is; undefined for anything else. */
export function pictureFormat(bytes: Uint8Array): PictureFormat | undefined {
  return SIGNATURES.find(([, offset, signature]) => signature.every((byte, i) => bytes[offset + i] === byte))?.[0];
}
