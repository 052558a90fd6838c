import type { OpenAPIObject } from '@nestjs/swagger';
import type { SchemaCache } from '../../../application/schemas/schema-cache.js';
import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import { componentSchema } from './component-schema.js';
import { servedSchema } from './described-event.js';
import { anyEvent } from './fixed-schemas.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** A schema of events as a component of the API description. */
export interface EventComponent {
  /** The JSON pointer of the schema, as a fragment. */
  readonly reference: string;
  readonly schema: JsonSchema;
  readonly path?: string;
  readonly title?: string;
}

/** The schemas of events. Each is included once, whatever the number of its streams. */
export class EventComponents {
  readonly schemas: Schemas;
  private readonly made = new Map<string, EventComponent>();
  private readonly unknown: EventComponent;

  /** @param others the existing components */
  constructor(
    others: Schemas,
    private readonly known: Pick<SchemaCache, 'find'>,
  ) {
    this.schemas = { ...others };
    this.unknown = this.add('Event', () => anyEvent);
  }

  of(stream: Stream): EventComponent {
    const found = this.known.find(stream);
    if (found === undefined) return titled(this.unknown, stream.schemaTitle);
    const { path, schema } = found;
    const component = this.made.get(path) ?? {
      ...this.add(path, (reference) => servedSchema(componentSchema(schema, reference))),
      path,
    };
    this.made.set(path, component);
    const { title } = schema;
    return titled(component, stream.schemaTitle ?? (typeof title === 'string' ? title : undefined));
  }

  private add(name: string, make: (reference: string) => JsonSchema): EventComponent {
    const plain = name.replace(/^\//, '').replace(/[^\w.-]+/g, '.');
    let key = plain;
    for (let count = 2; Object.hasOwn(this.schemas, key); count += 1) key = `${plain}-${count}`;
    const reference = `#/components/schemas/${key}`;
    const schema = make(reference);
    this.schemas[key] = schema;
    return { reference, schema };
  }
}

function titled(component: EventComponent, title: string | undefined): EventComponent {
  return title === undefined ? component : { ...component, title };
}
