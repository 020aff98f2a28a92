import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where this package keeps what can be made again, by the platform's convention: `$XDG_CACHE_HOME` or `~/.cache`,
 * on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`; in it, the folder `selfie-data`.
 */
export function cacheFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
): string {
  return join(base(platform, env), 'selfie-data');
}

function base(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  return env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
