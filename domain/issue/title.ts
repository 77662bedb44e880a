import { alertTarget, type Alert } from '../alert';
import { renderWithin, singleLine } from './plain-text';

/** Linear's limit for a title; counted in UTF-16 units, so that it holds however characters are counted. */
const longestTitle = 255;

/** `[Alert] <alertname> - <target> (SLO: <slo>)`; a part without a value is left out. Titles hold no Markdown. */
export function issueTitle({ labels }: Pick<Alert, 'labels'>): string {
  const about = [labels.alertname, alertTarget(labels)].map((part) => singleLine(part ?? '')).filter(Boolean);
  const slo = singleLine(labels.slo ?? '');
  const title = `[Alert] ${about.join(' - ')}${slo && ` (SLO: ${slo})`}`;
  return renderWithin(singleLine(title), longestTitle, (kept) => kept);
}
