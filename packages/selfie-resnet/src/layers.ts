export { toLayersModel } from './to-layers-model.ts';
