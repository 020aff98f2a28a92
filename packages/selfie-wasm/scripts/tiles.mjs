/**
 * Writes the register tiles: the innermost loops of every matrix product and convolution, unrolled for a few shapes.
 * A tile of `rows` × `columns` keeps rows · columns / 4 vectors of sums in registers. All tiles add over k in one
 * order, one multiply-add at a time, so that the choice between them never changes a bit of the result.
 */

const short = { rows: 4, columns: 8 };
const high = { rows: 6, columns: 8 };
/** For the V8 of Node 20 and 22, which puts the loads of all rows first, for which there are not enough registers: see `addTerms`. */
const byRows = { rows: 6, columns: 8, byRows: true };
const wide = { rows: 6, columns: 16 };

/**
 * The tiles: one for row products and one as wide for outer products. The first is in use until another is chosen. Outer
 * products by rows are there and not: by them filter gradients lost a third on an Intel Xeon, and gain on an AMD EPYC.
 */
const tiles = [
  { name: '4×8', row: short, outer: short },
  { name: '6×8', row: high, outer: high },
  { name: '6×8 by rows, outer products 4×8', row: byRows, outer: short },
  { name: '6×8 by rows', row: byRows, outer: byRows },
  { name: '6×16', row: wide, outer: wide },
];

const nameOf = ({ rows, columns, byRows }) => `${rows}x${columns}${byRows ? 'byRows' : ''}`;

/** What people read. */
export const tileNames = tiles.map(({ name }) => name);

const range = (n) => [...Array(n).keys()];
const lines = (items, indent) => items.join(`\n${' '.repeat(indent)}`);

/**
 * Sums in adjacent pairs, added to and then stored with nothing between: V8 fuses such pairs into 256-bit ones. The
 * second of a pair is stored first, since V8 would store the first once more by itself.
 */
const store = (rows, vectors) => {
  const sums = range(rows).flatMap((i) => range(vectors).map((j) => ({ sum: `s${i}_${j}`, at: `r${i}, ${16 * j}` })));
  return `
  ${lines(
    range(rows).map((i) => `const r${i} = <usize>load<u32>(c, ${4 * i}) + offset;`),
    2,
  )}
  if (accumulate) {
    ${lines(
      sums.map(({ sum, at }) => `${sum} = f32x4.add(v128.load(${at}), ${sum});`),
      4,
    )}
  }
  ${lines(
    sums.map((_, n) => sums[n ^ 1]).map(({ sum, at }) => `v128.store(${at.replace(',', `, ${sum},`)});`),
    2,
  )}`;
};

const zeroSums = (rows, vectors) =>
  lines(
    range(rows).flatMap((i) => range(vectors).map((j) => `let s${i}_${j} = f32x4.splat(0);`)),
    2,
  );

/** Terms of a round of the innermost loop: what is fastest, 2 for the narrow tiles, 4 for the wide one. */
const termsOfRound = (columns) => columns / 4;

/**
 * Adds a term, and the next, until `cursor`, which moves by `step` bytes a term, stands at `end`. Row i of A's t-th term
 * stands at `a(i, t)`, once `point(t)` has run. That the loop may end after any term keeps compilers from moving
 * multiply-adds behind the loads of later terms, for which there are not enough registers; where it may end after any
 * row, too (it never does: no values stand at addresses so low), they stay before the loads of later rows.
 */
const addTerms = ({ rows, columns, byRows }, { cursor, step, point, a, advance }) => {
  const vectors = range(columns / 4);
  const terms = range(termsOfRound(columns));
  const term = (t) => `{
        ${point?.(t) ?? ''}
        ${lines(
          vectors.map((j) => `const b${j} = v128.load(b, ${4 * (columns * t + 4 * j)});`),
          8,
        )}
        ${lines(
          range(rows).flatMap((i) => [
            `const a${i} = v128.load32_splat(${a(i, t)});`,
            ...vectors.map((j) => `s${i}_${j} = madd(a${i}, b${j}, s${i}_${j});`),
            ...(byRows && i < rows - 1 ? [`if (${cursor} == ${rows * t + i + 1}) break;`] : []),
          ]),
          8,
        )}
      }`;
  return `
    ${lines(
      terms.slice(1).map((t) => `const after${t} = end - ${step * t};`),
      4,
    )}
    while (${cursor} < end) {
      ${terms.map(term).reduce((before, next, t) => `${before}\n      if (${cursor} == after${t}) break;\n      ${next}`)}
      ${advance(terms.length)}
      b += ${4 * columns * terms.length};
    }`;
};

