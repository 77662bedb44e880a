import { Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { TemporalConfig } from '../config/types';

/** Attempts of one call; the caller's deadline ends them earlier. */
const maxAttempts = 3;
/** Longest pause between two attempts to reach a server that was away, in milliseconds (the library's own is two minutes). */
const maxReconnectMs = 2_000;

/** A connection that needs no server yet: it connects with the first call and again after every loss. */
export function connectLazily({
  address,
  apiKey,
  tls,
}: Pick<TemporalConfig, 'address' | 'apiKey' | 'tls'>): Connection {
  return Connection.lazy({
    address,
    apiKey,
    tls: tlsOptions(tls),
    interceptors: [makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ maxAttempts }))],
    channelArgs: {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': maxReconnectMs,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 5_000,
    },
  });
}

/** The configured TLS as the SDK's clients and workers take it. */
export function tlsOptions(tls: TemporalConfig['tls']) {
  if (tls === undefined || tls === true) return tls;
  const { ca, clientCertificate, clientKey, serverName } = tls;
  const clientCertPair =
    clientCertificate !== undefined && clientKey !== undefined
      ? { crt: Buffer.from(clientCertificate), key: Buffer.from(clientKey) }
      : undefined;
  return {
    serverRootCACertificate: ca === undefined ? undefined : Buffer.from(ca),
    clientCertPair,
    serverNameOverride: serverName,
  };
}
