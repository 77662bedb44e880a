import type { Stack } from '../stack/start';
import type { IncidentFacts } from './facts';
import { incidentLinks, raiseAgain } from './links';
import type { Screen } from './screen';

/** How the incident ended, and where to see it. */
export function tellEnd(stack: Stack, facts: IncidentFacts, screen: Screen): void {
  const { issue, fired, outcome } = facts;
  const took = ((issue!.completedAt! - fired!.at) / 1000).toFixed(1);
  const verdict = `${issue!.identifier} is closed as ${outcome}, ${took} s after the alert fired.`;
  const links = incidentLinks(stack, facts).map(([name, url]) => `  ${name.padEnd(19)}${screen.paint('cyan', url)}`);
  screen.print('', `  ${screen.paint('bold', verdict)}`, '', ...links);
}

/** What can be done while everything stays up. */
export function tellMore(stack: Stack, screen: Screen, logs: string): void {
  screen.print(
    '',
    '  Everything stays up. To see it once more, take the third replica away:',
    '',
    `  ${screen.paint('cyan', raiseAgain(stack))}`,
    '',
    `  Logs are in ${logs}. Ctrl-C ends everything.`,
  );
}
