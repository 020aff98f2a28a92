import { library } from '../../tsup.base';

export default library({
  index: 'src/index.ts',
  node: 'src/node.ts',
  'picture-worker': 'src/loader/picture-worker.ts',
});
