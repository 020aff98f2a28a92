import { env } from 'node:process';

env.SELFIE_WASM_REVECTORIZE = '0';
await import('./selfie-wasm.ts');
