import type * as tf from '@tensorflow/tfjs-core';
import type { Owner, Variables } from '../interfaces.ts';

/** The variables of parts, each under its part's name (`pool/u0`); one that two parts list stands where it comes first. */
export function prefixed(parts: Readonly<Record<string, Pick<Owner, 'variables'> | undefined>>): Variables {
  const paths = new Map<tf.Variable, string>();
  for (const [name, part] of Object.entries(parts)) {
    for (const [path, variable] of Object.entries(part?.variables ?? {})) {
      if (!paths.has(variable)) paths.set(variable, `${name}/${path}`);
    }
  }
  return Object.fromEntries([...paths].map(([variable, path]) => [path, variable]));
}
