import { heapAt } from './control.ts';
import { tileNames } from './generated/binaries.ts';

/** An instance whose memory nobody uses yet. */
interface Instance {
  readonly memory: WebAssembly.Memory;
  readonly exports: WebAssembly.Exports;
}

type Kernel = (...values: number[]) => number;

/** Where the products that check and measure the tiles stand, until the memory is handed out. */
const scratchAt = heapAt;
const aAt = heapAt + 0x10_0000;
const bAt = heapAt + 0x18_0000;
const cAt = heapAt + 0x20_0000;

/** Compares every tile with a scalar loop, in products with whole and with cut-off tiles. */
export function areTilesRight({ memory, exports }: Instance): boolean {
  const { useScratch, useTile } = exports as Record<string, Kernel>;
  useScratch!(scratchAt);
  return tileNames.every((_, tile) => {
    useTile!(tile);
    return [
      [12, 40, 32],
      [7, 9, 19],
    ].every(([rows, depth, columns]) =>
      isProductRight(memory, exports as Record<string, Kernel>, rows!, depth!, columns!),
    );
  });
}

function isProductRight(
  memory: WebAssembly.Memory,
  exports: Record<string, Kernel>,
  rows: number,
  depth: number,
  columns: number,
): boolean {
  const a = new Float32Array(memory.buffer, aAt, rows * depth).map((_, i) => ((i * 37) % 17) - 8);
  const b = new Float32Array(memory.buffer, bAt, depth * columns).map((_, i) => ((i * 29) % 13) - 6);
  const c = new Float32Array(memory.buffer, cAt, rows * columns);
  const packedAt = cAt + 0x8_0000;
  const whole = (at: number, values: Float32Array) => new Float32Array(memory.buffer, at, values.length).set(values);
  const isRight = (row: (i: number, k: number) => number) =>
    c.every((value, i) => {
      let sum = 0;
      for (let k = 0; k < depth; k++) sum += a[row(Math.floor(i / columns), k)]! * b[k * columns + (i % columns)]!;
      return value === sum; // small whole numbers: every order of adding is exact
    });
  whole(aAt, a);
  whole(bAt, b);
  const value = (name: string) => (exports[name] as unknown as WebAssembly.Global).value as number;
  const groups = Math.ceil(columns / (value('tileColumns') * value('PANEL_GROUP')));
  for (let group = 0; group < groups; group++) {
    exports.packPanels!(bAt, 0, depth, columns, columns, 1, packedAt, group);
  }
  exports.matMul!(aAt, 0, packedAt, 0, cAt, rows, depth, columns, 1, 1, 0);
  if (!isRight((i, k) => i * depth + k)) return false;
  exports.matMulTransposed!(aAt, 0, bAt, 0, cAt, rows, depth, columns, 1, rows, 0);
  return isRight((i, k) => k * rows + i);
}

/** Milliseconds of a measurement: several ticks of a browser's clock. */
const measureFor = 0.5;

/** Measurements of each tile: V8 optimises during the first ones, and other programs disturb some. */
const rounds = 9;

/** The number of the tile by which a row product and an outer product together are fastest here. */
export function fastestTile({ exports }: Pick<Instance, 'exports'>): number {
  const { useScratch, useTile, matMul, matMulTransposed } = exports as Record<string, Kernel>;
  useScratch!(scratchAt);
  const best = tileNames.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) {
    for (const tile of tileNames.keys()) {
      useTile!(tile);
      const start = performance.now();
      let [products, elapsed] = [0, 0];
      for (; elapsed < measureFor; elapsed = performance.now() - start) {
        matMul!(aAt, 0, bAt, 0, cAt, 96, 256, 64, 1, 1, 0);
        matMulTransposed!(aAt, 0, bAt, 0, cAt, 96, 256, 64, 1, 96, 0);
        products++;
      }
      best[tile] = Math.min(best[tile]!, elapsed / products);
    }
  }
  return best.indexOf(Math.min(...best));
}
