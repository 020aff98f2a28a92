import type { ChannelStatistics } from './channel-statistics.ts';

/** The names that `publicStatistics` knows. */
export type PublicStatistics = 'mnist' | 'fashion-mnist' | 'cifar-10' | 'cifar-100' | 'imagenet';

/**
 * Mean and deviation of the training pictures of public data sets, as they are commonly used; those of MNIST and
 * Fashion-MNIST are of 28×28 pixels, without zeros around. ImageNet's are torchvision's, for its weights.
 */
export const publicStatistics: Readonly<Record<PublicStatistics, ChannelStatistics>> = {
  mnist: { mean: [0.1307], deviation: [0.3081] },
  'fashion-mnist': { mean: [0.286], deviation: [0.353] },
  'cifar-10': { mean: [0.4914, 0.4822, 0.4465], deviation: [0.247, 0.2435, 0.2616] },
  'cifar-100': { mean: [0.5071, 0.4865, 0.4409], deviation: [0.2673, 0.2564, 0.2762] },
  imagenet: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
};
