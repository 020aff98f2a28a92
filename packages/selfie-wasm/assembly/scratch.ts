/**
 * Each thread's own working memory. Its parts, from the front: row pointers of A, row pointers of C, one spare tile,
 * pointers to a window's pixels, packed panels of B, packed tiles of A, rows gathered from an image, and places of pixels. Winograd's windows take room
 * of panels, tiles and gathered rows, but for the filter's gradient, which packs tiles: then only that of gathered rows.
 */
let scratch: usize = 0;

/** Rows of C that one item of work computes, and rows whose moments are gathered together; a multiple of every tile's height. */
export const BLOCK_ROWS: i32 = 96;
/** Terms of a sum that are added in registers before C is touched; what is rounded in between must not depend on the tile. */
export const BLOCK_DEPTH: i32 = 512;
/** Terms of a sum over pixels that are added in registers before C is touched, at most; half of them where there are many channels. */
export const BLOCK_PIXELS: i32 = 256;
/** Channels up to which the packed panels and tiles of BLOCK_PIXELS pixels leave room in a cache of the second level. */
export const FEW_CHANNELS: i32 = 128;
/** Columns of B that are packed at a time for a sum over pixels; FEW_CHANNELS or more, and a multiple of every tile's width. */
export const BLOCK_COLUMNS: i32 = 256;
/** Rows of C that one sum over pixels has at most; a multiple of every tile's height. */
export const MOST_ROWS: i32 = 288;
/** Bytes between the tiles of A, beyond what stands there: tiles a power of two apart would share lines of the cache. */
export const TILES_APART: usize = 64;
/** Kernel positions whose pointers are held at a time. */
export const MOST_TAPS: i32 = 128;
/** Values of one image patch (taps × channels) up to which it is gathered into a row of its own. */
export const MOST_GATHERED: i32 = 512;

const A_POINTERS: usize = BLOCK_ROWS * MOST_TAPS * 4;
const C_POINTERS: usize = MOST_ROWS * 4;
const SPARE_TILE: usize = 1024;
const WINDOW_POINTERS: usize = 64;
const PANELS: usize = BLOCK_PIXELS / 2 * BLOCK_COLUMNS * 4;
const TILES: usize = BLOCK_PIXELS / 2 * MOST_ROWS * 4 + MOST_ROWS / 4 * TILES_APART;
const GATHERED: usize = BLOCK_PIXELS * MOST_GATHERED * 4;
/** Bytes of one number of every pixel of a block, read by whole tiles of fours. */
export const PIXEL_NUMBERS: usize = (BLOCK_PIXELS + 8) * 4;
/** Bytes of scratch memory a thread needs. */
export const SCRATCH_BYTES: usize = A_POINTERS + C_POINTERS + SPARE_TILE + WINDOW_POINTERS + PANELS + TILES + GATHERED + 3 * PIXEL_NUMBERS;
/** Bytes that Winograd's windows and their products may take: 48 windows of 144 channels do, 24 of 352, 12 of 512. */
export const WINDOW_BYTES: usize = PANELS + GATHERED;
/** Bytes that those of the filter's gradient may take. */
export const GATHERED_BYTES: usize = GATHERED;

export function useScratch(pointer: usize): void { scratch = pointer; }
export function scratchBytes(): usize { return SCRATCH_BYTES; }

// @ts-ignore: decorator
@inline export function aPointers(): usize { return scratch; }
// @ts-ignore: decorator
@inline export function cPointers(): usize { return scratch + A_POINTERS; }
// @ts-ignore: decorator
@inline export function spareTile(): usize { return scratch + A_POINTERS + C_POINTERS; }
// @ts-ignore: decorator
@inline export function windowPointers(): usize { return spareTile() + SPARE_TILE; }
// @ts-ignore: decorator
@inline export function panels(): usize { return windowPointers() + WINDOW_POINTERS; }
// @ts-ignore: decorator
@inline export function windows(): usize { return panels(); }
// @ts-ignore: decorator
@inline export function tilesOfA(): usize { return panels() + PANELS; }
// @ts-ignore: decorator
@inline export function gathered(): usize { return tilesOfA() + TILES; }
// @ts-ignore: decorator
@inline export function pixels(): usize { return gathered() + GATHERED; }
