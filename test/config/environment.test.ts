import { loadIngressConfig } from '../../config/ingress';
import { loadWorkerConfig } from '../../config/worker';
import { file, mistakesOf, worker } from './loading';

describe('the configuration of the ingress', () => {
  it('needs nothing: it listens on loopback and finds Temporal there', () => {
    expect(loadIngressConfig({})).toMatchObject({
      temporal: { address: '127.0.0.1:7233', namespace: 'default', taskQueue: 'agent-sre', tls: undefined },
      alertmanagers: [],
      logLevel: 'info',
      host: '127.0.0.1',
      port: 8080,
      tokens: [],
      cloudEventsTypePrefix: 'io.homelab.prometheus.alert',
    });
  });

  it.each([
    ['forces loopback where no token is set', { INGRESS_HOST: '0.0.0.0' }, '127.0.0.1'],
    ['keeps another loopback address', { INGRESS_HOST: '::1' }, '::1'],
    ['listens everywhere with a token', { INGRESS_TOKENS: 't' }, '0.0.0.0'],
    ['listens where it is told with a token', { INGRESS_TOKENS: 't', INGRESS_HOST: '10.0.0.1' }, '10.0.0.1'],
  ])('%s', (_, env, host) => expect(loadIngressConfig(env).host).toBe(host));

  it('reads several tokens, each with what it may open incidents for', () => {
    const written = 'one, two;sources=alertmanager|cloudevents;clusters=a|b;teams=x';
    expect(loadIngressConfig({ INGRESS_TOKENS: written }).tokens).toEqual([
      { secret: 'one', sources: [], clusters: [], teams: [] },
      { secret: 'two', sources: ['alertmanager', 'cloudevents'], clusters: ['a', 'b'], teams: ['x'] },
    ]);
  });

  it.each(['canary;sources=nagios', 'canary;cluster=a', 'canary;teams=', 'canary,canary', ';teams=a'])(
    'refuses the tokens %p without showing them',
    (written) => {
      const mistakes = mistakesOf(() => loadIngressConfig({ INGRESS_TOKENS: written }));
      expect(mistakes).toHaveLength(1);
      expect(mistakes[0]).toMatch(/^INGRESS_TOKENS: /);
      expect(mistakes[0]).not.toContain('canary');
    },
  );
});

describe('a variable', () => {
  it('counts as not set where it is empty or blank', () => {
    expect(loadIngressConfig({ INGRESS_PORT: ' ', LOG_LEVEL: '' })).toMatchObject({ port: 8080, logLevel: 'info' });
  });

  it('may be read from a mounted file, whose white space at the ends is dropped', () => {
    expect(worker({ LINEAR_API_KEY: '', LINEAR_API_KEY_FILE: file('from-file\n') }).linear.apiKey).toBe('from-file');
  });

  it('and its file may not both be set, and the file must be there', () => {
    const both = { LINEAR_API_KEY_FILE: file('from-file'), SLACK_BOT_TOKEN_FILE: '/no/such/file' };
    expect(mistakesOf(() => worker(both))).toEqual([
      'LINEAR_API_KEY: is set beside LINEAR_API_KEY_FILE; keep one of the two',
      "SLACK_BOT_TOKEN_FILE: /no/such/file can't be read (ENOENT); mount the file there or correct the path",
    ]);
  });
});

describe('the configuration of the worker', () => {
  it('needs the key and the team of Linear only', () => {
    expect(mistakesOf(() => loadWorkerConfig({}))).toEqual([
      expect.stringContaining('LINEAR_API_KEY: is not set; '),
      expect.stringContaining('LINEAR_TEAM_KEY: is not set; '),
    ]);
    expect(worker()).toEqual({
      temporal: { address: '127.0.0.1:7233', namespace: 'default', taskQueue: 'agent-sre' },
      alertmanagers: [],
      logLevel: 'info',
      linear: { apiKey: 'lin_api_secret', teamKey: 'SRE', maxPerSecond: 50 },
      functionUrlTemplate: 'http://{function}.ai.svc.cluster.local/',
      functionAllowlist: ['*'],
      alertmanagerReceivers: [],
      slmEnabled: true,
      catalogue: [],
      thresholds: { critical: 0.05, high: 0.01, medium: 0.001 },
      timing: { reopenWindow: 600_000, reconcileInterval: 60_000, verifyTimeout: 300_000, cooldown: 1_800_000 },
    });
  });

  it('lists every mistake at once, each with its variable, and never shows a secret', () => {
    const env = {
      LINEAR_API_KEY: 'canary-key',
      LINEAR_TEAM_KEY: '',
      LINEAR_API_URL: 'http://linear.example.com',
      SMTP_URL: 'smtp://user:canary-password@mail.example.com',
      WORKER_PORT: '70000',
      SLM_ENABLED: 'perhaps',
      FUNCTION_URL_TEMPLATE: 'http://functions/{name}',
      LOG_LEVEL: 'loud',
      TEMPORAL_ADDRESS: 'temporal',
    };
    const mistakes = mistakesOf(() => loadWorkerConfig(env));
    const places = mistakes.map((mistake) => mistake.slice(0, mistake.indexOf(':')));
    expect(places.sort()).toEqual(
      Object.keys(env)
        .filter((name) => name !== 'LINEAR_API_KEY')
        .sort(),
    );
    expect(mistakes.join()).not.toContain('canary');
  });

  it('has one message that a person can read from top to bottom', () => {
    expect(() => loadWorkerConfig({ LINEAR_API_KEY: 'k', LINEAR_TEAM_KEY: 'SRE', WORKER_PORT: 'x' })).toThrow(
      'The configuration has a mistake:\n  WORKER_PORT: is not a port number; write one from 0 to 65535 (0 takes any free one)',
    );
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['no', false],
  ])('reads SLM_ENABLED=%s as %p', (written, value) => expect(worker({ SLM_ENABLED: written }).slmEnabled).toBe(value));

  it('sends mail from the address that it logs in with, else from one on the server', () => {
    const from = (url: string, more = {}) => worker({ SMTP_URL: url, ...more }).smtp?.from;
    expect(from('smtps://sre%40example.com:x@mail.example.com')).toBe('sre@example.com');
    expect(from('smtps://mail.example.com')).toBe('agent-sre@mail.example.com');
    expect(from('smtp://127.0.0.1:2525')).toBe('agent-sre@localhost');
    expect(from('smtp://127.0.0.1:2525', { SMTP_FROM: 'a@b.c' })).toBe('a@b.c');
  });

  it('uses Slack only with a token', () => {
    expect(worker({ SLACK_CHANNEL: '#x' }).slack).toBeUndefined();
    expect(worker({ SLACK_BOT_TOKEN: 't' }).slack).toEqual({ token: 't', channel: '#sre-alerts' });
  });
});
