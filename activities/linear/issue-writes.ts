import type { IssueDraft } from '../../domain/incident';
import { renderComment } from '../../domain/issue/comment';
import { formatPercent } from '../../domain/issue/percent';
import { singleLine } from '../../domain/issue/plain-text';
import { sloDashboardLink, type LinkBases } from '../../domain/links';
import type { IssueComment } from '../../domain/incident';
import { isViolation } from '../../domain/slm';
import { stepKey } from '../../domain/step';
import type { LinearWrite } from './document';
import { linearId } from './ids';

/** What names the writes of an episode. */
export interface EpisodeName {
  fingerprint: string;
  episode: string;
}

export function commentWrite(name: EpisodeName, issueId: string, step: string, comment: IssueComment): LinearWrite {
  const target = linearId('comment', stepKey(name.fingerprint, name.episode, step));
  return { operation: 'commentCreate', target, step, input: { issueId, body: renderComment(comment) } };
}

/** The dashboard of the alert's SLO; `null` where it has none or no Grafana is configured. */
export function attachmentWrite(
  name: EpisodeName,
  issueId: string,
  draft: IssueDraft,
  links: LinkBases,
): LinearWrite | null {
  const slo = singleLine(draft.slm?.slo ?? draft.alert.labels.slo ?? '');
  const url = slo && sloDashboardLink(links, slo);
  if (!url) return null;
  const target = linearId('attachment', stepKey(name.fingerprint, name.episode, 'attachment'));
  const title = `SLO: ${slo.charAt(0).toUpperCase()}${slo.slice(1)} (${targetInWords(draft)})`;
  return { operation: 'attachmentCreate', target, step: 'attachment', input: { issueId, title, url } };
}

function targetInWords({ slm }: IssueDraft): string {
  return slm?.target == null ? 'target unknown' : `${formatPercent(slm.target)} target`;
}

export function labelNames({ slm }: IssueDraft): string[] {
  return ['alert', 'prometheus', ...(slm && isViolation(slm) ? ['slo-violation'] : [])];
}
