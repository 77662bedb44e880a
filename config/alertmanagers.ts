import { z } from 'zod';
import { httpUrlMistake } from './addresses';
import type { AlertmanagerConfig } from './types';
import { splitList } from './values';

type Written = Pick<AlertmanagerConfig, 'cluster' | 'url'>;

const clusterName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Comma-separated addresses, each optionally as `cluster=address`. */
export const alertmanagers = z.string().transform((written, context): AlertmanagerConfig[] => {
  const found: Written[] = [];
  for (const part of splitList(written)) {
    const { cluster, url } = split(part);
    const mistake = cluster !== undefined && !clusterName.test(cluster) ? badCluster : httpUrlMistake(url);
    if (mistake) context.addIssue(`${shown(part)} ${mistake}`);
    else if (found.some((other) => other.url === url)) context.addIssue(`${shown(part)} is listed twice; keep one`);
    else found.push({ cluster, url });
  }
  return found.map((entry) => ({ name: nameOf(entry, found), ...entry }));
});

const badCluster = 'starts with something that is no cluster name (letters, digits, "." "_" "-", at most 63)';

function split(part: string): Written {
  const match = /^([^=/]*)=(.*)$/.exec(part);
  const url = (match ? match[2]! : part).trim().replace(/\/+$/, '');
  return { cluster: match?.[1]!.trim(), url };
}

/** Several Alertmanagers of one cluster are told apart by their address. */
function nameOf({ cluster, url }: Written, all: Written[]): string {
  const host = new URL(url).host;
  if (cluster === undefined) return host;
  return all.filter((other) => other.cluster === cluster).length > 1 ? `${cluster}@${host}` : cluster;
}

/** An entry as a mistake may show it: without what could be a password. */
const shown = (part: string): string => part.replace(/\/\/[^/]*@/, '//***@');
