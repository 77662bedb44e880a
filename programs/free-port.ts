import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * The wanted port, or some port where none is wanted, that nothing listens on at this moment. A server that is already
 * there would be mistaken for the program that is started.
 */
export async function freePort(wanted = 0, host = '127.0.0.1'): Promise<number> {
  const server = createServer().listen(wanted, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`Port ${wanted} of ${host} cannot be used: end what listens there or choose another port.`, {
      cause: error,
    });
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
