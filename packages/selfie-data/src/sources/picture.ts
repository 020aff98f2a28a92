/** Height, width and channels of a picture, of each picture of a data set. */
export type Shape = readonly [height: number, width: number, channels: number];

/** One picture: unsigned bytes [height, width, channels], row by row, channels last. */
export interface Picture {
  readonly pixels: Uint8Array;
  readonly shape: Shape;
}

/** A picture as it lies in a file, a shard or a column: JPEG, PNG, WebP or GIF. */
export interface EncodedPicture {
  readonly bytes: Uint8Array;
  /** Where it is from, for messages, e.g. `train/0001.tar at 10240 (n01440764_10026.jpg)`. */
  readonly origin: string;
  readonly label?: number;
}

/** A decoded picture of a data set. */
export interface StoredPicture extends Picture {
  /** Where it is from, for messages. */
  readonly origin: string;
  readonly label?: number;
}

/** Encoded pictures by index, 0 ≤ index < length. */
export interface PictureFiles {
  readonly length: number;
  readonly classes?: readonly string[];
  readonly labels?: Int32Array;
  read(index: number): Promise<EncodedPicture>;
  /** Where a picture lies, if each is a file of its own: threads can read it themselves then. */
  path?(index: number): string;
}

/** Pictures by index, encoded or decoded, 0 ≤ index < length. */
export interface IndexedPictures extends Omit<PictureFiles, 'read'> {
  read(index: number): Promise<EncodedPicture | StoredPicture>;
}

/** Encoded pictures in the order of a stream. */
export interface PictureStream<Position> {
  readonly classes?: readonly string[];
  /** The samples from a position on (from the beginning without one); each says where the next one begins. */
  samples(from?: Position): AsyncIterable<EncodedPicture & { readonly next: Position }>;
}
