import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { crc32c } from './crc32c.ts';

/** What an event of TensorBoard's holds. */
export type EventContent =
  | { readonly fileVersion: string }
  /** The run goes on from this step: what was logged from it on is void. */
  | { readonly start: number }
  | { readonly step: number; readonly values: Readonly<Record<string, number>> };

/**
 * An event as a record of a TensorBoard event file.
 *
 * The event is TensorFlow's `Event` message (tensorflow/core/util/event.proto) with a file version, a `SessionLog` START or
 * a `Summary` of simple values; the record is TFRecord's: length (uint64), its masked CRC-32C, data, their masked CRC-32C.
 *
 * @param wallTime Unix time in seconds.
 */
export function eventRecord(wallTime: number, content: EventContent): Uint8Array {
  return framed(encoded(wallTime, content));
}

function encoded(wallTime: number, content: EventContent): Uint8Array {
  const event = new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);
  if ('fileVersion' in content) return event.tag(3, WireType.LengthDelimited).string(content.fileVersion).finish();

  event.tag(2, WireType.Varint).int64('start' in content ? content.start : content.step);
  if ('start' in content) {
    event.tag(7, WireType.LengthDelimited).fork(); // session_log
    event.tag(1, WireType.Varint).int32(1).join(); // status: START
    return event.finish();
  }
  event.tag(5, WireType.LengthDelimited).fork(); // summary
  for (const [name, value] of Object.entries(content.values)) {
    event.tag(1, WireType.LengthDelimited).fork(); // value
    event.tag(1, WireType.LengthDelimited).string(name);
    event.tag(2, WireType.Bit32).float(Math.fround(value)).join(); // simple_value
  }
  return event.join().finish();
}

function framed(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(record.subarray(0, 8))), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, masked(crc32c(data)), true);
  return record;
}

/** As TFRecord stores checksums: rotated right by 15 bits, plus a constant. */
const masked = (crc: number) => (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
