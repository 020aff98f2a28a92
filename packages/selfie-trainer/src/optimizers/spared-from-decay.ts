const sparedNames = new Set(['scale', 'shift', 'u0', 'table', 'rows', 'columns', 'gamma', 'beta']);

/**
 * Whether weight decay spares the variable of this path: norms, biases, the pool's u0 and position tables, and what Keras
 * calls those (`gamma`, `beta`, any name that ends in `bias`).
 */
export function sparedFromDecay(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return sparedNames.has(name) || name.endsWith('bias');
}
