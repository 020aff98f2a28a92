/** What to do about a file that could not be written: make room on a full disk, or else what is given. */
export function advice(error: unknown, otherwise: string): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' ? 'make room' : otherwise;
}
