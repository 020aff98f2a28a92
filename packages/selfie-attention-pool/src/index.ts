export {
  type AttentionPool,
  type AttentionPoolApplyOptions,
  type AttentionPoolOptions,
  attentionPool,
  type PositionEmbedding,
} from './attention-pool.ts';
