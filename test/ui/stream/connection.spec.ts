import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MemoryLog } from '../../../src/infrastructure/memory/memory-log.js';
import { Connection } from '../../../ui/src/stream/connection.js';
import type { Block } from '../../../ui/src/stream/block-decoder.js';
import type { ConnectionState } from '../../../ui/src/stream/connection-state.js';
import { streamUrl } from '../../../ui/src/stream/stream-request.js';
import { startService, type Service } from '../../support/service.js';

const { fetch } = globalThis;

/** Says of itself what a browser says. */
function fetchAsBrowser(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  headers.set('user-agent', 'Mozilla/5.0');
  return fetch(url, { ...init, headers });
}

/** A connection, and all that it told. */
class Heard {
  readonly blocks: Block[] = [];
  readonly states: ConnectionState[] = [];
  readonly network = new EventTarget();
  readonly connection: Connection;
  #look: () => void = () => undefined;

  constructor(url: URL, lastEventId?: string, turn = (): Promise<void> => Promise.resolve()) {
    this.connection = new Connection({
      url,
      lastEventId,
      turn,
      network: this.network,
      receiver: {
        block: (block) => {
          this.blocks.push(block);
          this.#look();
        },
        state: (state) => {
          this.states.push(state);
          this.#look();
        },
      },
    });
  }

  get events(): readonly unknown[] {
    const messages = this.blocks.filter(({ event, data }) => event === 'message' && data !== undefined);
    return messages.map(({ data }) => (JSON.parse(data ?? '') as { n: unknown }).n);
  }

  until(isThere: () => boolean): Promise<void> {
    return new Promise((settle) => {
      this.#look = (): void => {
        if (isThere()) settle();
      };
      this.#look();
    });
  }

  async untilState(kind: ConnectionState['kind']): Promise<ConnectionState | undefined> {
    await this.until(() => this.states.at(-1)?.kind === kind);
    return this.states.at(-1);
  }
}

beforeAll(() => {
  globalThis.fetch = fetchAsBrowser;
});
afterAll(() => {
  globalThis.fetch = fetch;
});

describe('a connection to the service', () => {
  const log = new MemoryLog();
  let service: Service;
  let heard: Heard | undefined;
  let appended = 0;

  const append = (): void => {
    log.append('dc1.edit', 0, { timestamp: 1000 + appended, value: `{"n":${appended}}` });
    appended += 1;
  };
  const url = (query: object = {}): URL =>
    streamUrl({ streams: ['edit'], ...query }, `${service.url}/v2/ui?streams=edit`);

  beforeAll(async () => {
    log.createTopic('dc1.edit', 1);
    service = await startService(
      { edit: { topics: ['dc1.edit'] } },
      { retry_ms: 10, max_connection_ms: 60 },
      log,
    );
  });
  afterEach(() => heard?.connection.close());
  afterAll(() => service.close());

  it('receives each event once, however often the service ends the stream', async () => {
    heard = new Heard(url());
    await heard.untilState('open');
    const first = appended;
    const feed = setInterval(append, 1);
    await heard.until(() => heard?.states.filter(({ kind }) => kind === 'open').length === 6);
    clearInterval(feed);
    await heard.until(() => heard?.events.at(-1) === appended - 1);
    expect(heard.events).toEqual(Array.from({ length: appended - first }, (_, index) => first + index));
  });

  it('resumes where it is told to', async () => {
    append();
    append();
    const id = JSON.stringify([{ topic: 'dc1.edit', partition: 0, offset: appended - 2 }]);
    heard = new Heard(url(), id);
    await heard.until(() => heard?.events.length === 2);
    expect(heard.events).toEqual([appended - 2, appended - 1]);
  });

  it('has a place to resume at before the first event', async () => {
    heard = new Heard(url());
    await heard.until(() => heard?.connection.lastEventId !== undefined);
    expect(JSON.parse(heard.connection.lastEventId ?? '')).toMatchObject([{ topic: 'dc1.edit' }]);
  });

  it('reads no further while its reader is not ready', async () => {
    let goOn: () => void = () => undefined;
    const ready = new Promise<void>((settle) => (goOn = settle));
    heard = new Heard(url(), undefined, () => ready);
    await heard.until(() => heard?.blocks.length === 1);
    append();
    await heard.untilState('open');
    expect(heard.events).toEqual([]);
    goOn();
    await heard.until(() => heard?.events.length === 1);
  });

  it('says in the words of the service why it is refused, and does not try again', async () => {
    heard = new Heard(url({ since: 'soon' }));
    const state = await heard.untilState('refused');
    expect(state).toMatchObject({ problem: { type: 'invalid_timestamp', status: 400 } });
    expect(heard.states.map(({ kind }) => kind)).toEqual(['connecting', 'refused']);
  });
});

