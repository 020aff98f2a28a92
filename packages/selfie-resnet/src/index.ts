export type { Architecture, Block, Stem, Version } from './architecture.ts';
export type { ApplyOptions } from './layer.ts';
export { multiplyAdds } from './multiply-adds.ts';
export type { Owner, Variables } from './owner.ts';
export { parameterCount } from './parameter-count.ts';
export { type PatchNetwork, type PatchNetworkOptions, patchNetwork } from './patch-network.ts';
export { type ResnetOptions, resnet18, resnet34, resnet50, resnet101, resnet152 } from './resnet.ts';
export { type Classifier, type ResnetClassifierOptions, resnetClassifier } from './resnet-classifier.ts';
