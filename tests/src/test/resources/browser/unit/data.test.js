import { Data } from '/ui/app/data.js';
import { equal, test } from './test.js';

/** Data that counts its changes: `changes(n)` resolves after n more of them. */
function counting(fetching, now) {
  let left = 0;
  let done;
  const data = new Data(() => --left === 0 && done(), fetching, now);
  const changes = (n) => {
    left = n;
    return new Promise((resolve) => { done = resolve; });
  };
  return { data, changes };
}

test('an answer is asked for again when it is no longer good', async () => {
  const asked = [];
  let now = 0;
  const { data, changes } = counting((url) => {
    asked.push(url);
    return Promise.resolve(new Response('{"rows":[]}'));
  }, () => now);
  const first = changes(2);
  data.drawing(() => {
    data.ask('drops', { since: '1', until: '2' }, { every: Infinity });
    data.ask('drops', { since: '2' });
  });
  await first;
  const again = changes(1);
  data.refresh();
  await again;
  now = 999;
  data.drawing(() => data.ask('drops', { since: '1', until: '2' }, { every: 1000 }));
  data.refresh();
  now = 1000;
  const last = changes(1);
  data.refresh();
  await last;
  equal(asked, ['api/v1/drops?since=1&until=2', 'api/v1/drops?since=2', 'api/v1/drops?since=2', 'api/v1/drops?since=1&until=2']);
});

test('one that failed is asked for again, however good it would be', async () => {
  let tries = 0;
  const { data, changes } = counting(() =>
    Promise.resolve(tries++ === 0 ? new Response('{"error":"busy"}', { status: 503 }) : new Response('{"rows":[1]}')),
  );
  let answer;
  const first = changes(1);
  data.drawing(() => { answer = data.ask('drops', {}, { every: Infinity }); });
  await first;
  equal([answer.error, answer.value], ['busy', undefined]);
  const second = changes(1);
  data.refresh();
  await second;
  equal([answer.error, answer.value, tries], [undefined, { rows: [1] }, 2]);
});
