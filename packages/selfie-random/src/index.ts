export { normal, truncatedNormal } from './normal.ts';
export { permutation } from './permutation.ts';
export type { Place, Random, Site } from './place.ts';
export { siteKey } from './site-key.ts';
export { threefry } from './threefry.ts';
export { type IndexedPlace, uniform, uniformBetween, uniforms } from './uniform.ts';
