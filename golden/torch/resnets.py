"""ResNets of torchvision and, where it is installed, of timm, with random weights and running statistics.

  resnets.py list                 prints the models there are, one a line
  resnets.py write MODEL FOLDER   writes MODEL's state dict to state.safetensors, and images, its logits and what it has of
                                  them after stage 3, averaged, to values.safetensors
  resnets.py read MODEL FOLDER    loads exported.safetensors into MODEL and adds its logits to values.safetensors

A model is called e.g. torchvision/resnet18. Needs torch, torchvision, safetensors, numpy.
"""
import os
import sys

import torch
import torchvision
from safetensors.torch import load_file, save_file

try:
    import timm
except ImportError:
    timm = None

MODELS = ['torchvision/resnet18', 'torchvision/resnet50'] + (['timm/resnet50', 'timm/resnet50d'] if timm else [])


def make(model, classes):
    library, name = model.split('/')
    if library == 'timm':
        return timm.create_model(name, pretrained=False, num_classes=classes)
    return getattr(torchvision.models, name)(weights=None, num_classes=classes)


def randomise(network):
    for name, tensor in network.state_dict().items():
        if tensor.ndim != 1:
            continue
        if name.endswith('running_var') or name.endswith('weight'):
            tensor.uniform_(0.5, 1.5)
        else:
            tensor.normal_(0, 0.1)


@torch.no_grad()
def write(model, folder):
    network = make(model, 11).eval()
    randomise(network)
    features = []
    network.layer3.register_forward_hook(lambda module, given, result: features.append(result.mean((2, 3))))
    images = torch.randn(2, 3, 40, 33)
    logits = network(images)
    save_file(network.state_dict(), os.path.join(folder, 'state.safetensors'))
    save_file({'images': images, 'logits': logits, 'features': features[0]}, os.path.join(folder, 'values.safetensors'))


@torch.no_grad()
def read(model, folder):
    state = load_file(os.path.join(folder, 'exported.safetensors'))
    network = make(model, len(state['fc.bias'])).eval()
    network.load_state_dict(state, strict=True)
    values = load_file(os.path.join(folder, 'values.safetensors'))
    values['exportedLogits'] = network(values['images'])
    save_file(values, os.path.join(folder, 'values.safetensors'))


if __name__ == '__main__':
    torch.manual_seed(0)
    torch.set_num_threads(1)
    command, *arguments = sys.argv[1:]
    if command == 'list':
        print('\n'.join(MODELS))
    else:
        {'write': write, 'read': read}[command](*arguments)
