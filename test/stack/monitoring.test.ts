import { parse } from 'yaml';
import { alertmanagerConfig, podCpuHigh, prometheusConfig, rulesConfig } from '../../stack/monitoring';

test('Prometheus scrapes the fleet every second and alerts Alertmanager', () => {
  const config: unknown = parse(
    prometheusConfig({
      metricsUrl: 'http://127.0.0.1:4040/metrics',
      alertmanagerUrl: 'http://127.0.0.1:9093',
      rulesFile: 'rules.yml',
    }),
  );
  expect(config).toMatchObject({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    alerting: { alertmanagers: [{ static_configs: [{ targets: ['127.0.0.1:9093'] }] }] },
    scrape_configs: [{ metrics_path: '/metrics', static_configs: [{ targets: ['127.0.0.1:4040'] }] }],
  });
});

test('Alertmanager tells of the end too, and sends a token only where there is one', () => {
  const bearer = { http_config: { authorization: { type: 'Bearer', credentials: 'secret' } } };
  expect(parse(alertmanagerConfig({ url: 'http://ingress', token: 'secret' }))).toMatchObject({
    receivers: [{ webhook_configs: [{ url: 'http://ingress', send_resolved: true, max_alerts: 1000, ...bearer }] }],
  });
  expect(alertmanagerConfig({ url: 'http://events' })).not.toContain('http_config');
});

test('the rule names the function and parameters that are JSON', () => {
  const { groups } = parse(rulesConfig([podCpuHigh])) as { groups: { rules: (typeof podCpuHigh)[] }[] };
  const { annotations, labels } = groups[0]!.rules[0]!;
  const filled = annotations.lambda_parameters!.replace(/{{ \$labels\.(\w+) }}/g, '$1');
  expect(labels).toEqual({ severity: 'warning', slo: 'availability' });
  expect(JSON.parse(filled)).toEqual({ namespace: 'namespace', deployment: 'app', pod: 'pod', replicas: 3 });
});
