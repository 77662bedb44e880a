import fc from 'fast-check';
import { isNamespaceName, isObjectName, parseWorkload } from '../../../activities/kubernetes/name';

it.each(['a', 'app-1', 'app.example.org', `${'a'.repeat(250)}.b1`])('%.20s names an object', (name) =>
  expect(isObjectName(name)).toBe(true),
);

it.each(['', 'A', '-a', 'a-', 'a..b', '.', '..', 'a/b', 'a_b', 'a b', 'a\n', 'ä', 'a'.repeat(254)])(
  '%j names no object',
  (name) => expect(isObjectName(name)).toBe(false),
);

it('a namespace has no dots and at most 63 characters', () => {
  expect(isNamespaceName('a'.repeat(63))).toBe(true);
  expect(isNamespaceName('a'.repeat(64))).toBe(false);
  expect(isNamespaceName('a.b')).toBe(false);
});

it('a workload is a kind that is known and a name, or a bare name', () => {
  expect(parseWorkload('app')).toEqual({ kind: 'deployment', name: 'app' });
  expect(parseWorkload('statefulset/db')).toEqual({ kind: 'statefulset', name: 'db' });
  for (const written of ['job/x', 'deployment/', '/x', 'deployment/x/y', 'Deployment/x', 'deployment/../x']) {
    expect(parseWorkload(written)).toBeUndefined();
  }
});

it('no name that is accepted can leave its place in a path', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'ab.-/%\\?#: ') }), (name) => {
      if (!isObjectName(name)) return;
      expect(new URL(`http://x/pods/${name}`).pathname).toBe(`/pods/${name}`);
    }),
  );
});
