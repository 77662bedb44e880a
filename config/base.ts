import { alertmanagers } from './alertmanagers';
import { httpUrl } from './addresses';
import type { Values } from './environment';
import type { Mistakes } from './mistakes';
import { temporalConfig, temporalVariables } from './temporal';
import type { CommonConfig } from './types';
import { logLevel } from './values';

/** What the ingress and the worker both read. */
export const commonVariables = {
  ...temporalVariables,
  ALERTMANAGER_URL: alertmanagers.default([]),
  LOG_LEVEL: logLevel.default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
};

export function commonConfig(values: Values<typeof commonVariables>, mistakes: Mistakes): CommonConfig {
  return {
    temporal: temporalConfig(values, mistakes),
    alertmanagers: values.ALERTMANAGER_URL,
    logLevel: values.LOG_LEVEL,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}
