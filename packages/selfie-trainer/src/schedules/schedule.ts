/** The learning rate of a step; steps are counted from 0. */
export type Schedule = (step: number) => number;
