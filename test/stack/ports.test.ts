import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { addressesOf, choosePorts, usualPorts } from '../../stack/ports';

test('every part gets a port of its own', async () => {
  const ports = await choosePorts('any');
  expect(Object.keys(ports)).toEqual(Object.keys(usualPorts));
  expect(new Set(Object.values(ports)).size).toBe(Object.keys(usualPorts).length);
});

test('a usual port that something listens on is left alone', async () => {
  const server = createServer().listen(usualPorts.events, '127.0.0.1');
  const listening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  const ports = await choosePorts('usual');
  expect(ports.events).not.toBe(usualPorts.events);
  if (listening) {
    expect((server.address() as AddressInfo).port).toBe(usualPorts.events);
    server.close();
  }
});

test('people find Temporal at its Web UI', async () => {
  const ports = await choosePorts('any');
  expect(addressesOf(ports).Temporal).toBe(`http://127.0.0.1:${ports.temporalUi}`);
});
