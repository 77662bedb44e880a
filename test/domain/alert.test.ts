import { alertSeverity, alertTarget, remediationTarget } from '../../domain/alert';

describe('the severity of an alert', () => {
  it.each([
    ['critical', 'critical'],
    ['page', 'critical'],
    ['ERROR', 'critical'],
    ['Warning', 'warning'],
    ['info', 'info'],
    ['none', 'info'],
    ['P7', 'info'],
    [undefined, 'info'],
  ])('%s counts as %s', (written, expected) => {
    expect(alertSeverity(written === undefined ? {} : { severity: written })).toBe(expected);
  });
});

describe('what an alert is about', () => {
  const named = [
    'pod',
    'deployment',
    'statefulset',
    'daemonset',
    'job_name',
    'persistentvolumeclaim',
    'node',
    'service',
    'instance',
    'namespace',
  ];

  it('is the most specific of its labels', () => {
    const labels = Object.fromEntries(named.map((name) => [name, `the ${name}`]));
    for (const name of named) {
      expect(alertTarget(labels)).toBe(`the ${name}`);
      delete labels[name];
    }
    expect(alertTarget(labels)).toBeUndefined();
  });

  it('is not an empty label', () => {
    expect(alertTarget({ pod: '', namespace: 'production' })).toBe('production');
  });
});

describe('what an annotated function acts on', () => {
  const fingerprint = 'ccf40201d09f839c';

  it.each([
    [{ namespace: 'shop', deployment: 'web', pod: 'web-1' }, 'shop/deployment/web'],
    [{ namespace: 'shop', statefulset: 'db', pod: 'db-0' }, 'shop/statefulset/db'],
    [{ daemonset: 'logs' }, 'daemonset/logs'],
    [{ namespace: 'shop', pod: 'web-1' }, 'shop/pod/web-1'],
    [{ namespace: 'shop', node: 'n1' }, fingerprint],
  ])('of %j is %s', (labels, expected) => {
    expect(remediationTarget({ labels, fingerprint })).toBe(expected);
  });
});
