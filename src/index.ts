/**
 * What a team needs to mount the service in its own application, and to replace any part of it.
 *
 * @packageDocumentation
 */
export { EventStreamsModule } from './composition/event-streams.module.js';
export type { EventStreamsOptions } from './composition/event-streams.module.js';
export type { CatalogBinding, LogBinding, TelemetryBinding } from './composition/bindings/binding.js';
export type { EventStreamsSettings, CompleteSettings } from './composition/event-streams-settings.js';
export type { DeliverySettings, ReadingSettings } from './infrastructure/config/settings.js';
export type { Binding, FactoryBinding } from './composition/bindings/binding.js';
export { kafka } from './composition/bindings/kafka.js';
export type { KafkaOptions } from './composition/bindings/kafka.js';
export { memory } from './composition/bindings/memory.js';
export { sample } from './composition/bindings/sample.js';
export type { SampleOptions } from './composition/bindings/sample.js';
export { nestTelemetryLog, prometheus } from './composition/bindings/prometheus.js';
export type { PrometheusOptions } from './composition/bindings/prometheus.js';
export { DependencyProbe } from './application/dependency-probe.js';
export type { DependencyState } from './application/dependency-probe.js';
export { LogAdapter } from './application/log/log-adapter.js';
export { ReadinessProbe } from './application/readiness-probe.js';
export type { ReadinessState } from './application/readiness-probe.js';
export { EventSource } from './domain/ports/event-source.js';
export { FilterCompiler } from './domain/ports/filter-compiler.js';
export { OffsetResolver } from './domain/ports/offset-resolver.js';
export type { TopicState, Unreadable } from './domain/ports/offset-resolver.js';
export { Redactor } from './domain/ports/redactor.js';
export type { Redaction, RedactionContext } from './domain/ports/redactor.js';
export { StreamCatalog } from './domain/ports/stream-catalog.js';
export { Telemetry } from './domain/ports/telemetry.js';
export type {
  CanaryGauges,
  FetchReport,
  Gauges,
  LookUpGauges,
  ReaderGauges,
  RecordOutcome,
  UnreadableTopic,
  WindowGauges,
} from './domain/ports/telemetry.js';
export type { Effort, EventField, EventFilter, FieldCondition, Scalar } from './domain/event-filter.js';
export type { Bounds, Chunk, LogRecord } from './domain/log-record.js';
export type { Stream } from './domain/stream.js';
export type { StreamEvent } from './domain/stream-event.js';
export type { TopicPartition } from './domain/topic-partition.js';
export type { ValuesAt } from './domain/redaction/event-member.js';
export * from './domain/errors.js';
export { StaticCatalog } from './infrastructure/catalog/static-catalog.js';
export { MemoryLog } from './infrastructure/memory/memory-log.js';
export type { MemoryLogSettings } from './infrastructure/memory/memory-log.js';
export type { NewRecord } from './infrastructure/memory/memory-partition.js';
export type { RetentionSettings } from './infrastructure/memory/retention.js';
export type { SampleFeedSettings } from './infrastructure/memory/sample/sample-feed.js';
export { PageRedactor } from './infrastructure/redaction/page-redactor.js';
export type { RedactedPages } from './infrastructure/redaction/page-redactor.js';
export { PrometheusTelemetry } from './infrastructure/metrics/prometheus-telemetry.js';
export type { TelemetryLog } from './infrastructure/metrics/telemetry-log.js';
export { ClientGuard } from './interfaces/http/streams/client-guard.js';
