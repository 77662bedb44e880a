import { singleLine } from './issue/plain-text';

/** Addresses that links are built on; a link whose base is not configured is not shown. */
export interface LinkBases {
  /** Base of the Temporal Web UI. */
  temporalUiUrl?: string;
  temporalNamespace: string;
  grafanaUrl?: string;
}

/** The Web UI needs the slash of a Workflow Id as `%2F`. */
export function workflowLink(bases: LinkBases, run: { workflowId: string; runId: string }): string | undefined {
  if (!bases.temporalUiUrl) return undefined;
  const namespace = encodeURIComponent(bases.temporalNamespace);
  const path = `namespaces/${namespace}/workflows/${encodeURIComponent(run.workflowId)}/${encodeURIComponent(run.runId)}`;
  return `${withoutSlash(bases.temporalUiUrl)}/${path}`;
}

export function sloDashboardLink(bases: LinkBases, slo: string): string | undefined {
  return bases.grafanaUrl && `${withoutSlash(bases.grafanaUrl)}/d/slo-${encodeURIComponent(singleLine(slo))}`;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');
