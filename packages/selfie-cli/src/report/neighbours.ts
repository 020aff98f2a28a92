import { type Html, html } from './html.ts';
import { decimal } from './numbers.ts';

/** An encoded picture as it is shown. */
export interface Thumbnail {
  readonly name: string;
  readonly type: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly bytes: Uint8Array;
}

/** A picture and those that a network finds most similar, the most similar first. */
export interface Neighbourhood {
  readonly picture: Thumbnail;
  /** `similarity` is the cosine between features. */
  readonly neighbours: readonly (Thumbnail & { readonly similarity: number })[];
}

const thumbnail = ({ name, type, bytes }: Thumbnail, caption: string) => html`
<figure><img src="data:${type};base64,${Buffer.from(bytes).toString('base64')}" alt="${name}" title="${name}">
<figcaption>${caption}</figcaption></figure>`;

/** Shows a picture, and in the same row what is most similar to it. */
export const neighbourhood = ({ picture, neighbours }: Neighbourhood): Html => html`
<div class="alike">${thumbnail(picture, picture.name)}${neighbours.map((neighbour) =>
  thumbnail(neighbour, decimal(neighbour.similarity, 3)),
)}</div>`;
