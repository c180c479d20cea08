// The whole of our test framework: a module calls test(), the page's run.js collects what came of it.

const tests = [];

/** A test: `body` throws, or returns a promise that fails, when something is wrong. */
export function test(name, body) {
  tests.push({ name, body });
}

/** Fails unless both are the same, looked at in depth. */
export function equal(actual, expected, what = 'value') {
  if (!same(actual, expected)) {
    throw new Error(`${what}: ${show(actual)} (expected: ${show(expected)})`);
  }
}

/** Fails unless `body` throws an error whose message contains `part`. */
export function throws(body, part) {
  let message;
  try {
    body();
  } catch (error) {
    message = error.message;
  }
  if (message === undefined || !message.includes(part)) {
    throw new Error(`threw: ${show(message)} (expected: a message with ${show(part)})`);
  }
}

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date) return a.getTime() === b.getTime();
  if (a instanceof Map || a instanceof Set) return same([...a], [...b]);
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function show(value) {
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} ${show([...value])}`;
  return JSON.stringify(value, (key, inner) => (typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner))
    ?? String(value);
}

/** Runs all in order. Gives `{name, error}` for each; `error` is empty when it went well. */
export async function run() {
  const outcomes = [];
  for (const { name, body } of tests) {
    let error = '';
    try {
      await body();
    } catch (thrown) {
      error = String(thrown?.stack ?? thrown) || 'failed';
    }
    outcomes.push({ name, error });
  }
  return outcomes;
}
