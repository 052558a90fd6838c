/** Settings of the site: the name, version and description of the service, its home page, and its response headers. */
export abstract class SiteSettings {
  /** `Access-Control-Allow-Origin`: `*`, or origins separated by commas or spaces; `false`: the header is not sent. */
  abstract readonly cors: string | false;
  /** `Content-Security-Policy` of every response, the API documentation excepted; `false`: the header is not sent. */
  abstract readonly csp: string | false;
  /** Whether `/v2/ui` is served. */
  abstract readonly uiEnabled: boolean;
  /** Whether the events are the generated sample; the pages say so. */
  abstract readonly servesSample: boolean;
  abstract readonly name: string;
  abstract readonly version: string;
  abstract readonly description: string;
  /** The home page, an absolute URL. */
  abstract readonly home: string;
}
