/** Events as the examples of Wikimedia's schemas have them. */

const dt = '2020-06-10T18:57:16Z';
const domain = 'test.wikipedia.org';

const performer = { user_id: 123, user_text: 'example_user_text', user_groups: ['*'], user_is_bot: false };

const page = {
  database: 'examplewiki',
  page_id: 123,
  page_is_redirect: false,
  page_namespace: 0,
  page_title: 'example_page_title',
  rev_id: 123,
};

const revision = {
  ...page,
  performer,
  rev_content_changed: true,
  rev_len: 3,
  rev_minor_edit: false,
  rev_parent_id: 122,
  rev_timestamp: dt,
};

function meta(stream: string): object {
  return { domain, dt, stream, uri: `https://${domain}/wiki/Example` };
}

export const recentChange = {
  $schema: '/mediawiki/recentchange/1.0.1',
  meta: { dt, stream: 'mediawiki.recentchange' },
};

export const pageChange = {
  $schema: '/mediawiki/page/change/1.2.0',
  changelog_kind: 'update',
  comment: 'changed a thing',
  dt: '2021-01-01T00:00:00.0Z',
  meta: { domain: 'examplewiki', dt: '2021-01-01T00:00:00.0Z', stream: 'mediawiki.page_change' },
  page: { is_redirect: true, namespace_id: 1, page_id: 1, page_title: 'example', revision_count: 1 },
  page_change_kind: 'edit',
  performer: { user_id: 123, user_text: 'yoohoo' },
  revision: { comment: 'changed a thing', is_minor_edit: false, rev_id: 2, rev_parent_id: 1, rev_size: 100 },
  wiki_id: 'example',
};

export const pageDelete = {
  $schema: '/mediawiki/page/delete/1.0.0',
  meta: meta('mediawiki.page-delete'),
  ...page,
};

export const pageMove = {
  $schema: '/mediawiki/page/move/1.0.0',
  meta: meta('mediawiki.page-move'),
  ...page,
  prior_state: { page_namespace: 0, page_title: 'example_old_page_title', rev_id: 122 },
};

export const pageUndelete = {
  $schema: '/mediawiki/page/undelete/1.0.0',
  meta: meta('mediawiki.page-undelete'),
  ...page,
  prior_state: { page_id: 123 },
};

export const linksChange = {
  $schema: '/mediawiki/page/links-change/1.0.0',
  meta: meta('mediawiki.page-links-change'),
  ...page,
  added_links: [{ external: false, link: 'example_link' }],
};

export const propertiesChange = {
  $schema: '/mediawiki/page/properties-change/1.0.0',
  meta: meta('mediawiki.page-properties-change'),
  ...page,
  added_properties: { defaultsort: 'Example', page_image: 'Example.png' },
};

export const revisionCreate = {
  $schema: '/mediawiki/revision/create/2.0.0',
  meta: meta('mediawiki.revision-create'),
  ...revision,
  rev_is_revert: false,
};

export const revert = {
  $schema: '/mediawiki/revision/create/2.0.0',
  meta: meta('mediawiki.revision-create'),
  ...revision,
  rev_is_revert: true,
  comment: 'testing',
};

export const tagsChange = {
  $schema: '/mediawiki/revision/tags-change/1.0.0',
  meta: meta('mediawiki.revision-tags-change'),
  ...revision,
  tags: ['example_tag', 'kept'],
  prior_state: { tags: ['kept', 'gone'] },
};

export const visibilityChange = {
  $schema: '/mediawiki/revision/visibility-change/1.0.0',
  meta: meta('mediawiki.revision-visibility-change'),
  ...revision,
  prior_state: { visibility: { comment: true, text: true, user: true } },
  visibility: { comment: true, text: false, user: true },
};

export const revisionScore = {
  $schema: '/mediawiki/revision/score/3.0.0',
  meta: meta('mediawiki.revision-score'),
  ...revision,
  scores: { example_model: { model_name: 'example_model', prediction: ['yes', 'mostly'] } },
};