describe('a connection to what is not well', () => {
  let server: Server | undefined;
  let heard: Heard | undefined;

  const connectTo = async (answer: RequestListener): Promise<Heard> => {
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    heard = new Heard(streamUrl({ streams: ['edit'] }, `http://127.0.0.1:${port}/v2/ui`));
    return heard;
  };

  afterEach(() => {
    heard?.connection.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('waits as long as Retry-After says where it is one of too many', async () => {
    const beforeMs = Date.now();
    const problem = { type: 'too_many_connections', title: 'Too Many Requests', detail: 'At most 3.' };
    const refused = await connectTo((_, response) => {
      response.writeHead(429, { 'Retry-After': '30' }).end(JSON.stringify(problem));
    });
    const state = await refused.untilState('waiting');
    expect(state).toMatchObject({
      why: { kind: 'problem', problem: { type: 'too_many_connections', detail: 'At most 3.', status: 429 } },
    });
    expect(state?.kind === 'waiting' && state.untilMs - beforeMs).toBeGreaterThanOrEqual(30_000);
  });

  it('understands a refusal that is said in a stream', async () => {
    const refused = await connectTo((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end(':too_busy\nretry: 9000\n\n');
    });
    const state = await refused.untilState('waiting');
    expect(state).toMatchObject({ why: { kind: 'problem', problem: { type: 'too_busy' } } });
  });

  it('tells an error that ends the stream', async () => {
    const data = JSON.stringify({ type: 'stream_withdrawn', detail: 'Stream "edit" is no longer offered' });
    const refused = await connectTo((_, response) => {
      response.writeHead(200).end(`:ok\n\nevent: error\ndata: ${data}\n\n`);
    });
    const state = await refused.untilState('waiting');
    expect(state).toMatchObject({ why: { kind: 'problem', problem: { type: 'stream_withdrawn' } } });
  });

  it('does not come back with a filter that was too slow', async () => {
    const data = JSON.stringify({ type: 'filter_too_slow', detail: 'Cannot continue with this filter' });
    const ended = await connectTo((_, response) => {
      response.writeHead(200).end(`:ok\n\nevent: error\ndata: ${data}\n\n`);
    });
    expect(await ended.untilState('refused')).toMatchObject({ problem: { type: 'filter_too_slow' } });
  });

  it('gives the status where something else than the service refuses', async () => {
    const refused = await connectTo((_, response) => {
      response.writeHead(403).end('<h1>No</h1>');
    });
    expect(await refused.untilState('refused')).toMatchObject({
      problem: { type: 'http', detail: '403 Forbidden' },
    });
  });

  it('tries at once when asked to, or when the network is back', async () => {
    let requests = 0;
    const gone = await connectTo((request) => {
      requests += 1;
      request.socket.destroy();
    });
    for (const again of [
      () => gone.connection.retryNow(),
      () => gone.network.dispatchEvent(new Event('online')),
    ]) {
      const { length } = gone.states;
      await gone.untilState('waiting');
      expect(gone.states.at(-1)).toMatchObject({ why: { kind: 'unreachable' } });
      again();
      await gone.until(() => gone.states.length > length + 1 && requests > 1);
    }
  });
});
