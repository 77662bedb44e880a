import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

interface Service {
  image?: string;
  build?: { target: string };
  ports?: string[];
  volumes?: string[];
  depends_on?: Record<string, unknown>;
}

const root = resolve(__dirname, '../..');
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');
const yaml = <Content>(file: string): Content => parse(read(file), { merge: true }) as Content;
const compose = yaml<{ services: Record<string, Service>; volumes: object; secrets: object }>('docker-compose.yml');
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');

describe('docker-compose.yml', () => {
  test('holds the whole stack', () => {
    const stack = ['postgres', 'temporal', 'temporal-ui', 'prometheus', 'alertmanager', 'sandbox', 'ingress', 'worker'];
    expect(Object.keys(compose.services)).toEqual(stack);
  });

  test('pins every image, the monitoring programs to the versions of scripts/versions.mjs', () => {
    const images = services.flatMap(([, { image }]) => image ?? []);
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/.test(image))).toEqual([]);
    const pinned = read('scripts/versions.mjs');
    expect(pinned).toContain(`prometheus: '${/prometheus:v(.*)/.exec(images.join('\n'))?.[1]}'`);
    expect(pinned).toContain(`alertmanager: '${/alertmanager:v(.*)/.exec(images.join('\n'))?.[1]}'`);
  });

  test('opens ports to this machine alone', () => {
    const ports = services.flatMap(([, { ports = [] }]) => ports);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  test('mounts files that exist and waits for services that exist', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    expect(mounted.filter((path) => path.startsWith('.') && !existsSync(resolve(root, path)))).toEqual([]);
    const awaited = services.flatMap(([, service]) => Object.keys(service.depends_on ?? {}));
    expect(awaited.filter((name) => !(name in compose.services))).toEqual([]);
  });

  test('builds targets that the Dockerfile has', () => {
    const targets = services.flatMap(([, { build }]) => build?.target ?? []);
    expect(targets.filter((target) => !dockerfile.includes(` AS ${target}\n`))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const started = stages.filter((stage) => stage.includes('\nCMD ['));

  test('starts from one exact version of Node that the product supports', () => {
    const version = /NODE_IMAGE=node:(\d+)\.(\d+)\.\d+-bookworm-slim/.exec(dockerfile);
    expect(Number(version?.[1])).toBe(20);
    expect(Number(version?.[2])).toBeGreaterThanOrEqual(19);
  });

  test('gives every image that starts something a health check', () => {
    expect(started.map((stage) => / AS (\S+)/.exec(stage)?.[1])).toEqual(['worker', 'sandbox', 'ingress']);
    expect(started.filter((stage) => !stage.includes('HEALTHCHECK'))).toEqual([]);
  });

  test('runs nothing as root', () => {
    const asNode = (stage: string): boolean => stage.includes('\nUSER node\n') || stage.startsWith('product AS');
    expect(started.filter((stage) => !asNode(stage))).toEqual([]);
    expect(stages.find((stage) => stage.includes(' AS product\n'))).toContain('\nUSER node\n');
  });
});

describe('the examples for operators', () => {
  test('let Alertmanager send whole groups, resolved alerts and a token that stands in a file', () => {
    for (const file of ['deploy/prometheus/alertmanager-receiver.yaml', 'deploy/compose/alertmanager.yml']) {
      const { receivers } = yaml<{ receivers: { webhook_configs: Record<string, unknown>[] }[] }>(file);
      expect(receivers[0]?.webhook_configs[0]).toMatchObject({
        send_resolved: true,
        max_alerts: 1000,
        http_config: { authorization: { credentials_file: expect.any(String) } },
      });
    }
  });

  test('hold rules whose parameters are JSON', () => {
    const { spec } = yaml<{ spec: { groups: { rules: { annotations: Record<string, string> }[] }[] } }>(
      'deploy/prometheus/prometheus-rule.yaml',
    );
    const parameters = spec.groups[0]?.rules[0]?.annotations.lambda_parameters ?? '';
    expect(JSON.parse(parameters)).toHaveProperty('replicas', 3);
  });

  test('come with one executable command for continuous integration', () => {
    expect(() => execFileSync('bash', ['-n', resolve(root, '.ci/run')])).not.toThrow();
    expect(() => execFileSync('test', ['-x', resolve(root, '.ci/run')])).not.toThrow();
  });
});
