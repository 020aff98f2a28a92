import { expect, test } from 'vitest';
import { eventRecord } from './event-records.ts';

// Written by TensorBoard 2.21: its RecordWriter (tensorboard.summary.writer.record_writer) over
// Event(wall_time=1.5, …).SerializeToString() (tensorboard.compat.proto).
test.each([
  [
    { fileVersion: 'brain.Event:2' },
    '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c',
  ],
  [{ start: 300 }, '100000000000000095fbfe1809000000000000f83f10ac023a020801713b788a'],
  [
    { step: 300, values: { loss: 2.1, 'probe/ä': Number.NaN } },
    '2c00000000000000f4aecc4509000000000000f83f10ac022a1e0a0b0a046c6f737315666606400a0f0a0870726f62652fc3a4150000c07f' +
      '369c1696',
  ],
  [{ step: 2 ** 40, values: {} }, '1200000000000000241f642509000000000000f83f108080808080202a000fe5d156'],
])("%o: the bytes are TensorBoard's own", (content, hex) => {
  expect(Buffer.from(eventRecord(1.5, content)).toString('hex')).toBe(hex);
});

test('a number too large for 32 bits is infinite', () => {
  const values = (loss: number) => eventRecord(1.5, { step: 1, values: { loss } });
  expect(values(1e39)).toEqual(values(Number.POSITIVE_INFINITY));
});
