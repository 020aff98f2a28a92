/** The exit code by which a child process says that what it is to measure is not installed. */
export const notInstalledCode = 3;
