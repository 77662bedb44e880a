import path from 'node:path';
import { readCatalogue } from '../../config/catalogue';
import { Mistakes } from '../../config/mistakes';
import { parameterMistakes } from '../../config/parameter-schema';
import { sandboxFunctions } from '../../sandbox/functions/functions';

const mistakes = new Mistakes();
const entries = readCatalogue([path.join(__dirname, '../../sandbox/catalogue')], mistakes);

it('describes functions that the sandbox has, without a mistake', () => {
  mistakes.throwIfAny();
  expect(entries.map(({ id }) => id)).toEqual(['restart-pod', 'scale-pod']);
  for (const { id, function: name = id } of entries) expect(sandboxFunctions).toHaveProperty(name);
});

it('takes what an alert is annotated with, and refuses what is beyond its schema', () => {
  const scale = entries.find(({ id }) => id === 'scale-pod')!;
  const annotated = { namespace: 'production', deployment: 'app', pod: 'app-xyz', replicas: 3 };
  expect(parameterMistakes(scale, annotated)).toEqual([]);
  expect(parameterMistakes(scale, { ...annotated, replicas: 1000 })).toHaveLength(1);
  expect(parameterMistakes(scale, { ...annotated, image: 'other' })).toHaveLength(1);
});
