/**
 * The first page of memory, through which the threads meet. Words (int32) on cache lines of their own, then the
 * arguments of the job at hand (float64) and the structures that kernels read (int32).
 *
 * A job is open while CLAIMED < ITEMS. A thread that wants a share of it first counts itself ACTIVE, then claims items one
 * by one; the job may be replaced only once it is closed and nobody is active, so whoever claims an item may trust
 * the arguments. A thread that comes late finds nothing to claim and goes back to waiting.
 *
 * The calling thread takes items from the front and the workers take them from the BACK: so what one kernel wrote is mostly
 * in the cache of the thread that reads it in the next, and two threads seldom write to neighbouring lines.
 */
export const word = {
  generation: 0,
  claimed: 16,
  active: 32,
  items: 48,
  kernel: 49,
  arguments: 50,
  failed: 51,
  back: 64,
} as const;

/** CLAIMED of a closed job: above any number of items. */
export const closed = 0x4000_0000;

/** Bytes at which the arguments and the structures stand; what AssemblyScript needs for itself follows at 4096. */
export const argumentsAt = 512;
export const structuresAt = 1024;

/** Where the zeros that stand for padding begin, how many bytes they are, and where allocation begins. */
export const zerosAt = 65_536;
export const zeroBytes = 65_536;
export const heapAt = zerosAt + zeroBytes;
