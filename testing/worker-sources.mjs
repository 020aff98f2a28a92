/** Loaded before anything else, it lets worker threads run TypeScript, on Node 20, too, where `--import tsx` does not. */
import { register } from 'tsx/esm/api';

register();
