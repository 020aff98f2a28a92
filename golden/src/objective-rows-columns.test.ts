import { rowColumnPositions } from 'selfie-patches';
import { testObjective } from './test-objective.ts';

testObjective('objective-rows-columns', ({ grid: [rows, columns] }, size) =>
  rowColumnPositions({ rows, columns, size }),
);
