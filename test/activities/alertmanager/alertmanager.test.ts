import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAlertmanager, type Alertmanager } from '../../../activities/alertmanager/client';
import { fingerprintOf } from '../../../domain/fingerprint';
import type { ListedAlert, Silence } from '../../../domain/reconcile';
import { type MonitoringProgram, startAlertmanager } from '../../../programs/monitoring';
import { eventually } from '../../support/eventually';
import { programPath } from '../../support/program-path';

jest.setTimeout(120_000);

const config = `
route:
  receiver: pager
  group_wait: 1h
  routes:
    - {receiver: agent, matchers: ['team="payments"'], continue: true}
    - {receiver: archive, matchers: ['team="payments"']}
receivers: [{name: pager}, {name: agent}, {name: archive}]
inhibit_rules:
  - {source_matchers: ['alertname="NodeDown"'], target_matchers: ['severity="warning"'], equal: [node]}
`;

let folder: string;
let program: MonitoringProgram;
let alertmanager: Alertmanager;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'agent-sre-alertmanager-'));
  const configFile = join(folder, 'alertmanager.yml');
  await writeFile(configFile, config);
  program = await startAlertmanager({ executable: await programPath('alertmanager'), configFile, folder });
  alertmanager = createAlertmanager({ url: program.url });
});

afterAll(async () => {
  await program.stop();
  await rm(folder, { recursive: true });
});

async function send(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${program.url}/api/v2/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
}

const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
const fire = (labels: Record<string, string>, more: object = {}) =>
  send('alerts', [
    { labels, annotations: { summary: 'It burns' }, startsAt: '2026-01-05T09:00:00.123456789Z', ...more },
  ]);

async function listedAs(labels: Record<string, string>): Promise<ListedAlert | undefined> {
  return (await alertmanager.alerts()).find((alert) => alert.labels.alertname === labels.alertname);
}

const matcher = (name: string, value: string, isRegex = false, isEqual = true) => ({ name, value, isRegex, isEqual });

async function silenceWith(...matchers: object[]): Promise<Silence> {
  const silence = { matchers, startsAt: inMs(0), endsAt: inMs(3_600_000), createdBy: 'anna', comment: 'Known' };
  const { silenceID } = (await (await send('silences', silence)).json()) as { silenceID: string };
  return (await alertmanager.silences()).find(({ id }) => id === silenceID)!;
}

describe('an alert in Alertmanager', () => {
  it('is listed as active with its receivers, in milliseconds and with our fingerprint of it', async () => {
    const labels = { alertname: 'Active', team: 'payments', city: 'München 😀' };
    await fire(labels, { generatorURL: 'http://prometheus/graph?g0.expr=up' });
    const alert = (await listedAs(labels))!;
    expect(alert).toEqual({
      fingerprint: fingerprintOf(labels),
      state: 'active',
      by: [],
      labels,
      annotations: { summary: 'It burns' },
      startsAt: '2026-01-05T09:00:00.123Z',
      generatorURL: 'http://prometheus/graph?g0.expr=up',
      receivers: ['agent', 'archive'],
    });
  });

  it('has the fingerprint that Alertmanager gives it, whatever its labels hold', async () => {
    await fire({ alertname: 'Odd', a: '"\\{}\n\u0000', b: ' ', ab: '～', B: '😀', _: 'ÿ' });
    const answer = await fetch(`${program.url}/api/v2/alerts`);
    const theirs = ((await answer.json()) as { fingerprint: string }[]).map(({ fingerprint }) => fingerprint);
    const ours = (await alertmanager.alerts()).map(({ fingerprint }) => fingerprint);
    expect(ours).toEqual(theirs);
  });

  it('is listed as silenced by the id of the silence', async () => {
    const labels = { alertname: 'Silenced', team: 'payments' };
    await fire(labels);
    const { id } = await silenceWith(matcher('alertname', 'Silenced'));
    const alert = await eventually(async () => {
      const seen = await listedAs(labels);
      return seen?.state === 'silenced' && seen;
    });
    expect(alert.by).toEqual([`silence ${id}`]);
  });

  it('is listed as inhibited by the fingerprint of the alert that inhibits it', async () => {
    const labels = { alertname: 'PodSlow', severity: 'warning', node: 'n1' };
    await fire(labels);
    await fire({ alertname: 'NodeDown', severity: 'critical', node: 'n1' });
    const alert = await eventually(async () => {
      const seen = await listedAs(labels);
      return seen?.state === 'inhibited' && seen;
    });
    expect(alert.by).toEqual([`alert ${(await listedAs({ alertname: 'NodeDown' }))!.fingerprint}`]);
  });

  it('is not listed any more once it has ended', async () => {
    const labels = { alertname: 'Ended', team: 'payments' };
    await fire(labels);
    expect(await listedAs(labels)).toBeDefined();
    await fire(labels, { endsAt: inMs(-1_000) });
    await eventually(async () => (await listedAs(labels)) === undefined);
  });
});

describe('a silence in Alertmanager', () => {
  const web1 = { alertname: 'Slow', pod: 'web-1' };

  it('says who made it, from when to when', async () => {
    const silence = await silenceWith(matcher('alertname', 'Slow'));
    expect(silence).toMatchObject({ createdBy: 'anna' });
    expect(Date.parse(silence.endsAt)).toBeGreaterThan(Date.parse(silence.startsAt));
    expect(silence.endsAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each<[string, object[], boolean]>([
    ['an equal label', [matcher('pod', 'web-1')], true],
    ['another value', [matcher('pod', 'web-2')], false],
    ['all of several', [matcher('pod', 'web-1'), matcher('alertname', 'Slow')], true],
    ['one of several', [matcher('pod', 'web-1'), matcher('alertname', 'Fast')], false],
    ['an expression', [matcher('pod', 'web-.*', true)], true],
    ['an expression for a part only', [matcher('pod', 'web', true)], false],
    ['alternatives, which are anchored together', [matcher('pod', 'xweb-1|web', true)], false],
    ['an expression in Go’s own syntax', [matcher('pod', '(?i)WEB-\\pN', true)], true],
    ['a negative matcher', [matcher('pod', 'web-2', false, false)], true],
    ['a negative matcher for its value', [matcher('alertname', 'Slow'), matcher('pod', 'web-1', false, false)], false],
    ['a negative expression', [matcher('pod', 'web-.*', true, false), matcher('alertname', 'Slow')], false],
    [
      'a label that is not there, which counts as empty',
      [matcher('alertname', 'Slow'), matcher('team', '', false)],
      true,
    ],
    [
      'a label that is not there, by a negative matcher',
      [matcher('team', '.+', true, false), matcher('pod', 'web-1')],
      true,
    ],
  ])('for %s, that is %j, holds: %s', async (_, matchers, covered) => {
    expect((await silenceWith(...matchers)).covers(web1)).toBe(covered);
  });

  it('with a costly expression takes no time', async () => {
    const silence = await silenceWith(matcher('pod', '(a+)+(b+)+c', true));
    const began = performance.now();
    expect(silence.covers({ pod: 'a'.repeat(2_000) })).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
