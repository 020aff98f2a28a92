/**
 * Each thread's own working memory. Its parts, from the front: row pointers of A, row pointers of C, one spare tile,
 * pointers to a window's pixels, packed panels, rows gathered from an image, and places of pixels. Winograd's windows take the room of panels and gathered
 * rows.
 */
let scratch: usize = 0;

/** Rows of C that one item of work computes, and rows whose moments are gathered together; a multiple of every tile's height. */
export const BLOCK_ROWS: i32 = 96;
/** Terms of a sum that are added in registers before C is touched; what is rounded in between must not depend on the tile. */
export const BLOCK_DEPTH: i32 = 512;
/** Terms of a sum over pixels that are added in registers before C is touched. */
export const BLOCK_PIXELS: i32 = 256;
/** Columns of B that are packed at a time for a sum over pixels; a multiple of every tile's width. */
export const BLOCK_COLUMNS: i32 = 128;
/** Kernel positions whose pointers are held at a time. */
export const MOST_TAPS: i32 = 128;
/** Values of one image patch (taps × channels) up to which it is gathered into a row of its own. */
export const MOST_GATHERED: i32 = 512;

const A_POINTERS: usize = BLOCK_ROWS * MOST_TAPS * 4;
const C_POINTERS: usize = 1024;
const SPARE_TILE: usize = 1024;
const WINDOW_POINTERS: usize = 64;
const PANELS: usize = BLOCK_PIXELS * (BLOCK_COLUMNS + 16) * 4;
const GATHERED: usize = BLOCK_PIXELS * MOST_GATHERED * 4;
/** Bytes of one number of every pixel of a block, read by whole tiles of fours. */
export const PIXEL_NUMBERS: usize = (BLOCK_PIXELS + 8) * 4;
/** Bytes of scratch memory a thread needs. */
export const SCRATCH_BYTES: usize = A_POINTERS + C_POINTERS + SPARE_TILE + WINDOW_POINTERS + PANELS + GATHERED + 3 * PIXEL_NUMBERS;
/** Bytes for Winograd's windows and their products, and for those of the filter's gradient, which packs panels besides. */
export const WINDOW_BYTES: usize = PANELS + GATHERED;
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
@inline export function gathered(): usize { return panels() + PANELS; }
// @ts-ignore: decorator
@inline export function pixels(): usize { return gathered() + GATHERED; }
