/** Lets the Swagger UI work and reach nothing but this service: it sets style attributes and draws icons from `data:`. */
export const DOCS_CSP =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

/** The page of the Swagger UI. */
export function docsPage(title: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="/docs-assets/swagger-ui.css">
    <link rel="icon" type="image/png" href="/docs-assets/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs-assets/swagger-ui-bundle.js"></script>
    <script src="/docs-assets/initializer.js"></script>
  </body>
</html>
`;
}

/**
 * Starts the Swagger UI; a file of its own, since the page's policy allows no inline script. The validator is another host's.
 * Streams cannot be tried out: the page shows an answer once it has ended, and would gather events until then.
 */
export const DOCS_INITIALIZER = `SwaggerUIBundle({
  url: '/?spec',
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
