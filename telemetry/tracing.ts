import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  NoopSpanProcessor,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';

export interface Tracing {
  /** Carry the trace into the workflows that a client starts and signals. */
  clientInterceptors: WorkflowClientInterceptor[];
  /** Sends what is still held back. */
  shutdown(): Promise<void>;
}

/**
 * Makes this process part of traces: W3C trace context in and out, also where nothing is exported. Spans go to
 * `<otlpEndpoint>/v1/traces` as OTLP over HTTP where an endpoint is configured.
 */
export async function startTracing({
  service,
  otlpEndpoint,
}: {
  service: string;
  otlpEndpoint?: string;
}): Promise<Tracing> {
  const resource = new Resource({ 'service.name': service });
  const spanProcessor = otlpEndpoint === undefined ? new NoopSpanProcessor() : await exporting(otlpEndpoint);
  const provider = new NodeTracerProvider({ resource, spanProcessors: [spanProcessor] });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  return {
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()],
    shutdown: () => provider.shutdown(),
  };
}

/** The exporter takes a tenth of a second to load, so only who exports loads it. */
async function exporting(otlpEndpoint: string): Promise<SpanProcessor> {
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-proto');
  return new BatchSpanProcessor(new OTLPTraceExporter({ url: `${otlpEndpoint}/v1/traces` }));
}
