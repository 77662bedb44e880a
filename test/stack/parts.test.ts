import { Parts, type Stoppable } from '../../stack/parts';

const part = (name: string, stopped: string[]) => ({
  stop: () => Promise.resolve().then(() => void stopped.push(name)),
});

test('the lower rank is ended first', async () => {
  const stopped: string[] = [];
  const parts = new Parts();
  await parts.start(() => Promise.resolve(part('server', stopped)));
  parts.keep(part('service', stopped));
  await parts.stop();
  expect(stopped).toEqual(['service', 'server']);
});

test('what is still being started is ended as soon as it runs', async () => {
  const stopped: string[] = [];
  const parts = new Parts();
  let ready = (): void => undefined;
  void parts.start(() => new Promise<Stoppable>((resolve) => (ready = () => resolve(part('slow', stopped)))));
  const ended = parts.stop();
  ready();
  await ended;
  expect(stopped).toEqual(['slow']);
});

test('a part that fails is reported once, and the others are ended all the same', async () => {
  const stopped: string[] = [];
  const parts = new Parts();
  parts.keep({ stop: () => Promise.reject(new Error('stuck')) });
  parts.keep(part('other', stopped));
  await expect(parts.start(() => Promise.reject(new Error('no port')))).rejects.toThrow('no port');
  await parts.stop();
  expect(stopped).toEqual(['other']);
});
