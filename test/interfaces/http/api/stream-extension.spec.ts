import type { EventComponent } from '../../../../src/interfaces/http/api/event-components.js';
import { streamExtension } from '../../../../src/interfaces/http/api/stream-extension.js';

const stream = {
  name: 'wiki.edit',
  topics: ['eqiad.wiki.edit', 'codfw.wiki.edit'],
  topicsAllowed: ['eqiad.wiki.edit', 'codfw.wiki.edit', 'old.edit'],
  aliases: ['edit', 'changes'],
  canaryEventsEnabled: false,
};
const reference = '#/components/schemas/wiki.edit.1.0.0';
const unread: EventComponent = { reference: '#/components/schemas/Event', schema: {} };

describe('what is said of a stream for programs', () => {
  it('has names, description, topics and schema as they are', () => {
    const component = { reference, schema: {}, path: '/wiki/edit/1.0.0', title: 'wiki/edit' };
    const description = 'A page was edited.\nBy anybody.';
    expect(streamExtension({ ...stream, description }, component)).toEqual({
      name: 'wiki.edit',
      aliases: ['changes', 'edit'],
      description,
      topics: ['eqiad.wiki.edit', 'codfw.wiki.edit'],
      schema: { title: 'wiki/edit', $ref: reference },
      canary_events: false,
    });
  });

  it('has the title alone of a schema that has not been read', () => {
    expect(streamExtension(stream, { ...unread, title: 'wiki/edit' })).toHaveProperty('schema', {
      title: 'wiki/edit',
    });
  });

  it('has no more than is known', () => {
    const { name, topics } = stream;
    const plain = { ...stream, aliases: [], canaryEventsEnabled: true };
    expect(streamExtension(plain, unread)).toEqual({ name, aliases: [], topics, canary_events: true });
  });
});
