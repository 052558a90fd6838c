/** What a linter that reads no templates takes a component to be; `vue-tsc` reads them, and does not see this. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent;
  export default component;
}
