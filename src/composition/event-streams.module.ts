import { Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider, ModuleMetadata, Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { LogAdapter } from '../application/log/log-adapter.js';
import { Gateway } from '../application/gateway.js';
import type { Limits } from '../application/limits.js';
import { OpenEventStream } from '../application/opening/open-event-stream.js';
import { ReadinessProbe } from '../application/readiness-probe.js';
import { bind } from './bindings/binding.js';
import type { Binding } from './bindings/binding.js';
import { FilterCompiler } from '../domain/ports/filter-compiler.js';
import { Redactor } from '../domain/ports/redactor.js';
import { StreamCatalog } from '../domain/ports/stream-catalog.js';
import { Telemetry } from '../domain/ports/telemetry.js';
import { GatewayLifecycle } from './gateway-lifecycle.js';
import { CelFilterCompiler } from '../infrastructure/cel/cel-filter-compiler.js';
import { ClientGuard, everybody } from '../interfaces/http/streams/client-guard.js';
import { OpenResponses } from '../interfaces/http/streams/open-responses.js';
import { StreamController } from '../interfaces/http/streams/stream.controller.js';
import { StreamAdmission } from '../interfaces/http/streams/stream-admission.js';
import { StreamConnectionSettings } from '../interfaces/http/stream-connection-settings.js';
import { completeSettings } from './event-streams-settings.js';
import type { EventStreamsSettings } from './event-streams-settings.js';
import type { CatalogBinding, LogBinding, TelemetryBinding } from './bindings/binding.js';
import { prometheus } from './bindings/prometheus.js';
import { SingletonCheck } from './singleton-check.js';

/**
 * The parts of the service; each can be replaced. Without `telemetry`, messages for operators go to Nest's `Logger`, and
 * there are no metrics.
 */
export interface EventStreamsOptions
  extends Pick<ModuleMetadata, 'imports'>, CatalogBinding, LogBinding, Partial<TelemetryBinding> {
  /** Removes what must not be published; default: nothing is removed. */
  readonly redactor?: Binding<Redactor>;
  /** Compiles the filters of clients; default: CEL expressions, whose fields are not checked against a schema. */
  readonly filters?: Binding<FilterCompiler>;
  /** Decides who may read; default: everybody. Refusals and errors become problem responses. */
  readonly guard?: Binding<ClientGuard>;
  /** Default: the settings of an empty configuration file. */
  readonly settings?: Binding<EventStreamsSettings>;
}

const GIVEN_SETTINGS = Symbol('given settings');
const COMPLETE_SETTINGS = Symbol('complete settings');

/**
 * Serves `/v2/stream/{streams}`, below the application's prefix if it has one. Ports and adapters are connected here and
 * nowhere else.
 *
 * It exports `StreamCatalog`, `LogAdapter`, `ReadinessProbe` and `Telemetry`.
 */
@Module({})
export class EventStreamsModule {
  /**
   * Creates the module with its parts.
   *
   * @param options each part as a Nest provider without its token; its dependencies are injected, also from `imports`
   */
  static forRoot(options: EventStreamsOptions): DynamicModule {
    return {
      module: EventStreamsModule,
      imports: [...(options.imports ?? [])],
      controllers: [StreamController],
      providers: [...partsOf(options), ...settingsOf(options), ...inside],
      exports: [StreamCatalog, LogAdapter, ReadinessProbe, Telemetry],
    };
  }
}

function partsOf(options: EventStreamsOptions): readonly Provider[] {
  const { catalog, log, redactor, filters, telemetry, guard } = options;
  return [
    bind(StreamCatalog, catalog),
    bind(LogAdapter, log),
    bind(Redactor, redactor ?? { useValue: { redact: () => undefined } }),
    bind(FilterCompiler, filters ?? { useFactory: () => new CelFilterCompiler(() => undefined) }),
    bind(Telemetry, telemetry ?? prometheus({ registry: new Registry() }).telemetry),
    bind(ClientGuard, guard ?? { useValue: everybody }),
  ];
}

function settingsOf({ settings = { useValue: {} } }: EventStreamsOptions): readonly Provider[] {
  return [
    bind(GIVEN_SETTINGS, settings),
    { provide: COMPLETE_SETTINGS, inject: [GIVEN_SETTINGS], useFactory: completeSettings },
    { provide: StreamConnectionSettings, useExisting: COMPLETE_SETTINGS },
  ];
}

const gateway: FactoryProvider<Gateway> = {
  provide: Gateway,
  inject: [StreamCatalog, LogAdapter, Redactor, Telemetry, COMPLETE_SETTINGS],
  useFactory: (
    catalog: StreamCatalog,
    { source, offsets }: LogAdapter,
    redactor: Redactor,
    telemetry: Telemetry,
    limits: Limits,
  ) => new Gateway({ catalog, source, offsets, redactor, telemetry }, limits),
};

const inside: readonly Provider[] = [
  gateway,
  { provide: OpenEventStream, inject: [Gateway], useFactory: (made: Gateway) => made.openEventStream },
  { provide: ReadinessProbe, inject: [Gateway], useFactory: readinessOf },
  StreamAdmission,
  OpenResponses,
  GatewayLifecycle,
  SingletonCheck,
];

function readinessOf(made: Gateway): ReadinessProbe {
  return { ready: () => ({ ready: made.notReadyReasons.length === 0, reasons: made.notReadyReasons }) };
}
