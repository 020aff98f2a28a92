import { torchvisionNames, toTorchOrder } from './layout.ts';
import { permuted, type TensorData } from './tensor-data.ts';

/**
 * The values of a v1.5 network's variables, by path, as torchvision and timm name and lay them out: what
 * `load_state_dict` takes. Kernels `[h, w, i, o]` become `[o, i, h, w]`, the classifier's `[d, classes]` `[classes, d]`.
 *
 * A classifier with the large stem is torchvision's ResNet; one with the small stem is it with
 * `conv1 = Conv2d(3, 64, 3, 1, 1, bias=False)` and `maxpool = Identity()`. PyTorch's `num_batches_tracked`, which counts
 * training steps and is used for nothing here, is left out; `load_state_dict` does without.
 *
 * @throws a sentence that lists the paths that torchvision's ResNets have nothing for: v2's last norm, an attention pool.
 */
export function toTorchvision(tensors: Readonly<Record<string, TensorData>>): Record<string, TensorData> {
  const names = torchvisionNames(Object.keys(tensors));
  return Object.fromEntries(
    Object.entries(tensors).map(([path, tensor]) => [
      names.get(path)!,
      permuted(tensor, toTorchOrder[tensor.shape.length]!),
    ]),
  );
}
