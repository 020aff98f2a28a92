import { tests } from '../testing/vitest.ts';

const has256Bits = Number(process.versions.node.split('.')[0]) >= 24;

export default tests(['cpu', 'selfie-wasm', ...(has256Bits ? ['selfie-wasm-128' as const] : [])]);
