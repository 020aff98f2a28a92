import type sharp from 'sharp';

/** The function that the package sharp exports. */
type Sharp = typeof sharp;

let loaded: Promise<Sharp> | undefined;

/**
 * The package sharp, which is imported when it is first needed.
 *
 * @throws Error if it is not installed, or not for this platform.
 */
export function loadSharp(): Promise<Sharp> {
  loaded ??= import('sharp').then(
    (module) => module.default,
    (cause: Error) => {
      loaded = undefined;
      throw new Error(
        `pictures are decoded by the package sharp, which could not be loaded: ${cause.message.split('\n')[0]}; ` +
          'run `npm install sharp`',
        { cause },
      );
    },
  );
  return loaded;
}