const rowParameters =
  'a: usize, shift: usize, taps: i32, depth: i32, b: usize, c: usize, offset: usize, accumulate: bool';
const outerParameters = 'a: usize, count: i32, b: usize, c: usize, offset: usize, accumulate: bool';
const scatteredParameters = 'a: usize, shift: usize, count: i32, b: usize, c: usize, offset: usize, accumulate: bool';

const rowTile = (tile, { rows, columns } = tile) => `
function row${nameOf(tile)}(${rowParameters}): void {
  ${zeroSums(rows, columns / 4)}
  for (let t = 0; t < taps; t++) {
    ${lines(
      range(rows).map((i) => `let p${i} = <usize>load<u32>(a, ${4 * i}) + shift;`),
      4,
    )}
    a += ${4 * rows};
    const end = p0 + (<usize>depth << 2);
    const nextTap = b + <usize>depth * ${4 * columns};${addTerms(tile, {
      cursor: 'p0',
      step: 4,
      a: (i, t) => `p${i}, ${4 * t}`,
      advance: (terms) =>
        range(rows)
          .map((i) => `p${i} += ${4 * terms};`)
          .join(' '),
    })}
    b = nextTap;
  }${store(rows, columns / 4)}
}`;

const outerTile = (tile, { rows, columns } = tile) => `
function outer${nameOf(tile)}(${outerParameters}): void {
  ${zeroSums(rows, columns / 4)}
  const end = a + <usize>count * ${4 * rows};${addTerms(tile, {
    cursor: 'a',
    step: 4 * rows,
    a: (i, t) => `a, ${4 * (rows * t + i)}`,
    advance: (terms) => `a += ${4 * rows * terms};`,
  })}${store(rows, columns / 4)}
}`;

const scatteredTile = (tile, { rows, columns } = tile) => `
function scattered${nameOf(tile)}(${scatteredParameters}): void {
  ${zeroSums(rows, columns / 4)}
  const end = a + (<usize>count << 2);${addTerms(tile, {
    cursor: 'a',
    step: 4,
    point: (t) => `const p = <usize>load<u32>(a, ${4 * t}) + shift;`,
    a: (i) => `p, ${4 * i}`,
    advance: (terms) => `a += ${4 * terms};`,
  })}${store(rows, columns / 4)}
}`;

const choose = (kind, product, parameters) => {
  const call = (tile) => `${kind}${nameOf(tile[product])}(${parameters.replace(/: \w+/g, '')});`;
  return lines(
    tiles.map((tile, i) => (i < tiles.length - 1 ? `if (tile == ${i}) return ${call(tile)}` : call(tile))),
    2,
  );
};

const different = (product) => [...new Set(tiles.map((tile) => tile[product]))];

export const tilesSource = () => `// Written by scripts/tiles.mjs.
import { madd } from '../multiply-add';

/** The tile in use, its height in row products and in outer products, and its width. */
let tile: i32 = 0;
export let tileRows: i32 = ${tiles[0].row.rows};
export let outerTileRows: i32 = ${tiles[0].outer.rows};
export let tileColumns: i32 = ${tiles[0].row.columns};

export function useTile(index: i32): void {
  tile = index;
  ${lines(
    tiles.map(
      ({ row, outer }, i) =>
        `if (index == ${i}) { tileRows = ${row.rows}; outerTileRows = ${outer.rows}; tileColumns = ${row.columns}; }`,
    ),
    2,
  )}
}

/**
 * c[i][offset…] (+)= Σ over taps and depth of a[tap][i][k] · b[k][…].
 * \`a\` holds taps × tileRows row pointers, each moved by \`shift\` bytes; \`b\` is a panel of taps · depth × tileColumns;
 * \`c\` holds tileRows row pointers.
 */
export function rowTile(${rowParameters}): void {
  ${choose('row', 'row', rowParameters)}
}

/** c[i][offset…] (+)= Σ over p < count of a[p][i] · b[p][…], where a is count × outerTileRows and b is count × tileColumns. */
export function outerTile(${outerParameters}): void {
  ${choose('outer', 'outer', outerParameters)}
}

/** The same where a[p] stands \`shift\` bytes behind the p-th of \`count\` pointers at \`a\`. */
export function scatteredTile(${scatteredParameters}): void {
  ${choose('scattered', 'outer', scatteredParameters)}
}
${different('row')
  .map((tile) => rowTile(tile))
  .join('\n')}
${different('outer')
  .flatMap((tile) => [outerTile(tile), scatteredTile(tile)])
  .join('\n')}
`;
