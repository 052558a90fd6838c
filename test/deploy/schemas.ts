/** A panel of a dashboard; one of the type `row` is a heading. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
}

/** What the tests need of a dashboard. */
export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly type: string }[] };
}

/** What the tests need of a file of rules. */
export interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly annotations: { readonly runbook_url: string };
    }[];
  }[];
}

const text = { type: 'string', minLength: 1 };
const duration = { type: 'string', pattern: '^\\d+[smhd]$' };

const datasource = {
  type: 'object',
  properties: { type: { const: 'prometheus' }, uid: { const: '${datasource}' } },
  required: ['type', 'uid'],
};

const panel = {
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 1 },
    type: { enum: ['row', 'timeseries', 'stat'] },
    title: text,
    gridPos: {
      type: 'object',
      properties: {
        x: { type: 'integer', minimum: 0, maximum: 23 },
        y: { type: 'integer', minimum: 0 },
        w: { type: 'integer', minimum: 1, maximum: 24 },
        h: { type: 'integer', minimum: 1 },
      },
      required: ['x', 'y', 'w', 'h'],
      additionalProperties: false,
    },
  },
  required: ['id', 'type', 'title', 'gridPos'],
  if: { properties: { type: { const: 'row' } } },
  else: {
    properties: {
      datasource,
      description: text,
      targets: {
        type: 'array',
        minItems: 1,
        items: {
          type: 'object',
          properties: { refId: text, expr: text, legendFormat: text, datasource },
          required: ['refId', 'expr', 'legendFormat', 'datasource'],
        },
      },
      fieldConfig: {
        type: 'object',
        properties: { defaults: { type: 'object', required: ['unit'] }, overrides: { type: 'array' } },
        required: ['defaults', 'overrides'],
      },
      options: { type: 'object' },
    },
    required: ['datasource', 'description', 'targets', 'fieldConfig', 'options'],
  },
};

/** A dashboard as Grafana imports it: the classic JSON model. */
export const dashboardSchema = {
  type: 'object',
  properties: {
    uid: { type: 'string', pattern: '^[a-zA-Z0-9_-]{1,40}$' },
    title: text,
    schemaVersion: { type: 'integer', minimum: 36 },
    templating: {
      type: 'object',
      properties: {
        list: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: text, type: { enum: ['datasource', 'query'] } },
            required: ['name', 'type', 'query'],
          },
        },
      },
      required: ['list'],
    },
    time: { type: 'object', required: ['from', 'to'] },
    panels: { type: 'array', minItems: 1, items: panel },
  },
  required: ['uid', 'title', 'schemaVersion', 'templating', 'time', 'panels'],
};

/** Alert rules as Prometheus reads them; each says what is wrong and where to read on. */
export const rulesSchema = {
  type: 'object',
  properties: {
    groups: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          name: text,
          rules: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              properties: {
                alert: { type: 'string', pattern: '^EventStreams[A-Z][A-Za-z]+$' },
                expr: text,
                for: duration,
                labels: {
                  type: 'object',
                  properties: { severity: { enum: ['info', 'warning', 'critical'] } },
                  required: ['severity'],
                },
                annotations: {
                  type: 'object',
                  properties: { summary: text, description: text, runbook_url: text },
                  required: ['summary', 'description', 'runbook_url'],
                  additionalProperties: false,
                },
              },
              required: ['alert', 'expr', 'labels', 'annotations'],
              additionalProperties: false,
            },
          },
        },
        required: ['name', 'rules'],
        additionalProperties: false,
      },
    },
  },
  required: ['groups'],
  additionalProperties: false,
};
