import fc from 'fast-check';
import { painter, Screen, seconds, stepLines, wrapped } from '../../demo/screen';
import { timelineOf } from '../../demo/timeline';
import { wholeIncident, zero } from './facts.fixture';

const plain = painter(false);

test('every line of a timeline fits into 80 columns', () => {
  const lines = timelineOf(wholeIncident()).flatMap((step) => stepLines(step, zero, plain));
  expect(lines.length).toBeGreaterThan(11);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
});

test('a step shows its time since the alert fired, whether it went well, and its title', () => {
  const [line] = stepLines(
    { name: 'fired', title: 'Alert fired', at: zero, detail: 'CPU at 95 %', ok: true },
    zero,
    plain,
  );
  expect(line).toBe('   +0.0 s ✓ Alert fired           CPU at 95 %');
  const [failed] = stepLines({ name: 'verified', title: 'No', at: zero, detail: '', ok: false }, zero, plain);
  expect(failed).toContain('✗ No');
});

test('what was before the alert has a negative time', () => {
  expect(seconds(-3_200)).toBe('-3.2 s');
  expect(seconds(450)).toBe('+0.5 s');
});

test('wrapping loses no word and breaks no line that could hold it', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 60 }), (list, columns) => {
      const lines = wrapped(list.join(' '), columns);
      expect(lines.join(' ')).toBe(list.join(' '));
      expect(lines.every((line) => line.length <= columns)).toBe(true);
    }),
  );
});

test('a terminal gets colours and a line that changes, a file gets neither', () => {
  const written = (isTTY: boolean): string => {
    const chunks: string[] = [];
    const out = { isTTY, write: (chunk: unknown) => chunks.push(String(chunk)) > 0 };
    const screen = new Screen(out as never, false);
    screen.status('waiting');
    screen.print(screen.paint('bold', 'done'));
    return chunks.join('');
  };
  expect(written(false)).toBe('done\n');
  expect(written(true)).toContain('waiting');
  expect(written(true)).toContain('\u001b[1mdone');
});
