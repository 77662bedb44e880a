import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../config/mistakes';
import { parameterMistakes } from '../../config/parameter-schema';
import { loadWorkerConfig } from '../../config/worker';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'config-'));
});

const write = (name: string, content: string): string => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};
const load = (yaml: string) =>
  loadWorkerConfig({ LINEAR_API_KEY: 'k', LINEAR_TEAM_KEY: 'SRE', AGENT_SRE_CONFIG: write('agent-sre.yaml', yaml) });

/** The mistakes, without the folder of this test. */
const mistakesOf = (yaml: string): string[] => {
  try {
    load(yaml);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes.map((mistake) => mistake.replaceAll(`${folder}/`, ''));
    throw error;
  }
  return [];
};

const onCall = `
onCall:
  timeZone: Europe/Berlin
  people:
    - { name: alice, email: alice@example.com, slack: U012AB3CD }
    - { name: bob, email: bob@example.com }
  rotation: { start: 2026-01-05T09:00, every: 7d, order: [alice, bob] }
  overrides:
    - { from: 2026-01-06T00:00, to: 2026-01-07T00:00, person: bob }
    - { from: 2026-01-06T12:00, to: 2026-01-08T00:00, person: alice }
`;

describe('the YAML file', () => {
  it('holds the on-call schedule', () => {
    expect(load(onCall).onCall).toEqual({
      timeZone: 'Europe/Berlin',
      people: [
        { name: 'alice', email: 'alice@example.com', slack: 'U012AB3CD' },
        { name: 'bob', email: 'bob@example.com' },
      ],
      rotation: { start: '2026-01-05T09:00', everyMs: 604_800_000, order: ['alice', 'bob'] },
      overrides: [
        { from: '2026-01-06T00:00', to: '2026-01-07T00:00', person: 'bob' },
        { from: '2026-01-06T12:00', to: '2026-01-08T00:00', person: 'alice' },
      ],
    });
  });

  it('changes single thresholds and times and leaves the others', () => {
    const { thresholds, timing } = load(
      'thresholds: { critical: 0.1 }\ntiming: { cooldown: 90s, verifyTimeout: 1.5m }\n',
    );
    expect(thresholds).toEqual({ critical: 0.1, high: 0.01, medium: 0.001 });
    expect(timing).toEqual({
      reopenWindow: 600_000,
      reconcileInterval: 60_000,
      verifyTimeout: 90_000,
      cooldown: 90_000,
    });
  });

  it.each(['', '# nothing\n', 'onCall:\npolicy: {}\n'])('may be empty: %j', (yaml) =>
    expect(mistakesOf(yaml)).toEqual([]),
  );

  it('names the place of every mistake with line and column', () => {
    const yaml = `
onCall:
  timeZone: Europe/Atlantis
  people: [{ name: alice, email: nowhere }]
  rotation: { start: monday, every: weekly, order: [] }
timings: { cooldown: 5m }
timing:
  cooldown: 5
  verify: 1m
`;
    expect(mistakesOf(yaml)).toEqual([
      'agent-sre.yaml:3:3: onCall.timeZone must be an IANA time zone, such as Europe/Berlin',
      'agent-sre.yaml:4:27: onCall.people[0].email must be an email address',
      'agent-sre.yaml:5:15: onCall.rotation.start must be a time such as 2026-01-05T09:00',
      'agent-sre.yaml:5:30: onCall.rotation.every must be a number with a unit (ms, s, m, h or d), such as 90s or 10m',
      'agent-sre.yaml:5:45: onCall.rotation.order must name somebody',
      'agent-sre.yaml:8:3: timing.cooldown must be a number with a unit (ms, s, m, h or d), such as 90s or 10m',
      'agent-sre.yaml:9:3: timing.verify is not a known key; remove it or correct its spelling',
      'agent-sre.yaml:6:1: timings is not a known key; remove it or correct its spelling',
    ]);
  });

  it('refuses people who are named but not described, and an override that ends before it begins', () => {
    const yaml = onCall
      .replace('order: [alice, bob]', 'order: [alice, carol]')
      .replace('to: 2026-01-07T00:00, person: bob', 'to: 2026-01-05T00:00, person: dave');
    expect(mistakesOf(yaml)).toEqual([
      'agent-sre.yaml:7:66: onCall.rotation.order[1] names "carol", who is not among people; add them there',
      'agent-sre.yaml:9:55: onCall.overrides[0].person names "dave", who is not among people; add them there',
      'agent-sre.yaml:9:33: onCall.overrides[0].to must be later than from',
    ]);
  });

  it.each([
    ['a policy, which nothing would keep', 'policy: { dryRun: true }', 'policy is not supported by this version'],
    ['thresholds that do not fall', 'thresholds: { high: 0.2 }', 'thresholds must fall'],
    ['a key that stands twice', 'timing: {}\ntiming: {}', 'is not valid YAML'],
    ['text that is no YAML', 'timing: {', 'is not valid YAML'],
    ['a list', '- a', 'must be a mapping'],
    [
      'a catalogue folder that is not there',
      'catalogue: [nowhere]',
      "catalogue names nowhere, which can't be read (ENOENT)",
    ],
  ])('refuses %s', (_, yaml, message) => expect(mistakesOf(yaml).join()).toContain(message));

  it('must be there where it is named', () => {
    expect(() => loadWorkerConfig({ LINEAR_API_KEY: 'k', LINEAR_TEAM_KEY: 'S', AGENT_SRE_CONFIG: '/no/file' })).toThrow(
      "AGENT_SRE_CONFIG: /no/file can't be read (ENOENT); correct the path",
    );
  });
});

