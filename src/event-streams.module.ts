import { Module } from '@nestjs/common';
import type {
  DynamicModule,
  FactoryProvider,
  InjectionToken,
  ModuleMetadata,
  Provider,
  Type,
} from '@nestjs/common';
import { Gateway } from './application/gateway.js';
import type { Limits } from './application/limits.js';
import { OpenEventStream } from './application/open-event-stream.js';
import { EventSource } from './domain/ports/event-source.js';
import { FilterCompiler } from './domain/ports/filter-compiler.js';
import { OffsetResolver } from './domain/ports/offset-resolver.js';
import { Redactor } from './domain/ports/redactor.js';
import { StreamCatalog } from './domain/ports/stream-catalog.js';
import { Telemetry } from './domain/ports/telemetry.js';
import { CelFilterCompiler } from './infrastructure/cel/cel-filter-compiler.js';
import { StreamController } from './interfaces/http/stream.controller.js';
import { StreamSettings } from './interfaces/http/stream-settings.js';
import { GatewayLife } from './gateway-life.js';

/** Any Nest provider, without its token: a wrong one does not compile. */
export type Binding<T> =
  | { readonly useValue: T }
  | { readonly useClass: Type<T> }
  | {
      readonly useFactory: (...dependencies: never[]) => T | Promise<T>;
      readonly inject?: FactoryProvider['inject'];
    };

/** What the service is made of; every part can be another team's. */
export interface EventStreamsOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly catalog: Binding<StreamCatalog>;
  /** Source and offsets belong to one log: replaced together or not at all. */
  readonly source: Binding<EventSource>;
  readonly offsets: Binding<OffsetResolver>;
  readonly redactor: Binding<Redactor>;
  /** Default: expressions in CEL, whose fields are not held against any schema. */
  readonly filters?: Binding<FilterCompiler>;
  /** Default: the `Telemetry` that one of `imports` exports. */
  readonly telemetry?: Binding<Telemetry>;
  readonly limits: Limits;
  readonly settings: StreamSettings;
}

/** Serves `/v2/stream/{streams}`: the one place where ports and the application meet. */
@Module({})
export class EventStreamsModule {
  static forRoot(options: EventStreamsOptions): DynamicModule {
    const { catalog, source, offsets, redactor, telemetry, limits, settings, imports = [] } = options;
    const filters = options.filters ?? { useValue: new CelFilterCompiler(() => undefined) };
    const gateway: FactoryProvider<Gateway> = {
      provide: Gateway,
      inject: [StreamCatalog, EventSource, OffsetResolver, Redactor, Telemetry],
      useFactory: (...[theCatalog, theSource, theOffsets, theRedactor, theTelemetry]: GatewayPorts) =>
        new Gateway(
          {
            catalog: theCatalog,
            source: theSource,
            offsets: theOffsets,
            redactor: theRedactor,
            telemetry: theTelemetry,
          },
          limits,
        ),
    };
    return {
      module: EventStreamsModule,
      imports: [...imports],
      controllers: [StreamController],
      providers: [
        bind(StreamCatalog, catalog),
        bind(EventSource, source),
        bind(OffsetResolver, offsets),
        bind(Redactor, redactor),
        bind(FilterCompiler, filters),
        ...(telemetry ? [bind(Telemetry, telemetry)] : []),
        { provide: StreamSettings, useValue: settings },
        gateway,
        { provide: OpenEventStream, inject: [Gateway], useFactory: (made: Gateway) => made.openEventStream },
        GatewayLife,
      ],
      exports: [Gateway, StreamCatalog],
    };
  }
}

type GatewayPorts = [StreamCatalog, EventSource, OffsetResolver, Redactor, Telemetry];

function bind<T>(token: InjectionToken<T>, binding: Binding<T>): Provider {
  return { provide: token, ...binding } as Provider;
}
