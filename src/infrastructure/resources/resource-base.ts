import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UnreadableResource } from './unreadable-resource.js';

/** A base below which resources are read: a folder, or a path on a web server. */
export class ResourceBase {
  /** For logs: without credentials. */
  readonly name: string;
  private readonly root: URL;

  /**
   * @param uri a path (relative to the working directory), or a `file:` or `http(s):` URI, with or without a trailing
   * slash
   * @throws {Error} if the URI is invalid or has another scheme
   */
  constructor(uri: string) {
    this.root = rootOf(uri);
    const shown = new URL(this.root);
    shown.username = '';
    shown.password = '';
    this.name = shown.href;
  }

  /**
   * Returns the URL of a path below the base; a leading slash makes no difference.
   * @throws {UnreadableResource} if the path leads out of the base
   */
  at(path: string): URL {
    const { href } = this.root;
    const relative = `./${path.replace(/^\/+/, '')}`;
    const url = URL.canParse(relative, href) ? new URL(relative, href) : undefined;
    if (url?.href.startsWith(href) !== true) throw new UnreadableResource('leads out of it', true);
    return url;
  }
}

function rootOf(uri: string): URL {
  const root = /^[a-z][a-z\d+.-]+:/i.test(uri) ? parse(uri) : pathToFileURL(resolve(uri));
  if (!['file:', 'http:', 'https:'].includes(root.protocol)) {
    throw new Error(`"${root.protocol}" is not one of file:, http: and https:`);
  }
  root.search = '';
  root.hash = '';
  root.pathname = `${root.pathname.replace(/\/+$/, '')}/`;
  return root;
}

function parse(uri: string): URL {
  if (!URL.canParse(uri)) throw new Error('it is not a valid URI');
  return new URL(uri);
}
