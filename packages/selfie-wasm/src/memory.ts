import { heapAt } from './control.ts';

/** A stretch of memory: neighbours in address order, and in the list of free stretches of its size class. */
interface Block {
  readonly start: number;
  size: number;
  free: boolean;
  before?: Block;
  after?: Block;
  previous?: Block;
  next?: Block;
}

const pageBytes = 65_536;
const alignment = 64;

/**
 * Hands out stretches of a WebAssembly memory, aligned to 64 bytes, and takes them back.
 *
 * Free stretches are kept by size class (four a power of two) and joined with their neighbours, so that neither many
 * sizes nor many allocations fragment it (two-level segregated fit, Masmano et al. 2004).
 */
export function allocator(memory: WebAssembly.Memory) {
  const classes: (Block | undefined)[] = [];
  const used = new Map<number, Block>();
  let last: Block = { start: heapAt, size: memory.buffer.byteLength - heapAt, free: false };
  insert(last);

  function insert(block: Block): void {
    const index = sizeClass(block.size);
    block.free = true;
    block.previous = undefined;
    block.next = classes[index];
    if (block.next) block.next.previous = block;
    classes[index] = block;
  }

  function remove(block: Block): void {
    if (block.previous) block.previous.next = block.next;
    else classes[sizeClass(block.size)] = block.next;
    if (block.next) block.next.previous = block.previous;
    block.free = false;
  }

  /** Makes `block` swallow its free right neighbour. */
  function join(block: Block): void {
    const { after } = block;
    if (!after?.free) return;
    remove(after);
    block.size += after.size;
    block.after = after.after;
    if (block.after) block.after.before = block;
    else last = block;
  }

  function find(bytes: number): Block | undefined {
    const index = sizeClass(bytes);
    for (let block = classes[index]; block; block = block.next) if (block.size >= bytes) return block;
    for (let i = index + 1; i < classes.length; i++) if (classes[i]) return classes[i];
    return undefined;
  }

  /** Grows by what is missing, and by a quarter so that growing stays rare. */
  function grow(bytes: number): Block {
    const held = memory.buffer.byteLength;
    const missing = Math.ceil((bytes - (last.free ? last.size : 0)) / pageBytes);
    const before = growBy(memory, Math.max(missing, Math.ceil(held / 4 / pageBytes))) ?? growBy(memory, missing);
    if (before === undefined) {
      throw new RangeError(
        `${held} bytes are in use and ${bytes} more were asked for, but 4 GiB is all that can be had`,
      );
    }
    const block: Block = { start: held, size: memory.buffer.byteLength - held, free: false, before: last };
    last.after = block;
    last = block;
    return release(block);
  }

  function release(block: Block): Block {
    const before = block.before?.free ? block.before : undefined;
    if (before) remove(before);
    const whole = before ?? block;
    if (before) {
      before.size += block.size;
      before.after = block.after;
      if (block.after) block.after.before = before;
      else last = before;
    }
    join(whole);
    insert(whole);
    return whole;
  }

  return {
    /** The address of `bytes` bytes, whose contents are left as they were. @throws RangeError if there is no room. */
    allocate(bytes: number): number {
      const size = Math.max(alignment, Math.ceil(bytes / alignment) * alignment);
      const block = find(size) ?? grow(size);
      remove(block);
      if (block.size > size) {
        const rest: Block = { start: block.start + size, size: block.size - size, free: false, before: block };
        rest.after = block.after;
        if (rest.after) rest.after.before = rest;
        else last = rest;
        block.after = rest;
        block.size = size;
        insert(rest);
      }
      used.set(block.start, block);
      return block.start;
    },
    /** Takes back what `allocate` answered. */
    free(address: number): void {
      const block = used.get(address);
      if (!block) throw new Error(`free: nothing was allocated at ${address}`);
      used.delete(address);
      release(block);
    },
  };
}

export type Allocator = ReturnType<typeof allocator>;

function growBy(memory: WebAssembly.Memory, pages: number): number | undefined {
  try {
    return memory.grow(pages);
  } catch {
    return undefined;
  }
}

/** Four classes a power of two. */
function sizeClass(bytes: number): number {
  const units = bytes / alignment;
  const power = 31 - Math.clz32(units);
  return power * 4 + (Math.floor((units * 4) / 2 ** power) & 3);
}
