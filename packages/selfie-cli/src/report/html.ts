/** Markup that may go into a page as it is. */
export interface Html {
  readonly markup: string;
}

type Value = string | number | Html | readonly Html[];

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeText = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character]!);

const markupOf = (value: Value): string => {
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  if ('markup' in value) return value.markup;
  return value.map((part) => part.markup).join('');
};

/** A template tag that escapes every value but `Html`: html`<p title="${anything}">${anything}</p>`. */
export const html = (strings: TemplateStringsArray, ...values: Value[]): Html => ({
  markup: strings.reduce((page, text, i) => page + markupOf(values[i - 1]!) + text),
});

/** Declares markup, as a chart library returns it, to be safe. */
export const trusted = (markup: string): Html => ({ markup });
