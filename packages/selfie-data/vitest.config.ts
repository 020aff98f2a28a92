import { tests } from '../../testing/vitest.ts';

export default tests([], { startsThreads: true });
