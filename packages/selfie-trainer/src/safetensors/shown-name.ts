/** More characters than any name has that people gave. */
const longest = 100;

/** A name out of a file as a message shows it: on one line, without control characters, and cut if it is too long. */
export function shownName(name: string): string {
  const line = JSON.stringify(name.slice(0, longest)).slice(1, -1);
  return name.length > longest ? `${line}…` : line;
}
