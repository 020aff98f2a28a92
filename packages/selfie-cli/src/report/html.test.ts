import { expect, test } from 'vitest';
import { html, trusted } from './html.ts';

test('text is escaped, in elements and in attributes', () => {
  const nasty = `<b title="x">'&'</b>`;
  const escaped = '&lt;b title=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/b&gt;';
  expect(html`<p title="${nasty}">${nasty}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`);
});

test('markup nests once escaped, and lists are joined', () => {
  const items = ['a', '&'].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}</ul>${trusted('<hr>')}${7}`.markup).toBe('<ul><li>a</li><li>&amp;</li></ul><hr>7');
});
