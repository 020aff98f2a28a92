/** Cyan, magenta, yellow, black `[n, 4]` as red, green, blue `[n, 3]`, to the byte as by Pillow's `convert('RGB')`. */
export function fromCmyk(inks: Uint8Array): Uint8Array {
  const colors = new Uint8Array((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4, to += 3) {
    const light = 255 - inks[from + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      const taken = inks[from + ink]! * light + 128;
      colors[to + ink] = light - ((taken + (taken >> 8)) >> 8); // divided by 255, rounded
    }
  }
  return colors;
}
