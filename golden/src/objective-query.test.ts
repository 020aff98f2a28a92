import { learnedPositions } from 'selfie-patches';
import { testObjective } from './test-objective.ts';

testObjective('objective-query', ({ count }, size) => learnedPositions({ count, size }));
