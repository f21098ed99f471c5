// @ts-check
import { deepStrictEqual, ok } from 'node:assert';
import { quoteOf } from './workloads.js';

/** @typedef {import('./servers.js').Server} Server */

/**
 * A ratio says something only where both answer alike.
 * @param {Server} program
 * @param {Server} floor
 * @param {import('./workloads.js').Store} store
 */
export async function compareAnswers(program, floor, store) {
  for (const path of ['/groups/7', '/groups?limit=50']) {
    const [ours, floors] = await Promise.all(
      [program, floor].map(async ({ port }) => {
        const response = await fetch(`http://127.0.0.1:${port}/v1/stores/${store.id}${path}`, {
          headers: { authorization: `Bearer ${store.key}` },
        });
        const text = await response.text();
        // Of the same length, but made up on the floor.
        return { ...JSON.parse(text.replaceAll(/cgrp_\w+/g, '')), length: text.length };
      }),
    );
    deepStrictEqual(floors, ours, `The floor answers ${path} in its own way.`);
  }
}

const SIZE_MAY_DIFFER = 0.05;

/**
 * The floor's quotes are not the service's, but as long, and with the same fields.
 * @param {Server} program
 * @param {Server} floor
 * @param {import('./workloads.js').Store} store
 */
export async function compareQuotes(program, floor, store) {
  const quote = JSON.stringify(quoteOf(store, 1_000));
  const [ours = '', floors = ''] = await Promise.all(
    [program, floor].map(async ({ port }) => {
      const response = await fetch(`http://127.0.0.1:${port}/v1/stores/${store.id}/quotes`, {
        method: 'POST',
        headers: { authorization: `Bearer ${store.key}`, 'content-type': 'application/json' },
        body: quote,
      });
      return response.text();
    }),
  );
  deepStrictEqual(fieldsOf(floors), fieldsOf(ours), 'The floor quotes in its own way.');
  const differ = Math.abs(floors.length / ours.length - 1);
  ok(differ < SIZE_MAY_DIFFER, `Quotes of ${floors.length} and ${ours.length} characters.`);
}

/** @param {string} text */
function fieldsOf(text) {
  const { items, ...quote } = JSON.parse(text);
  return {
    quote: Object.keys(quote),
    items: items.map(Object.keys),
    lists: items.filter((/** @type {any} */ { priceListId }) => priceListId !== null).length,
    rules: items.filter((/** @type {any} */ { rule }) => rule !== null).length,
  };
}
