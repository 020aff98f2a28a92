import { fileURLToPath } from 'node:url';
import type { NodeBinary } from './nodes.ts';

/** A child process that measures something and prints it as one line of JSON, which is a `T`. */
export interface Contestant<T> {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it prints; never set. */
  readonly prints?: T;
}

/** One of our programs under `children/`, on a certain Node. */
export function inNode<T>(
  node: NodeBinary,
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Contestant<T> {
  const script = fileURLToPath(new URL(`./${program}.js`, import.meta.url));
  return { command: node.path, args: [script, ...args], env };
}

/** Options as they are given to a program: `{ batch: 8 }` is `--batch 8`. */
export function asArguments(options: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