describe('the catalogue', () => {
  const scalePod = `
id: scale-pod
description: Adds replicas to the deployment of a pod.
executor: function
risk: low
target: "{namespace}/deployment/{deployment}"
timeout: 20s
parameters:
  type: object
  required: [replicas]
  additionalProperties: false
  properties: { replicas: { type: integer, minimum: 1, maximum: 10 } }
inverse: { remediation: scale-back, parameters: { replicas: "{before}" } }
verification:
  within: 2m
  interval: 5s
  checks:
    - { kind: promql, name: CPU usage, query: 'cpu{pod="{pod}"}', op: <, value: 80, unit: "%" }
    - { kind: replicas, workload: "{deployment}", namespace: "{namespace}", op: ">=", value: "{replicas}" }
    - { kind: alert-gone }
`;
  const scaleBack = `
id: scale-back
description: Takes replicas away again.
executor: function
function: scale-pod
risk: medium
idempotent: false
verification: { checks: [] }
`;
  const withCatalogue = (first: string, second = scaleBack): string => {
    write('remediations/a.yaml', first);
    write('remediations/b.yml', second);
    return 'catalogue: [remediations]\n';
  };

  it('is read from its folders, which are relative to the YAML file', () => {
    const [first, second] = load(withCatalogue(scalePod)).catalogue;
    expect(first).toMatchObject({
      id: 'scale-pod',
      idempotent: true,
      timeoutMs: 20_000,
      inverse: { remediation: 'scale-back' },
      verification: {
        withinMs: 120_000,
        intervalMs: 5_000,
        checks: [{ kind: 'promql', value: 80 }, { kind: 'replicas' }, { kind: 'alert-gone' }],
      },
    });
    expect(second).toMatchObject({ id: 'scale-back', function: 'scale-pod', idempotent: false, timeoutMs: 30_000 });
  });

  it.each([
    ['an id that is no DNS label', ['id: scale-pod', 'id: Scale_Pod'], 'a.yaml:2:1: id must be a DNS label'],
    [
      'an executor that does not exist',
      ['executor: function', 'executor: lambda'],
      'a.yaml:4:1: executor must be function or pull-request',
    ],
    ['an unknown risk', ['risk: low', 'risk: none'], 'a.yaml:5:1: risk must be low, medium or high'],
    ['an unknown key', ['timeout: 20s', 'timout: 20s'], 'a.yaml:7:1: timout is not a known key'],
    ['a check without a kind', ['{ kind: alert-gone }', '{ name: x }'], 'verification.checks[2].kind must have a kind'],
    [
      'a check with an unknown key',
      ['{ kind: alert-gone }', '{ kind: alert-gone, value: 3 }'],
      'verification.checks[2].value is not a known key',
    ],
    ['a JSON Schema with a mistake', ['type: object', 'type: objet'], 'a.yaml:8:1: parameters is no valid JSON Schema'],
    ['a JSON Schema with an unknown word', ['additionalProperties', 'aditionalProperties'], 'unknown keyword'],
    [
      'an inverse that is not in the catalogue',
      ['remediation: scale-back', 'remediation: nothing'],
      'inverse.remediation names nothing',
    ],
  ])('refuses %s', (_, [from, to], message) => {
    expect(mistakesOf(withCatalogue(scalePod.replace(from!, to!))).join('\n')).toContain(message);
  });

  it('refuses two entries of one id', () => {
    expect(mistakesOf(withCatalogue(scalePod, scaleBack.replace('id: scale-back', 'id: scale-pod')))[0]).toContain(
      'b.yml: describes scale-pod',
    );
  });

  it('tells what is wrong with parameters', () => {
    const [entry] = load(withCatalogue(scalePod)).catalogue;
    expect(parameterMistakes(entry!, { replicas: 3 })).toEqual([]);
    expect(parameterMistakes(entry!, {})).toEqual(["parameters must have required property 'replicas'"]);
    expect(parameterMistakes(entry!, { replicas: '3', force: true })).toEqual([
      'parameters must NOT have additional properties ("force")',
      'replicas must be integer',
    ]);
    expect(parameterMistakes({}, { anything: true })).toEqual([]);
  });
});
