import type { SlmReading } from '../../domain/slm';
import { defaultSlmThresholds, isUnderTarget, isViolation, violationSeverity } from '../../domain/slm';

const measured: SlmReading = {
  slo: 'availability',
  sli: 'http_success_ratio',
  target: 0.999,
  current: 0.9995,
  errorBudgetRemaining: 0.8,
  burnRate: 0.0005,
  seriesCount: 1,
};
const severity = (more: Partial<SlmReading>) => violationSeverity({ ...measured, ...more }, defaultSlmThresholds);

describe('the severity of a violation', () => {
  it.each([
    [0.0501, 'critical'],
    [0.05, 'high'],
    [0.0101, 'high'],
    [0.01, 'medium'],
    [0.0011, 'medium'],
    [0.001, 'low'],
    [0, 'low'],
  ])('with a burn rate of %d is %s', (burnRate, expected) => {
    expect(severity({ burnRate })).toBe(expected);
  });

  it.each([
    [0.01, 'low'],
    [0, 'critical'],
    [-0.2, 'critical'],
  ])('with %d of the error budget left is %s', (errorBudgetRemaining, expected) => {
    expect(severity({ errorBudgetRemaining })).toBe(expected);
  });

  it('is high for a target of 0.999, an SLI of 0.9985 and a burn rate of 0.0005', () => {
    expect(severity({ target: 0.999, current: 0.9985, burnRate: 0.0005 })).toBe('high');
  });

  it('is at least high under the target, and stays critical where the burn rate says so', () => {
    expect(severity({ current: 0.9989, burnRate: 0.002 })).toBe('high');
    expect(severity({ current: 0.9989, burnRate: 0.06 })).toBe('critical');
    expect(severity({ current: 0.999 })).toBe('low');
  });

  it('is unknown where nothing that was measured decides', () => {
    expect(severity({ burnRate: null })).toBeNull();
    expect(severity({ burnRate: null, errorBudgetRemaining: null, current: null, target: null })).toBeNull();
  });

  it('is found from what was measured where the rest is unknown', () => {
    expect(severity({ burnRate: null, errorBudgetRemaining: null, current: 0.99 })).toBe('high');
    expect(severity({ burnRate: null, errorBudgetRemaining: 0, current: null, target: null })).toBe('critical');
    expect(severity({ burnRate: 0.02, errorBudgetRemaining: null, target: null })).toBe('high');
  });

  it('follows configured thresholds', () => {
    const thresholds = { critical: 14, high: 6, medium: 1 };
    expect([15, 14, 6, 1].map((burnRate) => violationSeverity({ ...measured, burnRate }, thresholds))).toEqual([
      'critical',
      'high',
      'medium',
      'low',
    ]);
  });
});

describe('an SLI', () => {
  it('is under its target only where both are known', () => {
    expect(isUnderTarget({ current: 0.99, target: 0.999 })).toBe(true);
    expect(isUnderTarget({ current: 0.999, target: 0.999 })).toBe(false);
    expect(isUnderTarget({ current: null, target: 0.999 })).toBe(false);
    expect(isUnderTarget({ current: 0.99, target: null })).toBe(false);
  });

  it.each([
    ['critical', 0.9995, true],
    ['high', 0.9995, true],
    ['medium', 0.9995, true],
    ['low', 0.9995, false],
    ['low', 0.99, true],
    [null, 0.9995, false],
    [null, 0.99, true],
  ] as const)('with severity %s and at %d makes a violation: %s', (known, current, expected) => {
    expect(isViolation({ ...measured, current, severity: known })).toBe(expected);
  });
});
