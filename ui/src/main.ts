import '@wikimedia/codex-design-tokens/theme-wikimedia-ui-root.css';
import '@wikimedia/codex/dist/codex.style.css';
import './page.css';
import { createApp, shallowRef } from 'vue';
import App from './app.vue';
import { catalogKey, loadCatalog, type Catalog } from './catalog/use-catalog';
import { Page, pageKey } from './page';
import { chosenTheme, showTheme } from './theme';

showTheme(chosenTheme());
const catalog = shallowRef<Catalog>({ kind: 'loading' });
const page = new Page();
void loadCatalog(catalog);
page.open();
createApp(App).provide(catalogKey, catalog).provide(pageKey, page).mount('#page');
