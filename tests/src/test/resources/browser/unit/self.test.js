// The framework itself: what it lets pass must be right, what is wrong it must see.
import { equal, test, throws } from './test.js';

test('same values are equal', () => {
  equal(NaN, NaN);
  equal({ a: [1, { b: null }] }, { a: [1, { b: null }] });
  equal(new Map([['a', new Set([1])]]), new Map([['a', new Set([1])]]));
  equal(new Date(5), new Date(5));
});

test('other values are not', () => {
  const pairs = [[0, -0], [1, '1'], [null, undefined], [[], {}], [{ a: 1 }, { a: 1, b: 2 }], [{ a: undefined }, { b: undefined }],
    [new Set([1]), new Set([2])], [new Date(5), new Date(6)], [[1, 2], [1]]];
  for (const [a, b] of pairs) {
    throws(() => equal(a, b), 'expected');
    throws(() => equal(b, a), 'expected');
  }
});

test('the message says what was found and what was expected', () => {
  throws(() => equal([1, NaN], [2], 'rows'), 'rows: [1,"NaN"] (expected: [2])');
});

test('what does not throw is found out', () => {
  throws(() => throws(() => {}, 'never'), '(expected: a message with "never")');
  throws(() => throws(() => { throw new Error('this'); }, 'that'), 'threw: "this"');
});
