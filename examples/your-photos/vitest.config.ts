import { tests } from '../../testing/vitest.ts';

export default tests(['selfie-wasm'], { startsThreads: true });
