import fc from 'fast-check';
import { parseExpression } from '../../../activities/prometheus/promql';
import { fillQuery } from '../../../activities/verification/query-template';
import type { Check } from '../../../domain/remediation';
import { FakePrometheus, measure, series } from './fixture';

const cpu: Check = { kind: 'promql', name: 'CPU usage', query: 'cpu{pod="{pod}"}', op: '<', value: 80, unit: '%' };

describe('a query of the catalogue', () => {
  const measured = (prometheus: FakePrometheus, check: Partial<typeof cpu> = {}, parameters = {}) =>
    measure({ prometheus }, { checks: [{ ...cpu, ...check } as Check], parameters });
  const answering = (...values: number[]) =>
    new FakePrometheus().sampled('cpu{pod="app-xyz"}', 1).knows(
      'cpu{pod="app-xyz"}',
      values.flatMap((value) => series(value)),
    );

  it('passes with its value and unit', async () => {
    expect(await measured(answering(45))).toEqual({
      name: 'CPU usage',
      status: 'passed',
      measured: '45%',
      expected: '< 80%',
    });
  });

  it('takes a parameter before a label of the same name', async () => {
    const prometheus = new FakePrometheus().sampled('cpu{pod="new"}', 1).knows('cpu{pod="new"}', series(81));
    expect(await measured(prometheus, {}, { pod: 'new' })).toMatchObject({ status: 'failed', measured: '81%' });
  });

  it.each([
    ['<', [10, 90, 20], 'failed', '90%'],
    ['<=', [10, 80, 20], 'passed', '80%'],
    ['>', [90, 70, 95], 'failed', '70%'],
    ['>=', [90, 85, 95], 'passed', '85%'],
    ['==', [80, 80, 60], 'failed', '60%'],
    ['!=', [10, 80, 90], 'failed', '80%'],
    ['<', [10, NaN], 'not-available', null],
    ['<', [90, NaN], 'failed', '90%'],
    ['>', [Infinity], 'not-available', null],
    ['<', [Infinity], 'failed', 'Inf%'],
    ['<', [], 'not-available', null],
  ] as const)('with %s 80 lets the worst of %j count: %s %s', async (op, values, status, shown) => {
    expect(await measured(answering(...values), { op })).toMatchObject({ status, measured: shown });
  });

  it('waits for a sample newer than the execution', async () => {
    expect(await measured(answering(45).sampled('cpu{pod="app-xyz"}', -1))).toMatchObject({ status: 'not-available' });
  });

  it('is not asked where a placeholder has no value', async () => {
    const prometheus = new FakePrometheus();
    expect(await measured(prometheus, { query: 'cpu{node="{node}"}' })).toMatchObject({ status: 'not-available' });
    expect(prometheus.asked).toEqual([]);
  });

  it('that is no PromQL is not available', async () => {
    expect(await measured(new FakePrometheus(), { query: 'cpu{' })).toMatchObject({ status: 'not-available' });
  });
});

describe('a filled template', () => {
  it('holds values as text in strings, as themselves in patterns', () => {
    expect(fillQuery(`a{b="{x}",c=~'{x}.*',d!~ "{x}"}`, { x: `.'"\\` })).toBe(
      String.raw`a{b=".\u0027\u0022\\",c=~'\\.\u0027\u0022\\\\.*',d!~ "\\.\u0027\u0022\\\\"}`,
    );
  });

  it('holds only numbers and durations outside of strings', () => {
    expect(fillQuery('rate(a[{w}]) > {n}', { w: '5m', n: 3 })).toBe('rate(a[5m]) > 3');
    expect(fillQuery('a > {n}', { n: '1 or vector(1)' })).toBeUndefined();
  });

  it('is the same query whatever the values are', () => {
    const template = 'a{b="{x}",c=~"{x}|z",d=\'{x}\',e=`{x}`} > 1';
    const shape = (query?: string) => query && parseExpression(query)?.selectors.length;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'"\'`\\{}x,#= \n') }), (x) => {
        expect(shape(fillQuery(template, { x }))).toBe(1);
      }),
    );
  });
});
