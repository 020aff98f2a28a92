export type { Augmentation, ColorJitter, RandomResizedCrop } from './augment/augmentation.ts';
export { type Augmenter, type AugmenterOptions, augmenter } from './augment/augmenter.ts';
export { type CenterCropOptions, centerCrop } from './augment/center-crop.ts';
export type { Example, Placement } from './augment/placement.ts';
export { type Box, resize, type Size } from './augment/resize.ts';
export { takeView, type View } from './augment/view.ts';
export type { ArrayBatch, PictureOptions } from './batch-assembler.ts';
export { type BatchOptions, batches } from './batches.ts';
export { type ChannelStatistics, channelStatistics, channelStatisticsOf } from './channel-statistics.ts';
export { type CifarLabels, parseCifar10, parseCifar100 } from './cifar/parse-cifar.ts';
export { parseCifarNames } from './cifar/parse-cifar-names.ts';
export { classBalancedSubset } from './class-balanced-subset.ts';
export { concatenate } from './concatenate.ts';
export type { ImageDataset, LabelledImageDataset } from './dataset.ts';
export { type EvaluationBatches, evaluationBatches } from './evaluation-batches.ts';
export { imagesFromIdx, type LabelledSources, type UnlabelledSources } from './idx/images-from-idx.ts';
export { type IdxArray, parseIdx } from './idx/parse-idx.ts';
export { type ImageNetSmallOptions, parseImageNetSmall } from './imagenet-small/parse-imagenet-small.ts';
export type { NumpyArray } from './npy/numpy-array.ts';
export { parseNpz } from './npy/open-npz.ts';
export { parseNpy } from './npy/parse-npy.ts';
export { padTo } from './pad-to.ts';
export { type PublicStatistics, publicStatistics } from './public-statistics.ts';
export type { BadPictureOptions } from './sources/bad-pictures.ts';
export type {
  EncodedPicture,
  IndexedPictures,
  Picture,
  PictureFiles,
  PictureStream,
  Shape,
  StoredPicture,
} from './sources/picture.ts';
