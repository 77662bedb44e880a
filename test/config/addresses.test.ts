import { loadIngressConfig } from '../../config/ingress';
import { file, mistakesOf, worker } from './loading';

describe('an address that is sent a secret', () => {
  it.each([
    ['https://linear.example.com', true],
    ['http://127.0.0.1:9', true],
    ['http://localhost:9', true],
    ['http://linear.sandbox.svc.cluster.local', true],
    ['http://linear.example.com', false],
    ['http://svc.cluster.local.example.com', false],
    ['http://127.0.0.1.example.com', false],
  ])('%s is accepted: %p', (url, accepted) => {
    expect(mistakesOf(() => worker({ LINEAR_API_URL: url }))).toHaveLength(accepted ? 0 : 1);
  });

  it.each([
    ['smtps://u:p@mail.example.com', true],
    ['smtp://u:p@localhost', true],
    ['smtp://mail.example.com', true],
    ['smtp://u:p@mail.example.com', false],
    ['smtps://u:100%@mail.example.com', false],
  ])('%s is accepted: %p', (url, accepted) => {
    expect(mistakesOf(() => worker({ SMTP_URL: url }))).toHaveLength(accepted ? 0 : 1);
  });

  it('is no address that holds a password: that one would be shown', () => {
    const mistakes = mistakesOf(() => worker({ PROMETHEUS_URL: 'https://u:canary@prometheus.example.com' }));
    expect(mistakes).toEqual([expect.stringContaining('PROMETHEUS_URL: holds a user name or password')]);
    expect(mistakes.join()).not.toContain('canary');
  });
});

describe('TLS to Temporal', () => {
  const pem = (name: string) => `-----BEGIN ${name}-----\nx\n-----END ${name}-----`;
  const tlsOf = (env: Record<string, string>) => loadIngressConfig(env).temporal.tls;

  it('is off without any setting, and on with an API key or when asked for', () => {
    expect(tlsOf({})).toBeUndefined();
    expect(tlsOf({ TEMPORAL_API_KEY: 'k' })).toBe(true);
    expect(tlsOf({ TEMPORAL_TLS: 'true' })).toBe(true);
  });

  it('takes an own authority and a client certificate', () => {
    const env = {
      TEMPORAL_TLS_CA: pem('CERTIFICATE'),
      TEMPORAL_TLS_CERT_FILE: file(pem('CERTIFICATE')),
      TEMPORAL_TLS_KEY: pem('PRIVATE KEY'),
    };
    expect(tlsOf(env)).toEqual({
      ca: pem('CERTIFICATE'),
      clientCertificate: pem('CERTIFICATE'),
      clientKey: pem('PRIVATE KEY'),
    });
  });

  it.each([
    ['TEMPORAL_TLS_KEY', { TEMPORAL_TLS_CERT: pem('CERTIFICATE') }],
    ['TEMPORAL_TLS_CERT', { TEMPORAL_TLS_KEY: pem('PRIVATE KEY') }],
    ['TEMPORAL_TLS_CA', { TEMPORAL_TLS_CA: '/etc/ca.pem' }],
    ['TEMPORAL_TLS', { TEMPORAL_TLS: 'false', TEMPORAL_TLS_CA: pem('CERTIFICATE') }],
    ['TEMPORAL_TLS', { TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'k', TEMPORAL_ADDRESS: 'temporal.example.com:7233' }],
  ])('names %s where it is wrong', (name, env) => {
    expect(mistakesOf(() => loadIngressConfig(env))).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it('may be off beside an API key on loopback', () => {
    expect(tlsOf({ TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'k' })).toBeUndefined();
  });
});

describe('ALERTMANAGER_URL', () => {
  const read = (written: string) => loadIngressConfig({ ALERTMANAGER_URL: written }).alertmanagers;

  it('names each by its cluster, else by its address', () => {
    expect(read('http://am:9093/, prod=https://am.example.com/path')).toEqual([
      { name: 'am:9093', cluster: undefined, url: 'http://am:9093' },
      { name: 'prod', cluster: 'prod', url: 'https://am.example.com/path' },
    ]);
  });

  it('tells two of one cluster apart', () => {
    expect(read('prod=http://am-0:9093,prod=http://am-1:9093').map(({ name }) => name)).toEqual([
      'prod@am-0:9093',
      'prod@am-1:9093',
    ]);
  });

  it('takes an address with a query for an address', () => {
    expect(read('http://am:9093/?x=y')[0]?.cluster).toBeUndefined();
  });

  it.each([
    'am:9093',
    'http://am:9093,http://am:9093',
    'pr od=http://am:9093',
    'http://u:canary@am:9093',
    '=http://am:9093',
  ])('refuses %p', (written) => {
    const mistakes = mistakesOf(() => read(written));
    expect(mistakes).toEqual([expect.stringMatching('^ALERTMANAGER_URL: ')]);
    expect(mistakes[0]).not.toContain('canary');
  });
});

describe('functions', () => {
  it.each(['http://{function}.fn.svc.cluster.local/', 'https://fn.example.com/{function}/run/{function}'])(
    'are called at %s',
    (template) => {
      expect(worker({ FUNCTION_URL_TEMPLATE: template }).functionUrlTemplate).toBe(template);
    },
  );

  it.each([
    'http://functions/run',
    'http://{function}/{namespace}',
    '{function}',
    'ftp://{function}/',
    'http://u:p@{function}/',
  ])('are not called at %s', (template) => {
    expect(mistakesOf(() => worker({ FUNCTION_URL_TEMPLATE: template }))).toEqual([
      expect.stringMatching('^FUNCTION_URL_TEMPLATE: '),
    ]);
  });

  it('may be limited to names and patterns', () => {
    expect(worker({ FUNCTION_ALLOWLIST: 'scale-*, restart' }).functionAllowlist).toEqual(['scale-*', 'restart']);
    expect(mistakesOf(() => worker({ FUNCTION_ALLOWLIST: 'Scale_*' }))).toHaveLength(1);
  });
});
