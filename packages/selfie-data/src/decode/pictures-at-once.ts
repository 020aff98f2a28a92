/** How many pictures are worked on: twice the threads of Node's pool, in which files are read and decoded, so that none waits. */
export const picturesAtOnce = (): number => 2 * (Number(process.env.UV_THREADPOOL_SIZE) || 4);
