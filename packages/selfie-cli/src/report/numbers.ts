/** Digits behind the point, with a true minus sign. */
export const decimal = (value: number, digits = 1): string => value.toFixed(digits).replace('-', '−');

/** The same with the sign always written, for differences; what rounds to zero has none. */
export const signed = (value: number, digits = 1): string => {
  const rounded = Number(value.toFixed(digits));
  return rounded > 0 ? `+${decimal(rounded, digits)}` : decimal(rounded + 0, digits); // −0 + 0 is 0
};

/** A fraction as a percentage: 0.715 is `71.5 %`. */
export const percent = (fraction: number, digits = 1): string => `${decimal(100 * fraction, digits)} %`;
