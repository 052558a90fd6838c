/**
 * Lets the Swagger UI work and reach nothing but this service: it sets style attributes and draws icons from `data:`.
 */
export const DOCS_CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/**
 * The page of the Swagger UI.
 * @param root the way from it to the root of the service, with a slash at the end
 * @param hasUi whether there is a page that watches streams
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
 * Starts the Swagger UI; a file of its own, since the page's policy allows no inline script. The validator is another
 * host's. Streams cannot be tried out: the page shows an answer once it has ended, and would gather events until then.
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
