import { register } from './register.ts';

register();

export { backend, type Description, SelfieWasmBackend } from './backend.ts';
