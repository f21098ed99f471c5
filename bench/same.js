// @ts-check
import { deepStrictEqual } from 'node:assert';

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
