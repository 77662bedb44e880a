import { hostAndPort, hostOf, httpUrl, isTrustedWithoutTls } from './addresses';
import type { Values } from './environment';
import type { Mistakes } from './mistakes';
import type { TemporalConfig } from './types';
import { flag, pem, text } from './values';

export const temporalVariables = {
  TEMPORAL_ADDRESS: hostAndPort.default('127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: text.default('default'),
  TEMPORAL_API_KEY: text.optional(),
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TLS_CA: pem.optional(),
  TEMPORAL_TLS_CERT: pem.optional(),
  TEMPORAL_TLS_KEY: pem.optional(),
  TEMPORAL_TLS_SERVER_NAME: text.optional(),
  TEMPORAL_TASK_QUEUE: text.default('agent-sre'),
  TEMPORAL_UI_URL: httpUrl.optional(),
};

type TemporalValues = Values<typeof temporalVariables>;

export function temporalConfig(values: TemporalValues, mistakes: Mistakes): TemporalConfig {
  return {
    address: values.TEMPORAL_ADDRESS,
    namespace: values.TEMPORAL_NAMESPACE,
    apiKey: values.TEMPORAL_API_KEY,
    tls: tlsOf(values, mistakes),
    taskQueue: values.TEMPORAL_TASK_QUEUE,
    uiUrl: values.TEMPORAL_UI_URL,
  };
}

/** An API key or any TEMPORAL_TLS_ file switches TLS on, unless TEMPORAL_TLS says otherwise. */
function tlsOf(values: TemporalValues, mistakes: Mistakes): TemporalConfig['tls'] {
  const { TEMPORAL_TLS_CA: ca, TEMPORAL_TLS_CERT: clientCertificate, TEMPORAL_TLS_KEY: clientKey } = values;
  const serverName = values.TEMPORAL_TLS_SERVER_NAME;
  const own = [ca, clientCertificate, clientKey, serverName].some((value) => value !== undefined);
  if (values.TEMPORAL_TLS === false) return tlsOff(values, own, mistakes);
  if ((clientCertificate === undefined) !== (clientKey === undefined)) {
    const missing = clientKey === undefined ? 'TEMPORAL_TLS_KEY' : 'TEMPORAL_TLS_CERT';
    if (!mistakes.has(missing) && !mistakes.has(`${missing}_FILE`)) {
      mistakes.add(missing, 'is not set; a client certificate and its key belong together');
    }
  }
  if (own) return { ca, clientCertificate, clientKey, serverName };
  return values.TEMPORAL_TLS || values.TEMPORAL_API_KEY !== undefined ? true : undefined;
}

function tlsOff(values: TemporalValues, own: boolean, mistakes: Mistakes): undefined {
  if (own) mistakes.add('TEMPORAL_TLS', 'is false beside other TEMPORAL_TLS_ variables; remove it or them');
  const address = values.TEMPORAL_ADDRESS;
  if (values.TEMPORAL_API_KEY !== undefined && address !== undefined && !isTrustedWithoutTls(hostOf(address))) {
    mistakes.add('TEMPORAL_TLS', 'is false, but TEMPORAL_ADDRESS is sent an API key; remove it, so that TLS is used');
  }
  return undefined;
}
