import type { EventLog } from './application/event-log.js';
import type { Binding } from './binding.js';
import type { StreamCatalog } from './domain/ports/stream-catalog.js';
import type { Telemetry } from './domain/ports/telemetry.js';

/** Which streams there are, among the options of the module. */
export interface CatalogPart {
  /** Which streams there are, and of which topics. */
  readonly catalog: Binding<StreamCatalog>;
}

/** Where events come from, among the options of the module. */
export interface LogPart {
  /** Where events come from: `...kafka(…)`, `...memory(…)`, `...sample()`, or another log. */
  readonly log: Binding<EventLog>;
}

/** Where is counted and logged, among the options of the module. */
export interface TelemetryPart {
  /** Where is counted and logged: `...prometheus()`. */
  readonly telemetry: Binding<Telemetry>;
}
