import { readArguments, usage } from '../../demo/arguments';

test('without arguments alerts go straight and the demo stays up', () => {
  expect(readArguments([])).toEqual({ once: false, via: 'alertmanager', help: false });
});

test('both flags are read', () => {
  expect(readArguments(['--once', '--via', 'cloudevents'])).toEqual({ once: true, via: 'cloudevents', help: false });
});

test.each([[['--bogus']], [['--via', 'pigeon']], [['--once=maybe']], [['extra']]])('%j is refused', (args) => {
  expect(() => readArguments(args)).toThrow();
});

test('the usage names every flag and fits into 80 columns', () => {
  for (const flag of ['--once', '--via', '--help']) expect(usage).toContain(flag);
  expect(usage.split('\n').filter((line) => line.length > 80)).toEqual([]);
});
