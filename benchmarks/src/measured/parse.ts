import { parseArgs } from 'node:util';

/** The options `--name value` of a child process, all of which are given. @throws if one is missing or not known. */
export function parse<Name extends string>(...names: Name[]): Record<Name, string> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values } = parseArgs({ options });
  for (const name of names) if (values[name] === undefined) throw new Error(`--${name} is missing`);
  return values as Record<Name, string>;
}
