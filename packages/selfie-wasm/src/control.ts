/**
 * The first page of memory, through which the threads meet. Words (int32) on cache lines of their own, then the
 * arguments of the job at hand (float64) and the structures that kernels read (int32).
 *
 * A job is open while NEXT < ITEMS. A thread that wants a share of it first counts itself ACTIVE, then claims items one
 * by one; the job may be replaced only once it is closed and nobody is active, so whoever claims an item may trust
 * the arguments. A thread that comes late finds nothing to claim and goes back to waiting.
 */
export const word = { generation: 0, next: 16, active: 32, items: 48, kernel: 49, arguments: 50, failed: 51 } as const;

/** NEXT of a closed job: above any number of items. */
export const closed = 0x4000_0000;

/** Bytes at which the arguments and the structures stand; what AssemblyScript needs for itself follows at 4096. */
export const argumentsAt = 512;
export const structuresAt = 1024;

/** Where the zeros that stand for padding begin, how many bytes they are, and where allocation begins. */
export const zerosAt = 65_536;
export const zeroBytes = 65_536;
export const heapAt = zerosAt + zeroBytes;
