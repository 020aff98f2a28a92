/** What is to be reached, and what is hoped for. */
export interface Bar {
  readonly bar: number;
  readonly aim: number;
}

/** Bars of one line: where V8 fuses pairs of 128-bit operations (Node ≥ 24) and elsewhere; absent where nothing is asked. */
export interface Bars {
  readonly 256?: Bar;
  readonly 128?: Bar;
  /** Whether more is better, or less. */
  readonly better: 'more' | 'less';
}

/** One bar for both widths. */
export const both = (bar: number, aim: number, better: Bars['better'] = 'more'): Bars => ({
  256: { bar, aim },
  128: { bar, aim },
  better,
});

/** Which of the two a figure reaches. */
export function reached(figure: number, { bar, aim }: Bar, better: Bars['better']): 'aim' | 'bar' | 'below' {
  const passes = (limit: number) => (better === 'more' ? figure >= limit : figure <= limit);
  if (passes(aim)) return 'aim';
  return passes(bar) ? 'bar' : 'below';
}
