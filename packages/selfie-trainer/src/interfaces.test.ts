import type * as tf from '@tensorflow/tfjs-core';
import { attentionPool } from 'selfie-attention-pool';
import { contrastiveLoss } from 'selfie-contrastive-loss';
import type { ArrayBatch as DataBatch } from 'selfie-data';
import { imagePatches, learnedPositions, rowColumnPositions } from 'selfie-patches';
import { patchNetwork, resnet18, resnetClassifier } from 'selfie-resnet';
import { expectTypeOf, test } from 'vitest';
import type {
  ArrayBatch,
  CheckpointStore,
  Classifier,
  Communicator,
  Loss,
  Objective,
  Optimizer,
  Patches,
  PatchNetwork,
  PoolingHead,
  PositionEmbedding,
  QueryHead,
} from './index.ts';
import {
  adamW,
  classification,
  fromLayersModel,
  hybridClassifier,
  inProcessCommunicators,
  lars,
  patchSelection,
  sgd,
} from './index.ts';
import { checkpointFolder } from './node.ts';

// Each line is checked by tsc: what the packages make fits where the trainer takes it.
test("the other packages' factories give what the interfaces ask for", () => {
  expectTypeOf(imagePatches).returns.toExtend<Patches>();
  expectTypeOf(learnedPositions).returns.toExtend<PositionEmbedding>();
  expectTypeOf(rowColumnPositions).returns.toExtend<PositionEmbedding>();
  expectTypeOf(patchNetwork).returns.toExtend<PatchNetwork>();
  expectTypeOf(patchNetwork).returns.toHaveProperty('features');
  expectTypeOf(resnetClassifier).returns.toExtend<Classifier>();
  expectTypeOf(resnet18).returns.toExtend<Classifier>();
  expectTypeOf(attentionPool).returns.toExtend<PoolingHead & QueryHead>();
  expectTypeOf(contrastiveLoss).returns.toExtend<Loss>();
  expectTypeOf<DataBatch>().toExtend<ArrayBatch>();
});

test('the packages take what the interfaces give', () => {
  expectTypeOf<PositionEmbedding>().toExtend<Parameters<typeof attentionPool>[0]['positions']>();
});

test("the trainer's own factories fit each other", () => {
  expectTypeOf(fromLayersModel).returns.toExtend<PatchNetwork>();
  expectTypeOf(hybridClassifier).returns.toExtend<Classifier>();
  expectTypeOf(patchSelection).returns.toExtend<Objective>();
  expectTypeOf(classification).returns.toExtend<Objective>();
  expectTypeOf(sgd).returns.toExtend<Optimizer>();
  expectTypeOf(adamW).returns.toExtend<Optimizer>();
  expectTypeOf(lars).returns.toExtend<Optimizer>();
  expectTypeOf(checkpointFolder).returns.toExtend<CheckpointStore>();
  expectTypeOf(inProcessCommunicators).returns.toExtend<Communicator[]>();
  expectTypeOf<Objective['variables']>().toEqualTypeOf<Readonly<Record<string, tf.Variable>>>();
});
