import type { Variables } from '../interfaces.ts';
import type { TensorData } from '../safetensors/tensor-data.ts';

/** Reads the values of variables back from the backend, by path. */
export async function readVariables(variables: Variables): Promise<Record<string, TensorData>> {
  const entries = Object.entries(variables).map(async ([path, variable]) => {
    const { dtype, shape } = variable;
    return [path, { dtype, shape, data: await variable.data() } as TensorData] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
