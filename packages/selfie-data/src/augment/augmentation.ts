/** How pictures are changed at random before they are learned from, in this order: crop, colours, shift, flip. */
export interface Augmentation {
  /**
   * A box of random area and proportions is cut out and resized, `{}` as torchvision's RandomResizedCrop does by default.
   *
   * @default absent: pictures are resized and cropped in the middle, where they are not of the wanted size already
   */
  readonly randomResizedCrop?: RandomResizedCrop;
  /**
   * Colours are changed, as by torchvision's ColorJitter.
   *
   * @default absent: colours stay
   */
  readonly colorJitter?: ColorJitter;
  /**
   * Zeros are put around the picture, this many pixels on each side, and it is cropped back to its size at random.
   *
   * @default 0
   */
  readonly shift?: number;
  /**
   * `horizontal` mirrors every second picture, at random, left to right.
   *
   * @default 'none'
   */
  readonly flip?: 'none' | 'horizontal';
}

/** From which areas and proportions a box is drawn. */
export interface RandomResizedCrop {
  /**
   * Least and greatest area, as a share of the picture's: drawn uniformly.
   *
   * @default [0.08, 1]
   */
  readonly scale?: readonly [least: number, greatest: number];
  /**
   * Least and greatest width / height: drawn uniformly in their logarithm.
   *
   * @default [3 / 4, 4 / 3]
   */
  readonly ratio?: readonly [least: number, greatest: number];
}

/** How far colours are changed; the four changes come in random order. */
export interface ColorJitter {
  /**
   * Brightness is multiplied by 1 − brightness to 1 + brightness, not below 0.
   *
   * @default 0
   */
  readonly brightness?: number;
  /**
   * The distance from the mean grey is multiplied by 1 − contrast to 1 + contrast, not below 0.
   *
   * @default 0
   */
  readonly contrast?: number;
  /**
   * The distance from each pixel's grey is multiplied by 1 − saturation to 1 + saturation, not below 0.
   *
   * @default 0
   */
  readonly saturation?: number;
  /**
   * The hue is turned by −hue to hue of a full turn, at most 0.5.
   *
   * @default 0
   */
  readonly hue?: number;
}
