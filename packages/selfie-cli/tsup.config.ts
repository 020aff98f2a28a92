import { library } from '../../tsup.base';

export default library(['src/report.ts']);
