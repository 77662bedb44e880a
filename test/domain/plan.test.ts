import type { CatalogueRules } from '../../domain/plan';
import { annotatedPlan, cataloguedPlan } from '../../domain/plan';
import type { CatalogueEntry, Parameters } from '../../domain/remediation';
import { catalogueEntry, firingAlert, planWith } from './firing-alert';

const alert = firingAlert({}, { deployment: 'app' });
const rules = (...catalogue: CatalogueEntry[]): CatalogueRules => ({ catalogue, parameterMistakes: () => [] });

describe('the plan for a function without catalogue entry', () => {
  it('has low risk, no inverse, the alert’s own expression as check, and the workload as target', () => {
    expect(annotatedPlan('scale-pod', { replicas: 3 }, alert)).toEqual(
      planWith({ parameters: { replicas: 3 }, target: 'production/deployment/app' }),
    );
  });
});

describe('the plan for a catalogue entry', () => {
  const plan = (more: Partial<CatalogueEntry>, parameters: Parameters = {}) =>
    cataloguedPlan(catalogueEntry(more), parameters, alert, rules());

  it('is what the entry declares', () => {
    const declared = plan({
      function: 'replica-scaler',
      risk: 'high',
      idempotent: false,
      timeoutMs: 5_000,
      verification: { checks: [{ kind: 'alert-gone' }], withinMs: 60_000, intervalMs: 500 },
    });
    expect(declared).toEqual(
      planWith({
        function: 'replica-scaler',
        risk: 'high',
        idempotent: false,
        timeoutMs: 5_000,
        checks: [{ kind: 'alert-gone' }],
        verifyWithinMs: 60_000,
        verifyIntervalMs: 500,
        target: 'production/deployment/app',
        catalogued: true,
      }),
    );
  });

  it('checks the alert’s expression where the entry names no check', () => {
    expect(plan({ verification: { checks: [] } })).toMatchObject({
      checks: [{ kind: 'expression' }],
      verifyWithinMs: null,
      verifyIntervalMs: 2_000,
    });
  });

  it('fills its target from parameters and labels, parameters first', () => {
    const target = '{namespace}/{deployment}/{replicas}';
    expect(plan({ target }, { replicas: 3 }).target).toBe('production/app/3');
    expect(plan({ target }, { replicas: 3, namespace: 'shop' }).target).toBe('shop/app/3');
  });

  it('acts on the alert’s workload where the target cannot be filled', () => {
    expect(plan({ target: '{namespace}/{missing}' }).target).toBe('production/deployment/app');
    expect(plan({ target: '{list}' }, { list: [1] }).target).toBe('production/deployment/app');
    expect(plan({ target: '{constructor}' }).target).toBe('production/deployment/app');
  });
});

describe('the plan that undoes another', () => {
  const back = catalogueEntry({ id: 'scale-back', risk: 'low', target: '{deployment}' });
  const undo = (inverse: Parameters, parameters: Parameters, more: Partial<CatalogueRules> = {}) =>
    cataloguedPlan(catalogueEntry({ inverse: { remediation: 'scale-back', parameters: inverse } }), parameters, alert, {
      ...rules(back),
      ...more,
    }).undo;

  it('takes each parameter with its type where the placeholder is the whole of it, else as text', () => {
    const parameters = { from: 2, force: true, selector: { app: 'x' } };
    const inverse = {
      replicas: '{from}',
      force: '{force}',
      selector: '{selector}',
      note: 'back to {from} in {namespace}',
      keep: 7,
    };
    expect(undo(inverse, parameters)).toMatchObject({
      remediation: 'scale-back',
      function: 'scale-back',
      risk: 'low',
      target: 'app',
      parameters: { replicas: 2, force: true, selector: { app: 'x' }, note: 'back to 2 in production', keep: 7 },
      undo: null,
    });
  });

  it.each([{ replicas: '{from}' }, { note: 'back to {from}' }, { it: '{constructor}' }, { it: '{__proto__}' }])(
    'is none where a value of %j is missing',
    (inverse) => expect(undo(inverse, { replicas: 3 })).toBeNull(),
  );

  it('is none where the inverse is not in the catalogue or its schema refuses the parameters', () => {
    expect(undo({}, {}, { catalogue: [] })).toBeNull();
    const parameterMistakes: CatalogueRules['parameterMistakes'] = ({ id }) => (id === 'scale-back' ? ['no'] : []);
    expect(undo({}, {}, { parameterMistakes })).toBeNull();
  });

  it('is not undone itself, also where two entries are each other’s inverse', () => {
    const twoWay = { ...back, inverse: { remediation: 'scale-pod', parameters: {} } };
    expect(undo({}, {}, { catalogue: [twoWay] })?.undo).toBeNull();
  });
});
