import type { AlertSeverity } from '../../domain/alert';
import { decidePriority } from '../../domain/priority';
import type { SlmContext, ViolationSeverity } from '../../domain/slm';

const slm = (severity: ViolationSeverity | null, more: Partial<SlmContext> = {}): SlmContext => ({
  slo: 'availability',
  sli: null,
  target: 0.999,
  current: 0.998,
  errorBudgetRemaining: 0.5,
  burnRate: 0.005,
  seriesCount: 1,
  severity,
  ...more,
});
const priorities = (severity: AlertSeverity, more: Partial<SlmContext> = {}) =>
  (['critical', 'high', 'medium', 'low'] as const).map((violation) => {
    return decidePriority(severity, slm(violation, more)).priority;
  });
const met = { current: 0.999, burnRate: 0.00009 };

describe('the priority of an issue', () => {
  it.each<[AlertSeverity, number[], number]>([
    ['critical', [1, 1, 2, 2], 2],
    ['warning', [2, 2, 3, 3], 3],
    ['info', [4, 4, 4, 4], 4],
  ])('of alert severity %s is %j by violation severity, and %d without SLM', (severity, expected, without) => {
    expect(priorities(severity)).toEqual(expected);
    expect(decidePriority(severity, null).priority).toBe(without);
    expect(decidePriority(severity, slm(null)).priority).toBe(without);
  });

  it('is raised by one above a burn rate of 0.05, never above urgent and never for info', () => {
    expect(priorities('critical', { burnRate: 0.051 })).toEqual([1, 1, 1, 1]);
    expect(priorities('warning', { burnRate: 0.051 })).toEqual([1, 1, 2, 2]);
    expect(priorities('info', { burnRate: 0.051 })).toEqual([4, 4, 4, 4]);
    expect(priorities('warning', { burnRate: 0.05 })).toEqual([2, 2, 3, 3]);
  });

  it('is lowered by one under a burn rate of 0.0001 where the SLI meets its target, never for critical', () => {
    expect(priorities('warning', met)).toEqual([3, 3, 4, 4]);
    expect(priorities('critical', met)).toEqual([1, 1, 2, 2]);
    expect(priorities('info', met)).toEqual([4, 4, 4, 4]);
  });

  it.each([
    ['the burn rate is 0.0001', { burnRate: 0.0001 }],
    ['the burn rate is unknown', { burnRate: null }],
    ['the SLI is under its target', { current: 0.9989 }],
    ['the SLI is unknown', { current: null }],
    ['the target is unknown', { target: null }],
  ])('is not lowered where %s', (_, more) => {
    expect(decidePriority('warning', slm('low', { ...met, ...more })).priority).toBe(3);
  });
});

describe('the reason of a priority', () => {
  it('names both severities', () => {
    expect(decidePriority('warning', slm('high')).reason).toBe(
      'High because of alert severity warning with violation severity high.',
    );
  });

  it('says that no violation is known', () => {
    expect(decidePriority('info', null).reason).toBe(
      'Low because of alert severity info without a known SLO violation.',
    );
  });

  it('says why it was raised or lowered', () => {
    expect(decidePriority('warning', slm('critical', { burnRate: 0.06 })).reason).toBe(
      'Urgent because of alert severity warning with violation severity critical, raised by one because the burn rate is over 0.05.',
    );
    expect(decidePriority('warning', slm('low', met)).reason).toBe(
      'Low because of alert severity warning with violation severity low, lowered by one because the burn rate is under 0.0001 and the SLI meets its target.',
    );
  });
});
