import * as tf from '@tensorflow/tfjs-core';

type Four = [number, number, number, number];

/**
 * The shape of a ∘ b, its sides joined to at most four where both tensors run on or stand still together, and the
 * strides of each; undefined where more than four remain.
 */
export function broadcast(aShape: number[], bShape: number[]) {
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(aShape, bShape);
  const joined: { side: number; a: boolean; b: boolean }[] = [];
  shape.forEach((side, i) => {
    if (side === 1) return;
    const a = (aShape[i - shape.length + aShape.length] ?? 1) !== 1;
    const b = (bShape[i - shape.length + bShape.length] ?? 1) !== 1;
    const last = joined.at(-1);
    if (last && last.a === a && last.b === b) last.side *= side;
    else joined.push({ side, a, b });
  });
  if (joined.length > 4) return undefined;
  while (joined.length < 4) joined.unshift({ side: 1, a: false, b: false });
  const sides = joined.map(({ side }) => side) as Four;
  return {
    shape,
    sides,
    aStrides: strides(
      sides,
      joined.map(({ a }) => a),
    ),
    bStrides: strides(
      sides,
      joined.map(({ b }) => b),
    ),
  };
}

/** Strides in values: 0 along sides where the tensor stands still. */
function strides(sides: Four, moves: boolean[]): Four {
  let step = 1;
  return sides
    .map((_, i) => 3 - i)
    .map((i) => {
      const stride = moves[i] ? step : 0;
      if (moves[i]) step *= sides[i]!;
      return stride;
    })
    .reverse() as Four;
}
