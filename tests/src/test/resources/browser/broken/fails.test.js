// Not run with the others: what the runner must report of modules that are wrong.
import { equal, test } from '../unit/test.js';

test('goes well', () => equal(1, 1));
test('fails', () => equal(1, 2));
test('fails later', async () => { await null; throw new Error('too late'); });
