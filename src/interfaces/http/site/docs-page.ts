/**
 * Allows what the Swagger UI needs (style attributes, and icons from `data:` URLs), and no host except this service.
 */
export const DOCS_CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/**
 * Returns the page of the Swagger UI.
 *
 * @param root the relative path from the page to the root of the service, with a trailing slash
 * @param hasUi whether the UI that shows the streams is served
 */
export function docsPage(title: string, root: string, hasUi: boolean): string {
  const link = `<p class="wrapper"><a href="${escapeHtml(root)}v2/ui">Watch the streams in your browser</a></p>`;
  const assets = `${escapeHtml(root)}docs-assets`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${assets}/swagger-ui.css">
    <link rel="icon" type="image/png" href="${assets}/favicon-32x32.png">
  </head>
  <body class="swagger-ui">
    ${hasUi ? link : ''}
    <div id="docs"></div>
    <script src="${assets}/swagger-ui-bundle.js"></script>
    <script src="${assets}/initializer.js"></script>
  </body>
</html>
`;
}

/**
 * Starts the Swagger UI. It is a separate file, because the page's policy allows no inline scripts. The validator is
 * off, because it is on another host. Streams cannot be tried out: the page shows a response when it is complete, and
 * would buffer events until then.
 */
export const DOCS_INITIALIZER = `SwaggerUIBundle({
  url: '?spec',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  plugins: [
    {
      statePlugins: {
        spec: {
          wrapSelectors: {
            allowTryItOutFor: () => (state, path) => !path.startsWith('/v2/stream/'),
          },
        },
      },
    },
  ],
});
`;

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
