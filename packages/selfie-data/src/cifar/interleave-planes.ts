/**
 * Writes pictures whose channels lie plane by plane, `[b, c, h, w]`, as `[b, h, w, c]`: the colours of a pixel together.
 *
 * @param out Where the pictures go, from its beginning.
 * @param planes A part of the planes' bytes; it may begin and end anywhere.
 * @param at.from How many bytes of planes come before this part.
 * @param at.pixels Pixels in a plane.
 */
export function interleavePlanes(
  out: Uint8Array,
  planes: Uint8Array,
  { from = 0, pixels, channels = 3 }: { from?: number; pixels: number; channels?: number },
): void {
  for (let i = 0; i < planes.length; ) {
    const pixel = (from + i) % pixels;
    const plane = ((from + i - pixel) / pixels) % channels;
    const picture = from + i - pixel - plane * pixels;
    const end = Math.min(planes.length, i + pixels - pixel);
    for (let to = picture + pixel * channels + plane; i < end; i++, to += channels) out[to] = planes[i]!;
  }
}
