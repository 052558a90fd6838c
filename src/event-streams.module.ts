import { Module } from '@nestjs/common';
import type { DynamicModule, FactoryProvider, ModuleMetadata, Provider } from '@nestjs/common';
import { Registry } from 'prom-client';
import { EventLog } from './application/event-log.js';
import { Gateway } from './application/gateway.js';
import { OpenEventStream } from './application/open-event-stream.js';
import { Readiness } from './application/readiness.js';
import { bind } from './binding.js';
import type { Binding } from './binding.js';
import { FilterCompiler } from './domain/ports/filter-compiler.js';
import { Redactor } from './domain/ports/redactor.js';
import { StreamCatalog } from './domain/ports/stream-catalog.js';
import { Telemetry } from './domain/ports/telemetry.js';
import { GatewayLife } from './gateway-life.js';
import { CelFilterCompiler } from './infrastructure/cel/cel-filter-compiler.js';
import { ClientGuard, everybody } from './interfaces/http/client-guard.js';
import { OpenResponses } from './interfaces/http/open-responses.js';
import { StreamController } from './interfaces/http/stream.controller.js';
import { StreamEntrance } from './interfaces/http/stream-entrance.js';
import { StreamSettings } from './interfaces/http/stream-settings.js';
import { checkSettings } from './module-settings.js';
import type { CheckedSettings, EventStreamsSettings } from './module-settings.js';
import type { CatalogPart, LogPart, TelemetryPart } from './parts.js';
import { prometheus } from './prometheus.js';
import { SharedParts } from './shared-parts.js';

/**
 * What the service is made of; every part can be another team's. Without `telemetry`, Nest's `Logger` is told what an operator should
 * read, and nothing is counted.
 */
export interface EventStreamsOptions
  extends Pick<ModuleMetadata, 'imports'>, CatalogPart, LogPart, Partial<TelemetryPart> {
  /** What must not leave; default: everything may. */
  readonly redactor?: Binding<Redactor>;
  /** What filters clients may write; default: expressions in CEL, whose fields are not held against any schema. */
  readonly filters?: Binding<FilterCompiler>;
  /** Who may read; default: everybody. What it throws or refuses is answered as a problem. */
  readonly guard?: Binding<ClientGuard>;
  /** Default: what an empty configuration file means. */
  readonly settings?: Binding<EventStreamsSettings>;
}

const GIVEN_SETTINGS = Symbol('given settings');
const CHECKED_SETTINGS = Symbol('checked settings');

/**
 * Serves `/v2/stream/{streams}`, below whatever prefix the application gives it: the one place where ports and adapters meet.
 *
 * It exports `StreamCatalog`, `EventLog`, `Readiness` and `Telemetry`.
 */
@Module({})
export class EventStreamsModule {
  /**
   * The module with its parts.
   * @param options each part as a Nest provider without its token: what a part needs is injected, from `imports` too
   */
  static forRoot(options: EventStreamsOptions): DynamicModule {
    return {
      module: EventStreamsModule,
      imports: [...(options.imports ?? [])],
      controllers: [StreamController],
      providers: [...partsOf(options), ...settingsOf(options), ...inside],
      exports: [StreamCatalog, EventLog, Readiness, Telemetry],
    };
  }
}

function partsOf(options: EventStreamsOptions): readonly Provider[] {
  const { catalog, log, redactor, filters, telemetry, guard } = options;
  return [
    bind(StreamCatalog, catalog),
    bind(EventLog, log),
    bind(Redactor, redactor ?? { useValue: { redact: () => undefined } }),
    bind(FilterCompiler, filters ?? { useFactory: () => new CelFilterCompiler(() => undefined) }),
    bind(Telemetry, telemetry ?? prometheus({ registry: new Registry() }).telemetry),
    bind(ClientGuard, guard ?? { useValue: everybody }),
  ];
}

function settingsOf({ settings = { useValue: {} } }: EventStreamsOptions): readonly Provider[] {
  return [
    bind(GIVEN_SETTINGS, settings),
    { provide: CHECKED_SETTINGS, inject: [GIVEN_SETTINGS], useFactory: checkSettings },
    {
      provide: StreamSettings,
      inject: [CHECKED_SETTINGS],
      useFactory: ({ streams }: CheckedSettings) => streams,
    },
  ];
}

const gateway: FactoryProvider<Gateway> = {
  provide: Gateway,
  inject: [StreamCatalog, EventLog, Redactor, Telemetry, CHECKED_SETTINGS],
  useFactory: (
    catalog: StreamCatalog,
    { source, offsets }: EventLog,
    redactor: Redactor,
    telemetry: Telemetry,
    { limits }: CheckedSettings,
  ) => new Gateway({ catalog, source, offsets, redactor, telemetry }, limits),
};

const inside: readonly Provider[] = [
  gateway,
  { provide: OpenEventStream, inject: [Gateway], useFactory: (made: Gateway) => made.openEventStream },
  { provide: Readiness, inject: [Gateway], useFactory: readinessOf },
  StreamEntrance,
  OpenResponses,
  GatewayLife,
  SharedParts,
];

function readinessOf(made: Gateway): Readiness {
  return { ready: () => ({ ready: made.missing.length === 0, reasons: made.missing }) };
}
