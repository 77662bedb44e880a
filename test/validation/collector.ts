import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { parse } from 'protobufjs';

/** The part of OTLP's trace messages that says which span belongs where. */
const schema = parse(`
  syntax = "proto3";
  message Export { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string string_value = 1; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span { bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; }
`).root.lookupType('Export');

interface Exported {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue: string } }[] };
    scopeSpans: { spans: { traceId: Buffer; spanId: Buffer; parentSpanId?: Buffer; name: string }[] }[];
  }[];
}

export interface Span {
  service: string;
  name: string;
  /** Ids in hex. */
  traceId: string;
  spanId: string;
  parentSpanId: string;
}

/** Takes OTLP over HTTP as a collector does, and keeps the spans. */
export class Collector {
  readonly spans: Span[] = [];
  private readonly server: Server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      this.spans.push(...spansOf(schema.decode(plain) as unknown as Exported));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    });
  });

  /** Resolves to the value of OTEL_EXPORTER_OTLP_ENDPOINT. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

function spansOf({ resourceSpans }: Exported): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '';
    return scopeSpans
      .flatMap(({ spans }) => spans)
      .map(({ name, traceId, spanId, parentSpanId }) => ({
        ...{ service, name, traceId: hex(traceId), spanId: hex(spanId), parentSpanId: hex(parentSpanId) },
      }));
  });
}

const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
