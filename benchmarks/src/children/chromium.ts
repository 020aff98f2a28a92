import { chromiumPath, isolation, openSite } from '../../../testing/browser.ts';
import type * as inPage from '../measured/in-page.ts';
import { parse } from '../measured/parse.ts';
import { report } from '../measured/report.ts';
import type { StepTimes } from '../measured/training-steps.ts';
import { notInstalledCode } from '../not-installed.ts';

/** What training steps cost in Chromium. */
export interface ChromiumResult extends StepTimes {
  readonly vectorBits: 128 | 256;
}

const options = parse('isolated', 'quick');
if (!chromiumPath) process.exit(notInstalledCode);
const script = new URL('../src/measured/in-page.ts', import.meta.url);
const site = await openSite<typeof inPage>(script, options.isolated === 'yes' ? isolation : {});
const result = await site.inWorker(options.quick === 'yes' ? 'fewSmallSteps' : 'smallSteps');
await site.close();
report<ChromiumResult>(result);
