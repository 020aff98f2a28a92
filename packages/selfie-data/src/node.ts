export { readIdx, readIdxImages } from './read-idx.ts';
