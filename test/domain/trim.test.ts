import fc from 'fast-check';
import type { Alert } from '../../domain/alert';
import { alertLimit, cutText, memoLabelsLimit, trimAlert, trimLabels, trimmedAnnotation } from '../../domain/trim';

const alert = (more: Partial<Alert> = {}): Alert => ({
  fingerprint: 'ccf40201d09f839c',
  status: 'firing',
  labels: { alertname: 'A', pod: 'app' },
  annotations: { summary: 'short' },
  startsAt: '2026-11-21T04:19:43.256Z',
  endsAt: null,
  ...more,
});
const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`label_${i}`, 'value']));

describe('an alert', () => {
  it('that fits is left as it is', () => {
    const whole = alert({ generatorURL: 'http://prometheus/graph', receiver: 'agent' });
    expect(trimAlert(whole)).toBe(whole);
  });

  it('with ten thousand labels keeps those that say what it is about, and says that others are missing', () => {
    const trimmed = trimAlert(
      alert({ labels: { ...many(10_000), severity: 'critical', alertname: 'A', namespace: 'production' } }),
    );
    expect(trimmed.labels).toMatchObject({ alertname: 'A', severity: 'critical', namespace: 'production' });
    expect(trimmed.annotations[trimmedAnnotation]).toMatch(/^Too long to keep: \d+ labels left out\.$/);
    expect(trimmed.fingerprint).toBe('ccf40201d09f839c');
  });

  it('with a description of 100 kB keeps its beginning, marked as cut, and what decides about remediation', () => {
    const annotations = {
      description: 'd'.repeat(100_000),
      lambda_function: 'scale-pod',
      lambda_parameters: '{"replicas":3}',
    };
    const trimmed = trimAlert(alert({ annotations }));
    expect(trimmed.annotations).toMatchObject({ lambda_function: 'scale-pod', lambda_parameters: '{"replicas":3}' });
    expect(trimmed.annotations.description).toMatch(/^d{7000}d*… \[cut\]$/);
    expect(trimmed.annotations[trimmedAnnotation]).toBe('Too long to keep: 1 annotation cut.');
  });

  it('loses an address that is too long rather than part of it', () => {
    const trimmed = trimAlert(alert({ generatorURL: `http://prometheus/graph?g0.expr=${'x'.repeat(40_000)}` }));
    expect(trimmed).not.toHaveProperty('generatorURL');
    expect(trimmed.annotations[trimmedAnnotation]).toBe('Too long to keep: generatorURL left out.');
  });

  it('fits after trimming, whatever it holds', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 1_000, maxLength: 20_000 }),
      fc.constant('\u0000'.repeat(9_000)),
    );
    const texts = fc.dictionary(fc.string({ minLength: 1 }), text, { maxKeys: 40, noNullPrototype: true });
    fc.assert(
      fc.property(texts, texts, text, (labels, annotations, generatorURL) => {
        const trimmed = trimAlert(
          alert({
            labels: { ...labels, alertname: 'A' },
            annotations,
            generatorURL,
            receiver: generatorURL,
            correlationId: generatorURL,
          }),
        );
        expect(bytes(trimmed)).toBeLessThanOrEqual(alertLimit);
        expect(trimmed.labels.alertname).toBe('A');
      }),
      { numRuns: 60 },
    );
  });
});

describe('labels', () => {
  it('for the memo stay within their limit', () => {
    const trimmed = trimLabels({ ...many(5_000), alertname: 'A' }, memoLabelsLimit);
    expect(bytes(trimmed)).toBeLessThanOrEqual(memoLabelsLimit);
    expect(trimmed.alertname).toBe('A');
  });
});

describe('a text', () => {
  it('is cut at a character and never longer than asked for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 60 }), (text, limit) => {
        const cut = cutText(text, limit);
        expect(cut === '' || bytes(cut) <= limit).toBe(true);
        expect(cut === text || cut === '' || cut.endsWith('… [cut]')).toBe(true);
        expect(/\p{Surrogate}/u.test(cut)).toBe(/\p{Surrogate}/u.test(text) && cut !== '');
      }),
    );
  });
});
