export { type ContrastiveLoss, type ContrastiveLossOptions, contrastiveLoss } from './contrastive-loss.ts';
export { selectionAccuracy } from './selection-accuracy.ts';
export { type Scale, selectionLogits } from './selection-logits.ts';
