export { loadTensors } from './load-tensors.ts';
export { saveVariables } from './save-variables.ts';
