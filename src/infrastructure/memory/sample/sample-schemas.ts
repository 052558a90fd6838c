import { StreamSchemas } from '../../../domain/ports/stream-schemas.js';
import type { JsonSchema } from '../../../domain/ports/stream-schemas.js';
import type { Stream } from '../../../domain/stream.js';
import { pageChangeSchema } from './schemas/page-change-schema.js';
import { pageDeleteSchema } from './schemas/page-delete-schema.js';
import { pageMoveSchema } from './schemas/page-move-schema.js';
import { recentChangeSchema } from './schemas/recent-change-schema.js';
import { revisionCreateSchema } from './schemas/revision-create-schema.js';

const schemas: ReadonlyMap<unknown, JsonSchema> = new Map(
  [pageChangeSchema, pageDeleteSchema, pageMoveSchema, recentChangeSchema, revisionCreateSchema].map(
    (schema) => [schema['$id'], schema],
  ),
);

/** The schemas of the sample's streams: of what is generated, and nothing else. They are code, so there is no file to miss. */
export class SampleSchemas extends StreamSchemas {
  override pathOf({ schemaUri }: Stream): string | undefined {
    return schemaUri;
  }

  override read(path: string): Promise<JsonSchema | undefined> {
    return Promise.resolve(schemas.get(path));
  }
}
