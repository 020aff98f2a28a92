import { learnedPositions } from 'selfie-patches';
import { testObjective } from './test-objective.ts';

testObjective('objective-literal', ({ count }, size) => learnedPositions({ count, size }));
