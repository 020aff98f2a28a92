/** A residual network's options, as the fixtures state them. */
export interface NetworkOptions {
  /** Blocks of each stage. */
  readonly depths: number[];
  readonly width: number;
  /** Channels out of a block for each of its width: 1 of a basic one, 4 of a bottleneck. */
  readonly expansion: number;
  readonly version: 'v1.5' | 'v2';
  readonly stem: 'small' | 'large';
}

/** An attention pool's options, as the fixtures state them. */
export interface PoolOptions {
  readonly blocks: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly dropout: number;
  readonly norm: 'post' | 'pre';
}

/** What `patchNetwork` takes of them. */
export const networkOptions = ({ depths, width, expansion, version, stem }: NetworkOptions) => {
  const block = expansion === 4 ? ('bottleneck' as const) : ('basic' as const);
  return { depths, width, block, version, stem };
};

/** What `attentionPool` takes of them. */
export const poolOptions = ({ blocks, heads, feedForward, dropout, norm }: PoolOptions) => {
  return { blocks, heads, feedForward, dropout, norm };
};
