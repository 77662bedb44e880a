import fc from 'fast-check';
import type { Selection } from '../../domain/remediation';
import type { SelectionRules } from '../../domain/selection';
import { selectByAnnotation } from '../../domain/selection';
import { catalogueEntry, firingAlert, planWith } from './firing-alert';

const open: SelectionRules = { catalogue: [], allowlist: ['*'], parameterMistakes: () => [] };

const select = (lambda_function: string, lambda_parameters?: string, rules: Partial<SelectionRules> = {}): Selection =>
  selectByAnnotation(firingAlert({ lambda_function, ...(lambda_parameters !== undefined && { lambda_parameters }) }), {
    ...open,
    ...rules,
  });

const refusal = (selection: Selection): string => {
  expect(selection).toMatchObject({ plan: null, method: null, confidence: 0 });
  expect(selection.phases).toEqual([{ method: 'annotation', outcome: 'refused', reason: selection.reason }]);
  return selection.reason;
};

describe('selection by annotation', () => {
  it('plans the function that the author of the rule named, with its parameters', () => {
    const { plan, ...rest } = select('scale-pod', '{"replicas": 3}');
    expect(plan).toEqual(planWith({ parameters: { replicas: 3 } }));
    const reason = 'The alert rule names it in its annotations.';
    expect(rest).toEqual({
      method: 'annotation',
      confidence: 1,
      reason,
      phases: [{ method: 'annotation', outcome: 'selected', reason }],
    });
  });

  it.each([undefined, '', '  \n'])('takes %j as no annotation', (written) => {
    const annotations: Record<string, string> = written === undefined ? {} : { lambda_function: written };
    const selection = selectByAnnotation(firingAlert(annotations), open);
    expect(selection.plan).toBeNull();
    expect(selection.phases).toMatchObject([{ outcome: 'absent' }]);
  });

  it('takes spaces around the name for spaces', () => {
    expect(select(' scale-pod\n').plan?.function).toBe('scale-pod');
  });
});

describe('a lambda_function', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://evil.example/scale-pod',
    '//evil.example',
    '/etc/passwd',
    'a/b',
    '..',
    '../admin',
    'scale..pod',
    'scale.pod',
    'Scale-Pod',
    'SCALE',
    'scale_pod',
    'scale pod',
    'scale-pod:8080',
    'user@scale-pod',
    'scale-pod?x=1',
    'scale-pod#x',
    'scale%2fpod',
    '-scale',
    'scale-',
    'ſcale',
    'scale-pod\nevil',
    'a'.repeat(64),
    'a'.repeat(300),
    '{function}',
    '__proto__',
  ])('that is %j is refused, and quoted cut', (name) => {
    const reason = refusal(select(name));
    expect(reason).toContain('is not a DNS label');
    expect(reason.length).toBeLessThan(200);
    expect(reason).not.toContain('\n');
  });

  it.each(['a', '0', 'constructor', 'a'.repeat(63), 'a-0-b'])('that is %j is taken', (name) => {
    expect(select(name).plan?.function).toBe(name);
  });

  it.each([
    ['scale-pod', ['scale-pod'], true],
    ['scale-pod', ['scale-*'], true],
    ['scale-pod', ['*-pod', 'x'], true],
    ['scale-pod', ['s*e-p*d'], true],
    ['scale-pod', [], false],
    ['scale-pod', ['scale'], false],
    ['scale-pod', ['scale-'], false],
    ['xscale-pod', ['scale-*'], false],
    ['scale-pod', ['scale.pod'], false],
    ['scalexpod', ['scale.pod'], false],
    ['aaa', ['a+'], false],
  ])('%s with the allowlist %j is allowed: %s', (name, allowlist, allowed) => {
    const selection = select(name, undefined, { allowlist });
    if (allowed) expect(selection.plan?.function).toBe(name);
    else expect(refusal(selection)).toContain('does not match FUNCTION_ALLOWLIST');
  });
});

