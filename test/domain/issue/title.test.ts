import fc from 'fast-check';
import { issueTitle } from '../../../domain/issue/title';
import { hostileText } from './hostile-text';

const titleOf = (labels: Record<string, string>): string => issueTitle({ labels });

test('names alert, target and SLO', () => {
  expect(titleOf({ alertname: 'PodCPUHigh', pod: 'app-xyz', namespace: 'production', slo: 'availability' })).toBe(
    '[Alert] PodCPUHigh - app-xyz (SLO: availability)',
  );
});

test('leaves out parts without a value', () => {
  expect(titleOf({ alertname: 'Watchdog' })).toBe('[Alert] Watchdog');
  expect(titleOf({ alertname: 'NodeDown', node: 'n-1', slo: '' })).toBe('[Alert] NodeDown - n-1');
});

test('takes the most specific label as the target', () => {
  expect(titleOf({ alertname: 'A', namespace: 'prod', deployment: 'web' })).toBe('[Alert] A - web');
});

test('is one visible line of at most 255 characters whatever the labels hold', () => {
  fc.assert(
    fc.property(
      hostileText,
      hostileText,
      fc.string({ unit: 'grapheme', minLength: 200, maxLength: 400 }),
      (pod, slo, alertname) => {
        const title = titleOf({ alertname, pod, slo });
        expect(title.length).toBeLessThanOrEqual(255);
        expect(title).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      },
    ),
  );
});
