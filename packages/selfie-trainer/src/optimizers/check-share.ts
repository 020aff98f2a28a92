/** Throws a sentence unless the share of an old value lies in [0, 1). */
export function checkShare(name: string, share: number): void {
  if (!(share >= 0 && share < 1)) throw new Error(`${name} lies in [0, 1): got ${share}`);
}