describe('lambda_parameters', () => {
  it.each(['{', 'replicas=3', "{'a': 1}", '{"a": NaN}', '{"a":1}}', '\u0000', 'undefined'])(
    'that are %j are refused as no JSON',
    (written) => expect(refusal(select('scale-pod', written))).toBe('lambda_parameters is not valid JSON.'),
  );

  it.each(['[]', '[{"replicas":3}]', 'null', '3', '"replicas"', 'true'])(
    'that are %s are refused as no object',
    (written) => expect(refusal(select('scale-pod', written))).toBe('lambda_parameters is not a JSON object.'),
  );

  it.each([undefined, '', ' \n'])('that are %j are none', (written) => {
    expect(select('scale-pod', written).plan?.parameters).toEqual({});
  });

  it('that are nested too deep to be written again are refused', () => {
    const nested = (levels: number): string => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    expect(refusal(select('scale-pod', nested(10_000)))).toContain('nested deeper than 32 levels');
    expect(refusal(select('scale-pod', nested(32)))).toContain('nested deeper than 32 levels');
    expect(select('scale-pod', nested(31)).plan).not.toBeNull();
  });

  it('that name __proto__ are plain data and change no other object', () => {
    const written = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}';
    const catalogue = [
      catalogueEntry({ target: '{namespace}/{polluted}', inverse: { remediation: 'scale-pod', parameters: {} } }),
    ];
    for (const selection of [select('scale-pod', written), select('scale-pod', written, { catalogue })]) {
      expect(JSON.parse(JSON.stringify(selection.plan!.parameters))).toEqual(JSON.parse(written));
      expect(Object.keys(selection.plan!.parameters)).toEqual(['__proto__', 'constructor']);
      expect(selection.plan!.target).toBe('production/pod/app-xyz');
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('never make selection throw, whatever the annotations hold', () => {
    const catalogue = [
      catalogueEntry({ target: '{replicas}', inverse: { remediation: 'scale-pod', parameters: { a: '{a}' } } }),
    ];
    const written = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify({ a: value })),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constant('scale-pod')), written, (name, parameters) => {
        const { plan } = select(name, parameters, { catalogue });
        expect(plan === null || JSON.stringify(plan).length > 0).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a catalogue entry that describes the function', () => {
  const entry = catalogueEntry({ risk: 'high', function: 'replica-scaler' });

  it('is found by its id, and by the name of its function, so that its risk holds either way', () => {
    for (const name of ['scale-pod', 'replica-scaler']) {
      expect(select(name, undefined, { catalogue: [entry] }).plan).toMatchObject({
        remediation: 'scale-pod',
        function: 'replica-scaler',
        risk: 'high',
        catalogued: true,
      });
    }
  });

  it('is named by its id where several call the same function', () => {
    const catalogue = [entry, catalogueEntry({ id: 'scale-job', function: 'replica-scaler' })];
    expect(refusal(select('replica-scaler', undefined, { catalogue }))).toContain(
      'name one of them: scale-pod, scale-job.',
    );
    expect(select('scale-job', undefined, { catalogue }).plan?.remediation).toBe('scale-job');
  });

  it('must call a function of the allowlist', () => {
    const rules = { catalogue: [entry], allowlist: ['scale-*'] };
    expect(refusal(select('scale-pod', undefined, rules))).toContain(
      '"replica-scaler" does not match FUNCTION_ALLOWLIST',
    );
  });

  it('refuses parameters that do not fit its schema, and says why', () => {
    const parameterMistakes: SelectionRules['parameterMistakes'] = ({ id }, { replicas }) =>
      id === 'scale-pod' && typeof replicas !== 'number' ? ['replicas must be number', 'namespace is missing'] : [];
    const rules = { catalogue: [entry], parameterMistakes };
    expect(refusal(select('replica-scaler', '{"replicas":"three"}', rules))).toBe(
      'lambda_parameters do not fit the catalogue entry scale-pod: replicas must be number; namespace is missing.',
    );
    expect(select('scale-pod', '{"replicas":3}', rules).plan?.parameters).toEqual({ replicas: 3 });
  });
});
