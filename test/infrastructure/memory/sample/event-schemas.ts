import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

/** Wikimedia's schemas, where this checkout has them beside it: they are not part of the product. */
const schemaRoot = join(process.cwd(), '../shared/data/jsonschema');

/** Whether there is something to validate against. */
export const schemasAreThere = existsSync(schemaRoot);

const validators = new Map<string, ValidateFunction>();

/** What is wrong with an event by the schema it names, as text; empty where it is valid. */
export function schemaErrors(event: Readonly<Record<string, unknown>>): readonly string[] {
  const uri = String(event['$schema']);
  const validate = validators.get(uri) ?? compile(uri);
  validators.set(uri, validate);
  if (validate(event)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${uri}${instancePath}: ${message ?? ''}`,
  );
}

function compile(uri: string): ValidateFunction {
  const text = readFileSync(join(schemaRoot, `${uri}.json`), 'utf8');
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(withoutNames(JSON.parse(text)) as object);
}

/** Parts carry names of their own, and one of a dialect that is spelled differently from what Ajv knows. */
function withoutNames(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutNames);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.entries(schema).filter(
    ([key, value]) => !(typeof value === 'string' && (key === '$schema' || key === '$id')),
  );
  return Object.fromEntries(members.map(([key, value]) => [key, withoutNames(value)]));
}
