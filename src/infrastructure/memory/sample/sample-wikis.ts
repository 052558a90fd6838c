import type { SampleWiki } from './sample-wiki.js';
import { wikipedias } from './wikipedias.js';

const english = { 1: 'Talk', 2: 'User', 6: 'File', 14: 'Category' } as const;

/** All wikis of the sample: encyclopaedias, a knowledge base, a media archive and a dictionary. */
export const sampleWikis: readonly SampleWiki[] = [
  ...wikipedias,
  {
    id: 'wikidatawiki',
    domain: 'www.wikidata.org',
    weight: 40,
    botShare: 0.6,
    namespace: 0,
    namespaceNames: english,
    contentModel: 'wikibase-item',
    contentFormat: 'application/json',
    titles: [],
    patterns: [],
    comments: [
      '/* wbsetclaim-create:2||1 */ [[Property:P31]]: [[Q5]]',
      '/* wbsetlabel-add:1|ja */ 富士山',
      '/* wbsetdescription-set:1|en */ Japanese mountain',
      '/* wbeditentity-update:0| */ batch of labels',
    ],
    categories: [],
    users: ['Item Gardener', 'LabelLinker', 'SampleDataBot'],
  },
  {
    id: 'commonswiki',
    domain: 'commons.wikimedia.org',
    weight: 22,
    botShare: 0.4,
    namespace: 6,
    namespaceNames: english,
    contentModel: 'wikitext',
    contentFormat: 'text/x-wiki',
    titles: ['Köln Panorama.jpg', '桜 Sakura.png', 'Map of the Danube.svg', 'Amanhecer no Rio.jpg'],
    patterns: ['$2 $1'],
    comments: ['added [[Category:Sunsets]]', 'uploaded a work of my own', '/* {{int:filedesc}} */', ''],
    categories: ['Sunsets', 'Uploaded with pattypan', '桜'],
    users: ['Lens Cap', 'Tripod', 'CaptionBot'],
  },
  {
    id: 'enwiktionary',
    domain: 'en.wiktionary.org',
    weight: 4,
    botShare: 0.3,
    namespace: 0,
    namespaceNames: english,
    contentModel: 'wikitext',
    contentFormat: 'text/x-wiki',
    titles: ['serendipity', 'Ελλάδα', 'ภาษาไทย', '한국어', 'ქართული'],
    patterns: ['$1 $2'],
    comments: ['add etymology', '/* Noun */ plural', ''],
    categories: ['English lemmas', 'Thai nouns'],
    users: ['Wordsmith', 'LexiBot'],
  },
];
