export { loadTensors } from './safetensors/load-tensors.ts';
export { saveVariables } from './safetensors/save-variables.ts';
