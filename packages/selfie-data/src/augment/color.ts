const { fround } = Math;

/** A change of pixels `[h, w, c]` in place. The arithmetic is torchvision's for uint8 tensors, in 32-bit floats. */
type ChangeColor = (pixels: Uint8Array, channels: number, factor: number) => void;

/** Multiplies all values: 0 is black, 1 leaves them. */
export const changeBrightness: ChangeColor = (pixels, _channels, factor) => {
  blendWith(0, pixels, factor);
};

/** Multiplies the distance from the mean grey: 0 is all grey, 1 leaves it. */
export const changeContrast: ChangeColor = (pixels, channels, factor) => {
  let sum = 0;
  for (let i = 0; i < pixels.length; i += channels) sum += grey(pixels, i, channels);
  blendWith(fround(sum / (pixels.length / channels)), pixels, factor);
};

/** Multiplies each pixel's distance from its grey: 0 is grey, 1 leaves it. Without colours nothing is changed. */
export const changeSaturation: ChangeColor = (pixels, channels, factor) => {
  if (channels === 1) return;
  const kept = fround(factor);
  const greyed = fround(1 - factor);
  for (let i = 0; i < pixels.length; i += 3) {
    const added = fround(greyed * grey(pixels, i, 3));
    for (let at = i; at < i + 3; at++) pixels[at] = byte(fround(fround(kept * pixels[at]!) + added));
  }
};

/** Turns the hue by a share of a full turn, from −0.5 to 0.5. Without colours nothing is changed. */
export const changeHue: ChangeColor = (pixels, channels, turn) => {
  if (channels === 1) return;
  for (let i = 0; i < pixels.length; i += 3) {
    const red = pixels[i]! / 255;
    const green = pixels[i + 1]! / 255;
    const blue = pixels[i + 2]! / 255;
    const value = Math.max(red, green, blue);
    const range = value - Math.min(red, green, blue);
    if (range === 0) continue;
    const sector =
      value === red ? (green - blue) / range : value === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
    const hue = sector / 6 + turn;
    const sixths = (hue - Math.floor(hue)) * 6; // in [0, 6]
    pixels[i] = fromUnit(component(5, sixths, value, range));
    pixels[i + 1] = fromUnit(component(3, sixths, value, range));
    pixels[i + 2] = fromUnit(component(1, sixths, value, range));
  }
};

function blendWith(shade: number, pixels: Uint8Array, factor: number): void {
  const added = fround(fround(1 - factor) * shade);
  const table = Uint8Array.from({ length: 256 }, (_, value) => byte(fround(fround(fround(factor) * value) + added)));
  for (let i = 0; i < pixels.length; i++) pixels[i] = table[pixels[i]!]!;
}

/** The luma of the pixel at `i`, a whole number. Source: ITU-R BT.601. */
function grey(pixels: Uint8Array, i: number, channels: number): number {
  if (channels === 1) return pixels[i]!;
  const redAndGreen = fround(fround(0.2989 * pixels[i]!) + fround(0.587 * pixels[i + 1]!));
  return Math.trunc(fround(redAndGreen + fround(0.114 * pixels[i + 2]!)));
}

/** Cuts off what is after the point, and what is out of 0 to 255. */
const byte = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : Math.trunc(value));

/** A byte for a value in [0, 1], each for an equal share of them. */
const fromUnit = (value: number) => Math.trunc(value * 255.999);

/** Red, green or blue (shift 5, 3 or 1) of a hue in sixths of a turn: value less what the hue's distance takes off. */
function component(shift: number, sixths: number, value: number, range: number): number {
  const distance = (shift + sixths) % 6;
  return value - range * Math.max(0, Math.min(distance, 4 - distance, 1));
}
