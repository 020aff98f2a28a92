const encoder = new TextEncoder();

/** The FNV-1a hash, 32 bits, of a site's UTF-8 bytes: the second word of its key. */
export function siteKey(site: string): number {
  let hash = 0x811c9dc5;
  for (const byte of encoder.encode(site)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
